from typing import Any

from django.db import migrations, models

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import state_of

OF_ROW = (
    *("index_no", "document_no", "category", "clause", "formed_on", "effective_on", "expires_on"),
    *("notice_until", "registration_no"),
)
OF_RECORD = ("issuer", "document_kind", "field", "catalogue_line", "topic")


def fill(apps: Any, _editor: Any) -> None:
    """What everybody sees today is what the register says: it becomes what was released last. Of what was
    taken back nothing is kept anew."""
    records = apps.get_model("disclosures", "Record").objects.select_related("disclosure")
    for record in records.filter(versions__isnull=False).exclude(state="withdrawn").distinct():
        version = record.versions.order_by("-number").first()
        before = state_of(version)
        values = {name: getattr(record.disclosure, name) for name in OF_ROW}
        values |= {name: getattr(record, name) for name in OF_RECORD}
        version.said = {name: str(value) for name, value in values.items() if value}
        version.save(update_fields=["said"])
        audit.changed([(before, version)], actor="系统", organ=version.organ, reason="记下放行时的要素")


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_outlive_organs"),
        ("disclosures", "0005_find_by_topic"),
    ]

    operations = [
        migrations.AddField(
            model_name="version",
            name="said",
            field=models.JSONField(blank=True, default=dict, verbose_name="要素"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

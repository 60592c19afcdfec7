from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import migrations

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import state_of
from gongkai.ledger.requests.actions import state
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.privacy import names_of, without

_WHY = "怎样确认的，加密保存"


def seal(apps: Any, _editor: Any) -> None:
    """How receipt was confirmed may tell a telephone number: it is sealed with what else an arrival says, and
    stands masked in the event."""
    for row in apps.get_model("requests", "Arrival").objects.exclude(confirmed_how="").iterator():
        before, keys = _state(row), audit.keys()
        said = replace(Said.from_json(keys.open(row.said_sealed)), confirmed_how=row.confirmed_how)
        text = said.as_json()
        row.said_sealed, row.said_print, row.confirmed_how = keys.seal(text), keys.fingerprint(text), ""
        row.save(update_fields=["said_sealed", "said_print", "confirmed_how"])
        _log(row, before, _state(row))
    for row in apps.get_model("requests", "FoiRequest").objects.filter(events__data__has_key="confirmed_how"):
        before = state(row, row.events.all())
        for event in row.events.filter(data__has_key="confirmed_how"):
            event.data = {**event.data, "confirmed_how": without(event.data["confirmed_how"], names_of(row))}
            event.save(update_fields=["data"])
        _log(row, before, state(row, row.events.all()))


def _state(row: Any) -> dict[str, object]:
    return {name: value for name, value in state_of(row).items() if name != "said_sealed"}


def _log(row: Any, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    change = audit.Change(row.organ, f"{audit.name_of(row)}.change", audit.subject(row), before, after, _WHY)
    audit.record([change], actor="系统")


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_outlive_organs"),
        ("requests", "0016_rectifications_by_two_people"),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]

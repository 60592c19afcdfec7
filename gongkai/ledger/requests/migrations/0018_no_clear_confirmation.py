from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests", "0017_seal_how_receipt_was_confirmed"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="arrival", name="erased_arrival_says_nothing"),
        migrations.RemoveField(model_name="arrival", name="confirmed_how"),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_on", None),
                    models.Q(
                        ("contact_print", ""),
                        ("id_number_print", ""),
                        ("said_print", ""),
                        ("said_sealed", ""),
                        ("reason", ""),
                        ("remarks", ""),
                    ),
                    _connector="OR",
                ),
                name="erased_arrival_says_nothing",
                violation_error_message="这件收件 — 已经销毁 — 不能再填内容和个人信息。",
            ),
        ),
    ]

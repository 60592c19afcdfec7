from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0004_corrections"),
        ("organs", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(fields=["organ", "topic"], name="record_topic"),
        ),
    ]

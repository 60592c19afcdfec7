from typing import Any

from django.db import migrations

from gongkai.ledger.words.engines import BY_VENDOR

#: The tables of the index, which no model describes; ``rebuild`` fills them.


def make(_apps: Any, editor: Any) -> None:
    for statement in BY_VENDOR[editor.connection.vendor].TABLES:
        editor.execute(statement)


def drop(_apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE words_grams")
    editor.execute("DROP TABLE words_text")


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(make, drop)]

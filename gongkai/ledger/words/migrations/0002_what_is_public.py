from typing import Any

from django.db import migrations

from gongkai.ledger.words.engines import BY_VENDOR

#: The index of what is public stands apart from that of the ledgers; ``rebuild`` fills both.
COLUMNS = ("marks", "record")


def make(_apps: Any, editor: Any) -> None:
    for statement in BY_VENDOR[editor.connection.vendor]("public", COLUMNS).made_by:
        editor.execute(statement)
    editor.execute("CREATE INDEX public_record ON public_text (record)")


def drop(_apps: Any, editor: Any) -> None:
    for statement in BY_VENDOR[editor.connection.vendor]("public", COLUMNS).dropped_by:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("words", "0001_index")]
    operations = [migrations.RunPython(make, drop)]

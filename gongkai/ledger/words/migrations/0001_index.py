from typing import Any

from django.db import migrations

from gongkai.ledger.words.engines import BY_VENDOR

#: The tables of the index, which no model describes; ``rebuild`` fills them.


def make(_apps: Any, editor: Any) -> None:
    for statement in BY_VENDOR[editor.connection.vendor]("words").made_by:
        editor.execute(statement)


def drop(_apps: Any, editor: Any) -> None:
    for statement in BY_VENDOR[editor.connection.vendor]("words").dropped_by:
        editor.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(make, drop)]

"""Cleaning the database of what was deleted: a row stays readable in its file until that is written anew."""

from django.apps import apps
from django.db import connection

from gongkai.ledger.archive import queries
from gongkai.ledger.words.actions import WORDS
from gongkai.lib.today import now


def scrub() -> bool:
    """Write anew what held destroyed applications. False where others kept the database busy: another time.

    Only the database of this folder is meant: backups and a server's own copies are beyond it.
    """
    WORDS.compact()
    is_done = _BY_VENDOR[connection.vendor]()
    if is_done:
        queries.unscrubbed().update(scrubbed_at=now())
    return is_done


def _sqlite() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # else the old pages stand in the journal beside it
        busy, _pages, _moved = cursor.fetchone()
    return not busy


def _postgres() -> bool:
    tables = ", ".join(
        connection.ops.quote_name(model._meta.db_table)
        for app in ("requests", "remedies")
        for model in apps.get_app_config(app).get_models()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (FULL) {tables}")
    return True


_BY_VENDOR = {"sqlite": _sqlite, "postgresql": _postgres}

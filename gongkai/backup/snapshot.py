"""One moment of a database, seen through a connection of its own while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import DEFAULT_DB_ALIAS, connections, transaction

ALIAS = "snapshot"
READ_ONLY = {
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "sqlite": "PRAGMA query_only = ON",  # that it sees one moment is WAL's doing
}


@contextmanager
def snapshot(using: str = DEFAULT_DB_ALIAS) -> Iterator[str]:
    """The alias under which the moment can be read; nothing can be waited for and nobody is kept waiting."""
    settings = deepcopy(connections.settings[using])
    options = settings["OPTIONS"]
    options.pop("pool", None)
    if "transaction_mode" in options:
        options["transaction_mode"] = "DEFERRED"  # an immediate one would lock every writer out
    connections.settings[ALIAS] = settings
    connection = connections[ALIAS]
    try:
        connection.connect()
        with transaction.atomic(using=ALIAS), connection.cursor() as cursor:
            cursor.execute(READ_ONLY[connection.vendor])
            cursor.execute("SELECT count(*) FROM django_migrations")  # the first read fixes the moment
            yield ALIAS
    finally:
        connection.close()
        del connections[ALIAS]
        del connections.settings[ALIAS]

"""Which database keeps the indexes."""

from collections.abc import Mapping, Sequence

from django.db import connection

from gongkai.ledger.words import postgres, sqlite

BY_VENDOR: Mapping[str, type[sqlite.Tables] | type[postgres.Tables]] = {
    "sqlite": sqlite.Tables,
    "postgresql": postgres.Tables,
}


def tables(name: str, columns: Sequence[str] = ()) -> sqlite.Tables | postgres.Tables:
    """The tables of an index in the database at hand."""
    return BY_VENDOR[connection.vendor](name, columns)

"""Which database keeps the index."""

from types import ModuleType

from django.db import connection

from gongkai.ledger.words import postgres, sqlite

BY_VENDOR = {"sqlite": sqlite, "postgresql": postgres}


def engine() -> ModuleType:
    return BY_VENDOR[connection.vendor]

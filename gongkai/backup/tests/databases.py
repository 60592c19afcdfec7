"""A second database beside the one that a test runs on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connections

ALIAS = "elsewhere"


@contextmanager
def sqlite(path: Path) -> Iterator[str]:
    """The SQLite database in a file, under an alias for as long as the block lasts."""
    options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA foreign_keys=ON;"}
    defaults = {
        **connections.settings["default"],
        **dict.fromkeys(("USER", "PASSWORD", "HOST", "PORT"), ""),
    }
    engine = "django.db.backends.sqlite3"
    connections.settings[ALIAS] = {**defaults, "ENGINE": engine, "NAME": path, "OPTIONS": options}
    try:
        connections[ALIAS].connect()  # a test may open nothing by itself but its own database
        yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


def contents(using: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, read through the models of today."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        rows = model._base_manager.using(using).order_by().values_list()
        found[str(model._meta.label_lower)] = sorted(rows, key=lambda row: repr(row[0]))
    return found


def data_folder() -> Path:
    return Path(settings.DATA)

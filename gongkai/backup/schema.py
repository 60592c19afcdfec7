"""The tables as the migrations of a database left them, which need not be those of this program.

A backup is taken before an upgrade and read after it, so its rows are written and read through the models of
their own time, never through today's.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Key = tuple[str, str]


def applied(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The migrations that a database has, written app.name."""
    loader = MigrationLoader(connections[using])
    return sorted(".".join(key) for key in loader.applied_migrations if key in loader.graph.nodes)


def is_behind(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Whether the database lacks a migration of this program; one query."""
    return not set(_program().graph.leaf_nodes()) <= set(_recorded(using))


def check_history(using: str = DEFAULT_DB_ALIAS) -> None:
    """InconsistentMigrationHistory where tables rest on tables said to be missing: rows are lost."""
    MigrationLoader(connections[using]).check_consistent_history(connections[using])


def newer(using: str = DEFAULT_DB_ALIAS) -> str:
    """The first migration in the database that this program does not know; empty when it knows them all."""
    ours = {app for app, _name in _program().disk_migrations}
    return unknown(".".join(key) for key in sorted(_recorded(using)) if key[0] in ours)


def unknown(names: Iterable[str]) -> str:
    """The first of these migrations that this program does not have; empty when it has them all."""
    known = {".".join(key) for key in _program().disk_migrations}
    return next((name for name in names if name not in known), "")


def migrate(names: Sequence[str], using: str = DEFAULT_DB_ALIAS) -> None:
    """Bring an empty database to where these migrations lead and no further."""
    executor = MigrationExecutor(connections[using])
    executor.migrate(_ends(executor.loader, names))


def tables(names: Sequence[str]) -> list[type[models.Model]]:
    """A model for every table that these migrations made, in the order of their labels."""
    loader = _program()
    found = loader.project_state(_ends(loader, names)).apps.get_models(include_auto_created=True)
    kept = [model for model in found if model._meta.managed and not model._meta.proxy]
    return sorted(kept, key=lambda model: model._meta.label_lower)


def _ends(loader: MigrationLoader, names: Sequence[str]) -> list[Key]:
    """The last of these migrations in each app: naming an earlier one too would undo the later."""
    keys = {key for name in names if (key := _key(name)) in loader.graph.nodes}
    nodes = loader.graph.node_map
    return sorted(
        key for key in keys if not any(c.key[0] == key[0] and c.key in keys for c in nodes[key].children)
    )


def _key(name: str) -> Key:
    app, _dot, migration = name.partition(".")
    return app, migration


def _recorded(using: str) -> Iterable[Key]:
    return MigrationRecorder(connections[using]).applied_migrations()


@cache
def _program() -> MigrationLoader:
    """The migrations on disk, whatever a database has."""
    return MigrationLoader(None)

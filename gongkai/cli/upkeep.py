"""Bringing the tables of a data folder up to the program, and refusing a folder that is newer."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gongkai.cli.frame import Fail
from gongkai.lib.language import _


def bring_up_to_date() -> None:
    """Apply what is missing. A folder written by a newer program is not touched."""
    executor = MigrationExecutor(connection)
    known = set(executor.loader.disk_migrations)
    ours = {app for app, name in known}
    newer = [key for key in executor.loader.applied_migrations if key not in known and key[0] in ours]
    if newer:
        raise Fail(
            _("数据由更新版本的程序写成（{name}） — 请先升级程序，再打开这个数据文件夹。").format(
                name=newer[0][1]
            )
        )
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)

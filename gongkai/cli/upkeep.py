"""Bringing the tables of a data folder up to the program, and refusing a folder that is newer."""

import sys

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from gongkai.backup import book, schema
from gongkai.backup.errors import Unusable
from gongkai.backup.making import make
from gongkai.cli.frame import Fail
from gongkai.ledger import search as index
from gongkai.ledger import witness
from gongkai.ledger.audit.models import Entry
from gongkai.lib import files
from gongkai.lib.language import _


def bring_up_to_date(*, backup: bool = True) -> None:
    """Apply what is missing, after a backup. A folder written by a newer program is not touched."""
    if name := schema.newer():
        raise Fail(
            _("数据由更新版本的程序写成（{name}） — 请先升级程序，再打开这个数据文件夹。").format(
                name=name.partition(".")[2]
            )
        )
    if schema.is_behind():
        _upgrade(backup=backup)
    if witness.is_behind():
        witness.complete()


def _upgrade(*, backup: bool) -> None:
    schema.check_history()
    applied = schema.applied()
    if backup and applied and _holds_anything():
        _back_up()
    call_command("migrate", verbosity=0, interactive=False)
    if applied:
        index.rebuild()


def _holds_anything() -> bool:
    """Whatever was entered stands in the log; a first start that was cut off left tables without a row."""
    table = Entry._meta.db_table
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
        return cursor.fetchone() is not None


def _back_up() -> None:
    try:
        made = make(settings.BACKUP_DIR, actor="", by=book.UPGRADE, keys_folder=settings.BACKUP_KEYS_DIR)
    except (Unusable, OSError) as error:
        why = files.why(error) if isinstance(error, OSError) else error
        raise Fail(
            _("升级数据前要先备份，没有备份成（{why}） — 数据没有升级，请处理后再试。").format(why=why)
        ) from error
    print(_("升级数据前已备份到{file}。").format(file=made.path), file=sys.stderr)

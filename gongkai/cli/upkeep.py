"""Bringing the tables of a data folder up to the program, and refusing a folder that is newer."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from gongkai.backup import book, schema
from gongkai.backup.errors import Unusable
from gongkai.backup.making import make
from gongkai.cli.frame import Fail
from gongkai.jobs import leader
from gongkai.ledger import search as index
from gongkai.ledger import witness
from gongkai.ledger.audit.models import Entry
from gongkai.lib import files
from gongkai.lib.language import _

PATIENCE = 20.0  # seconds in which what was stopped just now comes to its end


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
    with _alone():
        if schema.is_behind():  # another start may have done it while we waited
            _change(backup=backup)


@contextmanager
def _alone() -> Iterator[None]:
    """While nobody serves these data: an older program would write into tables that it does not know."""
    candidate, until = leader.candidate(), time.monotonic() + PATIENCE
    while not candidate.leads():
        if time.monotonic() > until:
            raise Fail(
                _(
                    "升级数据 — 还有程序在用这份数据 — 数据没有升级，"
                    "请先停掉每台机器上的 gongkai serve，再启动新的。"
                )
            )
        time.sleep(0.2)
    try:
        yield
    finally:
        candidate.leave()


def _change(*, backup: bool) -> None:
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

"""The machine: disk, rights, clock, switches, the scanner."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime

from gongkai.cli.doctor.points import BAD, GOOD, WARN, Point, either, minute
from gongkai.cli.frame import DATABASE, data_folder
from gongkai.lib.language import _
from gongkai.lib.today import now

LEAST_FREE = 1_000_000_000  # bytes


def disk() -> Iterator[Point]:
    from django.db import connection

    database = f"SQLite {sqlite3.sqlite_version}"
    if connection.vendor != "sqlite":
        database = f"PostgreSQL {connection.cursor().connection.info.server_version // 10000}"
    yield Point(GOOD, f"Python {sys.version.split()[0]} · {database}")
    free = shutil.disk_usage(data_folder() if data_folder().exists() else data_folder().parent).free
    yield Point(
        either(free > LEAST_FREE),
        _("磁盘还剩{free:.1f} GB。").format(free=free / 1e9)
        + ("" if free > LEAST_FREE else _("不到1 GB，请腾出空间。")),
    )


def rights() -> Iterator[Point]:
    """Whether others on the machine may read the data; Windows keeps rights otherwise."""
    if os.name != "posix":
        return
    for path in (data_folder(), *data_folder().glob(f"{DATABASE}*")):
        if path.stat().st_mode & 0o077:
            text = _("{path} — 本机其他用户也能读 — 请运行 chmod go= {path}。")
            yield Point(BAD, text.format(path=path))


def clock() -> Iterator[Point]:
    """Whether the clock goes on from what was logged: a limit is counted from its day."""
    from gongkai.ledger.audit import queries

    head = queries.head()
    if head and (last := datetime.fromisoformat(head.at)) > now():
        text = _("时钟 — 这台电脑现在是{now}，操作日志最后一条却是{last} — 期限会算错，请校准时间。")
        yield Point(BAD, text.format(now=minute(now()), last=minute(last)))


def switches() -> Iterator[Point]:
    """What is set for the whole installation."""
    from django.conf import settings

    if settings.DEBUG:
        yield Point(BAD, _("调试 — 开着，出错的页面会显示程序内部的内容 — 请去掉 GONGKAI_DEBUG，再启动。"))
    named = [host for host in settings.ALLOWED_HOSTS if host not in {"127.0.0.1", "localhost", "[::1]"}]
    if "*" in named:
        yield Point(BAD, _("网址 — GONGKAI_HOSTS 写了*，冒充的网址也能打开 — 请写明本站的网址。"))
    elif named and not settings.SESSION_COOKIE_SECURE:
        text = _("网址 — {hosts}对外开着，没有走HTTPS — 请放在HTTPS的代理后面，设 GONGKAI_HTTPS=1。")
        yield Point(WARN, text.format(hosts="、".join(named)))


def scanner() -> Iterator[Point]:
    """The virus scanner, where one is set, and what waits for it."""
    from django.conf import settings

    from gongkai.ledger.requests import quarantine
    from gongkai.lib import clamd

    if settings.CLAMD:
        try:
            clamd.found_in(b"gongkai doctor", settings.CLAMD, seconds=5)
        except clamd.NotScanned as error:
            yield Point(BAD, _("病毒扫描 — {why} — 请启动 clamd，核对 GONGKAI_CLAMD。").format(why=error))
    if count := quarantine.waiting().count():
        text = _("病毒扫描 — 有{count}个附件等着查，没查过谁也打不开 — 请启动 clamd。")
        yield Point(WARN, text.format(count=count))

"""What is no fault of the program: a disk that is full, a database or files that cannot be reached. It is
told to whoever asked, with what became of what they did."""

import errno
import sqlite3

from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext as _

from gongkai.lib.stores import Unavailable

#: Seconds after which somebody may try again.
AGAIN = 60
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
#: The beginnings of PostgreSQL's codes, for what passes by itself.
_AWAY, _BUSY = ("08", "57P"), ("40", "53", "55P")


def sentence(error: BaseException | None) -> str:
    """What to say of it; empty where the program itself is at fault."""
    if isinstance(error, Unavailable):
        return str(error)
    if isinstance(error, DatabaseError | InterfaceError):
        return _of_database(error)
    if isinstance(error, OSError):
        return full() if error.errno in _FULL else read_only() if error.errno == errno.EROFS else ""
    return ""


def full() -> str:
    return _("磁盘 — 已满，这一步没有存上，以前的都在 — 请告诉管服务器的人腾出空间，再做一次。")


def read_only() -> str:
    return _("磁盘或者数据库 — 现在只能读，这一步没有存上，以前的都在 — 请告诉管服务器的人，好了再做一次。")


def away() -> str:
    return _(
        "数据库 — 现在连不上，以前存上的都在 — 请过一两分钟再来；刚才交的，先看看存上没有，没有再交一次。"
    )


def busy() -> str:
    return _("数据库 — 正忙，这一步没有存上 — 请过一会儿再做一次。")


def _of_database(error: Exception) -> str:
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    code = getattr(cause, "sqlstate", None)
    if code == "53100":
        return full()
    if code == "25006":  # the server that was to take over, and has not
        return read_only()
    if code is not None:
        return away() if code.startswith(_AWAY) else busy() if code.startswith(_BUSY) else ""
    is_lost = type(error).__name__ in {"OperationalError", "InterfaceError"}  # without a word of the server
    return away() if is_lost else ""


def _of_sqlite(code: int) -> str:
    told = {
        sqlite3.SQLITE_FULL: full,
        sqlite3.SQLITE_IOERR: full,
        sqlite3.SQLITE_READONLY: read_only,
        sqlite3.SQLITE_CANTOPEN: away,
        sqlite3.SQLITE_BUSY: busy,
        sqlite3.SQLITE_LOCKED: busy,
    }
    return told[code]() if code in told else ""

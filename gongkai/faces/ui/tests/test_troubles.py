"""What is no fault of the program is told as such, and what is one is not."""

import errno
import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, ProgrammingError

from gongkai.faces.ui import troubles
from gongkai.lib.stores import Unavailable


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def of_sqlite(code: int) -> Exception:
    cause = sqlite3.OperationalError()
    cause.sqlite_errorcode = code
    return caused(OperationalError(), cause)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, ""), "磁盘 — 已满"),
        (OSError(errno.EROFS, ""), "现在只能读"),
        (of_sqlite(sqlite3.SQLITE_FULL), "磁盘 — 已满"),
        (of_sqlite(sqlite3.SQLITE_READONLY | 1 << 8), "现在只能读"),
        (of_sqlite(sqlite3.SQLITE_BUSY), "正忙"),
        (caused(OperationalError(), psycopg.errors.DiskFull()), "磁盘 — 已满"),
        (caused(OperationalError(), psycopg.errors.AdminShutdown()), "现在连不上"),
        (caused(OperationalError(), psycopg.errors.DeadlockDetected()), "正忙"),
        (caused(OperationalError(), psycopg.OperationalError("connection failed")), "现在连不上"),
        (caused(DatabaseError(), psycopg.errors.ReadOnlySqlTransaction()), "现在只能读"),
        (Unavailable("附件 — 现在取不出来"), "附件 — 现在取不出来"),
    ],
)
def test_it_is_told_with_what_became_of_it(error: Exception, words: str) -> None:
    assert words in troubles.sentence(error)


@pytest.mark.parametrize(
    "error",
    [
        None,
        ZeroDivisionError(),
        FileNotFoundError(errno.ENOENT, ""),
        of_sqlite(sqlite3.SQLITE_ERROR),  # no such column
        caused(ProgrammingError(), psycopg.errors.UndefinedColumn()),
    ],
)
def test_a_fault_of_the_program_is_one(error: Exception | None) -> None:
    assert troubles.sentence(error) == ""

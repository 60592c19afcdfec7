"""What one worker of a run makes and all of them use: it is made once, and copied by whoever changes it."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder that all workers of this run have in common."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder as ``make`` fills it; who comes meanwhile waits, what was not finished is made anew."""
    # a write to SQLite keeps other processes waiting on every system, and ends with its process
    with closing(sqlite3.connect(f"{folder}.lock", timeout=600, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        if not folder.exists():
            unfinished = folder.with_name(f"{folder.name}-unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(mode=0o700)  # as a data folder is
            make(unfinished)
            unfinished.rename(folder)
    return folder

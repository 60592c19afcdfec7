"""A data folder for processes of their own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.channels.tests.servers import HOST
from tests.promises.killing import database


@pytest.fixture
def place(started_before: Path) -> Iterator[dict[str, str]]:
    """The environment of a data folder of its own, on whichever database this run is about."""
    known = {"GONGKAI_DATA": str(started_before), "GONGKAI_WEBHOOK_HOSTS": HOST}
    with database(os.environ.get("DATABASE_URL", "")) as url:
        yield known | ({"DATABASE_URL": url} if url else {})

"""The API under load: ``python -m bench.api [--size 10000]``.

Eight connections at once read parts of a list that nobody asked for before, and a list, a record and the
catalogue again, with and without what they were told (304): how many a second and the 99th of a hundred,
beside a constant page of the same server in the same run. Exit code 1 past a limit.
"""

import argparse
import os
import secrets
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from bench.options import explained
from bench.portal import WORDS, filled
from bench.requests import CONNECTIONS, at_once
from bench.rounds import said
from bench.served import Served, serve

SIZE, RECORDS, PARTS = 10_000, 200, 40
#: What share of a constant page is reached by what was made already, and by what somebody has already.
KEPT, KNOWN = 0.6, 0.6


class Reader:
    """A connection that stays open, and keeps what it was told to ask by."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self._line = HTTPConnection(urlsplit(served.address).netloc, timeout=60)
        self._known: dict[str, str] = {}

    def open(self, path: str, *, known: bool = False) -> None:
        headers = {"If-None-Match": self._known[path]} if known and path in self._known else {}
        self._line.request("GET", path, headers=headers)
        answer = self._line.getresponse()
        answer.read()
        assert answer.status == (304 if headers else 200), (path, answer.status)
        self._known[path] = answer.headers["ETag"] or ""


def main() -> int:
    parser = explained(__doc__)
    parser.add_argument("--size", type=int, default=SIZE, help=argparse.SUPPRESS)
    size = parser.parse_args().size
    with ExitStack() as held:
        folder = held.enter_context(
            tempfile.TemporaryDirectory(prefix="gongkai-bench-", ignore_cleanup_errors=True)
        )
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {"GONGKAI_DATA": folder, "GONGKAI_SECRET_KEY": secrets.token_urlsafe(50)}
        from gongkai.cli.frame import ledger

        ledger(create=True)
        organ = filled(Path(folder), size)
        return 0 if _crowd(held.enter_context(serve(folder)), f"/api/v1/organs/{organ.pk}") else 1


def _crowd(served: Served, here: str) -> bool:
    listed = f"{here}/records"
    words = cycle(map(quote, WORDS))
    parts, records = cycle(range(1, PARTS + 1)), cycle(range(1, RECORDS + 1))
    works: dict[str, tuple[Callable[[Reader], Any], float]] = {
        "a constant page": (lambda one: one.open("/health/live/"), 0),
        "a part of a list, made": (
            lambda one: one.open(f"{here}/records?q={next(words)}&page={next(parts)}"),
            0,
        ),
        "a list, kept": (lambda one: one.open(f"{listed}?clause=art20_3"), KEPT),
        "a list, known": (lambda one: one.open(f"{listed}?clause=art20_3", known=True), KNOWN),
        "a record, kept": (lambda one: one.open(f"{here}/records/{next(records)}"), KEPT),
        "the catalogue, kept": (lambda one: one.open(f"{here}/catalogue"), KEPT),
    }
    fine, constant = True, 0.0
    first = Reader(served)
    for what, (work, share) in works.items():
        for _ in range(RECORDS if what.startswith("a record") else 3):
            work(first)
        each, late = at_once([Reader(served) for _ in range(CONNECTIONS)], work)
        constant = constant or each
        told = f"{each:6.1f}/s  p99 {late:5.0f} ms  {each / constant:4.0%}"
        fine &= said(what, told, within=each / constant >= share)
    return fine


if __name__ == "__main__":
    sys.exit(main())

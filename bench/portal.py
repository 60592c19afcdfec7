"""The portal under load: ``python -m bench.portal [--sizes 10000,100000]``.

Eight connections at once open the first page, a list, one of 200 records, and search, over registers of each
size: how many a second and the 99th of a hundred, beside a constant page of the same server in the same run.
Then one reader alone, in processor time: the 95th of a hundred searches, and the first list after a change.
Exit code 1 past a limit.
"""

import argparse
import os
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from http.client import HTTPConnection
from itertools import count, cycle
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from bench.options import explained
from bench.requests import CONNECTIONS, at_once
from bench.rounds import said
from bench.served import Served, serve

SIZES = (10_000, 100_000)
#: What share of a constant page a record reaches; ms of the 95th search, of the first list after a change.
SHARE, SEARCH, CHANGED = 0.7, 20, 500
SEARCHES, CHANGES, RECORDS = 200, 5, 200
DISCLOSURES = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
INSERT INTO disclosures_disclosure (
  organ_id, remarks, extra, corrections, index_no, title,
  document_no, category, clause, formed_on, published_on,
  attribute, withheld_because, validity, registration_no, channels, url, "limit"
)
SELECT :organ, '', '{}', '[]', 'S' || i,
  '关于' || substr('城关镇柳河镇东升乡石桥镇马店乡北岭镇', i % 6 * 3 + 1, 3) || (2016 + i % 10) || '年'
    || substr('征地补偿道路养护危房改造低保名单财政预算校车经费水利工程', i % 7 * 4 + 1, 4)
    || substr('方案结果情况名册', i % 4 * 2 + 1, 2) || '第' || i || '号的'
    || substr('通知公告意见通报', i % 4 * 2 + 1, 2),
  '镇发〔' || (2016 + i % 10) || '〕' || i || '号',
  CASE i % 50 WHEN 0 THEN 'normative_documents' ELSE 'other' END, 'art20_' || (i % 15 + 1),
  date('2016-01-01', '+' || (i % 3600) || ' days'), date('2016-01-01', '+' || (i % 3600 + 9) || ' days'),
  'proactive', '', 'in_force', '', '["政府网站"]', '', ''
FROM n
"""
WORDS = ("征地补偿", "低保", "柳河镇", "校车经费情况", "水利工程结果")


class Reader:
    """A connection that stays open, and costs little beside the server: both share the machine."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self._line = HTTPConnection(urlsplit(served.address).netloc, timeout=60)

    def open(self, path: str) -> None:
        self._line.request("GET", quote(path, safe="/?=&"))
        answer = self._line.getresponse()
        answer.read()
        assert answer.status == 200, path


def main() -> int:
    """Each size in a process of its own, on a folder of its own."""
    parser = explained(__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        return 0 if _one(asked.one) else 1
    run = [sys.executable, "-m", "bench.portal", "--one"]
    return max(subprocess.run([*run, size]).returncode for size in asked.sizes.split(","))


def _one(size: int) -> bool:
    with ExitStack() as held:
        folder = held.enter_context(
            tempfile.TemporaryDirectory(prefix="gongkai-bench-", ignore_cleanup_errors=True)
        )
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {"GONGKAI_DATA": folder, "GONGKAI_SECRET_KEY": secrets.token_urlsafe(50)}
        from gongkai.cli.frame import ledger

        ledger(create=True)
        organ = filled(Path(folder), size)
        reader = Reader(held.enter_context(serve(folder)))
        here = f"/organs/{organ.pk}/"
        fine = _crowd(reader, here, size)
        fine &= _alone(here, organ, size)
        return fine


def filled(folder: Path, size: int) -> Any:
    """An organ whose portal is open, with so much in its register."""
    from django.db import connection

    from gongkai.ledger.disclosures.public.actions import INDEX
    from gongkai.ledger.organs import actions

    options = {"portal": "on", "portal_basis": "指南第三条"}
    organ = actions.create(name="示例县人民政府", actor="bench", options=options)
    begin = time.perf_counter()
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as plain:
        plain.execute("PRAGMA synchronous = OFF")
        plain.execute(DISCLOSURES, {"organ": organ.pk, "count": size})
        plain.commit()
    INDEX.rebuild()
    connection.close()
    print(f"({size:,} records filled and indexed in {time.perf_counter() - begin:.0f} s)", flush=True)
    return organ


def _crowd(reader: Reader, here: str, size: int) -> bool:
    """All connections at once; no page is the first of its kind to be asked for."""
    records, words = cycle(range(1, RECORDS + 1)), cycle(WORDS)
    works: dict[str, Callable[[Reader], Any]] = {
        "a constant page": lambda one: one.open("/health/live/"),
        "the first page": lambda one: one.open(here),
        "a list": lambda one: one.open(f"{here}records/?clause=art20_3"),
        "a record": lambda one: one.open(f"{here}records/{next(records)}/"),
        "a search, newest first": lambda one: one.open(f"{here}records/?q={next(words)}"),
        "a search, best first": lambda one: one.open(f"{here}records/?q={next(words)}&order=best"),
    }
    fine, constant = True, 0.0
    for what, work in works.items():
        for _ in range(RECORDS if what == "a record" else 3):
            work(reader)
        each, late = at_once([Reader(reader.served) for _ in range(CONNECTIONS)], work)
        constant = constant or each
        within = each / constant >= SHARE if what == "a record" else True
        told = f"{each:6.1f}/s  p99 {late:5.0f} ms  {each / constant:4.0%}"
        fine &= said(f"{size:,}: {what}", told, within=within)
    return fine


def _alone(here: str, organ: Any, size: int) -> bool:
    """One reader: searches that nobody asked before, and the list as it is made anew after a change."""
    from django.test import Client

    from gongkai.ledger.organs import actions

    reader = Client(SERVER_NAME="127.0.0.1")
    _ms(reader, f"{here}records/?q={WORDS[0]}")
    numbers = count(1)
    asked = [f"{here}records/?q={word}&page={next(numbers) % 7 + 1}" for word in WORDS * (SEARCHES // 5)]
    took = sorted(_ms(reader, path) for path in asked)
    late = took[int(len(took) * 0.95)]
    fine = said(f"{size:,}: 95th of a hundred searches", f"{late:.0f} ms", within=late <= SEARCH)
    changed = []
    for number in range(CHANGES):
        actions.set_option(organ=organ, code="portal_words", value=f"低保{number}", actor="bench")
        changed.append(_ms(reader, f"{here}records/"))
    slowest = max(changed)
    return fine & said(f"{size:,}: a list after a change", f"{slowest:.0f} ms", within=slowest <= CHANGED)


def _ms(reader: Any, path: str) -> float:
    begin = time.process_time()
    assert reader.get(path).status_code == 200, path
    return (time.process_time() - begin) * 1000


if __name__ == "__main__":
    sys.exit(main())

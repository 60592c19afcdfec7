"""Pages of the workbench over ledgers of 1,000, 100,000 and 1,000,000 applications.

Run as ``python -m bench.workbench [--sizes 1000,100000]``. Each page is opened as the first after a change of
the ledger (cold) and then again and again: its median, and how many SQL queries it asked. Exit code 1 past a
limit. It works in folders of its own, which are thrown away.
"""

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from bench.ledgers import COMMON, RARE, TODAY, fill
from bench.options import explained
from bench.rounds import said

SIZES = (1_000, 100_000, 1_000_000)
ROUNDS = 9
MOST_QUERIES = 14
#: ms a page may take at the median: up to so many applications, and beyond.
LIMIT, USUAL, LIMIT_BEYOND = 150, 100_000, 1000
LEDGERS = ("requests", "disclosures", "acts", "remedies", "supervision")
SORTS = {
    "requests": "number",
    "disclosures": "title",
    "acts": "quantity",
    "remedies": "case_no",
    "supervision": "people",
}
PAGES = (
    ("today", ""),
    *((f"{code}", f"ledger/{code}/") for code in LEDGERS),
    *((f"{code}, the last page", f"ledger/{code}/?page=1000000000") for code in LEDGERS),
    *((f"{code}, sorted", f"ledger/{code}/?sort={column}") for code, column in SORTS.items()),
    ("requests, sorted, the last page", "ledger/requests/?sort=-number&page=1000000000"),
    ("requests, open", "ledger/requests/?state=open"),
    ("requests, closed", "ledger/requests/?state=closed"),
    ("requests, of a month", "ledger/requests/?received-from=2025-03-01&received-to=2025-03-31"),
    ("requests, by a rare word", f"ledger/requests/?q={RARE}"),
    ("requests, by a common word", f"ledger/requests/?q={COMMON}"),
    ("disclosures, by a rare word", f"ledger/disclosures/?q={RARE}"),
    ("search, a rare word", f"search/?q={RARE}"),
    ("search, a common word", f"search/?q={COMMON}"),
    ("search, two words", f"search/?q={COMMON}+{RARE}"),
    ("search, a number", "search/?q=〔2024〕7号"),
    ("search, what is nowhere", "search/?q=紫禁城"),
    ("search, one character", "search/?q=渠"),
    ("a case", "ledger/requests/1/"),
    ("the report", "reports/2025/"),
    ("a cell's cases", "reports/2025/cases/requests/new/total"),
    ("settings", "settings/"),
    ("the log", "log/"),
    ("the log, the last page", "log/?page=1000000000"),
    ("the log, of applications", "log/?kind=requests.foirequest"),
    ("the log, by a person", "log/?actor=wangmin"),
)


def main() -> int:
    """Each size in a process of its own, so that none profits from the one before it."""
    parser = explained(__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        return _one(asked.one)
    codes = [
        subprocess.run([sys.executable, "-m", "bench.workbench", "--one", size]).returncode
        for size in asked.sizes.split(",")
    ]
    return max(codes)


def _one(count: int) -> int:
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {"GONGKAI_DATA": folder, "GONGKAI_TODAY": TODAY}
        from gongkai.cli.frame import ledger

        ledger(create=True)
        (Path(folder) / "static").mkdir()
        return 0 if _measure(Path(folder), count) else 1


def _measure(folder: Path, count: int) -> bool:
    from django.db import connection
    from django.test import Client

    from gongkai.ledger.organs import actions
    from gongkai.ledger.people import actions as people
    from gongkai.ledger.words.actions import WORDS

    organ = actions.create(name="示例市人民政府", actor="bench")
    person = people.enrol(organ=organ, username="wangmin", name="王敏", actor="bench")
    for role in ("clerk", "auditor", "administrator"):
        people.give_role(person=person, organ=organ, role=role, actor="bench")
    connection.close()
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as plain:
        fill(plain, organ.pk, count, beside=True)
    begin = process_time()
    WORDS.rebuild()
    print(f"(words indexed in {process_time() - begin:.0f} s)", flush=True)
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    limit = LIMIT if count <= USUAL else LIMIT_BEYOND
    fine = True
    for what, path in PAGES:
        cold, typical, queries = _page(client, f"/desk/organs/{organ.pk}/{path}")
        fine &= said(
            f"{count:>9,}  {what}",
            f"{typical:6.0f} ms (cold {cold:.0f}) {queries:3} SQL",
            within=typical <= limit and queries <= MOST_QUERIES,
        )
    connection.close()
    return fine


def _page(client: Any, address: str) -> tuple[float, float, int]:
    """ms for the first time and at the median of further ones, and SQL queries of one of these."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cold = ms(client, address)
    with CaptureQueriesContext(connection) as captured:
        warm = ms(client, address)
    queries = list(captured)  # the next request empties the list
    rounds = ROUNDS if warm < LIMIT_BEYOND else 2
    return cold, median(ms(client, address) for _ in range(rounds)), len(queries)


def ms(client: Any, address: str) -> float:
    """What one page takes of the processor."""
    begin = process_time()  # SQLite works in this process, and others may use the machine
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return (process_time() - begin) * 1000


if __name__ == "__main__":
    sys.exit(main())

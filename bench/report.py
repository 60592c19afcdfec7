"""The report of a year over 1,000,000 applications on SQLite, against one GROUP BY of the same rows in SQL.

Run as ``python -m bench.report [COUNT]``. It works in a folder of its own, which is thrown away. They
alternate; the medians and the ratio are printed (limit 3, aim 2), then where the report's time goes.
"""

import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.ledgers import fill
from bench.options import numbers

ROUNDS = 7
YEAR = 2025
LIMIT = 3.0

COLUMNS = "received_year, answered_year, applicant_kind, result, is_redo"
GROUP_BY = f"SELECT {COLUMNS}, count(*) FROM requests_foirequest GROUP BY {COLUMNS}"
#: The same with the help of the tally's index: the least that any report can take.
IN_INDEX = f"SELECT {COLUMNS}, count(*) FROM requests_foirequest WHERE organ_id = ? GROUP BY {COLUMNS}"


def main(count: int) -> None:
    """Measure and print; exit 1 past the limit."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ.pop("DATABASE_URL", None)
        os.environ["GONGKAI_DATA"] = folder
        from gongkai.cli.frame import ledger

        ledger(create=True)
        ratio = _measure(Path(folder), count)
    sys.exit(ratio > LIMIT)


def _measure(folder: Path, count: int) -> float:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from gongkai.ledger.base import Scope
    from gongkai.ledger.organs import actions
    from gongkai.ledger.reports.queries import compile_report

    organ = actions.create(name="示例市人民政府", actor="bench")
    connection.close()
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as plain:
        fill(plain, organ.pk, count)

        def compile_() -> Any:
            return compile_report(organ, YEAR, scope=Scope.of(organ))

        def group_by() -> Any:
            return plain.execute(GROUP_BY).fetchall()

        def in_index() -> Any:
            return plain.execute(IN_INDEX, (organ.pk,)).fetchall()

        new = sum(group[-1] for group in group_by() if group[0] == YEAR)
        assert compile_().cells["requests/new/total"] == new, "the report counts other rows than the GROUP BY"
        works = (compile_, group_by, in_index)
        rounds = [[_seconds(work) for work in works] for _ in range(ROUNDS)]
        ours, bare, least = (median(spent) for spent in zip(*rounds, strict=True))
        print(f"{count:,} applications, report of {YEAR}, median of {ROUNDS} alternating rounds")
        print(f"report                 {ours * 1000:8.1f} ms")
        print(
            f"GROUP BY               {bare * 1000:8.1f} ms   ratio {ours / bare:.2f} (limit {LIMIT:g}, aim 2)"
        )
        print(f"GROUP BY in the index  {least * 1000:8.1f} ms   ratio {ours / least:.2f}")
        with CaptureQueriesContext(connection) as captured:
            compile_()
        with connection.cursor() as cursor:
            _tell(cursor, [query["sql"] for query in captured.captured_queries])
    connection.close()
    return ours / bare


def _tell(cursor: Any, queries: list[str]) -> None:
    """The slowest queries with their plans, timed anew: Django's own times leave out the fetching."""

    def fetch(sql: str) -> list[Any]:
        cursor.execute(sql)
        return list(cursor.fetchall())

    timed = sorted(((_seconds(partial(fetch, sql)), sql) for sql in queries), reverse=True)
    print(f"{len(queries)} SQL queries, {sum(spent for spent, _ in timed) * 1000:.0f} ms; the slowest:")
    for spent, sql in timed[:4]:
        print(f"{spent * 1000:8.1f} ms  {sql[:80]}…")
        for *_, step in fetch(f"EXPLAIN QUERY PLAN {sql}"):
            print(f"             {step}")


def _seconds(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


if __name__ == "__main__":
    main(*numbers(__doc__, count=1_000_000))

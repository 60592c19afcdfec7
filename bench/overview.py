"""The page of many reports: ``python -m bench.overview [REPORTS]``.

What the result of 200,000 reports costs to count and to keep, and how long a real server takes over its page,
its lists and its charts, beside a constant page. Exit code 1 past a limit.
"""

import statistics
import sys
import time
from datetime import date
from pathlib import Path
from urllib.parse import quote

from bench.options import numbers
from bench.served import Served, folder, serve
from gongkai.analysis.cells import figures
from gongkai.analysis.engines.local import Case, judge
from gongkai.analysis.files import Reading, pack
from gongkai.analysis.organs import level_of
from gongkai.analysis.overview import place_of
from gongkai.analysis.overview.build import build
from gongkai.analysis.store import Store
from gongkai.law.annual_report.contract import to_json
from tests.synthetic.reports import reports

REPORTS, KINDS = 200_000, 4_000  # the rest are the same figures under other names
BUILD = 0.5  # ms a report
PAGE = 250  # ms a page may take at the median
ROUNDS = 9
NAME = "bench"
ADDRESSES = (
    ("the page", ""),
    ("  one year", "?year=2022"),
    ("  one region: its organs", "?region=第3市"),
    ("reports with errors", "reports/?errors=1"),
    ("  that break a rule", "reports/?rule=AR-3.2"),
    ("  that break a rule, the 50th page", "reports/?rule=AR-2.4&page=50"),
    ("  that were held to a rule", "reports/?held=AR-3.5"),
    ("  by a figure", "reports/?figure=granted"),
    ("one report", "reports/0/"),
)


def filled(count: int) -> Store:
    """A store as a run over ``count`` files leaves it."""
    store = Store()
    made = [one.report for one in reports(min(count, KINDS))]
    store.register(Path(f"{number}.html") for number in range(len(made)))
    for number, report in enumerate(made):
        packed = pack(to_json(report))
        verdict = judge(Case(number, "", packed))
        reading = Reading(
            0.0,
            report=packed,
            organ=report.organ,
            level=level_of(report.organ),
            year=report.year,
            figures=figures(report),
        )
        store.keep(f"{number}.html", reading)
        store.judge(number, verdict.findings, verdict.unproved, 0.0)
    columns = [name for _, name, *_ in store.db.execute("PRAGMA table_info(file)") if name != "id"]
    changed = {
        "path": "? || '/' || path",
        "place": "place + ?",
        "organ": "? || organ",
        "key": "? || key",
        "region": "?",
        "report": "x'00'",  # it is not looked at again
    }
    values = ", ".join(changed.get(name, name) for name in columns)
    for copy in range(1, count // len(made)):
        city = f"第{copy}市"
        given = {"path": city, "place": copy * len(made), "organ": city, "key": city, "region": city}
        store.db.execute(
            f"INSERT INTO file ({', '.join(columns)}) SELECT {values} FROM file WHERE place < {len(made)}",
            [given[name] for name in columns if name in given],
        )
    store.commit()
    return store


def median(served: Served, address: str) -> float:
    """ms until the whole page is there, as a browser next door gets it."""
    took = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        served.open(address)
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took)


def said(what: str, value: str, *, within: bool = True) -> bool:
    print(f"{what:<44}{value:>28}{'' if within else '   PAST THE LIMIT'}", flush=True)
    return within


def main(count: int) -> int:
    """Measure and print; 1 past a limit."""
    store = filled(count)
    with folder() as data:
        path = place_of(Path(data), NAME)
        begin = time.perf_counter()
        build(store, path, on=date(2026, 1, 31))
        took = time.perf_counter() - begin
        store.close()
        fine = said(
            f"{count:,} reports counted for the page",
            f"{took:.1f} s, {path.stat().st_size / 1e6:.0f} MB",
            within=took * 1000 / count <= BUILD,
        )
        with serve(data) as served:
            constant = median(served, "health/live/")
            said("a constant page", f"{constant:.1f} ms")
            begin = time.perf_counter()
            served.open(f"check/many/{NAME}/")
            said(
                "the page, its charts drawn while it waits", f"{(time.perf_counter() - begin) * 1000:.0f} ms"
            )
            for what, place in ADDRESSES:
                took = median(served, quote(f"check/many/{NAME}/{place}", safe="/?=&"))
                fine &= said(what, f"{took:.0f} ms  {took / constant:.0f} ×", within=took <= PAGE)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(*numbers(__doc__, count=REPORTS)))

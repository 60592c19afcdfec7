"""Many reports: ``python -m bench.batch [FILES] [REPORTS]``. What one costs is measured by ``bench.reading``.

A run over web pages: how many a second, and memory at a tenth of them and at all; both engines over reports
whose faults are known; SQL over 200,000 reports. Exit code 1 past a limit.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from bench.options import numbers
from bench.pages import web_page
from bench.rounds import said
from gongkai.analysis.batch import run
from gongkai.analysis.cells import figures
from gongkai.analysis.engines import BY_NAME
from gongkai.analysis.engines.duckdb import of_parquet
from gongkai.analysis.files import find
from gongkai.analysis.parquet import write_cells
from gongkai.analysis.store import Store
from gongkai.law.annual_report.identities import broken
from gongkai.law.annual_report.model import ReportData
from tests.synthetic.reports import reports

RATE = 150  # web pages a second on two cores, read and checked
GROWTH = 1.1  # of memory, from a tenth of the files to all
SQL_REPORTS, SQL_SECONDS = 200_000, 3.0
MEBIBYTE = 1024**2


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def processor_seconds() -> float:
    """What this process and its ended children had of the processors, however busy the machine is."""
    return sum(os.times()[:4])


def many_pages(folder: Path, count: int) -> bool:
    """A whole run over web pages, and its memory at a tenth of them and at all."""
    for number, made in enumerate(reports(count)):
        place = folder / f"{number // 1000}"
        place.mkdir(exist_ok=True)
        (place / f"{made.report.organ}-{made.report.year}.html").write_bytes(web_page(made.report))
    memory = {count // 10: 0, count: 0}
    workers = dict(memory)
    parent = psutil.Process()

    def measure(done: int, total: int) -> None:
        if done in memory:  # in both passes
            memory[done] = max(memory[done], parent.memory_info().rss)
            workers[done] = max(workers[done], *(child.memory_info().rss for child in parent.children()))

    store = Store(folder / "journal")
    store.register(find([folder]))
    before = processor_seconds()
    took = seconds(lambda: run(store, engine=BY_NAME["local"], reading=measure, judging=measure))
    done = store.outcome()
    store.discard()
    rate = count / took
    cores = len(parent.cpu_affinity() or ()) if hasattr(parent, "cpu_affinity") else psutil.cpu_count() or 1
    fine = said(
        f"{count:,} pages, read and checked on {cores} cores",
        f"{rate:,.0f}/s (limit {RATE}/s)",
        within=rate >= RATE,
    )
    said("  processor time a page", f"{(processor_seconds() - before) / count * 1000:.1f} ms")
    assert done.unreadable == 0
    for held, whose in ((memory, "the run"), (workers, "the largest worker")):
        growth = held[count] / held[count // 10]
        fine &= said(
            f"memory of {whose}: {count // 10:,} → {count:,}",
            f"{held[count // 10] / MEBIBYTE:.0f} → {held[count] / MEBIBYTE:.0f} MiB ({growth:.2f} ×)",
            within=growth <= GROWTH,
        )
    return fine


def lines(count: int) -> Iterator[str]:
    """The figures of made-up reports as the store gives them to SQL, the years of an organ in a row."""
    before: ReportData | None = None
    for place, made in enumerate(reports(count)):
        numbers, report = figures(made.report), made.report
        previous = place - 1 if before and before.organ == report.organ else None
        yield (
            f'{{"place":{place},"previous":{json.dumps(previous)},"year":{report.year},'
            f'"layout":{numbers.layout},"counts":{numbers.counts},"texts":{numbers.texts}}}\n'
        )
        before = report


def both_engines(folder: Path, count: int) -> bool:
    """Python and SQL over reports whose faults are known: which of them they find."""
    write_cells(lines(count), folder / "known.parquet", folder)
    in_sql: dict[int, set[tuple[str, str]]] = {}
    for place, one in of_parquet(folder / "known.parquet", folder):
        in_sql.setdefault(place, set()).add((one.identity.rule, one.identity.where))
    wrong = faults = 0
    took = 0.0
    before = None
    for place, made in enumerate(reports(count)):
        follows = before and (before.organ, before.year + 1) == (made.report.organ, made.report.year)
        begin = time.perf_counter()
        found = {
            (b.identity.rule, b.identity.where) for b in broken(made.report, before if follows else None)
        }
        took += time.perf_counter() - begin
        faults += len(made.breaks)
        wrong += found != made.breaks
        wrong += in_sql.get(place, set()) != made.breaks
        before = made.report
    said(f"sums of {count:,} reports in Python, one core", f"{count / took:,.0f}/s")
    return said(
        f"{faults:,} broken sums put into {count:,} reports", f"{wrong} reports differ", within=wrong == 0
    )


def sums_in_sql(folder: Path) -> bool:
    """Every identity of 200,000 reports over Parquet."""
    cells = folder / "cells.parquet"
    writing = seconds(lambda: write_cells(lines(SQL_REPORTS), cells, folder))
    found = 0

    def work() -> None:
        nonlocal found
        found = sum(1 for _ in of_parquet(cells, folder))

    before = processor_seconds()
    took = seconds(work)
    spent = processor_seconds() - before
    said(
        f"{SQL_REPORTS:,} reports made and written as Parquet",
        f"{writing:.0f} s, {cells.stat().st_size:,} bytes",
    )
    return said(
        f"sums of {SQL_REPORTS:,} reports in SQL: {found:,} broken",
        f"{took:.2f} s (limit {SQL_SECONDS:.0f} s)",
        within=took <= SQL_SECONDS,
    ) & said("  processor time", f"{spent:.2f} s")


def main(files: int, known: int) -> int:
    """Measure and print; 1 past a limit."""
    with tempfile.TemporaryDirectory() as folder:
        fine = many_pages(Path(folder), files)
    with tempfile.TemporaryDirectory() as folder:
        fine &= both_engines(Path(folder), known)
        fine &= sums_in_sql(Path(folder))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(*numbers(__doc__, files=10_000, known=100_000)))

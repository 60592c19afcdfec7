"""Many reports: ``python -m bench.batch [FILES] [REPORTS]``.

Web pages a second over all processors; reading and checking a page against an lxml parse that takes the text
of every cell; memory at a tenth of the files and at all of them; both engines over reports whose faults are
known; SQL over 200,000 reports. Exit code 1 past a limit.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
from lxml import etree

from gongkai.analysis.batch import run
from gongkai.analysis.cells import figures
from gongkai.analysis.engines import BY_NAME
from gongkai.analysis.engines.duckdb import of_parquet
from gongkai.analysis.files import find
from gongkai.analysis.parquet import write_cells
from gongkai.analysis.store import Store
from gongkai.law.annual_report.checks import check
from gongkai.law.annual_report.identities import broken
from gongkai.law.annual_report.model import ReportData
from gongkai.reading import read_bytes
from tests.synthetic.reports import html, reports

RATE = 150  # web pages a second on two cores, read and checked
RATIO = 6  # times the lxml parse
GROWTH = 1.1  # of memory, from a tenth of the files to all
SQL_REPORTS, SQL_SECONDS = 200_000, 3.0
MEBIBYTE = 1024**2


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def said(what: str, value: str, *, within: bool = True) -> bool:
    print(f"{what:<44}{value:>28}{'' if within else '   PAST THE LIMIT'}", flush=True)
    return within


def one_page(count: int = 300) -> bool:
    """Read and check beside a parse that takes the text of every cell, page by page in turn."""
    pages = [(html(made.report), f"{made.report.organ}-{made.report.year}.html") for made in reports(count)]
    bare = reading = checking = 0.0
    for data, name in (*pages[:20], *pages):  # the first ones fill the caches of labels

        def parse(data: bytes = data) -> None:
            root = etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))
            for cell in root.iter("td", "th"):
                "".join(cell.itertext())  # type: ignore[arg-type]

        bare += seconds(parse)
        begin = time.perf_counter()
        report = read_bytes(data, name=name)
        reading += time.perf_counter() - begin
        checking += seconds(lambda: check(report))  # noqa: B023  (called at once)
    ratio = (reading + checking) / bare
    each = 1000 / (count + 20)
    said("one page: lxml, text of every cell", f"{bare * each:.2f} ms")
    said("          read (decode, tree, recognise)", f"{reading * each:.2f} ms  {reading / bare:.1f} ×")
    said("          check (every rule)", f"{checking * each:.2f} ms  {checking / bare:.1f} ×")
    return said("          both", f"{ratio:.1f} × (limit {RATIO} ×)", within=ratio <= RATIO)


def many_pages(folder: Path, count: int) -> bool:
    """A whole run over web pages, and its memory at a tenth of them and at all."""
    for number, made in enumerate(reports(count)):
        place = folder / f"{number // 1000}"
        place.mkdir(exist_ok=True)
        (place / f"{made.report.organ}-{made.report.year}.html").write_bytes(html(made.report))
    memory = {count // 10: 0, count: 0}
    workers = dict(memory)
    parent = psutil.Process()

    def measure(done: int, total: int) -> None:
        if done in memory:  # in both passes
            memory[done] = max(memory[done], parent.memory_info().rss)
            workers[done] = max(workers[done], *(child.memory_info().rss for child in parent.children()))

    store = Store(folder / "journal")
    store.register(find([folder]))
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

    took = seconds(work)
    said(
        f"{SQL_REPORTS:,} reports made and written as Parquet",
        f"{writing:.0f} s, {cells.stat().st_size:,} bytes",
    )
    return said(
        f"sums of {SQL_REPORTS:,} reports in SQL: {found:,} broken",
        f"{took:.2f} s (limit {SQL_SECONDS:.0f} s)",
        within=took <= SQL_SECONDS,
    )


def main(files: int, known: int) -> int:
    """Measure and print; 1 past a limit."""
    fine = one_page()
    with tempfile.TemporaryDirectory() as folder:
        fine &= many_pages(Path(folder), files)
    with tempfile.TemporaryDirectory() as folder:
        fine &= both_engines(Path(folder), known)
        fine &= sums_in_sql(Path(folder))
    return 0 if fine else 1


if __name__ == "__main__":
    sizes = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*(sizes + [10_000, 100_000][len(sizes) :])))

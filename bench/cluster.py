"""A trial cluster on this machine: ``python -m bench.cluster [REPORTS] [FILES]``.

Two workers with one core each, as processes of their own: how long until they work; every rule over reports
whose faults are known; web pages read and judged, against two processes without Spark. Exit code 1 past a
limit, 2 where Spark or Java is missing.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bench.batch import said
from bench.options import numbers
from gongkai.analysis.batch import run
from gongkai.analysis.engines import BY_NAME
from gongkai.analysis.engines.duckdb import IDENTITIES
from gongkai.analysis.engines.local import Case, judge
from gongkai.analysis.engines.spark import cluster
from gongkai.analysis.engines.spark_java import lacks
from gongkai.analysis.files import find, pack
from gongkai.analysis.store import Result, Store
from gongkai.analysis.workers import Lost, Terms, Workers
from gongkai.law.annual_report.contract import to_json
from tests.synthetic.reports import html, reports

MASTER = "local-cluster[2,1,1024]"
SLOWER = 1.5  # times two processes of our own, waves and the way through Java included
SUMS = {(identity.rule, identity.where) for identity in IDENTITIES}


def cases(count: int) -> Iterator[Case]:
    """Made-up reports, each beside the same organ's of the year before."""
    organ, packed = "", b""
    for place, made in enumerate(reports(count)):
        previous = packed if made.report.organ == organ else None
        organ, packed = made.report.organ, pack(to_json(made.report))
        yield Case(place, "", packed, previous)


def known_faults(workers: Workers, count: int) -> bool:
    """Every rule over reports whose broken sums are known: which of them are found."""
    wrong = faults = 0
    began = time.perf_counter()
    for made, (_case, verdict) in zip(reports(count), workers.each(judge, cases(count)), strict=True):
        assert not isinstance(verdict, Lost)
        found = {(f.rule, f.where) for f in verdict.findings if f.actual is not None} & SUMS
        wrong += found != made.breaks
        faults += len(made.breaks)
    took = time.perf_counter() - began
    said(f"every rule over {count:,} reports", f"{took:.0f} s, {count / took:,.0f}/s")
    return said(f"{faults:,} broken sums put into them", f"{wrong} reports differ", within=wrong == 0)


def pages(folder: Path, engine: str) -> tuple[float, list[Result]]:
    """How long a run over ``folder`` takes once the first file is read, and what it finds."""
    done: list[float] = []
    with ExitStack() as held:
        store = Store()
        held.callback(store.close)
        store.register(find([folder]))
        run(
            store,
            engine=BY_NAME[engine],
            master=MASTER if engine == "spark" else None,
            reading=lambda *_: done.append(time.perf_counter()),
            judging=lambda *_: done.append(time.perf_counter()),
        )
        return done[-1] - done[0], list(store.results())


def same_pages(folder: Path, count: int) -> bool:
    """A run over web pages on the cluster and without it."""
    for made in reports(count):
        (folder / f"{made.report.organ}-{made.report.year}.html").write_bytes(html(made.report))
    here, found_here = pages(folder, "local")
    there, found_there = pages(folder, "spark")
    differing = sum(
        (one.report, one.findings) != (other.report, other.findings)
        for one, other in zip(found_here, found_there, strict=True)
    )
    said(f"{count:,} pages read and judged by processes", f"{count / here:,.0f}/s")
    fine = said(
        f"{count:,} pages on the cluster",
        f"{count / there:,.0f}/s, {there / here:.2f} × (limit {SLOWER} ×)",
        within=there <= SLOWER * here,
    )
    return fine & said("findings of both", f"{differing} reports differ", within=not differing)


def main(known: int, files: int) -> int:
    """Measure and print; 1 past a limit."""
    if lack := lacks():
        print(lack, file=sys.stderr)
        return 2
    began = time.perf_counter()
    with cluster(Store(), Terms(90, master=MASTER)) as workers:
        said(f"{MASTER} ready", f"{time.perf_counter() - began:.0f} s")
        fine = known_faults(workers, known)
    with tempfile.TemporaryDirectory() as folder:
        fine &= same_pages(Path(folder), files)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(*numbers(__doc__, known=100_000, files=2_000)))

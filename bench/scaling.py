"""A county, a province and the nation on this software, simulated: ``python -m bench.scaling``.

First what each kind of request costs the processor is measured on a site of this machine (all processes of
the server together, one reader): pages that are kept, pages made anew, searches, applications filed and
followed, pages of a clerk. Then requests queue for cores at the rate of the busiest hour (bench/queueing.py):
how many cores keep the 99th of a hundred within a second, and up to which rate the two cores of this machine
do. Linux only; what is assumed of a day stands in this module. No limit: it is a forecast, not a test.
"""

import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from typing import Any

from bench.memory import tree
from bench.options import numbers
from bench.portal import WORDS, filled
from bench.queueing import Work, cores_for, demand, gives_way
from bench.requests import Browser, staffed
from bench.rounds import said
from bench.served import Served, serve

#: Assumed, of a hundred pages that people open: most are kept since somebody asked for them before.
KEPT, ANEW, SEARCHED = 0.90, 0.07, 0.03
#: Assumed: pages that a clerk opens on a working day of eight hours; which share of a day the busiest hour
#: has; how many times more applications than usual come in it.
PAGES_OF_A_CLERK, HOURS, BUSIEST, RUSH = 200, 8, 0.15, 5
WORKING_DAYS = 250
#: Seconds within which the 99th of a hundred is answered.
LIMIT = 1.0
ROUNDS, CORES, RECORDS = 60, 2, 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Who uses one site: organs with a clerk each, pages a day that people open, applications a year."""

    name: str
    organs: int
    views: int
    applications: int

    def of_a_second(self) -> dict[str, float]:
        """How many of each kind come in a second of the busiest hour."""
        views = self.views * BUSIEST / 3600
        filed = self.applications / WORKING_DAYS / HOURS / 3600 * RUSH
        return {
            "a page, kept": views * KEPT,
            "a page, made anew": views * ANEW,
            "a search": views * SEARCHED,
            "an application filed": filed,
            "an application followed": filed * 10,
            "a page of a clerk": self.organs * PAGES_OF_A_CLERK / HOURS / 3600,
        }


def places(views: int, applications: int) -> tuple[Place, ...]:
    """The nation, one of its 3,000 counties and 100 of them together."""
    return (
        Place("a county", 15, views // 3000, applications // 3000),
        Place("a province of 100 counties", 1_450, views // 30, applications // 30),
        Place("the nation", 43_000, views, applications),
    )


def main() -> int:
    """Measure, simulate, print."""
    views, applications = numbers(__doc__, views_a_day=100_000_000, applications_a_year=300_000)
    if not Path("/proc/self/schedstat").exists():
        sys.exit("no /proc/*/schedstat on this system")
    costs = measured()
    for name, seconds in costs.items():
        said(name, f"{seconds * 1000:.1f} ms of a core")
    for place in places(views, applications):
        forecast(place, costs)
    return 0


def forecast(place: Place, costs: dict[str, float]) -> None:
    coming = place.of_a_second()
    works = [Work(name, rate, costs[name]) for name, rate in coming.items()]
    rate = sum(coming.values())
    cores = cores_for(works, rate, LIMIT)
    busy = rate * demand(works) / cores
    said(place.name, f"{rate:,.1f}/s  {cores} cores, {busy:.0%} busy")
    most = gives_way(works, CORES, LIMIT)
    said(f"  on {CORES} cores", f"to {most:,.0f}/s, {most / rate:.3g} times that")


def measured() -> dict[str, float]:
    """Seconds of the processor for each kind of request, over a register of usual length."""
    with ExitStack() as held:
        folder = held.enter_context(
            tempfile.TemporaryDirectory(prefix="gongkai-bench-", ignore_cleanup_errors=True)
        )
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {"GONGKAI_DATA": folder, "GONGKAI_SECRET_KEY": secrets.token_urlsafe(50)}
        from gongkai.cli.frame import ledger

        ledger(create=True)
        public = filled(Path(folder), RECORDS).pk
        organ, cookies = staffed(1)
        served = held.enter_context(serve(folder))
        return {name: cost(served, work) for name, work in _works(served, public, organ, cookies[0]).items()}


def _works(
    served: Served, public: int, organ: int, cookie: tuple[str, str]
) -> dict[str, Callable[[], object]]:
    reader, clerk, follower = Browser(served), Browser(served, cookie), Browser(served)
    number, code = follower.file(organ, "2026年城乡道路养护资金的分配方案")
    follower.fill("/track/", {"number": number, "code": code})
    here, desk = f"/organs/{public}/", f"/desk/organs/{organ}/"
    kept = cycle((here, f"{here}records/", *(f"{here}records/{n}/" for n in range(1, 9))))
    fresh, asked = count(1000), zip(cycle(WORDS), count(1))
    pages = cycle((f"{desk}", f"{desk}ledger/requests/", f"{desk}inbox/", f"{desk}ledger/disclosures/"))

    def search() -> None:
        word, page = next(asked)
        reader.open(f"{here}records/?q={word}&page={page}")

    return {
        "a page, kept": lambda: reader.open(next(kept)),
        "a page, made anew": lambda: reader.open(f"{here}records/{next(fresh)}/"),
        "a search": search,
        "an application filed": lambda: Browser(served).file(organ, "道路养护资金的方案"),
        "an application followed": lambda: follower.open("/track/case/"),
        "a page of a clerk": lambda: clerk.open(next(pages)),
    }


def cost(served: Served, work: Callable[[], Any]) -> float:
    """Seconds of the processor that all processes of the server take for it, the mean of many rounds."""
    for _warm in range(ROUNDS // 4):
        work()
    begin = spent(tree(served.process.pid))
    for _round in range(ROUNDS):
        work()
    return (spent(tree(served.process.pid)) - begin) / ROUNDS


def spent(processes: Sequence[int]) -> float:
    """Seconds that these processes have been on a core, all their threads together."""
    threads = [file for pid in processes for file in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(file.read_text().split()[0]) for file in threads) / 1e9


if __name__ == "__main__":
    sys.exit(main())

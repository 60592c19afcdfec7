"""How many statutory clocks a second, beside a bare loop over dates: ``python bench/clocks.py [COUNT]``.

The requests are mixed as in an ordinary office: of ten, seven plain, one extended, one corrected, one with a
third party. The bare loop adds four weeks to each receipt date and knows nothing else.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta

from bench.options import numbers
from gongkai.law import clocks
from gongkai.law.events import (
    ConsultationSent,
    Corrected,
    CorrectionRequested,
    Event,
    Extended,
    OpinionReceived,
    Party,
    Received,
)

FIRST = date(2020, 1, 1)
DAYS = 6 * 365


def course(n: int) -> tuple[Event, ...]:
    """The ``n``-th request of the mixture."""
    day = FIRST + timedelta(n % DAYS)
    later = [day + timedelta(gap) for gap in (5, 9, 16)]
    match n % 10:
        case 7:
            return Received(day), Extended(later[2], 20)
        case 8:
            return Received(day), CorrectionRequested(later[0], later[2]), Corrected(later[1])
        case 9:
            sent = ConsultationSent(later[0], Party.THIRD_PARTY, "1", later[0])
            return Received(day), sent, OpinionReceived(later[2], "1")
        case _:
            return (Received(day),)


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main(count: int) -> None:
    """Measure and print."""
    courses = [course(n) for n in range(DAYS * 10)]  # every mixture on every day, taken round and round
    rounds, rest = divmod(count, len(courses))
    plan = [courses] * rounds + [courses[:rest]]
    four_weeks = timedelta(28)

    def bare() -> None:
        for part in plan:
            for events in part:
                events[0].on + four_weeks

    def due_dates() -> None:
        for part in plan:
            for events in part:
                clocks.due(events)

    def deadlines() -> None:
        for part in plan:
            for events in part:
                clocks.run(events, on=events[-1].on)

    due_dates_once = seconds(lambda: clocks.due(courses[0]))  # builds the index of working days
    base = seconds(bare)
    print(f"{count:,} requests; working-day index {due_dates_once * 1000:.0f} ms")
    print(f"bare loop over dates  {count / base:>12,.0f}/s")
    for name, work in (("clocks.due", due_dates), ("clocks.run", deadlines)):
        took = seconds(work)
        print(f"{name:<20}  {count / took:>12,.0f}/s  {took / base:6.1f} × the bare loop")


if __name__ == "__main__":
    main(*numbers(__doc__, count=1_000_000))

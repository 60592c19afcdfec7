"""A statutory limit as people see it: its days as cells, and what they come to. 二十格.

A ``Clock`` comes from the law's ``Deadline`` (``of``), or from a plain count of working days (``counting``).
The explained calendar and the list of runs are in ``explained``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from django.utils.translation import gettext_lazy

from gongkai.faces.ui import dates
from gongkai.law.clocks import Deadline
from gongkai.law.course import Awaited, Pause
from gongkai.law.remedy_course import Limit
from gongkai.law.sources import Source
from gongkai.law.workdays import OFFICIAL, Calendar

#: So many overdue days are drawn; the sentence says how many there are.
DRAWN = 20
#: Cells that a line has room for: a later date that was told (Art 35) may lie years ahead.
MOST_CELLS = 120


#: What an applicant may have to do while the limit stands still.
ACTS = {"correction": gettext_lazy("补正"), "payment": gettext_lazy("缴费")}


class Kind(StrEnum):
    """What one day is to the count."""

    RECEIVED = "received"
    BEFORE = "before"  # passed before the count began anew
    OFF = "off"
    PAUSED = "paused"
    COUNTED = "counted"
    OVER = "over"  # worked past the last day; ``n`` counts from there


class Mark(StrEnum):
    """How a cell of the strip is drawn."""

    USED = "used"
    PAUSED = "paused"
    TODAY = "today"
    LEFT = "left"
    OVER = "over"


class Says(StrEnum):
    """Which sentence stands beside the strip."""

    LEFT = "left"
    LAST_DAY = "last-day"
    OVERDUE = "overdue"
    WAITING = "waiting"
    UNSERVED = "unserved"
    BELIED = "belied"
    DONE = "done"
    DONE_LATE = "done-late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the count; ``n`` is the count reached, ``why`` the reason where it is not counted."""

    date: date
    kind: Kind
    n: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the strip; ``last`` is the last day of the limit."""

    mark: Mark
    last: bool = False


@dataclass(frozen=True)
class Clock:
    """A limit on the day ``on``. ``done_on``: the day that decides whether what it limits was done in time,
    where that is known; ``is_past``: it lies, or the day ``on`` does, behind the last day.

    ``made_on``: when the answer was made that is not served yet. ``awaited``: what the applicant has to do
    while no limit runs. ``is_belied``: it was closed because they had not done it, which they had.
    """

    on: date
    due: date | None
    limit: int
    days: tuple[Day, ...]
    remaining: int | None = None
    overdue: int = 0
    is_done: bool = False
    done_on: date | None = None
    is_past: bool = False
    made_on: date | None = None
    is_waiting: bool = False
    awaited: Awaited | None = None
    is_belied: bool = False
    provisional: bool = False
    pauses: tuple[Pause, ...] = ()
    calendar: Calendar = OFFICIAL
    source: Source | None = None  # where the limit stands, if not in Article 33

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """A cell for each day that counts or waits; none where they would be more than a line can show."""
        cells = tuple(self._cells())
        return cells if len(cells) <= MOST_CELLS else ()

    @property
    def through(self) -> date:
        """The day up to which days have been used: today, or that on which it was done."""
        return (self.done_on or self.on) if self.is_done else self.on

    @property
    def n(self) -> int:
        """How many days are counted, today included."""
        return sum(day.n is not None and day.date <= self.on for day in self.days)

    @property
    def says(self) -> Says:
        if self.is_done:
            # on the days off that follow the last day no working day has passed
            return Says.DONE_LATE if self.overdue or self.is_past else Says.DONE
        if self.is_belied:
            return Says.BELIED
        if self.made_on:
            return Says.UNSERVED
        if self.is_waiting:
            return Says.WAITING
        if self.due is None:
            return Says.UNKNOWN
        if self.overdue:
            return Says.OVERDUE
        return Says.LAST_DAY if self.due == self.on else Says.LEFT

    @cached_property
    def beyond(self) -> tuple[Day, ...]:
        """The days past the last one that are worked, and those between; as many as are drawn."""
        return tuple(self._beyond())

    @property
    def late_since(self) -> str:
        """The first working day past the last one."""
        return dates.short(self.calendar.add(self.due, 1), self.on) if self.due and self.overdue else ""

    @property
    def due_short(self) -> str:
        return dates.short(self.due, self.on) if self.due else ""

    @property
    def due_full(self) -> str:
        return dates.full(self.due, self.on) if self.due else ""

    @property
    def done_short(self) -> str:
        return dates.short(self.done_on, self.on) if self.done_on else ""

    @property
    def made_short(self) -> str:
        return dates.short(self.made_on, self.on) if self.made_on else ""

    @property
    def act(self) -> str:
        """What the applicant has to do."""
        return str(ACTS[self.awaited.act]) if self.awaited else ""

    @property
    def waiting_until(self) -> date | None:
        """The applicant's own last day."""
        return self.awaited.until if self.awaited else None

    @property
    def waiting_short(self) -> str:
        return dates.short(self.waiting_until, self.on) if self.waiting_until else ""

    @property
    def is_waited_out(self) -> bool:
        """Whether the applicant's own last day has passed."""
        return self.waiting_until is not None and self.waiting_until < self.on

    def _beyond(self) -> Iterator[Day]:
        day, n = self.due, 0
        while day and n < min(self.overdue, DRAWN):
            day += timedelta(1)
            known = self.calendar.day(day)
            n += known.works
            yield Day(day, Kind.OVER if known.works else Kind.OFF, n if known.works else None, known.why)

    def _cells(self) -> Iterator[Cell]:
        for day in self.days:
            last = day.date == self.due
            if day.kind is Kind.PAUSED:
                yield Cell(Mark.PAUSED)
            elif day.kind is Kind.COUNTED:
                is_today = day.date == self.on and not self.is_done
                yield Cell(
                    Mark.TODAY if is_today else Mark.USED if day.date <= self.through else Mark.LEFT, last
                )
        yield from (Cell(Mark.OVER) for _ in range(min(self.overdue, DRAWN)))


def of(deadline: Deadline) -> Clock:
    """The clock of an application."""
    stop = deadline.awaited if deadline.due is None else None
    return Clock(
        on=deadline.on,
        due=deadline.due,
        limit=deadline.limit + deadline.extension,
        days=tuple(_days(deadline)),
        remaining=deadline.remaining,
        overdue=deadline.overdue,
        is_done=deadline.is_over,
        done_on=deadline.concluded_on,
        is_past=deadline.is_past,
        made_on=deadline.answered_on if deadline.is_unserved else None,
        is_waiting=stop is not None,
        awaited=stop,
        is_belied=deadline.is_belied,
        provisional=deadline.provisional,
        pauses=() if deadline.is_fixed else deadline.pauses,
        calendar=deadline.calendar,
    )


def counting(
    after: date, days: int, *, on: date, calendar: Calendar = OFFICIAL, done_on: date | None = None
) -> Clock:
    """A limit of so many working days after a day, which nothing stops: 补正告知, publication."""
    due = calendar.add(after, days)
    measured = min(done_on, on) if done_on else on
    return Clock(
        on=on,
        due=due,
        limit=days,
        days=(Day(after, Kind.RECEIVED), *_plain_days(after, due, calendar)),
        remaining=None if done_on else calendar.count(on, due),
        overdue=calendar.count(due, measured),
        is_done=done_on is not None,
        done_on=done_on,
        is_past=measured > due,
        provisional=calendar.touches_provisional(after, due),
        calendar=calendar,
    )


def limited(limit: Limit, on: date) -> Clock:
    """The clock of a limit of a review or suit. Where its days are calendar days, those off are counted."""
    due, done_on = limit.due, limit.done_on
    measured = min(done_on or on, on)
    is_over = not limit.is_open(on)
    return Clock(
        on=on,
        due=due,
        limit=limit.length.number if limit.length else 0,
        days=tuple(_limited_days(limit)),
        remaining=None if is_over or due is None or due < on else limit.calendar.count(on, due),
        overdue=limit.calendar.count(due, measured) if due and limit.is_late(on) else 0,
        is_done=is_over,
        done_on=done_on,
        is_waiting=due is None,
        provisional=bool(due and due > limit.begun and limit.calendar.touches_provisional(limit.begun, due)),
        pauses=limit.pauses,
        calendar=limit.calendar,
        source=limit.source,
    )


def _limited_days(limit: Limit) -> Iterator[Day]:
    if limit.steps:
        yield Day(limit.begun, Kind.RECEIVED)
    n = 0
    for step in limit.steps:
        known = limit.calendar.day(step.date)
        paused = any(pause.after < step.date <= pause.through for pause in limit.pauses)
        n = step.n or n
        if step.counts or step.date == limit.due:
            yield Day(step.date, Kind.COUNTED, n, known.why)
        else:
            yield Day(step.date, Kind.PAUSED if paused else Kind.OFF, None, known.why)


def _plain_days(after: date, due: date, calendar: Calendar) -> Iterator[Day]:
    n = 0
    for offset in range(1, (due - after).days + 1):
        known = calendar.day(after + timedelta(offset))
        n += known.works
        yield Day(
            known.date, Kind.COUNTED if known.works else Kind.OFF, n if known.works else None, known.why
        )


def _days(deadline: Deadline) -> Iterator[Day]:
    if deadline.round_from:
        yield Day(deadline.round_from, Kind.RECEIVED)
    for step in deadline.steps:
        known = deadline.calendar.day(step.date)
        if step.counts:
            kind = Kind.COUNTED
        elif deadline.start and step.date <= deadline.start:
            kind = Kind.BEFORE
        else:
            kind = Kind.PAUSED if known.works else Kind.OFF
        yield Day(step.date, kind, step.n, known.why)

"""Working days 工作日: Monday to Friday, less the days off, plus the weekend days worked in exchange 调休.

Every year with a State Council notice has one file in ``data``. A year without one is provisional: weekends
and the statutory holidays of fixed date only, and whoever asks is told so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from importlib.resources import files

from gongkai.law.holidays import FIRST_YEAR, LAST_YEAR, WEEKDAYS, Notice, statutory_days
from gongkai.law.notices import from_toml

_FIRST = date(FIRST_YEAR, 1, 1)
_LAST = date(LAST_YEAR, 12, 31)
_OFFSET = _FIRST.toordinal()


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it is worked, and why in Chinese (“国庆节放假”, “调休上班”, “周六”, “周一”)."""

    date: date
    works: bool
    why: str
    provisional: bool = False


@dataclass(frozen=True)
class Calendar:
    """The working days from 1990 to 2100 under the notices given, one notice a year.

    Any day outside that range raises ValueError with a Chinese sentence.
    """

    notices: tuple[Notice, ...] = ()

    def with_notices(self, *notices: Notice) -> "Calendar":
        """This calendar with further notices; one for a year that has one replaces it."""
        by_year = {notice.year: notice for notice in (*self.notices, *notices)}
        return Calendar(tuple(by_year[year] for year in sorted(by_year)))

    def notice_for(self, year: int) -> Notice | None:
        """The notice that arranges ``year``, None where the year is provisional."""
        return self._by_year.get(year)

    def is_provisional(self, year: int) -> bool:
        """Whether no notice for ``year`` is known."""
        return year not in self._by_year

    def day(self, day: date) -> Day:
        """What is known of one day."""
        position = self._position(day)
        provisional = position in self._unsure
        weekday = f"周{WEEKDAYS[day.weekday()]}"
        why = self._marks.get(position, f"{weekday}（暂定）" if provisional else weekday)
        return Day(day, self.is_workday(day), why, provisional)

    def is_workday(self, day: date) -> bool:
        position = self._position(day)
        return self._passed[position + 1] > self._passed[position]

    def add(self, start: date, n: int) -> date:
        """The ``n``-th working day after ``start`` (n ≥ 1); ``start`` itself never counts."""
        if n < 1:
            raise ValueError("n begins at 1")
        index = self._passed[self._position(start) + 1] + n - 1
        if index >= len(self._days):
            raise ValueError(_outside(_LAST))
        return self._days[index]

    def count(self, after: date, through: date) -> int:
        """Working days later than ``after`` and not later than ``through``; 0 if these are reversed."""
        passed = self._passed
        return max(0, passed[self._position(through) + 1] - passed[self._position(after) + 1])

    def on_or_after(self, day: date) -> date:
        """``day`` if it is worked, else the next working day."""
        return day if self.is_workday(day) else self.add(day, 1)

    def touches_provisional(self, after: date, through: date) -> bool:
        """Whether a day later than ``after`` and not later than ``through`` rests on a missing notice."""
        unsure = self._unsure_passed
        return unsure[self._position(through) + 1] > unsure[self._position(after) + 1]

    @staticmethod
    def _position(day: date) -> int:
        position = day.toordinal() - _OFFSET
        if not 0 <= position <= _SPAN:
            raise ValueError(_outside(day))
        return position

    @cached_property
    def print_(self) -> str:
        """Another one for every calendar that counts otherwise."""
        return sha256(repr(self.notices).encode()).hexdigest()[:16]

    @cached_property
    def _by_year(self) -> dict[int, Notice]:
        return {notice.year: notice for notice in self.notices}

    @cached_property
    def _marks(self) -> dict[int, str]:
        """Position of every day that is not an ordinary day of its week, with the reason."""
        marks: dict[int, str] = {}
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            if self.is_provisional(year):
                marks |= {
                    day.toordinal() - _OFFSET: f"{name}放假（暂定）"
                    for day, name in statutory_days(year).items()
                }
        for notice in self.notices:
            for span in notice.off:
                marks |= {day.toordinal() - _OFFSET: f"{span.name}放假" for day in span.days()}
            marks |= {day.toordinal() - _OFFSET: WORKED for day in notice.work}
        return marks

    @cached_property
    def _unsure(self) -> frozenset[int]:
        """Positions of the days that a notice not yet known may still change."""
        unsure: set[int] = set()
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            if self.is_provisional(year):
                first = date(year, 1, 1)
                unsure.update(
                    range(first.toordinal() - _OFFSET, date(year, 12, 31).toordinal() - _OFFSET + 1)
                )
                # The one day of 元旦 joins the weekend next to it: on a Sunday or a Tuesday that reaches
                # back into December (31 Dec 2011 worked, 31 Dec 2018 off), on other days it never did.
                if first.weekday() in (1, 6):
                    unsure.update(range(first.toordinal() - _OFFSET - 3, first.toordinal() - _OFFSET))
        return frozenset(position for position in unsure if position >= 0)

    @cached_property
    def _passed(self) -> list[int]:
        """At position + 1: how many working days there are up to and including that day."""
        marks = self._marks
        passed = [0]
        total = 0
        monday = (7 - _FIRST.weekday()) % 7
        for position in range(_SPAN + 1):
            why = marks.get(position)
            total += (position - monday) % 7 < 5 if why is None else why == WORKED
            passed.append(total)
        return passed

    @cached_property
    def _days(self) -> list[date]:
        passed = self._passed
        return [
            date.fromordinal(_OFFSET + position)
            for position in range(_SPAN + 1)
            if passed[position + 1] > passed[position]
        ]

    @cached_property
    def _unsure_passed(self) -> list[int]:
        unsure = self._unsure
        passed = [0]
        for position in range(_SPAN + 1):
            passed.append(passed[-1] + (position in unsure))
        return passed


WORKED = "调休上班"
_SPAN = (_LAST - _FIRST).days


def _outside(day: date) -> str:
    return f"{day}算不出工作日 — 工作日历只到{FIRST_YEAR}年至{LAST_YEAR}年 — 请核对日期。"


def _official() -> Iterable[Notice]:
    folder = files("gongkai.law").joinpath("data")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            yield from_toml(entry.read_text(encoding="utf-8"), entry.name)


#: The calendar under every notice shipped with the program.
OFFICIAL = Calendar().with_notices(*_official())

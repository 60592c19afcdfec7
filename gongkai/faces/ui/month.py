"""A month on the desk: 休 and 班 as on any Chinese calendar, and how much falls due on each day."""

import calendar as gregorian
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from gongkai.faces.ui.explained import notice
from gongkai.law.workdays import WORKED, Calendar


@dataclass(frozen=True, slots=True)
class Due:
    """What falls due on a day: so many, overdue or not, and where they stand."""

    count: int
    overdue: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class MonthDay:
    date: date
    works: bool
    mark: str
    is_today: bool
    due: Due | None


@dataclass(frozen=True, slots=True)
class Month:
    """``weeks`` begin on Monday, None outside the month; ``notices`` are those that its marks rest on."""

    first: date
    weeks: tuple[tuple[MonthDay | None, ...], ...]
    notices: str
    previous: str
    next: str


def month(
    first: date, *, on: date, calendar: Calendar, due: Mapping[date, Due], previous: str = "", next: str = ""
) -> Month:
    """The month that begins on ``first``; ``previous`` and ``next`` are addresses."""
    rows = gregorian.Calendar().monthdatescalendar(first.year, first.month)
    days = [
        [_day(day, on, calendar, due) if day.month == first.month else None for day in row] for row in rows
    ]
    marked = [day.date for row in days for day in row if day and day.mark]
    notices = dict.fromkeys(filter(None, (notice(calendar, day) for day in marked)))
    return Month(first, tuple(map(tuple, days)), "、".join(notices), previous, next)


def _day(day: date, on: date, calendar: Calendar, due: Mapping[date, Due]) -> MonthDay:
    known = calendar.day(day)
    mark = _("班") if known.why == WORKED else _("休") if "放假" in known.why else ""
    return MonthDay(day, known.works, mark, day == on, due.get(day))

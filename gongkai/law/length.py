"""A length of time as a statute states it: a number, and what it counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.workdays import Calendar


class Unit(StrEnum):
    """What a period counts, as it is written after the number."""

    WORKDAY = "个工作日"
    DAY = "日"
    MONTH = "个月"
    YEAR = "年"


@dataclass(frozen=True, slots=True)
class Length:
    """A number of units: 20个工作日."""

    number: int
    unit: Unit

    @property
    def zh(self) -> str:
        return f"{self.number}{self.unit.value}"


def days(number: int) -> Length:
    """Calendar days 日."""
    return Length(number, Unit.DAY)


def workdays(number: int) -> Length:
    """Working days 工作日."""
    return Length(number, Unit.WORKDAY)


def last_day(length: Length, begun: date, calendar: Calendar) -> date:
    """The last day of a period that runs from a day; one that would end on a day off ends on the next working
    day."""
    return calendar.on_or_after(_counted(length, begun, calendar))


def _counted(length: Length, begun: date, calendar: Calendar) -> date:
    match length.unit:
        case Unit.WORKDAY:
            return calendar.add(begun, length.number)
        case Unit.DAY:
            return begun + timedelta(length.number)
    months = begun.month - 1 + length.number * (12 if length.unit is Unit.YEAR else 1)
    year, month = begun.year + months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(1)).day
    return date(year, month, min(begun.day, last))

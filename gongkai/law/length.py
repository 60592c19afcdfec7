"""A length of time as a statute states it: a number, and what it counts."""

from dataclasses import dataclass
from enum import StrEnum


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

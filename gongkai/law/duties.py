"""Duties that come round 例行事项: the report and other dates of the year, trainings, meetings.

An organ switches off what it does not have. What no statute asks for is off from the start, unless most
organs of a level have it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from gongkai.law.sources import PRACTICE, REGULATION, Source

DAY = timedelta(days=1)
TOWN, DEPARTMENT, COUNTY, OTHER = LEVELS = ("town", "department", "county", "other")


class Rhythm(Enum):
    """How many months one round has."""

    YEAR = 12
    HALF_YEAR = 6
    QUARTER = 3


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty. ``last_day``: month and day by which a yearly one is done; the others end with their round.

    ``on_for``: the levels of organs that have it unless they say otherwise. ``about_last_year``: what is done
    by that day concerns the year before.
    """

    code: str
    zh: str
    rhythm: Rhythm
    on_for: tuple[str, ...]
    source: Source
    last_day: tuple[int, int] | None = None
    about_last_year: bool = False

    def round_on(self, day: date) -> tuple[date, date]:
        """The first and the last day of the round in which a day lies."""
        if self.last_day:
            return date(day.year, 1, 1), date(day.year, *self.last_day)
        months = self.rhythm.value
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        over = first.month + months
        return first, date(first.year + over // 13, (over - 1) % 12 + 1, 1) - DAY

    def rounds_in(self, year: int) -> tuple[tuple[date, date], ...]:
        """The rounds of a year, the first first."""
        months = (1,) if self.last_day else range(1, 13, self.rhythm.value)
        return tuple(self.round_on(date(year, month, 1)) for month in months)


_ARTICLE_49 = REGULATION.at("第四十九条")

DUTIES: tuple[Duty, ...] = (
    Duty(
        "annual_report",
        "政府信息公开工作年度报告",
        Rhythm.YEAR,
        (TOWN, DEPARTMENT, OTHER),
        _ARTICLE_49,
        (1, 31),
        about_last_year=True,
    ),
    Duty(
        "government_report",
        "本级政府信息公开工作年度报告",
        Rhythm.YEAR,
        (COUNTY,),
        _ARTICLE_49,
        (3, 31),
        about_last_year=True,
    ),
    Duty("training", "业务培训", Rhythm.HALF_YEAR, (TOWN, COUNTY), REGULATION.at("第四十八条")),
    Duty("meeting", "工作推进会", Rhythm.QUARTER, (TOWN,), PRACTICE.at("每季度召开推进会")),
    Duty(
        "site_report",
        "政府网站工作年度报表",
        Rhythm.YEAR,
        (),
        PRACTICE.at("有网站的机关", verified=False),
        (1, 31),
        about_last_year=True,
    ),
    Duty(
        "enforcement_statistics",
        "行政执法统计年报",
        Rhythm.YEAR,
        (),
        PRACTICE.at("与表二核对", verified=False),
        (1, 31),
        about_last_year=True,
    ),
    Duty(
        "rule_of_law_report",
        "法治政府建设年度报告",
        Rhythm.YEAR,
        (),
        PRACTICE.at("法治政府建设年度报告", verified=False),
        (4, 1),
        about_last_year=True,
    ),
    Duty(
        "county_form",
        "县级要求的季度报表",
        Rhythm.QUARTER,
        (),
        PRACTICE.at("县级要求的季度报表", verified=False),
    ),
    Duty(
        "guide_review",
        "公开指南和目录核对更新",
        Rhythm.YEAR,
        (),
        REGULATION.at("第十二条", verified=False),  # kept current; once a year is our rhythm
    ),
    Duty("openness_day", "政务公开日活动", Rhythm.YEAR, (), PRACTICE.at("5月15日政务公开日"), (5, 15)),
)
BY_CODE = {duty.code: duty for duty in DUTIES}

"""The calendar, day by day against two calendars kept by others."""

from datetime import date, timedelta
from importlib.resources import files

import chinese_calendar  # type: ignore[import-untyped]
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law.holidays import statutory_days
from gongkai.law.notices import to_toml
from gongkai.law.workdays import OFFICIAL, Calendar, Day

WORKING_DAYS = {2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


def days_of(first: int, last: int) -> list[date]:
    """Every day of the years ``first`` to ``last``."""
    start = date(first, 1, 1)
    return [start + timedelta(n) for n in range((date(last, 12, 31) - start).days + 1)]


@pytest.mark.slow
def test_every_day_from_2010_to_2026_agrees_with_chinesecalendar() -> None:
    differing = [
        day for day in days_of(2010, 2026) if OFFICIAL.is_workday(day) != chinese_calendar.is_workday(day)
    ]
    assert differing == []


def test_no_statutory_holiday_is_worked() -> None:
    statutory = holidays.country_holidays("CN", years=range(2010, 2028), categories="public")
    worked = [day for day in days_of(2010, 2026) if day in statutory and OFFICIAL.is_workday(day)]
    assert worked == []
    for year in range(2010, 2028):
        assert all(day in statutory for day in statutory_days(year))


@pytest.mark.parametrize(("year", "days"), WORKING_DAYS.items())
def test_a_year_has_as_many_working_days_as_published(year: int, days: int) -> None:
    assert OFFICIAL.count(date(year - 1, 12, 31), date(year, 12, 31)) == days


def test_every_year_from_2010_to_2026_has_its_notice() -> None:
    assert [notice.year for notice in OFFICIAL.notices] == list(range(2010, 2027))
    assert all(notice.number for notice in OFFICIAL.notices if notice.year >= 2019)
    assert [a.number for n in OFFICIAL.notices for a in n.amended_by] == [
        "国办发明电〔2019〕3号",
        "国办发明电〔2020〕1号",
    ]


def test_a_day_says_why() -> None:
    assert OFFICIAL.day(date(2026, 10, 1)) == Day(date(2026, 10, 1), False, "国庆节放假")
    assert OFFICIAL.day(date(2026, 10, 10)) == Day(date(2026, 10, 10), True, "调休上班")
    assert OFFICIAL.day(date(2026, 10, 11)) == Day(date(2026, 10, 11), False, "周日")
    assert OFFICIAL.day(date(2026, 10, 12)) == Day(date(2026, 10, 12), True, "周一")


def test_a_range_may_cross_the_end_of_the_year() -> None:
    assert OFFICIAL.day(date(2018, 12, 29)).why == "调休上班"
    assert OFFICIAL.day(date(2018, 12, 31)).why == "元旦放假"
    assert OFFICIAL.day(date(2022, 12, 31)).why == "元旦放假"
    assert OFFICIAL.day(date(2023, 12, 30)).why == "元旦放假"


def test_a_year_without_a_notice_is_provisional_and_says_so() -> None:
    assert OFFICIAL.is_provisional(2027)
    assert not OFFICIAL.is_provisional(2026)
    assert OFFICIAL.day(date(2027, 1, 1)) == Day(date(2027, 1, 1), False, "元旦放假（暂定）", True)
    assert OFFICIAL.day(date(2027, 5, 3)) == Day(date(2027, 5, 3), True, "周一（暂定）", True)
    assert not OFFICIAL.is_workday(date(2027, 10, 2))


def test_the_end_of_december_waits_for_the_next_notice_where_new_year_can_reach_back() -> None:
    # 1 January 2030 is a Tuesday: as in 2019, the Monday before may be off and the weekend worked.
    until_2029 = Calendar(()).with_notices(
        *(notice for notice in [OFFICIAL.notice_for(2026)] if notice),
    )
    assert not until_2029.touches_provisional(date(2026, 1, 1), date(2026, 12, 31))
    assert until_2029.day(date(2029, 12, 31)).provisional
    known_2018 = Calendar(tuple(n for n in OFFICIAL.notices if n.year == 2018))
    assert known_2018.touches_provisional(date(2018, 12, 28), date(2018, 12, 31))
    assert not OFFICIAL.touches_provisional(date(2018, 12, 28), date(2018, 12, 31))


def test_a_notice_for_a_year_that_has_one_replaces_it() -> None:
    notice = OFFICIAL.notice_for(2026)
    assert notice is not None
    assert OFFICIAL.with_notices(notice) == OFFICIAL
    assert OFFICIAL.with_notices(notice).print_ == OFFICIAL.print_ != Calendar(()).print_
    assert len(OFFICIAL.with_notices(notice).notices) == len(OFFICIAL.notices)


def test_days_outside_the_calendar_are_refused_in_words() -> None:
    with pytest.raises(ValueError, match="1989-12-31算不出工作日"):
        OFFICIAL.is_workday(date(1989, 12, 31))
    with pytest.raises(ValueError, match="只到1990年至2100年"):
        OFFICIAL.add(date(2100, 12, 30), 20)


def test_every_data_file_is_named_after_its_year_and_complete() -> None:
    for entry in files("gongkai.law").joinpath("data").iterdir():
        year = int(entry.name.removesuffix(".toml"))
        notice = OFFICIAL.notice_for(year)
        assert notice is not None
        assert f"year = {year}\n" in to_toml(notice)


@given(st.dates(date(2010, 1, 1), date(2030, 12, 31)), st.integers(1, 60))
def test_add_and_count_undo_each_other(start: date, n: int) -> None:
    end = OFFICIAL.add(start, n)
    assert OFFICIAL.is_workday(end)
    assert OFFICIAL.count(start, end) == n
    assert OFFICIAL.count(end, start) == 0
    assert sum(OFFICIAL.is_workday(start + timedelta(d)) for d in range(1, (end - start).days + 1)) == n

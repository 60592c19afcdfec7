"""Duties that come round: in which round a day lies."""

from datetime import date

import pytest

from gongkai.law.duties import DUTIES, LEVELS

BY_CODE = {duty.code: duty for duty in DUTIES}


@pytest.mark.parametrize(
    ("code", "on", "first", "last"),
    [
        ("training", "2022-06-30", "2022-01-01", "2022-06-30"),
        ("training", "2022-07-01", "2022-07-01", "2022-12-31"),
        ("meeting", "2022-01-01", "2022-01-01", "2022-03-31"),
        ("meeting", "2024-05-15", "2024-04-01", "2024-06-30"),
        ("meeting", "2022-12-31", "2022-10-01", "2022-12-31"),
        ("annual_report", "2023-02-01", "2023-01-01", "2023-01-31"),
    ],
)
def test_a_day_lies_in_one_round(code: str, on: str, first: str, last: str) -> None:
    expected = (date.fromisoformat(first), date.fromisoformat(last))
    assert BY_CODE[code].round_on(date.fromisoformat(on)) == expected


@pytest.mark.parametrize(
    ("code", "lasts"),
    [
        ("training", ["2024-06-30", "2024-12-31"]),
        ("meeting", ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"]),
        ("annual_report", ["2024-01-31"]),
        ("guide_review", ["2024-12-31"]),
    ],
)
def test_a_year_has_its_rounds(code: str, lasts: list[str]) -> None:
    assert [str(last) for _first, last in BY_CODE[code].rounds_in(2024)] == lasts


def test_a_duty_names_levels_that_exist_and_where_it_stands() -> None:
    assert all(set(duty.on_for) <= set(LEVELS) and str(duty.source) for duty in DUTIES)

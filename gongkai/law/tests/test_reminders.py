"""Which stage a limit has reached. Working days of March 2025: 24 to 28, 31."""

from datetime import date

import pytest

from gongkai.law.reminders import OVERDUE, read_before, stage
from gongkai.law.workdays import OFFICIAL

DUE = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("on", "reached"),
    [
        ("2025-03-21", None),
        ("2025-03-24", 5),
        ("2025-03-25", 5),
        ("2025-03-26", 3),
        ("2025-03-28", 1),
        ("2025-03-29", 1),
        ("2025-03-31", 1),
        ("2025-04-01", OVERDUE),
        ("2025-06-01", OVERDUE),
    ],
)
def test_the_nearest_stage_counts(on: str, reached: int | None) -> None:
    assert stage(DUE, date.fromisoformat(on), OFFICIAL, (5, 3, 1)) == reached


@pytest.mark.parametrize(("text", "days"), [("5,3,1", (5, 3, 1)), ("1，3、10", (10, 3, 1)), (" 2 ,2", (2,))])
def test_days_are_read_as_people_write_them(text: str, days: tuple[int, ...]) -> None:
    assert read_before(text) == days


@pytest.mark.parametrize("text", ["", "0", "5,", "21", "-1", "五", "５", "1.5"])
def test_what_is_no_list_of_days_is_none(text: str) -> None:
    assert read_before(text) == ()

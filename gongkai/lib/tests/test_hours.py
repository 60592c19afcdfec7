"""When somebody may be written to. 2025-03-24 is a Monday; 4 to 6 April are 清明节."""

from datetime import date, datetime, time

import pytest

from gongkai.law.workdays import OFFICIAL
from gongkai.lib.hours import (
    DIGEST,
    EACH,
    Hours,
    before_complaint,
    quiet_complaint,
    read_quiet,
    read_time,
    time_complaint,
)
from gongkai.lib.today import BEIJING

NIGHT = (time(20), time(8))
FAR = date(2025, 4, 30)


@pytest.mark.parametrize(
    ("hours", "known", "told"),
    [
        (Hours(time(8, 30), EACH, NIGHT), "2025-03-24 10:00", "2025-03-24 10:00"),
        (Hours(time(8, 30), EACH, NIGHT), "2025-03-24 20:00", "2025-03-25 08:00"),
        (Hours(time(8, 30), EACH, NIGHT), "2025-03-24 07:59", "2025-03-24 08:00"),
        (Hours(time(8, 30), EACH, NIGHT), "2025-03-24 08:00", "2025-03-24 08:00"),
        (Hours(time(8, 30), EACH, (time(12), time(14))), "2025-03-24 13:00", "2025-03-24 14:00"),
        (Hours(time(8, 30), EACH, None), "2025-03-24 23:00", "2025-03-24 23:00"),
        (Hours(time(8, 30), EACH, NIGHT), "2025-03-22 10:00", "2025-03-24 08:00"),  # a Saturday
        (Hours(time(8, 30), EACH, NIGHT), "2025-04-03 21:00", "2025-04-07 08:00"),
        (Hours(time(8, 30), EACH, NIGHT, workdays_only=False), "2025-03-22 10:00", "2025-03-22 10:00"),
        (Hours(time(8, 30), DIGEST, NIGHT), "2025-03-24 08:00", "2025-03-24 08:30"),
        (Hours(time(8, 30), DIGEST, NIGHT), "2025-03-24 08:31", "2025-03-25 08:30"),
        (Hours(time(8, 30), DIGEST, NIGHT), "2025-03-28 09:00", "2025-03-31 08:30"),
        (Hours(time(7, 0), DIGEST, NIGHT), "2025-03-24 03:00", "2025-03-24 08:00"),
        (Hours(time(8, 30), DIGEST, NIGHT, workdays_only=False), "2025-03-28 09:00", "2025-03-29 08:30"),
    ],
)
def test_what_is_known_at_one_moment_is_told_at_another(hours: Hours, known: str, told: str) -> None:
    at = datetime.fromisoformat(known).replace(tzinfo=BEIJING)
    assert f"{hours.moment(at, FAR, OFFICIAL):%Y-%m-%d %H:%M}" == told


@pytest.mark.parametrize(
    ("due", "told"),
    [
        ("2025-03-24", "2025-03-24 10:00"),
        ("2025-03-25", "2025-03-25 08:30"),
        ("2025-03-21", "2025-03-25 08:30"),
    ],
    ids=["due today", "due tomorrow", "late already"],
)
def test_a_limit_that_ends_before_the_days_message_is_told_at_once(due: str, told: str) -> None:
    at = datetime(2025, 3, 24, 10, tzinfo=BEIJING)
    moment = Hours(time(8, 30), DIGEST, NIGHT).moment(at, date.fromisoformat(due), OFFICIAL)
    assert f"{moment:%Y-%m-%d %H:%M}" == told


@pytest.mark.parametrize("text", ["8:30", "08:30", "8：30", " 8:30 "])
def test_a_time_is_read_as_people_write_it(text: str) -> None:
    assert read_time(text) == time(8, 30)
    assert time_complaint(text) == ""


@pytest.mark.parametrize("text", ["", "8", "24:00", "8:60", "半夜", "８:３０", "8:30:00"])
def test_what_is_no_time_is_refused_in_words(text: str) -> None:
    assert " — " in time_complaint(text)


@pytest.mark.parametrize("text", ["20:00-8:00", "20:00–8:00", "20:00至8:00", "20：00 - 8：00"])
def test_quiet_hours_are_read_as_people_write_them(text: str) -> None:
    assert read_quiet(text) == NIGHT
    assert quiet_complaint(text) == ""


@pytest.mark.parametrize("text", ["20:00", "-", "20:00-", "20:00-20:00", "20:00-25:00", "夜里"])
def test_what_is_no_span_of_hours_is_refused_in_words(text: str) -> None:
    assert read_quiet(text) is None
    assert " — " in quiet_complaint(text)


def test_what_is_no_list_of_days_is_refused_in_words() -> None:
    assert before_complaint("5,3,1") == ""
    assert "要1至20的数 — 请写成5,3,1这样" in before_complaint("五天")


def test_there_need_be_no_quiet_hours() -> None:
    assert quiet_complaint("") == ""

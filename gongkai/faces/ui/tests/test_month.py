"""A month on the desk."""

from datetime import date

from gongkai.faces.ui.month import Due, month
from gongkai.law.workdays import OFFICIAL

DAY = date(2022, 10, 19)


def test_a_month_marks_days_off_and_days_worked_and_names_the_notice() -> None:
    shown = month(date(2022, 10, 1), on=DAY, calendar=OFFICIAL, due={})
    days = {day.date.day: day for week in shown.weeks for day in week if day}
    assert [number for number, day in days.items() if day.mark == "休"] == list(range(1, 8))
    assert [number for number, day in days.items() if day.mark == "班"] == [8, 9]
    assert [number for number, day in days.items() if day.is_today] == [19]
    assert shown.notices == "国办发明电〔2021〕11号"
    assert [len(week) for week in shown.weeks] == [7] * 6
    assert shown.weeks[0][:5] == (None,) * 5


def test_a_day_carries_what_falls_due_on_it() -> None:
    due = {date(2022, 10, 13): Due(1, overdue=True), date(2022, 11, 1): Due(9)}
    shown = month(date(2022, 10, 1), on=DAY, calendar=OFFICIAL, due=due)
    assert [day.due for week in shown.weeks for day in week if day and day.due] == [Due(1, overdue=True)]

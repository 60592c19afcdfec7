"""Days counted back from the one on which a sample is looked at."""

from datetime import date, timedelta

from gongkai.law.workdays import OFFICIAL


def ago(on: date, days: int) -> date:
    """The working day from which so many have passed."""
    day = on
    while OFFICIAL.count(day, on) < days or not OFFICIAL.is_workday(day):
        day -= timedelta(days=1)
    return day

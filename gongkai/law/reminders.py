"""When a limit is told of: so many working days before it, and once it is over."""

import re
from collections.abc import Sequence
from datetime import date

from gongkai.law.workdays import Calendar

#: Steps of the agenda in which others are waited for: never the organ's own delay.
OF_OTHERS = frozenset({"await", "consult", "report_pass", "take_effect"})
#: Steps for which no law sets a limit: a rectification is answered, and Art 41 does not say within what time.
#: Nor for judging a report from below, and who is late with one below is the delay of that organ.
WITHOUT_LIMIT = frozenset({"rectify", "judge_reports", "late_below"})
NEVER_LATE = OF_OTHERS | WITHOUT_LIMIT
#: The stage of what is late, and of what is told as soon as it is there, however far off its day.
OVERDUE, AT_ONCE = -1, 99
#: Farther ahead nobody wants to be told.
MOST = 20


def stage(due: date, on: date, calendar: Calendar, before: Sequence[int]) -> int | None:
    """The nearest of the stages that a limit has reached on a day; None while it is farther off than all.

    The nearest alone: whoever was not told of the fifth day is told of the third, and of nothing twice.
    """
    if due < on:
        return OVERDUE
    left = calendar.count(on, due)
    return min((days for days in before if left <= days), default=None)


def read_before(text: str) -> tuple[int, ...]:
    """5,3,1 as numbers, the largest first; empty where it cannot be read."""
    parts = re.split("[,，、]", text)
    if not all(re.fullmatch(r"\s*\d{1,2}\s*", part, re.ASCII) and 0 < int(part) <= MOST for part in parts):
        return ()
    return tuple(sorted(set(map(int, parts)), reverse=True))

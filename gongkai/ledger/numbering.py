"""The number of a new row by the way an organ writes its numbers."""

import re
from collections.abc import Iterable

_LAST_DIGITS = re.compile(r"(.*?)([0-9]{1,9})([^0-9]*)")


def following(numbers: Iterable[str]) -> str:
    """The number after the highest, written as it is; empty where none ends with digits."""
    written = [(int(match[2]), match) for number in numbers if (match := _LAST_DIGITS.fullmatch(number))]
    if not written:
        return ""
    highest, match = max(written, key=lambda one: one[0])
    return f"{match[1]}{highest + 1:0{len(match[2])}d}{match[3]}"

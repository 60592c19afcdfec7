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


def anew(number: str, old: int, new: int) -> str:
    """The first number of the year ``new``, written as one of the year ``old``; empty where it tells no
    year."""
    match = _LAST_DIGITS.fullmatch(number)
    if match is None or str(old) not in match[1]:
        return ""
    width = len(match[2]) if match[2].startswith("0") else 1
    return f"{match[1].replace(str(old), str(new))}{1:0{width}d}{match[3]}"

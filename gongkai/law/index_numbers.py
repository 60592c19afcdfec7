"""索引号: how an organ numbers what it publishes. Unique, given by the program, never changed or used again.

The national guide of 2009 writes the organ's code of nine characters, the year and five digits.
"""

import re

from gongkai.law.sources import DIRECTORY_GUIDE

SOURCE = DIRECTORY_GUIDE.at("索引号", verified=False)
DEFAULT = "{code}/{year}-{n}"
CODE, USCC, YEAR, MONTH, N = "{code}", "{uscc}", "{year}", "{month}", "{n}"
DIGITS = 5
LONGEST = 100
_FIELD = re.compile(r"\{[^{}]*\}")
_PLAIN = re.compile(r"[0-9A-Za-z\u4e00-\u9fff/_.-]*")


def series(pattern: str, *, uscc: str, mark: str, year: int, month: int) -> str:
    """The pattern with everything filled in but the number. Without a credit code the organ's ``mark`` stands
    in its place."""
    values = {CODE: uscc[8:17] or mark, USCC: uscc or mark, YEAR: str(year), MONTH: f"{month:02d}"}
    for name, value in values.items():
        pattern = pattern.replace(name, value)
    return pattern


def written(series: str, n: int) -> str:
    return series.replace(N, f"{n:0{DIGITS}d}")


def complaint(pattern: str) -> str:
    """Why a pattern gives no good numbers, in one sentence; empty where it does."""
    names = _FIELD.findall(pattern)
    if pattern.count(N) != 1 or pattern.count(YEAR) != 1:
        why = f"要有一个{YEAR}和一个{N}"
    elif strange := [name for name in names if name not in {CODE, USCC, YEAR, MONTH, N}]:
        why = f"不认识{strange[0]}"
    elif not _PLAIN.fullmatch(_FIELD.sub("", pattern)) or len(pattern) > 60:
        why = "只能用字母、数字、汉字和“/”“-”“_”“.”，最多60个字"
    else:
        return ""
    return f"索引号样式“{pattern}” — {why} — 请写成“{DEFAULT}”这样。"

"""What stands in a figure cell. A figure is read or refused; it is never guessed."""

import re
from decimal import Decimal
from itertools import pairwise

from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.model import Value
from gongkai.reading.characters import clean, squeeze

#: What organs print for "none". It is blank, not 0 (the check of blanks then speaks).
BLANKS = frozenset({"", "-", "--", "---", "—", "——", "–", "―", "/", "//", "\\", "无", "*"})
# 000 is no number but three boxes that ran together.
_NUMBER = re.compile(
    r"(?P<sign>[+-])?(?P<digits>0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,17})(?P<fraction>\.\d{1,12})?"
    r"(?P<unit>亿元|万元|元|件次|件|项|宗|起|条|份|例|个|次)?(?P<remark>\([^()]*\))?"
)
#: 万元 in one unit as printed.
_MONEY_UNITS = {"亿元": 4, "万元": 0, "元": -4}


class Unreadable(ValueError):
    """The cell holds something that is not one figure."""


def is_blank(text: str) -> bool:
    return squeeze(text) in BLANKS


def is_figure(text: str) -> bool:
    """One number, with or without sign, unit and remark; blanks are not figures."""
    return _match(text) is not None


def figure(text: str, kind: Kind, *, unit: str = "万元") -> Value:
    """The figure of a cell: int for counts, Decimal 万元 for money, None for blank.

    ``unit`` is the unit named in the head of a money column; a unit in the cell itself goes first.
    A signed text cell (本年增/减) that is a plain integer is read as int. Raises Unreadable.
    """
    if is_blank(text):
        return None
    found = _match(text)
    if found is None:
        if kind is Kind.TEXT:
            return clean(text).replace("\n", "")
        raise Unreadable(text)
    number = Decimal((found["sign"] or "") + found["digits"].replace(",", "") + (found["fraction"] or ""))
    if kind is Kind.TEXT:
        is_plain = not (found["fraction"] or found["unit"] or found["remark"])
        return int(number) if is_plain else clean(text).replace("\n", "")
    if kind is Kind.MONEY:
        if found["unit"] and found["unit"] not in _MONEY_UNITS:
            raise Unreadable(text)
        return number.scaleb(_MONEY_UNITS[found["unit"] or unit])
    if number != number.to_integral_value() or found["unit"] in _MONEY_UNITS:
        raise Unreadable(text)
    return int(number)


def _match(text: str) -> re.Match[str] | None:
    # Blanks are dropped around a figure only: "2 1" is two figures or a broken one, nobody can tell.
    parts = clean(text).split()
    if any(a[-1].isdigit() and b[0].isdigit() for a, b in pairwise(parts)):
        return None
    plain = squeeze(text).replace("−", "-").replace("–", "-").replace("﹣", "-")
    return _NUMBER.fullmatch(plain)

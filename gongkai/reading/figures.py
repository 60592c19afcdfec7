"""What stands in a figure cell. A figure is read or refused; it is never guessed."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.model import Value
from gongkai.reading.characters import NOISE, clean, halve, squeeze

#: What organs print for "none". It is blank, not 0 (the check of blanks then speaks).
BLANKS = frozenset({"", "-", "--", "---", "—", "——", "–", "―", "/", "//", "\\", "无", "*"})
# 000 is no number but three boxes that ran together. Of 12(3) nobody knows whether the 3 is a note's number,
# last year's figure or a part of the 12.
_NUMBER = re.compile(
    r"(?P<sign>[+-])?(?P<digits>0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,17})(?P<fraction>\.\d{1,12})?"
    r"(?P<unit>亿元|万元|元|件次|件|项|宗|起|条|份|例|个|次)?(?P<remark>\((?![\d.,、]+\))[^()]*\))?",
    re.ASCII,
)
_SIGNS = str.maketrans({"−": "-", "–": "-", "﹣": "-", "‐": "-", "‑": "-"})
_ZEROS = frozenset({"零", "〇"})
_UNIT_IN_BRACKETS = re.compile(r"\((?:单位:?)?(亿元|万元|元)\)")
#: 万元 in one unit as printed.
_MONEY_UNITS = {"亿元": 4, "万元": 0, "元": -4}


class Unreadable(ValueError):
    """The cell holds something that is not one figure."""


@lru_cache(maxsize=20_000)
def is_blank(text: str) -> bool:
    return squeeze(text) in BLANKS


@lru_cache(maxsize=20_000)
def is_figure(text: str) -> bool:
    """One number, with or without sign, unit and remark; blanks are not figures."""
    return plain(text) is not None or _match(text) is not None


@lru_cache(maxsize=20_000)
def plain(text: str) -> int | None:
    """Nothing but digits, as nearly every figure is printed: known without a closer look."""
    is_plain = text.isdigit() and text.isascii() and (text[0] != "0" or text == "0") and len(text) < 18
    return int(text) if is_plain else None


def figure(text: str, kind: Kind, *, unit: str = "万元") -> Value:
    """The figure of a cell: int for counts, Decimal 万元 for money, None for blank.

    ``unit`` is the unit that the head or label of a sum of money names; one in the cell itself goes first.
    A signed text cell (本年增/减) that is a plain integer is read as int. Raises Unreadable.
    """
    if kind is not Kind.MONEY and (value := plain(text)) is not None:
        return value
    if is_blank(text):
        return None
    found = _match(text)
    if found is None:
        if kind is Kind.TEXT and NOISE not in text and not _is_torn(_parts(text)):
            return _kept(text)
        raise Unreadable(text)
    number = Decimal((found["sign"] or "") + found["digits"].replace(",", "") + (found["fraction"] or ""))
    if kind is Kind.TEXT:
        is_plain = not (found["fraction"] or found["unit"] or found["remark"])
        return int(number) if is_plain else _kept(text)
    if kind is Kind.MONEY:
        return number.scaleb(_MONEY_UNITS[_unit_of(found) or unit])
    # 1.000 may be a thousand written as abroad.
    is_whole = number == number.to_integral_value() and len(found["fraction"] or "") != 4
    if not is_whole or found["unit"] in _MONEY_UNITS:
        raise Unreadable(text)
    return int(number)


def _unit_of(money: re.Match[str]) -> str:
    """The unit in a cell of money, perhaps in brackets, "" for none."""
    bracketed = _UNIT_IN_BRACKETS.fullmatch(money["remark"] or "")
    named = {unit for unit in (money["unit"], bracketed and bracketed[1]) if unit}
    is_unclear = "元" in (money["remark"] or "") and not bracketed
    if is_unclear or len(named) > 1 or not named <= _MONEY_UNITS.keys():
        raise Unreadable(money[0])
    return named.pop() if named else ""


def _kept(text: str) -> str:
    return "".join(_parts(text))


def _parts(text: str) -> list[str]:
    return halve(clean(text)).split()


def _is_torn(parts: Sequence[str]) -> bool:
    """ "2 1" is two figures or a broken one, nobody can tell; elsewhere blanks do not count."""
    return any(a[-1].isdigit() and b[0].isdigit() for a, b in pairwise(parts))


@lru_cache(maxsize=20_000)
def _match(text: str) -> re.Match[str] | None:
    parts = _parts(text)
    if _is_torn(parts):
        return None
    plain = "".join(parts).translate(_SIGNS)
    return _NUMBER.fullmatch("0" if plain in _ZEROS else plain)

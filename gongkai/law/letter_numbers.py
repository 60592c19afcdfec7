"""Document numbers 发文字号: how an organ writes them, and what a well-formed one looks like.

Organ mark 发文机关代字, year in 六角括号〔〕, number without leading zero (GB/T 9704-2012). No 第
stands before it by the standard; organs that write one may, for it is in use.
"""

import re
from collections.abc import Iterator

from gongkai.law.sources import DOCUMENT_FORMAT

SOURCE = DOCUMENT_FORMAT.at("7.2.5", verified=False)
MARK, YEAR, N = "{mark}", "{year}", "{n}"

_WELL_FORMED = re.compile(r"[^\s\d〔〕{}]{1,30}〔[12]\d{3}〕第?[1-9]\d{0,4}号")
#: What is meant as a number but is not written as one: round or square brackets, a leading zero.
_MISSHAPEN = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:[\[［【(（][12]\d{3}[\]］】)）]\s?第?\d{1,5}号|〔[12]\d{3}〕\s?第?0\d{0,4}号)"
)


def is_well_formed(number: str) -> bool:
    return _WELL_FORMED.fullmatch(number) is not None


def normal(number: str) -> str:
    """A number as it should be written, however it was typed: “四政 [2026] 第036号” is 四政〔2026〕36号."""
    narrow = number.translate({ord(wide): str(digit) for digit, wide in enumerate("０１２３４５６７８９")})
    return _TYPED.sub(r"〔\1〕\2号", re.sub(r"\s", "", narrow))


_TYPED = re.compile(r"[\[［【(（〔]([12]\d{3})[\]］】)）〕]第?0{0,4}(\d{1,5})号")


def misshapen(text: str) -> Iterator[tuple[int, int]]:
    """Where a text writes a document number otherwise than it should."""
    return (match.span() for match in _MISSHAPEN.finditer(text))


def written(pattern: str, *, mark: str, year: int, n: int) -> str:
    """The ``n``-th number of a year; ``pattern`` is an organ's, as ``{mark}公开告〔{year}〕{n}号``."""
    return pattern.replace(MARK, mark).replace(YEAR, str(year)).replace(N, str(n))


def mark_complaint(mark: str) -> str:
    """Why something is no organ mark; empty where it is one, or not set."""
    if not mark or is_well_formed(f"{mark}〔2026〕1号"):
        return ""
    return f"发文机关代字“{mark}” — 不能有数字、空格和括号 — 请写成“四政”这样。"


def complaint(pattern: str) -> str:
    """Why a pattern gives no good numbers, in one sentence; empty where it does."""
    if pattern.count(YEAR) != 1 or pattern.count(N) != 1:
        why = f"要有一个{YEAR}和一个{N}"
    elif not is_well_formed(written(pattern, mark="某", year=2026, n=1)):
        why = "年份要用六角括号〔〕，号前没有多余的0"
    else:
        return ""
    return f"文号样式“{pattern}” — {why} — 请写成“{MARK}公开告〔{YEAR}〕{N}号”这样。"

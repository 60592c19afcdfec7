"""Fields in braces: finding them, putting the figures in, and saying which are unknown."""

import difflib
import re
import unicodedata
from decimal import Decimal

from gongkai.law.annual_report.narrative.facts import NarrativeFacts
from gongkai.law.annual_report.narrative.figures import BY_NAME, Shown

#: What an unknown figure prints; never 0, which would be a statement.
UNKNOWN = "未统计"
_FIELD = re.compile(r"\{([^{}\n]{1,40})\}")
_STRAY = re.compile(r"[{}]")
_WIDE = re.compile(r"｛([^{}｛｝\n]{1,40})｝")


class NarrativeError(ValueError):
    """A field that does not exist: one Chinese sentence with its name and the nearest that does."""


def fields(text: str) -> tuple[str, ...]:
    """The names in braces, each once, in their order."""
    return tuple(dict.fromkeys(name.strip() for name in _FIELD.findall(text)))


def check_fields(text: str) -> None:
    """Raises NarrativeError for the first field that does not exist."""
    for name in fields(text):
        if name not in BY_NAME:
            near = difflib.get_close_matches(name, BY_NAME, n=3, cutoff=0.4)
            hint = f"可能是{'、'.join(f'{{{n}}}' for n in near)}，请改正" if near else "请从字段表中选用"
            raise NarrativeError(f"正文里的{{{name}}} — 没有这个字段 — {hint}或删去花括号。")


def check_written(text: str) -> None:
    """Raises NarrativeError for what a hand left that cannot be printed: a character that nobody sees, which
    may turn the text around; in braces a field that does not exist, a brace without its other half,
    full-width braces around a field."""
    check_fields(text)
    if unseen := next((char for char in text if _is_unseen(char)), ""):
        near = text.partition(unseen)[0].split("\n")[-1][-12:]
        raise NarrativeError(
            f"正文里“{near}”之后 — 有看不见的字符U+{ord(unseen):04X} — 请删去这一处，重新输入。"
        )
    if stray := _STRAY.search(_FIELD.sub("", text)):
        near = stray[0] + _FIELD.sub("", text)[stray.end() :].split("\n")[0][:12]
        raise NarrativeError(
            f"正文里的“{near}” — 花括号不成对或里面没有名称 — 请写成{{新收件数}}这样的字段，或删去花括号。"
        )
    for name in (match[1].strip() for match in _WIDE.finditer(text)):
        if name in BY_NAME:
            raise NarrativeError(f"正文里的“{name}” — 两边是全角花括号 — 请改为半角的{{{name}}}。")


def _is_unseen(char: str) -> bool:
    """Controls, marks of direction, joiners and private characters; lines and tabs are fine."""
    return char not in "\n\r\t" and unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def render(text: str, facts: NarrativeFacts) -> str:
    """``text`` with its figures put in; an unknown one prints 未统计 (see ``unknown``)."""
    check_fields(text)
    return _FIELD.sub(lambda match: _shown(BY_NAME[match[1].strip()].value(facts)), text)


def unknown(text: str, facts: NarrativeFacts) -> tuple[str, ...]:
    """The fields of ``text`` whose figures the ledger does not know."""
    check_fields(text)
    return tuple(name for name in fields(text) if BY_NAME[name].value(facts) is None)


def _shown(value: Shown) -> str:
    if value is None:
        return UNKNOWN
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)

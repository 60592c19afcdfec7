"""What reports say of 第五十条第（四）项, quoted for the draft of their sum: prose cannot be added up."""

import re
from collections.abc import Iterable

from gongkai.law.annual_report.checks.chapters import DUTIES, NOT_TOLD

_CLAUSES = re.compile("[。；;\n]")


def duties_told(reports: Iterable[tuple[str, str]]) -> str:
    """Chapter one of each report by the name of its organ, as one sentence to each duty: who says what, those
    who say the same together, and whose report says nothing of it. Empty where there is no report."""
    known = [(name, [clause.strip() for clause in _CLAUSES.split(text)]) for name, text in reports]
    return "".join(_sentence(duty, words, known) for duty, words in DUTIES) if known else ""


def _sentence(duty: str, words: re.Pattern[str], reports: list[tuple[str, list[str]]]) -> str:
    said: dict[str, list[str]] = {}
    for name, clauses in reports:
        told = (clause for clause in clauses if words.search(NOT_TOLD.sub("", clause)))
        said.setdefault(next(told, ""), []).append(name)
    silent = said.pop("", [])
    if not said:
        return f"{duty}情况各机关的报告均未作统计。"
    parts = [f"{'、'.join(names)}“{_plain(clause)}”" for clause, names in said.items()]
    if silent:
        parts.append(f"{'、'.join(silent)}的报告没有写")
    return f"{duty}：{'；'.join(parts)}。"


def _plain(clause: str) -> str:
    """Without what a draft would take for a field, and without quotes within the quote."""
    return clause.translate(str.maketrans("{}“”", "｛｝‘’"))

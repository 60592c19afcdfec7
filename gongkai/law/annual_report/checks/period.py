"""AR-S.7: the period that a report says it covers against the year whose report it is."""

import re
from collections.abc import Iterator

from gongkai.law.annual_report.checks.subject import Subject
from gongkai.law.findings import Finding, Severity

_DAY = r"\s*{0}\s*月\s*{1}\s*日\s*"
_PERIOD = re.compile(
    rf"(20\d\d)\s*年{_DAY.format(1, 1)}(?:起\s*)?(?:至|到|[-—~～])+\s*(?:\1\s*年)?{_DAY.format(12, 31)}"
)
_ABOUT = re.compile("统计|数据|期限|报告|年报")
_ENDS = "。；;！!"


def covers_its_year(subject: Subject) -> Iterator[Finding]:
    """AR-S.7: silent where the right period stands beside another, which it is compared with."""
    for chapter, text in subject.report.narrative.items():
        yield from of_another_year(text, subject.report.year, f"narrative/{chapter}")


def of_another_year(text: str, year: int, where: str) -> Iterator[Finding]:
    """What a text says of its period, where that is another year's and nowhere its own."""
    stated = [found for found in _PERIOD.finditer(text) if _ABOUT.search(_sentence(text, found))]
    if stated and year not in {int(found[1]) for found in stated}:
        period = "".join(stated[0][0].split())
        yield Finding(
            "AR-S.7",
            Severity.WARNING,
            where,
            f"统计期间 — 正文写的是“{period}”，这份年报却是{year}年的 — 请核对标题和正文，改正写错的一处。",
            expected=year,
            actual=int(stated[0][1]),
        )


def _sentence(text: str, found: re.Match[str]) -> str:
    begins = max(text.rfind(mark, 0, found.start()) for mark in _ENDS) + 1
    ends = min((at for mark in _ENDS if (at := text.find(mark, found.end())) >= 0), default=len(text))
    return text[begins:ends]

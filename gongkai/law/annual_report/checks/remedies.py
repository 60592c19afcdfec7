"""Table four 表四: each block adds up, and what was pending comes back the year after."""

from collections.abc import Iterator

from gongkai.law.annual_report.checks.subject import Subject, written_sum
from gongkai.law.annual_report.formats.parts import REMEDY_BLOCKS, REMEDY_COLUMNS
from gongkai.law.findings import Finding, Severity

_WIDTH = len(REMEDY_COLUMNS)


def block_adds_up(subject: Subject) -> Iterator[Finding]:
    """AR-4.1: per block, 总计 = 维持 + 纠正 + 其他 + 尚未审结."""
    for index, (block, label) in enumerate(REMEDY_BLOCKS):
        *parts, total = subject.remedies[index * _WIDTH : (index + 1) * _WIDTH]
        if total is None or None in parts:
            continue
        added = sum(part for part in parts if part is not None)
        if added == total:
            continue
        written = written_sum(zip((name for _, name in REMEDY_COLUMNS), parts, strict=False))
        yield Finding(
            "AR-4.1",
            Severity.ERROR,
            f"remedies/{block}/total",
            f"“{label}” — {written}，总计却是{total} — 请核对各项，或把总计改为{added}。",
            subject.source("remedies"),
            expected=added,
            actual=total,
        )


def pending_comes_back(subject: Subject) -> Iterator[Finding]:
    """AR-4.2: 总计 of the year ≥ 尚未审结 of the year before; the form has no row for the carry-over."""
    source = subject.source("remedies")
    yield from subject.needs_previous(
        "AR-4.2", "remedies/reconsideration/total", "上年尚未审结的案件", source
    )
    for block, label in REMEDY_BLOCKS:
        where = f"remedies/{block}/total"
        pending, total = subject.before(f"remedies/{block}/pending"), subject.count(where)
        if pending is None or total is None or pending <= total:
            continue
        yield subject.explained(
            Finding(
                "AR-4.2",
                Severity.WARNING,
                where,
                f"“{label}” — 上年有{pending}件尚未审结，今年总计只有{total}件"
                " — 上年未结的案件今年仍应计入，请核对是否漏计。",
                source,
                expected=pending,
                actual=total,
            )
        )

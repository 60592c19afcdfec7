"""Table four 表四: each block adds up, and what was pending comes back the year after."""

from collections.abc import Iterator

from gongkai.law.annual_report.checks.subject import Subject, falls_short, written_sum
from gongkai.law.annual_report.formats.parts import REMEDY_BLOCKS, REMEDY_COLUMNS
from gongkai.law.annual_report.identities import Relation
from gongkai.law.findings import Finding

_BLOCK, _COLUMN = dict(REMEDY_BLOCKS), dict(REMEDY_COLUMNS)


def block_adds_up(subject: Subject) -> Iterator[Finding]:
    """AR-4.1: per block, 总计 = 维持 + 纠正 + 其他 + 尚未审结."""
    for broken in subject.broken("AR-4.1"):
        identity = broken.identity
        parts = [(_COLUMN[code.rsplit("/", 1)[1]], subject.count(code)) for code in identity.adds]
        yield Finding(
            "AR-4.1",
            identity.severity,
            identity.where,
            falls_short(f"“{_block(identity.where)}”", parts, broken)
            if identity.relation is Relation.COVERS
            else f"“{_block(identity.where)}” — {written_sum(parts)}，总计却是{broken.actual}"
            f" — 请核对各项，或把总计改为{broken.expected}。",
            subject.source("remedies"),
            expected=broken.expected,
            actual=broken.actual,
        )


def pending_comes_back(subject: Subject) -> Iterator[Finding]:
    """AR-4.2: 总计 of the year ≥ 尚未审结 of the year before; the form has no row for the carry-over."""
    source = subject.source("remedies")
    yield from subject.needs_previous(
        "AR-4.2", "remedies/reconsideration/total", "上年尚未审结的案件", source
    )
    for broken in subject.broken("AR-4.2"):
        where = broken.identity.where
        yield subject.explained(
            Finding(
                "AR-4.2",
                broken.identity.severity,
                where,
                f"“{_block(where)}” — 上年有{broken.expected}件尚未审结，今年总计只有{broken.actual}件"
                " — 上年未结的案件今年仍应计入，请核对是否漏计。",
                source,
                expected=broken.expected,
                actual=broken.actual,
            )
        )


def _block(code: str) -> str:
    return _BLOCK[code.split("/")[1]]

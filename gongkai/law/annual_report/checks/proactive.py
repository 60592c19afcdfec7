"""Table two 表二: stock of documents, nothing negative, 万元 and not 元."""

from collections.abc import Iterator
from decimal import Decimal

from gongkai.law.annual_report.checks.subject import Subject
from gongkai.law.annual_report.identities import has_stock
from gongkai.law.findings import Finding, Severity

_DOCUMENTS = {"regulations": "规章", "normative_documents": "行政规范性文件"}
_FEES = "proactive/fees_10k_yuan"


def stock_follows(subject: Subject) -> Iterator[Finding]:
    """AR-2.1: 现行有效 = last year's + 制发 − 废止; a warning: clean-ups break it lawfully."""
    if not has_stock(subject.form):
        return
    source = subject.source("proactive")
    yield from _needs_stock(
        subject, "AR-2.1", "proactive/normative_documents/in_force", "现行有效件数与上年的衔接"
    )
    for broken in subject.broken("AR-2.1"):
        where = broken.identity.where
        before, made, repealed = _movement(subject, where)
        yield subject.explained(
            Finding(
                "AR-2.1",
                broken.identity.severity,
                where,
                f"{_document(where)} — 上年现行有效{before}＋本年制发{made}－本年废止{repealed}"
                f"＝{broken.expected}，本年现行有效写的是{broken.actual}"
                " — 请核对，清理、合并等原因造成的请写明说明。",
                source,
                expected=broken.expected,
                actual=broken.actual,
            )
        )


def nothing_negative(subject: Subject) -> Iterator[Finding]:
    """AR-2.2: no figure below 0 (error); no more repealed than there was (warning)."""
    source = subject.source("proactive")
    if has_stock(subject.form) and any(subject.count(f"proactive/{key}/repealed") for key in _DOCUMENTS):
        where = "proactive/normative_documents/repealed"
        yield from _needs_stock(subject, "AR-2.2", where, "废止件数是否多于已有")
    for broken in subject.broken("AR-2.2"):
        where = broken.identity.where
        if broken.identity.is_bound_by_zero:
            name = subject.report.name_of(where)
            message = f"{name} — 写的是{broken.actual}，这里不能是负数 — 请核对后改正。"
        else:
            before, made, _ = _movement(subject, where)
            message = (
                f"{_document(where)} — 本年废止{broken.actual}件，多于上年现行有效{before}＋本年制发{made}"
                " — 请核对，废止了以前没有统计的文件请写明说明。"
            )
        yield Finding(
            "AR-2.2",
            broken.identity.severity,
            where,
            message,
            source,
            expected=broken.expected,
            actual=broken.actual,
        )


def _needs_stock(subject: Subject, rule: str, where: str, what: str) -> Iterator[Finding]:
    """Say that last year's report is missing, or on a form that does not count what is in force."""
    source, last = subject.source("proactive"), subject.previous
    yield from subject.needs_previous(rule, where, what, source)
    if last and not has_stock(last.form):
        why = f"{last.year}年的年报用{last.format}年格式，没有现行有效件数，未核对"
        message = f"{what} — {why} — 请对照{last.year}年底的文件清单核对。"
        yield Finding(rule, Severity.INFO, where, message, source)


def _document(code: str) -> str:
    return _DOCUMENTS[code.split("/")[1]]


def _movement(subject: Subject, code: str) -> tuple[int | None, int | None, int | None]:
    """Last year's 现行有效, 制发 and 废止 of the row in which a cell stands."""
    row = code.rsplit("/", 1)[0]
    return subject.before(f"{row}/in_force"), subject.count(f"{row}/made"), subject.count(f"{row}/repealed")


def unit_slip(subject: Subject) -> Iterator[Finding]:
    """AR-2.3: 元 typed where 万元 is asked. Only a likelihood, so it warns."""
    fees = subject.report.cells.get(_FEES)
    if not isinstance(fees, int | Decimal) or fees <= 0:
        return
    settings = subject.settings
    before = subject.previous.cells.get(_FEES) if subject.previous else None
    why = ""
    if subject.is_town and fees > settings.town_fee_ceiling:
        why = f"乡镇、街道全年收费超过{settings.town_fee_ceiling}万元不常见"
    elif isinstance(before, int | Decimal) and before > 0 and fees > before * settings.fee_jump:
        why = f"是上年{before:f}万元的{settings.fee_jump}倍以上"
    if why:
        yield Finding(
            "AR-2.3",
            Severity.WARNING,
            _FEES,
            f"行政事业性收费 — 写的是{fees:f}万元，{why} — 请核对是否把元填进了万元栏。",
            subject.source("proactive"),
            actual=fees,
        )


def rule_making_power(subject: Subject) -> Iterator[Finding]:
    """AR-2.4: a town or 街道 makes no 规章; what it counted are probably other documents."""
    for slot in subject.form.table("proactive").cells():
        count = subject.count(slot.code) if slot.code.startswith("proactive/regulations/") else 0
        if count and subject.is_town:
            yield Finding(
                "AR-2.4",
                Severity.WARNING,
                slot.code,
                f"{slot.name} — 写的是{count}，乡镇和街道没有规章制定权"
                " — 请改为0，是行政规范性文件的填入下一行。",
                subject.source("proactive"),
                expected=0,
                actual=count,
            )

"""Table three 表三: the identities printed on the form, and last year's 结转."""

from collections.abc import Iterator

from gongkai.law.annual_report.checks.subject import Subject, falls_short, short, written_sum
from gongkai.law.annual_report.formats.parts import APPLICANTS
from gongkai.law.annual_report.identities import Broken, Relation
from gongkai.law.findings import Finding

_APPLICANT = dict(APPLICANTS)


def balance(subject: Subject) -> Iterator[Finding]:
    """AR-3.1: per column, 新收 + 上年结转 = 总计 + 结转下年度."""
    for broken in subject.broken("AR-3.1"):
        where = broken.identity.where
        if broken.identity.relation is Relation.COVERS:
            yield _outweighs(subject, broken)
            continue
        new, carried_in = (subject.count(code) or 0 for code in broken.identity.adds)
        carried_out = new + carried_in - (broken.expected or 0)
        yield Finding(
            "AR-3.1",
            broken.identity.severity,
            where,
            f"“{_column(where)}”一列 — 新收{new}＋上年结转{carried_in}＝{new + carried_in}，"
            f"办理结果总计{broken.actual}＋结转下年度{carried_out}＝{broken.actual + carried_out}，"
            "两边应当相等 — 请核对这四个数。",
            subject.source("requests"),
            expected=broken.expected,
            actual=broken.actual,
        )


def _outweighs(subject: Subject, broken: Broken) -> Finding:
    """One side of the balance is known to be more than the whole of the other."""
    identity = broken.identity
    known = sum(subject.count(code) or 0 for code in identity.adds)
    whole = broken.actual + sum(subject.count(code) or 0 for code in identity.takes)
    column = f"“{_column(identity.where)}”一列"
    if identity.where.startswith("requests/total/"):
        words = f"新收和上年结转缺一个数，另一个已是{known}，办理结果总计＋结转下年度却只有{whole}"
    else:
        words = f"办理结果总计和结转下年度缺一个数，另一个已是{known}，新收＋上年结转却只有{whole}"
    return Finding(
        "AR-3.1",
        identity.severity,
        identity.where,
        f"{column} — {words} — 两边应当相等，请核对这四个数。",
        subject.source("requests"),
        actual=broken.actual,
    )


def results_add_up(subject: Subject) -> Iterator[Finding]:
    """AR-3.2: per column, （七）总计 = the sum of the result rows."""
    labels = {row.key: row.label for row in subject.form.request_rows}
    for broken in subject.broken("AR-3.2"):
        identity = broken.identity
        parts = [
            (short(labels.get(code.split("/")[1], "其他处理")), subject.count(code)) for code in identity.adds
        ]
        yield Finding(
            "AR-3.2",
            identity.severity,
            identity.where,
            falls_short(f"“{_column(identity.where)}”一列", parts, broken)
            if identity.relation is Relation.COVERS
            else f"“{_column(identity.where)}”一列 — {written_sum(parts)}，（七）总计却是{broken.actual}"
            f" — 请核对各行，或把总计改为{broken.expected}。",
            subject.source("requests"),
            expected=broken.expected,
            actual=broken.actual,
        )


def applicants_add_up(subject: Subject) -> Iterator[Finding]:
    """AR-3.3: per row, 总计 = the six applicant columns. The form prints no subtotal for 法人."""
    for broken in subject.broken("AR-3.3"):
        identity = broken.identity
        name = subject.report.name_of(identity.where).rsplit("·", 1)[0]
        parts = [(_column(code), subject.count(code)) for code in identity.adds]
        yield Finding(
            "AR-3.3",
            identity.severity,
            identity.where,
            falls_short(f"“{name}”一行", parts, broken)
            if identity.relation is Relation.COVERS
            else f"“{name}”一行 — {written_sum(parts)}，总计却是{broken.actual}"
            f" — 请核对各列，或把总计改为{broken.expected}。",
            subject.source("requests"),
            expected=broken.expected,
            actual=broken.actual,
        )


def carried_over(subject: Subject) -> Iterator[Finding]:
    """AR-3.5: 上年结转 = last year's 结转下年度, per column."""
    source = subject.source("requests")
    yield from subject.needs_previous("AR-3.5", "requests/carried_in/total", "上年结转数", source)
    year = subject.report.year
    for broken in subject.broken("AR-3.5"):
        where = broken.identity.where
        yield subject.explained(
            Finding(
                "AR-3.5",
                broken.identity.severity,
                where,
                f"“{_column(where)}”一列 — {year}年报的上年结转是{broken.actual}，"
                f"{year - 1}年报的结转下年度是{broken.expected}，"
                "应当相等 — 请改正，机构合并或上年报更正过的请写明说明。",
                source,
                expected=broken.expected,
                actual=broken.actual,
            )
        )


def _column(code: str) -> str:
    """The head of the column in which a cell of table three stands."""
    return _APPLICANT[code.rsplit("/", 1)[1]]

"""Cells: whole numbers, none blank, and what an unread one must be by the identities."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from types import NoneType

from gongkai.law.annual_report.checks.subject import Subject, cite
from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import APPLICANTS
from gongkai.law.annual_report.identities import identities
from gongkai.law.annual_report.tally import LEGACY
from gongkai.law.findings import Finding, Severity

_COUNTED = frozenset({int, NoneType})


def well_formed(subject: Subject) -> Iterator[Finding]:
    """AR-3.4: whole numbers ≥ 0 (table two's negatives are AR-2.2), and 0 printed where there is none."""
    yield from _not_counts(subject)
    blank = [code for code in _blank(subject) if code.split("/")[0] not in _blank_tables(subject)]
    not_kept = [code for code in blank if subject.own and code.startswith(LEGACY)]
    if not_kept:
        why = f"{subject.form.code}年格式独有，台账不登记 — 请查明后在写出的文件里补填，不能当作0"
        yield _is_blank(subject, not_kept, Severity.WARNING, why)
    for codes in _grouped([code for code in blank if code not in not_kept]):
        severity = Severity.ERROR if subject.own else Severity.WARNING
        yield _is_blank(subject, codes, severity, "空着没有数 — 没有发生的请填0")


def _is_blank(subject: Subject, codes: list[str], severity: Severity, why: str) -> Finding:
    listed = "、".join(f"“{subject.report.name_of(code)}”" for code in codes[:3])
    more = f"等{len(codes)}格" if len(codes) > 3 else ""
    source = subject.source(codes[0].split("/")[0])
    return Finding("AR-3.4", severity, codes[0], f"{listed}{more} — {why}。", source)


def _not_counts(subject: Subject) -> Iterator[Finding]:
    value_of = subject.report.cells.get
    wrong = {broken.identity.where for broken in subject.broken("AR-3.4")}
    counts = _counts(subject.report.format, subject.printed)
    if not _COUNTED.issuperset(map(type, map(value_of, counts))):
        wrong |= {code for code in counts if type(value_of(code)) not in _COUNTED}
    for code in filter(wrong.__contains__, subject.printed if wrong else ()):
        value = value_of(code)
        yield Finding(
            "AR-3.4",
            Severity.ERROR,
            code,
            f"“{subject.report.name_of(code)}” — 写的是{value}，这里应是0或正整数 — 请核对后改正。",
            subject.source(code.split("/")[0]),
            actual=value,
        )


@cache
def _counts(form_code: str, printed: tuple[str, ...]) -> tuple[str, ...]:
    """The cells that hold a count; （六）其他处理 may be the other form's."""
    slots = BY_CODE[form_code].slots
    return tuple(code for code in printed if code not in slots or slots[code].kind is Kind.COUNT)


def _blank(subject: Subject) -> list[str]:
    cells, slots = subject.report.cells, subject.form.slots
    if None not in map(cells.get, subject.printed):
        return []
    return [
        code
        for code in subject.printed
        if cells.get(code) is None
        and code not in subject.unread
        and (code not in slots or slots[code].kind is not Kind.TEXT)
    ]


def _blank_tables(subject: Subject) -> set[str]:
    """Tables without one figure: the whole table is missing, which is said once (AR-S.5)."""
    cells = subject.report.cells
    seen = {code.split("/")[0] for code in subject.printed if cells.get(code) is not None}
    return {table.code for table in subject.form.tables} - seen


def _grouped(codes: list[str]) -> Iterator[list[str]]:
    """Blank cells as a clerk sees them: a whole column, else what is blank in one row, in one sentence."""
    rows = defaultdict(list)
    by_column = defaultdict(list)
    for code in codes:
        if code.startswith("requests/"):
            by_column[code.rsplit("/", 1)[1]].append(code)
    whole = {code for column in by_column.values() if len(column) > len(APPLICANTS) for code in column}
    for column in by_column.values():
        if column[0] in whole:
            yield column
    for code in codes:
        if code not in whole:
            rows[code.rsplit("/", 1)[0] if code.count("/") > 1 else code].append(code)
    yield from rows.values()


def missing_table(subject: Subject) -> Iterator[Finding]:
    """AR-S.5: a table without one figure. Where the reader could not part its figures, it only warns."""
    if None not in map(subject.report.cells.get, subject.printed):
        return
    for table in subject.form.tables:
        codes = [code for code in subject.printed if code.startswith(f"{table.code}/")]
        if table.code in _blank_tables(subject) and not _said_by_reader(subject, table.code):
            unread = subject.unread.issuperset(codes)
            yield Finding(
                "AR-S.5",
                Severity.WARNING if unread else Severity.ERROR,
                codes[0],
                f"“{table.title}”的表格 — 一个数也{'没有读出' if unread else '没有'}"
                " — 请补上表格，是图片或文字连在一起的请改成真正的表格。",
                cite(table.source),
            )


def _said_by_reader(subject: Subject, table: str) -> bool:
    return any(f.rule == "AR-S.5" and f.where.startswith(table) for f in subject.report.findings)


def format_mixed(subject: Subject) -> Iterator[Finding]:
    """AR-format-mixed: table two of one form, （六）其他处理 of the other."""
    divides = "other_all" not in subject.form.result_keys
    if subject.report.divides_other != divides:
        rows = "分为三行" if subject.report.divides_other else "没有分三行"
        yield Finding(
            "AR-format-mixed",
            Severity.WARNING,
            f"requests/{'other_no_correction' if subject.report.divides_other else 'other_all'}/total",
            f"“（六）其他处理” — 表二用的是{subject.form.code}年格式，这里却{rows} — 请统一按"
            f"{cite(subject.form.source)}填报。",
            cite(subject.form.source),
        )


def form_in_force(subject: Subject) -> Iterator[Finding]:
    """AR-S.4: the form of other years."""
    form, year = subject.form, subject.report.year
    right = next((f for f in BY_CODE.values() if f.covers(year)), None)
    if right is not None and right is not form:
        yield Finding(
            "AR-S.4",
            Severity.WARNING,
            "report",
            f"{year}年的年报 — 用了{form.code}年格式的表格和栏名 — 请改用{cite(right.source)}规定的格式。",
            cite(right.source),
            expected=right.code,
            actual=form.code,
        )


def unread(subject: Subject) -> Iterator[Finding]:
    """AR-unread: what the reader of the source could not read. It is in no sum, and never 0."""
    return (finding for finding in subject.report.findings if finding.rule == "AR-unread")


def derived(subject: Subject) -> Iterator[Finding]:
    """AR-derived: what an unread cell must be if the identities hold. A proposal; the cell stays unread."""
    if not subject.unread:
        return
    figures = {code: subject.count(code) for code in subject.printed}
    sums = [
        identity.sides
        for identity in identities(subject.report.format, subject.result_keys)
        if identity.is_equality
    ]
    found: dict[str, int] = {}
    before = -1
    while before != len(found):
        before = len(found)
        for left, right in sums:
            unknown = [code for code in left + right if figures.get(code) is None]
            if len(unknown) == 1 and unknown[0] in subject.unread:
                side = 1 if unknown[0] in left else -1
                known_left = sum(figures.get(code) or 0 for code in left)
                known_right = sum(figures.get(code) or 0 for code in right)
                value = side * (known_right - known_left)
                if value >= 0:
                    figures[unknown[0]] = found[unknown[0]] = value
    for code, value in found.items():
        yield Finding(
            "AR-derived",
            Severity.INFO,
            code,
            f"“{subject.report.name_of(code)}” — 读不出，按勾稽关系推算应为{value} — 请对照原件确认后填写。",
            subject.source(code.split("/")[0]),
            expected=value,
        )

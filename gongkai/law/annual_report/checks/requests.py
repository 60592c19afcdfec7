"""Table three 表三: the identities printed on the form, and last year's 结转."""

from collections.abc import Iterator

from gongkai.law.annual_report.checks.subject import COLUMNS, Subject, short, written_sum
from gongkai.law.annual_report.formats.parts import APPLICANTS
from gongkai.law.findings import Finding, Severity


def _known_sum(figures: tuple[int | None, ...]) -> int | None:
    """The sum, or None when one figure is unread: an identity with an unread cell is not evaluated."""
    try:
        return sum(figures)  # type: ignore[arg-type]
    except TypeError:
        return None


def _columns(subject: Subject) -> Iterator[tuple[str, str, tuple[int | None, ...]]]:
    for index, (key, label) in enumerate(APPLICANTS):
        yield key, label, subject.requests[index::COLUMNS]


def balance(subject: Subject) -> Iterator[Finding]:
    """AR-3.1: per column, 新收 + 上年结转 = 总计 + 结转下年度."""
    for key, label, column in _columns(subject):
        new, carried_in, total, carried_out = column[0], column[1], column[-2], column[-1]
        if new is None or carried_in is None or total is None or carried_out is None:
            continue
        if new + carried_in != total + carried_out:
            yield Finding(
                "AR-3.1",
                Severity.ERROR,
                f"requests/total/{key}",
                f"“{label}”一列 — 新收{new}＋上年结转{carried_in}＝{new + carried_in}，"
                f"办理结果总计{total}＋结转下年度{carried_out}＝{total + carried_out}，两边应当相等"
                " — 请核对这四个数。",
                subject.source("requests"),
                expected=new + carried_in - carried_out,
                actual=total,
            )


def results_add_up(subject: Subject) -> Iterator[Finding]:
    """AR-3.2: per column, （七）总计 = the sum of the result rows."""
    for key, label, column in _columns(subject):
        total = column[-2]
        parts = _known_sum(column[2:-2])
        if total is None or parts is None or parts == total:
            continue
        yield Finding(
            "AR-3.2",
            Severity.ERROR,
            f"requests/total/{key}",
            f"“{label}”一列 — {_written_out(subject, column[2:-2])}，（七）总计却是{total}"
            f" — 请核对各行，或把总计改为{parts}。",
            subject.source("requests"),
            expected=parts,
            actual=total,
        )


def _written_out(subject: Subject, results: tuple[int | None, ...]) -> str:
    rows = {row.key: row.label for form in (subject.form,) for row in form.request_rows}
    parts = [
        (short(rows.get(key, "其他处理")), count)
        for key, count in zip(subject.result_keys, results, strict=True)
    ]
    return written_sum(parts)


def applicants_add_up(subject: Subject) -> Iterator[Finding]:
    """AR-3.3: per row, 总计 = the six applicant columns. The form prints no subtotal for 法人."""
    figures = subject.requests
    for index, key in enumerate(subject.row_keys):
        *parts, total = figures[index * COLUMNS : (index + 1) * COLUMNS]
        added = _known_sum(tuple(parts))
        if total is None or added is None or added == total:
            continue
        where = f"requests/{key}/total"
        name = subject.report.name_of(where).rsplit("·", 1)[0]
        written = written_sum(zip((label for _, label in APPLICANTS), parts, strict=False))
        yield Finding(
            "AR-3.3",
            Severity.ERROR,
            where,
            f"“{name}”一行 — {written}，总计却是{total} — 请核对各列，或把总计改为{added}。",
            subject.source("requests"),
            expected=added,
            actual=total,
        )


def carried_over(subject: Subject) -> Iterator[Finding]:
    """AR-3.5: 上年结转 = last year's 结转下年度, per column."""
    source = subject.source("requests")
    yield from subject.needs_previous("AR-3.5", "requests/carried_in/total", "上年结转数", source)
    for key, label in APPLICANTS:
        where = f"requests/carried_in/{key}"
        expected, actual = subject.before(f"requests/carried_out/{key}"), subject.count(where)
        if expected is None or actual is None or expected == actual:
            continue
        year = subject.report.year
        yield subject.explained(
            Finding(
                "AR-3.5",
                Severity.ERROR,
                where,
                f"“{label}”一列 — {year}年报的上年结转是{actual}，{year - 1}年报的结转下年度是{expected}，"
                "应当相等 — 请改正，机构合并或上年报更正过的请写明说明。",
                source,
                expected=expected,
                actual=actual,
            )
        )

"""The three tables of a strange report: drawn as the official form, small, and beside last year's figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.portal.checkup.findings import NARROW
from gongkai.faces.ui.findings import Shown
from gongkai.faces.ui.official import Box, Drawing, Grid, figure
from gongkai.law.annual_report.form import Form, Table
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import REMEDY_BLOCKS, REMEDY_COLUMNS, TOTAL
from gongkai.law.annual_report.model import ReportData

NAMES = {"proactive": "表二", "requests": "表三", "remedies": "表四"}
_WORDING = 12  # characters of the source in an unread cell
#: What stands beside last year's: (name, cells whose sum it is).
FIGURES = (
    (gettext_lazy("新收申请"), ("requests/new/total",)),
    (gettext_lazy("上年结转"), ("requests/carried_in/total",)),
    (gettext_lazy("办结"), ("requests/total/total",)),
    (gettext_lazy("结转下年度"), ("requests/carried_out/total",)),
    (gettext_lazy("复议、诉讼"), tuple(f"remedies/{block}/{TOTAL}" for block, _zh in REMEDY_BLOCKS)),
    (gettext_lazy("规范性文件制发"), ("proactive/normative_documents/made",)),
    (gettext_lazy("行政许可"), ("proactive/licensing",)),
    (gettext_lazy("行政处罚"), ("proactive/penalties",)),
    (gettext_lazy("行政强制"), ("proactive/coercion",)),
    (gettext_lazy("收费金额（万元）"), ("proactive/fees_10k_yuan",)),
)


@dataclass(frozen=True, slots=True)
class Small:
    """A table as a map: one place for each figure, with what was found there."""

    code: str
    name: str
    rows: tuple[tuple[str, ...], ...]  # "", "unread", "warning" or "error"
    says: str


@dataclass(frozen=True, slots=True)
class Line:
    """A figure beside last year's; empty where it is unknown."""

    name: str
    now: str
    before: str
    change: str


def form_as_printed(report: ReportData) -> Form:
    """The report's form, with （六）其他处理 as its table three prints it: published tables mix the forms."""
    rows = BY_CODE["2021" if report.divides_other else "2019"]
    tables = tuple(rows.table(t.code) if t.code == "requests" else t for t in report.form.tables)
    return replace(report.form, tables=tables, request_rows=rows.request_rows)


def unread(report: ReportData, form: Form) -> frozenset[str]:
    """The cells that the reader could not read, whether it named each or the whole table."""
    named = {finding.where for finding in report.findings if finding.rule == "AR-unread"}
    return frozenset(
        code
        for code in form.slots
        if report.cells.get(code) is None and (code in named or code.split("/")[0] in named)
    )


def grids(
    table: Table,
    report: ReportData,
    previous: ReportData | None,
    marks: Sequence[Shown],
    lost: frozenset[str],
    words: Mapping[str, str],
) -> tuple[Grid, ...]:
    """A table as the notice prints it, and once more for phones where it is too wide for them.

    ``words`` are what the file has in the boxes of the cells.
    """
    wide = Drawing(report, marks, lambda code: "", "", previous.cells if previous else {})
    drawn = [wide.grid(table)]
    if table.code == "requests":
        drawn.append(replace(wide, prefix=NARROW).narrow_grid(table))
    return tuple(_with_unread(grid, lost, words) for grid in drawn)


def _with_unread(grid: Grid, lost: frozenset[str], words: Mapping[str, str]) -> Grid:
    """An unread cell says so, with what is printed there; it must not look like one in which the report
    printed nothing, let alone 0."""

    def told(box: Box) -> Box:
        return (
            replace(
                box,
                shown=_("未读"),
                printed=shorten(words.get(box.code, "")),
                classes=f"{box.classes} unread".strip(),
            )
            if box.code in lost
            else box
        )

    bodies = tuple(
        tuple(replace(row, slots=tuple(map(told, row.slots))) for row in body) for body in grid.bodies
    )
    return replace(grid, bodies=bodies)


def shorten(text: str) -> str:
    """As much of a wording as a cell can show; the whole of it stands in the source beside."""
    return text if len(text) <= _WORDING else f"{text[:_WORDING]}…"


def small(table: Table, marks: Sequence[Shown], lost: frozenset[str]) -> Small:
    """The map of a table."""
    found = {mark.where: mark.severity for mark in reversed(marks)}
    states = {code: found.get(code, "") for code in (slot.code for slot in table.cells())}
    states |= {code: "unread" for code in states if code in lost and states[code] != "error"}
    rows = (tuple(states[slot.code] for slot in row if slot.code) for row in table.rows)
    line = len(REMEDY_COLUMNS) if table.code == "remedies" else table.columns  # its blocks stand side by side
    lines = (row[at : at + line] for row in rows for at in range(0, len(row), line))
    return Small(table.code, NAMES[table.code], tuple(lines), _said(list(states.values())))


def _said(states: Sequence[str]) -> str:
    said = [_("{count}格").format(count=len(states))]
    for state, words in (
        ("error", _("{count}格要改")),
        ("warning", _("{count}格建议改")),
        ("unread", _("{count}格未读")),
    ):
        if count := states.count(state):
            said.append(words.format(count=count))
    return _("，").join(said)


def figures(report: ReportData, previous: ReportData | None) -> Iterator[Line]:
    """The main figures of the report, beside last year's where that is known."""
    for name, codes in FIGURES:
        now, before = _total(report, codes), _total(previous, codes) if previous else None
        change = now - before if now is not None and before is not None else None
        yield Line(
            str(name),
            figure(now),
            figure(before),
            "" if change is None else f"{change:+f}" if change else "0",
        )


def _total(report: ReportData, codes: Sequence[str]) -> Decimal | None:
    """The sum of the cells; None when one of them is unknown."""
    values = [report.cells.get(code) for code in codes]
    numbers = [Decimal(value) for value in values if isinstance(value, int | Decimal)]
    return sum(numbers, Decimal()) if len(numbers) == len(values) else None

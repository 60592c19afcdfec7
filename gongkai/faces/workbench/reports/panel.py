"""What stands beside the form when a cell is open: its findings, its first cases, earlier years."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.faces.ui import official
from gongkai.faces.ui.findings import Shown
from gongkai.faces.workbench.access import Visit
from gongkai.faces.workbench.ledgers.cases import Line, lines
from gongkai.faces.workbench.reports.addresses import Addresses
from gongkai.law.annual_report.model import ReportData
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import queries
from gongkai.ledger.reports.remembered import Years

FIRST_CASES = 4
YEARS_BACK = 3
TABLES = {"proactive": "表二", "requests": "表三", "remedies": "表四"}


@dataclass(frozen=True, slots=True)
class Panel:
    """One cell opened. ``cases`` are the first of ``count``; ``earlier`` are (year, figure)."""

    table: str
    row: str
    column: str
    value: str
    findings: tuple[Shown, ...]
    cases: tuple[Line, ...]
    count: int
    more: str
    empty: str
    earlier: tuple[tuple[int, str], ...]
    close: str


def panel(
    made: ReportData,
    visit: Visit,
    cell: str,
    *,
    years: Years,
    findings: tuple[Shown, ...],
    addresses: Addresses,
) -> Panel:
    part = cell.split("/")[0]
    row, _dot, column = made.form.name_of(cell).rpartition("·")
    first, count, empty = _cases(made, visit, cell)
    more = reverse("workbench:cases", args=(visit.organ.pk, made.year, cell))
    return Panel(
        table=TABLES[part],
        row=row or column,
        column=column if row else "",
        value=official.figure(made.cells.get(cell)),
        findings=tuple(finding for finding in findings if finding.where == cell),
        cases=first,
        count=count,
        more=more if count > FIRST_CASES else "",
        empty=empty,
        earlier=tuple(_earlier(made.year, years, cell)),
        close=f"{addresses.part(part)}#{official.anchor(cell)}",
    )


def _cases(made: ReportData, visit: Visit, cell: str) -> tuple[tuple[Line, ...], int, str]:
    """The first cases, how many there are, and what to say where none are shown."""
    if not visit.may(Duty.READ):
        return (), 0, _("您的角色看得到数字，看不到办件。")
    try:
        behind = queries.behind(visit.organ, made.year, cell, scope=visit.scope)
    except LookupError:
        return (), 0, _("台账不登记这一项，所以这一格空着。")
    count = behind.rows.count()
    first = tuple(lines(behind.ledger, behind.rows[:FIRST_CASES])) if count else ()
    return first, count, "" if count else _("台账里没有计入这一格的记录，所以是0。")


def _earlier(before: int, years: Years, cell: str) -> list[tuple[int, str]]:
    """The figures of up to three years before, only of years that are known."""
    found = []
    for year in range(before - 1, before - 1 - YEARS_BACK, -1):
        if (value := years.figures(year).get(cell)) is not None:
            found.append((year, official.figure(value)))
    return found

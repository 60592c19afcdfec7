"""汇总: the sum of the accepted reports on screen: its cells, the organs behind each, who is missing."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import findings as finding_list
from gongkai.faces.ui import official, tables
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.tables import Column, Empty, Table
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.reports import chapters
from gongkai.faces.workbench.reports.addresses import Addresses
from gongkai.faces.workbench.reports.packages import refuse_running
from gongkai.faces.workbench.reports.page import PARTS
from gongkai.faces.workbench.reports.panel import TABLES
from gongkai.law.annual_report.model import ReportData
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import tree
from gongkai.ledger.reports.timing import Timing
from gongkai.ledger.reports.tree import Leaf, Tree
from gongkai.ledger.reports.writing import BY_CODE, FILE_FORMS, RoundTripError, write


@dataclass(frozen=True, slots=True)
class Row:
    """A leaf as the table shows it. ``words``: how it came, or why it did not; ``href``: where it is read."""

    name: str
    kind: str
    words: str
    digest: str
    href: str
    timing: Timing

    def __str__(self) -> str:
        return self.words

    @property
    def state(self) -> "Row":
        return self


LEAVES = Table(
    "leaves",
    gettext_lazy("汇总的来源"),
    (
        Column("name", gettext_lazy("机关"), lambda row: row.name, lang="zh-CN", href=lambda row: row.href),
        Column("state", gettext_lazy("报告"), lambda row: row.state, template="ui/state.html"),
        Column(
            "handed_in",
            gettext_lazy("报送日期"),
            lambda row: row.timing,
            template="workbench/below/timing.html",
        ),
        Column("digest", gettext_lazy("校验码"), template="workbench/below/digest.html"),
    ),
    Empty(gettext_lazy("本机关没有下级机关"), gettext_lazy("请下级机关在“机关设置”里把上级写成本机关。")),
    a_page=100,
)


@dataclass(frozen=True, slots=True)
class Panel:
    """A cell opened: the organs whose figures it adds up, and what it was the year before."""

    table: str
    row: str
    column: str
    value: str
    findings: tuple[finding_list.Shown, ...]
    organs: tuple[tuple[str, str, str], ...]  # name, figure, where it stands
    before: str
    close: str


@require_safe
@needs(Duty.SUPERVISE)
def page(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """One chapter of the sum; with ``cell`` the organs behind it."""
    refuse_running(year)
    grown = tree.of(visit.organ, year)
    rows = [_row(visit.organ, year, leaf) for leaf in grown.leaves]
    if file := tables.export(LEAVES, request, rows):
        return file
    below = reverse("workbench:below", args=(visit.organ.pk, year))
    context: dict[str, Any] = {
        "year": year,
        "trail": [(_("下级年报"), below), (_("{year}年").format(year=year), below), (_("汇总"), "")],
        "tree": grown,
        "files": FILE_FORMS,
        "table": tables.show(LEAVES, request, rows),
    }
    if grown.report:
        context |= _drawn(request, visit, grown, grown.report)
    return pages.show(request, visit, "below/summing", context)


def _drawn(request: HttpRequest, visit: Visit, grown: Tree, made: ReportData) -> dict[str, Any]:
    cell = request.GET.get("cell", "")
    part = cell.split("/")[0] or request.GET.get("part", "requests")
    if part not in PARTS or (cell and cell not in made.form.slots):
        raise Http404
    address = reverse("workbench:sum", args=(visit.organ.pk, grown.year))
    addresses = Addresses(address, made.form, compare="last-year" in request.GET)
    findings = finding_list.shown(made.findings, made.form, link=addresses.finding)
    before = grown.before.cells if grown.before else {}
    open_ones = [one for one in findings if one.is_open]
    return {
        "report": made,
        "part": part,
        "parts": [(addresses.part(key), label, key == part) for key, label in PARTS.items()],
        "compare": addresses.compare and bool(before),
        "switch": addresses.switched(part, cell) if before else "",
        "panel": _panel(visit.organ, grown, made, cell, findings, addresses) if cell else None,
        "errors": [one for one in open_ones if one.severity == "error"],
        "warnings": [one for one in open_ones if one.severity == "warning"],
        "findings": [
            one for one in open_ones if one.chapter in {part, ""} and not (cell and one.where == cell)
        ],
        "notes": [one for one in findings if not one.is_open and one.chapter in {part, ""}],
        "elsewhere": finding_list.elsewhere(findings, made.form, part),
        **chapters.drawn(made, part, findings, before, cell, addresses.cell),
    }


def _panel(
    organ: Organ,
    grown: Tree,
    made: ReportData,
    cell: str,
    findings: tuple[finding_list.Shown, ...],
    addresses: Addresses,
) -> Panel:
    row, _dot, column = made.form.name_of(cell).rpartition("·")
    part = cell.split("/")[0]
    before = grown.before.cells.get(cell) if grown.before else None
    return Panel(
        table=TABLES[part],
        row=row or column,
        column=column if row else "",
        value=official.figure(made.cells.get(cell)),
        findings=tuple(one for one in findings if one.where == cell),
        organs=tuple(
            (leaf.organ.name, official.figure(value), _report(organ, grown.year, leaf, f"?cell={cell}"))
            for leaf, value in grown.behind(cell)
        ),
        before="" if before is None else official.figure(before),
        close=f"{addresses.part(part)}#{official.anchor(cell)}",
    )


@require_safe
@needs(Duty.SUPERVISE)
def file(request: HttpRequest, visit: Visit, year: int, form: str) -> HttpResponse:
    """The sum as a report of its own: 本级政府的年度报告, read back before it is handed out."""
    refuse_running(year)
    made = tree.of(visit.organ, year).report
    if form not in BY_CODE or made is None:
        raise Http404
    try:
        data = write(made, form, organ=visit.organ)
    except RoundTripError as error:
        context = {"organ": visit.organ, "year": year, "why": str(error)}
        return render(request, "workbench/reports/no_file.html", context, status=500)
    return attachment(data, BY_CODE[form].name_for(made), BY_CODE[form].content_type)


def _row(organ: Organ, year: int, leaf: Leaf) -> Row:
    name = "　" * max(0, leaf.depth - 1) + leaf.organ.name
    if leaf.accepted:
        came = _("送来的报告") if leaf.arrival else _("台账编的报告")
        return Row(name, "done", came, leaf.digest, _report(organ, year, leaf), leaf.timing)
    href = _report(organ, year, leaf) if leaf.arrival or leaf.is_due else ""
    return Row(name, "warning" if leaf.is_due else "others", leaf.why, "", href, leaf.timing)


def _report(organ: Organ, year: int, leaf: Leaf, query: str = "") -> str:
    """Where a leaf's report is read; nowhere where it is open to the organ between alone."""
    if leaf.arrival:
        return reverse("workbench:received", args=(organ.pk, year, leaf.arrival)) + query
    if leaf.depth > 1:
        return ""
    return reverse("workbench:report", args=(leaf.organ.pk, year)) + query

"""The annual report on screen: the form, the cases behind each cell, the findings, the files."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import findings as finding_list
from gongkai.faces.ui import official
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.findings import Shown
from gongkai.faces.ui.tables.paging import Pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.ledgers import cases as case_list
from gongkai.faces.workbench.reports import chapters, judging, way
from gongkai.faces.workbench.reports.addresses import Addresses
from gongkai.faces.workbench.reports.due import Due, due
from gongkai.faces.workbench.reports.panel import panel
from gongkai.law.annual_report.model import ReportData
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import editions, materials, queries, tree
from gongkai.ledger.reports.progress import Progress
from gongkai.ledger.reports.remembered import Years
from gongkai.ledger.reports.submissions import queries as submissions
from gongkai.ledger.reports.writing import BY_CODE, FILE_FORMS, RoundTripError, write
from gongkai.lib.today import today

A_PAGE = 50
#: The six chapters as tabs call them.
PARTS = {
    "overview": gettext_lazy("一、总体情况"),
    "proactive": gettext_lazy("二、主动公开"),
    "requests": gettext_lazy("三、申请"),
    "remedies": gettext_lazy("四、复议诉讼"),
    "problems": gettext_lazy("五、问题与改进"),
    "other_matters": gettext_lazy("六、其他"),
}


@require_safe
@needs(Duty.READ_REPORT)
def report(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """One chapter of the report; with ``cell`` the chapter of that cell and what is behind it."""
    organ, scope = visit.organ, visit.scope
    years = Years(organ, scope)
    try:
        now = years.report(year)
    except queries.NoSuchYear:
        if queries.FIRST_YEAR <= year <= today().year:
            return _nothing_yet(request, visit, year)
        raise Http404 from None
    has_own = years.has_own(year)
    if not has_own and not any(now.cells.values()):
        return _nothing_yet(request, visit, year)
    versions, at = years.editions(year), years.progress(year)
    made = versions[-1].report if versions else now
    cell = request.GET.get("cell", "")
    part = cell.split("/")[0] or request.GET.get("part", "requests")
    if part not in PARTS or (cell and cell not in made.form.slots):
        raise Http404
    page = reverse("workbench:report", args=(organ.pk, year))
    addresses = Addresses(page, made.form, compare="last-year" in request.GET)
    on_the_way = way.shown(request, visit, at, now, versions)
    found = [*made.findings, *editions.told(on_the_way["moved"])]
    findings = judging.shown(visit, year, found, made.form, at, link=addresses.finding)
    last_year = years.figures(year - 1)
    opened = panel(made, visit, cell, years=years, findings=findings, addresses=addresses) if cell else None
    asked = due(organ, year, years.notice(year))
    context = {
        "frame": frame(request, visit),
        "trail": [(_("年度报告"), ""), (_("{year}年").format(year=year), "")],
        "organ": organ,
        "year": year,
        "years": [known for known in years.reportable() if known != year],
        "is_carried": not has_own and not versions,
        "can_record": visit.may(Duty.RECORD),
        "can_report": visit.may(Duty.REPORT),
        "is_running": year == today().year,
        "report": made,
        "part": part,
        "parts": [(addresses.part(key), label, key == part) for key, label in PARTS.items()],
        "panel": opened,
        "compare": addresses.compare and bool(last_year),
        "switch": addresses.switched(part, cell) if last_year else "",
        "files": FILE_FORMS,
        "due": asked,
        **_papers(visit, year, asked, at),
        **on_the_way,
        **chapters.drawn(made, part, findings, last_year, cell, addresses.cell),
        **_verdict(made, part, findings, cell),
    }
    return render(request, "workbench/reports/report.html", context)


def _papers(visit: Visit, year: int, asked: Due, at: Progress) -> dict[str, Any]:
    """What was handed in of the papers that the notice asks for."""
    if not asked.attachments:
        return {}
    return {
        "papers": [(row.pk, submissions.name_of(row)) for row in queries.materials(visit.scope, year)],
        "may_hand_in": visit.may(Duty.REPORT) and year < today().year and not materials.is_with_above(at),
    }


def _nothing_yet(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """The ledger tells of nothing in the year: a report of zeros would be a guess, and no report of a
    government over organs whose reports have figures."""
    has_sum = tree.is_of_figures(visit.organ, year) if year < today().year else False
    context = {
        "frame": frame(request, visit),
        "organ": visit.organ,
        "year": year,
        "years": queries.reportable_years(visit.scope),
        "is_running": year == today().year,
        "can_record": visit.may(Duty.RECORD),
        "can_begin": visit.may(Duty.REPORT) and year < today().year and not has_sum,
        "sum": reverse("workbench:sum", args=(visit.organ.pk, year))
        if has_sum and visit.may(Duty.SUPERVISE)
        else "",
        "has_sum": has_sum,
    }
    return render(request, "workbench/reports/no_year.html", context)


def _verdict(made: ReportData, part: str, findings: tuple[Shown, ...], cell: str) -> dict[str, Any]:
    """The findings of this chapter, those of the others as links, and how many there are of each weight.

    What concerns the whole report stands with every chapter; what stands in the panel is not said twice.
    """
    here = [f for f in findings if f.chapter in {part, ""} and not (cell and f.where == cell)]
    open_ones = [finding for finding in findings if finding.handled is None]
    errors, warnings = ([f for f in open_ones if f.severity == weight] for weight in ("error", "warning"))
    return {
        "cells": len(made.form.slots),
        "errors": errors,
        "warnings": warnings,
        "findings": [finding for finding in here if finding.is_open],
        "notes": [f for f in here if f.severity == "info" and f.handled is None],
        "handled": [finding for finding in here if finding.handled],
        "elsewhere": finding_list.elsewhere(findings, made.form, part),
    }


@require_safe
@needs(Duty.READ)
def cases(request: HttpRequest, visit: Visit, year: int, code: str) -> HttpResponse:
    """Every record behind one cell."""
    organ, scope = visit.organ, visit.scope
    made = _compiled(organ, year, scope)
    if code not in made.form.slots:
        raise Http404
    try:
        behind = queries.behind(organ, year, code, scope=scope)
    except LookupError:
        raise Http404 from None
    page = Pages(behind.rows, A_PAGE).get_page(request.GET.get("page"))
    addresses = Addresses(reverse("workbench:report", args=(organ.pk, year)), made.form, compare=False)
    context = {
        "frame": frame(request, visit),
        "trail": [
            (_("年度报告"), addresses.part("requests")),
            (_("{year}年").format(year=year), f"{addresses.cell(code)}#{official.anchor(code)}"),
            (made.form.name_of(code), ""),
        ],
        "organ": organ,
        "year": year,
        "name": made.form.name_of(code),
        "value": official.figure(made.cells.get(code)),
        "page": page,
        "columns": case_list.COLUMNS[behind.ledger],
        "rows": case_list.table(behind.ledger, page.object_list),
        "back": f"{addresses.cell(code)}#{official.anchor(code)}",
    }
    return render(request, "workbench/reports/cases.html", context)


@require_safe
@needs(Duty.READ_REPORT)
def download(request: HttpRequest, visit: Visit, year: int, form: str) -> HttpResponse:
    """The report as a file, read back and compared before it is handed out."""
    organ, scope = visit.organ, visit.scope
    if form not in BY_CODE:
        raise Http404
    made = _compiled(organ, year, scope)
    try:
        data = write(made, form, organ=organ)
    except RoundTripError as error:
        context = {"organ": organ, "year": year, "why": str(error)}
        return render(request, "workbench/reports/no_file.html", context, status=500)
    return attachment(data, BY_CODE[form].name_for(made), BY_CODE[form].content_type)


def _compiled(organ: Organ, year: int, scope: Scope) -> ReportData:
    try:
        return Years(organ, scope).public(year)
    except queries.NoSuchYear:
        raise Http404 from None

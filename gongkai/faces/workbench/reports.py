"""The annual report on screen: the form, the cases behind each cell, the findings, the files."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.faces.ui import official
from gongkai.faces.workbench.access import organ_for
from gongkai.faces.workbench.cases import Line, lines
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import queries
from gongkai.ledger.reports.writing import BY_CODE, FILE_FORMS, write

FIRST_CASES = 4
A_PAGE = 50
YEARS_BACK = 3
TABLES = {"proactive": "二", "requests": "三", "remedies": "四"}
PARTS = (
    ("overview", "一、总体情况"),
    ("proactive", "二、主动公开"),
    ("requests", "三、申请"),
    ("remedies", "四、复议诉讼"),
    ("problems", "五、问题与改进"),
    ("other_matters", "六、其他"),
)


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands beside the form: one cell, its findings, its first cases, earlier years."""

    title: str
    name: str
    value: str
    findings: tuple[official.Shown, ...]
    cases: tuple[Line, ...]
    count: int
    more: str
    empty: str
    earlier: tuple[tuple[int, str], ...]
    close: str


@require_safe
def report(request: HttpRequest, organ_id: int, year: int) -> HttpResponse:
    organ, scope = organ_for(request, organ_id)
    made = _compiled(organ, year, scope)
    part = request.GET.get("part", "requests")
    cell = request.GET.get("cell", "")
    if part not in dict(PARTS):
        raise Http404
    if cell and cell not in made.form.slots:
        raise Http404
    if cell:
        part = cell.split("/")[0]
    findings = official.shown(made.findings, made.form)
    compare = "last-year" in request.GET
    here = reverse("workbench:report", args=(organ.pk, year))

    def link(code: str) -> str:
        return f"{here}?{urlencode({'cell': code} | ({'last-year': '1'} if compare else {}))}#sheet"

    tables = [table for table in made.form.tables if table.code == part]
    before = queries.figures(organ, year - 1, scope=scope) if compare else {}
    drawing = {"findings": findings, "link": link, "selected": cell, "last_year": before}
    context = {
        "organ": organ,
        "year": year,
        "years": queries.reportable_years(scope),
        "report": made,
        "part": part,
        "parts": PARTS,
        "chapter": next(chapter.heading for chapter in made.form.chapters if chapter.key == part),
        "findings": findings,
        "beside": [f for f in findings if f.where not in made.form.slots or f.where.split("/")[0] == part],
        "errors": sum(f.severity == "error" for f in findings),
        "warnings": sum(f.severity == "warning" for f in findings),
        "cells": len(made.form.slots),
        "grids": [official.grid(made, table, **drawing) for table in tables],
        "narrow": [official.narrow_grid(made, t, **drawing) for t in tables if t.code == "requests"],
        "prose": list(_prose(made.narrative.get(part, ""))),
        "panel": _panel(made, organ, scope, cell, findings, here) if cell else None,
        "compare": compare,
        "here": here,
        "files": FILE_FORMS,
    }
    return render(request, "workbench/report.html", context)


@require_safe
def cases(request: HttpRequest, organ_id: int, year: int, code: str) -> HttpResponse:
    """Every record behind one cell."""
    organ, scope = organ_for(request, organ_id)
    made = _compiled(organ, year, scope)
    if code not in made.form.slots:
        raise Http404
    try:
        behind = queries.behind(organ, year, code, scope=scope)
    except LookupError:
        raise Http404 from None
    page = Paginator(behind.rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "organ": organ,
        "year": year,
        "name": made.form.name_of(code),
        "value": official.figure(made.cells.get(code)),
        "page": page,
        "lines": lines(behind.ledger, page.object_list),
        "back": f"{reverse('workbench:report', args=(organ.pk, year))}?{urlencode({'cell': code})}#sheet",
    }
    return render(request, "workbench/cases.html", context)


@require_safe
def download(request: HttpRequest, organ_id: int, year: int, form: str) -> HttpResponse:
    """The report as a file, read back and compared before it is handed out."""
    organ, scope = organ_for(request, organ_id)
    if form not in BY_CODE:
        raise Http404
    made = _compiled(organ, year, scope)
    response = HttpResponse(write(made, form, organ=organ), content_type=BY_CODE[form].content_type)
    name = BY_CODE[form].name_for(made)
    response["Content-Disposition"] = (
        f"attachment; filename=\"report-{year}.{form}\"; filename*=UTF-8''{quote(name)}"
    )
    return response


def _compiled(organ: Organ, year: int, scope: Scope) -> ReportData:
    try:
        return queries.compile_report(organ, year, scope=scope)
    except queries.NoSuchYear:
        raise Http404 from None


def _panel(
    made: ReportData, organ: Organ, scope: Scope, cell: str, findings: tuple[official.Shown, ...], here: str
) -> Panel:
    try:
        behind = queries.behind(organ, made.year, cell, scope=scope)
        count, first = behind.rows.count(), tuple(lines(behind.ledger, behind.rows[:FIRST_CASES]))
    except LookupError:
        count, first = 0, ()
    part = cell.split("/")[0]
    row, _, column = made.form.name_of(cell).rpartition("·")
    known = [year for year in queries.reportable_years(scope) if year < made.year][:YEARS_BACK]
    earlier = tuple(
        (year, _figure(queries.figures(organ, year, scope=scope), cell)) for year in known
    )
    return Panel(
        title=f"表{TABLES[part]} · {column}",
        name=row or column,
        value=official.figure(made.cells.get(cell)),
        findings=tuple(finding for finding in findings if finding.where == cell),
        cases=first,
        count=count,
        more=reverse("workbench:cases", args=(organ.pk, made.year, cell)) if count > FIRST_CASES else "",
        empty="" if count else "台账里没有计入这一格的记录，所以是0。",
        earlier=earlier,
        close=f"{here}?{urlencode({'part': part})}#sheet",
    )


def _figure(cells: dict[str, Value], code: str) -> str:
    return official.figure(cells.get(code)) or "未知"


def _prose(text: str) -> Iterator[dict[str, Any]]:
    """Lines of a chapter; a numbered line without a stop is a sub-heading."""
    for line in filter(None, map(str.strip, text.splitlines())):
        yield {"text": line, "heading": line.startswith("（") and not line.endswith("。") and len(line) <= 28}

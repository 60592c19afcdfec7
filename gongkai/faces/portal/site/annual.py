"""政府信息公开年报: the reports that are public, all years side by side, each with its tables and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.portal.site.frame import REPORTS, portal, show
from gongkai.faces.public.kept import kept
from gongkai.faces.public.proofs import code_of_report
from gongkai.faces.public.site import Site, public_report, public_years
from gongkai.faces.ui import official, prose
from gongkai.faces.ui.charts import Chart, Kind, Series
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.pictures import pictures
from gongkai.law.annual_report.form import Table
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.ledger.reports import document
from gongkai.ledger.reports.writing import BY_CODE, FILE_FORMS, RoundTripError, write

#: What is seen of every year: the cell, and what it is called.
ANSWERED, OPEN = "requests/total/total", "requests/carried_out/total"
FIGURES = (
    ("requests/new/total", gettext_lazy("收到的申请")),
    (ANSWERED, gettext_lazy("办结的申请")),
    (OPEN, gettext_lazy("结转下年度")),
    ("remedies/reconsideration/total", gettext_lazy("行政复议")),
)


@dataclass(frozen=True, slots=True)
class Year:
    """A public report: its year, the day it became public, what it says of ``FIGURES`` and of publishing."""

    year: int
    on: Any
    figures: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter as it is read: its prose, and its table, twice where it is too wide for a phone."""

    heading: str
    lines: Sequence[prose.Line]
    grids: Sequence[official.Grid]
    narrow: Sequence[official.Grid]


@kept
@portal
def reports(request: HttpRequest, site: Site) -> HttpResponse:
    """Every public year, the newest first, with its figures as a table and as a chart."""
    found = public_reports(site)
    context = {
        "years": found,
        "heads": [words for _code, words in FIGURES],
        "files": FILE_FORMS,
        "pictures": pictures([applications(found)]) if found else [],
    }
    return show(request, site, "reports", context, column=REPORTS)


@kept
@portal
def report(request: HttpRequest, site: Site, year: int) -> HttpResponse:
    """The six chapters as they were published."""
    made = _made(site, year)
    last = [before for before in public_years(site) if before < year][:1]
    context = {
        "report": made,
        "year": year,
        "files": FILE_FORMS,
        "code": code_of_report(site, year),
        "chapters": [_chapter(made, chapter.key, chapter.heading) for chapter in made.form.chapters],
        "before": last[0] if last else None,
    }
    tags = {"ArticleTitle": made.title, "ContentSource": made.organ}
    if made.published_on:
        tags["PubDate"] = f"{made.published_on} 00:00"
    return show(request, site, "report", context, column=REPORTS, tags=tags)


@portal
def file(request: HttpRequest, site: Site, year: int, form: str) -> HttpResponse:
    """A public report as a file; it is read back and compared before it is handed out."""
    if form not in BY_CODE:
        raise Http404
    made = _made(site, year)
    try:
        data = write(made, form, organ=site.organ)
    except RoundTripError as error:
        raise Http404 from error
    return attachment(data, BY_CODE[form].name_for(made), BY_CODE[form].content_type)


def applications(years: Sequence[Year]) -> Chart:
    """Applications of every year: answered, and open at its end."""
    answered = [code for code, _words in FIGURES].index(ANSWERED)
    left = [code for code, _words in FIGURES].index(OPEN)
    span = sorted(years, key=lambda year: year.year)
    return Chart(
        Kind.STACKED,
        _("历年办理的申请"),
        tuple(str(year.year) for year in span),
        (
            Series(_("办结"), tuple(_number(year.figures[answered]) for year in span)),
            Series(_("在办或结转"), tuple(_number(year.figures[left]) for year in span)),
        ),
    )


def public_reports(site: Site) -> list[Year]:
    """Every public year with its figures, the newest first."""
    return [_year(site, year) for year in public_years(site)]


def _made(site: Site, year: int) -> ReportData:
    if made := public_report(site, year):
        return made
    raise Http404


def _year(site: Site, year: int) -> Year:
    made = site.years.public(year)
    return Year(year, made.published_on, tuple(made.cells.get(code) for code, _words in FIGURES))


def _chapter(made: ReportData, key: str, heading: str) -> Chapter:
    tables: list[Table] = [table for table in made.form.tables if table.code == key]
    wide = official.Drawing(made, (), lambda code: "", "", {})
    narrow = official.Drawing(made, (), lambda code: "", "", {}, prefix="n-")
    return Chapter(
        heading,
        list(prose.lines(document.prose(made.narrative.get(key, "")), ())),
        [wide.grid(table) for table in tables],
        [narrow.narrow_grid(table) for table in tables if table.code == "requests"],
    )


def _number(value: Value) -> float | None:
    return value if isinstance(value, int) else None

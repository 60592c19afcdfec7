"""年报汇总分析: what many reports add up to, and behind each number the reports and their findings.

The operator puts a result there with ``gongkai check FOLDER --page NAME``; the pages read what it counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.analysis.overview import names, place_of
from gongkai.analysis.overview.query import PAGE, Chosen, Overview, Report, Sought, Unusable, opened
from gongkai.faces.portal.many import files as many_files
from gongkai.faces.portal.many.asked import UNKNOWN, Asked, address, asked
from gongkai.faces.portal.many.tables import LEVELS, NAMES, TABLES, region_name, rule_title, tables
from gongkai.faces.portal.streams import FORMS
from gongkai.faces.ui.files import keep_as
from gongkai.faces.ui.findings import shown
from gongkai.faces.ui.pictures import pictures
from gongkai.law.annual_report.formats import BY_CODE

_UNREADABLE = 100  # files that the page names


@dataclass(frozen=True, slots=True)
class Entry:
    """A result in the list of results; ``reports`` is None where this version cannot read it."""

    name: str
    made_on: str = ""
    reports: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a field of the filter."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A report in a list."""

    report: Report
    href: str
    region: str
    level: str
    figure: int | None


@dataclass(frozen=True, slots=True)
class Condition:
    """What the reports of a list have in common; official words are Chinese in every language."""

    name: str
    value: str = ""
    is_official: bool = False


def of_result(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view of one result: it is given the result and what the address asks for."""

    @require_safe
    @wraps(view)
    def wrapper(request: HttpRequest, name: str, **place: Any) -> HttpResponseBase:
        try:
            ask = asked(name, request.GET)
        except ValueError:
            raise Http404 from None
        try:
            with opened(place_of(settings.DATA, name)) as overview:
                return view(request, overview, ask, **place)
        except FileNotFoundError:
            raise Http404 from None
        except Unusable:
            return render(request, "portal/many_unusable.html", {"name": name}, status=503)

    return wrapper


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The results there are; where it is one, that one; where there is none, how to make one."""
    found = names(settings.DATA)
    if len(found) == 1:
        return redirect("portal:many", name=found[0])
    return render(request, "portal/many_index.html", {"entries": [_entry(name) for name in found]})


@of_result
def page(request: HttpRequest, overview: Overview, ask: Asked) -> HttpResponse:
    """What the chosen reports add up to."""
    found = tables(overview, ask)
    drawn = pictures([table.chart for table in found if not table.chart.is_empty])
    by_chart = {picture.chart: picture for picture in drawn}
    total = overview.total(ask.chosen)
    context = {
        "ask": ask,
        "made": overview.made,
        "total": total,
        "uncounted": total.reports - total.counted,
        "sections": [(table, by_chart.get(table.chart), _files(ask, table.key)) for table in found],
        "unreadable": overview.unreadable()[:_UNREADABLE],
        "filter": _filter(overview, ask),
        "is_narrowed": ask.chosen != Chosen(),
        "everything": address("many", _anew(ask, Chosen())),
        "to_all": address("many-reports", ask),
        "to_errors": address("many-reports", replace(ask, sought=Sought(has_errors=True))),
        "to_uncounted": address("many-reports", replace(ask, sought=Sought(is_counted=False))),
    }
    return render(request, "portal/many.html", context)


@of_result
def reports(request: HttpRequest, overview: Overview, ask: Asked) -> HttpResponse:
    """The reports behind a number."""
    count = overview.count(ask.chosen, ask.sought)
    pages = max(1, -(-count // PAGE))
    if ask.page > pages:
        raise Http404
    context = {
        "ask": ask,
        "count": count,
        "conditions": list(_conditions(ask)),
        "figure": NAMES.get(ask.sought.figure),
        "rows": [_row(report, ask) for report in overview.reports(ask.chosen, ask.sought, ask.page)],
        "pages": pages,
        "before": address("many-reports", replace(ask, page=ask.page - 1)) if ask.page > 1 else "",
        "after": address("many-reports", replace(ask, page=ask.page + 1)) if ask.page < pages else "",
        "back": address("many", _anew(ask, ask.chosen)),
        "files": [(table, _files(ask, table)) for table in many_files.LISTS],
    }
    return render(request, "portal/many_reports.html", context)


@of_result
def report(request: HttpRequest, overview: Overview, ask: Asked, id: int) -> HttpResponse:
    """One report of a result: its figures, what is to be mended in it, and which file it is."""
    found = overview.report(id)
    if found is None:
        raise Http404
    findings = overview.findings(found)
    context = {
        "ask": ask,
        "report": found,
        "region": region_name(found.region),
        "level": LEVELS[found.level],
        "findings": shown(findings, BY_CODE[found.format], link=lambda _where, number: f"#finding-{number}"),
        "figures": [(NAMES[figure], value) for figure, value in found.figures.items()],
        "unproved": [rule_title(rule) for rule in found.unproved],
        "back": address("many-reports", ask),
        "of_organ": address("many-reports", replace(ask, chosen=Chosen(), sought=Sought(organ=found.key))),
    }
    return render(request, "portal/many_report.html", context)


@of_result
def file(
    request: HttpRequest, overview: Overview, ask: Asked, table: str, form: str
) -> StreamingHttpResponse:
    """A table, or the reports behind a number with their findings, as a file."""
    if form not in FORMS or table not in (*TABLES, *many_files.LISTS):
        raise Http404
    lines = many_files.written(place_of(settings.DATA, ask.name), ask, table, form)
    response = StreamingHttpResponse(lines, content_type=FORMS[form])
    keep_as(response, f"{ask.name}-{table}.{form}")
    return response


def _entry(name: str) -> Entry:
    try:
        with opened(place_of(settings.DATA, name)) as overview:
            return Entry(name, overview.made.made_on, overview.total(Chosen()).reports)
    except (FileNotFoundError, Unusable):
        return Entry(name)


def _filter(overview: Overview, ask: Asked) -> list[tuple[str, str, list[Choice]]]:
    """The fields of the filter: name in the address, label, entries; one with a single entry is left out."""
    years, regions, levels = overview.choices()
    chosen = ask.chosen
    fields = (
        ("year", _("年度"), [Choice(str(year), str(year), year == chosen.year) for year in reversed(years)]),
        ("region", _("地区"), [Choice(r or UNKNOWN, region_name(r), r == chosen.region) for r in regions]),
        (
            "level",
            _("级别"),
            [Choice(v or UNKNOWN, str(zh), v == chosen.level) for v, zh in LEVELS.items() if v in levels],
        ),
    )
    return [field for field in fields if len(field[2]) > 1]


def _files(ask: Asked, table: str) -> list[tuple[str, str]]:
    return [
        (form.upper(), address("many-file", replace(ask, page=1), table=table, form=form)) for form in FORMS
    ]


def _anew(ask: Asked, chosen: Chosen) -> Asked:
    """The same result, only the reports chosen."""
    return Asked(ask.name, chosen, Sought())


def _row(report: Report, ask: Asked) -> Row:
    return Row(
        report,
        address("many-report", ask, id=report.id),
        region_name(report.region),
        str(LEVELS[report.level]),
        report.figures.get(ask.sought.figure),
    )


def _conditions(ask: Asked) -> Iterator[Condition]:
    """Which reports these are, in words."""
    chosen, sought = ask.chosen, ask.sought
    if chosen.year is not None:
        yield Condition(_("年度"), str(chosen.year))
    if chosen.region is not None:
        yield Condition(_("地区"), region_name(chosen.region), is_official=bool(chosen.region))
    if chosen.level is not None:
        yield Condition(_("级别"), str(LEVELS.get(chosen.level, chosen.level)))
    if sought.organ:
        yield Condition(_("机关"), sought.organ, is_official=True)
    if sought.has_errors is not None:
        yield Condition(_("有要改的") if sought.has_errors else _("没有要改的"))
    if sought.rule:
        yield Condition(_("查出问题的规则"), rule_title(sought.rule), is_official=True)
    if sought.held:
        yield Condition(_("能核对的规则"), rule_title(sought.held), is_official=True)
    if sought.figure:
        yield Condition(_("不是0的数"), str(NAMES[sought.figure]))
    if sought.is_counted is not None:
        yield Condition(_("计入合计的") if sought.is_counted else _("没有计入合计的"))

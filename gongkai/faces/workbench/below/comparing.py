"""和上年对比: one figure of the organs below in two years, as a table to be exported and as a picture."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import tables
from gongkai.faces.ui.charts import Chart, Kind, Series
from gongkai.faces.ui.pictures import pictures
from gongkai.faces.ui.tables import Column, Empty, Table
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.below.page import refuse_far, report_of
from gongkai.ledger.below import Line, Pair, lines, pairs
from gongkai.ledger.organs.queries import stem_of
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports.queries import FIRST_YEAR
from gongkai.lib import calendars
from gongkai.lib.today import today

#: What can be compared: a figure of a line, and its words.
FIGURES = {
    "received": gettext_lazy("新收申请"),
    "answered": gettext_lazy("办结"),
    "carried_out": gettext_lazy("结转下年"),
    "lost": gettext_lazy("复议诉讼被纠正"),
    "published": gettext_lazy("主动公开（条）"),
}
#: So many organs stand in the picture, the largest; the table has them all.
MOST = 12


def _table(year: int) -> Table:
    return Table(
        "compared",
        gettext_lazy("和上年对比"),
        (
            Column("name", gettext_lazy("机关"), lambda row: row.organ.name, lang="zh-CN", href=_read),
            Column("now", _("{year}年").format(year=year), order=("now",), number=True),
            Column("before", _("{year}年").format(year=year - 1), order=("before",), number=True),
            Column("change", gettext_lazy("增减"), order=("change",), number=True),
        ),
        Empty(
            gettext_lazy("本机关没有下级机关"),
            gettext_lazy("请下级机关在“机关设置”里把上级写成本机关，它的年报就列在这里。"),
        ),
        order_words=gettext_lazy("数大的在前"),
        a_page=100,
    )


def _read(pair: Pair) -> str:
    return report_of(pair.line)


@require_safe
@needs(Duty.SUPERVISE)
def page(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Year against year; what a report does not tell is empty, not nought."""
    refuse_far(year)
    figure = request.GET.get("figure", "received")
    if figure not in FIGURES or year <= FIRST_YEAR:
        raise Http404
    now, before = (_lines(visit, one) for one in (year, year - 1))
    found, table = pairs(now, before, figure), _table(year)
    if file := tables.export(table, request, found):
        return file
    here = reverse("workbench:compared", args=(visit.organ.pk, year))
    below = reverse("workbench:below", args=(visit.organ.pk, year))
    chart = _chart(found, year, FIGURES[figure])
    context: dict[str, Any] = {
        "year": year,
        "before": year - 1,
        "figure": FIGURES[figure],
        "tabs": [(f"{here}?figure={code}", words, code == figure) for code, words in FIGURES.items()],
        "told": sum(pair.change is not None for pair in found),
        "all": len(found),
        "pictures": pictures([chart]) if not chart.is_empty else [],
        "most": MOST,
        "trail": [(_("下级年报"), below), (_("{year}年").format(year=year), below), (_("和上年对比"), "")],
        "table": tables.show(table, request, found, sums=_sums(found) if found else None),
    }
    return pages.show(request, visit, "below/compared", context)


def _lines(visit: Visit, year: int) -> list[Line]:
    return lines(visit.organ, year, on=today(), calendar=calendars.load(settings.DATA))


def _sums(found: list[Pair]) -> dict[str, Any]:
    """The sums of those of whom both years are known: only they can be compared."""
    known = [(pair.now or 0, pair.before or 0) for pair in found if pair.change is not None]
    now, before = sum(one for one, _ in known), sum(one for _, one in known)
    named = _("两年都有数的{count}个").format(count=len(known))
    return {"name": named, "now": now, "before": before, "change": now - before if known else ""}


def _chart(found: list[Pair], year: int, words: Any) -> Chart:
    shown = [pair for pair in found if pair.now or pair.before][:MOST]
    return Chart(
        Kind.BARS,
        str(words),
        tuple(stem_of(pair.organ.name) for pair in shown),
        (
            Series(_("{year}年").format(year=year), tuple(pair.now for pair in shown)),
            Series(_("{year}年").format(year=year - 1), tuple(pair.before for pair in shown)),
        ),
    )

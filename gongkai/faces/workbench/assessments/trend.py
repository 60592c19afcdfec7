"""How villages and sections came out from assessment to assessment: a table to be exported, a chart."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import tables
from gongkai.faces.ui.charts import Chart, Kind, Series
from gongkai.faces.ui.pictures import pictures
from gongkai.faces.ui.tables import Column, Empty, Table
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.assessments.ways import TITLE, list_address, plain
from gongkai.faces.workbench.words import said
from gongkai.ledger.assessment import queries
from gongkai.ledger.assessment.models import Assessment, Card
from gongkai.ledger.assessment.queries import Trend
from gongkai.ledger.people.roles import Duty

#: So many assessments stand beside each other, the latest.
MOST = 8


def _cell(place: int) -> Callable[[Trend], str]:
    """A grade, with its points where they were given."""

    def of(row: Trend) -> str:
        card = row.cards[place]
        if card is None:
            return ""
        score = f" {plain(card.score)}/{plain(card.out_of)}" if card.score is not None else ""
        return f"{said(card.grade)}{score if card.organ.gives_points else ''}"

    return of


def _table(found: list[Assessment]) -> Table:
    return Table(
        "trend",
        gettext_lazy("历次考核"),
        (
            Column("name", gettext_lazy("考核对象"), lang="zh-CN"),
            *(Column(f"a{one.pk}", one.title, _cell(place)) for place, one in enumerate(found)),
        ),
        Empty(gettext_lazy("还没有核定的考核"), gettext_lazy("核定以后，每次的等次会排在这里。")),
    )


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    found, rows = queries.trend(visit.scope, MOST)
    table = _table(found)
    if file := tables.export(table, request, rows):
        return file
    names = [row.name for row in rows]
    name = request.GET.get("of", "")
    chosen = next((row for row in rows if row.name == name), rows[0] if rows else None)
    chart = _chart(found, rows, chosen) if chosen else None
    context = {
        "table": tables.show(table, request, rows),
        "names": names,
        "chosen": chosen,
        "pictures": pictures([chart]) if chart and not chart.is_empty else [],
        "trail": [(TITLE, list_address(visit.organ.pk)), (_("历次考核"), "")],
    }
    return pages.show(request, visit, "assessments/trend", context)


def _chart(found: list[Assessment], rows: list[Trend], chosen: Trend) -> Chart:
    """Of what was looked at, how much was as asked: the one that is chosen beside all of them."""
    everybody = [_mean([row.cards[place] for row in rows]) for place in range(len(found))]
    own = tuple(queries.as_asked(card) if card else None for card in chosen.cards)
    return Chart(
        Kind.LINE,
        _("合要求的比例"),
        tuple(one.title.removesuffix("政府信息公开工作考核") for one in found),
        (Series(chosen.name, own), Series(_("全部平均"), tuple(everybody))),
        "%",
    )


def _mean(cards: list[Card | None]) -> float | None:
    known: list[Any] = [share for card in cards if card and (share := queries.as_asked(card)) is not None]
    return round(sum(known) / len(known), 1) if known else None

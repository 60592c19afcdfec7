"""评议: how the answers were rated, each year by grade; never by whom, and of which answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import tables
from gongkai.faces.ui.tables import Column, Empty, Table
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import ratings
from gongkai.ledger.requests.models import Grade
from gongkai.ledger.requests.ratings import YearRated


def _of(grade: Grade) -> Callable[[YearRated], int]:
    return lambda row: row.counts[grade]


RATINGS = Table(
    "ratings",
    gettext_lazy("答复的评议"),
    (
        Column("year", gettext_lazy("年度")),
        *(Column(grade.name.lower(), gettext_lazy(grade.label), _of(grade), number=True) for grade in Grade),
        Column("total", gettext_lazy("合计"), number=True),
    ),
    Empty(
        gettext_lazy("还没有人评价"),
        gettext_lazy("申请人收到答复以后，可以在查进度的页面上评价；评了就汇总到这里。"),
    ),
)


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    rows = ratings.by_year(visit.scope)
    file = tables.export(RATINGS, request, rows)
    return file or pages.show(
        request, visit, "requests/ratings", {"table": tables.show(RATINGS, request, rows)}
    )

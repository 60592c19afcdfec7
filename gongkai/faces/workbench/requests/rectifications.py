"""更正本人信息: every demand to rectify a record about oneself, waiting or ended; it counts in no report."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import tables
from gongkai.faces.ui.tables import Choice, Column, Empty, Table
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.words import said
from gongkai.law.receipt import CHANNEL
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import inbox, queries
from gongkai.ledger.requests.models import Arrival
from gongkai.ledger.requests.rectifications import ENDINGS
from gongkai.lib.today import BEIJING

_STATES = {
    state.value: gettext_lazy(state.label)
    for state in (Arrival.State.WAITING, *(ending.state for ending in ENDINGS))
}


def _state(row: Arrival) -> str:
    state = str(_STATES[row.state])
    return _("{state}，{day}已销毁").format(state=state, day=row.erased_on) if row.erased_on else state


def _of_state(rows: Any, state: str) -> Any:
    return rows.filter(state=state)


RECTIFICATIONS = Table(
    "rectifications",
    gettext_lazy("更正本人信息"),
    (
        Column(
            "number",
            gettext_lazy("收件编号"),
            order=("number",),
            href=lambda row: reverse("workbench:arrival", args=(row.organ_id, row.pk)),
        ),
        Column("arrived_on", gettext_lazy("到达日期"), inbox.arrived_on, order=("arrived_at",)),
        Column("channel", gettext_lazy("收到方式"), lambda row: said(CHANNEL[row.channel].zh)),
        Column("state", gettext_lazy("状态"), lambda row: _state(row)),
        Column(
            "closed_on",
            gettext_lazy("办结日期"),
            lambda row: row.closed_at and row.closed_at.astimezone(BEIJING).date(),
            order=("closed_at",),
        ),
    ),
    Empty(
        gettext_lazy("还没有人要求更正"),
        gettext_lazy("网上提出的自动到收件里；当面、邮寄的，登记收件时选“更正本人信息”。"),
    ),
    (Choice("state", gettext_lazy("状态"), [("", gettext_lazy("全部")), *_STATES.items()], _of_state),),
    order=("-arrived_at",),
    order_words=gettext_lazy("新到的在前"),
)


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    rows = queries.rectifications(visit.scope)
    file = tables.export(RECTIFICATIONS, request, rows)
    table = tables.show(RECTIFICATIONS, request, rows)
    return file or pages.show(request, visit, "requests/rectifications", {"table": table})

"""文号登记簿: every document number with what became of it, to be narrowed and given out as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import tables
from gongkai.faces.ui.tables import Choice, Column, Dates, Empty, Table
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.law import letter_texts
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests.letters import numbers
from gongkai.ledger.requests.models import LetterNumber, NumberState


def _href(row: LetterNumber) -> str:
    letter = row.letter
    return (
        reverse("workbench:letter", args=(row.organ_id, letter.foi_request_id, letter.pk)) if letter else ""
    )


def _of_state(rows: Any, state: str) -> Any:
    return rows.filter(state=state)


def _between(rows: Any, days: Any) -> Any:
    first, last = days
    rows = rows.filter(on__gte=first) if first else rows
    return rows.filter(on__lte=last) if last else rows


_STATES = {
    NumberState.GIVEN: gettext_lazy("已用"),
    NumberState.VOID: gettext_lazy("作废"),
    NumberState.ELSEWHERE: gettext_lazy("另行使用"),
}
NUMBERS = Table(
    "numbers",
    gettext_lazy("文号登记簿"),
    (
        Column("document_no", gettext_lazy("文号"), order=("year", "series", "n"), href=_href, lang="zh-CN"),
        Column(
            "letter",
            gettext_lazy("文书"),
            lambda row: letter_texts.template(row.letter.code).title if row.letter else "",
            lang="zh-CN",
        ),
        Column(
            "application",
            gettext_lazy("申请编号"),
            lambda row: row.letter.foi_request.number if row.letter else "",
            lang="zh-CN",
        ),
        Column("on", gettext_lazy("日期"), order=("on",)),
        Column("state", gettext_lazy("状态"), lambda row: _STATES[row.state]),
        Column("reason", gettext_lazy("原因"), lang="zh-CN"),
    ),
    Empty(gettext_lazy("还没有文号"), gettext_lazy("签发文书时自动给出；作废的留着，写明原因。")),
    (
        Choice("state", gettext_lazy("状态"), [("", gettext_lazy("全部")), *_STATES.items()], _of_state),
        Dates("on", gettext_lazy("日期"), _between),
    ),
    order=("-year", "series", "-n"),
    order_words=gettext_lazy("新给出的在前"),
)


@require_safe
@needs(Duty.READ)
def register(request: HttpRequest, visit: Visit) -> HttpResponse:
    rows = numbers.register(visit.scope)
    file = tables.export(NUMBERS, request, rows)
    return file or pages.show(
        request, visit, "letters/numbers", {"table": tables.show(NUMBERS, request, rows)}
    )

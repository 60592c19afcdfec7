"""考核 on screen: the list, an assessment with its cards, a card indicator by indicator.

Whoever speaks for a section or village sees its cards, and nothing else.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongkai.faces.ui import tables
from gongkai.faces.ui.files import FORMS
from gongkai.faces.ui.tables import Choice, Column, Empty, Table
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.assessments.ways import (
    address,
    badge_of,
    card_address,
    card_badge,
    faults,
    find,
    find_card,
    found_in_words,
    marked,
    met,
    paper_badge,
    papers_of,
    plain,
    told,
    trail,
    ways,
)
from gongkai.faces.workbench.matters.ways import deeds_of, tabs
from gongkai.faces.workbench.words import choices, said
from gongkai.ledger.assessment import queries
from gongkai.ledger.assessment.deeds import CardDeed
from gongkai.ledger.assessment.models import Assessment, Card, Consequence
from gongkai.ledger.people.roles import Duty
from gongkai.lib import calendars
from gongkai.lib.today import today


def _of_state(rows: Any, state: str) -> Any:
    return rows.filter(state=state)


ASSESSMENTS = Table(
    "assessments",
    gettext_lazy("考核"),
    (
        Column("title", gettext_lazy("名称"), order=("title",), href=address, lang="zh-CN"),
        Column("first", gettext_lazy("考核期开始"), order=("first",)),
        Column("last", gettext_lazy("考核期结束"), order=("last",)),
        Column("final", gettext_lazy("已核定"), lambda row: f"{row.final}/{row.given}"),
        Column("state", gettext_lazy("状态"), badge_of, template="workbench/badge.html"),
    ),
    Empty(
        gettext_lazy("还没有考核"),
        gettext_lazy("按质量指标考核各村、各部门：台账有的自动取数，台账不知道的自评、核评，领导核定。"),
    ),
    order=("-last", "-pk"),
    order_words=gettext_lazy("新近的在前"),
)
CARDS = Table(
    "cards",
    gettext_lazy("考核表"),
    (
        Column("name", gettext_lazy("考核对象"), href=card_address, lang="zh-CN"),
        Column("assessment", gettext_lazy("考核"), lambda row: row.assessment.title, lang="zh-CN"),
        Column("state", gettext_lazy("状态"), card_badge, template="workbench/badge.html"),
        Column("grade", gettext_lazy("等次"), lambda row: said(row.grade)),
        Column("final_on", gettext_lazy("核定日期"), order=("final_on",)),
    ),
    Empty(gettext_lazy("没有考核表"), gettext_lazy("开始考核以后，您的部门或者村的考核表会到这里。")),
    (
        Choice(
            "state",
            gettext_lazy("状态"),
            [("", gettext_lazy("全部")), *choices(Card.State)],
            _of_state,
            in_line=True,
        ),
    ),
    order=("-assessment__last", "pk"),
)


@require_safe
@needs(Duty.ENTER)
def list_(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every assessment, for whoever may read the ledgers; else one's own cards."""
    sees_all = visit.may(Duty.READ)
    own = queries.own_cards(visit.scope, request.user, visit.organ, today())
    rows: Any = queries.assessments(visit.scope) if sees_all else own
    table = ASSESSMENTS if sees_all else CARDS
    waiting = queries.cards(visit.scope) if sees_all else own
    states = dict(queries.waiting(waiting))
    context = {
        "sees_all": sees_all,
        "can_record": visit.may(Duty.RECORD),
        "waiting": [(said(Card.State(state).label), count) for state, count in states.items()],
        "tabs": tabs(visit, "assessments") if sees_all else [],
    }
    file = tables.export(table, request, rows)
    shown = tables.show(table, request, rows)
    return file or pages.show(request, visit, "assessments/assessments", {**context, "table": shown})


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """An assessment: who is assessed, how each stands, who is where in the order if there is one."""
    row = find(visit, pk)
    places = queries.ranking(row)
    cards = list(queries.cards(visit.scope).filter(assessment=row))
    final = sum(card.state == Card.State.FINAL for card in cards)
    if places:
        cards.sort(key=lambda card: (card.target, places.get(card.pk, len(cards))))
    context = {
        "row": row,
        "trail": trail(visit, row),
        "state": badge_of(row),
        "cards": [
            (card, card_badge(card), card_address(card), _points(card), places.get(card.pk)) for card in cards
        ],
        "places": places,
        "points": visit.organ.gives_points,
        "final": final,
        "forms": FORMS,
        "grades": queries.grades(row) if final else [],
        "can_drop": visit.may(Duty.RECORD) and row.state == Assessment.State.OPEN and not final,
    }
    return pages.show(request, visit, "assessments/assessment", context)


def _points(card: Card) -> str:
    return f"{plain(card.score)}/{plain(card.out_of)}" if card.score is not None else ""


def _sees(visit: Visit, paper: Consequence) -> bool:
    """Whoever speaks for the village reads what was issued to it."""
    return visit.may(Duty.READ) or paper.state == Consequence.State.ISSUED


@require_safe
@needs(Duty.ENTER)
def card(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One card: what the ledgers found and where, what persons said, what it comes to."""
    row, is_own = find_card(request, visit, pk)
    offered, refused = ways(request, visit, row, is_own=is_own)
    found = queries.lines(row, on=today(), calendar=calendars.load(settings.DATA))
    total = queries.total_of(found)
    organ = visit.organ
    context = {
        "row": row,
        "trail": trail(visit, row.assessment, row.name),
        "state": card_badge(row),
        "lines": [
            (
                line,
                found_in_words(line.counted, line.checked) if line.indicator.method else "",
                marked(organ, line.indicator, line.own) if line.own is not None else "",
                marked(organ, line.indicator, line.score, is_own=line.checked is not None),
                faults(visit, row, line),
                met(visit, row, line),
            )
            for line in found
        ],
        "told": told(organ, total, row),
        "unknown": len(total.unknown),
        "is_enough": total.is_enough(organ.least_known),
        "known": plain(total.known),
        "least": organ.least_known,
        "lacking": queries.lacking(found),
        "is_counted": bool(row.counted),
        "history": deeds_of(CardDeed, row.deeds),
        "papers": [(one, paper_badge(one)) for one in row.consequences.all() if _sees(visit, one)],
        "may_follow": papers_of(visit, row),
        "can_sign": visit.may(Duty.SIGN),
        "can_record": visit.may(Duty.RECORD),
        "forms": FORMS,
        "ways": offered,
        "refused": refused,
    }
    return pages.show(request, visit, "assessments/card", context)

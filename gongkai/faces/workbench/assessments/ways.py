"""Where the pages of assessments and cards stand, how they are told, and what can be done with them now."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui import toasts
from gongkai.faces.ui.forms import Form
from gongkai.faces.workbench import whereabouts
from gongkai.faces.workbench.access import Visit
from gongkai.faces.workbench.matters.ways import Badge, Way
from gongkai.faces.workbench.words import said
from gongkai.law.assessment import Fact, Indicator, Mark, Total, grade_of, verdict
from gongkai.ledger.assessment import progress, queries
from gongkai.ledger.assessment.consequences import kinds_for
from gongkai.ledger.assessment.deeds import CardDeed
from gongkai.ledger.assessment.entries import MOST_MET
from gongkai.ledger.assessment.models import Assessment, Card, Consequence
from gongkai.ledger.assessment.queries import Line
from gongkai.ledger.base import Refused
from gongkai.ledger.logbook import LEDGERS
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.roles import Duty
from gongkai.lib.today import today

TITLE = gettext_lazy("考核")
#: What comes of each deed, in the order in which they are offered.
WORDS: Mapping[CardDeed, Any] = {
    CardDeed.SETTLE: gettext_lazy("领导核定以后不再改，全部核定完进登记簿；核评的人不能自己核定。"),
    CardDeed.CHECK: gettext_lazy("台账的数现在取定；台账不知道的由核评人评，改台账的数要写原因。"),
    CardDeed.SCORE: gettext_lazy("台账有的不用填，只评台账不知道的，有要说明的写一句。"),
    CardDeed.APPEAL: gettext_lazy("写明哪一项、为什么，核评人再看一遍才能核定。"),
}
_MAIN = {
    Card.State.OPEN: CardDeed.SCORE,
    Card.State.SCORED: CardDeed.CHECK,
    Card.State.APPEALED: CardDeed.CHECK,
    Card.State.CHECKED: CardDeed.SETTLE,
}
_LEDGERS = {**LEDGERS, "deliveries.delivery": "deliveries"}
#: What whoever speaks for a village may open besides its card.
_OPEN_TO_OWNERS = {"supervision.task"}


def ways(request: HttpRequest, visit: Visit, card: Card, *, is_own: bool) -> tuple[list[Way], list[str]]:
    """What can be done with a card now, the next thing first; and why other things cannot."""
    offered, refused = [], []
    for deed, words in WORDS.items():
        if not progress.makes_sense(deed, card) or not progress.may(deed, visit.duties, is_own=is_own):
            continue
        if why := progress.why_not(deed, card, on=today(), actor=str(request.user)):
            refused.append(why)
        else:
            is_main = deed is _MAIN.get(Card.State(card.state))
            offered.append(Way(_(deed.zh), words, card_address(card, deed.slug), is_main))
    return sorted(offered, key=lambda way: not way.is_main), refused


_BADGES = {
    Card.State.OPEN: "others",
    Card.State.SCORED: "mine",
    Card.State.CHECKED: "mine",
    Card.State.APPEALED: "mine",
    Card.State.FINAL: "done",
}


def card_badge(card: Card) -> Badge:
    return Badge(_BADGES[Card.State(card.state)], _(card.get_state_display()))


_PAPER_BADGES = {
    Consequence.State.DRAFT: "mine",
    Consequence.State.ISSUED: "done",
    Consequence.State.DROPPED: "not-begun",
}


def paper_badge(row: Consequence) -> Badge:
    return Badge(_PAPER_BADGES[Consequence.State(row.state)], _(row.get_state_display()))


def papers_of(visit: Visit, card: Card) -> list[Way]:
    """What may follow from a final card."""
    if card.state != Card.State.FINAL or not visit.may(Duty.RECORD):
        return []
    words = _("按考核表起草，领导签发；签发以后进登记簿。")
    return [
        Way(_(kind.label), words, reverse("workbench:consequence-new", args=(card.organ_id, card.pk, kind)))
        for kind in kinds_for(visit.organ)
    ]


def badge_of(row: Assessment) -> Badge:
    kinds = {Assessment.State.OPEN: "others", Assessment.State.CLOSED: "done"}
    return Badge(kinds.get(Assessment.State(row.state), "not-begun"), _(row.get_state_display()))


def marked(organ: Organ, indicator: Indicator, score: Any, *, is_own: bool = False) -> str:
    """A mark as it is told: in points where the county asks for them, else in a word. ``is_own``: a person
    gave it, whatever the ledgers say."""
    if score is None:
        return "" if indicator.method else _("不知道")
    most = indicator.most or Decimal(0)
    if organ.gives_points:
        return f"{plain(score)}/{plain(most)}"
    if indicator.method and not is_own:
        return ""  # what was found says it all
    return _(verdict(score, most))


def found_in_words(found: Mark, checked: Decimal | None = None) -> str:
    """What the ledgers found: how many, and how many of them are not as asked. Where they know nothing, it
    counts only once a person has ``checked`` it."""
    if not found.looked_at:
        return _("没有要看的，不计入") if checked is None else _("台账里没有要看的")
    if found.faults:
        return _("{count}件，{faults}件不合要求").format(count=found.looked_at, faults=len(found.faults))
    return _("{count}件，都合要求").format(count=found.looked_at)


def told(organ: Organ, found: Total, card: Card) -> str:
    """What a card comes to: its grade, and its points where the county asks for them."""
    grades, least = queries.set_behind(card.assessment.indicators).grades, organ.least_known
    grade = card.grade if card.final_on else grade_of(found, grades, least)
    words = said(grade) or _("知道的不够，没有等次")
    if organ.gives_points and found.out_of:
        words += _("，{score}分（满分{out_of}）").format(score=plain(found.score), out_of=plain(found.out_of))
    return words


def plain(value: Any) -> str:
    """A figure without the noughts behind it."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def faults(visit: Visit, card: Card, line: Line) -> list[tuple[Fact, str]]:
    """What is not as asked, each with the page of its row, as far as it is open here."""
    return [(fault, _page_of(visit, card, fault.row)) for fault in line.counted.faults]


def met(visit: Visit, card: Card, line: Line) -> list[tuple[Fact, str]]:
    """What supports the mark, likewise, as far as the card names it."""
    return [(fact, _page_of(visit, card, fact.row)) for fact in line.counted.met[:MOST_MET]]


def _page_of(visit: Visit, card: Card, row: str) -> str:
    table, _colon, key = row.partition(":")
    if card.body_id or table not in _LEDGERS or not key.isdigit():
        return ""  # another organ's rows are opened there
    is_open = visit.may(Duty.READ) or table in _OPEN_TO_OWNERS
    return whereabouts.of_row(card.organ_id, _LEDGERS[table], int(key)) if is_open else ""


def find(visit: Visit, pk: int) -> Assessment:
    """An assessment of this organ; 404 for any other."""
    row = queries.assessments(visit.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def find_card(request: HttpRequest, visit: Visit, pk: int) -> tuple[Card, bool]:
    """A card of this organ, and whether it is the visitor's own; 404 for one that they may not see."""
    row = queries.cards(visit.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    is_own = queries.is_own(row, request.user, today())
    if not is_own and not visit.may(Duty.READ):
        raise Http404
    return row, is_own


def list_address(organ_id: int) -> str:
    return reverse("workbench:assessments", args=(organ_id,))


def indicators_address(organ_id: int) -> str:
    return reverse("workbench:indicators", args=(organ_id,))


def address(row: Assessment) -> str:
    return reverse("workbench:assessment", args=(row.organ_id, row.pk))


def card_address(card: Card, step: str = "") -> str:
    return reverse(f"workbench:card-{step}" if step else "workbench:card", args=(card.organ_id, card.pk))


def trail(visit: Visit, row: Assessment, here: str = "") -> list[tuple[Any, str]]:
    """The way to a page: the list, the assessment, the card."""
    before = [(TITLE, list_address(row.organ_id))]
    if not here:
        return [*before, (row.title, "")]
    return [*before, (row.title, address(row) if visit.may(Duty.READ) else ""), (here, "")]


def done(request: HttpRequest, form: Form, toast: str, do: Callable[[], None]) -> bool:
    """Whether it is done; what is refused is said above the form."""
    if not form.is_valid():
        return False
    try:
        do()
    except Refused as error:
        form.add_error(None, str(error))
        return False
    toasts.say(request, toast)
    return True

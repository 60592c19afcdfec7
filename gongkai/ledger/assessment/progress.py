"""What may be done with a card as it stands, by whom, and why not. Nobody settles what is their own work."""

from collections.abc import Collection, Iterator
from datetime import date

from gongkai.ledger.assessment.deeds import CardDeed
from gongkai.ledger.assessment.models import Assessment, Card
from gongkai.ledger.people.roles import Duty
from gongkai.lib.language import _

_STATE = Card.State
#: In which states a deed is done.
STATES: dict[CardDeed, frozenset[Card.State]] = {
    CardDeed.SCORE: frozenset({_STATE.OPEN, _STATE.SCORED}),
    CardDeed.CHECK: frozenset({_STATE.OPEN, _STATE.SCORED, _STATE.CHECKED, _STATE.APPEALED}),
    CardDeed.APPEAL: frozenset({_STATE.CHECKED}),
    CardDeed.SETTLE: frozenset({_STATE.CHECKED}),
}
#: Whoever has one of these may check what was scored.
CHECKS = frozenset({Duty.RECORD, Duty.RELEASE})
#: Whose work each deed must not be: two persons at the least, three where the card was scored.
_NOT_OF = {
    CardDeed.CHECK: (CardDeed.SCORE,),
    CardDeed.SETTLE: (CardDeed.SCORE, CardDeed.CHECK, CardDeed.APPEAL),
}


def may(deed: CardDeed, duties: Collection[Duty], *, is_own: bool) -> bool:
    """Whether a deed is for whoever has these duties, or speaks for whoever is assessed."""
    if deed is CardDeed.SETTLE:
        return Duty.SIGN in duties
    if deed is CardDeed.CHECK:
        return bool(CHECKS & set(duties))
    return is_own or Duty.RECORD in duties


def makes_sense(deed: CardDeed, card: Card) -> bool:
    return card.assessment.state == Assessment.State.OPEN and card.state in STATES[deed]


def why_not(deed: CardDeed, card: Card, *, on: date, actor: str) -> str:
    """Why a deed cannot be done with a card now; empty where it can. Duties are asked before."""
    return next(_hindrances(deed, card, on, actor), "")


def _hindrances(deed: CardDeed, card: Card, on: date, actor: str) -> Iterator[str]:
    if not makes_sense(deed, card):
        yield _("{deed} — 这张考核表现在是“{state}” — 请看它现在可以办的。").format(
            deed=_(deed.zh), state=_(card.get_state_display())
        )
    if card.assessment.last > on:
        yield _("{deed} — 考核期到{day}才结束 — 请在那天以后办。").format(
            deed=_(deed.zh), day=card.assessment.last
        )
    if deed is CardDeed.CHECK and card.state == _STATE.OPEN and card.assessment.due >= on:
        yield _("核评 — 还没有自评，{day}以前可以自评 — 请等自评，或者过了那天再核评。").format(
            day=card.assessment.due
        )
    if own := next((one for one in _NOT_OF.get(deed, ()) if actor in actors(card, one)), None):
        yield _("{deed} — “{own}”是您办的，自己办的不能自己{deed} — 请由别人办。").format(
            deed=_(deed.zh), own=_(own.zh)
        )


def actors(card: Card, deed: CardDeed) -> set[str]:
    """Whoever did something with a card."""
    return {one["by"] for one in card.deeds if one["what"] == deed}

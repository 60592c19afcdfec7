"""What follows from a card 结果运用: praise, criticism, points off. Drafted by one, issued by the leader."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from gongkai.law import secrecy
from gongkai.ledger.assessment.deeds import PaperDeed
from gongkai.ledger.assessment.entries import span
from gongkai.ledger.assessment.models import Card, Consequence
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.deeds import told
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity
from gongkai.lib.language import _
from gongkai.lib.today import now, today

_Kind, _State = Consequence.Kind, Consequence.State


def kinds_for(organ: Organ) -> list[Consequence.Kind]:
    """What may follow: points off only where the county asks for points."""
    return [kind for kind in _Kind if kind != _Kind.DEDUCTION or organ.gives_points]


def proposed(card: Card, kind: Consequence.Kind) -> str:
    """The text as it is drafted: of nothing but what stands on the card."""
    of = card.assessment
    grade = f"，{card.name}的等次为{card.grade}" if card.grade else ""
    lead = f"{of.title}（{span(of.first, of.last)}）已经核定{grade}。"
    return "\n".join([lead, *_grounds(card, kind), *_END[kind]])


def _grounds(card: Card, kind: Consequence.Kind) -> Iterator[str]:
    if card.conclusion:
        yield card.conclusion
    if kind == _Kind.PRAISE:
        return
    faults = [f"{words}：{why}" for one in card.counted.values() for words, _row, why in one["faults"]]
    if faults:
        yield f"查明的情况：{'；'.join(faults)}。"


_END: Mapping[Consequence.Kind, tuple[str, ...]] = {
    _Kind.PRAISE: ("予以表扬。",),
    _Kind.CRITICISM: ("予以通报批评，请逐项整改，把整改情况报来。",),
    _Kind.DEDUCTION: ("按照考核办法扣减绩效分，请逐项整改，把整改情况报来。",),
}


@transaction.atomic
def draft(
    *, card: Card, kind: str, text: str, document_no: str, actor: str, points: Decimal | None = None
) -> Consequence:
    """起草; Refused before the card is final, and of points where nobody may be given any."""
    if card.state != Card.State.FINAL:
        raise Refused(_("结果运用 — 这张考核表还没有核定 — 请先由领导核定。"))
    if kind not in kinds_for(card.organ):
        raise Refused(_("绩效扣分 — 没有开通打分 — 县里发了文的，请先在机关设置里填文号开通。"))
    if (points is not None) != (kind == _Kind.DEDUCTION):
        raise Refused(_("扣分 — 绩效扣分要写扣几分，别的不写 — 请改正。"))
    row = Consequence(
        organ=card.organ, card=card, kind=kind, text=text, points=points, document_no=document_no
    )
    return _put(row, PaperDeed.DRAFT, None, actor)


@transaction.atomic
def issue(*, consequence: Consequence, actor: str) -> Consequence:
    """签发, by the leader and not by whoever drafted it: from here it counts."""
    row, before = _locked(consequence)
    if any(one["by"] == actor for one in row.deeds):
        raise Refused(_("签发 — 是您起草的，自己起草的不能自己签发 — 请由领导签发。"))
    row.state, row.issued_on = _State.ISSUED, today()
    row.activity = _enter(row, row.issued_on, actor)
    return _put(row, PaperDeed.ISSUE, before, actor)


@transaction.atomic
def drop(*, consequence: Consequence, reason: str, actor: str) -> Consequence:
    """不发了: it counts nowhere."""
    row, before = _locked(consequence)
    row.state = _State.DROPPED
    return _put(row, PaperDeed.DROP, before, actor, reason)


def _enter(row: Consequence, on: date, actor: str) -> Activity:
    entry = Activity(
        organ=row.organ,
        on=on,
        kind=row.kind,
        topic=row.card.assessment.title,
        target=row.card.name,
        points=row.points,
        note=row.document_no,
    )
    return supervision.register(organ=row.organ, rows=[entry], actor=actor, reason=str(row))[0]


def _locked(consequence: Consequence) -> tuple[Consequence, dict[str, object]]:
    rows = Consequence.objects.select_for_update(of=("self",))
    row = rows.select_related("organ", "card__assessment", "card__unit", "card__body").get(pk=consequence.pk)
    if row.state != _State.DRAFT:
        raise Refused(
            _("这份文书 — 现在是“{state}” — 请重新打开看。").format(state=_(row.get_state_display()))
        )
    return row, state_of(row)


def _put(
    row: Consequence,
    deed: PaperDeed,
    before: Mapping[str, object] | None,
    actor: str,
    reason: str = "",
) -> Consequence:
    if secrecy.marked(row.text, of_file=False):
        raise Refused(_("内容 — 有密级标志，不能录入 — 请联系保密员。"))
    row.deeds = [*row.deeds, told(deed, actor, now(), reason=reason)]
    return audit.put(row, before, f"consequence.{deed.value}", actor=actor, reason=reason)

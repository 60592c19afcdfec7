"""更正本人信息 (条例 Art 41): how a demand to rectify a record about oneself ends, and what is written of it.

No application for access: it has no limit of the Regulation, no row of table three, and counts nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from gongkai.law import letter_lint, letter_texts
from gongkai.law.decisions import BY_CODE as DECISIONS
from gongkai.law.holidays import zh_date
from gongkai.law.letter_texts import Facts
from gongkai.law.receipt import CHANNEL
from gongkai.ledger.organs.queries import bodies_of, is_named
from gongkai.ledger.requests import inbox, privacy
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.letters import numbers
from gongkai.ledger.requests.letters.drafting import contact_of
from gongkai.ledger.requests.models import Arrival
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.language import _, retell
from gongkai.lib.today import BEIJING, today
from gongkai.papers.model import Align, Block, Document, Paragraph, Signature

State = Arrival.State
CODE = "record_correction"


@dataclass(frozen=True, slots=True)
class Ending:
    """One way in which it ends. ``says``: the result as the letter tells it."""

    state: State
    means: str
    says: str
    is_elsewhere: bool = False
    is_answered: bool = True


ENDINGS: tuple[Ending, ...] = (
    Ending(State.RECTIFIED, "证据属实，由本机关更正", "予以更正。{words}"),
    Ending(State.UPHELD, "证据不足，或者记录没有错", "不予更正，理由是：{words}"),
    Ending(
        State.PASSED_ON,
        "不由本机关更正，转送有权更正的机关",
        "该信息不由本机关更正，已转送有权更正的{organ}处理。{words}",
        is_elsewhere=True,
    ),
    Ending(
        State.REFERRED,
        "不由本机关更正，告知申请人向谁提出",
        "该信息不由本机关更正，请向有权更正的{organ}提出。{words}",
        is_elsewhere=True,
    ),
    Ending(State.WITHDRAWN, "申请人不再要求", "更正要求已撤回。{words}", is_answered=False),
)
ENDING = {ending.state: ending for ending in ENDINGS}


def propose(*, arrival: Arrival, state: str, told: Said, actor: str) -> Arrival:
    """Say how it is to end; ``Refused`` where its letter would have a blank. What its applicant took back
    ends at once, all else once somebody else agrees."""
    ending = ENDING[State(state)]
    if ending.is_elsewhere and not told.competent:
        raise Refused(_("有权更正的机关 — 还没有填 — 转送、告知都要写明是哪个机关。"))
    if ending.is_elsewhere and is_named(arrival.organ, told.competent):
        raise Refused(_("有权更正的机关 — 填的是本机关 — 由本机关更正的，请选更正或者不更正。"))
    if ending.is_answered and not ending.is_elsewhere and not told.outcome:
        raise Refused(_("更正的内容或者理由 — 还没有填 — 告知书里要写明怎样更正，或者为什么不更正。"))
    if why := numbers.why_used(arrival.organ, told.document_no, but=arrival.pk):
        raise Refused(why)
    said = replace(
        privacy.opened(arrival),
        outcome=told.outcome,
        competent=told.competent if ending.is_elsewhere else "",
        document_no=told.document_no,
        objection="",
    )
    if not ending.is_answered:
        return inbox.settle(arrival=arrival, state=state, said=_told_of(ending, said), actor=actor)
    _demand_no_blank(_facts(arrival, said, today()), _told_of(ending, said))
    return inbox.propose(arrival=arrival, state=state, said=said, actor=actor)


@transaction.atomic
def agree(*, arrival: Arrival, seen: str, actor: str) -> Arrival:
    """Another person consents to what was proposed, and was ``seen`` so (``said_print``): it has ended."""
    row = _to_decide(arrival, seen)
    if actor == row.proposed_by:
        raise Refused(_("同意 — 处理结果是您自己提出的，自己不能同意 — 请由另一个人办理。"))
    said = replace(privacy.opened(row), agreed=f"{actor}，{zh_date(today())}")
    ending = ENDING[State(row.proposed)]
    return inbox.settle(arrival=row, state=row.proposed, said=_told_of(ending, said), actor=actor)


@transaction.atomic
def object_(*, arrival: Arrival, seen: str, reason: str, actor: str) -> Arrival:
    """Somebody does not agree: it is proposed anew. Whoever proposed it may take it back in the same way."""
    row = _to_decide(arrival, seen)
    if not reason.strip():
        raise Refused(_("原因 — 还没有填 — 请写明，以后的人要看。"))
    said = replace(privacy.opened(row), objection=f"{actor}：{reason}")
    return inbox.propose(arrival=row, state="", said=said, actor=actor)


def _to_decide(arrival: Arrival, seen: str) -> Arrival:
    row = Arrival.objects.select_for_update(of=("self",)).select_related("organ").get(pk=arrival.pk)
    if not row.proposed or row.said_print != seen:
        raise Refused(_("收件{number} — 处理结果刚才变了 — 请重新打开看。").format(number=row.number))
    return row


def _told_of(ending: Ending, said: Said) -> Said:
    """With the result as the letter tells it."""
    return replace(said, outcome=ending.says.format(words=said.outcome, organ=said.competent))


def _demand_no_blank(facts: Facts, said: Said) -> None:
    try:
        text = "\n".join(_told(facts, said))
    except LookupError as error:  # what is open against it is known from 2017 on
        words = _("处理结果 — {day}怎么复议、诉讼，本系统不知道 — 请核对这台电脑的日期。")
        raise Refused(words.format(day=facts.signed_on)) from error
    for finding in letter_lint.check(letter_lint.Subject(CODE, text, facts)):
        if finding.rule == letter_lint.BLANK:
            raise Refused(retell(finding.message))


def is_answered(arrival: Arrival) -> bool:
    """Whether it has ended with an answer, which can be contested."""
    is_ours = arrival.kind == Arrival.Kind.RECTIFICATION and arrival.state in ENDING
    return is_ours and not arrival.erased_on and ENDING[State(arrival.state)].is_answered


def papers(arrival: Arrival) -> Iterator[tuple[str, str]]:
    """The papers of one that has ended: code and title."""
    if is_answered(arrival):
        yield "notice", letter_texts.template(CODE).title
    if arrival.state == State.PASSED_ON and not arrival.erased_on:
        yield "transfer", letter_texts.transfer()[0]


def paper(arrival: Arrival, code: str) -> Document:
    """The letter to the applicant, or to the organ that may rectify."""
    said, title = privacy.opened(arrival), dict(papers(arrival))[code]
    assert arrival.closed_at is not None
    facts = _facts(arrival, said, arrival.closed_at.astimezone(BEIJING).date())
    if code == "notice":
        to, lines = said.applicant_name, _told(facts, said)
    else:
        to, lines = said.competent, letter_texts.fill(letter_texts.transfer()[1], _values(facts, said))
    organ = arrival.organ
    return Document(
        title=f"{organ.name}{title}",
        phrases=(organ.name, *letter_texts.phrases_of(title)),
        blocks=tuple(_blocks(to, lines, said.document_no, contact_of(organ), organ.name, facts.signed_on)),
        organ=organ.name,
    )


def _blocks(
    to: str, lines: tuple[str, ...], number: str, contact: str, organ: str, on: date
) -> Iterator[Block]:
    if number:
        yield Paragraph(number, Align.CENTER, indent=0)
    yield Paragraph(f"{to}：", indent=0)
    yield from map(Paragraph, lines)
    if contact:
        yield Paragraph(f"联系方式：{contact}。")
    yield Signature(organ, on)


def _told(facts: Facts, said: Said) -> tuple[str, ...]:
    return letter_texts.fill(letter_texts.template(CODE).text, _values(facts, said))


def _values(facts: Facts, said: Said) -> dict[str, str]:
    return letter_texts.values_of(CODE, facts, {"corrected_content": said.outcome})


def _facts(arrival: Arrival, said: Said, on: date) -> Facts:
    return Facts(
        organ=arrival.organ.name,
        application_no=arrival.number,
        request=said.content,
        received_on=inbox.arrived_on(arrival),
        signed_on=on,
        bodies=bodies_of(arrival.organ),
        you="您" if said.applicant_kind == "natural_person" else "贵单位",
        channel=CHANNEL[arrival.channel].zh,
        kind=DECISIONS[CODE],
    )

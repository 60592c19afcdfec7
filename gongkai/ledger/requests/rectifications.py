"""更正本人信息 (条例 Art 41): how a demand to rectify a record about oneself ends, and what is written of it.

No application for access: it has no limit of the Regulation, no row of table three, and counts nowhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from gongkai.law import letter_lint, letter_texts
from gongkai.law.decisions import BY_CODE as DECISIONS
from gongkai.law.letter_texts import Facts
from gongkai.law.receipt import CHANNEL
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import aliases_from, bodies_of, stem_of
from gongkai.ledger.requests import inbox, privacy
from gongkai.ledger.requests.entries import Said
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
_DAY = re.compile(r"[\d一二三四五六七八九十]+月[\d一二三四五六七八九十]+日|\d+[-./]\d+")
ENDING = {ending.state: ending for ending in ENDINGS}


def end(*, arrival: Arrival, state: str, told: Said, actor: str) -> Arrival:
    """Decide it. ``told`` has what was decided; ``Refused`` where its letter would have a blank."""
    ending, said = ENDING[State(state)], told
    if ending.is_elsewhere and not said.competent:
        raise Refused(_("有权更正的机关 — 还没有填 — 转送、告知都要写明是哪个机关。"))
    if ending.is_elsewhere and _is_own(said.competent, arrival.organ):
        raise Refused(_("有权更正的机关 — 填的是本机关 — 由本机关更正的，请选更正或者不更正。"))
    if ending.is_answered and not _names_another(said.agreed, actor):
        raise Refused(
            _("谁同意的 — 要写另一个人的姓名 — 更正不更正由两个人定，登记的人自己不算；姓名要写全。")
        )
    if ending.is_answered and not _DAY.search(said.agreed):
        raise Refused(_("谁同意的 — 没有写哪一天 — 姓名后面写明日期，例如“10月19日”。"))
    if ending.is_answered and not ending.is_elsewhere and not said.outcome:
        raise Refused(_("更正的内容或者理由 — 还没有填 — 告知书里要写明怎样更正，或者为什么不更正。"))
    said = replace(
        privacy.opened(arrival),
        outcome=ending.says.format(words=said.outcome, organ=said.competent),
        competent=said.competent if ending.is_elsewhere else "",
        document_no=said.document_no,
        agreed=said.agreed,
    )
    facts = _facts(arrival, said, today())
    if ending.is_answered:
        _demand_no_blank(facts, said)
    return inbox.settle(arrival=arrival, state=state, said=said, actor=actor)


def _is_own(competent: str, organ: Organ) -> bool:
    """Whether the organ itself is named, with its county or without, in full or in short; what follows the
    name, as a telephone, is left aside."""
    place = stem_of(organ.superior_name) or organ.superior_name

    def within(name: str) -> str:
        return name.rpartition(place)[2] if place else name

    former = organ.former_names.values_list("name", flat=True)
    ours = {within(name) for name in (organ.name, *organ.aliases, *former)}
    said = within(re.split(r"[\s，,。；;：:（(]", competent.strip())[0])
    return said in ours.union(*map(aliases_from, ours))


def _names_another(agreed: str, actor: str) -> bool:
    """Whether somebody is named with the whole name, and is not whoever writes it down."""
    found = re.match(r"[^\W\d_]{2,}", agreed.strip())
    return bool(found) and not agreed.strip().startswith(actor.partition("（")[0])


def _demand_no_blank(facts: Facts, said: Said) -> None:
    for finding in letter_lint.check(letter_lint.Subject(CODE, "\n".join(_told(facts, said)), facts)):
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

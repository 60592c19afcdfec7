"""Where a letter stands on its way to the signature, and why a deed cannot be done with it now."""

from collections.abc import Iterable, Iterator, Mapping

from gongkai.law.findings import Finding, Severity
from gongkai.law.letter_lint import BLANK
from gongkai.law.letter_texts import ANSWER
from gongkai.law.procedure import OFFICE_HEAD, SIGNER
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import hindrances
from gongkai.ledger.requests.letters.deeds import Deed, history
from gongkai.ledger.requests.letters.drafting import Draft
from gongkai.ledger.requests.letters.plans import Plan
from gongkai.ledger.requests.models import EventKind, Letter, LetterState
from gongkai.ledger.requests.redactions.deeds import authors
from gongkai.ledger.requests.redactions.progress import why_not_ready
from gongkai.lib.language import _, retell

#: Who reviews; the others have their duty from the letter or from the deed alone.
REVIEWS = {Deed.REVIEW_LAW: Duty.REVIEW_LAW, Deed.REVIEW_SECRECY: Duty.REVIEW_SECRECY}
_ASKED = {
    "none": (),
    "law": (Deed.REVIEW_LAW,),
    "secrecy": (Deed.REVIEW_SECRECY,),
    "both": (Deed.REVIEW_LAW, Deed.REVIEW_SECRECY),
}
_THREE = "3"


def drafters(letter: Letter) -> set[str]:
    """Whoever wrote on it."""
    return {done.by for done in history(letter) if done.what in {Deed.DRAFT, Deed.EDIT}}


def writers(letter: Letter) -> set[str]:
    """Whoever wrote on it or decided what is hidden in its annexes; none of them reviews or signs it."""
    return drafters(letter).union(*map(authors, letter.redactions.all()))


def reviewed(letter: Letter) -> dict[Deed, str]:
    """The reviews since it was last submitted, and by whom."""
    found: dict[Deed, str] = {}
    for done in history(letter):
        if done.what in REVIEWS:
            found[done.what] = done.by
        elif done.what in {Deed.SUBMIT, Deed.RETURN}:
            found.clear()
    return found


def reviews_asked(organ: Organ) -> tuple[Deed, ...]:
    """The reviews that the organ wants before a signature."""
    return _ASKED[str(organ.option("letter_reviews"))]


def needs_third(organ: Organ) -> bool:
    """Whether a third person reviews between drafting and signing."""
    return organ.option("release_people") == _THREE


def signing_duties(plan: Plan) -> frozenset[Duty]:
    """Who may sign: the law names some; any other letter the head of the office or a signer."""
    actor = plan.step.transition.actor if plan.step else None
    if actor is OFFICE_HEAD:
        return frozenset({Duty.APPROVE})
    if actor is SIGNER or plan.letter.has_remedy_clause:
        return frozenset({Duty.SIGN})
    return frozenset({Duty.SIGN, Duty.APPROVE})


def open_errors(findings: Iterable[Finding], accepted: Iterable[Mapping[str, str]]) -> tuple[Finding, ...]:
    """What hinders the signature: errors that nobody has set aside with a reason."""
    set_aside = {(one["rule"], one["message"]) for one in accepted}
    return tuple(
        one
        for one in findings
        if one.severity is Severity.ERROR
        and (not may_set_aside(one) or (one.rule, one.message) not in set_aside)
    )


def may_set_aside(finding: Finding) -> bool:
    """Whether the head of the office may say that it stays as it is."""
    return finding.severity is Severity.ERROR and finding.rule != BLANK


def why_not(deed: Deed, letter: Letter, draft: Draft, *, actor: str) -> str:
    """Why a deed cannot be done now by this person; empty where it can. Duties are asked before."""
    return next(_reasons(deed, letter, draft, actor), "")


def _reasons(deed: Deed, letter: Letter, draft: Draft, actor: str) -> Iterator[str]:
    if letter.state not in STATES[deed]:
        yield _("{deed} — 这份文书现在是“{state}” — 请看它现在可以办的。").format(
            deed=_(deed.zh), state=letter.get_state_display()
        )
    elif deed is Deed.SUBMIT:
        yield from _submitting_reasons(letter, draft)
    elif deed in REVIEWS:
        yield from _review_reasons(deed, letter, actor)
    elif deed is Deed.SIGN:
        yield from _signing_reasons(letter, draft, actor)
    elif deed is Deed.VOID and letter.event_id:
        yield from _voiding_reasons(letter.event_id, draft)


#: In which states a deed is done.
STATES = {
    Deed.EDIT: {LetterState.DRAFT},
    Deed.SUBMIT: {LetterState.DRAFT},
    Deed.REVIEW_LAW: {LetterState.REVIEW},
    Deed.REVIEW_SECRECY: {LetterState.REVIEW},
    Deed.RETURN: {LetterState.REVIEW},
    Deed.ACCEPT: {LetterState.DRAFT, LetterState.REVIEW},
    Deed.SIGN: {LetterState.REVIEW},
    Deed.VOID: {LetterState.DRAFT, LetterState.REVIEW, LetterState.SIGNED},
}


def _voiding_reasons(led_to: int, draft: Draft) -> Iterator[str]:
    """What the other side has in hand, or the archive, is no spoiled paper any more."""
    events = draft.case.events
    is_answer = draft.plan.template.series == ANSWER
    if any(one.kind == EventKind.ARCHIVED and one.pk > led_to for one in events):
        yield _("作废 — 这件已经归档 — 请先在“档案”里从档案盒取出，没有放进盒的撤回“归档”。")
    elif is_answer and any(one.kind == EventKind.SERVED and one.pk > led_to for one in events):
        yield _("作废 — 这份答复已经送达 — 送达登记错了的，请先撤回送达的登记。")


def _submitting_reasons(letter: Letter, draft: Draft) -> Iterator[str]:
    if draft.missing:
        yield _("送审 — {fields}还没有填 — 请先填写，登记这一步要用。").format(
            fields="、".join(draft.missing)
        )
    elif step := draft.plan.step:
        said = draft.plan.said(draft.case, draft.fields)
        yield from filter(None, [hindrances.why_not_said(draft.row, step, draft.on, said, draft.plan.kind)])
    yield from filter(None, (_blank(draft), why_not_ready(letter.redactions.all())))


def _review_reasons(deed: Deed, letter: Letter, actor: str) -> Iterator[str]:
    if deed in reviewed(letter):
        yield _("{deed} — 已经审过 — 请看下一步。").format(deed=_(deed.zh))
    if actor in writers(letter):
        yield _("{deed} — 您起草过这份文书，自己写的不能自己审 — 请由别人审。").format(deed=_(deed.zh))


def why_not_yet(draft: Draft) -> str:
    """Why the step that the letter leads to cannot be taken today, whoever would sign it."""
    step = draft.plan.step
    if step is None:
        return ""
    why = draft.case.why_not(step, draft.on, draft.on, draft.plan.kind)
    return why or hindrances.why_not(draft.row, step)


def _signing_reasons(letter: Letter, draft: Draft, actor: str) -> Iterator[str]:
    yield from filter(None, [why_not_yet(draft)])
    if actor in writers(letter):
        yield _("签发 — 您起草过这份文书，自己写的不能自己签发 — 请由别人签发。")
    done = reviewed(letter)
    for review in reviews_asked(letter.organ):
        if review not in done:
            yield _("签发 — 还没有{review} — 请先送审核的人。").format(review=_(review.zh))
    if needs_third(letter.organ) and not set(done.values()) - {actor}:
        yield _("签发 — 按设置要有起草、审核、签发三个人 — 请先由第三个人审核。")
    if why := why_not_ready(letter.redactions.all()):
        yield why
    if draft.missing:
        yield _("签发 — {fields}还没有填 — 请退回填写。").format(fields="、".join(draft.missing))
    if why := _blank(draft):
        yield why
    elif errors := open_errors(draft.findings, letter.accepted):
        yield _("签发 — 还有{count}处要改 — 请退回修改，或者由工作机构负责人写明不改的理由。").format(
            count=len(errors)
        )


def _blank(draft: Draft) -> str:
    """The first blank of the text and where its value is set."""
    return next((retell(one.message) for one in draft.findings if one.rule == BLANK), "")

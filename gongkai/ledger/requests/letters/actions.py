"""Writing letters: each function is one transaction with its row in the log."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.db import transaction

from gongkai.law import letter_texts, secrecy
from gongkai.law.findings import Finding
from gongkai.law.letters import BY_CODE
from gongkai.law.workdays import Calendar
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Scope, state_of
from gongkai.ledger.deeds import told
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests import attachments, privacy
from gongkai.ledger.requests.entries import Kept
from gongkai.ledger.requests.facts import clock_settings
from gongkai.ledger.requests.letters import numbers, plans, progress, queries
from gongkai.ledger.requests.letters.deeds import Deed, history
from gongkai.ledger.requests.letters.drafting import Draft
from gongkai.ledger.requests.letters.plans import Plan
from gongkai.ledger.requests.models import (
    Attachment,
    EventKind,
    FoiRequest,
    Letter,
    LetterState,
    LetterTemplate,
    Redaction,
    RequestEvent,
)
from gongkai.ledger.requests.redactions import actions as redactions
from gongkai.ledger.requests.steps import OVERRULED, Case, Refused
from gongkai.lib.language import _
from gongkai.lib.today import now


class Text(NamedTuple):
    """What somebody wrote: the fields, the text where it departs from its kind's, a third party's name."""

    fields: Mapping[str, Any]
    source: str = ""
    addressee: str = ""


class Moment(NamedTuple):
    """When something is done, and in which calendar it is counted."""

    today: date
    calendar: Calendar


@transaction.atomic
def draft(*, foi_request: FoiRequest, plan: Plan, text: Text, actor: str) -> Letter:
    """Begin a letter."""
    letter = Letter(
        organ=foi_request.organ,
        foi_request=foi_request,
        code=plan.letter.code,
        step=plan.step.code if plan.step else "",
        kind=plan.kind.code if plan.kind else "",
    )
    _write(letter, plan, text)
    _do(letter, Deed.DRAFT, None, actor)
    return letter


@transaction.atomic
def edit(*, letter: Letter, text: Text, actor: str, seen: int, at: Moment) -> Letter:
    """Change a draft. ``Refused`` where somebody has changed it since ``seen`` deeds were done."""
    row, before, _draft = _locked(letter, Deed.EDIT, actor, at)
    if seen != len(row.deeds):
        last = history(row)[-1]
        raise Refused(
            _("这份文书 — 刚才{person}改过，您写的还没有保存 — 请对照旁边的现文，合并后再保存。").format(
                person=last.by
            )
        )
    _write(row, plans.of(row), text)
    _do(row, Deed.EDIT, before, actor)
    return row


@transaction.atomic
def do(*, letter: Letter, deed: Deed, actor: str, at: Moment, reason: str = "") -> Letter:
    """Submit, review or return a letter. ``Refused`` with the sentence that says why not."""
    row, before, _draft = _locked(letter, deed, actor, at)
    if deed is Deed.RETURN:
        _demand(reason)
    row.state = _LEADS_TO.get(deed, row.state)
    _do(row, deed, before, actor, reason)
    return row


_LEADS_TO = {Deed.SUBMIT: LetterState.REVIEW, Deed.RETURN: LetterState.DRAFT}


@transaction.atomic
def accept(*, letter: Letter, finding: Finding, reason: str, actor: str, at: Moment) -> Letter:
    """Set an error aside 不改: the head of the office says why."""
    row, before, _draft = _locked(letter, Deed.ACCEPT, actor, at)
    if not progress.may_set_aside(finding):
        raise Refused(_("这一条 — 不能写理由留着 — 请照提示填好，或者改正文。"))
    _demand(reason)
    row.accepted = [
        *row.accepted,
        {"rule": finding.rule, "message": finding.message, "reason": reason, "by": actor},
    ]
    _do(row, Deed.ACCEPT, before, actor, reason)
    return row


@transaction.atomic
def sign(*, letter: Letter, actor: str, seen: int, at: Moment) -> Letter:
    """签发: the letter gets its number and its last wording, and leads to its event, all or nothing."""
    row, before, draft = _locked(letter, Deed.SIGN, actor, at)
    template = draft.plan.template
    if template.is_numbered:
        row.document_no = numbers.give(
            organ=row.organ, series=template.series, letter=row, on=at.today, actor=actor
        )
    row.state, row.signed_on, row.text = LetterState.SIGNED, at.today, draft.text
    row.event = _lead(row, draft, actor, seen, at)
    _do(row, Deed.SIGN, before, actor)
    return row


def _lead(row: Letter, draft: Draft, actor: str, seen: int, at: Moment) -> RequestEvent | None:
    """The event that the letter leads to."""
    step = draft.plan.step
    if step is None:
        return None
    said = draft.plan.said(draft.case, row.fields)
    number = {"document_no": row.document_no} if row.document_no else {}
    overruled = {OVERRULED.name: _overruled_by(row)} if draft.case.has_objection else {}
    return requests.take(
        foi_request=row.foi_request,
        step=step,
        on=at.today,
        said={**said, **number, **overruled},
        actor=actor,
        today=at.today,
        calendar=at.calendar,
        seen=seen,
        kind=draft.plan.kind if draft.plan.is_answer else None,
    )


def _overruled_by(row: Letter) -> str:
    """The notices in which the third party was told, else the reason for which the head let it be."""
    notices = row.foi_request.letters.filter(code="third_party_decision", state=LetterState.SIGNED)
    told = [f"{BY_CODE[one.code].zh}{one.document_no}（{one.signed_on}）" for one in notices]
    return "；".join(told or (one["reason"] for one in row.accepted if one["rule"] == "LET-objection"))


@transaction.atomic
def void(*, letter: Letter, reason: str, actor: str, at: Moment) -> Letter:
    """作废: the number stays as spoiled, and what the letter led to did not happen."""
    row, before, _draft = _locked(letter, Deed.VOID, actor, at)
    _demand(reason)
    row.state = LetterState.VOID
    numbers.spoil(letter=row, actor=actor, reason=reason)
    led_to = requests.latest(row.event) if row.event else None
    if led_to and led_to.kind != EventKind.VOIDED:
        requests.void_event(event=led_to, actor=actor, reason=reason)
    _do(row, Deed.VOID, before, actor, reason)
    return row


@transaction.atomic
def annex(*, letter: Letter, files: Sequence[Kept], actor: str, at: Moment) -> Letter:
    """Put files beside a draft that go out with it. Whoever does it has worked on the letter."""
    row, before, draft = _locked(letter, Deed.EDIT, actor, at)
    _demand_room(draft, len(files))
    kept = Attachment.objects.bulk_create(Attachment(letter=row, **asdict(one)) for one in files)
    audit.created(kept, actor=actor, organ=row.organ)
    _do(row, Deed.EDIT, before, actor)
    return row


@transaction.atomic
def drop_annex(*, letter: Letter, annex: Attachment, actor: str, at: Moment) -> Letter | None:
    """Take a file back from a draft; what was redacted stays with its redaction."""
    if annex.redaction:
        return drop_result(redaction=annex.redaction, actor=actor, at=at)
    row, before, _draft = _locked(letter, Deed.EDIT, actor, at)
    change = audit.Change(row.organ, "attachment.drop", audit.subject(annex), state_of(annex), None)
    annex.delete()
    audit.record([change], actor=actor)
    transaction.on_commit(partial(attachments.VAULT.drop, annex.place))
    _do(row, Deed.EDIT, before, actor)
    return row


@transaction.atomic
def annex_result(*, letter: Letter, redaction: Redaction, actor: str, at: Moment) -> Letter:
    """Let what a redaction gives go out with a draft, now or as soon as it is made."""
    row, before, draft = _locked(letter, Deed.EDIT, actor, at)
    _demand_room(draft, 1)
    redactions.annex(redaction=redaction, letter=row, actor=actor)
    _do(row, Deed.EDIT, before, actor)
    return row


@transaction.atomic
def drop_result(*, redaction: Redaction, actor: str, at: Moment) -> Letter | None:
    """Let it go with no letter. One that was voided is written on no more."""
    letter = redaction.letter
    if letter is None or letter.state == LetterState.VOID:
        redactions.detach(redaction=redaction, actor=actor)
        return letter
    row, before, _draft = _locked(letter, Deed.EDIT, actor, at)
    redactions.detach(redaction=redaction, actor=actor)
    _do(row, Deed.EDIT, before, actor)
    return row


@transaction.atomic
def fetched(*, letter: Letter, annex: Attachment | None = None, actor: str) -> None:
    """The applicant took the letter, or a file that goes with it: a row of the log, which shows that they
    have it."""
    done = "attachment.fetch" if annex else "letter.fetch"
    audit.record([audit.Change(letter.organ, done, audit.subject(annex or letter))], actor=actor)


@transaction.atomic
def named(*, letter: Letter, name: str, actor: str, reason: str) -> str:
    """The full name for a letter that is to be sent. That somebody took it is a row of the log."""
    change = audit.Change(letter.organ, "request.unmask.letter", audit.subject(letter), reason=reason)
    audit.record([change], actor=actor)
    return name


@transaction.atomic
def write_template(*, organ: Organ, code: str, text: str, actor: str) -> LetterTemplate:
    """Keep the organ's own text for a kind of letter. ``Refused`` with the first thing that is wrong."""
    for complaint in letter_texts.complaints(code, text):
        raise Refused(complaint)
    row = LetterTemplate.objects.select_for_update().filter(organ=organ, code=code).first()
    before = state_of(row) if row else None
    row = row or LetterTemplate(organ=organ, code=code)
    row.text = text
    row.save()
    change = audit.Change(organ, "letter.template", audit.subject(row), before, state_of(row), code)
    audit.record([change], actor=actor)
    return row


@transaction.atomic
def reset_template(*, organ: Organ, code: str, actor: str) -> None:
    """Go back to the default text."""
    for row in LetterTemplate.objects.select_for_update().filter(organ=organ, code=code):
        change = audit.Change(organ, "letter.template_reset", audit.subject(row), state_of(row), None, code)
        row.delete()
        audit.record([change], actor=actor)


def _locked(letter: Letter, deed: Deed, actor: str, at: Moment) -> tuple[Letter, dict[str, object], Draft]:
    """The letter for one deed alone; ``Refused`` where it cannot be done."""
    row = (
        Letter.objects.select_for_update(of=("self",))
        .select_related("organ", "foi_request")
        .get(pk=letter.pk)
    )
    before = state_of(row)
    case = Case.of(row.foi_request.events.all(), at.calendar, clock_settings(row.organ))
    all_of_it = queries.of(Scope.of(row.organ), row.foi_request)
    draft = queries.draft(row, all_of_it, case, at.today)
    if why := progress.why_not(deed, row, draft, actor=actor):
        raise Refused(why)
    return row, before, draft


def _write(letter: Letter, plan: Plan, text: Text) -> None:
    letter.fields = {name: value for name, value in text.fields.items() if value not in ("", None)}
    standard = {plan.template.text, queries.texts(letter.organ).get(letter.code)}
    source = "\n".join(text.source.split("\r\n")).strip()
    letter.source = "" if source in standard else source
    if secrecy.marked("\n".join((*map(str, letter.fields.values()), letter.source)), of_file=False):
        raise Refused(_("正文 — 有密级标志，涉密的内容不能进本系统 — 请去掉，并请联系保密员。"))
    privacy.address(letter, text.addressee)


def _demand_room(draft: Draft, more: int) -> None:
    if len(draft.annexes) + more > attachments.MOST:
        raise Refused(_("附件 — 最多5个 — 其余的请合并。"))


def _demand(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("原因 — 还没有填 — 请写明，办理的人要看。"))


def _do(
    letter: Letter, deed: Deed, before: Mapping[str, object] | None, actor: str, reason: str = ""
) -> None:
    letter.deeds = [*letter.deeds, told(deed, actor, now(), reason=reason)]
    letter.save()
    change = audit.Change(
        letter.organ, f"letter.{deed.value}", audit.subject(letter), before, state_of(letter), reason
    )
    audit.record([change], actor=actor)

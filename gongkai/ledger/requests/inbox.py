"""收件: writing what has arrived, and making applications of it once their receipt date is certain.

Each function is one transaction with its rows in the log. What the applicant sends later goes the same way:
it waits here until somebody confirms it as a step of the procedure.
"""

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.law.receipt import CHANNEL, ReceiptDate, receipt
from gongkai.law.workdays import Calendar
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Scope, state_of
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions, attachments, privacy, queries
from gongkai.ledger.requests.entries import EventEntry, Kept, RequestEntry, Said
from gongkai.ledger.requests.models import Arrival, Attachment, Avoided, EventKind, FoiRequest
from gongkai.ledger.requests.steps import STEP, Refused
from gongkai.lib.language import _
from gongkai.lib.today import BEIJING, now

#: What stands in the log as whoever wrote, where it was the applicant.
APPLICANT = "申请人"
DOCUMENT_NO = "document_no"  # in ``Arrival.extra``: what stands on the letter of a rectification
_ANSWERED_BY = re.compile("(?:answers|disclosures):[0-9]{1,12}")
TRIES = 5  # of a number that is free

Kind, State = Arrival.Kind, Arrival.State


@dataclass(frozen=True, slots=True)
class Filed:
    """What was filed, and the code by which its sender follows it: said once, kept nowhere."""

    arrival: Arrival
    code: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The days that fix receipt, as far as they are known."""

    signed_on: date | None = None
    confirmed_on: date | None = None
    how: str = ""


NO_EVIDENCE = Evidence()


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Somebody confirms what an applicant sent later: for which day, and what there is to note."""

    on: date
    actor: str
    today: date
    calendar: Calendar
    note: str = ""


@transaction.atomic
def arrive(
    *,
    organ: Organ,
    channel: str,
    said: Said,
    at: datetime,
    actor: str,
    kind: str = Kind.APPLICATION,
    files: Sequence[Kept] = (),
    evidence: Evidence = NO_EVIDENCE,
    is_doubtful: bool = False,
) -> Filed:
    """An application has arrived that counts nowhere before ``receive``, or what has a course of its own."""
    code = privacy.new_code()
    row = Arrival(
        organ=organ,
        kind=kind,
        channel=channel,
        arrived_at=at,
        code_hash=privacy.code_hash(code),
        is_doubtful=is_doubtful,
    )
    return Filed(_file(row, _prove(row, said, evidence), files, actor), code)


@transaction.atomic
def send(
    *, about: Arrival, kind: str, said: Said, actor: str = APPLICANT, files: Sequence[Kept] = ()
) -> Arrival:
    """Something more about an application has arrived."""
    row = Arrival(
        organ=about.organ, kind=kind, channel="internet", arrived_at=now(), about=about,
        foi_request=about.foi_request,
    )  # fmt: skip
    return _file(row, said, files, actor)


def avoid(*, organ: Organ, by: str, on: date) -> None:
    """An application was not needed: counted, with what answered it and nothing of whoever asked."""
    Avoided.objects.create(organ=organ, on=on, by=by if _ANSWERED_BY.fullmatch(by) else "")


def keep_files(
    *, organ: Organ, actor: str, files: Sequence[tuple[str, bytes]], may_wait: bool = False
) -> list[Kept]:
    """Look at files and store all of them; Refused, and none of them kept, where one may not be, or where
    there are more than an arrival may have. ``may_wait``: in quarantine, where the virus scanner is down."""
    if len(files) > attachments.MOST:
        raise Refused(_("附件 — 最多5个 — 其余的请合并，或者当面、邮寄提交。"))
    kept: list[Kept] = []
    with attachments.VAULT.unless_named(one.place for one in kept):
        for name, data in files:
            try:
                kept.append(attachments.keep(name, data, may_wait=may_wait))
            except attachments.Barred:
                barred(organ=organ, actor=actor)
                raise
    return kept


@transaction.atomic
def barred(*, organ: Organ, actor: str) -> None:
    """A file bore a secrecy mark: only that it happened is kept."""
    audit.record([audit.Change(organ, "arrival.barred", "requests.attachment:")], actor=actor)


@transaction.atomic
def receive(
    *, arrival: Arrival, applicant_kind: str, evidence: Evidence, actor: str, number: str = ""
) -> FoiRequest:
    """Receipt is certain: the application enters the ledger, and its clock runs. Without a ``number`` it gets
    the next one. Refused in the law's words where the evidence is not enough."""
    row = _open(arrival)
    before = state_of(row)
    said = _prove(row, privacy.opened(row), evidence)
    privacy.seal(row, said)
    found = receipt_of(row)
    if found.received_on is None:
        raise Refused(found.missing)
    basis = {**_basis(first_of(row)), "applicant_kind": applicant_kind}
    received = EventEntry(EventKind.RECEIVED, found.received_on, basis)
    number = number or _next_number(row.organ, found.received_on.year)
    entry = _entry(said, number, received)
    try:
        with transaction.atomic():
            (foi_request,) = actions.receive(organ=row.organ, entries=[entry], actor=actor)
    except IntegrityError as error:  # asked of the database, so that two clerks at once cannot both have it
        raise Refused(_("申请编号 — 台账里已经有{number} — 请换一个编号。").format(number=number)) from error
    row.foi_request = foi_request
    for other in row.later.exclude(kind=Kind.APPLICATION, state=State.WAITING):
        _put(other, state_of(other), "arrival.amend", actor, foi_request=foi_request)
    _close(row, before, "arrival.receive", actor, State.RECEIVED)
    return foi_request


@transaction.atomic
def amend(*, arrival: Arrival, said: Said, actor: str, reason: str) -> Arrival:
    """What was written down wrongly is put right before receipt."""
    row = _open(arrival)
    before = state_of(row)
    privacy.seal(row, said)
    return _put(row, before, "arrival.amend", actor, reason=reason)


@transaction.atomic
def split(*, arrival: Arrival, matters: Sequence[str], actor: str, reason: str) -> list[Arrival]:
    """One letter with several matters becomes one arrival for each, under one tracking code. ``reason``: how
    the applicant agreed."""
    row = _open(arrival)
    said, before = privacy.opened(row), state_of(row)
    privacy.seal(row, replace(said, content=matters[0]))
    _put(row, before, "arrival.split", actor, reason=reason)
    return [row, *(_part(row, replace(said, content=matter), actor, reason) for matter in matters[1:])]


@transaction.atomic
def join(*, arrival: Arrival, into: Arrival, actor: str) -> Arrival:
    """The same application came twice, by web and by post: one of them goes on, with the files of both and
    from the earlier receipt."""
    row, into = _open(arrival), Arrival.objects.select_for_update().get(pk=into.pk)
    if into.pk == row.pk or into.organ_id != row.organ_id or into.kind != Kind.APPLICATION:
        raise Refused(_("并件 — 不能并入这一件 — 请选本机关的另一件申请。"))
    if into.state not in {State.WAITING, State.RECEIVED}:
        raise Refused(_("并件 — 那一件已经不在办 — 请选另一件。"))
    before = state_of(row)
    row.about, row.foi_request = into, into.foi_request
    for one in queries.joined(row):
        _put(one, state_of(one), "arrival.join", actor, about=into, foi_request=into.foi_request)
    _close(row, before, "arrival.join", actor, State.JOINED)
    _move_receipt(into, row.number, actor)
    return row


@transaction.atomic
def close(*, arrival: Arrival, state: str, reason: str, actor: str) -> Arrival:
    """It is no application, or the applicant took it back before receipt: it stays with the reason."""
    row = _open(arrival)
    done = "arrival.withdraw" if state == State.WITHDRAWN else "arrival.close"
    return _close(row, state_of(row), done, actor, state, reason=reason)


@transaction.atomic
def accept(*, message: Arrival, confirmed: Confirmation) -> Arrival:
    """Confirm what an applicant sent later, as the step of the procedure that it is. Refused where the law
    does not allow the step."""
    row = _open(message)
    _ACCEPT[row.kind](row, confirmed)
    return _close(row, state_of(row), "arrival.receive", confirmed.actor, State.RECEIVED)


@transaction.atomic
def propose(*, arrival: Arrival, state: str, said: Said, actor: str) -> Arrival:
    """How a rectification is to end, until somebody else agrees. An empty ``state`` takes that back; what
    ``said`` tells is kept either way."""
    row = _open(arrival)
    before = state_of(row)
    _say(row, said)
    done = "arrival.propose" if state else "arrival.object"
    return _put(row, before, done, actor, proposed=state, proposed_by=actor if state else "")


@transaction.atomic
def settle(*, arrival: Arrival, state: str, said: Said, actor: str) -> Arrival:
    """A rectification has come to its end; ``said`` tells what its applicant is told."""
    row = _open(arrival)
    before = state_of(row)
    _say(row, said)
    row.proposed = ""
    return _close(row, before, "arrival.settle", actor, state)


def _say(row: Arrival, said: Said) -> None:
    """Seal what is said; the number of its letter alone stays open, so that no other letter gets it."""
    privacy.seal(row, said)
    number = {DOCUMENT_NO: said.document_no} if said.document_no else {}
    row.extra = {name: value for name, value in row.extra.items() if name != DOCUMENT_NO} | number


@transaction.atomic
def look(*, arrival: Arrival, actor: str, reason: str) -> Said:
    """All that an arrival says, in plain. That somebody looked, who and why, is a row of the log."""
    _note_look(arrival.organ, audit.subject(arrival), "request.unmask.arrival", actor, reason)
    return privacy.opened(arrival)


@transaction.atomic
def look_into(*, organ: Organ, attachment: Attachment, actor: str, reason: str) -> None:
    """Somebody opens a file; a row of the log."""
    _note_look(organ, audit.subject(attachment), "request.unmask.attachment", actor, reason)


def receipt_of(arrival: Arrival) -> ReceiptDate:
    """The receipt date in law, as far as the evidence goes: of what came as one application, the earliest."""
    return own_receipt(first_of(arrival))


def first_of(arrival: Arrival) -> Arrival:
    """Of what came as one application, what was received first; itself where nothing is certain."""
    return min((arrival, *queries.joined(arrival)), key=lambda one: own_receipt(one).received_on or date.max)


def own_receipt(arrival: Arrival) -> ReceiptDate:
    """The receipt date that an arrival would have by itself."""
    return receipt(
        CHANNEL[arrival.channel],
        arrived_on=arrived_on(arrival),
        signed_on=arrival.signed_on,
        confirmed_on=arrival.confirmed_on,
    )


def arrived_on(arrival: Arrival) -> date:
    return arrival.arrived_at.astimezone(BEIJING).date()


def _note_look(organ: Organ, subject: str, done: str, actor: str, reason: str) -> None:
    audit.record([audit.Change(organ, done, subject, reason=reason)], actor=actor)


def _file(row: Arrival, said: Said, files: Sequence[Kept], actor: str) -> Arrival:
    privacy.seal(row, said)
    for attempt in range(TRIES):
        row.number = row.number or _fresh_number(row.arrived_at)
        try:
            with transaction.atomic():
                row.save()
            break
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
            row.number = ""
    kept = [Attachment(arrival=row, **asdict(one)) for one in files]
    Attachment.objects.bulk_create(kept)
    audit.record(
        [audit.Change(row.organ, "arrival.arrive", audit.subject(row), after=state_of(row))], actor=actor
    )
    audit.created(kept, actor=actor, organ=row.organ)
    return row


def _next_number(organ: Organ, year: int) -> str:
    """The number of the next application; two clerks who confirm at once wait for each other."""
    Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    return queries.next_number(Scope.of(organ), year)


def _fresh_number(at: datetime) -> str:
    """20261130-7KQ4: the day, and four characters that tell nobody how many came before."""
    return f"{at.astimezone(BEIJING):%Y%m%d}-{''.join(secrets.choice(privacy.ALPHABET) for _ in range(4))}"


def _part(row: Arrival, said: Said, actor: str, reason: str) -> Arrival:
    part = Arrival(
        organ=row.organ, channel=row.channel, arrived_at=row.arrived_at, signed_on=row.signed_on,
        confirmed_on=row.confirmed_on, code_hash=row.code_hash, about=row, reason=reason,
    )  # fmt: skip
    return _file(part, said, (), actor)


def _open(arrival: Arrival) -> Arrival:
    """The row, locked; Refused where somebody has dealt with it meanwhile."""
    row = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if row.state != State.WAITING:
        raise Refused(
            _("收件{number} — 刚才已经办过：{state} — 请重新打开看。").format(
                number=row.number, state=row.get_state_display()
            )
        )
    return row


def _prove(row: Arrival, said: Said, evidence: Evidence) -> Said:
    """Take over what proves receipt, the days into the row; what is not said stays."""
    row.signed_on = evidence.signed_on or row.signed_on
    row.confirmed_on = evidence.confirmed_on or row.confirmed_on
    return replace(said, confirmed_how=evidence.how or said.confirmed_how)


def _move_receipt(into: Arrival, number: str, actor: str) -> None:
    """An application that was received meanwhile was received as early as what is joined to it."""
    row, day = into.foi_request, receipt_of(into).received_on
    if row and day and day < row.received_on:
        received = EventEntry(EventKind.RECEIVED, day, _basis(first_of(into)))
        why = _("并入{number}").format(number=number)
        actions.amend(
            organ=into.organ, pairs=[(row, RequestEntry(row.number, (received,)))], actor=actor, reason=why
        )


def _basis(row: Arrival) -> dict[str, Any]:
    """What the receipt rests on, as the event keeps it."""
    how = privacy.shown(row).confirmed_how
    days = {"signed_on": row.signed_on, "confirmed_on": row.confirmed_on}
    return {
        "channel": row.channel,
        "arrived_on": arrived_on(row).isoformat(),
        **{name: day.isoformat() for name, day in days.items() if day},
        **({"confirmed_how": how} if how else {}),
    }


def _entry(said: Said, number: str, received: EventEntry) -> RequestEntry:
    return RequestEntry(
        number,
        (received,),
        applicant_name=said.applicant_name,
        content=said.content,
        id_number=said.id_number,
        contact=said.contact,
        other_personal=f"便利需要:{said.help}" if said.help else "",
        agent=said.agent,
        joint_applicants=said.joint_applicants,
        delivery_form=said.delivery,
    )


def _put(
    row: Arrival, before: Mapping[str, object], done: str, actor: str, reason: str = "", **values: Any
) -> Arrival:
    for name, value in values.items():
        setattr(row, name, value)
    return audit.put(row, before, done, actor=actor, reason=reason)


def _close(
    row: Arrival, before: Mapping[str, object], done: str, actor: str, state: str, reason: str = ""
) -> Arrival:
    row.state, row.closed_at = state, now()
    row.reason = reason or row.reason
    return _put(row, before, done, actor, reason)


def _step(code: str, says: Callable[[str, str], dict[str, str]]) -> "Accept":
    """The step ``code``; what it ``says`` comes of the applicant's words and the confirming clerk's note."""

    def take(row: Arrival, confirmed: Confirmation) -> None:
        if row.foi_request is None:
            raise Refused(_("申请还没有确认收到 — 先确认收到，再办这一步。"))
        actions.take(
            foi_request=row.foi_request,
            step=STEP[code],
            on=confirmed.on,
            said=says(privacy.opened(row).content, confirmed.note),
            actor=confirmed.actor,
            today=confirmed.today,
            calendar=confirmed.calendar,
            seen=actions.last_of(row.foi_request.events.all()),
        )

    return take


def _withdraw(row: Arrival, confirmed: Confirmation) -> None:
    """Before receipt nothing has begun that a step could end: the arrival itself is taken back."""
    if row.foi_request is None and row.about is not None:
        close(arrival=row.about, state=State.WITHDRAWN, reason=_("申请人撤回"), actor=confirmed.actor)
    else:
        _step("withdraw", lambda words, _note: {"withdrawal": words})(row, confirmed)


def _contact(row: Arrival, confirmed: Confirmation) -> None:
    assert row.about is not None
    said, why = _reached_by(row.about, privacy.opened(row)), _("申请人更正联系方式")
    if row.foi_request is not None:
        pairs = [(row.foi_request, RequestEntry(row.foi_request.number, (), contact=said.contact))]
        actions.amend(organ=row.organ, pairs=pairs, actor=confirmed.actor, reason=why)
    else:
        amend(arrival=row.about, said=said, actor=confirmed.actor, reason=why)


def _reached_by(about: Arrival, new: Said) -> Said:
    """How the applicant can be reached now: whoever gives a new telephone keeps the mailbox."""
    before = about.later.filter(kind=Kind.CONTACT, state=State.RECEIVED).order_by("closed_at", "pk")
    said = privacy.opened(about)
    for one in (*map(privacy.opened, before), new):
        said = replace(
            said,
            phone=one.phone or said.phone,
            email=one.email or said.email,
            address=one.address or said.address,
        )
    return said


def _noted(_row: Arrival, _confirmed: Confirmation) -> None:
    """A suggestion and a rating ask for no step; that they were read is enough."""


Accept = Callable[[Arrival, Confirmation], None]
_ACCEPT: Mapping[str, Accept] = {
    Kind.CORRECTION: _step("receive_correction", lambda words, _note: {"corrected": words}),
    Kind.WITHDRAWAL: _withdraw,
    Kind.PAYMENT: _step("receive_payment", lambda words, note: {"receipt_no": note, "note": words}),
    Kind.REASON: _step("receive_reason", lambda words, _note: {"reasons_heard": words}),
    Kind.CONTACT: _contact,
    Kind.SUGGESTION: _noted,
    Kind.RATING: _noted,
}

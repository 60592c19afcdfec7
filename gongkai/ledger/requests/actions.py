"""Writing applications: each function is one transaction with its rows in the log."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from json import dumps
from typing import Any, NamedTuple

from django.db import transaction

from gongkai.law.decision_kind import DecisionKind
from gongkai.law.workdays import Calendar
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.audit.queries import last_states
from gongkai.ledger.base import state_of
from gongkai.ledger.corrections import note
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import hindrances, privacy
from gongkai.ledger.requests.entries import DETAILS, EventEntry, RequestEntry
from gongkai.ledger.requests.facts import Projection, clock_settings, in_force, project
from gongkai.ledger.requests.letters import numbers
from gongkai.ledger.requests.models import (
    Arrival,
    Attachment,
    EventKind,
    FoiRequest,
    Lesson,
    Letter,
    RequestEvent,
)
from gongkai.ledger.requests.steps import Case, Refused, Step
from gongkai.ledger.vault import reseal_rows
from gongkai.ledger.words import actions as index
from gongkai.lib.language import _
from gongkai.lib.today import now

PROJECTED = Projection.__slots__
BATCH = 1000


@transaction.atomic
def receive(
    *, organ: Organ, entries: Iterable[RequestEntry], actor: str, reason: str = ""
) -> list[FoiRequest]:
    """Register applications with all that is known to have happened to them."""
    rows, events = [], []
    for entry in entries:
        row = FoiRequest(organ=organ, number=entry.number, extra=dict(entry.extra))
        _set_details(row, entry)
        history = [_event(row, event, actor, reason) for event in entry.events]
        _set_projection(row, history)
        rows.append(row)
        events.append(history)
    FoiRequest.objects.bulk_create(rows, batch_size=BATCH)
    RequestEvent.objects.bulk_create([event for history in events for event in history], batch_size=BATCH)
    index.put(rows)
    audit.record(
        [
            audit.Change(
                organ, "request.receive", audit.subject(row), after=state(row, history), reason=reason
            )
            for row, history in zip(rows, events, strict=True)
        ],
        actor=actor,
    )
    return rows


@transaction.atomic
def amend(
    *,
    organ: Organ,
    pairs: Sequence[tuple[FoiRequest, RequestEntry]],
    actor: str,
    reason: str,
    save: bool = True,
) -> list[FoiRequest]:
    """Bring applications to what the entries say; the ones that changed are returned.

    Nothing is erased: an entry adds events or replaces those it contradicts. ``save=False`` only tells.
    An application whose file was destroyed stays as it is.
    """
    histories = _histories([row for row, _ in pairs])
    changes, amended, added = [], [], []
    for row, entry in pairs:
        if row.erased_on:
            continue
        history = histories[row.pk]
        before, stood = state(row, history), state_of(row)
        fresh = [
            _event(row, event, actor, reason, replaces)
            for event, replaces in differences(history, entry.events)
        ]
        touched = _set_details(row, entry)
        if not fresh and not touched:
            continue
        if touched:
            note(row, stood, state_of(row), actor=actor, reason=reason)
        history = history + fresh
        _set_projection(row, history)
        amended.append(row)
        added += fresh
        after = state(row, history)
        changes.append(audit.Change(organ, "request.amend", audit.subject(row), before, after, reason))
    if save and amended:
        RequestEvent.objects.bulk_create(added, batch_size=BATCH)
        written = [
            f.name for f in FoiRequest._meta.concrete_fields if f.name not in {"id", "organ", "number"}
        ]
        FoiRequest.objects.bulk_update(amended, written, batch_size=200)
        index.put(amended)
        audit.record(changes, actor=actor)
    return amended


@transaction.atomic
def add_event(*, foi_request: FoiRequest, event: EventEntry, actor: str) -> RequestEvent:
    """Record that something happened."""
    history = _histories([foi_request])[foi_request.pk]
    return _append(foi_request, history, _event(foi_request, event, actor, ""), actor, "request.event")


@transaction.atomic
def take(
    *,
    foi_request: FoiRequest,
    step: Step,
    on: date,
    said: Mapping[str, Any],
    actor: str,
    today: date,
    calendar: Calendar,
    seen: int,
    kind: DecisionKind | None = None,
) -> RequestEvent:
    """Take a step of the procedure. ``Refused`` where the law does not allow it, or where something has
    happened to the application since its event ``seen``, the latest that whoever takes the step knew of."""
    row = FoiRequest.objects.select_for_update().select_related("organ").get(pk=foi_request.pk)
    history = _histories([row])[row.pk]
    if seen != last_of(history):
        raise Refused(_("这件申请刚才有了新的办理情况 — 您看到的已不是最新的 — 请看过后再办。"))
    case = Case.of(history, calendar, clock_settings(row.organ))
    why = hindrances.why_not(row, step) or case.why_not(step, on, today, kind) or case.why_unclear(step, on)
    why = why or case.why_misdated(step, on, said, today)  # no day follows the last of all
    why = why or case.why_unheard(step, on, said) or case.why_overruled(said, kind)
    if why := why or hindrances.why_not_said(row, step, on, said, kind):
        raise Refused(why)
    event = _event(row, case.entry(step, on, said, kind), actor, "")
    return _append(row, history, event, actor, "request.event")


def last_of(history: Iterable[RequestEvent]) -> int:
    """The latest entered event."""
    return max((event.pk for event in history), default=0)


@transaction.atomic
def deliver(*, event: RequestEvent, on: date, actor: str, today: date) -> RequestEvent:
    """Note when the other side got a letter, known only later: its period runs from that day."""
    row = FoiRequest.objects.select_for_update().select_related("organ").get(pk=event.foi_request_id)
    standing = row.events.filter(pk=event.pk, replaced_by=None).first()
    if standing is None:
        raise Refused(_("这条登记刚才改过 — 您看到的已不是最新的 — 请看过后再填。"))
    if not standing.on <= on <= today:
        raise Refused(
            _("对方收到日期 — {on}早于发出的{sent}，或者还没有到 — 请照回执核对。").format(
                on=on, sent=standing.on
            )
        )
    heard = row.events.filter(kind=EventKind.OPINION_RECEIVED, replaced_by=None, on__lt=on)
    if standing.data.get("slot") in {one.data.get("slot") for one in heard}:
        raise Refused(_("对方收到日期 — {on}晚于收到意见的日期 — 请照回执核对。").format(on=on))
    entry = EventEntry(
        EventKind(standing.kind), standing.on, {**standing.data, "delivered_on": on.isoformat()}
    )
    noted = _event(row, entry, actor, "", standing)
    return _append(row, _histories([row])[row.pk], noted, actor, "request.event")


def latest(event: RequestEvent) -> RequestEvent:
    """What stands for an event by now: it may have been corrected since, or taken back."""
    while (later := getattr(event, "replaced_by", None)) is not None:
        event = later
    return event


@transaction.atomic
def void_event(*, event: RequestEvent, actor: str, reason: str) -> RequestEvent:
    """Say that an event did not happen; both stay in the history. What was archived since stays as it was."""
    row = event.foi_request
    history = _histories([row])[row.pk]
    if any(one.kind == EventKind.ARCHIVED and one.pk > event.pk for one in in_force(history)):
        raise Refused(_("撤回 — 这件已经归档 — 请先在“档案”里从档案盒取出，没有放进盒的撤回“归档”，再撤回。"))
    void = _event(row, EventEntry(EventKind.VOIDED, event.on), actor, reason, event)
    return _append(row, history, void, actor, "request.void", reason)


@transaction.atomic
def unmask(*, foi_request: FoiRequest, field: str, actor: str, reason: str) -> str:
    """A name, what stood before a correction, or the plain ID number or contact. That somebody looked, who
    and why, is a row of the log."""
    audit.record(
        [
            audit.Change(
                foi_request.organ, f"request.unmask.{field}", audit.subject(foi_request), reason=reason
            )
        ],
        actor=actor,
    )
    if field == privacy.FORMER:
        return privacy.former(foi_request)
    if field in privacy.PLAIN:
        return str(getattr(foi_request, field))
    return privacy.keys().open(getattr(foi_request, f"{field}_sealed"))


@transaction.atomic
def unmask_all(
    *, organ: Organ, rows: Sequence[FoiRequest], actor: str, reason: str
) -> dict[int, dict[str, str]]:
    """The plain ID numbers and contacts of many applications by primary key, each look a row of the log."""
    sealed = [row for row in rows if any(getattr(row, f"{field}_sealed") for field in privacy.FIELDS)]
    audit.record(
        [audit.Change(organ, "request.unmask", audit.subject(row), reason=reason) for row in sealed],
        actor=actor,
    )
    keys = privacy.keys()
    return {
        row.pk: {field: keys.open(getattr(row, f"{field}_sealed")) for field in privacy.FIELDS}
        for row in sealed
    }


@transaction.atomic
def note_export(*, organ: Organ, actor: str, reason: str) -> None:
    """Log that somebody took the whole ledger with the names of those who asked."""
    audit.record(
        [audit.Change(organ, "request.unmask.ledger", audit.subject(organ), reason=reason)], actor=actor
    )


class Rebuilt(NamedTuple):
    """``mended``: what was brought back to its events. ``suspect``: what the log does not know in this shape,
    so that no replay can be trusted; it stays as it is."""

    mended: list[FoiRequest]
    suspect: list[FoiRequest]


@transaction.atomic
def rebuild_projections(*, actor: str, save: bool = True) -> Rebuilt:
    """Replay every history and mend what differs. ``save=False`` only tells.

    Only what the log knows is mended: as stored (the program now projects otherwise), or as replayed (the
    columns alone were changed past the program). Else the events themselves are forged.
    """
    found = Rebuilt([], [])
    changes = []
    logged = last_states(FoiRequest._meta.label_lower)
    rows = FoiRequest.objects.select_related("organ").prefetch_related("events")
    for row in rows.iterator(chunk_size=BATCH):
        history = list(row.events.all())
        stored, before = state_of(row, PROJECTED), state(row, history)
        _set_projection(row, history)
        if state_of(row, PROJECTED) == stored:
            continue
        after, subject = state(row, history), audit.subject(row)
        _number, known = logged.get(subject, (0, ""))
        if known not in {audit.digest(before), audit.digest(after)}:
            found.suspect.append(row)
            continue
        found.mended.append(row)
        changes.append(audit.Change(row.organ, "request.rebuild", subject, before, after, "重算"))
    if save and found.mended:
        FoiRequest.objects.bulk_update(found.mended, PROJECTED, batch_size=200)
        audit.record(changes, actor=actor)
    return found


@transaction.atomic
def learn(*, organ: Organ, case_no: str, kind: str, said: str, actor: str) -> Lesson | None:
    """Keep what a case taught about a kind of answer; an empty text takes it back."""
    row = Lesson.objects.select_for_update().filter(organ=organ, case_no=case_no).first()
    if row is None and not said:
        return None
    before = state_of(row) if row else None
    row = row or Lesson(organ=organ, case_no=case_no)
    row.kind, row.said = kind, said
    return audit.put(row, before, "requests.lesson.learn", actor=actor)


@transaction.atomic
def reseal(*, actor: str) -> int:
    """Seal everybody's data anew under the newest key; the number of rows is returned."""
    names = [f"{field}_sealed" for field in privacy.FIELDS]
    applications = FoiRequest.objects.only("id", *names)
    letters = Letter.objects.exclude(addressee_sealed="").only("id", "addressee_sealed")
    arrivals = Arrival.objects.filter(erased_on=None).only("id", "said_sealed")
    attachments = Attachment.objects.only("id", "name_sealed", "key_sealed")
    count = reseal_rows(applications, names) + reseal_rows(letters, ["addressee_sealed"])
    reseal_rows(arrivals, ["said_sealed"])
    reseal_rows(attachments, ["name_sealed", "key_sealed"])
    audit.record(
        [audit.Change(None, "keys.rotate", f"requests.foirequest:{count}", reason="更换密钥")], actor=actor
    )
    return count


def _append(
    row: FoiRequest,
    history: list[RequestEvent],
    event: RequestEvent,
    actor: str,
    action: str,
    reason: str = "",
) -> RequestEvent:
    if row.erased_on:
        raise Refused(_("这件申请 — 档案已经销毁 — 不能再登记办理情况。"))
    before = state(row, history)
    event.save()
    _set_projection(row, [*history, event])
    row.save(update_fields=PROJECTED)
    after = state(row, [*history, event])
    audit.record([audit.Change(row.organ, action, audit.subject(row), before, after, reason)], actor=actor)
    return event


def differences(
    history: Sequence[RequestEvent], wanted: Sequence[EventEntry]
) -> Iterable[tuple[EventEntry, RequestEvent | None]]:
    """What the entries add or correct, each with the event it replaces.

    Of several of a kind the first is meant: an answer after a redo corrects no earlier answer.
    """
    in_order = sorted(in_force(history), key=lambda event: (event.on, event.pk), reverse=True)
    standing = {(event.kind, event.data.get("slot", "")): event for event in in_order}
    for entry in wanted:
        known = standing.get((entry.kind, entry.slot))
        if known is None and entry.kind == EventKind.ANSWERED and not entry.slot:
            # A withdrawal ends an application as an answer does, so an answer said instead corrects it.
            known = standing.get((EventKind.WITHDRAWN, ""))
            if known and known.on == entry.on and entry.data.get("kind") == "other_withdrawn":
                continue
        if known is None:
            yield entry, None
            continue
        merged = _merged(known.data, _data(entry))
        if known.on != entry.on or known.data != merged:
            yield EventEntry(entry.kind, entry.on, merged, entry.slot), known


def _merged(known: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The known data with what is said now. Another row makes the decision kind of the old one void."""
    stale = {"kind"} if "row" in said and said["row"] != known.get("row") else set()
    return {**{key: value for key, value in known.items() if key not in stale}, **said}


def _histories(rows: Sequence[FoiRequest]) -> dict[int, list[RequestEvent]]:
    histories: dict[int, list[RequestEvent]] = {row.pk: [] for row in rows}
    keys = list(histories)
    for start in range(0, len(keys), BATCH):
        for event in RequestEvent.objects.filter(foi_request__in=keys[start : start + BATCH]).order_by(
            "on", "id"
        ):
            histories[event.foi_request_id].append(event)
    return histories


def _event(
    row: FoiRequest, entry: EventEntry, actor: str, reason: str, replaces: RequestEvent | None = None
) -> RequestEvent:
    return RequestEvent(
        foi_request=row,
        kind=entry.kind,
        on=entry.on,
        data=_data(entry),
        reason=reason,
        replaces=replaces,
        recorded_at=now(),
        recorded_by=actor,
    )


def _data(entry: EventEntry) -> dict[str, Any]:
    data = dict(entry.data)
    if entry.slot:
        data["slot"] = entry.slot
    if data.get("amount"):
        data["amount"] = f"{Decimal(str(data['amount'])):.2f}"  # one writing of one sum of money
    return data


def _set_details(row: FoiRequest, entry: RequestEntry) -> bool:
    """Take over what the entry says; True when the row changed."""
    touched = False
    for name in DETAILS:
        value = getattr(entry, name)
        if value not in ("", None) and value != getattr(row, name):
            setattr(row, name, value)
            touched = True
    for field in privacy.FIELDS:
        touched |= privacy.protect(row, field, getattr(entry, field))
    if added := {key: value for key, value in entry.extra.items() if row.extra.get(key) != value}:
        row.extra = {**row.extra, **added}
        touched = True
    return touched


def _set_projection(row: FoiRequest, history: Sequence[RequestEvent]) -> None:
    projection = project(history)
    for name in PROJECTED:
        setattr(row, name, getattr(projection, name))


def state(row: FoiRequest, history: Iterable[RequestEvent]) -> dict[str, object]:
    """The application with its history, as the log digests it. The order of entry does not matter, nor under
    which key the identity is sealed: its fingerprint is there."""
    plain = {name: value for name, value in state_of(row).items() if not name.endswith("_sealed")}
    events = [[str(event.kind), event.on.isoformat(), event.data, event.reason] for event in history]
    # PostgreSQL gives the keys of JSON back in an order of its own
    return {**plain, "events": sorted(events, key=lambda event: dumps(event, sort_keys=True))}


def give_number(*, organ: Organ, series: str, bearer: str, on: date, actor: str) -> str:
    """The next document number of a series for what is no letter of an application, within the caller's
    transaction; ``bearer`` says what bears it."""
    return numbers.give(organ=organ, series=series, letter=None, on=on, actor=actor, bearer=bearer)


def spoil_number(*, organ: Organ, document_no: str, actor: str, reason: str) -> None:
    """作废 of such a number, within the caller's transaction."""
    numbers.spoil_other(organ=organ, document_no=document_no, actor=actor, reason=reason)

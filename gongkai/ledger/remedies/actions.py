"""Writing the register of reviews and suits: each function is one transaction with its rows in the log."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.law.remedy_course import REVIEW
from gongkai.law.remedy_procedure import Step
from gongkai.law.workdays import Calendar
from gongkai.ledger import records
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import files, signing
from gongkai.ledger.remedies.facts import Entry, in_force, project, reopened, standing, version
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.remedies.steps import Weighed, last_decision
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests import queries as request_queries
from gongkai.ledger.requests.models import FoiRequest, RequestEvent
from gongkai.ledger.requests.steps import STEP as REQUEST_STEP
from gongkai.ledger.words import actions as index
from gongkai.lib.language import _
from gongkai.lib.today import now


def register(*, organ: Organ, rows: Sequence[RemedyCase], actor: str, reason: str = "") -> list[RemedyCase]:
    """Enter cases."""
    return records.create(rows, organ=organ, actor=actor, reason=reason)


def amend(
    *,
    organ: Organ,
    pairs: Sequence[tuple[RemedyCase, Mapping[str, Any]]],
    actor: str,
    reason: str,
    save: bool = True,
    erase: Sequence[str] = (),
) -> list[RemedyCase]:
    """Correct cases; the ones that changed are returned."""
    return records.amend(pairs, organ=organ, actor=actor, reason=reason, save=save, erase=erase)


@transaction.atomic
def take(
    *,
    case: RemedyCase,
    step: Step,
    on: date,
    said: Mapping[str, Any],
    actor: str,
    today: date,
    calendar: Calendar,
    seen: int,
) -> RemedyCase:
    """Take a step. ``Refused`` where it is not lawful, or where something was entered since the ``version``
    ``seen`` by whoever takes it. A redo that takes effect opens the application again."""
    row = _locked(case, seen)
    weighed = Weighed(row, calendar)
    why = weighed.why_not(step, on, today) or weighed.why_incomplete(step, on, said)
    if why := why or weighed.why_misdated(step, on, said, today):
        raise Refused(why)
    before, was_concluded = state_of(row), row.concluded_on
    entry = weighed.entry(step, on, said, by=actor, at=now().isoformat())
    _project(row, [*row.events, entry], today, calendar)
    if row.redo_ordered and (was_concluded != row.concluded_on or step.code == "decide"):
        event = _reopen(row, actor, today, calendar)
        row.events[-1] = {**entry, "reopened": event.pk} if event else entry
        row.still_open = _is_still_open(row, today, calendar)
    return _put(row, before, "remedies.remedycase.step", actor)


@transaction.atomic
def void(
    *, case: RemedyCase, number: int, actor: str, reason: str, today: date, calendar: Calendar
) -> RemedyCase:
    """Say that an entry did not happen; it stays with the reason. What it did to the application goes with
    it, unless somebody has worked on that since."""
    row = RemedyCase.objects.select_for_update().select_related("organ").get(pk=case.pk)
    entry = next((one for one in in_force(row.events) if one["n"] == number), None)
    if entry is None:
        raise Refused(_("这条登记刚才改过 — 您看到的已不是最新的 — 请看过后再办。"))
    before = state_of(row)
    _close_again(entry, actor, reason)
    gone = {**entry, "void": {"by": actor, "at": now().isoformat(), "reason": reason}}
    _project(row, [gone if one["n"] == number else one for one in row.events], today, calendar)
    return _put(row, before, "remedies.remedycase.void", actor, reason)


@transaction.atomic
def reopen(*, case: RemedyCase, actor: str, today: date, calendar: Calendar) -> RemedyCase:
    """Open the application again on a redo that could not do so when it was entered."""
    row = RemedyCase.objects.select_for_update().select_related("organ").get(pk=case.pk)
    decision = last_decision(row)
    if decision is None or not row.redo_ordered or reopened(row):
        raise Refused(_("这一案 — 没有要重新打开申请的决定 — 请先登记责令重作的决定。"))
    if why := why_not_reopened(row, today, calendar):
        raise Refused(why)
    before, event = state_of(row), _reopen(row, actor, today, calendar)
    assert event is not None
    row.events = [{**one, "reopened": event.pk} if one["n"] == decision["n"] else one for one in row.events]
    row.still_open = _is_still_open(row, today, calendar)
    return _put(row, before, "remedies.remedycase.reopen", actor)


@transaction.atomic
def describe(
    *, case: RemedyCase, values: Mapping[str, Any], actor: str, over: Mapping[str, Any]
) -> RemedyCase:
    """Write down who is at law with whom and when it began, what the workbook's sheet has no column for.
    ``over``: what whoever writes has read; Refused where that has changed."""
    row = RemedyCase.objects.select_for_update().select_related("organ").get(pk=case.pk)
    if any(getattr(row, name) != value for name, value in over.items()):
        raise Refused(_("这一案刚才有人改过 — 您看到的已不是最新的 — 请看过后再改。"))
    before = state_of(row)
    for name, value in values.items():
        setattr(row, name, value)
    return _put(row, before, "remedies.remedycase.describe", actor)


@transaction.atomic
def write_paper(
    *, case: RemedyCase, code: str, said: Mapping[str, str], over: Mapping[str, str], actor: str
) -> RemedyCase:
    """Keep what was written for a paper. ``over``: what stood there when whoever writes opened it."""
    row = RemedyCase.objects.select_for_update().select_related("organ").get(pk=case.pk)
    if signing.in_force(row, code):
        raise Refused(_("这份文书 — 已经签发 — 要改的先作废，写明原因，再起草、签发。"))
    if row.papers.get(code, {}) != over:
        raise Refused(_("这份文书刚才有人改过 — 您看到的已不是最新的 — 请看过后再改。"))
    before = state_of(row)
    row.papers = {**row.papers, code: {**said, signing.WRITER: actor}}
    return _put(row, before, "remedies.remedycase.paper", actor)


@transaction.atomic
def learn(*, case: RemedyCase, kind: str, said: str, actor: str) -> RemedyCase:
    """Write down what a case taught, and hold the next letters of that kind of answer against it."""
    row = RemedyCase.objects.select_for_update().select_related("organ").get(pk=case.pk)
    before = state_of(row)
    row.lessons = said
    requests.learn(organ=row.organ, case_no=row.case_no, kind=kind, said=said, actor=actor)
    return _put(row, before, "remedies.remedycase.learn", actor)


@transaction.atomic
def erase(*, foi_request: FoiRequest, actor: str, reason: str) -> None:
    """Take names, texts and files out of the cases about an application whose file is destroyed. What the
    reports count and what the law reckons with stays."""
    rows = RemedyCase.objects.select_for_update(of=("self",)).select_related("organ")
    for row in rows.filter(foi_request=foi_request):
        before = state_of(row)
        row.claimant = row.third_person = ""
        row.papers, row.corrections = {}, []
        row.signed = [{**one, "said": {}} for one in row.signed]
        row.events = [{**entry, "said": _reckoned(entry)} for entry in row.events]
        _put(row, before, "remedies.remedycase.erase", actor, reason)
        for kept in files.of(row):
            files.drop(kept, actor=actor)


#: What of an entry is no free text.
_CODES = frozenset({"procedure", "what", "head", "redo", "column", "outcome", "who"})
_RECKONED = _CODES | {"until", "days", "served_on", "document_no"}


def _reckoned(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in entry["said"].items() if name in _RECKONED}


@transaction.atomic
def unmask(*, case: RemedyCase, actor: str, reason: str) -> tuple[str, str]:
    """The names of the other side and of the third person. That somebody looked is a row of the log."""
    change = audit.Change(case.organ, "request.unmask.remedy", audit.subject(case), reason=reason)
    audit.record([change], actor=actor)
    return case.claimant or (case.foi_request.applicant_name if case.foi_request else ""), case.third_person


def why_not_reopened(row: RemedyCase, today: date, calendar: Calendar) -> str:
    """Why the linked application cannot be opened again by the decision; empty when it can."""
    if row.foi_request is None:
        return _("申请 — 这一案没有关联申请 — 请在“更正”里填关联申请编号。")
    decision = last_decision(row)
    assert decision is not None
    assert row.concluded_on is not None
    case, _seen = request_queries.weighed(row.foi_request, calendar)
    step = REQUEST_STEP[_redo_step(row)]
    return case.why_not(step, row.concluded_on, today) or case.why_unclear(step, row.concluded_on)


def _redo_step(row: RemedyCase) -> str:
    return "reopen_review" if row.kind == REVIEW else "reopen_judgment"


def _reopen(row: RemedyCase, actor: str, today: date, calendar: Calendar) -> RequestEvent | None:
    """The event of the application; None where it has none, or cannot be opened again."""
    decision = last_decision(row)
    if decision is None or reopened(row) or row.foi_request is None or why_not_reopened(row, today, calendar):
        return None
    assert row.concluded_on is not None
    _case, seen = request_queries.weighed(row.foi_request, calendar)
    due = {"due": row.redo_due.isoformat()} if row.redo_due and row.redo_due > row.concluded_on else {}
    number = decision["said"].get("document_no") or row.case_no
    return requests.take(
        foi_request=row.foi_request,
        step=REQUEST_STEP[_redo_step(row)],
        on=row.concluded_on,
        said={"body": row.body or _("（未登记）"), "document_no": number, **due},
        actor=actor,
        today=today,
        calendar=calendar,
        seen=seen,
    )


def _close_again(entry: Entry, actor: str, reason: str) -> None:
    """Take the redo of an application back with the decision that ordered it."""
    event = RequestEvent.objects.filter(pk=entry.get("reopened") or 0, replaced_by=None).first()
    if event is None:
        return
    if event.foi_request.events.filter(pk__gt=event.pk).exists():
        raise Refused(_("责令重作 — 申请已经按它往下办了 — 请先在申请里撤回后来的登记。"))
    requests.void_event(event=event, actor=actor, reason=reason)


def _locked(case: RemedyCase, seen: int) -> RemedyCase:
    row = RemedyCase.objects.select_for_update().select_related("organ").get(pk=case.pk)
    if version(row) != seen:
        raise Refused(_("这一案刚才有了新的登记 — 您看到的已不是最新的 — 请看过后再办。"))
    return row


def _project(row: RemedyCase, entries: Sequence[Entry], today: date, calendar: Calendar) -> None:
    """Take the entries over, and into the columns what they change there: what was corrected by hand and has
    nothing to do with them stays."""
    was = asdict(project(row, row.events, today, calendar))
    row.events = list(entries)
    for name, value in asdict(project(row, entries, today, calendar)).items():
        if value != was[name]:
            setattr(row, name, value)
    row.still_open = _is_still_open(row, today, calendar)


def _is_still_open(row: RemedyCase, today: date, calendar: Calendar) -> bool:
    """Whether a concluded case asks for something; a redo of an application is its own matter."""
    found = standing(row, today, calendar)
    if found.state.is_open:
        return False
    owes_redo = found.owes_redo and not reopened(row)
    return found.owes_opinion or owes_redo or found.state.code == "retrial"


def _put(
    row: RemedyCase, before: Mapping[str, object], done: str, actor: str, reason: str = ""
) -> RemedyCase:
    audit.put(row, before, done, actor=actor, reason=reason)
    index.put([row])
    return row

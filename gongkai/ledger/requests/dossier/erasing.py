"""Erasing an application whose file is destroyed: whoever asked, what was asked and said, letters and files
go; the row, its days and what the reports count stay. An arrival that never became one goes the same way.

An action of ``ledger.archive``, which alone knows that two people decided it and nothing forbids it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import models, transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import OrganRecord, state_of
from gongkai.ledger.requests import attachments, ratings
from gongkai.ledger.requests.actions import state
from gongkai.ledger.requests.dossier.contents import belonging, with_later
from gongkai.ledger.requests.models import (
    ERASED,
    Arrival,
    Attachment,
    FoiRequest,
    Letter,
    LetterNumber,
    PublicAnswer,
    Redaction,
    RedactionBox,
    RequestEvent,
)
from gongkai.ledger.words import actions as index

#: What of an event is a code, a day or a figure: clocks and reports are made of it, and it names nobody.
KEPT = {
    *("applicant_kind", "channel", "redo", "row", "kind", "ground", "slot", "party", "opinion", "way"),
    "carrier",
    *("days", "amount", "due", "until", "delivered_on", "posted_on", "arrived_on", "signed_on"),
    *("confirmed_on", "document_no"),
}
#: What of the row is emptied; the mask and the fingerprint go with what was sealed.
_SEALED = ("id_number", "contact", "other_personal")
_EMPTIED: Mapping[str, object] = {
    "agent": "",
    "joint_applicants": None,
    "delivery_form": "",
    "remarks": "",
    "extra": {},
    "corrections": [],
    **{f"{name}_{part}": "" for name in _SEALED for part in ("sealed", "masked", "print")},
}
#: What of an arrival is emptied. Its number and code stay: under them its sender reads that it was destroyed.
_UNSAID: Mapping[str, object] = {
    **dict.fromkeys(("said_sealed", "said_print", "id_number_print", "contact_print"), ""),
    **dict.fromkeys(("reason", "remarks"), ""),
    "extra": {},
}


def erase(*, foi_request: FoiRequest, on: date, actor: str, reason: str) -> None:
    """Take away all but what is counted, within the caller's transaction. The files go once it is written."""
    _demand_record()
    row = FoiRequest.objects.select_for_update(of=("self",)).select_related("organ").get(pk=foi_request.pk)
    _erase_arrivals(row, actor, reason)
    _erase_redactions(row, actor, reason)
    _erase_letters(row, actor, reason)
    unseen = [one for one in PublicAnswer.objects.filter(foi_request=row) if not one.is_public]
    _delete(row, unseen, actor, reason)
    _empty(row, on, actor, reason)


def erase_arrival(*, arrival: Arrival, on: date, actor: str, reason: str) -> None:
    """The same of one that never became an application, with what was joined to it or sent about it: that it
    came, when, and how it ended, stays."""
    _demand_record()
    row = Arrival.objects.select_for_update(of=("self",)).select_related("organ").get(pk=arrival.pk)
    rows = with_later([row])
    _delete(row, Attachment.objects.filter(arrival__in=rows), actor, reason)
    before = [state_of(one) for one in rows]
    for one in rows:
        for name, value in _UNSAID.items():
            setattr(one, name, value)
        one.erased_on = on
    Arrival.objects.bulk_update(rows, [*_UNSAID, "erased_on"])
    changes = [
        audit.Change(row.organ, "arrival.erase", audit.subject(one), was, state_of(one), reason)
        for was, one in zip(before, rows, strict=True)
    ]
    audit.record(changes, actor=actor)


def _demand_record() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("what is erased is erased together with the record of it")


def _empty(row: FoiRequest, on: date, actor: str, reason: str) -> None:
    history = list(row.events.all())
    before = state(row, history)
    for event in history:
        event.data = {name: value for name, value in event.data.items() if name in KEPT}
        event.reason = ""
    for name, value in _EMPTIED.items():
        setattr(row, name, value)
    row.applicant_name = row.content = ERASED
    row.erased_on = on
    RequestEvent.objects.bulk_update(history, ["data", "reason"])
    row.save()
    index.put([row])
    change = audit.Change(row.organ, "request.erase", audit.subject(row), before, state(row, history), reason)
    audit.record([change], actor=actor)


def _erase_redactions(row: FoiRequest, actor: str, reason: str) -> None:
    """What was given in part, and what it was made of."""
    redactions = Redaction.objects.filter(foi_request=row)
    for table in (Attachment, RedactionBox):
        _delete(row, table.objects.filter(redaction__in=redactions), actor, reason)
    _delete(row, redactions, actor, reason)


def _erase_letters(row: FoiRequest, actor: str, reason: str) -> None:
    """The letters, drafts too; their numbers stay in the register."""
    letters = list(Letter.objects.filter(foi_request=row))
    numbers = list(LetterNumber.objects.filter(letter__in=letters))
    before = [state_of(number) for number in numbers]
    for number in numbers:
        number.letter = None
    LetterNumber.objects.bulk_update(numbers, ["letter"])
    audit.changed(list(zip(before, numbers, strict=True)), actor=actor, organ=row.organ, reason=reason)
    _delete(row, Attachment.objects.filter(letter__in=letters), actor, reason)
    _delete(row, letters, actor, reason)


def _erase_arrivals(row: FoiRequest, actor: str, reason: str) -> None:
    """What arrived for it, with its files. Another application of the same letter names it no longer."""
    arrivals = belonging(row)
    ratings.keep(arrivals)
    others = list(Arrival.objects.filter(about__in=arrivals).exclude(pk__in=[one.pk for one in arrivals]))
    before = [state_of(other) for other in others]
    for other in others:
        other.about = None
    Arrival.objects.bulk_update(others, ["about"])
    audit.changed(list(zip(before, others, strict=True)), actor=actor, organ=row.organ, reason=reason)
    _delete(row, Attachment.objects.filter(arrival__in=arrivals), actor, reason)
    _delete(row, reversed(arrivals), actor, reason)  # the later are about the earlier


def _delete(row: OrganRecord, rows: Iterable[models.Model], actor: str, reason: str) -> None:
    gone: Sequence[Any] = list(rows)
    changes = [
        audit.Change(row.organ, _ACTIONS[type(one)], audit.subject(one), state_of(one), None, reason)
        for one in gone
    ]
    audit.record(changes, actor=actor)
    for one in gone:
        if isinstance(one, Attachment):
            _drop_file(one)
        one.delete()


def _drop_file(attachment: Attachment) -> None:
    transaction.on_commit(partial(attachments.VAULT.drop, attachment.place))


_ACTIONS: Mapping[type[models.Model], str] = {
    Letter: "letter.erase",
    Arrival: "arrival.erase",
    Attachment: "attachment.erase",
    PublicAnswer: "answer.erase",
    Redaction: "redaction.erase",
    RedactionBox: "redaction.erase",
}

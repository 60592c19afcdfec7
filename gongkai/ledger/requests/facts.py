"""The one border where rows of applications become the law's dataclasses."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.law import events as law
from gongkai.law.clocks import ClockSettings
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests.models import EventKind, RequestEvent


@dataclass(frozen=True, slots=True)
class Projection:
    """What the columns of an application say, computed from its events."""

    applicant_kind: str
    received_on: date
    received_year: int
    answered_on: date | None
    answered_year: int | None
    result: str
    is_redo: bool


def in_force(history: Iterable[RequestEvent]) -> list[RequestEvent]:
    """The events that stand: neither replaced nor mere corrections."""
    events = list(history)
    replaced = {event.replaces_id for event in events} - {None}
    return [event for event in events if event.kind != EventKind.VOIDED and event.pk not in replaced]


def project(history: Sequence[RequestEvent]) -> Projection:
    """The projection of a history. The first answer counts: a case reopened is not counted again."""
    standing = in_force(history)
    received = next(event for event in standing if event.kind == EventKind.RECEIVED)
    ends = [event for event in standing if event.kind in {EventKind.ANSWERED, EventKind.WITHDRAWN}]
    end = min(ends, key=lambda event: event.on, default=None)
    return Projection(
        applicant_kind=received.data.get("applicant_kind", ""),
        received_on=received.on,
        received_year=received.on.year,
        answered_on=end.on if end else None,
        answered_year=end.on.year if end else None,
        result=_result(end),
        is_redo=bool(received.data.get("redo", False)),
    )


def _result(end: RequestEvent | None) -> str:
    if end is None:
        return ""
    return "other_other" if end.kind == EventKind.WITHDRAWN else str(end.data.get("row", ""))


def clock_settings(organ: Organ) -> ClockSettings:
    """What the organ chose where the law of clocks is silent."""
    return ClockSettings(
        pause_from="sending_day" if organ.option("pause_from") == "on_sending" else "day_after",
        charges_fees=organ.option("fee_collection") == "on",
    )


def is_archived(events: Iterable[RequestEvent]) -> bool:
    """Whether it lies in the archive: what was ordered to be done anew since is out of it."""
    both = (EventKind.ARCHIVED, EventKind.REDO_ORDERED)
    last = max((one for one in in_force(events) if one.kind in both), key=lambda one: one.pk, default=None)
    return last is not None and last.kind == EventKind.ARCHIVED


def history(events: Iterable[RequestEvent]) -> tuple[law.Event, ...]:
    """The standing events as the law's clock takes them."""
    return tuple(_BUILD[EventKind(event.kind)](event.on, event.data) for event in in_force(events))


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _amount(value: object) -> Decimal | None:
    return Decimal(str(value)) if value not in (None, "") else None


def _opinion(value: object) -> law.Opinion | None:
    return law.Opinion(str(value)) if value else None


_IS_POSTAL = {"postal": True, "courier": False}
#: How each kind of event reads its data.
_BUILD: dict[EventKind, Callable[[date, Mapping[str, Any]], law.Event]] = {
    EventKind.RECEIVED: lambda on, data: law.Received(on, data.get("channel", "")),
    EventKind.CORRECTION_REQUESTED: lambda on, data: law.CorrectionRequested(on, _day(data.get("due"))),
    EventKind.CORRECTED: lambda on, _data: law.Corrected(on),
    EventKind.EXTENDED: lambda on, data: law.Extended(on, int(data.get("days", 20))),
    EventKind.CONSULTATION_SENT: lambda on, data: law.ConsultationSent(
        on,
        law.Party(data.get("party", "third_party")),
        data.get("slot", ""),
        _day(data.get("delivered_on")),
    ),
    EventKind.OPINION_RECEIVED: lambda on, data: law.OpinionReceived(
        on, data.get("slot", ""), _opinion(data.get("opinion"))
    ),
    EventKind.FEE_NOTICED: lambda on, data: law.FeeNoticed(
        on, _amount(data.get("amount")), _day(data.get("delivered_on"))
    ),
    EventKind.PAID: lambda on, _data: law.Paid(on),
    EventKind.REASON_REQUESTED: lambda on, _data: law.ReasonRequested(on),
    EventKind.REASON_GIVEN: lambda on, _data: law.ReasonGiven(on),
    EventKind.DELAYED: lambda on, data: law.Delayed(on, date.fromisoformat(data["until"])),
    EventKind.ANSWERED: lambda on, data: law.Answered(
        on, data.get("row", ""), data.get("kind"), data.get("ground", "")
    ),
    EventKind.SERVED: lambda on, data: law.Served(
        on,
        law.Way(data.get("way") or law.Way.DIRECT),
        _day(data.get("posted_on")),
        _IS_POSTAL.get(data.get("carrier", "")),
    ),
    EventKind.WITHDRAWN: lambda on, _data: law.Withdrawn(on),
    EventKind.ARCHIVED: lambda on, _data: law.Archived(on),
    EventKind.REDO_ORDERED: lambda on, data: law.RedoOrdered(on, _day(data.get("due")), data.get("days")),
}

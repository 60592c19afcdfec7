"""The one border where rows of applications become the law's dataclasses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

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
    """The projection of a history. The first answer counts: a case reopened by review is not counted again."""
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

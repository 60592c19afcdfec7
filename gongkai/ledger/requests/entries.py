"""What a person or a workbook hands in: one application and what is said to have happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.ledger.requests.models import EventKind


@dataclass(frozen=True, slots=True)
class EventEntry:
    """One event as handed in. ``data`` holds plain JSON values; what is absent says nothing.

    ``slot`` tells which of several events of one kind is meant: the n-th consultation, for instance.
    """

    kind: EventKind
    on: date
    data: Mapping[str, Any] = field(default_factory=dict)
    slot: str = ""


@dataclass(frozen=True, slots=True)
class RequestEntry:
    """One application as handed in. Empty fields say nothing and never erase what is known."""

    number: str
    events: tuple[EventEntry, ...]
    applicant_name: str = ""
    content: str = ""
    id_number: str = ""
    contact: str = ""
    other_personal: str = ""
    agent: str = ""
    joint_applicants: int | None = None
    delivery_form: str = ""
    remarks: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


#: Fields of an entry that stand on the application under the same name.
DETAILS = ("applicant_name", "content", "agent", "joint_applicants", "delivery_form", "remarks")

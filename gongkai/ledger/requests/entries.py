"""What a person or a workbook hands in: one application and what is said to have happened to it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, Self

from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.vault import Kept as Kept  # a file is handed in with an entry


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


@dataclass(frozen=True, slots=True)
class Said:
    """What an applicant says: who asks, what is wanted, how the answer is to come (条例 Art 29); or later
    about the application. ``content`` is the matter, or the text of whatever is sent later."""

    content: str = ""
    applicant_kind: str = ""
    applicant_name: str = ""
    id_kind: str = ""
    id_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    agent: str = ""
    joint_applicants: int | None = None
    form: str = ""
    route: str = ""
    help: str = ""  # what makes reading, hearing or writing hard (Art 43)
    may_split: bool = False
    rating: int | None = None
    confirmed_how: str = ""  # how its receipt was confirmed
    outcome: str = ""  # of a rectification: what its applicant is told
    competent: str = ""  # and which organ may rectify, where another may
    document_no: str = ""
    agreed: str = ""  # who agreed to it, and when
    objection: str = ""  # why somebody did not

    @property
    def contact(self) -> str:
        """联系方式 as the ledger keeps it."""
        return "；".join(filter(None, (self.phone, self.email, self.address)))

    @property
    def delivery(self) -> str:
        """获取方式 as the ledger keeps it."""
        return "，".join(filter(None, (self.form, self.route)))

    def as_json(self) -> str:
        said = {name: value for name, value in asdict(self).items() if value not in ("", None, False)}
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in json.loads(text).items() if name in known})

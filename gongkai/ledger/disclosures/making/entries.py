"""What a person says of a record: its elements, and how it is classified."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Elements:
    """公文要素 as somebody confirmed them."""

    title: str
    formed_on: date
    document_no: str = ""
    issuer: str = ""
    document_kind: str = ""
    category: str = "other"
    limit: str = ""  # one of proactive.OF_OTHER_LAWS
    effective_on: date | None = None
    expires_on: date | None = None
    notice_until: date | None = None
    registration_no: str = ""
    summary: str = ""
    links: tuple[tuple[str, int], ...] = ()  # a kind of Link, the key of another row of the register


@dataclass(frozen=True, slots=True)
class Classified:
    """公开属性 and what it rests on; where it belongs."""

    attribute: str
    clause: str = ""
    field: str = ""
    catalogue_line: str = ""
    topic: str = ""
    audience: str = ""
    ground: str = ""
    weighing: str = ""

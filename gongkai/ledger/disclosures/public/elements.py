"""What a record says of itself, as it was released: the register and the record may already say something
else, on which somebody is at work. What is done with a released document afterwards (repeal, filing, where it
stands, taking it back) is not of its wording and stands in the register alone."""

from collections.abc import Mapping
from typing import Any

from gongkai.ledger.disclosures.models import Disclosure, Record

#: The elements that a version keeps, by where they are at work.
_OF_ROW = (
    "index_no",
    "document_no",
    "category",
    "clause",
    "formed_on",
    "effective_on",
    "expires_on",
    "notice_until",
    "registration_no",
)
_OF_RECORD = ("issuer", "document_kind", "field", "catalogue_line", "topic", "audience")
NAMES = (*_OF_ROW, *_OF_RECORD)


def said(row: Disclosure, record: Record) -> dict[str, str]:
    """The elements as they are now, for a version to keep; what is empty is left out."""
    values = {name: getattr(row, name) for name in _OF_ROW}
    values |= {name: getattr(record, name) for name in _OF_RECORD}
    return {name: str(value) for name, value in values.items() if value}


def show(row: Disclosure, kept: Mapping[str, str]) -> None:
    """Have a row and its record say what a version kept of them; they are to be read, never saved. A day on
    which it comes down holds at once where it is the earlier one."""
    ends = row.notice_until
    for name in _OF_ROW:
        setattr(row, name, _value(Disclosure, name, kept))
    for name in _OF_RECORD:
        setattr(row.record, name, _value(Record, name, kept))
    row.notice_until = min((day for day in (ends, row.notice_until) if day), default=None)


def _value(table: Any, name: str, kept: Mapping[str, str]) -> Any:
    field = table._meta.get_field(name)
    return field.to_python(kept.get(name, None if field.null else ""))

"""What a correction changed in the elements of a record, by their official words."""

from collections.abc import Mapping
from typing import NamedTuple

from gongkai.law.proactive import CLAUSES, DOCUMENT_KINDS, FIELDS
from gongkai.ledger.disclosures.models import Category, Disclosure, Record
from gongkai.ledger.disclosures.public.changes import Change

#: What the codes of elements mean.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "category": dict(Category.choices),
    "clause": {one.code: one.label for one in CLAUSES},
    "document_kind": {one.code: one.zh for one in DOCUMENT_KINDS},
    "field": {one.code: one.zh for one in FIELDS},
}


class Element(NamedTuple):
    """One of them before and after; empty where there was, or is, none. ``is_hidden``: not to be told."""

    name: str
    label: str
    before: str
    after: str
    is_hidden: bool


def elements(change: Change) -> list[Element]:
    return [
        Element(
            one.name,
            _label(one.name),
            _word(one.name, one.told.line.before),
            _word(one.name, one.told.line.after),
            one.told.is_hidden,
        )
        for one in change.elements
    ]


def _word(name: str, value: str | None) -> str:
    return _WORDS.get(name, {}).get(value or "", value or "")


def _label(name: str) -> str:
    fields = (*Disclosure._meta.concrete_fields, *Record._meta.concrete_fields)
    return next(str(field.verbose_name) for field in fields if field.name == name)

"""Words looked for over every ledger of a scope at once.

``find`` is all that a page knows of it. Each ledger is asked for a page of rows and no more, so that a word
that is everywhere costs no more than a rare one. Names of applicants are not looked through.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.supervision import queries as supervision

#: So many of a ledger are shown, and so many words are looked for.
MOST, MOST_WORDS, LONGEST = 20, 5, 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where words are looked for in a ledger. The first of its ``fields`` names a row; what is found is shown
    without the ``names`` of people."""

    ledger: str
    of: Callable[[Scope], QuerySet[Any]]
    fields: tuple[str, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A row in which every word stands: what it is called, and what else of it was looked through."""

    pk: int
    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one ledger, the newest first; ``more`` where there is more of it."""

    ledger: str
    hits: tuple[Hit, ...]
    more: bool


PLACES: tuple[Place, ...] = (
    Place("requests", requests.of, ("number", "content"), ("applicant_name", "agent")),
    Place("disclosures", disclosures.of, ("title", "document_no", "index_no")),
    Place("acts", disclosures.acts_of, ("note",)),
    Place("remedies", remedies.of, ("case_no", "body", "request_number")),
    Place("supervision", supervision.of, ("topic", "target", "note")),
)


def words_of(text: str) -> tuple[str, ...]:
    """What is looked for: the words between spaces, each once."""
    return tuple(dict.fromkeys(text[:LONGEST].split()))[:MOST_WORDS]


def find(scope: Scope, text: str, *, identities: bool = False) -> list[Found]:
    """The rows in which every word stands, by ledger; ledgers without any are left out.

    ``identities``: also the applications of whoever has exactly this ID number or contact. Those are sealed,
    so that only the whole of one can be recognised.
    """
    words = words_of(text)
    if not words:
        return []
    found = [
        _found(place, place.of(scope).filter(_holds(place, words, text, identities))) for place in PLACES
    ]
    return [each for each in found if each.hits]


def _holds(place: Place, words: tuple[str, ...], text: str, identities: bool) -> Q:
    every = Q()
    for word in words:
        every &= Q(*((f"{field}__icontains", word) for field in place.fields), _connector=Q.OR)
    return every | requests.identified_by(text) if identities and place.ledger == "requests" else every


def _found(place: Place, rows: QuerySet[Any]) -> Found:
    listed = list(rows.order_by("-pk").values("pk", *place.fields, *place.names)[: MOST + 1])
    hits = tuple(_hit(place, row) for row in listed[:MOST])
    return Found(place.ledger, hits, len(listed) > MOST)


def _hit(place: Place, row: Mapping[str, Any]) -> Hit:
    name, *texts = (row[field] for field in place.fields)
    if place.names:
        names = [row[field] for field in place.names]
        texts = [requests.shown_without(text, names) for text in texts]
    return Hit(row["pk"], name, tuple(filter(None, texts)))

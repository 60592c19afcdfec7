"""Words looked for over every ledger of a scope at once.

``find`` is all that a page knows of it. The index (``words``) names the rows, and each ledger is asked for
these within the scope. Names of applicants are not looked through.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures.models import AdministrativeAct, Disclosure
from gongkai.ledger.disclosures.public.actions import INDEX as PUBLIC
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.supervision.models import Activity, Matter, Task
from gongkai.ledger.words import queries as index
from gongkai.ledger.words.actions import WORDS
from gongkai.ledger.words.rows import FIELDS

#: What is made of the rows alone, and in no backup.
INDEXES = (WORDS, PUBLIC)
#: So many of a ledger are shown.
MOST = 20
#: Whose names are taken out of what is shown of a row.
PEOPLE: dict[type[models.Model], tuple[str, ...]] = {
    FoiRequest: ("applicant_name", "agent"),
    RemedyCase: ("claimant", "third_person", "foi_request__applicant_name"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """A row in which every word stands: what it is called, and the texts in which they stand."""

    pk: int
    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one ledger, the newest first; ``more`` where there is more of it."""

    ledger: str
    hits: tuple[Hit, ...]
    more: bool


#: The ledgers in the order in which they are shown, each with the table of its rows.
PLACES: tuple[tuple[str, type[models.Model]], ...] = (
    ("requests", FoiRequest),
    ("disclosures", Disclosure),
    ("acts", AdministrativeAct),
    ("remedies", RemedyCase),
    ("supervision", Activity),
    ("matters", Matter),
    ("tasks", Task),
)


def rebuild() -> int:
    """Make the indexes anew; how many rows had stood there wrongly or not at all."""
    return sum(each.rebuild() for each in INDEXES)


def stale() -> int:
    """How many rows the indexes do not hold as they are."""
    return sum(each.stale() for each in INDEXES)


def find(scope: Scope, text: str, *, identities: bool = False) -> list[Found]:
    """The rows in which every word stands, by ledger; ledgers without any are left out.

    ``identities``: also the applications of whoever has exactly this ID number or contact. Those are sealed,
    so that only the whole of one can be recognised.
    """
    words = index.words_of(text)
    if not words:
        return []
    keys = index.newest(scope, words, MOST + 1)
    if identities:
        table = FoiRequest._meta.label_lower
        keys[table] = sorted({*keys.get(table, ()), *requests.identified_by(scope, text)}, reverse=True)
    found = (
        _found(ledger, table, scope, keys[label][: MOST + 1], words)
        for ledger, table in PLACES
        if keys.get(label := table._meta.label_lower)
    )
    return [each for each in found if each.hits]


def _found(
    ledger: str, table: type[models.Model], scope: Scope, keys: Sequence[int], words: Sequence[str]
) -> Found:
    """Asked for by key alone: a database without statistics would rather pass over all rows of an organ."""
    fields = FIELDS[table._meta.label_lower]
    people = PEOPLE.get(table, ())
    rows = table._default_manager.filter(pk__in=keys).order_by("-pk")
    hits = tuple(
        Hit(pk, name, _telling(words, _shown(texts, len(people))))
        for pk, organ_id, name, *texts in rows.values_list("pk", "organ_id", *fields, *people)
        if organ_id in scope.organ_ids
    )
    return Found(ledger, hits[:MOST], len(hits) > MOST)


def _shown(texts: Sequence[str], people: int) -> Sequence[str]:
    """The texts, without the names of people that stand behind them."""
    told, names = texts[: len(texts) - people], texts[len(texts) - people :]
    return [requests.shown_without(text, names) for text in told] if people else told


def _telling(words: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    """The texts in which a word stands; where none does, what the row is about."""
    written = tuple(filter(None, texts))
    return tuple(text for text in written if index.spans(words, text)) or written[:1]

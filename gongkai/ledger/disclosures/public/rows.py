"""Which rows of the register are public, and what the index holds of one of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.ledger.disclosures.models import Attribute, Disclosure
from gongkai.ledger.disclosures.public.facets import FACETS
from gongkai.ledger.words import grams

#: What is public as soon as its day has come; the day itself stands in the key of the index.
PUBLIC = Q(attribute=Attribute.PROACTIVE, published_on__isnull=False)
#: Keys are a day and the row's own key, so that the index itself is in the order of publication.
_ROOM = 40
_BETWEEN = "\n"


@dataclass(frozen=True, slots=True)
class Entry:
    """A published row as the index has it: its texts evened, the title first, one to a line; its facets."""

    id: int
    organ_id: int
    text: str
    marks: str
    record: str

    @property
    def values(self) -> tuple[int | str, ...]:
        return self.id, self.organ_id, self.text, self.marks, self.record

    @property
    def tokens(self) -> set[str]:
        pairs = (word(self.organ_id, pair) for pair in grams.of_texts(self.text.split(_BETWEEN)))
        return {every(self.organ_id), *self.marks.split(), *pairs}


def word(organ_id: int, pair: str) -> str:
    """How the index calls a pair of characters that stands in an organ's text."""
    return f"o{organ_id}x{pair}"


def facet(organ_id: int, code: str, value: str) -> str:
    """How it calls a value of a facet."""
    return f"o{organ_id}f{code}x{grams.token(value)}"


def every(organ_id: int) -> str:
    """How it calls all that an organ has published."""
    return f"o{organ_id}all"


def key(day: date, pk: int) -> int:
    return (day.toordinal() << _ROOM) + pk


def after(day: date) -> int:
    """The first key past everything published on a day."""
    return key(date.fromordinal(day.toordinal() + 1), 0)


def record_of(key: int) -> int:
    """The key of the row itself."""
    return key & ((1 << _ROOM) - 1)


def is_public(row: Disclosure) -> bool:
    """``PUBLIC``, of a row at hand."""
    return row.attribute == Attribute.PROACTIVE and row.published_on is not None


def entries(rows: Iterable[Disclosure]) -> Iterator[Entry]:
    """The public ones among rows, as the index should have them."""
    for row in rows:
        if row.published_on is not None and is_public(row):
            marks = (facet(row.organ_id, one.code, value) for one in FACETS if (value := one.of(row)))
            text = _even((row.title, row.document_no, row.index_no, row.registration_no))
            yield Entry(
                key(row.published_on, row.pk), row.organ_id, text, " ".join(sorted(marks)), str(row.pk)
            )


def _even(texts: Sequence[str]) -> str:
    return _BETWEEN.join(" ".join(grams.even(text).split(_BETWEEN)) for text in texts if text)

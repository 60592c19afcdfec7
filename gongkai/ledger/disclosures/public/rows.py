"""Which rows of the register are public, and what the index holds of one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongkai.ledger.disclosures.models import Attribute, Disclosure, Record, Version
from gongkai.ledger.disclosures.public import elements
from gongkai.ledger.disclosures.public.facets import FACETS
from gongkai.ledger.words import grams

_OF_ROW = Version.objects.filter(record__disclosure=OuterRef("pk")).order_by("-number")
#: What is public as soon as its day has come: rows without a record, and those of a record that was released
#: and is not withdrawn. While a change is in work, the last version stays. The day stands in the index's key.
PUBLIC = Q(attribute=Attribute.PROACTIVE, published_on__isnull=False) & (
    Q(record__isnull=True) | (Exists(_OF_ROW) & ~Q(record__state=Record.State.WITHDRAWN))
)
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


def public(rows: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    """The public ones among rows, as they were released."""
    return as_released(rows.filter(PUBLIC))


def as_released(rows: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    """Rows with their record, and what was released last of it, for ``named``."""
    title = Coalesce(Subquery(_OF_ROW.values("title")[:1]), "title")
    found = rows.annotate(released_title=title, released=Subquery(_OF_ROW.values("said")[:1]))
    return found.select_related("record")


def named(row: Any) -> Disclosure:
    """A row as everybody reads it: the register may already say something else, on which somebody is at
    work."""
    row.title = row.released_title
    if row.released:
        elements.show(row, row.released)
    found: Disclosure = row
    return found


def entries(rows: QuerySet[Disclosure]) -> Iterator[Entry]:
    """The public ones among rows, as the index should have them."""
    found = public(rows).prefetch_related("record__versions__files").order_by("pk")
    for row in map(named, found.iterator(chunk_size=500)):
        assert row.published_on is not None
        marks = (facet(row.organ_id, one.code, value) for one in FACETS if (value := one.of(row)))
        text = _even((row.title, row.document_no, row.index_no, row.registration_no, *_said(row)))
        yield Entry(key(row.published_on, row.pk), row.organ_id, text, " ".join(sorted(marks)), str(row.pk))


def _said(row: Disclosure) -> Iterator[str]:
    """What the last version says: its body, and the files with it."""
    record = getattr(row, "record", None)
    for version in record.versions.all()[:1] if record else ():
        yield version.text
        for file in version.files.all():
            yield f"{file.name} {file.text}"


def _even(texts: Sequence[str]) -> str:
    lines = (line for text in texts for line in grams.even(text).split(_BETWEEN))
    return _BETWEEN.join(line for line in lines if line.strip())

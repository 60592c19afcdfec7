"""Keeping the index of what is public: in the transaction that changes a row, so that nothing withdrawn or
not released is ever found, not for a moment."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.disclosures.public.rows import Entry, entries
from gongkai.ledger.words.indexing import BATCH, Index


def follow(rows: Sequence[Disclosure]) -> None:
    """Have the index hold of these rows what is public of them now, and nothing else."""
    for first in range(0, len(rows), BATCH):
        batch = rows[first : first + BATCH]
        wanted = {entry.id: entry for entry in entries(_rows(batch))}
        known = INDEX.known("record", [str(row.pk) for row in batch])
        INDEX.take_out([entry for key, entry in known.items() if wanted.get(key) != entry])
        INDEX.write(entry for key, entry in wanted.items() if known.get(key) != entry)


def _rows(batch: Sequence[Disclosure]) -> QuerySet[Disclosure]:
    return Disclosure.objects.filter(pk__in=[row.pk for row in batch])


def _every() -> Iterator[Entry]:
    return entries(Disclosure.objects.all())


INDEX = Index("public", Entry, _every, ("marks", "record"))

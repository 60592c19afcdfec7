"""What an import alters in records that the ledger has: their cells before and after, held side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import models

from gongkai.ledger.base import OrganRecord
from gongkai.ledger.requests import queries
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.workbook.applications import Applications
from gongkai.ledger.workbook.cells import text_of
from gongkai.ledger.workbook.exporting import cells_of, sheet_of
from gongkai.ledger.workbook.registers import Matched
from gongkai.ledger.workbook.report import Altered, Change

#: The cells of a record, by its table and key.
Standing = Mapping[tuple[type[models.Model], int], dict[str, str]]


def known_in(found: Applications, matched: Sequence[Matched]) -> list[OrganRecord]:
    """The records that the rows of an import mean."""
    applications: list[Any] = [known.foi_request for known in found.known]
    return applications + [record for part in matched for record, _values in part.known]


def standing(records: Iterable[OrganRecord]) -> Standing:
    """What each of them says now."""
    return {
        (type(record), record.pk): {name: text_of(cell) for name, cell in cells_of(record).items()}
        for record in _as_stored(list(records))
    }


def altered(before: Standing, records: Iterable[OrganRecord]) -> Iterator[Altered]:
    """Which of them say something else than before; names are masked."""
    for record in _as_stored(list(records)):
        was = before[type(record), record.pk]
        now = {name: text_of(cell) for name, cell in cells_of(record).items()}
        heads = [head for head in dict.fromkeys((*was, *now)) if was.get(head) != now.get(head)]
        if heads:
            changes = (Change(head, was.get(head, ""), now.get(head, "")) for head in heads)
            yield Altered(record.pk, _number(record), tuple(_masked(record, each) for each in changes))


def _number(record: OrganRecord) -> str:
    column = sheet_of(record).number_column
    return str(getattr(record, column.field)) if column else str(record)


def _as_stored(records: Sequence[OrganRecord]) -> Iterator[OrganRecord]:
    """The records with their events as they stand now, whatever was read of them before."""
    keys = [record.pk for record in records if isinstance(record, FoiRequest)]
    for start in range(0, len(keys), 500):
        yield from queries.with_histories(FoiRequest.objects.filter(pk__in=keys[start : start + 500]))
    yield from (record for record in records if not isinstance(record, FoiRequest))


def _masked(record: OrganRecord, change: Change) -> Change:
    if not isinstance(record, FoiRequest):
        return change
    return Change(change.column, queries.shown(record, change.before), queries.shown(record, change.after))

"""更正的历史: what was corrected in a record, by the columns of its sheet.

Of an application also the events that a later one has replaced or taken back; its names are masked, those too
that it bore before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from gongkai.ledger.base import Corrected
from gongkai.ledger.requests.models import EventKind, FoiRequest, RequestEvent
from gongkai.ledger.requests.queries import shown
from gongkai.ledger.workbook.cells import text_of
from gongkai.ledger.workbook.exporting import of_event, sheet_of
from gongkai.ledger.workbook.report import Change
from gongkai.ledger.workbook.sheets import APPLICATIONS, CONSULTATIONS, Column


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction with its changes."""

    at: datetime
    by: str
    reason: str
    changes: tuple[Change, ...]


def corrections_of(record: Corrected, events: Iterable[RequestEvent] = ()) -> list[Correction]:
    """Every correction of a record, the latest first; ``events`` are all of an application's."""
    found = [*_noted(record), *_replaced(list(events))]
    if isinstance(record, FoiRequest):
        found = [_masked(record, one) for one in found]
    latest = sorted(filter(_shows, found), key=lambda one: one.at, reverse=True)
    return [_joined(list(group)) for _deed, group in groupby(latest, _deed)]


def _shows(one: Correction) -> bool:
    """A column that no sheet has may have changed, and nothing else."""
    return bool(one.changes)


def _deed(one: Correction) -> tuple[datetime, str, str]:
    """One form changes a row and its events."""
    return one.at.replace(second=0, microsecond=0), one.by, one.reason


def _joined(group: Sequence[Correction]) -> Correction:
    return replace(group[0], changes=tuple(change for one in reversed(group) for change in one.changes))


def _noted(record: Corrected) -> Iterator[Correction]:
    for one in record.corrections:
        at = datetime.fromisoformat(one["at"])
        yield Correction(at, one["by"], one["reason"], tuple(_columns(record, one["changes"])))


def _columns(record: Corrected, changes: Mapping[str, list[Any]]) -> Iterator[Change]:
    for column in sheet_of(record).columns:
        name = f"{column.field}_masked" if column.private else column.field
        if name in changes:
            yield Change(column.name, *(_text(record, name, column, value) for value in changes[name]))
    before, after = (dict(value or {}) for value in changes.get("extra", ((), ())))
    for head in sorted({*before, *after}):
        if before.get(head) != after.get(head):
            yield Change(head, text_of(before.get(head)), text_of(after.get(head)))


def _text(record: Corrected, name: str, column: Column, stored: Any) -> str:
    """A stored value as its cell shows it."""
    if stored is None or column.private or column.get:
        return text_of(stored)
    value = record._meta.get_field(name).to_python(stored)  # type: ignore[union-attr]
    return text_of(column.kind.show(value))


def _replaced(events: list[RequestEvent]) -> Iterator[Correction]:
    known = {event.pk: event for event in events}
    for event in events:
        if event.replaces_id:
            changes = tuple(_parted(known[event.replaces_id], event))
            yield Correction(event.recorded_at, event.recorded_by, event.reason, changes)


def _parted(old: RequestEvent, new: RequestEvent) -> Iterator[Change]:
    if new.kind == EventKind.VOIDED:
        yield Change(str(old.get_kind_display()), old.on.isoformat(), "")
        return
    for column in (CONSULTATIONS if new.data.get("slot") else APPLICATIONS).columns:
        kind, _point, part = column.field.partition(".")
        before, after = (_cell(column, of_event(event, part)) for event in (old, new))
        if kind == new.kind and before != after:
            yield Change(column.name, before, after)


def _cell(column: Column, value: Any) -> str:
    return "" if value in (None, "") else text_of(column.kind.show(value))


def _masked(record: FoiRequest, one: Correction) -> Correction:
    def mask(text: str) -> str:
        return shown(record, text)

    changes = tuple(Change(each.column, mask(each.before), mask(each.after)) for each in one.changes)
    return Correction(one.at, one.by, mask(one.reason), changes)

"""Export: the ledgers of an organ as the same workbook. Importing it again changes nothing."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosure_queries
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import queries as remedy_queries
from gongkai.ledger.requests import actions, queries
from gongkai.ledger.requests.models import EventKind, FoiRequest, RequestEvent
from gongkai.ledger.workbook import labels
from gongkai.ledger.workbook.applications import PRIVATE, Tick
from gongkai.ledger.workbook.cells import Shown
from gongkai.ledger.workbook.registers import REGISTERS, Register
from gongkai.ledger.workbook.sheets import (
    APPLICATIONS,
    CONSULTATIONS,
    DISCLOSURES,
    ORGAN,
    REMEDIES,
    SHEETS,
    Column,
    Sheet,
)
from gongkai.ledger.workbook.writing import Content, write_workbook

CHUNK = 1000
Shade = Callable[[Mapping[str, Shown]], Mapping[str, Shown]]


@dataclass(frozen=True, slots=True)
class Export:
    """What to export: ``year`` None is everything; ``with_personal_data`` unmasks, which the log records.

    ``with_names`` False is for whoever may not see who asked; such a workbook cannot be imported again.
    """

    organ: Organ
    actor: str
    year: int | None = None
    with_personal_data: bool = False
    with_names: bool = True
    tick: Tick = lambda _rows: None


def export(what: Export) -> bytes:
    """The workbook as .xlsx."""
    contents = {APPLICATIONS: Content(), CONSULTATIONS: Content()}
    for row, letters in _applications(what):
        contents[APPLICATIONS].rows.append(row)
        contents[CONSULTATIONS].rows += letters
    for register in REGISTERS:
        contents[register.sheet] = Content(list(_register(register, what)))
    contents[ORGAN] = Content([{column.name: getattr(what.organ, column.field) for column in ORGAN.columns}])
    return write_workbook([(sheet, contents[sheet]) for sheet in SHEETS])


def cells_of(record: Any) -> dict[str, Shown]:
    """The filled cells of one record by column, as its sheet would show it; personal data masked."""
    if isinstance(record, FoiRequest):
        private = {name: getattr(record, f"{name}_masked") for name in PRIVATE}
        return _case(record, queries.standing(record), private)
    register = next(one for one in REGISTERS if isinstance(record, one.model))
    return _record(register, record)


def sheet_of(record: Any) -> Sheet:
    """The sheet whose rows are such records."""
    if isinstance(record, FoiRequest):
        return APPLICATIONS
    return next(one.sheet for one in REGISTERS if isinstance(record, one.model))


def rows_to_do(what: Export) -> int:
    """How many ticks an export will give."""
    return int(_cases(what).count() + sum(_records(register, what).count() for register in REGISTERS))


def _cases(what: Export) -> QuerySet[FoiRequest]:
    rows = queries.of(Scope.of(what.organ))
    if what.year is None:
        return rows
    # the applications that the year's table three counts, wherever they came in
    return rows.filter(received_year__lte=what.year).filter(
        Q(answered_year__isnull=True) | Q(answered_year__gte=what.year)
    )


def _applications(what: Export) -> Iterator[tuple[Mapping[str, Shown], list[Mapping[str, Shown]]]]:
    keys = list(_cases(what).values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        rows = list(
            queries.with_histories(
                queries.of(Scope.of(what.organ)).filter(pk__in=keys[start : start + CHUNK])
            )
        )
        plain = _unmasked(what, rows) if what.with_personal_data else {}
        for row in rows:
            history = queries.standing(row)
            private = plain.get(row.pk) or {name: getattr(row, f"{name}_masked") for name in PRIVATE}
            shown: Shade = (lambda cells: cells) if what.with_names else partial(_without_names, row)
            yield shown(_case(row, history, private)), [shown(cells) for cells in _letters(row, history)]
            what.tick(1)


def _without_names(row: FoiRequest, cells: Mapping[str, Shown]) -> Mapping[str, Shown]:
    return {head: queries.shown(row, cell) if isinstance(cell, str) else cell for head, cell in cells.items()}


def _unmasked(what: Export, rows: Sequence[FoiRequest]) -> dict[int, dict[str, str]]:
    return actions.unmask_all(organ=what.organ, rows=rows, actor=what.actor, reason="带个人信息导出")


def _case(row: FoiRequest, history: Sequence[RequestEvent], private: Mapping[str, str]) -> dict[str, Shown]:
    first = _first_of_each(history, "")
    withdrawn = first.get(EventKind.WITHDRAWN)

    def value(field: str) -> Any:
        kind, point, part = field.partition(".")
        if not point:
            return private[field] if field in PRIVATE else getattr(row, field)
        return of_event(first.get(kind) or (withdrawn if kind == EventKind.ANSWERED else None), part)

    return _cells(APPLICATIONS.columns, value, row.extra)


def _letters(row: FoiRequest, history: Sequence[RequestEvent]) -> Iterator[dict[str, Shown]]:
    slots = {event.data.get("slot", "") for event in history if event.kind == EventKind.CONSULTATION_SENT} - {
        ""
    }
    for slot in sorted(slots, key=lambda slot: (len(slot), slot)):
        events = _first_of_each(history, slot)
        sent, came = events[EventKind.CONSULTATION_SENT], events.get(EventKind.OPINION_RECEIVED)

        def value(field: str, sent: RequestEvent = sent, came: RequestEvent | None = came) -> Any:
            kind, _point, part = field.partition(".")
            if not _point:
                return row.number
            if kind == EventKind.OPINION_RECEIVED:
                found = of_event(came, part)
                return sent.data.get(part) if found is None and part != "on" else found
            return of_event(sent, part)

        yield _cells(CONSULTATIONS.columns, value, sent.data.get("extra", {}))


def _first_of_each(history: Sequence[RequestEvent], slot: str) -> dict[str, RequestEvent]:
    of_slot = [event for event in history if event.data.get("slot", "") == slot]
    return {
        event.kind: event for event in sorted(of_slot, key=lambda event: (event.on, event.pk), reverse=True)
    }


def of_event(event: RequestEvent | None, part: str) -> Any:
    """What a column of the sheet says of an event."""
    if event is None:
        return None
    if part == "on":
        return event.on
    if part == "result":
        if event.kind == EventKind.WITHDRAWN:
            return ("other_other", labels.WITHDRAWN)
        return (event.data.get("row", ""), event.data.get("kind"))
    value = event.data.get(part)
    return date.fromisoformat(value) if part in {"due", "delivered_on"} and value else value


def _records(register: Register, what: Export) -> Any:
    scope, year = Scope.of(what.organ), what.year
    if year is None:
        return register.of(scope)
    if register.sheet is REMEDIES:
        return remedy_queries.open_in(scope, year) | register.of(scope).filter(
            Q(received_on__year=year) | Q(concluded_on__year=year)
        )
    if register.sheet is DISCLOSURES:
        days = ("formed_on", "published_on", "repealed_on", "expires_on")
        of_year = Q(*((f"{day}__year", year) for day in days), _connector=Q.OR)
        told = disclosure_queries.with_repeal(register.of(scope)).filter(of_year)
        return told | disclosure_queries.stock(scope, year)
    return register.of(scope).filter(**{f"{register.day}__year": year})


def _register(register: Register, what: Export) -> Iterator[dict[str, Shown]]:
    for record in _records(register, what).iterator(chunk_size=5000):
        yield _record(register, record)
        what.tick(1)


def _record(register: Register, record: Any) -> dict[str, Shown]:
    columns = {column.field: column for column in register.sheet.columns}

    def value(field: str) -> Any:
        get = columns[field].get
        return get(record) if get else getattr(record, field)

    return _cells(register.sheet.columns, value, record.extra)


def _cells(
    columns: Iterable[Column], value: Callable[[str], Any], extra: Mapping[str, str]
) -> dict[str, Shown]:
    """The filled cells of one row by column; columns nobody knows stand beside the known ones."""
    shown: dict[str, Shown] = dict(extra)
    for column in columns:
        found = value(column.field)
        cell = None if found in (None, "", []) else column.kind.show(found)
        if cell is not None:  # a box that is not ticked says nothing
            shown[column.name] = cell
    return shown

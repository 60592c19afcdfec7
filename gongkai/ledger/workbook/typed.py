"""Rows typed, pasted or corrected on a page: read, refused and kept like those of a workbook."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.ledger.base import Overtaken, Refused
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests import queries as request_queries
from gongkai.ledger.requests.models import FoiRequest, RequestEvent
from gongkai.ledger.workbook import applications
from gongkai.ledger.workbook.cells import text_of
from gongkai.ledger.workbook.exporting import cells_of, sheet_of
from gongkai.ledger.workbook.parsing import Plan, Row, parse
from gongkai.ledger.workbook.reading import Table, Workbook
from gongkai.ledger.workbook.registers import REGISTERS, Register
from gongkai.ledger.workbook.report import Remark
from gongkai.ledger.workbook.sheets import APPLICATIONS, Sheet

MOST_ROWS, MOST_COLUMNS = 2000, 100


def typed(sheet: Sheet, cells: Mapping[str, str]) -> Workbook:
    """One row, by the names of its columns."""
    header = tuple(column.name for column in sheet.columns)
    row = tuple(cells.get(name, "").strip() for name in header)
    return Workbook(sheet.name, (Table(sheet, 1, header, ((2, row),)),), is_typed=True)


def pasted(sheet: Sheet, text: str) -> Workbook:
    """Rows copied out of a spreadsheet: cells parted by tabs. The first row may be the header; without it the
    columns are taken in the order of the sheet."""
    lines = [
        [cell.strip() for cell in line[:MOST_COLUMNS]]
        for line in csv.reader(text.splitlines()[: MOST_ROWS + 1], delimiter="\t")
    ]
    names = tuple(column.name for column in sheet.columns)
    has_header = bool(lines) and len(set(lines[0]) & set(names)) >= min(2, len(names))
    header = tuple(lines[0]) if has_header else names
    first = 2 if has_header else 1
    rows = tuple((number, tuple(line)) for number, line in enumerate(lines[has_header:], first) if any(line))
    return Workbook(sheet.name, (Table(sheet, 1, header, rows),), is_typed=True)


def shown_cells(record: Any) -> dict[str, str]:
    """What a record's page offers to correct: its filled cells as text, by column; of an application without
    who asked, wherever that is written."""
    cells = _cells(record)
    if isinstance(record, FoiRequest):
        return {name: request_queries.shown(record, cell) for name, cell in cells.items()}
    return cells


def _held(record: Any) -> Any:
    """The record as it stands now, held until the transaction ends."""
    return type(record)._default_manager.select_for_update().get(pk=record.pk)


def _cells(record: Any) -> dict[str, str]:
    return {name: text_of(cell) for name, cell in cells_of(record).items()}


@transaction.atomic
def correct(
    record: Any,
    cells: Mapping[str, str],
    *,
    organ: Organ,
    actor: str,
    reason: str,
    on: date,
    over: Mapping[str, str],
) -> Sequence[Remark]:
    """Bring a record to what its row now says, with a reason; what is refused is returned, and then nothing
    is changed. A cell emptied takes back what stood there: the event of an application, the value of a row.
    What is masked in ``shown_cells`` and left so stays as it is. ``over``: these cells as whoever corrects
    has read them; Overtaken where they are others by now.
    """
    sheet, record = sheet_of(record), _held(record)
    if shown_cells(record) != over:
        raise Overtaken
    before = _cells(record)
    if isinstance(record, FoiRequest):
        cells, unclear = _restored(record, cells, before)
        if unclear:
            return unclear
    plan = parse(typed(sheet, cells), on)
    if plan.refused:
        return plan.refused
    emptied = [name for name in before if not cells.get(name, "").strip()]
    (row,) = plan.of(sheet)
    if isinstance(record, FoiRequest):
        return _correct_application(record, row, emptied, plan, organ=organ, actor=actor, reason=reason)
    return _correct_row(record, row, emptied, organ=organ, actor=actor, reason=reason)


def _restored(
    record: FoiRequest, cells: Mapping[str, str], before: Mapping[str, str]
) -> tuple[dict[str, str], list[Remark]]:
    """The cells with what is masked in them put back, and where that cannot be."""
    whole, unclear = dict(cells), []
    for name, stands in before.items():
        try:
            whole[name] = request_queries.restored(record, text_of(cells.get(name)), stands)
        except Refused as refused:
            message = f"{name} — {refused}"
            unclear.append(Remark(APPLICATIONS.name, 1, name, "", message))
    return whole, unclear


def _register(record: Any) -> Register:
    return next(register for register in REGISTERS if isinstance(record, register.model))


def _correct_application(
    record: FoiRequest,
    row: Row,
    emptied: Sequence[str],
    plan: Plan,
    *,
    organ: Organ,
    actor: str,
    reason: str,
) -> Sequence[Remark]:
    entry = replace(applications.entry(row, plan), number=record.number)
    if refusal := applications.hindrance(row, entry, record, emptied):
        return [refusal]
    try:
        for event in _events_of(record, row.sheet, emptied):
            requests.void_event(event=event, actor=actor, reason=reason)
    except Refused as error:  # by the first of them: what was archived
        return [row.remark("number", str(error))]
    requests.amend(organ=organ, pairs=[(record, entry)], actor=actor, reason=reason)
    return ()


def _events_of(record: FoiRequest, sheet: Sheet, emptied: Sequence[str]) -> list[RequestEvent]:
    """The events whose day was emptied: they did not happen."""
    kinds = {
        column.field.removesuffix(".on")
        for column in sheet.columns
        if column.name in emptied and column.field.endswith(".on")
    }
    standing = request_queries.standing(record)
    return [event for event in standing if event.kind in kinds and not event.data.get("slot")]


def _correct_row(
    record: Any, row: Row, emptied: Sequence[str], *, organ: Organ, actor: str, reason: str
) -> Sequence[Remark]:
    register = _register(record)
    fields = {column.name: column.field for column in register.sheet.columns}
    erase = [fields[name] for name in emptied if name in fields]
    if isinstance(record, Disclosure) and (found := disclosures.objection(record, row.values)):
        return [row.remark(*found)]
    values = {**row.values, "extra": row.extra}
    register.amend(organ=organ, pairs=[(record, values)], actor=actor, reason=reason, erase=erase)
    return ()

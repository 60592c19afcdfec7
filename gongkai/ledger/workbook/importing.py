"""Importing: understand, match, write. One transaction a workbook; a refused row stops the whole workbook
unless the good rows were asked for."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from gongkai.law.workdays import Calendar
from gongkai.ledger.organs import actions as organ_actions
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.workbook import applications, registers, superior, warnings
from gongkai.ledger.workbook.altered import altered, known_in, standing
from gongkai.ledger.workbook.applications import REASON, Tick
from gongkai.ledger.workbook.parsing import Plan, parse
from gongkai.ledger.workbook.reading import Workbook
from gongkai.ledger.workbook.report import Report, merged
from gongkai.ledger.workbook.sheets import ORGAN, REMEDIES, SHEETS

#: Which organ is meant, given the name 机关信息 has (or ""). Called inside the transaction: it may found one.
FindOrgan = Callable[[str], Organ]
_ORDER = {sheet.name: place for place, sheet in enumerate(SHEETS)}
PATIENCE = 600  # seconds to wait for another import: SQLite has one writer at a time


@dataclass(frozen=True, slots=True)
class Import:
    """How to import: ``on`` is the day it is, ``calendar`` the working days, ``actor`` who does it.

    ``together``: all workbooks or none. ``may_link``: whether whoever imports may put an organ below another.
    ``anew``: every row is a new one; a number that the ledger has is refused.
    ``correction``: why known rows are changed, where that is asked for; else it is ``reason``.
    ``tells``: the report says what changes in each record that the ledger has; meant for few rows.
    Whatever ``tick`` raises ends it with nothing written of a workbook.
    """

    find_organ: FindOrgan
    actor: str
    on: date
    calendar: Calendar
    skip_bad: bool = False
    dry_run: bool = False
    together: bool = False
    may_link: bool = False
    anew: bool = False
    tells: bool = False
    reason: str = REASON
    correction: str = ""
    tick: Tick = lambda _rows: None


def import_workbooks(books: Sequence[Workbook], how: Import) -> Report:
    """Import each workbook in its own transaction, or all in one; a dry run takes it all back."""
    _be_patient()
    plans = [parse(book, how.on, how.tick) for book in books]
    whole: AbstractContextManager[object] = (
        transaction.atomic() if how.dry_run or how.together else nullcontext()
    )
    with whole:
        report = merged(_import(plan, how, book) for plan, book in zip(plans, books, strict=True))
        if how.dry_run:
            transaction.set_rollback(True)
    return report


def rows_to_do(books: Sequence[Workbook]) -> int:
    """How many ticks an import of these will give at most: each row is understood and written."""
    return 2 * sum(len(table.rows) for book in books for table in book.tables)


def _import(plan: Plan, how: Import, book: Workbook) -> Report:
    report = Report(warnings=plan.warnings, refused=plan.refused)
    reasons = {"reason": how.reason, "correction": how.correction or how.reason}
    with transaction.atomic():
        organ = _locked(how.find_organ(plan.organ_name))
        found = applications.match(organ, plan, anew=how.anew)
        matched = [registers.match(organ, register, plan, anew=how.anew) for register in registers.REGISTERS]
        plan.refused.sort(key=lambda remark: (_ORDER[remark.sheet], remark.row))
        if plan.refused and not how.skip_bad:
            transaction.set_rollback(True)
            return report.of(book, is_in=False)
        known = known_in(found, matched) if how.tells else []
        before = standing(known)
        applications.write(organ, found, report, actor=how.actor, **reasons, tick=how.tick)
        for part in matched:
            if part.register.sheet is REMEDIES:
                registers.link_remedies(organ, part, plan)
            registers.write(organ, part, report, actor=how.actor, **reasons, tick=how.tick)
        report.altered += altered(before, known)
        _describe(organ, plan, report, how.actor)
        report.warnings += superior.link(organ, plan, on=how.on, actor=how.actor, may_link=how.may_link)
        report.warnings += warnings.of_cases(organ, plan, how.on, how.calendar)
    return report.of(book, is_in=True)


def _locked(organ: Organ) -> Organ:
    """On PostgreSQL two imports into one organ must not both find a row missing; SQLite locks as a whole."""
    return Organ.objects.select_for_update().get(pk=organ.pk)


def _describe(organ: Organ, plan: Plan, report: Report, actor: str) -> None:
    """机关信息, counted by key. The name itself is not changed here: renaming has its date."""
    said = {key: value for row in plan.of(ORGAN) for key, value in row.values.items() if key != "name"}
    for key, value in said.items():
        known = getattr(organ, key)
        counts = report.unchanged if known == value else report.changed if known else report.added
        counts[ORGAN.name] += 1
    organ_actions.describe(organ=organ, profile=said, actor=actor, reason=REASON)


def _be_patient() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")

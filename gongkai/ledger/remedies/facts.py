"""The one border where a case becomes the law's dataclasses, and its columns come from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law import remedy_course as law
from gongkai.law.remedy_course import Case, Event, Kind, Standing
from gongkai.law.remedy_procedure import STEPS
from gongkai.law.remedy_results import OUTCOME
from gongkai.law.workdays import Calendar
from gongkai.ledger.remedies.models import RemedyCase

#: An entry of ``events``: number, step, day, what it says, by whom and when; ``void`` once taken back.
Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Projection:
    """What the columns of a case say, computed from its events."""

    concluded_on: date | None = None
    result: str = ""
    outcome: str = ""
    redo_ordered: bool = False
    redo_due: date | None = None


def in_force(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that were not taken back."""
    return [entry for entry in entries if not entry.get("void")]


def reopened(row: RemedyCase) -> bool:
    """Whether a decision that stands has opened the application again."""
    return any(entry.get("reopened") for entry in in_force(row.events))


def version(row: RemedyCase) -> int:
    """Another number after everything that is entered or taken back."""
    return len(row.events) + sum("void" in entry for entry in row.events)


def standing(row: RemedyCase, on: date, calendar: Calendar, *more: Entry) -> Standing:
    """Where a case stands on a day; ``more`` as if it had happened besides."""
    case = Case(
        row.kind,
        row.received_on,
        row.as_reviewer_only,
        # without an outcome it counts as pending, and a complaint has none
        row.concluded_on if row.result or row.kind == law.COMPLAINT else None,
        row.redo_due if row.redo_ordered and not row.events else None,
    )
    return law.run(case, history([*row.events, *more]), on=on, calendar=calendar)


def project(row: RemedyCase, entries: Iterable[Entry], on: date, calendar: Calendar) -> Projection:
    """What the events alone say of a case by a day."""
    entries = in_force(entries)
    case = Case(row.kind, row.received_on, row.as_reviewer_only)
    found = law.run(case, history(entries), on=on, calendar=calendar)
    if found.concluded_on is None:
        return Projection()
    decision = next((one for one in reversed(entries) if KINDS[one["step"]] is Kind.DECIDED), None)
    said = decision["said"] if decision else {}
    return Projection(
        found.concluded_on,
        found.column,
        OUTCOME[found.outcome].zh if found.outcome else str(said.get("outcome_words", "")),
        said.get("redo") == "yes",
        found.redo_due,
    )


def history(entries: Iterable[Entry]) -> tuple[Event, ...]:
    """The entries that stand as the law's course takes them."""
    return tuple(_event(KINDS[entry["step"]], entry) for entry in in_force(entries))


#: What each step of ``law.remedy_procedure`` records.
KINDS: Mapping[str, Kind] = {step.code: step.kind for step in STEPS}


def _event(kind: Kind, entry: Entry) -> Event:
    said = entry["said"]
    return Event(
        kind,
        date.fromisoformat(entry["on"]),
        simplified=said.get("procedure") == "simplified",
        until=_day(said.get("until")),
        days=int(said.get("days") or 0),
        outcome=said.get("outcome", ""),
        column=said.get("column", ""),
        served_on=_day(said.get("served_on")),
        by_us=said.get("who") == "us",
        redo=said.get("redo") == "yes",
        statutory=said.get("what") != "advice",
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

"""Writing the year's prose."""

from collections.abc import Mapping

from django.db import transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import state_of
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.models import ReportYear


@transaction.atomic
def begin(*, organ: Organ, year: int, actor: str) -> ReportYear:
    """Begin the report of a year, also of one in which nothing was to be entered; begun before, it stays."""
    if known := ReportYear.objects.filter(organ=organ, year=year).first():
        return known
    return write_prose(organ=organ, year=year, texts={}, actor=actor)


@transaction.atomic
def write_prose(*, organ: Organ, year: int, texts: Mapping[str, str], actor: str) -> ReportYear:
    """Keep the prose of some chapters, leaving the others; an empty text goes back to the draft."""
    row = ReportYear.objects.select_for_update().filter(organ=organ, year=year).first()
    before = state_of(row) if row else None
    row = row or ReportYear(organ=organ, year=year)
    row.texts = {key: text for key, text in {**row.texts, **texts}.items() if text.strip()}
    row.save()
    audit.record(
        [audit.Change(organ, "report.prose", audit.subject(row), before, state_of(row))], actor=actor
    )
    return row

"""迟报: by when a report was asked for, since when the organ above has it, and whether that was too late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.law.annual_report.stages import Hand, State
from gongkai.ledger.organs.models import Level, Organ
from gongkai.ledger.reports.models import Received, YearNotice
from gongkai.ledger.reports.progress import Progress
from gongkai.lib.language import _
from gongkai.lib.today import BEIJING, today


@dataclass(frozen=True, slots=True)
class Timing:
    """``due_on`` is None where neither notice nor statute names a day, ``on`` while nothing is handed in."""

    due_on: date | None = None
    on: date | None = None
    is_late: bool = False

    @property
    def words(self) -> str:
        if not self.is_late:
            return str(self.on or "")
        return _("{day}，迟报").format(day=self.on) if self.on else _("过期未报")

    def __str__(self) -> str:
        return self.words


def of(organ: Organ, year: int, notice: YearNotice | None, on: date | None) -> Timing:
    """Held against the notice of the organ above; without one Article 49 names a day for departments."""
    statutory = date(year + 1, 1, 31) if organ.level == Level.DEPARTMENT else None
    due_on = notice.due_on if notice else statutory
    return Timing(due_on, on, due_on is not None and (on or today()) > due_on)


def handed_in_on(at: Progress) -> date | None:
    """The day of the first sending that the organ itself did not take back: what the organ above returned was
    handed in."""
    found: date | None = None
    for taken in at.taken:
        if taken.step.to in {State.SUBMITTED, State.PUBLISHED}:
            found = found or taken.at.astimezone(BEIJING).date()
        elif taken.step.is_back and taken.step.hand is not Hand.SUPERIOR and not taken.step.stands_for:
            found = None
    return found


def first_came(rows: Iterable[Received]) -> dict[int, date]:
    """The day on which something first came of each organ; ``rows`` the oldest first."""
    found: dict[int, date] = {}
    for row in rows:
        found.setdefault(row.organ_id, row.received_at.astimezone(BEIJING).date())
    return found

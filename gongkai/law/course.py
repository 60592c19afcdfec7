"""Where the clock of one request stands: what is counted from which day, and which days are left out.

What each kind of event does to it is in ``effects``.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from gongkai.law import events as ev
from gongkai.law.findings import Finding, Severity
from gongkai.law.periods import CORRECTION, PAYMENT, REPLY
from gongkai.law.sources import Source
from gongkai.law.workdays import Calendar


@dataclass(frozen=True, slots=True)
class ClockSettings:
    """What practice decides where the law is silent.

    ``pause_from``: whether the day a consultation letter goes out is still counted (``day_after``, the
    default: days D with S < D ≤ E are not counted) or not (``sending_day``: S ≤ D ≤ E).
    ``other_organ_days``: working days for organs that are neither third party nor joint maker.
    ``charges_fees``: whether the organ has the receipts and the treasury account to charge any.
    """

    pause_from: Literal["day_after", "sending_day"] = "day_after"
    other_organ_days: int = 15
    charges_fees: bool = True


class Pause(NamedTuple):
    """Days later than ``after`` and not later than ``through`` that are not counted."""

    after: date
    through: date
    why: str
    party: ev.Party | None = None
    answered: bool = True  # the opinion came; else the period ran or runs out


class Awaited(NamedTuple):
    """What stops the limit until the applicant does it: from which day on, and its own last day."""

    act: Literal["correction", "payment"]
    since: date
    until: date | None

    @property
    def zh(self) -> str:
        return "补正" if self.act == "correction" else "缴费"

    @property
    def source(self) -> Source:
        return (CORRECTION if self.act == "correction" else PAYMENT).source_on(self.since)


class Consultation(NamedTuple):
    """A letter sent, the day on which the time to answer it runs out, and what came of it; None: nothing."""

    sent: date
    expires: date
    ref: str
    party: ev.Party
    delivered_on: date | None = None
    opinion: ev.OpinionReceived | None = None

    @property
    def since(self) -> date:
        """The first day on which it can be answered."""
        return self.delivered_on or self.sent

    @property
    def is_silent(self) -> bool:
        """Whether no opinion is noted but that there is none 未答复."""
        return self.opinion is None or self.opinion.opinion is ev.Opinion.SILENT


class Restart(NamedTuple):
    """The day after which the limit runs, and why that day."""

    on: date
    why: str


@dataclass(slots=True)
class Course:
    """Where a request stands after the events taken so far. Dates are None until they are known."""

    calendar: Calendar
    settings: ClockSettings
    events: list[ev.Event]
    received_on: date | None = None
    start: date | None = None
    limit: int = 0  # working days, the extension not included
    extension: int = 0
    restarts: list[Restart] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    letters: list[Consultation] = field(default_factory=list)
    round_from: date | None = None  # the receipt, or the decision that ordered a redo
    redo: bool = False
    redo_due: date | None = None
    delayed_until: date | None = None
    corrections_asked: int = 0
    awaited: Awaited | None = None
    asked_late: bool = (
        False  # 补正 or payment asked for once the limit had run out: nothing stops or restarts
    )
    reason_open: bool = False
    reason_given: bool = False  # in this round
    withdrawn_on: date | None = None
    answer: ev.Answered | None = None
    is_belied: bool = False  # the answer rests on a lapse that did not happen
    service: ev.Served | None = None
    archived_on: date | None = None
    findings: list[Finding] = field(default_factory=list)

    def due(self) -> date | None:
        """The due date so far; None while the applicant has to act in time, or where unknown."""
        if self.start is None or not self.limit or (self.awaited and not self.asked_late):
            return None
        if self.redo_due:
            return self.redo_due
        counted = nth_counted(self.calendar, self.start, self.limit + self.extension, self.pauses)
        # A fixed day that is not worked ends on the next one that is.
        return max(counted, self.calendar.on_or_after(self.delayed_until)) if self.delayed_until else counted

    @property
    def waiting(self) -> str:
        """What the applicant has to do first; empty when nothing."""
        return self.awaited.act if self.awaited else ""

    @property
    def waiting_until(self) -> date | None:
        return self.awaited.until if self.awaited else None

    @property
    def is_concluded(self) -> bool:
        return self.answer is not None or self.withdrawn_on is not None

    @property
    def is_fixed(self) -> bool:
        """Whether the due date was set by a decision or told to the applicant, not counted."""
        return self.redo_due is not None or self.delayed_until is not None

    def is_late(self, day: date) -> bool:
        """Whether the limit had run out before ``day``."""
        due = self.due()
        return due is not None and day > due

    def ask(self, awaited: Awaited) -> None:
        """The applicant is asked to act; a limit that had run out by then stays where it is."""
        self.asked_late = self.is_late(awaited.since)
        self.awaited = awaited

    def resume(self, day: date, why: str) -> None:
        """The applicant has acted: count anew from ``day``, unless asked too late."""
        if self.asked_late:
            self.awaited = None
        else:
            self.restart(day, why)

    def restart(self, day: date, why: str) -> None:
        """Count anew from ``day``: 补正, payment and a redo. The right to extend revives."""
        self.start = day
        self.restarts.append(Restart(day, why))
        self.limit = REPLY.on(day) if day >= REPLY.days.versions[0].since else 0
        self.extension = 0
        self.delayed_until = None
        self.awaited = None
        self.asked_late = False

    def say(
        self, rule: str, where: str, message: str, source: Source, severity: Severity = Severity.WARNING
    ) -> None:
        self.findings.append(Finding(rule, severity, f"events/{where}", message, str(source)))


def nth_counted(calendar: Calendar, start: date, n: int, pauses: list[Pause]) -> date:
    """The ``n``-th working day after ``start`` outside ``pauses``, sorted; overlaps count once."""
    position = start
    for pause in pauses:
        if pause.through <= position:
            continue
        if pause.after > position:
            used = calendar.count(position, pause.after)
            if used >= n:
                break
            n -= used
        position = pause.through
    return calendar.add(position, n)

"""The reports of the organs below, as the organ above looks over them: how far each is, and what it says.

Each organ's line is reckoned once for a state of its ledgers, as its own report is; the page costs the same
however long the ledgers are, and only what has changed is reckoned again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongkai.law.annual_report.model import ReportData, Value
from gongkai.law.annual_report.stages import State
from gongkai.law.findings import Severity
from gongkai.law.workdays import Calendar
from gongkai.ledger import agenda
from gongkai.ledger.assessment import queries as assessment
from gongkai.ledger.assessment.models import Card
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.audit.queries import Link
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import progress, timing
from gongkai.ledger.reports import queries as reports
from gongkai.ledger.reports.models import Received, ReportYear, YearNotice
from gongkai.ledger.reports.queries import HANDED_IN, NoSuchYear
from gongkai.ledger.reports.remembered import Years
from gongkai.ledger.reports.submissions import queries as submissions
from gongkai.ledger.reports.timing import Timing
from gongkai.lib.today import BEIJING

#: The figures of a line with the cells that they stand in.
CELLS = {
    "received": "requests/new/total",
    "answered": "requests/total/total",
    "carried_out": "requests/carried_out/total",
}
#: Cells of chapter 四 that say that the organ was wrong 结果纠正; their sum is a figure of its own.
LOST = tuple(
    f"remedies/{way}/corrected"
    for way in ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
)
FIGURES = ("errors", "warnings", *CELLS, "lost", "overdue", "published")


@dataclass(frozen=True, slots=True)
class Line:
    """An organ below: where its report stands, its figures (None where the ledger does not tell), and the day
    of the last thing that was done there.

    ``has_moved``: it is not what was handed in or passed any more; the figures are those that were passed.
    ``above``: who looks; ``arrival``: the key of what came to it as a package or file; ``chased_on``: when
    the organ was last asked for it. ``timing``: by when it was asked for it and since when the organ above
    has it. ``lost``: reviews and suits in which it was corrected. ``assessed``: its
    last final card of the year at the organ above, None where it has none; ``opens_card``: for whoever may
    read that organ's ledgers.
    ``overdue``: applications whose last day has passed today, of whatever year.
    """

    organ: Organ
    year: int
    state: State
    is_accepted: bool
    has_moved: bool
    timing: Timing
    published_on: date | None
    errors: int | None
    warnings: int | None
    received: int | None
    answered: int | None
    carried_out: int | None
    lost: int | None
    overdue: int
    published: int | None
    last_on: date | None
    above: Organ
    arrival: int | None
    chased_on: date | None
    assessed: Card | None
    opens_card: bool

    @property
    def grade(self) -> str:
        return self.assessed.grade if self.assessed else ""

    @property
    def is_handed_in(self) -> bool:
        return self.state in HANDED_IN or self.is_accepted

    @property
    def handed_in_on(self) -> date | None:
        return self.timing.on

    @property
    def urgency(self) -> tuple[int, int, int]:
        """What waits for the organ above first, then what is wrong or late, then what is not handed in."""
        place = 0 if self.state is State.SUBMITTED else 2 if self.is_handed_in else 1
        return place, -self.overdue, -(self.errors or 0)


def lines(organ: Organ, year: int, *, on: date, calendar: Calendar, opens_cards: bool = False) -> list[Line]:
    """A line for each organ directly below, and for whatever other came, the most urgent first."""
    stood = organs.branches(organ, year)
    members = dict(reports.states_below(organ, year, stood))
    everybody = Scope.of(*members, *(member for member, _above in stood))
    arrivals = list(submissions.received(everybody, year))
    came = {row.organ_id: row for row in arrivals}
    first = timing.first_came(arrivals)
    rows: dict[Organ, ReportYear | Received | None] = {**members, **{row.organ: row for row in came.values()}}
    scope = Scope.of(*rows)
    links, chased = audit.last_links(scope), reports.chased(scope, year)
    asked, cards = reports.notice_by(organ, year), assessment.last_cards(Scope.of(organ), year)
    made = [
        _line(
            member,
            organ,
            row,
            links.get(member.pk),
            asked,
            on,
            calendar,
            year=year,
            chased_on=chased[member.pk].on if member.pk in chased else None,
            assessed=cards.get(member.pk),
            opens_card=opens_cards and member.pk in cards,
            first_came=first.get(member.pk),
        )
        for member, row in rows.items()
    ]
    return sorted(made, key=lambda line: line.urgency)


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure of an organ below in two years; None where a report does not tell. ``line``: its later year,
    or the earlier where it was not below in the later."""

    line: Line
    now: int | None
    before: int | None

    @property
    def organ(self) -> Organ:
        return self.line.organ

    @property
    def change(self) -> int | None:
        return None if self.now is None or self.before is None else self.now - self.before


def pairs(now: Sequence[Line], before: Sequence[Line], figure: str) -> list[Pair]:
    """One of ``FIGURES`` for everybody who was below in one of two years, the largest first."""
    of_now, of_before = ({row.organ: row for row in rows} for rows in (now, before))
    found = [
        Pair(row, _of(of_now.get(organ), figure), _of(of_before.get(organ), figure))
        for organ, row in {**of_before, **of_now}.items()
    ]
    return sorted(found, key=lambda pair: (-(pair.now or 0), -(pair.before or 0), pair.organ.sort_key))


def _of(row: Line | None, figure: str) -> int | None:
    return getattr(row, figure) if row else None


def sums(rows: Sequence[Line]) -> dict[str, int | None]:
    """The figures of the reports that are handed in; None where one of them is not known."""
    handed_in = [row for row in rows if row.is_handed_in]
    return {name: _sum([getattr(row, name) for row in handed_in]) for name in FIGURES}


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _line(
    organ: Organ,
    above: Organ,
    row: ReportYear | Received | None,
    link: Link | None,
    asked: YearNotice | None,
    on: date,
    calendar: Calendar,
    *,
    year: int,
    chased_on: date | None,
    assessed: Card | None,
    opens_card: bool,
    first_came: date | None,
) -> Line:
    years = Years(organ, Scope.of(organ), state=link.hash if link else "", notices={year: asked})
    came = row if isinstance(row, Received) else None
    begun = row if isinstance(row, ReportYear) else None
    figures = years.once(f"below:{year}:{years.asked(year)}", lambda: _figures(years, year, came, begun))
    overdue = years.once(
        f"overdue:{calendar.print_}", lambda: agenda.overdue(organ, on=on, calendar=calendar)
    )
    at = progress.of(organ, begun)
    handed_in_on = first_came or timing.handed_in_on(at)
    return Line(
        organ=organ,
        year=year,
        state=State(row.state) if row else State.DRAFT,
        is_accepted=at.is_accepted,
        timing=timing.of(organ, year, asked, handed_in_on),
        published_on=begun.published_on if begun else None,
        overdue=overdue,
        last_on=datetime.fromisoformat(link.at).astimezone(BEIJING).date() if link else None,
        above=above,
        arrival=came.pk if came else None,
        chased_on=chased_on,
        assessed=assessed,
        opens_card=opens_card,
        **figures,
    )


def _figures(years: Years, year: int, came: Received | None, begun: ReportYear | None) -> Mapping[str, Any]:
    try:
        report = submissions.report_of(came) if came else years.public(year)
    except NoSuchYear:
        return {"has_moved": False, **dict.fromkeys(("errors", "warnings", *CELLS, "lost", "published"))}
    has_moved = bool(begun) and _has_moved(report, years, year)
    mended = _of_arrival(report, came) if came else _to_mend(report, years, year)
    told: ReportData | None = report
    if has_moved and begun and years.progress(year).is_accepted:
        told = reports.passed_report(begun)
    cells = told.cells if told else {}
    published = told.items_published if told else None
    return {
        **mended,
        **{name: _count(cells.get(cell)) for name, cell in CELLS.items()},
        "lost": _sum([_count(cells.get(cell)) for cell in LOST]),
        "published": published.count if published else None,
        "has_moved": has_moved,
    }


def _has_moved(report: ReportData, years: Years, year: int) -> bool:
    """Whether a report that is handed in and not public says otherwise than what was vouched for."""
    at = years.progress(year)
    return at.vouched not in {"", progress.digest(report)} and not years.editions(year)


def _of_arrival(report: ReportData, came: Received) -> dict[str, int]:
    """What is to be mended of what came; whoever accepted it has said a word on its suggestions."""
    found = submissions.to_mend(report.findings)
    is_accepted = came.state == State.PASSED
    return {"errors": found[Severity.ERROR], "warnings": 0 if is_accepted else found[Severity.WARNING]}


def _count(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _to_mend(report: ReportData, years: Years, year: int) -> dict[str, int]:
    """Findings that nobody has said a word on."""
    open_ = progress.unexplained(report, years.progress(year))
    errors = sum(one.severity is Severity.ERROR for one in open_)
    return {"errors": errors, "warnings": sum(one.severity is Severity.WARNING for one in open_)}

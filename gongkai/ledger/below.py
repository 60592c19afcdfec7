"""The reports of the organs below, as the organ above looks over them: how far each is, and what it says.

Each organ's line is reckoned once for a state of its ledgers, as its own report is; the page costs the same
however long the ledgers are, and only what has changed is reckoned again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.law.annual_report.model import ReportData, Value
from gongkai.law.annual_report.stages import State
from gongkai.law.findings import Severity
from gongkai.law.workdays import Calendar
from gongkai.ledger import agenda
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.audit.queries import Link
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import queries as reports
from gongkai.ledger.reports.models import Received, ReportYear, YearNotice
from gongkai.ledger.reports.queries import HANDED_IN, NoSuchYear
from gongkai.ledger.reports.remembered import Years
from gongkai.ledger.reports.submissions import queries as submissions
from gongkai.lib.today import BEIJING

#: The figures of a line with the cells that they stand in.
CELLS = {
    "received": "requests/new/total",
    "answered": "requests/total/total",
    "carried_out": "requests/carried_out/total",
}
FIGURES = ("errors", "warnings", *CELLS, "overdue", "published")


@dataclass(frozen=True, slots=True)
class Line:
    """An organ below: where its report stands, its figures (None where the ledger does not tell), and the day
    of the last thing that was done there.

    ``above``: who looks; ``arrival``: the key of what came to it as a package or file; ``chased_on``: when
    the organ was last asked for it.
    ``overdue``: applications whose last day has passed today, of whatever year.
    """

    organ: Organ
    year: int
    state: State
    published_on: date | None
    errors: int | None
    warnings: int | None
    received: int | None
    answered: int | None
    carried_out: int | None
    overdue: int
    published: int | None
    last_on: date | None
    above: Organ
    arrival: int | None
    chased_on: date | None

    @property
    def is_handed_in(self) -> bool:
        return self.state in HANDED_IN

    @property
    def urgency(self) -> tuple[int, int, int]:
        """What waits for the organ above first, then what is wrong or late, then what is not handed in."""
        place = 0 if self.state is State.SUBMITTED else 2 if self.is_handed_in else 1
        return place, -self.overdue, -(self.errors or 0)


def lines(organ: Organ, year: int, *, on: date, calendar: Calendar) -> list[Line]:
    """A line for each organ directly below, and for whatever other came, the most urgent first."""
    members = dict(reports.states_below(organ, year))
    came = submissions.latest(Scope.of(*members, *organs.below(organ, year)), year)
    rows: dict[Organ, ReportYear | Received | None] = {**members, **{row.organ: row for row in came.values()}}
    scope = Scope.of(*rows)
    links, chased = audit.last_links(scope), reports.chased(scope, year)
    asked = reports.notice_by(organ, year)
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
        )
        for member, row in rows.items()
    ]
    return sorted(made, key=lambda line: line.urgency)


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
) -> Line:
    years = Years(organ, Scope.of(organ), state=link.hash if link else "", notices={year: asked})
    came = row if isinstance(row, Received) else None
    figures = years.once(f"below:{year}:{years.asked(year)}", lambda: _figures(years, year, came))
    overdue = years.once(
        f"overdue:{calendar.print_}", lambda: agenda.overdue(organ, on=on, calendar=calendar)
    )
    return Line(
        organ=organ,
        year=year,
        state=State(row.state) if row else State.DRAFT,
        published_on=row.published_on if isinstance(row, ReportYear) else None,
        overdue=overdue,
        last_on=datetime.fromisoformat(link.at).astimezone(BEIJING).date() if link else None,
        above=above,
        arrival=came.pk if came else None,
        chased_on=chased_on,
        **figures,
    )


def _figures(years: Years, year: int, came: Received | None) -> Mapping[str, int | None]:
    try:
        report = submissions.report_of(came) if came else years.public(year)
    except NoSuchYear:
        return dict.fromkeys(("errors", "warnings", *CELLS, "published"))
    published = report.items_published
    return {
        **(_of_arrival(report, came) if came else _to_mend(report, years, year)),
        **{name: _count(report.cells.get(cell)) for name, cell in CELLS.items()},
        "published": published.count if published else None,
    }


def _of_arrival(report: ReportData, came: Received) -> dict[str, int]:
    """What is to be mended of what came; whoever accepted it has said a word on its suggestions."""
    found = submissions.to_mend(report.findings)
    is_accepted = came.state == State.PASSED
    return {"errors": found[Severity.ERROR], "warnings": 0 if is_accepted else found[Severity.WARNING]}


def _count(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _to_mend(report: ReportData, years: Years, year: int) -> dict[str, int]:
    """Findings that nobody has said a word on."""
    accepted = {(one.rule, one.where, one.message) for one in years.progress(year).accepted}
    open_ = [one for one in report.findings if (one.rule, one.where, one.message) not in accepted]
    errors = sum(one.severity is Severity.ERROR for one in open_)
    return {"errors": errors, "warnings": sum(one.severity is Severity.WARNING for one in open_)}

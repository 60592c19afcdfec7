"""The year on one wall 全年一览: what an organ has to do in a year, month by month, how each stands and what
proves it.

What no ledger tells is shown as unknown, never as done or late.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from gongkai.law.duties import DUTIES, Duty
from gongkai.law.exemptions import REVIEW_SOURCE
from gongkai.law.periods import REPLY
from gongkai.law.proactive import RULE, publish_by
from gongkai.law.sources import FILING_RULES, HOLIDAY_RULES, Source
from gongkai.law.workdays import Calendar
from gongkai.ledger import agenda
from gongkai.ledger.agenda import Item
from gongkai.ledger.archive import queries as archive
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import queries as people
from gongkai.ledger.reports import queries as reports
from gongkai.ledger.reports.remembered import Years
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.supervision import queries as supervision
from gongkai.ledger.supervision.queries import Proof

#: Twenty working days are over after so many days whatever holidays there are.
FORMED_BEFORE = timedelta(days=60)


class State(Enum):
    """How a round stands. ``UNKNOWN``: it is over and no ledger tells whether it was done."""

    DONE = "done"
    LATE = "late"
    OPEN = "open"
    AHEAD = "ahead"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mark:
    """A round of a duty, on the wall on its last day. ``proof`` tells what shows that it is done.

    ``report``: the year of the report that it asks for; such a one is done on the report's own page.
    ``in_charge``: who answered for it when it was done or its last day came, or does now.
    """

    code: str
    zh: str
    first: date
    last: date
    source: Source
    state: State
    proof: Proof | None = None
    report: int | None = None
    in_charge: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many things of one kind have their last day in a month, and how many of them are ``done``, are done
    after it (``tardy``), or are not though it has passed (``late``). None where no ledger tells.

    Of applications those are ``done`` that were answered in the month.
    """

    code: str
    source: Source
    due: int
    done: int | None = None
    tardy: int | None = None
    late: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    marks: tuple[Mark, ...]
    counts: tuple[Count, ...]


def wall(organ: Organ, year: int, *, on: date, calendar: Calendar) -> list[Month]:
    """The twelve months of a year as they stand on a day."""
    scope = Scope.of(organ)
    marks = sorted(_marks(organ, scope, year, on, calendar), key=lambda mark: (mark.last, mark.code))
    counts = list(_counts(organ, scope, year, on, calendar))
    return [
        Month(
            date(year, month, 1),
            tuple(mark for mark in marks if mark.last.month == month),
            tuple(count for at, count in counts if at == month),
        )
        for month in range(1, 13)
    ]


def ahead(organ: Organ, *, on: date, through: date, calendar: Calendar) -> list[Mark]:
    """The rounds that are late or open on a day, and those that end by another, the first first."""
    scope, years = Scope.of(organ), range(on.year, through.year + 1)
    found = [mark for year in years for mark in _marks(organ, scope, year, on, calendar)]
    waiting = (State.LATE, State.OPEN, State.AHEAD)
    near = [mark for mark in found if mark.state in waiting and mark.last <= through]
    return sorted(near, key=lambda mark: (mark.last, mark.code))


def _marks(organ: Organ, scope: Scope, year: int, on: date, calendar: Calendar) -> Iterator[Mark]:
    charges = people.charges_ever(organ)
    for mark in _all_rounds(organ, scope, year, on, calendar):
        done_on = mark.proof.on if mark.proof else None
        day = min(done_on or mark.last, mark.last, on)
        row = next((row for row in charges.get(mark.code, ()) if row.holds_on(day)), None)
        yield replace(mark, in_charge=row.owner) if row else mark


def _all_rounds(organ: Organ, scope: Scope, year: int, on: date, calendar: Calendar) -> Iterator[Mark]:
    proofs = supervision.proofs(scope, date(year - 1, 1, 1), date(year, 12, 31))
    for duty in DUTIES:
        if not agenda.has_duty(organ, duty):
            continue
        if duty.code in agenda.REPORTS:
            yield _report(organ, scope, duty, year, on)
        else:
            yield from _rounds(
                duty, year, on, {last: one for (code, last), one in proofs.items() if code == duty.code}
            )
    yield _holidays(year, on, calendar)


def _rounds(duty: Duty, year: int, on: date, proofs: Mapping[date, Proof]) -> Iterator[Mark]:
    for first, last in duty.rounds_in(year):
        proof = proofs.get(last)
        is_kept = any(end < last for end in proofs)
        state = State.DONE if proof else _undone(first, last, on, is_told=is_kept)
        yield Mark(duty.code, duty.zh, first, last, duty.source, state, proof)


def _undone(first: date, last: date, on: date, *, is_told: bool) -> State:
    """How a round stands that nothing shows to be done; ``is_told``: a ledger would tell if it were."""
    if on < first:
        return State.AHEAD
    if on <= last:
        return State.OPEN
    return State.LATE if is_told else State.UNKNOWN


def _report(organ: Organ, scope: Scope, duty: Duty, year: int, on: date) -> Mark:
    """The report on the year before."""
    first, last = duty.round_on(date(year, 1, 1))
    published_on, asked_by = reports.published_or_due(organ, year - 1)
    last = asked_by if asked_by and asked_by.year == year else last
    proof = Proof(published_on, "") if published_on else None
    is_told = year - 1 in Years(organ, scope).reportable()
    state = State.DONE if proof else _undone(first, last, on, is_told=is_told)
    return Mark(duty.code, duty.zh, first, last, duty.source, state, proof, year - 1)


def _holidays(year: int, on: date, calendar: Calendar) -> Mark:
    """The arrangement of next year's holidays: without it no limit that runs into January is sure."""
    first, last = date(year, 11, 1), date(year, 12, 31)
    known = calendar.notice_for(year + 1)
    proof = Proof(known.issued_on, str(known)) if known else None
    state = State.DONE if proof else _undone(first, last, on, is_told=True)
    source = HOLIDAY_RULES.at("放假调休的通知", verified=False)
    return Mark("holidays", "下一年放假安排", first, last, source, state, proof)


def _counts(
    organ: Organ, scope: Scope, year: int, on: date, calendar: Calendar
) -> Iterator[tuple[int, Count]]:
    """What has its last day in a month of the year, kind by kind, with the month's number."""
    waiting = [item for item in agenda.items(organ, on=on, calendar=calendar) if item.due.year == year]
    yield from _answers(scope, year, [item for item in waiting if item.ledger == "requests"], on)
    yield from _publications(scope, year, on, calendar)
    yield from _reviews(scope, year, on)
    yield from _open("remedies", (item for item in waiting if item.ledger == "remedies"), on)
    over = archive.due(scope, on).count() + archive.due_unfiled(organ, on).count() if on.year == year else 0
    if over:
        yield 1, Count("retention", FILING_RULES.at("保管期满鉴定", verified=False), over)


def _answers(scope: Scope, year: int, waiting: Sequence[Item], on: date) -> Iterator[tuple[int, Count]]:
    answered = requests.answered_by_month(scope, year)
    due = Counter(item.due.month for item in waiting if not item.is_of_others)
    late = Counter(item.due.month for item in waiting if item.is_late(on))
    for month in sorted(answered.keys() | due.keys()):
        done = answered.get(month, 0)
        source = REPLY.source_on(date(year, month, 1))
        yield month, Count("requests", source, done + due[month], done, late=late[month])


def _publications(scope: Scope, year: int, on: date, calendar: Calendar) -> Iterator[tuple[int, Count]]:
    """What was formed so that its last day for publication lies in the year."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for formed_on, limit, published_on, count in disclosures.formed_and_published(
        scope, date(year, 1, 1) - FORMED_BEFORE, date(year, 12, 31)
    ):
        due = publish_by(formed_on, limit, calendar)
        if due.year == year:
            done = published_on is not None
            tardy, late = done and published_on > due, not done and due < on
            found[due.month].update(
                {"due": count, "done": count * done, "tardy": count * tardy, "late": count * late}
            )
    for month, counts in found.items():
        source = RULE.length.version_on(date(year, month, 1)).source
        yield (
            month,
            Count("disclosures", source, counts["due"], counts["done"], counts["tardy"], counts["late"]),
        )


def _reviews(scope: Scope, year: int, on: date) -> Iterator[tuple[int, Count]]:
    """What is withheld and to be weighed again; once it was, its row tells the next day alone."""
    for day, count in disclosures.reviews(scope, year):
        yield day.month, Count("review_withheld", REVIEW_SOURCE, count, late=count * (day < on))


def _open(code: str, items: Iterable[Item], on: date) -> Iterator[tuple[int, Count]]:
    """What is open of one ledger."""
    found = defaultdict(list)
    for item in items:
        found[item.due.month].append(item)
    for month, here in found.items():
        yield month, Count(code, here[0].source, len(here), 0, late=sum(item.is_late(on) for item in here))

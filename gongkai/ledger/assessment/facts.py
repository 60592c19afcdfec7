"""What the ledgers know of whoever is assessed: the rows that were looked at, and what is wrong with which.

The one border where rows become facts of ``law.assessment``. A method that a ledger cannot tell gives None.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gongkai.law.assessment import Fact, Indicator, Mark, Target, mark
from gongkai.law.clocks import run
from gongkai.law.proactive import publish_by
from gongkai.law.workdays import Calendar
from gongkai.ledger.audit.actions import subject
from gongkai.ledger.base import Scope
from gongkai.ledger.deliveries import queries as deliveries
from gongkai.ledger.deliveries.models import Posting
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.organs.queries import units_of
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.facts import clock_settings, history
from gongkai.ledger.supervision import queries as supervision
from gongkai.ledger.supervision.models import Task
from gongkai.lib.today import BEIJING

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is looked at, over which days, as it stands on which day."""

    whom: Unit | Organ
    first: date
    last: date
    on: date
    calendar: Calendar

    @property
    def target(self) -> Target:
        return Target(self.whom.kind) if isinstance(self.whom, Unit) else Target.ORGAN

    @property
    def scope(self) -> Scope:
        return Scope.of(self.whom.organ if isinstance(self.whom, Unit) else self.whom)

    @property
    def until(self) -> date:
        """The last day that can be told of."""
        return min(self.last, self.on)


def start_of(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


def marks(looked_at: Subject, indicators: Iterable[Indicator]) -> dict[str, Mark]:
    """What the ledgers give for each indicator, by its code."""
    return {one.code: mark(one, _facts(looked_at, one)) for one in indicators}


def _facts(looked_at: Subject, indicator: Indicator) -> list[Fact] | None:
    count = COUNTS.get(indicator.method)
    return list(count(looked_at)) if count else None


def _tasks(looked_at: Subject) -> Iterator[Task]:
    """The tasks of a section or village whose day has come, and those that were done before it came."""
    rows = supervision.due_between(looked_at.scope, looked_at.first, looked_at.last)
    for task in rows.filter(unit=looked_at.whom.pk).order_by("due", "pk"):
        if task.done_on or task.due < looked_at.on:
            yield task


def _in_time(*kinds: str) -> Callable[[Subject], Iterator[Fact]]:
    """Whether tasks that come from some kinds of matters were done by their day."""

    def count(looked_at: Subject) -> Iterator[Fact]:
        for task in _tasks(looked_at):
            if task.matter.kind in kinds:
                yield Fact(task.what, subject(task), _late(task, looked_at.on))

    return count


def _late(task: Task, on: date) -> str:
    if not task.is_late(on):
        return ""
    if task.done_on:
        return f"期限{task.due}，{task.done_on}办好，逾期{(task.done_on - task.due).days}天"
    return f"期限{task.due}，还没有办好"


def _done_right(looked_at: Subject) -> Iterator[Fact]:
    """Whether what was checked was as it should be the first time."""
    for task in _tasks(looked_at):
        back = supervision.returns_of(task)
        if back is not None:
            yield Fact(task.what, subject(task), f"退回{back}次" if back else "")


def _postings(looked_at: Subject) -> Iterator[Posting]:
    """What was to be put up in a village, by the places that bear its name and no longer one's."""
    unit = looked_at.whom
    assert isinstance(unit, Unit)
    names = (one.name for one in units_of(unit.organ, looked_at.on))
    longer = tuple(name for name in names if name.startswith(unit.name) and name != unit.name)
    span = start_of(looked_at.first), start_of(looked_at.until + DAY)
    for row in deliveries.postings(looked_at.scope, *span, unit.name):
        if not row.where.startswith(longer):
            yield row


def _posted(looked_at: Subject) -> Iterator[Fact]:
    """Whether it was put up; what still can be is not looked at."""
    for row in _postings(looked_at):
        if row.done_on or looked_at.on > (row.on or looked_at.last):
            why = "" if row.done_on else "没有登记张贴、播出"
            yield Fact(_posting(row), subject(row.delivery), why)


def _taken_down(looked_at: Subject) -> Iterator[Fact]:
    for row in _postings(looked_at):
        by = row.delivery.take_down_on
        if row.done_on is None or by is None or by >= looked_at.on:
            continue
        why = ""
        if row.down_on is None:
            why = f"应当{by}撤下，还没有登记撤下"
        elif row.down_on > by:
            why = f"应当{by}撤下，{row.down_on}才撤下"
        yield Fact(_posting(row), subject(row.delivery), why)


def _posting(row: Posting) -> str:
    disclosure = row.delivery.record.disclosure
    return f"{disclosure.title if disclosure else row.delivery}（{row}）"


def _answered(looked_at: Subject) -> Iterator[Fact]:
    """Whether applications were answered in time (Art 33), by their numbers alone: those answered in the
    span, and those that were past their limit and open at its end."""
    organ, until = looked_at.whom, looked_at.until
    assert isinstance(organ, Organ)
    rows = requests.on_hand(looked_at.scope, looked_at.first, until)
    settings = clock_settings(organ)
    for row in requests.with_histories(rows.order_by("answered_on", "received_on", "pk")):
        is_answered = row.answered_on is not None and looked_at.first <= row.answered_on <= until
        on = looked_at.on if is_answered else until
        clock = run(history(row.events.all()), on=on, calendar=looked_at.calendar, settings=settings)
        open_since = "" if is_answered else f"到{until}还没有答复，"
        if is_answered or (clock.is_past and not clock.is_over):
            why = f"期限{clock.due}，{open_since}逾期{clock.overdue}个工作日" if clock.is_past else ""
            yield Fact(row.number, subject(row), why)


def _published(looked_at: Subject) -> Iterator[Fact]:
    """Whether what had to be published by a day of the span was (Art 26)."""
    for row in disclosures.due_from(looked_at.scope, looked_at.first, looked_at.until):
        due = publish_by(row.formed_on, row.limit, looked_at.calendar)
        if due >= looked_at.on and row.published_on is None:
            continue
        why = ""
        if row.published_on is None:
            why = f"期限{due}，还没有公开"
        elif row.published_on > due:
            why = f"期限{due}，{row.published_on}公开"
        yield Fact(row.title, subject(row), why)


def _recorded(looked_at: Subject) -> Iterator[Fact]:
    for row in disclosures.published_between(looked_at.scope, looked_at.first, looked_at.until):
        missing = [zh for zh, said in (("公开属性", row.attribute), ("公开渠道", row.channels)) if not said]
        yield Fact(row.title, subject(row), f"没有填{'、'.join(missing)}" if missing else "")


def _upheld(looked_at: Subject) -> Iterator[Fact]:
    """Whether what was decided of the organ's own acts left them as they were; complaints decide nothing."""
    rows = remedies.decided_between(looked_at.scope, looked_at.first, looked_at.until)
    for row in rows.order_by("concluded_on", "pk"):
        yield Fact(row.case_no, subject(row), "结果纠正" if row.result == "corrected" else "")


#: By the codes of ``law.assessment.METHODS``.
COUNTS: Mapping[str, Callable[[Subject], Iterator[Fact]]] = {
    "notices": _in_time("notice"),
    "tasks": _in_time("meeting", "training"),
    "mended": _in_time("rectification"),
    "done_right": _done_right,
    "posted": _posted,
    "taken_down": _taken_down,
    "answered": _answered,
    "published": _published,
    "recorded": _recorded,
    "upheld": _upheld,
}

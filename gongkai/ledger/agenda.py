"""What is to be done at an organ and by when: one list over all its ledgers, for the page and the phone.

Only what is open is looked at, so the list costs the same however long the ledgers are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from gongkai.law.annual_report.stages import State
from gongkai.law.assessment import SOURCE as ASSESSED
from gongkai.law.clocks import Deadline, run
from gongkai.law.duties import BY_CODE as DUTY
from gongkai.law.duties import DUTIES, Duty
from gongkai.law.exemptions import REVIEW_SOURCE
from gongkai.law.length import Unit, last_day
from gongkai.law.periods import REPLY
from gongkai.law.proactive import RULE, WITHDRAWAL, limit_of, publish_by
from gongkai.law.procedure import APPLICANT, TRANSITION, leading_to
from gongkai.law.remedy_course import Limit
from gongkai.law.reminders import NEVER_LATE, OF_OTHERS
from gongkai.law.sources import PRACTICE, REGULATION, Source
from gongkai.law.workdays import Calendar
from gongkai.ledger.assessment import queries as assessment
from gongkai.ledger.base import Scope
from gongkai.ledger.deliveries import queries as deliveries
from gongkai.ledger.deliveries.models import Aim
from gongkai.ledger.deliveries.models import State as DeliveryState
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import queries as people
from gongkai.ledger.people.options import OF_LEDGER
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.reports import progress
from gongkai.ledger.reports import queries as reports
from gongkai.ledger.reports.models import Received, ReportYear
from gongkai.ledger.reports.remembered import Years
from gongkai.ledger.reports.submissions import queries as submissions
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.facts import clock_settings, history
from gongkai.ledger.requests.models import Arrival
from gongkai.ledger.supervision import queries as supervision
from gongkai.ledger.supervision.models import Matter
from gongkai.lib.today import BEIJING

#: So many of a ledger's open records are looked at, the oldest first; more is no list that anybody works off.
MOST = 300
#: How long before the end of its round a duty is told.
AHEAD = timedelta(days=31)
#: How long a published list is told of before it must be taken down, and afterwards.
TAKE_DOWN_AHEAD, TAKE_DOWN_AFTER = timedelta(days=14), timedelta(days=30)


#: What each step is called where nothing else stands beside it; a duty bears its own name.
WORDS: Mapping[str, str] = {
    "confirm": "待确认收到",
    "accept": "申请人提交的，待确认",
    "rectify": "更正本人信息，待核对",
    "agree": "更正本人信息，待另一人同意",
    "answer": "答复期限",
    "serve": "登记送达",
    "await": "申请人补正或缴费的最后一日",
    "consult": "征求意见的最后一日",
    "publish": "公开期限",
    "take_down": "公示截止",
    "withdraw_penalty": "撤回处罚决定",
    "review_withheld": "不公开信息再评估",
    "put_up": "待张贴、播出或交出",
    "bring_down": "要从渠道撤下",
    "mend_delivery": "渠道没有办成",
    "review_answer": "提交复议答复",
    "suit_answer": "提交答辩状",
    "account": "说明投诉举报的情况",
    "hearing": "听证、开庭",
    "review_acceptance": "审查是否受理复议申请",
    "review_decision": "作出复议决定",
    "appeal": "上诉期限",
    "take_effect": "登记裁判是否生效",
    "opinion": "报送纠正情况",
    "redo": "责令重作的期限",
    "pass_on": "待传达的通知",
    "notice": "通知的办理",
    "hold": "到日子的培训或会议",
    "problem": "待办结的问题整改",
    "settle": "待核定的责任追究",
    "task": "交办的任务",
    "check_task": "待复核的任务",
    "chase": "上级催报年度报告",
    "score_card": "考核的自评",
    "check_card": "待核评的考核表",
    "settle_card": "待核定的考核表",
}
#: So many working days somebody has to look again at what was reported, or to enter what is done.
TO_CHECK, TO_PASS_ON = 5, 1


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do. ``step`` says what, ``ledger`` and ``pk`` on which record, ``due`` by when.

    ``waits_for_signature``: a letter of the application is drafted and submitted. ``owners``: the persons
    whose it is besides those who do the work; ``at_once``: they are told as soon as it is theirs.
    ``deadline`` is an application's clock; ``since`` and ``days`` are a plain count of working days.
    ``in_charge``: who answers for it by the organ's division of work.
    """

    ledger: str
    step: str
    title: str
    due: date
    source: Source
    pk: int | None = None
    number: str = ""
    deadline: Deadline | None = None
    since: date | None = None
    days: int = 0
    waits_for_signature: bool = False
    owners: tuple[int, ...] = ()
    at_once: bool = False
    in_charge: str = ""

    @property
    def is_of_others(self) -> bool:
        """Whether somebody else is waited for, who may be late without the organ being so."""
        return self.step in OF_OTHERS

    def is_late(self, on: date) -> bool:
        return self.due < on and self.step not in NEVER_LATE

    @property
    def what(self) -> str:
        """What it is in a message and on a phone, whose reader may be anybody: a title may name a person, the
        name of a step or a duty does not."""
        return WORDS.get(self.step) or self.title


def items(organ: Organ, *, on: date, calendar: Calendar, years: Years | None = None) -> list[Item]:
    """Everything open at the organ on a day, by due date; ``years`` where somebody has them already."""
    scope = Scope.of(organ)
    years = years or Years(organ, scope)
    matters = list(supervision.in_hand(scope, MOST))
    found = [
        *_arrivals(scope, calendar),
        *_applications(organ, scope, on, calendar),
        *_disclosures(scope, on, calendar),
        *_deliveries(scope, on, calendar),
        *_remedies(scope, on, calendar),
        *_matters(organ, matters, on, calendar),
        *_tasks(organ, matters, on, calendar),
        *_assessments(organ, scope, on, calendar),
        *_duties(organ, scope, on, years, matters),
        *_chases(organ, scope, years),
    ]
    charges = years.once("charges", lambda: _charges(organ, on))
    charged = [_charged(item, charges.get(work_of(item))) for item in found]
    return sorted(charged, key=lambda item: (item.due, item.ledger, item.number))


#: Who answers for a part of the work: how they are called, and the key of a person with an account.
InCharge = tuple[str, int | None]


def _charges(organ: Organ, on: date) -> dict[str, InCharge]:
    return {work: (row.owner, row.person_id) for work, row in people.charges(organ, on).items()}


def _charged(item: Item, charge: InCharge | None) -> Item:
    """The thing with who answers for it; a person with an account is told of it too."""
    if charge is None:
        return item
    name, person = charge
    owners = item.owners if person is None or person in item.owners else (*item.owners, person)
    return replace(item, in_charge=name, owners=owners)


def work_of(item: Item) -> str:
    """Of which part of the work a thing is, as ``people.options`` has them."""
    if item.ledger == "reports":
        return _REPORT.code
    return item.step if item.ledger == "duties" else OF_LEDGER.get(item.ledger, "")


def overdue(organ: Organ, *, on: date, calendar: Calendar) -> int:
    """Applications that the organ must deal with and whose last day has passed."""
    found = _applications(organ, Scope.of(organ), on, calendar)
    return sum(item.is_late(on) for item in found)


def _arrivals(scope: Scope, calendar: Calendar) -> Iterator[Item]:
    """What is to be confirmed: a plain letter on the day on which it came (条例 Art 31), the rest the day
    after.

    A title tells what it is and not what it says: nothing is opened for a list.
    """
    for row in requests.waiting(scope)[:MOST]:
        arrived = row.arrived_at.astimezone(BEIJING).date()
        yield Item(
            "inbox",
            "agree" if row.proposed else _DONE_WITH.get(row.kind, "accept"),
            row.get_kind_display(),
            calendar.on_or_after(arrived) if row.channel == "plain_letter" else calendar.add(arrived, 1),
            _BASIS.get(row.kind, PRACTICE.at(verified=False)),
            pk=row.pk,
            number=row.number,
        )


_Kind = Arrival.Kind
#: What is done with an arrival of a kind, and on which article; what an applicant sends later is accepted.
_DONE_WITH: Mapping[str, str] = {_Kind.APPLICATION: "confirm", _Kind.RECTIFICATION: "rectify"}
_BASIS: Mapping[str, Source] = {
    _Kind.APPLICATION: TRANSITION["confirm"].source,
    _Kind.CORRECTION: TRANSITION["receive_correction"].source,
    _Kind.PAYMENT: TRANSITION["receive_payment"].source,
    _Kind.REASON: TRANSITION["receive_reason"].source,
    _Kind.SUGGESTION: REGULATION.at("第四十四条"),
    _Kind.RECTIFICATION: REGULATION.at("第四十一条"),
}


def _applications(organ: Organ, scope: Scope, on: date, calendar: Calendar) -> Iterator[Item]:
    for row, deadline in _clocks(organ, scope, on, calendar, MOST):
        yield from _application(row, deadline)


def clocks(organ: Organ, *, on: date, calendar: Calendar, most: int) -> dict[int, Deadline]:
    """The clock of each application that is not finished on a day, by its key; the oldest of them."""
    return {row.pk: deadline for row, deadline in _clocks(organ, Scope.of(organ), on, calendar, most)}


def _clocks(
    organ: Organ, scope: Scope, on: date, calendar: Calendar, most: int
) -> Iterator[tuple[Any, Deadline]]:
    settings = clock_settings(organ)
    for row in requests.with_histories(requests.unfinished(scope, on, most))[:most]:
        yield row, run(history(row.events.all()), on=on, calendar=calendar, settings=settings)


def _application(row: Any, deadline: Deadline) -> Iterator[Item]:
    """What is to be done with an application of ``requests.unfinished``."""
    step, due = _next_step(deadline)
    if due is None:
        return
    yield Item(
        "requests",
        step,
        requests.shown(row, row.content),
        due,
        _source(step, deadline),
        pk=row.pk,
        number=row.number,
        deadline=deadline,
        waits_for_signature=step == "answer" and row.has_letter_to_sign,
    )


def _source(step: str, deadline: Deadline) -> Source:
    """Where it stands by when it is to be done; of what is waited for, where it stands that it was asked."""
    if step == "answer":
        return REPLY.source_on(deadline.round_from or deadline.on)
    return (TRANSITION[step] if step in TRANSITION else leading_to(deadline.state)).source


def _next_step(deadline: Deadline) -> tuple[str, date | None]:
    """What the organ has to do, and by when; waiting for somebody else is the end of their own time."""
    if deadline.state.code == "decided":
        return "serve", deadline.due or deadline.answered_on
    if deadline.state.waits_for == APPLICANT and deadline.waiting_until:
        return "await", deadline.waiting_until
    asked = [
        pause.through for pause in deadline.pauses if not pause.answered and deadline.on <= pause.through
    ]
    if asked and deadline.state.code.startswith("consulting"):
        return "consult", max(asked)
    return "answer", deadline.due


def _disclosures(scope: Scope, on: date, calendar: Calendar) -> Iterator[Item]:
    first, last = on - TAKE_DOWN_AFTER, on + TAKE_DOWN_AHEAD
    rows = disclosures.unfinished(scope, first, last, review_through=on + AHEAD, most=MOST)
    for row in rows[:MOST]:
        if row.review_on:
            # what is withheld has to be weighed again (条例 Art 18)
            yield _of(row, "review_withheld", row.review_on, REVIEW_SOURCE)
        elif row.published_on is None:
            yield _to_publish(row, calendar)
        elif row.overturned_on:
            taken_down = WITHDRAWAL.length.version_for(row.overturned_on)
            due = last_day(taken_down.value, row.overturned_on, calendar)
            yield _of(row, "withdraw_penalty", due, taken_down.source)
        elif row.notice_until:
            yield _of(row, "take_down", row.notice_until, RULE.length.version_on(on).source)


def _deliveries(scope: Scope, on: date, calendar: Calendar) -> Iterator[Item]:
    """What a person puts up or takes down, and what did not get through. What was released is put up within
    the limit of its publication, or on the day it was asked for."""
    for row in deliveries.to_do(scope, on + TAKE_DOWN_AHEAD, MOST):
        disclosure = row.record.disclosure
        assert disclosure is not None
        begun = row.send_after.astimezone(BEIJING).date()
        step, due = "mend_delivery", begun
        if row.aim == Aim.WITHDRAW:
            step = "bring_down"
        elif row.state == DeliveryState.DONE and row.take_down_on:
            step, due = "bring_down", row.take_down_on
        elif row.state == DeliveryState.BY_HAND:
            step, due = "put_up", max(begun, publish_by(disclosure.formed_on, disclosure.limit, calendar))
        title = f"{row.outlet.name}：{disclosure.title}"
        source = limit_of(disclosure.limit, disclosure.formed_on).source
        yield Item("deliveries", step, title, due, source, pk=row.pk, number=disclosure.document_no)


def _of(row: Disclosure, step: str, due: date, source: Source) -> Item:
    return Item("disclosures", step, row.title, due, source, pk=row.pk, number=_number(row))


def _number(row: Disclosure) -> str:
    """Much that is published has no 文号: its index number tells two of them apart without their titles."""
    return row.document_no or row.index_no


def _to_publish(row: Disclosure, calendar: Calendar) -> Item:
    due = publish_by(row.formed_on, row.limit, calendar)
    return Item(
        "disclosures",
        "publish",
        row.title,
        due,
        limit_of(row.limit, row.formed_on).source,
        pk=row.pk,
        number=_number(row),
        since=row.formed_on,
        days=calendar.count(row.formed_on, due),
    )


#: The step in which each limit of a review or suit is kept.
OF_REMEDIES: Mapping[str, str] = {
    "review_answer": "review_answer",
    "review_answer_simplified": "review_answer",
    "suit_answer": "suit_answer",
    "appeal_answer": "suit_answer",
    "account": "account",
    "hearing": "hearing",
    "review_acceptance": "review_acceptance",
    "review_decision": "review_decision",
    "review_decision_simplified": "review_decision",
    "appeal_judgment": "appeal",
    "appeal_ruling": "appeal",
    "review_opinion_reply": "opinion",
    "advice": "opinion",
    "redo": "redo",
}


def _remedies(scope: Scope, on: date, calendar: Calendar) -> Iterator[Item]:
    for row in remedies.unfinished(scope, on)[:MOST]:
        found: dict[str, Item] = {}
        for limit in remedies.to_do(row, on, calendar):
            item = _of_remedy(row, limit, on)
            found.setdefault(item.step, item)  # the nearest of a kind: it is one thing to do
        yield from found.values()


def _of_remedy(row: RemedyCase, limit: Limit, on: date) -> Item:
    assert limit.due is not None
    step = OF_REMEDIES[limit.code]
    if step == "appeal" and limit.due < on:
        step = "take_effect"  # nobody has appealed, as far as anybody knows
    by_workdays = limit.length is not None and limit.length.unit is Unit.WORKDAY
    return Item(
        "remedies",
        step,
        row.body or row.request_number,
        limit.due,
        limit.source,
        pk=row.pk,
        number=row.case_no,
        since=limit.begun,
        days=limit.length.number if limit.length and by_workdays else 0,
    )


_ORDERED = PRACTICE.at("逐项交办、限期办结")
_MENDED = PRACTICE.at("发现、整改、复核")


def _matters(organ: Organ, rows: Sequence[Matter], on: date, calendar: Calendar) -> Iterator[Item]:
    """What is planned, arrived or found, and not ended. A notice is one thing, however many owe an answer."""
    notices = [row for row in rows if row.kind == "notice"]
    owed = {row.pk: [task for task in row.tasks.all() if task.state == "open"] for row in notices}
    owners = supervision.owners([task for tasks in owed.values() for task in tasks], organ, on)
    for row in rows:
        step, due, source = _end_of(row, calendar) if row.state == "open" else ("", row.on, _ORDERED)
        if step == "notice":
            for day in sorted({task.due for task in owed[row.pk]}):
                whose = {pk for task in owed[row.pk] if task.due == day for pk in owners[task.pk]}
                yield replace(_matter(row, step, day, source), owners=tuple(sorted(whose)), at_once=True)
        elif step:
            yield _matter(row, step, due, source)


def _matter(row: Matter, step: str, due: date, source: Source) -> Item:
    return Item("matters", step, row.title, due, source, pk=row.pk, number=row.number)


def _end_of(row: Matter, calendar: Calendar) -> tuple[str, date, Source]:
    """What a matter waits for itself, by when; no step where its tasks are what it waits for."""
    if row.kind == "notice" and row.given_out_on is None:
        return "pass_on", calendar.add(row.on, TO_PASS_ON), _ORDERED
    in_hand = [task for task in row.tasks.all() if task.state in {"open", "done"}]
    if row.kind == "notice" and in_hand:
        return "notice", row.due or row.on, _ORDERED
    if row.kind in {"notice", "rectification"}:
        ended = max((task.closed_on for task in row.tasks.all() if task.closed_on), default=row.on)
        return ("" if in_hand else "problem"), calendar.add(ended, TO_CHECK), _MENDED
    if row.kind == "accountability":
        return "settle", calendar.add(row.on, TO_CHECK), _ORDERED
    return "hold", row.on, DUTY[row.kind].source


def _tasks(organ: Organ, rows: Sequence[Matter], on: date, calendar: Calendar) -> Iterator[Item]:
    """Tasks in hand, and those that are reported done and wait for somebody who looks again; the answers to a
    notice are told of together."""
    given = [(row, task) for row in rows if row.kind != "notice" for task in row.tasks.all()]
    owners = supervision.owners([task for _row, task in given if task.state == "open"], organ, on)
    for row, task in given:
        item = Item("tasks", "task", task.what, task.due, _ORDERED, pk=task.pk, number=row.number)
        if task.state == "open":
            yield replace(item, owners=owners[task.pk], at_once=True)
        elif task.state == "done":
            due = calendar.add(task.done_on or task.due, TO_CHECK)
            yield replace(item, step="check_task", due=due, source=_MENDED)


def _assessments(organ: Organ, scope: Scope, on: date, calendar: Calendar) -> Iterator[Item]:
    """What of an assessment waits for whom, once its span is over: a line for each step, not each card."""
    for row, states in assessment.waiting_by_assessment(scope):
        item = Item("assessments", "score_card", row.title, row.due, ASSESSED, pk=row.pk)
        if row.last > on:
            continue
        if "open" in states and on <= row.due:
            yield replace(item, owners=assessment.to_score(row, on), at_once=True)
        if states & {"scored", "appealed"} or ("open" in states and on > row.due):
            yield replace(item, step="check_card", due=calendar.add(row.due, TO_CHECK))
        if "checked" in states:
            yield replace(item, step="settle_card", due=calendar.add(row.due, 2 * TO_CHECK))


REPORTS = {"annual_report", "government_report"}


def has_duty(organ: Organ, duty: Duty) -> bool:
    """Whether the organ has a duty: by its own word, else by its level."""
    chosen = organ.option(f"duty_{duty.code}")
    return chosen == "on" or (chosen == "level" and organ.level in duty.on_for)


def _duties(organ: Organ, scope: Scope, on: date, years: Years, matters: Sequence[Matter]) -> Iterator[Item]:
    first, last = date(on.year - 1, 1, 1), date(on.year, 12, 31)
    done = years.once(f"duties:{on.year}", lambda: set(supervision.proofs(scope, first, last)))
    planned = {(row.kind, row.on) for row in matters if row.state == "open" and row.on >= on}
    for duty in filter(lambda duty: has_duty(organ, duty), DUTIES):
        if duty.code in REPORTS:
            yield from _reports(organ, scope, on, duty, years)
        else:
            ended = {last for code, last in done if code == duty.code}
            yield from _round(duty, on, ended, [day for kind, day in planned if kind == duty.code])


def _round(duty: Duty, on: date, done: Collection[date], planned: Collection[date] = ()) -> Iterator[Item]:
    """What is neither done in its round nor planned in it, and what was not done in the one before, where the
    ledger shows that the organ keeps it: what leaves no trace in a ledger cannot be called late. ``done``:
    the last days of the rounds that are."""
    first, last = duty.round_on(on)
    _before, ended = duty.round_on(first - timedelta(days=1))
    is_kept = any(end < ended for end in done)
    if is_kept and on <= ended + AHEAD and ended not in done:
        yield Item("duties", duty.code, duty.zh, ended, duty.source)
    is_seen_to = last in done or any(day <= last for day in planned)
    if last - AHEAD <= on <= last and not is_seen_to:
        yield Item("duties", duty.code, duty.zh, last, duty.source)


def _reports(organ: Organ, scope: Scope, on: date, duty: Duty, years: Years) -> Iterator[Item]:
    """Reports that wait for a step, each with it, and last year's where it is not begun. It stays late where
    the ledger tells of its year; otherwise it may have been made before the ledger was kept."""
    last_year = on.year - 1
    published, asked_by = reports.published_or_due(organ, last_year)
    under_way = years.once("under_way", lambda: reports.under_way(organ, scope))
    for year, step in under_way.items():
        due = asked_by if asked_by and year == last_year else duty.round_on(date(year + 1, 1, 1))[1]
        yield Item("reports", f"report_{step.code}", duty.zh, due, duty.source, number=str(year))
    if published or last_year in under_way:
        return
    last = asked_by or duty.round_on(on)[1]
    if last - AHEAD <= on and (on <= last + AHEAD or last_year in years.reportable()):
        yield Item("duties", duty.code, duty.zh, last, duty.source)


def _chases(organ: Organ, scope: Scope, years: Years) -> Iterator[Item]:
    """What the organ above has asked for, told at once."""
    for row in years.once("chases", lambda: reports.open_chases(organ, scope)):
        yield Item(
            "reports",
            "chase",
            _REPORT.zh,
            row.on,
            _REPORT.source,
            number=str(row.year),
            at_once=True,
        )


def below(organ: Organ, on: date) -> list[Item]:
    """Of last year's reports below, for whoever supervises: how many (``days``) wait to be judged, and how
    many are not handed in though the notice's day has passed."""
    year = on.year - 1
    stood = organs.branches(organ, year)
    rows: dict[Organ, ReportYear | Received | None] = dict(reports.states_below(organ, year, stood))
    scope = Scope.of(*rows, *(member for member, _above in stood))
    rows |= {row.organ: row for row in submissions.latest(scope, year).values()}
    notice = reports.notice_by(organ, year) if rows else None
    found = []
    if waiting := sum(row is not None and row.state == State.SUBMITTED for row in rows.values()):
        found.append(_below("judge_reports", on, year, waiting))
    missing = sum(not _is_handed_in(*pair) for pair in rows.items())
    if missing and notice and notice.due_on < on:
        found.append(_below("late_below", notice.due_on, year, missing))
    return found


def _is_handed_in(organ: Organ, row: ReportYear | Received | None) -> bool:
    if row is None or row.state in reports.HANDED_IN:
        return row is not None
    return isinstance(row, ReportYear) and progress.of(organ, row).is_accepted


def _below(step: str, due: date, year: int, count: int) -> Item:
    return Item("below", step, _REPORT.zh, due, _REPORT.source, number=str(year), days=count)


def amendments(moved: Iterable[int], on: date) -> list[Item]:
    """Public years of which the ledger now says otherwise. No article sets a day for it: it waits."""
    return [Item("reports", "amend", _REPORT.zh, on, _REPORT.source, number=str(year)) for year in moved]


_REPORT = DUTY["annual_report"]

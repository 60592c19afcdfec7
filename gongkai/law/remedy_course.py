"""Reviews, suits and complaints on their way 复议诉讼的办理: what happened, and by when who has to do what.

``run`` takes what the register says of a case and its events, and gives the ``Standing``: the state, every
limit with its days, what is amiss. What may come next is in ``remedy_procedure``, the lengths are those of
``remedies``. A first judgment counts as no result before it takes effect (``remedy_results``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import zip_longest

from gongkai.law.clocks import Step
from gongkai.law.course import Pause
from gongkai.law.findings import Finding, Severity
from gongkai.law.holidays import zh_date
from gongkai.law.length import Length, Unit
from gongkai.law.periods import REPLY
from gongkai.law.procedure import NOBODY, ORGAN, OTHERS, State
from gongkai.law.remedies import EITHER, PERIOD, REVIEWER
from gongkai.law.remedies import ORGAN as THE_ORGAN
from gongkai.law.remedy_results import APPEAL, OUTCOME, REMANDED
from gongkai.law.sources import LITIGATION_LAW, REGULATION, REVIEW_LAW, Source
from gongkai.law.workdays import OFFICIAL, Calendar

REVIEW, COMPLAINT = "reconsideration", "complaint"


class Kind(StrEnum):
    """What can happen to a case. The register's own columns say when it was received."""

    ACCEPTED = "accepted"  # 受理, with the procedure that applies
    DEMANDED = "demanded"  # whoever looks into a complaint wants an account by a day
    ANSWERED = "answered"
    SCHEDULED = "scheduled"  # 听证、开庭 on the day ``until``
    HEARD = "heard"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    DECIDED = "decided"
    APPEALED = "appealed"
    TOOK_EFFECT = "took_effect"
    RETRIED = "retried"
    OPINION = "opinion"  # 行政复议意见书、司法建议
    OPINION_ANSWERED = "opinion_answered"
    REDONE = "redone"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a day. ``served_on``: when its paper reached the organ; ``until``: a day
    that was set; ``outcome`` of a decision, by its code; ``column`` where the organ counts it otherwise."""

    kind: Kind
    on: date
    simplified: bool = False
    until: date | None = None
    days: int = 0
    outcome: str = ""
    column: str = ""
    served_on: date | None = None
    by_us: bool = False
    redo: bool = (
        False  # 责令重作; by ``until``, within ``days`` working days, else within the statutory limit
    )
    statutory: bool = True  # an opinion whose reply has its period in the law: 意见书, not 司法建议

    @property
    def reached_on(self) -> date:
        return self.served_on or self.on


@dataclass(frozen=True, slots=True)
class Case:
    """What the register says of a case. ``as_reviewer``: the organ itself reviews, or is sued beside the one
    that acted, at which alone the case counts."""

    kind: str
    received_on: date
    as_reviewer: bool = False
    concluded_on: date | None = None
    redo_due: date | None = None


STATES: tuple[State, ...] = (
    State("awaiting_answer", "待答复", True, ORGAN),
    State("to_decide", "待本机关作出决定", True, ORGAN),
    State("in_hand", "审理中", True, OTHERS),
    State("suspended", "已中止", True, OTHERS),
    State("judged", "已裁判，待生效", True, OTHERS),
    State("on_appeal", "二审审理中", True, OTHERS),
    State("concluded", "已审结", False, NOBODY),
    State("retrial", "再审审理中", False, OTHERS),
)
STATE = {state.code: state for state in STATES}


@dataclass(frozen=True)
class Limit:
    """By when something has to be done 期限. ``bound``: by whom. ``length``: None where the day itself was
    set by whoever hears the case. ``due``: None while the period stands still."""

    code: str
    zh: str
    bound: str
    begun: date
    runs_from: str
    length: Length | None
    due: date | None
    source: Source
    done_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    fell_away: bool = False
    calendar: Calendar = field(default=OFFICIAL, repr=False, compare=False)

    @property
    def is_ours(self) -> bool:
        return self.bound in {THE_ORGAN, EITHER}

    def is_open(self, on: date) -> bool:
        return not self.fell_away and (self.done_on is None or self.done_on > on)

    def is_late(self, on: date) -> bool:
        """Whether the organ itself has missed it; to let an appeal pass is no fault."""
        measured = min(self.done_on or on, on)
        bound = self.bound == THE_ORGAN and not self.fell_away
        return bound and self.due is not None and measured > self.due

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every day after it began up to the last one."""
        return tuple(self._steps())

    @property
    def rolled_from(self) -> date | None:
        """The day on which it would have ended had that been worked."""
        counted = [step.date for step in self.steps if step.counts]
        return counted[-1] if counted and self.due and counted[-1] < self.due else None

    def _steps(self) -> Iterator[Step]:
        if self.length is None or self.due is None or self.length.unit not in _COUNTED:
            return
        n, day = 0, self.begun
        while day < self.due:
            day += timedelta(1)
            known = self.calendar.day(day)
            paused = any(pause.after < day <= pause.through for pause in self.pauses)
            counts = not paused and n < self.length.number and self._counts(known.works)
            n += counts
            why = "中止期间不计" if paused else known.why
            yield Step(day, counts, n if counts else None, why)

    def _counts(self, works: bool) -> bool:
        return works or (self.length is not None and self.length.unit is Unit.DAY)


_COUNTED = {Unit.DAY, Unit.WORKDAY}


@dataclass(frozen=True)
class Standing:
    """Where a case stands on the day ``on``."""

    on: date
    kind: str
    state: State
    limits: tuple[Limit, ...]
    findings: tuple[Finding, ...]
    outcome: str
    column: str
    concluded_on: date | None
    instances: int
    simplified: bool
    is_extended: bool
    owes_opinion: bool
    redo_due: date | None
    owes_redo: bool
    as_reviewer: bool
    may_appeal_until: date | None

    @property
    def takes_effect_on(self) -> date | None:
        """When a judgment usually takes effect: the day after the period in which one may appeal."""
        return self.may_appeal_until + timedelta(1) if self.may_appeal_until else None

    @property
    def open_limits(self) -> tuple[Limit, ...]:
        """What still runs, the organ's own first, then by its day."""
        found = [limit for limit in self.limits if limit.is_open(self.on)]
        return tuple(sorted(found, key=lambda limit: (not limit.is_ours, limit.due or date.max)))

    @property
    def nearest(self) -> Limit | None:
        """What the organ itself has to do first."""
        ours = (limit for limit in self.open_limits if limit.is_ours and limit.due)
        return next(ours, None)


@dataclass(slots=True)
class _Course:
    case: Case
    calendar: Calendar
    state: str
    simplified: bool = False
    procedure_known: bool = False
    accepted_on: date | None = None
    extended: int = 0
    is_extended_in_vain: bool = False
    answered_on: date | None = None
    asked: list[Event] = field(default_factory=list)
    accounts: list[date] = field(default_factory=list)  # of what was asked, in that order
    scheduled: list[Event] = field(default_factory=list)
    heard: list[date] = field(default_factory=list)
    suspended_on: date | None = None
    before_suspension: str = ""
    pauses: list[Pause] = field(default_factory=list)
    decisions: list[Event] = field(default_factory=list)
    decided_on: date | None = None  # what ended the present instance
    appeal: Event | None = None
    appeal_answered_on: date | None = None
    opinions: list[Event] = field(default_factory=list)
    opinions_answered: list[date] = field(default_factory=list)
    redo_due: date | None = None
    redo_from: date | None = None
    redo_length: Length | None = None  # where no day was set
    redone_on: date | None = None
    effective_on: date | None = None
    effect_expected: date | None = None  # where another day was registered


def run(case: Case, events: Sequence[Event], *, on: date, calendar: Calendar = OFFICIAL) -> Standing:
    """Where a case stands on a day; what is later has not happened yet."""
    course = _Course(case, calendar, _first_state(case), redo_due=case.redo_due)
    for event in sorted((event for event in events if event.on <= on), key=lambda event: event.on):
        _TAKE[event.kind](course, event)
    if case.concluded_on and case.concluded_on <= on and STATE[course.state].is_open:
        course.state, course.effective_on = "concluded", case.concluded_on
    limits = tuple(_limits(course))
    last = course.decisions[-1] if course.decisions else None
    is_effective = not STATE[course.state].is_open
    return Standing(
        on=on,
        kind=case.kind,
        state=STATE[course.state],
        limits=limits,
        findings=tuple(_findings(course, limits, on)),
        outcome=last.outcome if last else "",
        column=_column(last) if last and is_effective else "",
        concluded_on=course.effective_on if is_effective else None,
        instances=len(course.decisions),
        simplified=course.simplified,
        is_extended=course.extended > 0,
        owes_opinion=len(course.opinions) > len(course.opinions_answered),
        redo_due=course.redo_due,
        owes_redo=course.redo_due is not None and course.redone_on is None,
        as_reviewer=case.as_reviewer,
        may_appeal_until=_appeal_until(course),
    )


def _first_state(case: Case) -> str:
    return "to_decide" if case.as_reviewer and case.kind == REVIEW else "awaiting_answer"


def _column(event: Event) -> str:
    """Where a decision counts; a complaint nowhere."""
    return event.column or (OUTCOME[event.outcome].column if event.outcome else "")


def _accepted(course: _Course, event: Event) -> None:
    course.accepted_on = course.accepted_on or event.on
    course.simplified, course.procedure_known = event.simplified, True


def _demanded(course: _Course, event: Event) -> None:
    course.asked.append(event)
    if course.state == "in_hand":
        course.state = "awaiting_answer"


def _answered(course: _Course, event: Event) -> None:
    """An account is given of what was asked first; each demand has its own day."""
    if len(course.accounts) < len(course.asked):
        course.accounts.append(event.on)
    if len(course.accounts) < len(course.asked):
        return
    if course.state == "on_appeal":
        course.appeal_answered_on = event.on
    course.answered_on = course.answered_on or event.on
    if course.state == "awaiting_answer":
        course.state = "in_hand"
    elif course.before_suspension == "awaiting_answer":
        course.before_suspension = "in_hand"


def _extended(course: _Course, event: Event) -> None:
    """Art 62 knows an extension of the sixty days alone, none of the thirty of the simplified procedure."""
    if course.simplified:
        course.is_extended_in_vain = True
    else:
        course.extended = event.days


def _suspended(course: _Course, event: Event) -> None:
    course.suspended_on, course.before_suspension = event.on, course.state
    course.state = "suspended"


def _resumed(course: _Course, event: Event) -> None:
    if course.suspended_on:
        course.pauses.append(Pause(course.suspended_on, event.on, "中止审理"))
    course.state, course.suspended_on = course.before_suspension or "in_hand", None


def _decided(course: _Course, event: Event) -> None:
    """A decision ends its instance. What may be appealed against waits; a second instance does not."""
    course.decisions.append(event)
    course.decided_on = event.on
    if course.suspended_on:
        course.pauses.append(Pause(course.suspended_on, event.on, "中止审理"))
        course.suspended_on = None
    if event.outcome == REMANDED:
        course.state, course.appeal, course.decided_on = "in_hand", None, None
    elif course.state in {"on_appeal", "retrial"} or event.outcome not in APPEAL:
        _take_effect(course, event.reached_on, event)
    else:
        course.state = "judged"


def _take_effect(course: _Course, on: date, decision: Event) -> None:
    """A retrial replaces the result and leaves the day: the case is counted once."""
    course.state, course.effective_on = "concluded", course.effective_on or on
    course.redo_due, course.redo_from, course.redone_on = decision.until, on, None
    course.redo_length = None
    if decision.redo and not decision.until:
        course.redo_length = Length(decision.days or REPLY.on(on), Unit.WORKDAY)
        course.redo_due = course.calendar.add(on, course.redo_length.number)


def _took_effect(course: _Course, event: Event) -> None:
    last = _appeal_until(course)
    usual = last + timedelta(1) if last else None
    course.effect_expected = usual if event.on != usual else None
    if course.decisions:
        _take_effect(course, event.on, course.decisions[-1])


def _appealed(course: _Course, event: Event) -> None:
    course.state, course.appeal, course.appeal_answered_on = "on_appeal", event, None


def _retried(course: _Course, event: Event) -> None:
    course.state = "retrial"


def _redone(course: _Course, event: Event) -> None:
    course.redone_on = event.on


_TAKE = {
    Kind.ACCEPTED: _accepted,
    Kind.DEMANDED: _demanded,
    Kind.ANSWERED: _answered,
    Kind.SCHEDULED: lambda course, event: course.scheduled.append(event),
    Kind.HEARD: lambda course, event: course.heard.append(event.on),
    Kind.SUSPENDED: _suspended,
    Kind.RESUMED: _resumed,
    Kind.EXTENDED: _extended,
    Kind.DECIDED: _decided,
    Kind.APPEALED: _appealed,
    Kind.TOOK_EFFECT: _took_effect,
    Kind.RETRIED: _retried,
    Kind.OPINION: lambda course, event: course.opinions.append(event),
    Kind.OPINION_ANSWERED: lambda course, event: course.opinions_answered.append(event.on),
    Kind.REDONE: _redone,
}


def _limits(course: _Course) -> Iterator[Limit]:
    yield from _to_answer(course)
    yield from _hearings(course)
    yield from _to_decide(course)
    yield from _to_appeal(course)
    yield from _to_follow(course)


def _to_answer(course: _Course) -> Iterator[Limit]:
    """The written answer. What was decided without one needs none any more."""
    case, done = course.case, course.answered_on
    if case.kind == COMPLAINT:
        days = zip_longest(course.asked, course.accounts)
        found = [_set("account", one, _COMPLAINTS, day) for one, day in days]
    elif case.kind != REVIEW:
        found = [_period(course, "suit_answer", case.received_on, done)]
    elif not case.as_reviewer:
        simplified = course.simplified and case.received_on >= PERIOD[_SIMPLE].length.versions[0].since
        found = [_period(course, _SIMPLE if simplified else "review_answer", case.received_on, done)]
    else:
        found = []
    is_over = bool(course.decisions or case.concluded_on)
    yield from (replace(limit, fell_away=is_over and limit.done_on is None) for limit in found)


_SIMPLE = "review_answer_simplified"
_COMPLAINTS = REGULATION.at("第五十一条")


def _hearings(course: _Course) -> Iterator[Limit]:
    """The hearings that are set; a later setting moves one that was not held."""
    source = REVIEW_LAW.at("第五十条", verified=False)
    source = source if course.case.kind == REVIEW else LITIGATION_LAW.at("第六十六条", verified=False)
    held = sorted([*course.heard, *filter(None, [course.decided_on, course.case.concluded_on])])
    for place, event in enumerate(course.scheduled):
        following = course.scheduled[place + 1].on if place + 1 < len(course.scheduled) else None
        done = next((day for day in held if day >= event.on), None)
        yield _set("hearing", event, source, min(filter(None, (done, following)), default=None))


def _to_decide(course: _Course) -> Iterator[Limit]:
    """Until when a review is decided; whoever reviews is bound, and that may be the organ."""
    case = course.case
    begun = course.accepted_on
    if case.kind != REVIEW or begun is None:
        if case.kind == REVIEW and case.as_reviewer:
            yield _period(
                course, "review_acceptance", case.received_on, course.decided_on or case.concluded_on
            )
        return
    code = "review_decision_simplified" if course.simplified else "review_decision"
    if begun < PERIOD[code].length.versions[0].since:
        code = "review_decision"
    done = course.decided_on or case.concluded_on
    yield _period(course, code, begun, done, course.extended, course.pauses, course.suspended_on)


def _to_appeal(course: _Course) -> Iterator[Limit]:
    first = next((event for event in course.decisions if event.outcome in APPEAL), None)
    if course.case.kind == REVIEW:
        if course.decisions and course.effective_on:
            yield _period(course, "suit_after_review", course.effective_on, None)
        return
    if first and course.state == "judged":
        yield _period(course, APPEAL[course.decisions[-1].outcome], course.decisions[-1].reached_on, None)
    if course.appeal and not course.appeal.by_us:
        ended = course.appeal_answered_on or (course.decided_on if course.state != "on_appeal" else None)
        yield _period(course, "appeal_answer", course.appeal.reached_on, ended)


def _to_follow(course: _Course) -> Iterator[Limit]:
    """What remains when the case is over: reporting on an opinion, redoing what was corrected."""
    for place, event in enumerate(course.opinions):
        done = course.opinions_answered[place] if place < len(course.opinions_answered) else None
        if event.statutory:
            yield _period(course, "review_opinion_reply", event.reached_on, done)
        elif event.until:
            yield _set("advice", event, LITIGATION_LAW.at("第六十六条", verified=False), done)
    if course.redo_due:
        begun = course.redo_from or course.case.concluded_on or course.case.received_on
        source = REVIEW_LAW.at("第六十四条") if course.case.kind == REVIEW else LITIGATION_LAW.at("第七十条")
        ordered = Event(Kind.DECIDED, begun, until=course.redo_due)
        limit = _set("redo", ordered, source, course.redone_on)
        if course.redo_length:
            limit = replace(limit, length=course.redo_length, runs_from=REDO_FROM, calendar=course.calendar)
        yield limit


#: What is to be done by a day that was set for the case.
SET: Mapping[str, str] = {
    "account": "说明投诉举报涉及的情况",
    "hearing": "出席听证、开庭",
    "advice": "回复司法建议",
    "redo": "按决定、判决重新作出处理",
}
SET_IN = "通知之日"
#: From when a redo runs for which no day was set.
REDO_FROM = "决定送达、裁判生效之日"


def _set(code: str, event: Event, source: Source, done_on: date | None) -> Limit:
    """A day that was set, and is kept as it is: whoever set it knew the calendar."""
    begun = event.reached_on
    return Limit(code, SET[code], THE_ORGAN, begun, SET_IN, None, event.until, source, done_on)


def _period(
    course: _Course,
    code: str,
    begun: date,
    done_on: date | None,
    more: int = 0,
    pauses: Sequence[Pause] = (),
    stopped_on: date | None = None,
) -> Limit:
    period, version = PERIOD[code], PERIOD[code].length.version_for(begun)
    length = Length(version.value.number + more, version.value.unit)
    relevant = tuple(pause for pause in pauses if pause.through > begun)
    bound = THE_ORGAN if period.bound == REVIEWER and course.case.as_reviewer else period.bound
    limit = Limit(
        code,
        period.zh,
        bound,
        begun,
        period.runs_from,
        length,
        None,
        version.source,
        done_on,
        relevant,
        calendar=course.calendar,
    )
    if stopped_on:
        return limit
    return _ended(limit, length)


def _ended(limit: Limit, length: Length) -> Limit:
    """With its last day: counted outside the pauses; what would end on a day off ends on a working day."""
    day, n = limit.begun, 0
    while n < length.number:
        day += timedelta(1)
        paused = any(pause.after < day <= pause.through for pause in limit.pauses)
        n += not paused and (length.unit is Unit.DAY or limit.calendar.is_workday(day))
    return replace(limit, due=limit.calendar.on_or_after(day))


def _appeal_until(course: _Course) -> date | None:
    if course.state != "judged":
        return None
    return next((limit.due for limit in _to_appeal(course) if limit.bound == EITHER), None)


def _effect(course: _Course, on: date) -> Iterator[Finding]:
    """A judgment that nobody appeals against takes effect when the period is over: that day decides the year
    in which the case counts, not the day on which somebody enters it."""
    last = _appeal_until(course)
    if last and on > last:
        yield _unsure_effect(
            f"裁判生效 — 上诉期限到{zh_date(last)}满，还没有登记有没有人上诉，这一案按尚未审结计 — "
            f"没有人上诉的，登记裁判生效（通常是{zh_date(last + timedelta(1))}）；有人上诉的，登记上诉。"
        )
    usual = course.effect_expected
    if usual and course.effective_on:
        yield _unsure_effect(
            f"裁判生效 — 登记的是{zh_date(course.effective_on)}，通常是上诉期满的次日{zh_date(usual)} — "
            "请核对双方收到裁判的日期；登记错了的撤回，重新登记，它决定这一案计入哪一年。"
        )


def _unsure_effect(message: str) -> Finding:
    source = LITIGATION_LAW.at("第八十五条", verified=False)
    return Finding("RMD-effect", Severity.WARNING, "events/took_effect", message, str(source))


def _findings(course: _Course, limits: Sequence[Limit], on: date) -> Iterator[Finding]:
    case = course.case
    yield from _effect(course, on)
    for limit in limits:
        if limit.due and limit.is_late(on):
            yield _late(limit, on)
    is_review = case.kind == REVIEW and not case.as_reviewer
    if is_review and not course.procedure_known and course.state == "awaiting_answer":
        yield Finding(
            "RMD-procedure",
            Severity.WARNING,
            "events/accepted",
            "适用程序 — 还没有登记，先按普通程序的10个工作日算；简易程序只有5个工作日 — "
            "请照答复通知书登记受理和适用程序。",
            str(PERIOD[_SIMPLE].length.versions[0].source),
        )
    if course.is_extended_in_vain:
        yield Finding(
            "RMD-extension",
            Severity.WARNING,
            "events/extended",
            "延长 — 适用简易程序时登记的，简易程序的30日不能延长，没有计入 — "
            "转为普通程序的，登记受理和适用程序以后再登记延长；登记错了的撤回。",
            str(REVIEW_LAW.at("第六十二条")),
        )
    if unsure := [limit.zh for limit in limits if limit.is_open(on) and _is_provisional(limit)]:
        yield Finding(
            "RMD-calendar",
            Severity.INFO,
            "calendar",
            f"{'、'.join(unsure)}的期限为暂定 — 其间有的年份还没有放假通知，"
            "暂按周末和固定节日推算 — 请在通知发布后导入。",
        )


def _is_provisional(limit: Limit) -> bool:
    return bool(limit.due and limit.due > limit.begun) and limit.calendar.touches_provisional(
        limit.begun, limit.due or limit.begun
    )


def _late(limit: Limit, on: date) -> Finding:
    assert limit.due is not None
    count = limit.calendar.count(limit.due, min(limit.done_on or on, on))
    if limit.code.startswith("review_answer"):
        # Art 70: an act whose evidence did not come in time is held to have none
        what = "不提交答复和证据的，视为该行政行为没有证据、依据"
    else:
        what = "期限已过"
    mend = "请在案卷中说明原因" if limit.done_on else "请立即办理"
    return Finding(
        f"RMD-{limit.code.replace('_', '-')}",
        Severity.WARNING,
        f"limits/{limit.code}",
        f"{limit.zh} — 期限到{zh_date(limit.due)}，已超过{count}个工作日；{what} — {mend}。",
        str(REVIEW_LAW.at("第七十条") if limit.code.startswith("review_answer") else limit.source),
    )

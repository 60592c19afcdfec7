"""Statutory clocks 法定期限: when a request must be answered, and the days that led there.

Day 1 is the first working day after receipt, the due date the twentieth. Time of consultation is not counted
(Art 33 para 3), 补正 and payment start the count anew, an extension adds to it. The worked tables are in
``docs/law/clocks.md``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from gongkai.law import procedure
from gongkai.law.course import Awaited, ClockSettings, Consultation, Course, Pause, Restart
from gongkai.law.effects import NO_CORRECTION, NO_PAYMENT, follow
from gongkai.law.events import Answered, Event, Opinion, Party, Way
from gongkai.law.exemptions import gives_out
from gongkai.law.findings import Finding, Severity
from gongkai.law.holidays import zh_date
from gongkai.law.periods import CORRECTION, REPLY
from gongkai.law.procedure import HEARD, STATE, State, Transition
from gongkai.law.sources import PRACTICE, REGULATION, SERVICE_REPLY
from gongkai.law.workdays import OFFICIAL, Calendar

__all__ = ["ClockSettings", "Deadline", "Step", "due", "run"]

DEFAULTS = ClockSettings()
#: What the applicant let lapse: the state that each row leaves it in; nothing is served.
LAPSED = {NO_CORRECTION: "abandoned_correction", NO_PAYMENT: "abandoned_fee"}


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the count: ``n`` is the count reached, None on a day that does not count."""

    date: date
    counts: bool
    n: int | None
    why: str  # “10-08 调休上班，第2日”


@dataclass(frozen=True)
class Deadline:
    """Where a request stands on the day ``on``. A date that is not known, or does not exist, is None.

    ``round_from``: the receipt, or the decision that ordered a redo; ``start``: the day after which the limit
    runs; ``due``: None while the applicant has to do what is ``awaited``. ``remaining``
    and ``overdue`` are working days to and past the due date. ``is_fixed``: the due date was set by a
    decision or told to the applicant, not counted. ``provisional``: it rests on a year without a notice.
    ``concluded_on``: the day that decides whether it was in time; None while an answer is not served.
    ``is_belied``: it was closed because the applicant did not act, who did; the limit runs on.
    """

    on: date
    state: State
    received_on: date | None
    round_from: date | None
    start: date | None
    due: date | None
    limit: int
    extension: int
    is_fixed: bool
    awaited: Awaited | None
    corrections_asked: int
    correction_by: date | None
    reason_asked: bool
    reason_given: bool
    answered_on: date | None
    concluded_on: date | None
    is_belied: bool
    row: str | None
    kind: str | None
    redo: bool
    remaining: int | None
    overdue: int
    provisional: bool
    findings: tuple[Finding, ...]
    pauses: tuple[Pause, ...]
    restarts: tuple[Restart, ...]
    consultations: tuple[Consultation, ...]
    calendar: Calendar = field(repr=False, compare=False)

    @property
    def is_unserved(self) -> bool:
        """Whether the answer is made and its service is not recorded: nobody can call it in time yet."""
        return self.answered_on is not None and self.state.code == "decided"

    @property
    def is_over(self) -> bool:
        """Whether nothing of the answer is left to be done."""
        return not (self.state.is_open or self.is_unserved or self.is_belied)

    @property
    def waiting_until(self) -> date | None:
        """The applicant's own last day, where they have to act."""
        return self.awaited.until if self.awaited else None

    @property
    def is_past(self) -> bool:
        """Whether the last day passed before it was concluded, or has passed while it is not."""
        return self.due is not None and (self.concluded_on or self.on) > self.due

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every day after receipt (the order of a redo) up to the due date; where the applicant has to
        act, up to their last day."""
        return tuple(_steps(self))

    @cached_property
    def next(self) -> tuple[Transition, ...]:
        """The steps that are lawful now (``procedure.why_not`` tells about the others)."""
        return procedure.lawful(self)


def due(
    events: Sequence[Event], *, calendar: Calendar = OFFICIAL, settings: ClockSettings = DEFAULTS
) -> date | None:
    """The due date alone, all events taken; None while the applicant has to act or nothing was received."""
    return follow(events, calendar, settings).due()


def run(
    events: Sequence[Event], *, on: date, calendar: Calendar = OFFICIAL, settings: ClockSettings = DEFAULTS
) -> Deadline:
    """Where the request stands on the day ``on``; events after that day have not happened yet.

    ValueError with a Chinese sentence where a date leaves the calendar (1990–2100).
    """
    course = follow([event for event in events if event.on <= on], calendar, settings)
    last_day = course.due()
    answer, state, concluded = course.answer, _state(course, on), _concluded_on(course)
    # that it was not served may be missing alone; what is belied has not ended
    ended = concluded or (answer.on if answer and not course.is_belied else None)
    measured = min(ended, on) if ended else on
    overdue = calendar.count(last_day, measured) if last_day and measured > last_day else 0
    provisional = _is_provisional(course, last_day)
    return Deadline(
        on=on,
        state=state,
        received_on=course.received_on,
        round_from=course.round_from,
        start=course.start,
        due=last_day,
        limit=course.limit,
        extension=course.extension,
        is_fixed=course.is_fixed,
        awaited=course.awaited,
        corrections_asked=course.corrections_asked,
        correction_by=_correction_by(course),
        reason_asked=course.reason_open or course.reason_given,
        reason_given=course.reason_given,
        answered_on=answer.on if answer else None,
        concluded_on=concluded,
        is_belied=course.is_belied,
        row=answer.row if answer else "other_other" if course.withdrawn_on else None,
        kind=answer.kind if answer else None,
        redo=course.redo,
        remaining=_remaining(course, last_day, on),
        overdue=overdue,
        provisional=provisional,
        findings=(
            *course.findings,
            *_own_findings(last_day, overdue, provisional, ended is not None),
            *_unserved(course, last_day, on),
            *_silence(course, on),
            *_objected(course, answer),
            *_unheard(course, answer),
        ),
        pauses=tuple(course.pauses),
        restarts=tuple(course.restarts),
        consultations=tuple(course.letters),
        calendar=calendar,
    )


def _concluded_on(course: Course) -> date | None:
    """The day that decides whether it was in time (〔2016〕235号): by post, its posting; else its signing or
    sending. What the applicant let lapse, or withdrew, is over with its own day."""
    if course.answer is None:
        return course.withdrawn_on
    if course.is_belied:
        return None
    if course.service is None:
        return course.answer.on if course.answer.row in LAPSED else None
    is_posted = course.service.way is Way.POST and course.service.by_postal_enterprise is not False
    return (is_posted and course.service.posted_on) or course.service.on


def _state(course: Course, on: date) -> State:
    return STATE[_closed_state(course) or _open_state(course, on)]


def _closed_state(course: Course) -> str:
    if course.archived_on:
        return "archived"
    if course.withdrawn_on:
        return "withdrawn"
    if course.answer is None:
        return ""
    return LAPSED.get(course.answer.row, "served" if course.service else "decided")


def _open_state(course: Course, on: date) -> str:
    if course.received_on is None:
        return "arrived"
    if course.waiting:
        return "correction_requested" if course.waiting == "correction" else "fee_noticed"
    asked = {pause.party for pause in course.pauses if not pause.answered and on <= pause.through}
    if asked:
        return "consulting_third_party" if Party.THIRD_PARTY in asked else "consulting_organs"
    if course.reason_open:
        return "reason_requested"
    if course.delayed_until:
        return "delayed"
    if course.extension:
        return "extended"
    return "reopened" if course.redo else "review"


def _correction_by(course: Course) -> date | None:
    start = course.round_from
    return course.calendar.add(start, CORRECTION.on(start)) if start else None


def _remaining(course: Course, last_day: date | None, on: date) -> int | None:
    """Days still to be counted, days of a pause left out; None without a due date or once concluded."""
    if last_day is None or _concluded_on(course):
        return None
    left, position = 0, on
    for pause in () if course.is_fixed else course.pauses:
        if pause.through > position and pause.after < last_day:
            left += course.calendar.count(position, max(position, pause.after))
            position = pause.through
    return left + course.calendar.count(position, last_day)


def _is_provisional(course: Course, last_day: date | None) -> bool:
    first = course.round_from
    end = last_day or course.waiting_until
    return bool(first and end and course.calendar.touches_provisional(first, end))


def _own_findings(last_day: date | None, overdue: int, provisional: bool, concluded: bool) -> list[Finding]:
    found: list[Finding] = []
    if last_day and overdue:
        late = f"答复超过期限{overdue}个工作日" if concluded else f"尚未答复，已超过期限{overdue}个工作日"
        mend = "请在案卷中说明原因" if concluded else "请立即答复"
        found.append(
            Finding(
                "CLK-reply",
                Severity.WARNING,
                "events/answered",
                f"{late} — 答复期限到{zh_date(last_day)} — {mend}。",
                str(REPLY.source_on(last_day)),
            )
        )
    if provisional:
        found.append(
            Finding(
                "CLK-calendar",
                Severity.INFO,
                "calendar",
                "期限为暂定 — 其间有的年份还没有放假通知，暂按周末和固定节日推算 — 请在通知发布后导入。",
                str(REPLY.source_on(last_day)) if last_day else "",
            )
        )
    return found


def _unserved(course: Course, last_day: date | None, on: date) -> Iterator[Finding]:
    """An answer still to be served on the last day: one that is handed over has to be signed for that day."""
    if course.answer and not course.is_belied and not course.service and on == last_day:
        yield Finding(
            "CLK-service",
            Severity.WARNING,
            "events/served",
            "答复还没有送达 — 期限今天届满，当面送达要今天签收才算按期 — 没有把握的，请今天交邮政企业寄出。",
            str(SERVICE_REPLY.at()),
        )


def _waited_to(deadline: Deadline) -> date | None:
    """The last day of waiting that is told: what ends it first, or the day itself where nothing does."""
    if deadline.awaited is None:
        return None
    until = deadline.awaited.until or deadline.on
    return min(until, deadline.concluded_on) if deadline.concluded_on else until


def _silence(course: Course, on: date) -> Iterator[Finding]:
    """What it means that whoever was asked has let the period pass: the three differ (Art 32, 34)."""
    for letter in () if course.is_concluded else course.letters:
        if letter.is_silent and on > letter.expires:
            means, source = _SILENCE[letter.party]
            message = f"{letter.party.zh}到{zh_date(letter.expires)}没有答复 — {means}。"
            yield Finding("CLK-silence", Severity.INFO, "events/opinion_received", message, source)


_SILENCE = {
    Party.THIRD_PARTY: (
        "不等于同意，也不等于不同意 — 由本机关决定是否公开",
        str(REGULATION.at("第三十二条")),
    ),
    Party.JOINT_MAKER: (
        "共同制作机关逾期未提出意见，视为同意公开 — 请继续办理",
        str(REGULATION.at("第三十四条")),
    ),
    Party.OTHER_ORGAN: ("其他机关逾期不视为同意 — 由本机关决定是否公开", str(PRACTICE.at(verified=False))),
}


def _may_give_out(answer: Answered) -> bool:
    """Whether what somebody else was asked about may have been given out; where only the row of table three
    is known, or not what for a part is withheld, it may have been."""
    if answer.row == "partial" and not answer.ground:
        return True
    return answer.row == "granted" if answer.kind is None else gives_out(answer.kind, answer.ground)


def _objected(course: Course, answer: Answered | None) -> Iterator[Finding]:
    """What is given out though somebody asked objects (Art 32, 34): whether it was told is not known here."""
    objections = {
        letter.party
        for letter in course.letters
        if letter.opinion and letter.opinion.opinion is Opinion.OBJECTS
    }
    if answer is None or not _may_give_out(answer):
        return
    if Party.THIRD_PARTY in objections:
        given = "部分公开" if answer.row == "partial" else "予以公开"
        why = "不公开对公共利益有重大影响的才可以公开，并把决定和理由书面告知第三方"
        message = f"第三方不同意公开，答复{given} — {why} — 请核对案卷里有告知书。"
        source = str(REGULATION.at("第三十二条"))
        yield Finding("CLK-objection", Severity.WARNING, "events/answered", message, source)
    if Party.JOINT_MAKER in objections:
        message = "共同制作机关不同意公开，答复仍然公开 — 公开由本机关负责 — 请在案卷里记明理由。"
        source = str(REGULATION.at("第三十四条"))
        yield Finding("CLK-joint", Severity.WARNING, "events/answered", message, source)


def _unheard(course: Course, answer: Answered | None) -> Iterator[Finding]:
    """What is given out before whoever was asked has spoken or let the period pass."""
    for letter in course.letters if answer and _may_give_out(answer) else ():
        is_heard = letter.opinion is not None and answer and letter.opinion.on <= answer.on
        if answer and not is_heard and answer.on <= letter.expires and letter.party in HEARD:
            message = (
                f"征求{letter.party.zh}的意见，期限到{zh_date(letter.expires)}，答复前既没有等到意见，"
                "也没有等到期满 — 公开前应当听取意见 — 请核对日期。"
            )
            source = str(REGULATION.at(HEARD[letter.party]))
            yield Finding("CLK-unheard", Severity.WARNING, "events/answered", message, source)


def _steps(deadline: Deadline) -> Iterator[Step]:
    start, last_day, day = deadline.start, deadline.due or _waited_to(deadline), deadline.round_from
    if start is None or last_day is None or day is None:
        return
    stop = None if deadline.due else deadline.awaited
    restarts = {restart.on: restart.why for restart in deadline.restarts}
    pauses = () if deadline.is_fixed else deadline.pauses
    n = 0
    while day < last_day:
        day += timedelta(1)
        label = f"{day:%m-%d}"
        known = deadline.calendar.day(day)
        if day <= start:
            yield Step(day, False, None, f"{label} {restarts.get(day, '重新起算之前')}，不计")
        elif not known.works:
            yield Step(day, False, None, f"{label} {known.why}，不计")
        elif stop and day > stop.since:
            yield Step(day, False, None, f"{label} 等申请人{stop.zh}，不计")
        elif pause := next((p for p in pauses if p.after < day <= p.through), None):
            yield Step(day, False, None, f"{label} {pause.why}，不计")
        else:
            n += 1
            yield Step(day, True, n, f"{label} {known.why}，第{n}日")

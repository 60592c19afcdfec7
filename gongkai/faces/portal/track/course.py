"""One application as its applicant sees it: where it stands, in plain words, and what can be done now.

Whom the organ consults and what its people say to each other is no part of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui import clock, dates
from gongkai.faces.ui.clock import Clock
from gongkai.law import decisions, remedies
from gongkai.law.clocks import Deadline
from gongkai.law.decision_kind import DecisionKind
from gongkai.law.receipt import CHANNEL
from gongkai.law.remedies import Bodies, propose, remedy_sentence
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import bodies_of
from gongkai.ledger.requests import attachments, inbox, privacy, queries, rectifications
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.facts import clock_settings
from gongkai.ledger.requests.letters import queries as letters
from gongkai.ledger.requests.letters.drafting import Draft
from gongkai.ledger.requests.models import Arrival, Attachment, EventKind, Letter, RequestEvent
from gongkai.ledger.requests.steps import Case
from gongkai.lib import calendars
from gongkai.lib.today import BEIJING, today

Kind, State = Arrival.Kind, Arrival.State


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened: the day, what, and what it means for the applicant."""

    day: date
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter that the applicant may have, with the files that go with it and their names."""

    letter: Letter
    draft: Draft
    annexes: list[tuple[Attachment, str]]

    @property
    def title(self) -> str:
        return self.draft.plan.template.title


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file of the applicant's own: its name, its size in bytes, and what it waits for."""

    name: str
    size: int
    waits: Any = ""


#: Why nobody has opened a file yet, as its applicant is told.
_WAITS: Mapping[str, Any] = {
    Attachment.Quarantine.WAITING: gettext_lazy("等病毒扫描，扫过以后工作人员才能打开"),
    Attachment.Quarantine.INFECTED: gettext_lazy("查出病毒，没有人打开过；请换一份干净的交来"),
}


def handed_in(arrival: Arrival) -> list[HandedIn]:
    """The files of an application, in the order in which they came; none of what was destroyed."""
    rows = () if arrival.erased_on else queries.attachments_of(arrival)
    return [HandedIn(attachments.name_of(one), one.size, _WAITS.get(one.quarantine, "")) for one in rows]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is open to the applicant: the law's own sentence, and until when (复议法, 诉讼法)."""

    heading: str
    sentence: str
    review_until: date | None = None
    suit_until: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """An application as its applicant may see it. ``deadline`` is None before receipt is certain."""

    arrival: Arrival
    said: Said
    state: str
    happened: list[Happened]
    may_send: frozenset[str]
    others: list[Arrival]
    files: list[HandedIn] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    deadline: Deadline | None = None
    remedy: Remedy | None = None

    @property
    def clock(self) -> Clock | None:
        return clock.of(self.deadline) if self.deadline else None

    @property
    def is_waiting(self) -> bool:
        return self.arrival.state == State.WAITING

    @property
    def is_rectification(self) -> bool:
        return self.arrival.kind == Kind.RECTIFICATION

    @property
    def basis(self) -> str:
        """Why the clock does not run yet, in the law's words."""
        return CHANNEL[self.arrival.channel].basis


def course_of(arrival: Arrival) -> Course:
    """The course of an application up to today; of one that was joined, the course of the one it was joined
    to."""
    row = arrival.foi_request
    case = (
        Case.of(row.events.all(), calendars.load(settings.DATA), clock_settings(arrival.organ))
        if row
        else None
    )
    deadline = case.on(today()) if case else None
    sent = queries.sent_later(arrival)
    happened = [
        Happened(inbox.arrived_on(arrival), _("我们收到了您提交的内容"), _channel_words(arrival)),
        *map(_told, _in_course(case)),
        *_closed(arrival),
        *_erased(arrival),
        *(_sent(one, arrival) for one in sent),
    ]
    return Course(
        arrival=arrival,
        said=privacy.opened(arrival),
        state=_state(arrival, deadline),
        happened=sorted(happened, key=lambda one: one.day),
        may_send=frozenset(
            _may_send(arrival, deadline, {one.kind for one in sent if _hinders(one, deadline)})
        ),
        files=handed_in(arrival),
        papers=list(_papers(arrival, case)),
        others=[one for one in queries.of_code(arrival) if one.pk != arrival.pk],
        deadline=deadline,
        remedy=_remedy(arrival, case, deadline),
    )


def _in_course(case: Case | None) -> list[RequestEvent]:
    """What the applicant is told of, in the order in which it happens: an answer that was corrected was still
    given before it was served on the same day."""
    told = [event for event in (case.events if case else ()) if event.kind in _TOLD]
    return sorted(told, key=lambda event: (event.on, event.kind == EventKind.SERVED))


#: States that wait for the applicant, as the applicant is told of them.
_YOURS = {
    "correction_requested": gettext_lazy("等您补正"),
    "fee_noticed": gettext_lazy("等您缴费"),
    "reason_requested": gettext_lazy("等您说明理由"),
}


def _papers(arrival: Arrival, case: Case | None) -> Iterator[Paper]:
    if case is None or arrival.foi_request is None:
        return
    for letter, draft in letters.for_applicant(arrival.foi_request, case, today()):
        annexes = [(one, attachments.name_of(one)) for one in letter.annexes.all()]
        yield Paper(letter, draft, annexes)


def _channel_words(arrival: Arrival) -> str:
    return _("{channel} · 收件编号{number}").format(
        channel=_(CHANNEL[arrival.channel].zh), number=arrival.number
    )


def _state(arrival: Arrival, deadline: Deadline | None) -> str:
    if arrival.erased_on:
        return _("保管期满，材料已经销毁")
    if deadline is None:
        return _before_receipt(arrival)
    if deadline.is_belied:
        return _("收到了您的材料，继续办理")
    return str(_YOURS.get(deadline.state.code) or _(deadline.state.zh))


def _before_receipt(arrival: Arrival) -> str:
    return {
        State.WAITING: _("已到达，等工作人员核对")
        if arrival.kind == Kind.RECTIFICATION
        else _("已到达，等工作人员与您确认收到"),
        State.NO_APPLICATION: _("没有作为申请办理"),
        State.JOINED: _("与您的另一件合并，等确认收到"),
        **{ending.state: _(ending.state.label) for ending in rectifications.ENDINGS},
    }.get(State(arrival.state), _("已收到"))


def _closed(arrival: Arrival) -> Iterator[Happened]:
    if arrival.closed_at and arrival.state in {State.NO_APPLICATION, *rectifications.ENDING}:
        told = arrival.reason or privacy.opened(arrival).outcome
        yield Happened(arrival.closed_at.astimezone(BEIJING).date(), _before_receipt(arrival), told)


def _erased(arrival: Arrival) -> Iterator[Happened]:
    if arrival.erased_on:
        yield Happened(arrival.erased_on, _("保管期满，材料已经销毁"))


def _sent(message: Arrival, about: Arrival) -> Happened:
    words = {
        State.WAITING: _("等工作人员确认"),
        State.RECEIVED: _("工作人员已确认"),
    }.get(State(message.state), message.reason)
    is_taken_back = message.kind == Kind.WITHDRAWAL and about.kind == Kind.RECTIFICATION
    kind = _("撤回更正要求") if is_taken_back else _(message.get_kind_display())
    what = _("您提交了：{what}").format(what=kind)
    return Happened(inbox.arrived_on(message), what, words)


_Words = Callable[[dict[str, Any]], str]


def _day(text: object) -> str:
    return dates.full(date.fromisoformat(str(text)), today()) if text else ""


def _asked(data: dict[str, Any], what: str, by_when: str) -> str:
    """What is asked of the applicant, and by which day."""
    due = by_when.format(day=_day(data["due"])) if data.get("due") else ""
    return f"{data.get(what, '')} {due}".strip()


def _answer(data: dict[str, Any]) -> str:
    kind = _kind(data)
    return _(kind.zh) if kind else ""


def _kind(data: dict[str, Any]) -> DecisionKind | None:
    """The kind of an answer; None where only its row is known and several kinds count there."""
    kind = decisions.BY_CODE.get(str(data.get("kind", "")))
    others = decisions.for_row(str(data.get("row", "")))
    return kind or (others[0] if len(others) == 1 else None)


def _like(data: dict[str, Any], on: date) -> DecisionKind | None:
    """One for what is open against it: where its kind is not known, any of its row, if all leave the same."""
    others = decisions.for_row(str(data.get("row", "")))
    same = len({remedies.remedy_on(one, on) for one in others}) == 1
    return _kind(data) or (others[0] if same else None)


#: What each event means for the applicant. What is missing here is the organ's own affair.
_TOLD: dict[str, tuple[Any, _Words]] = {
    EventKind.RECEIVED: (gettext_lazy("收到您的申请，答复期限从次日起算"), lambda data: _receipt_words(data)),
    EventKind.CORRECTION_REQUESTED: (
        gettext_lazy("请您补正；期限停下，收到补正后重新计算"),
        lambda data: _asked(data, "points", _("请在{day}前补正。")),
    ),
    EventKind.CORRECTED: (gettext_lazy("收到您的补正，期限重新计算"), lambda data: ""),
    EventKind.EXTENDED: (
        gettext_lazy("延长答复期限"),
        lambda data: _("延长{days}个工作日。{reason}").format(
            days=data.get("days", 20), reason=data.get("reason", "")
        ),
    ),
    EventKind.CONSULTATION_SENT: (gettext_lazy("正在征求意见，这段时间不计入期限"), lambda data: ""),
    EventKind.OPINION_RECEIVED: (gettext_lazy("收到意见，期限接着计算"), lambda data: ""),
    EventKind.FEE_NOTICED: (
        gettext_lazy("收费通知；期限停下，缴清后重新计算"),
        lambda data: _("{amount}元。{fee}").format(amount=data.get("amount", ""), fee=data.get("fee", "")),
    ),
    EventKind.PAID: (gettext_lazy("收到缴费，期限重新计算"), lambda data: ""),
    EventKind.REASON_REQUESTED: (
        gettext_lazy("请您说明理由；期限不停"),
        lambda data: _asked(data, "frequency", _("请在{day}前说明。")),
    ),
    EventKind.REASON_GIVEN: (gettext_lazy("收到您说明的理由"), lambda data: ""),
    EventKind.DELAYED: (
        gettext_lazy("另定答复期限"),
        lambda data: _("{day}前答复。{reason}").format(
            day=_day(data.get("until")), reason=data.get("reason", "")
        ),
    ),
    EventKind.ANSWERED: (gettext_lazy("已经答复"), _answer),
    EventKind.SERVED: (gettext_lazy("答复已经送达"), lambda data: ""),
    EventKind.WITHDRAWN: (gettext_lazy("已按您的申请撤回"), lambda data: ""),
    EventKind.REDO_ORDERED: (gettext_lazy("责令重新答复，期限重新计算"), lambda data: ""),
}


def _receipt_words(data: dict[str, Any]) -> str:
    """By which rule that day counts: a letter that is signed for needs nobody's confirmation."""
    channel = CHANNEL.get(str(data.get("channel", "")))
    return f"{_(channel.basis)}{_('。')}" if channel else ""


def _told(event: RequestEvent) -> Happened:
    what, words = _TOLD[event.kind]
    return Happened(event.on, str(what), words(event.data))


def _hinders(message: Arrival, deadline: Deadline | None) -> bool:
    """Whether the same is not sent again: while the first waits, and an answer is rated once."""
    if message.kind != Kind.RATING or deadline is None or deadline.answered_on is None:
        return message.state == State.WAITING
    return inbox.arrived_on(message) >= deadline.answered_on


def _may_send(arrival: Arrival, deadline: Deadline | None, hindered: set[str]) -> Iterator[str]:
    """What can be sent now."""
    is_open = arrival.state == State.WAITING if deadline is None else deadline.state.is_open
    state = deadline.state.code if deadline else ""
    wants_reason = deadline is not None and deadline.reason_asked and not deadline.reason_given
    offered = {
        Kind.CORRECTION: state == "correction_requested",
        Kind.PAYMENT: state == "fee_noticed",
        Kind.REASON: is_open and wants_reason,
        Kind.CONTACT: is_open,
        Kind.WITHDRAWAL: is_open,
        Kind.SUGGESTION: deadline is not None,
        Kind.RATING: deadline is not None and deadline.answered_on is not None and deadline.is_over,
    }
    return (str(kind) for kind, is_offered in offered.items() if is_offered and kind not in hindered)


def _remedy(arrival: Arrival, case: Case | None, deadline: Deadline | None) -> Remedy | None:
    """What is open against the answer, or against there being none in time."""
    if arrival.closed_at and rectifications.is_answered(arrival):
        day = arrival.closed_at.astimezone(BEIJING).date()
        said = remedy_sentence(decisions.BY_CODE[rectifications.CODE], day, _bodies(arrival.organ))
        return Remedy(_("不服处理结果怎么办"), said)
    if case is None or deadline is None:
        return None
    if deadline.answered_on is None:
        return _against_silence(arrival.organ) if deadline.overdue and deadline.state.is_open else None
    answer = next(one for one in reversed(case.events) if one.kind == EventKind.ANSWERED)
    kind = _like(answer.data, answer.on)
    sentence = remedy_sentence(kind, answer.on, _bodies(arrival.organ)) if kind else ""
    if kind is None or not sentence:
        return None
    heading = _("不服答复怎么办")
    served = next((one.on for one in reversed(case.events) if one.kind == EventKind.SERVED), None)
    if served is None:
        return Remedy(heading, sentence)
    review, suit = (remedies.until(code, served, case.calendar) for code in _PERIODS)
    is_review_first = remedies.remedy_on(kind, answer.on) is decisions.Remedy.REVIEW_FIRST
    return Remedy(heading, sentence, review, None if is_review_first else suit)


_PERIODS = ("review_application", "suit_direct")


def _against_silence(organ: Organ) -> Remedy:
    """Whoever has no answer in time may always complain; on a suit the courts differ, so the organ says."""
    suit = remedies.SuitWhenSilent(str(organ.option("suit_when_silent")))
    above = _("上一级行政机关或者政府信息公开工作主管部门")
    sentence = remedies.silence_sentence(_bodies(organ).review_organ, above, suit=suit)
    return Remedy(_("过了期限没有答复怎么办"), sentence)


def _bodies(organ: Organ) -> Bodies:
    """Before whom, as in the organ's letters; in general words where it has named nobody."""
    level = propose(organ.level, organ.superior_name).court_level
    general = Bodies(_("有权的行政复议机关"), level or _("有管辖权的人民法院"))
    return bodies_of(organ, general)

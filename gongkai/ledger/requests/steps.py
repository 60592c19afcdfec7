"""What is written down when a step of the procedure 办理步骤 is taken: its event, and what it has to say.

Which steps are lawful, and why the others are not, is the law's to say (``gongkai.law.procedure``).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from gongkai.law import decisions, procedure
from gongkai.law.clocks import ClockSettings, Deadline, run
from gongkai.law.decision_kind import DecisionKind
from gongkai.law.events import Event, Opinion, Party, Way
from gongkai.law.exemptions import BY_CODE as GROUND
from gongkai.law.exemptions import EXEMPTIONS, Weighing, gives_out
from gongkai.law.letters import BY_NUMBER, PART_BY_CODE
from gongkai.law.procedure import TRANSITION, Transition
from gongkai.law.workdays import Calendar
from gongkai.ledger.base import Refused as Refused  # what a step answers where it cannot be taken
from gongkai.ledger.requests.entries import EventEntry
from gongkai.ledger.requests.facts import history, in_force
from gongkai.ledger.requests.models import EventKind, RequestEvent
from gongkai.ledger.requests.wording import CODES
from gongkai.lib.language import _


class Kind(StrEnum):
    """What is asked: a day, one line, a text, a whole number, money in 元, one of several, a decision."""

    DAY = "day"
    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"


class When(StrEnum):
    """Where a day that is asked for stands to the day of the step itself."""

    LATER = "later"  # a limit that is set for somebody
    SINCE = "since"  # what has become of it since, up to today
    BEFORE = "before"  # what led to it, after the answer that it is about


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that the event says, under ``name`` in its data. Choices are (stored, shown)."""

    name: str
    zh: str
    kind: Kind = Kind.TEXT
    required: bool = True
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: int | None = None
    most: int | None = None
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step as it is recorded. ``says`` holds what every such event says without being asked.

    ``opens``: it begins something that a later event answers, and gets a number of its own for that.
    """

    code: str
    event: EventKind
    asks: tuple[Ask, ...] = ()
    says: Mapping[str, str] = field(default_factory=dict)
    opens: bool = False

    @property
    def transition(self) -> Transition:
        return TRANSITION[self.code]

    @property
    def zh(self) -> str:
        return self.transition.zh


_DUE = "通知中写明的最后一天"
_NOTE = Ask("note", "备注", required=False)
_DELIVERED = Ask(
    "delivered_on",
    "对方收到日期",
    Kind.DAY,
    False,
    "期限从这一天起算；还没有回执就先不填",
    when=When.SINCE,
)
_NUMBER = Ask("document_no", "文号", Kind.LINE, False, "文书上的发文字号；没有就不填")
#: What an answer must tell that gives out what a third party objects to (Art 32). A letter is held against
#: the notice itself (``LET-objection``).
OVERRULED = Ask(
    "overruled",
    "第三方不同意仍公开的理由和告知",
    hint="不公开对公共利益有什么重大影响；哪天、用哪份文书书面告知了第三方",
)
#: The same where only the ground of what is withheld will tell whether it is given out.
OVERRULED_IN_PART = Ask(
    OVERRULED.name,
    OVERRULED.zh,
    required=False,
    hint="把第三方不同意的内容公开了才填；为第三方不公开的部分不填",
)
#: And against a joint maker (Art 34).
OVERRULED_JOINT = Ask(
    "overruled_joint",
    "共同制作机关不同意仍公开的理由",
    hint="公开由本机关负责，案卷里要有理由",
)
_OVERDUE = Ask("overdue_fact", PART_BY_CODE["overdue_fact"].zh, hint="记明通知、期限和申请人未办理的情况")
#: Parts of a letter that are known only where they can be found out.
_WHERE_KNOWN = {"right_organ", "third_party_opinion"}


def _redo(code: str, by: str, body: str, number: str, due: str) -> Step:
    """A redo 责令重作: who ordered it, in which paper, and by when it is to be done."""
    asks = (
        Ask("body", body, Kind.LINE),
        Ask("document_no", number, Kind.LINE),
        Ask("due", due, Kind.DAY, False, "写明日期的填这里；都没有写，按法定期限重新起算", when=When.LATER),
        Ask("days", "或者几个工作日", Kind.NUMBER, False, least=1, most=365),
    )
    return Step(code, EventKind.REDO_ORDERED, asks, {"by": by})


STEPS: tuple[Step, ...] = (
    Step(
        "request_correction",
        EventKind.CORRECTION_REQUESTED,
        (
            Ask("points", PART_BY_CODE["points_to_complete"].zh, hint="一次写全；以后不能再要求补正"),
            Ask("due", "补正期限", Kind.DAY, hint=_DUE, when=When.LATER),
            _NUMBER,
        ),
    ),
    Step("receive_correction", EventKind.CORRECTED, (Ask("corrected", "补正的内容", required=False),)),
    Step(
        "abandon_correction",
        EventKind.ANSWERED,
        (_OVERDUE, _NUMBER),
        {"row": "other_no_correction", "kind": "other_no_correction"},
    ),
    Step(
        "consult_third_party",
        EventKind.CONSULTATION_SENT,
        (Ask("information", PART_BY_CODE["information"].zh), _DELIVERED, _NUMBER),
        {"party": Party.THIRD_PARTY},
        opens=True,
    ),
    Step(
        "consult_organs",
        EventKind.CONSULTATION_SENT,
        (
            Ask(
                "party",
                "对象",
                Kind.CHOICE,
                choices=tuple((one.value, one.zh) for one in Party if one is not Party.THIRD_PARTY),
            ),
            Ask("organ", "机关名称", Kind.LINE),
            Ask("information", PART_BY_CODE["information"].zh),
            _DELIVERED,
            _NUMBER,
        ),
        opens=True,
    ),
    Step(
        "receive_opinion",
        EventKind.OPINION_RECEIVED,
        (
            Ask("slot", "哪一份征求意见书", Kind.CHOICE),
            Ask("opinion", "意见", Kind.CHOICE, choices=tuple((one.value, one.zh) for one in Opinion)),
            Ask("note", "意见的理由和认定", required=False),
        ),
    ),
    Step(
        "extend",
        EventKind.EXTENDED,
        (
            Ask("days", "延长几个工作日", Kind.NUMBER, hint="最多20个，只能延一次", least=1, most=20),
            Ask("reason", PART_BY_CODE["reasons"].zh),
            _NUMBER,
        ),
    ),
    Step(
        "notify_fee",
        EventKind.FEE_NOTICED,
        (
            Ask("amount", "数额（元）", Kind.MONEY),
            Ask("fee", PART_BY_CODE["fee"].zh, hint="按件或者按量，只能选一种"),
            Ask("pages", "按量计收的页数", Kind.NUMBER, False, "按件计收的不填", least=1, most=20_000),
            Ask("fee_reason", "比算出的少收的理由", Kind.LINE, False, "照算出的数收的不填"),
            _DELIVERED,
            _NUMBER,
        ),
    ),
    Step(
        "receive_payment", EventKind.PAID, (Ask("receipt_no", "财政票据号", Kind.LINE, required=False), _NOTE)
    ),
    Step(
        "abandon_fee",
        EventKind.ANSWERED,
        (_OVERDUE, _NUMBER),
        {"row": "other_no_payment", "kind": "other_no_payment"},
    ),
    Step(
        "request_reason",
        EventKind.REASON_REQUESTED,
        (
            Ask("frequency", PART_BY_CODE["frequency"].zh),
            Ask("due", "说明理由的期限", Kind.DAY, hint=_DUE, when=When.LATER),
            _NUMBER,
        ),
    ),
    Step("receive_reason", EventKind.REASON_GIVEN, (Ask("reasons_heard", PART_BY_CODE["reasons_heard"].zh),)),
    Step(
        "delay",
        EventKind.DELAYED,
        (
            Ask("until", "另定的答复期限", Kind.DAY, hint="已经告知申请人的那一天", when=When.LATER),
            Ask("reason", PART_BY_CODE["reasons"].zh),
            _NUMBER,
        ),
    ),
    Step("answer", EventKind.ANSWERED, (_NUMBER,)),
    Step(
        "serve",
        EventKind.SERVED,
        (
            Ask("way", "送达方式", Kind.CHOICE, choices=tuple((one.value, one.zh) for one in Way)),
            Ask(
                "posted_on",
                "交邮日期",
                Kind.DAY,
                False,
                "邮寄的填这一天：是否按期，以它为准",
                when=When.BEFORE,
            ),
            Ask(
                "carrier",
                "由谁寄送",
                Kind.CHOICE,
                False,
                "邮寄的选这一项：只有邮政企业的，才以交邮之日为准",
                choices=tuple(CODES["carrier"].items()),
            ),
            Ask("proof", "单号、签收人", Kind.LINE, False),
        ),
    ),
    Step("withdraw", EventKind.WITHDRAWN, (Ask("withdrawal", PART_BY_CODE["withdrawal"].zh),)),
    Step("archive", EventKind.ARCHIVED, (Ask("place", "归档的盒号、件号", Kind.LINE, required=False), _NOTE)),
    _redo("reopen_review", "review", "复议机关", "决定书文号", "决定书所定的期限"),
    _redo("reopen_judgment", "judgment", "人民法院", "判决书案号", "判决所定的期限"),
)
STEP = {step.code: step for step in STEPS}


#: How an answer may end the application; what ends it otherwise has a step of its own.
ANSWERS: tuple[DecisionKind, ...] = tuple(
    kind
    for kind in decisions.DECISIONS
    if kind.row and kind.code not in {"other_no_correction", "other_no_payment", "other_withdrawn"}
)


@dataclass(frozen=True)
class Case:
    """An application with all that happened, as its steps are weighed: ``events`` are those that stand."""

    events: tuple[RequestEvent, ...]
    calendar: Calendar
    settings: ClockSettings

    @classmethod
    def of(cls, events: Iterable[RequestEvent], calendar: Calendar, settings: ClockSettings) -> Self:
        return cls(tuple(in_force(events)), calendar, settings)

    @cached_property
    def course(self) -> tuple[Event, ...]:
        return history(self.events)

    def on(self, day: date, *more: Event) -> Deadline:
        """Where it stands on a day; ``more`` as if it had happened besides."""
        if more:
            return run((*self.course, *more), on=day, calendar=self.calendar, settings=self.settings)
        if day not in self._standing:  # asked for every step there is
            self._standing[day] = run(self.course, on=day, calendar=self.calendar, settings=self.settings)
        return self._standing[day]

    @cached_property
    def _standing(self) -> dict[date, Deadline]:
        return {}

    @property
    def open_letters(self) -> tuple[tuple[str, str], ...]:
        """The consultations without an opinion: number, and to whom on which day it went."""
        answered = {one.data.get("slot", "") for one in self.events if one.kind == EventKind.OPINION_RECEIVED}
        return tuple(
            (slot, _letter_words(one))
            for one in self.events
            if one.kind == EventKind.CONSULTATION_SENT and (slot := one.data.get("slot", "")) not in answered
        )

    def asks(self, step: Step, kind: DecisionKind | None = None) -> tuple[Ask, ...]:
        """What the step asks on this application; an answer asks besides what its kind must say."""
        asks = (replace(ask, choices=self.open_letters) if ask.name == "slot" else ask for ask in step.asks)
        overruled = _overruled(kind) if kind and self.has_objection else ()
        if kind and Party.JOINT_MAKER in self._objecting and gives_out(kind.code, ""):
            overruled += (OVERRULED_JOINT,)
        parts = (
            part
            for part in (_parts(kind) if kind else ())
            if part.name != "third_party_opinion" or Party.THIRD_PARTY in self._asked.values()
        )
        return (*parts, *overruled, *asks)

    @property
    def _asked(self) -> dict[str, Party]:
        """Who was asked, by the number of the letter."""
        return {
            one.data.get("slot", ""): Party(one.data.get("party", Party.THIRD_PARTY))
            for one in self.events
            if one.kind == EventKind.CONSULTATION_SENT
        }

    @property
    def _objecting(self) -> Counter[Party]:
        """How many of each sort of those who were asked object."""
        asked = self._asked
        return Counter(
            asked[one.data.get("slot", "")]
            for one in self.events
            if one.kind == EventKind.OPINION_RECEIVED
            and one.data.get("opinion") == Opinion.OBJECTS
            and one.data.get("slot", "") in asked
        )

    @property
    def objections(self) -> int:
        """How many third parties that were asked object."""
        return self._objecting[Party.THIRD_PARTY]

    @property
    def has_objection(self) -> bool:
        return self.objections > 0

    def why_not(self, step: Step, day: date, today: date, kind: DecisionKind | None = None) -> str:
        """Why the step, an answer of this ``kind``, cannot be taken on ``day``, entered ``today``; empty when
        it can.

        What ends the application must not only have been lawful then: nothing may have ended it since.
        """
        if day > today:
            return _("{step} — 日期在今天之后 — 还没有发生的事先不登记。").format(step=_(step.zh))
        if step.event == EventKind.FEE_NOTICED and not self.settings.charges_fees:
            words = _("{step} — 本机关没有开通收费 — 有了财政票据、非税收缴，由管理员在“机关设置”里开通。")
            return words.format(step=_(step.zh))
        said = procedure.why_not(step.code, self.on(day), kind.code if kind else "")
        if not said and day < today and not procedure.STATE[step.transition.target].is_open:
            said = procedure.why_not(step.code, self.on(today))
        return said

    def is_barred(self, step: Step, today: date, kind: DecisionKind | None = None) -> bool:
        """Whether no day up to today was one for the step: entered late, it might be dated back. What is
        lawful changes with an event, or as a period runs out between two of them."""
        changes = [one.on for one in self.events]
        ends = {today, *changes, *(day - timedelta(1) for day in changes)}
        return all(self.why_not(step, day, today, kind) for day in ends if min(changes) <= day <= today)

    def why_misdated(self, step: Step, day: date, said: Mapping[str, Any], today: date) -> str:
        """Which of the days that are ``said`` does not fit the day of the step; empty when all do."""
        for ask in step.asks:
            if ask.when and said.get(ask.name):
                given = date.fromisoformat(said[ask.name])
                answered = self.on(day).answered_on if ask.when is When.BEFORE else None
                if answered and given < answered:
                    return _("{what} — {given}早于答复日期{answered} — 请核对这两个日期。").format(
                        what=_(ask.zh), given=given, answered=answered
                    )
                first, last = _span(ask.when, day, today)
                if not first <= given <= last:
                    return _("{what} — {given}与办理日期{day}的先后不对 — 请核对这两个日期。").format(
                        what=_(ask.zh), given=given, day=day
                    )
                due = self.on(day).due if step.event == EventKind.DELAYED else None
                if due and given <= due:
                    words = _("{what} — {given}不晚于现在的期限{due} — 另定的期限只能更晚，请核对日期。")
                    return words.format(what=_(ask.zh), given=given, due=due)
        return ""

    def why_unheard(self, step: Step, day: date, said: Mapping[str, Any]) -> str:
        """Why an opinion, or that there is none, cannot be noted for ``day``."""
        if step.event != EventKind.OPINION_RECEIVED:
            return ""
        letter = next((one for one in self.on(day).consultations if one.ref == said.get("slot", "")), None)
        if letter is None:
            return _("{step} — 到{day}还没有发出这份征求意见书 — 请核对日期。").format(
                step=_(step.zh), day=day
            )
        if day < letter.since:
            words = _("{step} — {day}早于对方收到征求意见书的{since} — 请核对这两个日期。")
            return words.format(step=_(step.zh), day=day, since=letter.since)
        if said.get("opinion") == Opinion.SILENT and day <= letter.expires:
            words = _("{opinion} — 对方的期限到{day}才满 — 请等期限届满，其间来了意见的照实登记。")
            return words.format(opinion=_(Opinion.SILENT.zh), day=letter.expires)
        return ""

    def why_overruled(self, said: Mapping[str, Any], kind: DecisionKind | None) -> str:
        """Why an answer of this ``kind`` cannot give out, without a word, what a third party objects to."""
        ground = str(said.get("ground") or (kind.grounds[0] if kind and len(kind.grounds) == 1 else ""))
        if not (kind and self.has_objection and gives_out(kind.code, ground)) or said.get(OVERRULED.name):
            return ""
        words = _(
            "{what} — 第三方不同意，公开的又不是为第三方而保留 — 请写明；第三方的内容没有公开的，请核对依据。"
        )
        return words.format(what=_(OVERRULED.zh))

    def why_unclear(self, step: Step, day: date) -> str:
        """Why the step, lawful as it is, would be lost on ``day``: days alone do not tell that a redo came
        after what else happened on it."""
        if step.event != EventKind.REDO_ORDERED or all(one.on != day for one in self.events):
            return ""
        words = _("{step} — 这一天还登记了别的办理情况，只凭日期分不清先后 — 请核对日期。")
        return words.format(step=_(step.zh))

    def entry(
        self, step: Step, day: date, said: Mapping[str, Any], kind: DecisionKind | None = None
    ) -> EventEntry:
        """The event to be written. ``said`` are the answers to ``asks`` as JSON holds them."""
        data = {**step.says, **{name: value for name, value in said.items() if value not in ("", None)}}
        if kind:
            data |= {"row": kind.row, "kind": kind.code}
            if len(kind.grounds) == 1:
                data["ground"] = kind.grounds[0]
        slot = str(data.pop("slot", "")) or (self._next_slot() if step.opens else "")
        return EventEntry(step.event, day, data, slot)

    def after(self, entry: EventEntry, today: date) -> Deadline:
        """Where it would stand today once the entry is written."""
        data = {**entry.data, "slot": entry.slot}
        return self.on(today, *history([RequestEvent(kind=entry.kind, on=entry.on, data=data)]))

    def _next_slot(self) -> str:
        slots = [one.data.get("slot", "") for one in self.events]
        return str(max((int(slot) for slot in slots if slot.isdigit()), default=0) + 1)


def _letter_words(event: RequestEvent) -> str:
    """Which letter of consultation is meant: several may have gone out on one day."""
    data = event.data
    nth = _("第{n}份").format(n=data["slot"]) if data.get("slot") else ""
    party = _(Party(data.get("party", Party.THIRD_PARTY)).zh)
    about = str(data.get("information", ""))[:_SHOWN]
    said = (nth, str(event.on), party, data.get("organ"), data.get("document_no"), about)
    return " ".join(filter(None, said))


_SHOWN = 20  # characters of what was asked about


def _span(when: When, day: date, today: date) -> tuple[date, date]:
    """The first and the last day that is possible of what was taken on ``day``."""
    match when:
        case When.LATER:
            return day + timedelta(1), date.max
        case When.SINCE:
            return day, today
    return date.min, day


def _overruled(kind: DecisionKind) -> tuple[Ask, ...]:
    if gives_out(kind.code, ""):
        return (OVERRULED,)
    # each ground it may have: one that gives out is enough to ask
    return (OVERRULED_IN_PART,) if any(gives_out(kind.code, ground) for ground in kind.grounds) else ()


def _parts(kind: DecisionKind) -> tuple[Ask, ...]:
    """The special parts of the kind's letter; of a state secret only where its file lies."""
    codes = dict.fromkeys((*(BY_NUMBER[kind.letter].parts if kind.letter else ()), *kind.parts))
    if "secrecy_file" in codes:
        codes = {"secrecy_file": None}
    return tuple(_part(code, kind) for code in codes if code != "ground" or len(kind.grounds) > 1)


def _part(code: str, kind: DecisionKind) -> Ask:
    zh = PART_BY_CODE[code].zh
    if code == "ground":
        grounds = tuple((one.code, one.zh) for one in EXEMPTIONS if one.code in kind.grounds)
        return Ask(code, zh, Kind.CHOICE, choices=grounds)
    found = code == "weighing" and any(GROUND[one].weighing is Weighing.FINDING for one in kind.grounds)
    return Ask(code, zh, required=code not in _WHERE_KNOWN and not found)

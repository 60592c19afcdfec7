"""What is written down when a step of a case is taken. Which steps are lawful is ``law.remedy_procedure``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.law import remedy_procedure
from gongkai.law.holidays import zh_date
from gongkai.law.remedy_course import REVIEW, Standing
from gongkai.law.remedy_procedure import STEP, Step
from gongkai.law.remedy_results import COLUMNS, OUTCOME, may_redo, outcomes_of
from gongkai.law.workdays import Calendar
from gongkai.ledger.remedies.facts import Entry, in_force, standing
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests.steps import Ask, Kind, When
from gongkai.lib.language import _

_NUMBER = Ask("document_no", "文号", Kind.LINE, False, "文书上的编号；没有就不填")
_NOTE = Ask("note", "备注", required=False)
_SERVED = Ask(
    "served_on", "本机关收到日期", Kind.DAY, False, "期限从这一天起算；不填就按上面的日期", when=When.SINCE
)
_PLACE = Ask("place", "地点", Kind.LINE, False)
_YES_NO = (("no", "否"), ("yes", "是"))
_HEARINGS = (("court", "开庭"), ("hearing", "听证"))
#: Without an outcome there is no column of table four.
_COLUMN_CHOICES = tuple((code, zh) for code, zh in COLUMNS if code != "pending")

_ASKS: Mapping[str, tuple[Ask, ...]] = {
    "accept": (
        Ask(
            "procedure",
            "适用的程序",
            Kind.CHOICE,
            hint="看答复通知书：简易程序只有5个工作日",
            choices=(("ordinary", "普通程序"), ("simplified", "简易程序")),
        ),
        _NUMBER,
    ),
    "demand": (
        Ask("until", "要求说明的最后一日", Kind.DAY, when=When.LATER),
        Ask("points", "要求说明什么"),
        _NUMBER,
    ),
    "answer": (_NUMBER, Ask("proof", "怎样送交、谁签收", Kind.LINE, False), _NOTE),
    "schedule": (
        Ask("what", "听证还是开庭", Kind.CHOICE, choices=_HEARINGS),
        Ask("until", "听证、开庭日期", Kind.DAY, when=When.LATER),
        _PLACE,
        _NUMBER,
    ),
    "hear": (
        Ask("what", "听证还是开庭", Kind.CHOICE, choices=_HEARINGS),
        Ask("head", "机关负责人是否出庭、到场", Kind.CHOICE, choices=_YES_NO),
        Ask("people", "谁出庭、到场", Kind.LINE, hint="姓名和职务"),
        Ask("reason", "负责人没有出庭的原因", required=False, hint="没有出庭的必须写明，并委托工作人员"),
        _NOTE,
    ),
    "extend": (Ask("days", "延长几日", Kind.NUMBER, hint="最多30日", least=1, most=30), _NUMBER),
    "suspend": (Ask("reason", "中止的原因"), _NUMBER),
    "resume": (_NOTE,),
    "close": (Ask("outcome_words", "处理结果", Kind.LINE), _NUMBER, _NOTE),
    "appeal": (
        Ask("who", "谁上诉", Kind.CHOICE, choices=(("other", "对方"), ("us", "本机关"))),
        Ask("served_on", "收到上诉状副本日期", Kind.DAY, False, "对方上诉的，15日内答辩", when=When.SINCE),
        Ask("body", "二审法院", Kind.LINE, False),
        Ask("document_no", "二审案号", Kind.LINE, False),
    ),
    "take_effect": (
        Ask("note", "备注", required=False, hint="不是上诉期满次日生效的，写明原因，例如对方收到裁判的日期"),
    ),
    "redo_done": (_NUMBER, _NOTE),
    "receive_opinion": (
        Ask(
            "what",
            "哪一种",
            Kind.CHOICE,
            choices=(("opinion", "行政复议意见书"), ("advice", "司法建议书")),
        ),
        Ask("points", "要求纠正、改进什么"),
        Ask("until", "司法建议书写明的回复期限", Kind.DAY, False, "意见书法定60日，不用填", when=When.LATER),
        _NUMBER,
    ),
    "answer_opinion": (Ask("measures", "怎样纠正、改进的"), _NUMBER),
    "retry": (Ask("body", "再审法院", Kind.LINE), Ask("document_no", "再审案号", Kind.LINE, False)),
}


def asks(step: Step, kind: str) -> tuple[Ask, ...]:
    """What a step asks of a case of this kind."""
    if step.code == "decide":
        return tuple(_decision(kind))
    # a review has hearings alone: there is nothing to choose
    return tuple(ask for ask in _ASKS[step.code] if not (kind == REVIEW and ask.choices is _HEARINGS))


def _decision(kind: str) -> Iterator[Ask]:
    outcomes = tuple((one.code, one.zh) for one in outcomes_of(kind))
    yield Ask("outcome", "结果", Kind.CHOICE, choices=outcomes)
    yield Ask("document_no", "决定书、裁判文书编号", Kind.LINE, False)
    yield _SERVED
    yield Ask("redo", "是否责令重新作出处理", Kind.CHOICE, choices=_YES_NO)
    yield Ask("until", "重作的最后一日", Kind.DAY, False, "写明日期的填这里", when=When.LATER)
    yield Ask(
        "days",
        "或者几个工作日内重作",
        Kind.NUMBER,
        False,
        "都没有写，按法定期限20个工作日",
        least=1,
        most=365,
    )
    hint = "不填就按结果计；要改计的，写明理由"
    yield Ask("column", "计入表四哪一栏", Kind.CHOICE, False, hint, choices=_COLUMN_CHOICES)
    yield Ask("because", "为什么改计", required=False)
    if kind != REVIEW:
        yield Ask("costs", "本机关负担的诉讼费用（元）", Kind.MONEY, False)


@dataclass(frozen=True)
class Weighed:
    """A case as its steps are weighed."""

    row: RemedyCase
    calendar: Calendar

    def on(self, day: date, *more: Entry) -> Standing:
        return standing(self.row, day, self.calendar, *more)

    def why_not(self, step: Step, day: date, today: date) -> str:
        """Why the step cannot be taken on a day, entered ``today``; empty when it can."""
        if day > today:
            return _("{step} — 日期在今天之后 — 还没有发生的事先不登记。").format(
                step=_(step.zh_of(self.row.kind))
            )
        if day < self.row.received_on and step.code != "accept":  # others accepted it before we heard of it
            return _("{step} — 日期早于收到这一案的{day} — 请核对日期。").format(
                step=_(step.zh_of(self.row.kind)), day=self.row.received_on
            )
        return remedy_procedure.why_not(step, self.on(day)) or (
            remedy_procedure.why_not(step, self.on(today)) if step.code in _ENDING else ""
        )

    def why_misdated(self, step: Step, day: date, said: Mapping[str, Any], today: date) -> str:
        """Which of the days that are ``said`` does not fit the day of the step; empty when all do."""
        for ask in asks(step, self.row.kind):
            if ask.when and said.get(ask.name):
                given = date.fromisoformat(said[ask.name])
                first, last = (day, today) if ask.when is When.SINCE else (day + timedelta(1), date.max)
                if not first <= given <= last:
                    words = _("{what} — {given}与办理日期{day}的先后不对 — 请核对这两个日期。")
                    return words.format(what=_(ask.zh), given=given, day=day)
        return ""

    def why_incomplete(self, step: Step, day: date, said: Mapping[str, Any]) -> str:
        """What must be said besides, seeing what is said."""
        outcome = OUTCOME.get(str(said.get("outcome", "")))
        if outcome and said.get("column", outcome.column) != outcome.column and not said.get("because"):
            return _("为什么改计 — 按结果应计入“{column}” — 请写明理由，或者不改计。").format(
                column=_(dict(COLUMNS)[outcome.column])
            )
        if outcome and said.get("redo") == "yes" and not may_redo(outcome):
            return _(
                "责令重新作出处理 — 结果是“{outcome}”，没有要重作的 — 请核对决定书，改结果或者改选否。"
            ).format(outcome=_(outcome.zh))
        if step.code == "hear" and said.get("head") == "no" and not said.get("reason"):
            return _("负责人没有出庭的原因 — 没有填 — 负责人不能出庭的应当说明理由。")
        return self._why_unusual(day) if step.code == "take_effect" and not said.get("note") else ""

    def _why_unusual(self, day: date) -> str:
        """Why another day than the one after the appeal period needs a word."""
        before = self.on(day)
        if before.may_appeal_until is None or day == before.takes_effect_on:
            return ""
        return _(
            "裁判生效日期 — 上诉期限到{last}满，通常{usual}生效 — "
            "请改成那一天；确实是别的日子的，在备注写明原因。"
        ).format(last=zh_date(before.may_appeal_until), usual=zh_date(before.may_appeal_until + timedelta(1)))

    def entry(self, step: Step, day: date, said: Mapping[str, Any], **more: Any) -> Entry:
        plain = {name: value for name, value in said.items() if value not in ("", None)}
        return {
            "n": len(self.row.events) + 1,
            "step": step.code,
            "on": day.isoformat(),
            "said": plain,
            **more,
        }


#: Steps that change what the register says of the end: nothing may have ended it since.
_ENDING = frozenset({"decide", "close", "appeal", "take_effect", "retry"})


def told(row: RemedyCase, entry: Entry) -> Iterator[tuple[str, str]]:
    """What an entry says, in the order in which it was asked."""
    for ask in asks(STEP[entry["step"]], row.kind):
        value = entry["said"].get(ask.name)
        if value not in ("", None):
            yield ask.zh, dict(ask.choices).get(str(value), str(value))
    if consent := entry["said"].get("consent"):
        yield "谁同意的", str(consent)


def last_decision(row: RemedyCase) -> Entry | None:
    return next((one for one in reversed(in_force(row.events)) if one["step"] in {"decide", "close"}), None)

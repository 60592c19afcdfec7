"""Steps of a review, suit or complaint, as data: from which states, on which article, and why one may not be
taken now. What others decide is recorded as it comes; only what cannot have happened is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.law.holidays import zh_date
from gongkai.law.remedy_course import COMPLAINT, REVIEW, STATE, STATES, Kind, Standing
from gongkai.law.remedy_results import CASE_TYPES
from gongkai.law.sources import LITIGATION_LAW, REGULATION, REVIEW_LAW, Source

_TYPES = tuple(one.code for one in CASE_TYPES)
_SUITS = tuple(code for code in _TYPES if code not in {REVIEW, COMPLAINT})
_HEARD = (REVIEW, *_SUITS)
_OPEN = tuple(state.code for state in STATES if state.is_open)
_PENDING = ("awaiting_answer", "to_decide", "in_hand", "on_appeal", "retrial")


@dataclass(frozen=True, slots=True)
class Step:
    """One step 办理步骤: what it records, for which types of case, from which states, on which article.

    ``other_source`` holds for suits, where the law of suits has an article of its own, ``complaint_source``
    for complaints; a review has hearings 听证 and no sessions of a court, hence ``review_zh``.
    """

    code: str
    zh: str
    kind: Kind
    of: tuple[str, ...]
    states: tuple[str, ...]
    source: Source
    other_source: Source | None = None
    forbids: Callable[[Standing], str] | None = None
    complaint_source: Source | None = None
    review_zh: str = ""

    def zh_of(self, case_type: str) -> str:
        """What it is called in a case of this type."""
        return self.review_zh if self.review_zh and case_type == REVIEW else self.zh

    def source_of(self, case_type: str) -> Source:
        if self.complaint_source and case_type == COMPLAINT:
            return self.complaint_source
        return self.other_source if self.other_source and case_type in _SUITS else self.source


def _one_extension(standing: Standing) -> str:
    if standing.simplified:
        return "适用简易程序，30日内决定，不能延长，转为普通程序的先登记程序"
    return "复议期限只能延长一次" if standing.is_extended else ""


def _period_is_over(standing: Standing) -> str:
    last = standing.may_appeal_until
    if last and standing.on <= last:
        return f"上诉期限到{zh_date(last)}才满，期满没有人上诉的才生效"
    return ""


def _opinion_is_owed(standing: Standing) -> str:
    return "" if standing.owes_opinion else "没有还要回复的意见书、建议书"


def _redo_is_owed(standing: Standing) -> str:
    return "" if standing.owes_redo else "没有还要重作的期限"


def _may_answer(standing: Standing) -> str:
    if standing.as_reviewer and standing.kind == REVIEW:
        return "本机关是复议机关，不提交答复"
    return ""


STEPS: tuple[Step, ...] = (
    Step("accept", "受理和适用程序", Kind.ACCEPTED, (REVIEW,), _OPEN, REVIEW_LAW.at("第三十条")),
    Step("demand", "要求说明情况", Kind.DEMANDED, (COMPLAINT,), _OPEN, REGULATION.at("第四十七条")),
    Step(
        "answer",
        "提交答复",
        Kind.ANSWERED,
        _TYPES,
        ("awaiting_answer", "suspended", "on_appeal"),
        REVIEW_LAW.at("第四十八条"),
        LITIGATION_LAW.at("第六十七条"),
        _may_answer,
        complaint_source=REGULATION.at("第五十一条"),
    ),
    Step(
        "schedule",
        "听证、开庭的通知",
        Kind.SCHEDULED,
        _HEARD,
        _PENDING,
        REVIEW_LAW.at("第五十条", verified=False),
        LITIGATION_LAW.at("第六十六条", verified=False),
        review_zh="听证的通知",
    ),
    Step(
        "hear",
        "听证、开庭",
        Kind.HEARD,
        _HEARD,
        _PENDING,
        REVIEW_LAW.at("第五十条", verified=False),
        LITIGATION_LAW.at("第三条第三款", verified=False),
        review_zh="听证",
    ),
    Step(
        "extend",
        "延长复议期限",
        Kind.EXTENDED,
        (REVIEW,),
        _PENDING,
        REVIEW_LAW.at("第六十二条"),
        forbids=_one_extension,
    ),
    Step(
        "suspend",
        "中止",
        Kind.SUSPENDED,
        _HEARD,
        _PENDING,
        REVIEW_LAW.at("第三十九条"),
        LITIGATION_LAW.at("第一百零一条", verified=False),
    ),
    Step(
        "resume",
        "恢复审理",
        Kind.RESUMED,
        _HEARD,
        ("suspended",),
        REVIEW_LAW.at("第三十九条"),
        LITIGATION_LAW.at("第一百零一条", verified=False),
    ),
    Step(
        "decide",
        "复议决定、裁判",
        Kind.DECIDED,
        _HEARD,
        (*_PENDING, "suspended"),
        REVIEW_LAW.at("第六十二条"),
        LITIGATION_LAW.at("第七十条"),
    ),
    Step("close", "办结", Kind.DECIDED, (COMPLAINT,), _OPEN, REGULATION.at("第五十一条")),
    Step(
        "appeal",
        "上诉",
        Kind.APPEALED,
        _SUITS,
        ("judged",),
        LITIGATION_LAW.at("第八十五条", verified=False),
    ),
    Step(
        "take_effect",
        "裁判生效",
        Kind.TOOK_EFFECT,
        _SUITS,
        ("judged",),
        LITIGATION_LAW.at("第八十五条", verified=False),
        forbids=_period_is_over,
    ),
    Step(
        "redo_done",
        "重作完成",
        Kind.REDONE,
        _HEARD,
        ("concluded",),
        REVIEW_LAW.at("第六十四条"),
        LITIGATION_LAW.at("第七十条"),
        _redo_is_owed,
    ),
    Step(
        "receive_opinion",
        "收到意见书、建议书",
        Kind.OPINION,
        _HEARD,
        tuple(STATE),
        REVIEW_LAW.at("第七十六条"),
        LITIGATION_LAW.at("第六十六条", verified=False),
    ),
    Step(
        "answer_opinion",
        "报送纠正情况",
        Kind.OPINION_ANSWERED,
        _HEARD,
        tuple(STATE),
        REVIEW_LAW.at("第七十六条"),
        LITIGATION_LAW.at("第六十六条", verified=False),
        _opinion_is_owed,
    ),
    Step(
        "retry",
        "再审",
        Kind.RETRIED,
        _SUITS,
        ("concluded",),
        LITIGATION_LAW.at("第九十一条", verified=False),
    ),
)
STEP = {step.code: step for step in STEPS}


def why_not(step: Step, standing: Standing) -> str:
    """One Chinese sentence on why a step may not be taken now; empty when it may."""
    what = step.zh_of(standing.kind)
    if standing.kind not in step.of:
        return f"不能登记{what} — 这一类案件没有这一步 — 请看案件的类型。"
    if standing.state.code not in step.states:
        states = "、".join(f"“{STATE[code].zh}”" for code in step.states)
        return f"不能登记{what} — 现在是“{standing.state.zh}” — 这一步只能在{states}时登记。"
    reason = step.forbids(standing) if step.forbids else ""
    return f"不能登记{what} — {reason} — 请核对日期和已经登记的经过。" if reason else ""


def lawful(standing: Standing) -> tuple[Step, ...]:
    return tuple(step for step in STEPS if not why_not(step, standing))

"""States and steps of a request 办理流程, as data: who may take which step from where, and by which article.

The computed ``Deadline`` says where a request stands; ``lawful`` says what may come next, ``why_not`` why a
step may not. Only what a statute asks forbids a step; practice warns elsewhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.law.events import Party
from gongkai.law.holidays import zh_date
from gongkai.law.periods import CORRECTION, EXTENSION, JOINT_MAKER, PAYMENT, REPLY, THIRD_PARTY, Period
from gongkai.law.sources import FEE_RULES, LITIGATION_LAW, PRACTICE, REGULATION, REVIEW_LAW, Source

if TYPE_CHECKING:
    from gongkai.law.clocks import Deadline


@dataclass(frozen=True, slots=True)
class State:
    """Where a request stands 办理状态. ``waits_for`` is the one who has to act next."""

    code: str
    zh: str
    is_open: bool
    waits_for: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes a step 办理角色."""

    code: str
    zh: str


ORGAN, APPLICANT, OTHERS, NOBODY = "organ", "applicant", "others", ""

STATES: tuple[State, ...] = (
    State("arrived", "已到达，待确认收到", True, ORGAN),
    State("review", "办理中", True, ORGAN),
    State("correction_requested", "待申请人补正", True, APPLICANT),
    State("fee_noticed", "待申请人缴费", True, APPLICANT),
    State("reason_requested", "待申请人说明理由", True, APPLICANT),
    State("consulting_third_party", "征求第三方意见中", True, OTHERS),
    State("consulting_organs", "征求其他机关意见中", True, OTHERS),
    State("extended", "已延期，办理中", True, ORGAN),
    State("delayed", "已另定答复期限，办理中", True, ORGAN),
    State("reopened", "责令重作，办理中", True, ORGAN),
    State("decided", "已答复，待送达", False, ORGAN),
    State("served", "已送达", False, ORGAN),
    State("abandoned_correction", "逾期不补正，不再处理", False, ORGAN),
    State("abandoned_fee", "逾期不缴费，不再处理", False, ORGAN),
    State("withdrawn", "申请人已撤回", False, ORGAN),
    State("archived", "已归档", False, NOBODY),
)
STATE = {state.code: state for state in STATES}

CLERK = Actor("clerk", "承办人")
OFFICE_HEAD = Actor("office_head", "政府信息公开工作机构负责人")
SIGNER = Actor("signer", "签发人")
THE_APPLICANT = Actor("applicant", "申请人")
CONSULTED = Actor("consulted", "被征求意见方")
REVIEWER = Actor("reviewer", "复议机关或人民法院")
ACTORS: tuple[Actor, ...] = (CLERK, OFFICE_HEAD, SIGNER, THE_APPLICANT, CONSULTED, REVIEWER)

#: Says in Chinese why a step is not lawful now; empty when it is.
Precondition = Callable[["Deadline"], str]


@dataclass(frozen=True, slots=True)
class Transition:
    """One step 办理步骤: from which states, to which, by whom, on which article, within which period."""

    code: str
    zh: str
    sources: tuple[str, ...]
    target: str
    source: Source
    actor: Actor
    period: Period | None = None
    forbids: Precondition | None = None


def _limit_runs(deadline: "Deadline") -> str:
    if deadline.due and deadline.on > deadline.due:
        return f"答复期限已于{zh_date(deadline.due)}届满 — 请尽快答复。"
    return ""


def _may_correct(deadline: "Deadline") -> str:
    if deadline.corrections_asked:
        return "已经告知过补正 — 补正只能一次性告知，请按现有内容答复。"
    last = deadline.correction_by
    if last and deadline.on > last:
        return f"告知补正最晚应在{zh_date(last)} — 现已超过，请按现有内容答复。"
    return ""


def _may_extend(deadline: "Deadline") -> str:
    if deadline.extension:
        return f"已经延期{deadline.extension}个工作日 — 只能延期一次，请在期限内答复。"
    if deadline.is_fixed:
        return "期限是决定书所定或已另行告知 — 机关不能自行延长，请在期限内答复。"
    return _limit_runs(deadline)


def _may_delay(deadline: "Deadline") -> str:
    if deadline.redo and deadline.is_fixed:
        return "重作期限是决定书所定 — 机关不能自行推迟，请在期限内答复。"
    if late := _limit_runs(deadline):
        return late
    if not deadline.reason_given:
        # Art 35: only where the organ finds the reasons for so many requests to be reasonable
        return "申请人还没有说明理由 — 另定期限以理由合理为前提 — 请先要求说明理由，收到后登记。"
    return ""


def _applicant_overdue(deadline: "Deadline") -> str:
    if deadline.waiting_until is None:
        return "通知没有写明期限 — 无法认定逾期，请先补上通知中的期限。"
    if deadline.on <= deadline.waiting_until:
        return f"申请人的期限到{zh_date(deadline.waiting_until)}才满 — 请等到期限届满。"
    return ""


def _applicant_is_to_act(deadline: "Deadline") -> str:
    if deadline.due is None:
        return "期限已停，等申请人补正或缴费 — 请等其办理，或者等其期限届满。"
    return ""


def _end_holds(deadline: "Deadline") -> str:
    if deadline.is_belied:
        return "申请人已经补正或缴费，不再处理没有了前提 — 请撤回“不再处理”的登记，继续办理。"
    return ""


def _reason_was_asked(deadline: "Deadline") -> str:
    if deadline.reason_asked or deadline.redo:
        return ""
    return "还没有要求申请人说明理由 — 理由不合理的才能不予处理 — 请先告知申请人说明理由。"


def _correction_was_asked(deadline: "Deadline") -> str:
    if deadline.corrections_asked or deadline.redo:
        return ""
    return "还没有告知过补正 — 补正后仍不明确的才能这样答复 — 请先告知补正，或者选别的答复类型。"


def _opinion_is_awaited(deadline: "Deadline") -> str:
    # one that comes late counts for what it says, and no longer for the limit (Art 32)
    if all(letter.opinion for letter in deadline.consultations):
        return "没有等着答复的征求意见书 — 没有征求过，或者意见都已登记 — 请先登记征求意见。"
    return ""


def _whoever_was_asked_was_heard(deadline: "Deadline") -> str:
    for letter in deadline.consultations:
        waits = letter.opinion is None and deadline.on <= letter.expires
        if letter.party in HEARD and waits:
            who = letter.party.zh
            return (
                f"{who}的期限到{zh_date(letter.expires)}才满，还没有答复 — 公开前应当听取{who}的意见 — "
                "请等意见或者期限届满。"
            )
    return ""


#: Whoever has a period of their own in the law to say something before the release, and its article.
HEARD = {Party.THIRD_PARTY: "第三十二条", Party.JOINT_MAKER: "第三十四条"}


#: What must have come before an answer of a kind (Art 30, 32, 34, 35); after a redo the first round counts.
PRESUPPOSED: Mapping[str, Precondition] = {
    "granted_provided": _whoever_was_asked_was_heard,
    "partial": _whoever_was_asked_was_heard,
    "rejected_excessive": _reason_was_asked,
    "unavailable_unclear": _correction_was_asked,
}

_WORKING = (
    "review",
    "reason_requested",
    "consulting_third_party",
    "consulting_organs",
    "extended",
    "delayed",
    "reopened",
)
_OPEN = tuple(state.code for state in STATES if state.is_open)
_CLOSED = tuple(state.code for state in STATES if not state.is_open)
_FEE_SOURCE = FEE_RULES.at()

TRANSITIONS: tuple[Transition, ...] = (
    Transition("confirm", "确认收到", ("arrived",), "review", REGULATION.at("第三十一条"), CLERK),
    Transition(
        "request_correction",
        "告知补正",
        _WORKING,
        "correction_requested",
        REGULATION.at("第三十条"),
        CLERK,
        CORRECTION,
        _may_correct,
    ),
    Transition(
        "receive_correction",
        "收到补正",
        ("correction_requested",),
        "review",
        REGULATION.at("第三十条"),
        THE_APPLICANT,
    ),
    Transition(
        "abandon_correction",
        "逾期不补正，不再处理",
        ("correction_requested",),
        "abandoned_correction",
        REGULATION.at("第三十条"),
        OFFICE_HEAD,
        forbids=_applicant_overdue,
    ),
    Transition(
        "consult_third_party",
        "征求第三方意见",
        _WORKING,
        "consulting_third_party",
        REGULATION.at("第三十二条"),
        CLERK,
        THIRD_PARTY,
        _limit_runs,
    ),
    Transition(
        "consult_organs",
        "征求共同制作机关或其他机关意见",
        _WORKING,
        "consulting_organs",
        REGULATION.at("第三十四条"),
        CLERK,
        JOINT_MAKER,
        _limit_runs,
    ),
    Transition(
        "receive_opinion",
        "收到意见",
        _WORKING,
        "review",
        REGULATION.at("第三十三条第三款"),
        CONSULTED,
        forbids=_opinion_is_awaited,
    ),
    Transition(
        "extend",
        "延长答复期限",
        _WORKING,
        "extended",
        REGULATION.at("第三十三条第二款"),
        OFFICE_HEAD,
        EXTENSION,
        _may_extend,
    ),
    Transition(
        "notify_fee", "发出收费通知", _WORKING, "fee_noticed", _FEE_SOURCE, OFFICE_HEAD, PAYMENT, _limit_runs
    ),
    Transition("receive_payment", "收到缴费", ("fee_noticed",), "review", _FEE_SOURCE, THE_APPLICANT),
    Transition(
        "abandon_fee",
        "逾期不缴费，不再处理",
        ("fee_noticed",),
        "abandoned_fee",
        _FEE_SOURCE,
        OFFICE_HEAD,
        PAYMENT,
        _applicant_overdue,
    ),
    Transition(
        "request_reason",
        "要求说明理由",
        tuple(code for code in _WORKING if code != "reason_requested"),
        "reason_requested",
        REGULATION.at("第三十五条"),
        CLERK,
    ),
    Transition(
        "receive_reason",
        "收到理由",
        ("reason_requested",),
        "review",
        REGULATION.at("第三十五条"),
        THE_APPLICANT,
    ),
    Transition(
        "delay",
        "另定合理的答复期限",
        _WORKING,
        "delayed",
        REGULATION.at("第三十五条"),
        OFFICE_HEAD,
        forbids=_may_delay,
    ),
    Transition(
        "answer",
        "答复",
        (*_WORKING, "correction_requested", "fee_noticed"),
        "decided",
        REGULATION.at("第三十六条"),
        SIGNER,
        REPLY,
        _applicant_is_to_act,
    ),
    Transition("serve", "送达", ("decided",), "served", REGULATION.at("第三十三条"), CLERK, REPLY),
    Transition("withdraw", "撤回申请", _OPEN, "withdrawn", PRACTICE.at(verified=False), THE_APPLICANT),
    Transition(
        "archive",
        "归档",
        ("served", "abandoned_correction", "abandoned_fee", "withdrawn"),
        "archived",
        REGULATION.at("第四十五条"),
        OFFICE_HEAD,
        forbids=_end_holds,
    ),
    Transition(
        "reopen_review",
        "复议决定责令重作",
        _CLOSED,
        "reopened",
        REVIEW_LAW.at(verified=False),
        REVIEWER,
    ),
    Transition(
        "reopen_judgment",
        "判决责令重作",
        _CLOSED,
        "reopened",
        LITIGATION_LAW.at(verified=False),
        REVIEWER,
    ),
)
TRANSITION = {transition.code: transition for transition in TRANSITIONS}


def leading_to(state: State) -> Transition:
    """The step by which an application comes to a state; the first, where several lead there."""
    return next(step for step in TRANSITIONS if step.target == state.code)


def lawful(deadline: "Deadline") -> tuple[Transition, ...]:
    """The steps that may be taken from where ``deadline`` stands, on the day it was computed for."""
    return tuple(step for step in TRANSITIONS if not why_not(step.code, deadline))


def why_not(code: str, deadline: "Deadline", kind: str = "") -> str:
    """One Chinese sentence on why step ``code`` may not be taken now; empty when it may. ``kind``: the
    decision, where an answer is meant."""
    step = TRANSITION[code]
    if deadline.state.code not in step.sources:
        states = "、".join(f"“{STATE[state].zh}”" for state in step.sources)
        return f"不能{step.zh} — 现在是“{deadline.state.zh}” — 这一步只能在{states}时办理。"
    presupposed = PRESUPPOSED.get(kind)
    reason = step.forbids(deadline) if step.forbids else ""
    reason = reason or (presupposed(deadline) if presupposed else "")
    return f"不能{step.zh} — {reason}" if reason else ""

"""What hinders a step besides the course of its application: a sum that no scale gives, a number that another
letter has, the organ itself named as the one in charge, what the applicant sent and nobody has confirmed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.law import fees
from gongkai.law.decision_kind import DecisionKind
from gongkai.ledger.organs.queries import is_named
from gongkai.ledger.requests import queries
from gongkai.ledger.requests.letters import numbers
from gongkai.ledger.requests.models import Arrival, EventKind, FoiRequest
from gongkai.ledger.requests.steps import Step
from gongkai.lib.language import _

NOTICE, ELSEWHERE = "notify_fee", "unavailable_other_organ"
#: What belies, while it waits in the inbox, that the applicant has let the period pass.
_BELIED_BY = {"abandon_correction": Arrival.Kind.CORRECTION, "abandon_fee": Arrival.Kind.PAYMENT}


def waiting(row: FoiRequest, step: Step) -> list[Arrival]:
    """What has come from the applicant and is to be dealt with before the step."""
    kind = _BELIED_BY.get(step.code)
    return list(row.arrivals.filter(kind=kind, state=Arrival.State.WAITING)) if kind else []


def why_not(row: FoiRequest, step: Step) -> str:
    """Why the step must wait; empty where nothing waits before it."""
    for one in waiting(row, step):
        return _(
            "不能{step} — 申请人提交的{kind}（{number}）还没有办 — 请先确认，或者写明原因不采用。"
        ).format(step=_(step.zh), kind=_(one.get_kind_display()), number=one.number)
    return ""


def why_not_said(
    row: FoiRequest, step: Step, on: date, said: Mapping[str, Any], kind: DecisionKind | None = None
) -> str:
    """Why the step, an answer of this ``kind``, cannot say what it is to say; empty when it can."""
    if kind and kind.code == ELSEWHERE and is_named(row.organ, said.get("right_organ") or ""):
        return _(
            "负责公开的机关 — 填的是本机关 — 由本机关负责公开的，请选别的答复类型；不由的，填另一个机关。"
        )
    if number := said.get("document_no") if step.event != EventKind.REDO_ORDERED else "":
        why = numbers.why_taken(row.organ, str(number))
        if why:
            return why
    return _why_not_charged(row, on, said) if step.code == NOTICE else ""


def _why_not_charged(row: FoiRequest, on: date, said: Mapping[str, Any]) -> str:
    amount, pages = Decimal(str(said["amount"])), said.get("pages")
    if not amount:
        return _("数额 — 0元就是不收费 — 不收费的不发收费通知，请直接办理。")
    sums = fees.computed(queries.place_in_month(row), int(pages) if pages else None, on=on)
    if not sums or amount in sums.values():
        return ""
    if amount < max(sums.values()) and said.get("fee_reason"):
        return ""  # less than the scale gives: remitted in part
    told = "，".join(f"{_(scale)}{due}元" for scale, due in sums.items())
    return _(
        "数额 — {amount}元不是算出来的数：{told} — 请照算出的填，按量计收的写明页数；少收的，写明理由。"
    ).format(amount=f"{amount.normalize():f}", told=told)

"""What a case against the organ makes one look at 应诉提示: whether review had to come first, whether it came
in time, whether it lies with the right body. Each is for the answer to raise, and blocks nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.law.decision_kind import DecisionKind, Remedy
from gongkai.law.findings import Finding, Severity
from gongkai.law.holidays import zh_date
from gongkai.law.remedies import PERIOD, REVIEW_FIRST, Bodies, remedy_on, until
from gongkai.law.sources import LITIGATION_LAW, REVIEW_LAW, Source
from gongkai.law.workdays import Calendar

REVIEW, SUIT = "reconsideration", "litigation_direct"


@dataclass(frozen=True, slots=True)
class Contested:
    """A case against the organ, and what it is about. What is not known is None or empty."""

    kind: str
    body: str
    filed_on: date | None
    decision: DecisionKind | None
    decided_on: date | None
    told_on: date | None  # when whoever contests it was served


def hints(case: Contested, bodies: Bodies, calendar: Calendar) -> tuple[Finding, ...]:
    return (*_review_first(case), *_body(case, bodies), *_too_late(case, calendar))


def _review_first(case: Contested) -> Iterator[Finding]:
    if case.kind != SUIT or case.decision is None or case.decided_on is None:
        return
    if remedy_on(case.decision, case.decided_on) is Remedy.REVIEW_FIRST:
        source = REVIEW_FIRST.version_on(case.decided_on).source
        message = (
            f"复议前置 — 被诉的是“{case.decision.zh}”，应当先申请行政复议，没有复议就起诉了 — "
            f"请在答辩状中提出，请求裁定驳回起诉。"
        )
        yield _hint("RMD-review-first", message, source)


def _body(case: Contested, bodies: Bodies) -> Iterator[Finding]:
    if case.kind != REVIEW or not case.body or not bodies.review_organ or case.body == bodies.review_organ:
        return
    message = (
        f"复议机关 — 登记的是“{case.body}”，本机关的复议机关是“{bodies.review_organ}” — "
        f"请核对答复通知书；管辖不对的，在答复书中提出。"
    )
    yield _hint("RMD-body", message, REVIEW_LAW.at("第二十四条"))


def _too_late(case: Contested, calendar: Calendar) -> Iterator[Finding]:
    code = {REVIEW: "review_application", SUIT: "suit_direct"}.get(case.kind)
    if code is None or case.filed_on is None or case.told_on is None:
        return
    last = until(code, case.told_on, calendar)
    if case.filed_on > last:
        message = (
            f"{PERIOD[code].zh}的期限 — 到{zh_date(last)}，对方在{zh_date(case.filed_on)}才提出 — "
            f"没有正当理由的，请在答复、答辩中提出。"
        )
        article = REVIEW_LAW.at("第二十条第一款") if case.kind == REVIEW else LITIGATION_LAW.at("第四十六条")
        yield _hint("RMD-in-time", message, article)


def _hint(rule: str, message: str, source: Source) -> Finding:
    return Finding(rule, Severity.INFO, "case", message, str(source))

"""The ways open against a decision 救济告知: review and suit, where and until when."""

import re
from collections.abc import Iterator

from gongkai.law.decision_kind import Remedy
from gongkai.law.letter_lint.subject import NOWHERE, WARNING, Fault, Subject


def review_first(subject: Subject) -> Iterator[Fault]:
    """Where withholding must go to review before any suit, the letter says so; elsewhere it does not."""
    says_first = _FIRST.search(subject.text)
    if not subject.is_contestable:
        return
    if subject.remedy is Remedy.REVIEW_FIRST and not says_first:
        why = "不予公开应当先申请行政复议，文书没有告知"
        yield Fault(NOWHERE, f"复议前置 — {why} — 请写明“应当先申请行政复议”。")
    if subject.remedy is Remedy.REVIEW_OR_SUIT and says_first:
        why = "这种答复可以复议，也可以直接起诉"
        yield Fault(says_first.span(), f"复议前置 — {why} — 请改为标准的救济告知。", WARNING)


_FIRST = re.compile(r"(?:应当|应|须|必须)先(?:[^，。；]{0,30})申请行政复议")


def remedies(subject: Subject) -> Iterator[Fault]:
    """A decision tells review, suit and both periods; a notice on the way has no such clause."""
    if not subject.is_contestable:
        if found := _REMEDY.search(subject.text):
            why = "这是过程中的告知，不能单独复议或者起诉"
            yield Fault(found.span(), f"救济告知 — {why} — 请删去这一段。")
        return
    wanted = ["申请行政复议", "60日", "提起行政诉讼"]
    wanted += ["15日"] if subject.remedy is Remedy.REVIEW_FIRST else ["6个月"]
    if missing := [words for words in wanted if words not in subject.text]:
        yield Fault(NOWHERE, f"救济告知 — 没有写明{'、'.join(missing)} — 请用标准的救济告知。")
    for sentence in _REMEDY.finditer(subject.text):
        for match in _PERIOD.finditer(subject.text, *sentence.span()):
            if match[0] not in _PERIODS:
                why = "复议60日，起诉6个月；先复议的，起诉15日"
                yield Fault(match.span(), f"救济告知 — 期限写的是{match[0]} — {why} — 请改正。")


_PERIOD, _PERIODS = re.compile(r"(?<![\d月])\d{1,3}(?:日|天|个月)"), {"60日", "15日", "6个月"}
_REMEDY = re.compile(r"[^。\n]*(?:申请行政复议|提起行政诉讼)[^。\n]*。?")


def review_body(subject: Subject) -> Iterator[Fault]:
    """Review goes to the organ's own review organ, and since 2024 to no department above it."""
    right = subject.facts.bodies.review_organ
    for match in _DEPARTMENT.finditer(subject.text):
        yield Fault(match.span(), f"复议机关 — 2024年起不向上级主管部门申请复议 — 请删去“{match[0]}”。")
    for match in _TO_REVIEW.finditer(_DEPARTMENT.sub(lambda m: "\0" * len(m[0]), subject.text)):
        named = match[1].strip("\0")
        if named and named != right and not _is_open(right):
            yield Fault(match.span(1), f"复议机关 — 写的是“{named}”，本机关的复议机关是“{right}” — 请改正。")


_DEPARTMENT = re.compile(r"(?:或者?|、)?(?:其|本机关的?)?上一?级(?:行政)?主管(?:部门|机关)")

_TO_REVIEW = re.compile(r"[内向]?向([^，。；：]{2,40}?)申请行政复议")


def court(subject: Subject) -> Iterator[Fault]:
    """The suit goes to the court that the organ has named."""
    right = subject.facts.bodies.court
    for match in _TO_COURT.finditer(subject.text):
        if match[1] != right and not _is_open(right):
            yield Fault(match.span(1), f"管辖法院 — 写的是“{match[1]}”，本机关设置的是“{right}” — 请核对。")


_TO_COURT = re.compile(r"向([^，。；：]{2,40}?法院)(?:提起(?:行政)?诉讼|起诉)")


def _is_open(name: str) -> bool:
    return not name or "【" in name

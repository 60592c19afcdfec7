"""The days of a letter: its limit, the time it leaves its addressee, its service."""

import re
from collections.abc import Iterator
from datetime import date

from gongkai.law.holidays import zh_date
from gongkai.law.letter_lint.subject import NOWHERE, WARNING, Fault, Subject, place
from gongkai.law.letter_texts import ANSWER
from gongkai.law.periods import PAYMENT, THIRD_PARTY


def dates(subject: Subject) -> Iterator[Fault]:
    """The letter goes out within the limit, and leaves the addressee the time that the law gives."""
    facts = subject.facts
    if facts.due_on and facts.signed_on > facts.due_on:
        what = f"期限{zh_date(facts.due_on)}已过，落款是{zh_date(facts.signed_on)}"
        yield Fault(NOWHERE, f"期限 — {what} — 请尽快发出，并记明逾期的原因。", WARNING)
    for match in _ZH_DATE.finditer(subject.text):
        if _calendar_day(*map(int, match.groups())) is None:
            yield Fault(match.span(), f"{match[0]} — 日历上没有这一天 — 请改正。", WARNING)
    yield from _told(subject)
    deadline = subject.written.get("deadline", "")
    if (day := _day(deadline)) and day <= facts.signed_on:
        what = f"留给对方的最后一天是{zh_date(day)}，不晚于落款"
        yield Fault(place(subject, zh_date(day)), f"期限 — {what} — 请给出合理的期限。")
    period = _LEAST.get(subject.code)
    given = _WORKDAYS.search(deadline)
    if period and given and int(given[1]) < (least := period.on(facts.signed_on)):
        what = f"只给{given[1]}个工作日，依法是{least}个工作日"
        yield Fault(place(subject, deadline), f"期限 — {what} — 请改为{least}个工作日。")


def _told(subject: Subject) -> Iterator[Fault]:
    """What an answer says of its own days."""
    facts = subject.facts
    if facts.kind is None or subject.template.series != ANSWER:
        return
    for pattern, right, what in (
        (_TO_ANSWER_BY, facts.due_on, "答复期限"),
        (_MADE_ON, facts.signed_on, "作出日期"),
    ):
        for match in pattern.finditer(subject.text):
            said = _calendar_day(*map(int, match.groups()))
            if said and right and said != right:
                words = f"写的是{zh_date(said)}，应当是{zh_date(right)}"
                yield Fault(match.span(), f"{what} — {words} — 请改正，或者删去这一句。", WARNING)


_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_TO_ANSWER_BY = re.compile(rf"答复期限(?:到|至|为|是|截至){_DAY}")
_MADE_ON = re.compile(rf"(?:本答复|本告知书|本决定)[^。，\n]{{0,4}}于{_DAY}(?:作出|签发)")
_LEAST = {"third_party_consultation": THIRD_PARTY, "fee_notice": PAYMENT}

_WORKDAYS = re.compile(r"(\d{1,3})个?工作日")

_ZH_DATE = re.compile(r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})日")


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def service(subject: Subject) -> Iterator[Fault]:
    """An answer of the last day is not left to be handed over: the applicant has to sign for it that day."""
    facts = subject.facts
    is_answer = facts.kind is not None and subject.template.series == ANSWER
    if is_answer and facts.due_on == facts.signed_on and _HANDED_OVER.search(facts.delivery):
        what = f"今天是期限的最后一天，申请人选的是“{facts.delivery}”，要今天签收才算按期"
        yield Fault(NOWHERE, f"送达 — {what} — 签收没有把握的，请今天交邮政企业寄出。")


_HANDED_OVER = re.compile("领取|来取|当面|当场|查阅|直接")

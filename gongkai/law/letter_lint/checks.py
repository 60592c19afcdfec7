"""The rules, one after another, and how a letter is held against them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongkai.law.findings import Finding, Severity
from gongkai.law.letter_lint.days import dates, service
from gongkai.law.letter_lint.grounds import article, hidden, known_article, lessons, weighing
from gongkai.law.letter_lint.parties import consulted, objection, personal, silence
from gongkai.law.letter_lint.register import applicant, number, register
from gongkai.law.letter_lint.remedies import court, remedies, review_body, review_first
from gongkai.law.letter_lint.subject import ERROR, NOWHERE, WARNING, Fault, Subject
from gongkai.law.letter_lint.wording import blank, parts, placeholder, secrecy
from gongkai.law.letter_numbers import SOURCE as NUMBER_SOURCE
from gongkai.law.sources import (
    PERSONAL_INFORMATION_LAW,
    PRACTICE,
    REGULATION,
    REVIEW_LAW,
    SECRECY_LAW,
    SERVICE_REPLY,
    Source,
)


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. ``severity`` is the highest that it gives."""

    id: str
    title: str
    severity: Severity
    source: Source
    faults: Callable[[Subject], Iterator[Fault]]


CHECKS: tuple[Check, ...] = (
    Check("LET-blank", "没有空着的栏目", ERROR, PRACTICE.at(), blank),
    Check("LET-secrecy", "没有密级标志", ERROR, SECRECY_LAW.at(), secrecy),
    Check("LET-parts", "法定要素齐全", ERROR, REGULATION.at("第三十六条"), parts),
    Check(
        "LET-review-first",
        "不予公开的，告知应当先申请行政复议",
        ERROR,
        REVIEW_LAW.at("第二十三条第二款"),
        review_first,
    ),
    Check("LET-review-body", "复议机关正确", ERROR, REVIEW_LAW.at("第二十四条"), review_body),
    Check("LET-silence", "沉默是否视为同意，照法律写", ERROR, REGULATION.at("第三十二条"), silence),
    Check("LET-consulted", "说征求过意见的，登记里有", ERROR, REGULATION.at("第三十二条"), consulted),
    Check("LET-objection", "第三方不同意的，公开有理由并告知", ERROR, REGULATION.at("第三十二条"), objection),
    Check("LET-dates", "日期在期限之内", ERROR, REGULATION.at("第三十三条"), dates),
    Check("LET-personal", "没有第三方的个人信息", ERROR, PERSONAL_INFORMATION_LAW.at("第二十五条"), personal),
    Check("LET-service", "最后一天不靠当面送达", WARNING, SERVICE_REPLY.at(), service),
    Check("LET-article", "依据与答复相符", WARNING, REGULATION.at("第三十六条"), article),
    Check("LET-known-article", "引的条文条例里有", WARNING, REGULATION.at("第三十六条"), known_article),
    Check("LET-remedies", "救济告知完整", WARNING, REVIEW_LAW.at("第二十条"), remedies),
    Check("LET-court", "管辖法院正确", WARNING, PRACTICE.at(verified=False), court),
    Check("LET-register", "日期、编号与登记一致", WARNING, PRACTICE.at(), register),
    Check("LET-applicant", "申请人、申请内容与登记一致", WARNING, PRACTICE.at(), applicant),
    Check("LET-placeholder", "没有留着样本的字样", WARNING, PRACTICE.at(), placeholder),
    Check("LET-hidden", "附件遮盖的事由文书都写了", WARNING, REGULATION.at("第三十七条"), hidden),
    Check("LET-weighing", "写明了公共利益的衡量", WARNING, REGULATION.at("第十六条"), weighing),
    Check("LET-lesson", "对照过复议、诉讼的教训", WARNING, PRACTICE.at(), lessons),
    Check("LET-number", "文号写法合乎公文格式", WARNING, NUMBER_SOURCE, number),
)

BY_ID = {check.id: check for check in CHECKS}

#: Nobody sets it aside: what is left blank is no letter yet.
BLANK = "LET-blank"


def check(subject: Subject) -> tuple[Finding, ...]:
    """What every rule finds. ``where`` is ``text/START-END``, or ``letter`` where it is about no words."""
    return tuple(
        Finding(
            rule.id,
            fault.severity or rule.severity,
            f"text/{fault.at[0]}-{fault.at[1]}" if fault.at != NOWHERE else "letter",
            fault.message,
            "" if rule.source.instrument is PRACTICE else str(rule.source),
        )
        for rule in CHECKS
        for fault in rule.faults(subject)
    )

"""What a letter takes from the register stands in it as registered: days, numbers, who asked for what."""

import re
from collections.abc import Iterator

from gongkai.law.holidays import zh_date
from gongkai.law.letter_lint.subject import NOWHERE, Fault, Subject
from gongkai.law.letter_numbers import is_well_formed, misshapen
from gongkai.law.masks import mask_name


def register(subject: Subject) -> Iterator[Fault]:
    """Dates and numbers that the letter takes from the register are those of the register."""
    facts = subject.facts
    known = {"申请编号": (_CALLED, facts.application_no), "收到日期": (_RECEIVED, zh_date(facts.received_on))}
    names = {"申请编号": "application_no", "收到日期": "received_on"}
    for what, (pattern, right) in known.items():
        for match in pattern.finditer(subject.text):
            if not subject.text.startswith(right, match.start(1)):
                yield Fault(match.span(1), f"{what} — 写的是{match[1]}，登记的是{right} — 请照登记改正。")
        if names[what] in subject.template.fields and right not in subject.text:
            yield Fault(NOWHERE, f"{what} — 文书里没有{right} — 请补上。")
    known_to_be_its = {match.start(1) for match in _CALLED.finditer(subject.text)}
    for match in _like(facts.application_no).finditer(subject.text):
        is_other = match[0] != facts.application_no and match[0] not in facts.request
        if is_other and match.start() not in known_to_be_its:
            what = f"文书里有别的申请的编号{match[0]}"
            yield Fault(match.span(), f"申请编号 — {what} — 请核对，写错了的改为{facts.application_no}。")


def _like(number: str) -> re.Pattern[str]:
    """Numbers built as this one; nothing where there are too few digits to tell them by."""
    parts = re.split(r"(\d+)", number)
    if sum(map(len, parts[1::2])) < _TELLING:
        return _NOTHING
    built = "".join(rf"\d{{{len(part)}}}" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    before = r"[\dA-Za-z]" if number[0].isalnum() else r"\w"  # a mark before 〔 makes it a document's
    return re.compile(rf"(?<!{before}){built}(?![\dA-Za-z])")


_TELLING, _NOTHING = 6, re.compile(r"(?!)")


def applicant(subject: Subject) -> Iterator[Fault]:
    """Who asked and what is asked are told as they are registered."""
    facts = subject.facts
    known = {"您", "你", "贵单位", "你单位", "申请人", facts.you, facts.applicant}
    for match in _ASKED_BY.finditer(subject.text):
        if match[1] not in known:
            what = f"收到的写成“{mask_name(match[1])}”的申请，和登记的申请人不同"
            yield Fault(match.span(1), f"申请人 — {what} — 请改为“{facts.you}”，或者照登记改正。")
    if "request" in subject.template.fields and _plain(facts.request) not in _plain(subject.text):
        restated = _RESTATED.search(subject.text)
        at = restated.span(1) if restated else NOWHERE
        yield Fault(at, "申请内容 — 文书里写的和登记的不同 — 请照登记写，登记错了的先更正登记。")


_ASKED_BY = re.compile(r"收到([^，。；：（\n]{1,40}?)(?:提出|提交)的?(?:政府信息公开)?申请")

_RESTATED = re.compile(r"申请公开：([^\n]+)")


def _plain(text: str) -> str:
    """Words as they compare, whatever the lines and the stop behind them."""
    return "".join(text.split()).rstrip("。；;，")


_CALLED = re.compile(r"（编号：([^）\n]{1,60})）")

_RECEIVED = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日)收到(?:您|贵单位|政府信息公开申请)")


def number(subject: Subject) -> Iterator[Fault]:
    """Document numbers are written with 六角括号, without 第 and leading zeros."""
    if subject.document_no and not is_well_formed(subject.document_no):
        what = f"文号“{subject.document_no}”"
        yield Fault(NOWHERE, f"{what} — 写法不合公文格式 — 请写成“×政公开告〔2026〕1号”这样。")
    theirs = subject.facts.request + subject.facts.application_no  # as the applicant and the register write
    for start, end in misshapen(subject.text):
        if (words := subject.text[start:end]) not in theirs:
            yield Fault((start, end), f"{words} — 年份用六角括号〔〕，不写“第”和多余的0 — 请改正。")

"""Whether a letter is complete: no blank, nothing of a sample, every part that the law asks for, no mark."""

import re
from collections.abc import Iterator, Mapping

from gongkai.law.letter_lint.subject import ERROR, NOWHERE, WARNING, Fault, Subject
from gongkai.law.letter_texts import BOUND, FIELDS, values_of
from gongkai.law.secrecy import marked


def secrecy(subject: Subject) -> Iterator[Fault]:
    """No mark of secrecy stands in it: what bears one enters no such system."""
    start = 0
    for line in subject.text.split("\n"):
        if marked(line, of_file=False):
            why = "有密级标志，涉密的内容不能进本系统"
            yield Fault((start, start + len(line)), f"密级标志 — {why} — 请删去，并请联系保密员。")
        start += len(line) + 1


def blank(subject: Subject) -> Iterator[Fault]:
    """No blank 【…】 is left and no brace of a field. What the applicant wrote may stand, and what is quoted
    within 《》."""
    text = _without_request(subject)
    for match in _BRACE.finditer(text):
        if words := match[1]:
            yield Fault(match.span(), f"{words} — 是没有写完整的栏目，会照样印出来 — 请写上内容，或者删去。")
    for match in _BLANK.finditer(text):
        if name := match[1]:
            where = _WHERE.get(name, "请写上内容，或者删去这一处；标题里的【】写在《》中")
            yield Fault(match.span(), f"【{name}】 — 还没有填 — {where}。")


def _without_request(subject: Subject) -> str:
    """The text with each line of the request as the letter restates it blotted out, once."""
    text = subject.text
    for line in filter(None, map(str.strip, subject.facts.request.splitlines())):
        text = text.replace(line, "\0" * len(line), 1)
    return text


_BLANK = re.compile(r"《[^》\n]*》|【(?![12]\d{3}】)([^】\n]{1,60})】")

_BRACE = re.compile(r"《[^》\n]*》|([{｛]{1,2}[^{}｛｝\n]{0,60}[}｝]{1,2}|[{}｛｝][A-Za-z0-9_]{0,30})")

#: Where each value is set: a body by the organ, what is bound in the register, anything else in the letter.
_WHERE: Mapping[str, str] = {
    **{zh: f"请在“修改”里填写“{zh}”" for zh in FIELDS.values()},
    **{FIELDS[code]: f"请在这件申请的登记里补上“{FIELDS[code]}”" for code in BOUND if code != "ground"},
    **{body: f"请系统管理员在“机关设置”里填写“{body}”" for body in ("复议机关", "管辖的人民法院")},
}


def placeholder(subject: Subject) -> Iterator[Fault]:
    """Nothing of a sample is left."""
    for match in _LEFT.finditer(subject.text):
        if match[0] not in subject.facts.request:
            yield Fault(match.span(), f"{match[0]} — 还没有填 — 请填写，或者删去这一处。")


_LEFT = re.compile(r"[×xX]{2,}|×(?=[年月日镇乡县市局号])|_{2,}|某某(?:镇|乡|县|市|局|单位|公司)")


def parts(subject: Subject) -> Iterator[Fault]:
    """Every part that the law or custom asks of this letter is there."""
    values = values_of(subject.code, subject.facts, subject.written)
    for part in subject.template.letter.parts:
        if part not in subject.template.fields or part in _WHERE_KNOWN or _is_left_out(subject, part):
            continue
        value, is_statutory = values.get(part, ""), part in STATUTORY.get(subject.code, ())
        if f"【{FIELDS[part]}】" in subject.text or not (value or is_statutory):
            continue  # an open blank is told as that
        if not value or value.rstrip("。；;，") not in subject.text:
            yield Fault(
                NOWHERE, f"{FIELDS[part]} — 文书里没有 — 请写上。", ERROR if is_statutory else WARNING
            )


def _is_left_out(subject: Subject, part: str) -> bool:
    """Of a state secret the letter gives no other reason than that it is one."""
    kind = subject.facts.kind
    return part == "reasons" and kind is not None and "secrecy_file" in kind.parts


#: The parts that a statute itself asks of a letter: 条例 Art 30, 32, 36, 37, 39, and the fee rules.
STATUTORY: Mapping[str, tuple[str, ...]] = {
    "correction_notice": ("points_to_complete", "deadline"),
    "third_party_decision": ("information", "reasons"),
    "published": ("place",),
    "provided": ("attachments",),
    "partial": ("open_part", "ground", "reasons"),
    "refused": ("ground", "reasons"),
    "other_organ": ("reasons",),
    "petition": ("right_channel",),
    "fee_notice": ("fee", "payment", "deadline"),
}

_WHERE_KNOWN = {"right_organ"}  # 能够确定的

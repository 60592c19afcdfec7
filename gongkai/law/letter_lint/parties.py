"""Other people in a letter: who was consulted and what they said, and whose data do not belong in it."""

import re
from collections.abc import Iterator

from gongkai.law.events import Party
from gongkai.law.exemptions import gives_out
from gongkai.law.letter_lint.subject import ERROR, NOWHERE, WARNING, Fault, Subject
from gongkai.law.letter_texts import THIRD_PARTY as THIRD_PARTY_LETTER
from gongkai.law.masks import KINDS, mask_name
from gongkai.law.personal_data import scan
from gongkai.law.personal_numbers import Confidence


def consulted(subject: Subject) -> Iterator[Fault]:
    """A letter tells of no consultation that the register does not hold, and of no objection (Art 32)."""
    asked = subject.facts.asked
    for match in _CONSULTED.finditer(subject.text):
        is_third_party = subject.template.to == THIRD_PARTY_LETTER or "第三方" in match[0]
        if Party.THIRD_PARTY not in asked if is_third_party else not asked:
            what = "文书说征求过意见，这件申请没有登记征求意见"
            yield Fault(match.span(), f"征求意见 — {what} — 请先书面征求意见并登记，或者删去这一句。")
    is_to_it = subject.code == "third_party_decision"
    objected = (_OBJECTED if is_to_it else _IT_OBJECTED).search(subject.text)
    if objected and Party.THIRD_PARTY in asked and not subject.facts.objections:
        what = "文书说第三方不同意，登记里没有这样的意见"
        yield Fault(objected.span(), f"第三方的意见 — {what} — 请登记收到的意见，或者照实写。")


_CONSULTED = re.compile(r"已经?发出征求意见书|征求(?:过|了)[^，。；\n]{0,20}意见")

_OBJECTED = re.compile(r"不同意公开")

_IT_OBJECTED = re.compile(r"第三方[^，。；\n]{0,12}不同意公开")


def objection(subject: Subject) -> Iterator[Fault]:
    """What a third party objects to is granted for the public interest alone, and it is told so (Art 32)."""
    facts = subject.facts
    is_given = facts.kind is not None and gives_out(facts.kind.code, facts.ground)
    if is_given and facts.objections > facts.told:
        why = "理由合理的不予公开；不公开对公共利益有重大影响的才可以公开，并书面告知第三方"
        left = facts.objections - facts.told
        which = f"，还有{left}个没有告知" if facts.told else ""
        yield Fault(NOWHERE, f"第三方不同意公开{which} — {why} — 请先签发告知第三方公开决定书，或者改答复。")


def personal(subject: Subject) -> Iterator[Fault]:
    """No third party's name, number or address stands in it."""
    for name in subject.strangers:
        severity = ERROR if len(name) <= _LONGEST_NAME else WARNING  # a company has no personal data
        for match in re.finditer(re.escape(name), subject.text) if len(name) > 1 else ():
            why = "是不该在这份文书里出现的人或者单位"
            yield Fault(match.span(), f"{mask_name(name)} — {why} — 请删去，或者改称第三方。", severity)
    allowed = (*subject.allow, *(hit.value for hit in scan(subject.facts.request)))
    for hit in scan(subject.text, allowed, least=Confidence.MEDIUM):
        kind = _KIND_NAMES[hit.kind]
        severity = ERROR if hit.kind in _SURE else WARNING
        yield Fault(
            (hit.start, hit.end), f"{kind} — 告知书会带出别人的个人信息 — 请删去，或者遮盖。", severity
        )


_KIND_NAMES = {kind.code: kind.zh for kind in KINDS}

_SURE = {"resident_id", "mobile", "bank_card"}

_LONGEST_NAME = 4


def silence(subject: Subject) -> Iterator[Fault]:
    """A third party's silence is neither consent nor refusal; a joint maker's alone is consent (Art 34)."""
    if subject.code == "third_party_consultation" and (found := _CONSENT.search(subject.text)):
        why = "第三方逾期不答复，由行政机关决定，不等于同意"
        yield Fault(found.span(), f"逾期的后果 — {why} — 请改为“由本机关决定是否公开”。")
    if subject.written.get("party") == Party.OTHER_ORGAN and (found := _CONSENT.search(subject.text)):
        why = "只有共同制作机关逾期才视为同意"
        yield Fault(found.span(), f"逾期的后果 — {why} — 请删去这一句。")


_CONSENT = re.compile(r"视为(?:同意|默认|没有意见|无意见)[^，。；\n]{0,6}")

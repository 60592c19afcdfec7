"""Rules that a letter must meet before it is signed 文书检查, as one visible list.

A check takes a ``Subject`` and tells its faults. Only what a statute itself asks is an error and hinders the
signature; whoever heads the office may set it aside with a reason. A blank hinders it without that. The rest
warns.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from gongkai.law.decision_kind import Remedy
from gongkai.law.events import Party
from gongkai.law.exemptions import BY_CODE as EXEMPTIONS
from gongkai.law.exemptions import Weighing, gives_out
from gongkai.law.findings import Finding, Severity
from gongkai.law.holidays import zh_date
from gongkai.law.letter_numbers import SOURCE as NUMBER_SOURCE
from gongkai.law.letter_numbers import is_well_formed, misshapen
from gongkai.law.letter_texts import ANSWER, BOUND, FIELDS, Facts, Template, sources_of, template, values_of
from gongkai.law.letter_texts import THIRD_PARTY as THIRD_PARTY_LETTER
from gongkai.law.masks import KINDS, mask_name
from gongkai.law.periods import PAYMENT, THIRD_PARTY
from gongkai.law.personal_data import scan
from gongkai.law.personal_numbers import Confidence
from gongkai.law.remedies import remedy_on
from gongkai.law.secrecy import marked
from gongkai.law.sources import (
    PERSONAL_INFORMATION_LAW,
    PRACTICE,
    REGULATION,
    REVIEW_LAW,
    SECRECY_LAW,
    SERVICE_REPLY,
    Source,
)

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a review or suit that corrected an answer taught 教训: the ``kind`` of answer, by its code of
    ``decisions``, in which case, and what to look to."""

    kind: str
    case_no: str
    said: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A letter to be checked: its ``text`` as it will be printed, and what the register knows.

    ``strangers`` are names that do not belong in it: of third parties in a letter to the applicant, of the
    applicant in a letter to somebody else. ``allow`` are numbers that may stand, as the office's telephone.
    ``hidden`` are the grounds, of ``exemptions``, on which something is hidden in its annexes. ``lessons``
    are those of the organ, of every kind of answer.
    """

    code: str
    text: str
    facts: Facts
    written: Mapping[str, str] = field(default_factory=dict)
    document_no: str = ""
    strangers: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    lessons: tuple[Lesson, ...] = ()

    @property
    def template(self) -> Template:
        return template(self.code)

    @property
    def remedy(self) -> Remedy:
        kind = self.facts.kind
        return remedy_on(kind, self.facts.signed_on) if kind else Remedy.REVIEW_OR_SUIT

    @property
    def is_contestable(self) -> bool:
        return self.template.letter.has_remedy_clause and self.remedy is not Remedy.COMPLAINT_ONLY


Span = tuple[int, int]
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found: the words it is about, the sentence, the weight where it is not the rule's."""

    at: Span
    message: str
    severity: Severity | None = None


def _article(subject: Subject) -> Iterator[Fault]:
    """The articles of the outcome are cited, and none of another outcome."""
    ours = [
        source.article
        for source in sources_of(subject.code, subject.facts.kind, subject.facts.ground)
        if source.instrument is REGULATION
    ]
    flat = _flat(subject.text)
    for article in ours:
        if _flat(article) not in flat:
            yield Fault(
                NOWHERE, f"依据 — 没有写明{article} — 请补上《中华人民共和国政府信息公开条例》{article}。"
            )
    for match in _ITEM.finditer(subject.text):
        if _flat(match[0]) not in map(_flat, ours):
            right = "、".join(ours) or "与答复相符的条文"
            yield Fault(match.span(), f"{match[0]} — 不是这种文书的依据 — 请改为{right}。")


def _known_article(subject: Subject) -> Iterator[Fault]:
    """Of the regulation no article is cited that it does not have."""
    for match in _OF_REGULATION.finditer(subject.text):
        if match[1] not in _ARTICLES:
            why = f"条例只有{len(_ARTICLES)}条"
            yield Fault(match.span(1), f"依据 — {match[1]} — {why} — 请照条例改正。")


_DIGITS = "一二三四五六七八九"
#: The articles of the regulation of 2019.
_ARTICLES = frozenset(
    f"第{(_DIGITS[tens - 1] if tens > 1 else '') + '十' if tens else ''}{_DIGITS[ones - 1] if ones else ''}条"
    for tens in range(6)
    for ones in range(10)
    if 0 < tens * 10 + ones <= 56
)
_OF_REGULATION = re.compile(r"(?:信息公开条例》?|《条例》)(第[一二三四五六七八九十百零〇]{1,8}条)")
_ITEM = re.compile(r"第三十六条(?:第一款)?第[（(]?[一二三四五六七][）)]?项")


def _flat(text: str) -> str:
    """Articles as they compare: 第三十六条第一款第三项 is 第三十六条第（三）项."""
    return re.sub(r"[（）()]", "", text).replace("第三十六条第一款", "第三十六条")


def _review_first(subject: Subject) -> Iterator[Fault]:
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


def _remedies(subject: Subject) -> Iterator[Fault]:
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


_REMEDY = re.compile(r"[^。\n]*(?:申请行政复议|提起行政诉讼)[^。\n]*。?")


def _review_body(subject: Subject) -> Iterator[Fault]:
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


def _court(subject: Subject) -> Iterator[Fault]:
    """The suit goes to the court that the organ has named."""
    right = subject.facts.bodies.court
    for match in _TO_COURT.finditer(subject.text):
        if match[1] != right and not _is_open(right):
            yield Fault(match.span(1), f"管辖法院 — 写的是“{match[1]}”，本机关设置的是“{right}” — 请核对。")


_TO_COURT = re.compile(r"向([^，。；：]{2,40}?法院)(?:提起(?:行政)?诉讼|起诉)")


def _is_open(name: str) -> bool:
    return not name or "【" in name


def _dates(subject: Subject) -> Iterator[Fault]:
    """The letter goes out within the limit, and leaves the addressee the time that the law gives."""
    facts = subject.facts
    if facts.due_on and facts.signed_on > facts.due_on:
        what = f"期限{zh_date(facts.due_on)}已过，落款是{zh_date(facts.signed_on)}"
        yield Fault(NOWHERE, f"期限 — {what} — 请尽快发出，并记明逾期的原因。", WARNING)
    for match in _ZH_DATE.finditer(subject.text):
        if _calendar_day(*map(int, match.groups())) is None:
            yield Fault(match.span(), f"{match[0]} — 日历上没有这一天 — 请改正。", WARNING)
    deadline = subject.written.get("deadline", "")
    if (day := _day(deadline)) and day <= facts.signed_on:
        what = f"留给对方的最后一天是{zh_date(day)}，不晚于落款"
        yield Fault(_place(subject, zh_date(day)), f"期限 — {what} — 请给出合理的期限。")
    period = _LEAST.get(subject.code)
    given = _WORKDAYS.search(deadline)
    if period and given and int(given[1]) < (least := period.on(facts.signed_on)):
        what = f"只给{given[1]}个工作日，依法是{least}个工作日"
        yield Fault(_place(subject, deadline), f"期限 — {what} — 请改为{least}个工作日。")


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


def _service(subject: Subject) -> Iterator[Fault]:
    """An answer of the last day is not left to be handed over: the applicant has to sign for it that day."""
    facts = subject.facts
    is_answer = facts.kind is not None and subject.template.series == ANSWER
    if is_answer and facts.due_on == facts.signed_on and _HANDED_OVER.search(facts.delivery):
        what = f"今天是期限的最后一天，申请人选的是“{facts.delivery}”，要今天签收才算按期"
        yield Fault(NOWHERE, f"送达 — {what} — 签收没有把握的，请今天交邮政企业寄出。")


_HANDED_OVER = re.compile("领取|来取|当面|当场|查阅|直接")


def _register(subject: Subject) -> Iterator[Fault]:
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


def _applicant(subject: Subject) -> Iterator[Fault]:
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


def _consulted(subject: Subject) -> Iterator[Fault]:
    """A letter tells of no consultation that the register does not hold, and of no objection (Art 32)."""
    asked = subject.facts.asked
    for match in _CONSULTED.finditer(subject.text):
        is_third_party = subject.template.to == THIRD_PARTY_LETTER or "第三方" in match[0]
        if Party.THIRD_PARTY not in asked if is_third_party else not asked:
            what = "文书说征求过意见，这件申请没有登记征求意见"
            yield Fault(match.span(), f"征求意见 — {what} — 请先书面征求意见并登记，或者删去这一句。")
    is_to_it = subject.code == "third_party_decision"
    objected = (_OBJECTED if is_to_it else _IT_OBJECTED).search(subject.text)
    if objected and Party.THIRD_PARTY in asked and not subject.facts.has_objection:
        what = "文书说第三方不同意，登记里没有这样的意见"
        yield Fault(objected.span(), f"第三方的意见 — {what} — 请登记收到的意见，或者照实写。")


_CONSULTED = re.compile(r"已经?发出征求意见书|征求(?:过|了)[^，。；\n]{0,20}意见")
_OBJECTED = re.compile(r"不同意公开")
_IT_OBJECTED = re.compile(r"第三方[^，。；\n]{0,12}不同意公开")


def _objection(subject: Subject) -> Iterator[Fault]:
    """What a third party objects to is granted for the public interest alone, and it is told so (Art 32)."""
    facts = subject.facts
    is_given = facts.kind is not None and gives_out(facts.kind.code, facts.ground)
    if is_given and facts.has_objection and not facts.has_told:
        why = "理由合理的不予公开；不公开对公共利益有重大影响的才可以公开，并书面告知第三方"
        yield Fault(NOWHERE, f"第三方不同意公开 — {why} — 请先签发告知第三方公开决定书，或者改答复。")


def _weighing(subject: Subject) -> Iterator[Fault]:
    """What may be withheld, or must be but for the public interest, was weighed (Art 15, 16)."""
    facts = subject.facts
    ground = EXEMPTIONS[facts.ground] if facts.kind and facts.ground else None
    if ground is None or ground.weighing is Weighing.FINDING or subject.written.get("weighing"):
        return
    if not _WEIGHED.search(subject.text):
        what = f"“{ground.zh}”公开与否要衡量公共利益，文书没有写"
        yield Fault(NOWHERE, f"公共利益的衡量 — {what} — 请写明衡量的结果，或者在案卷里记明。")


_WEIGHED = re.compile("公共利益|衡量|权衡")


def _secrecy(subject: Subject) -> Iterator[Fault]:
    """No mark of secrecy stands in it: what bears one enters no such system."""
    start = 0
    for line in subject.text.split("\n"):
        if marked(line, of_file=False):
            why = "有密级标志，涉密的内容不能进本系统"
            yield Fault((start, start + len(line)), f"密级标志 — {why} — 请删去，并请联系保密员。")
        start += len(line) + 1


_CALLED = re.compile(r"（编号：([^）\n]{1,60})）")
_RECEIVED = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日)收到(?:您|贵单位|政府信息公开申请)")


def _blank(subject: Subject) -> Iterator[Fault]:
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


def _placeholder(subject: Subject) -> Iterator[Fault]:
    """Nothing of a sample is left."""
    for match in _LEFT.finditer(subject.text):
        if match[0] not in subject.facts.request:
            yield Fault(match.span(), f"{match[0]} — 还没有填 — 请填写，或者删去这一处。")


_LEFT = re.compile(r"[×xX]{2,}|×(?=[年月日镇乡县市局号])|_{2,}|某某(?:镇|乡|县|市|局|单位|公司)")


def _personal(subject: Subject) -> Iterator[Fault]:
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


def _parts(subject: Subject) -> Iterator[Fault]:
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


def _number(subject: Subject) -> Iterator[Fault]:
    """Document numbers are written with 六角括号, without 第 and leading zeros."""
    if subject.document_no and not is_well_formed(subject.document_no):
        what = f"文号“{subject.document_no}”"
        yield Fault(NOWHERE, f"{what} — 写法不合公文格式 — 请写成“×政公开告〔2026〕1号”这样。")
    theirs = subject.facts.request + subject.facts.application_no  # as the applicant and the register write
    for start, end in misshapen(subject.text):
        if (words := subject.text[start:end]) not in theirs:
            yield Fault((start, end), f"{words} — 年份用六角括号〔〕，不写“第”和多余的0 — 请改正。")


def _silence(subject: Subject) -> Iterator[Fault]:
    """A third party's silence is neither consent nor refusal; a joint maker's alone is consent (Art 34)."""
    if subject.code == "third_party_consultation" and (found := _CONSENT.search(subject.text)):
        why = "第三方逾期不答复，由行政机关决定，不等于同意"
        yield Fault(found.span(), f"逾期的后果 — {why} — 请改为“由本机关决定是否公开”。")
    if subject.written.get("party") == Party.OTHER_ORGAN and (found := _CONSENT.search(subject.text)):
        why = "只有共同制作机关逾期才视为同意"
        yield Fault(found.span(), f"逾期的后果 — {why} — 请删去这一句。")


_CONSENT = re.compile(r"视为(?:同意|默认|没有意见|无意见)[^，。；\n]{0,6}")


def _hidden(subject: Subject) -> Iterator[Fault]:
    """Whatever ground something is hidden on in an annex, the letter names it."""
    flat = _flat(subject.text)
    for code in subject.hidden:
        ground = EXEMPTIONS[code]
        if code != subject.facts.ground and _flat(ground.source.article) not in flat:
            what = f"附件里有按“{ground.zh}”遮盖的，文书没有写这一事由"
            yield Fault(NOWHERE, f"遮盖的事由 — {what} — 请写明{ground.source.article}，或者改遮盖框的事由。")


def _lesson(subject: Subject) -> Iterator[Fault]:
    """An answer of a kind that was corrected before is looked at twice."""
    kind = subject.facts.kind
    for lesson in subject.lessons:
        if kind and lesson.kind == kind.code:
            said = lesson.said.rstrip("。")
            yield Fault(NOWHERE, f"教训 — {lesson.case_no}纠正过“{kind.zh}”的答复：{said} — 请对照核对。")


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. ``severity`` is the highest that it gives."""

    id: str
    title: str
    severity: Severity
    source: Source
    faults: Callable[[Subject], Iterator[Fault]]


CHECKS: tuple[Check, ...] = (
    Check("LET-blank", "没有空着的栏目", ERROR, PRACTICE.at(), _blank),
    Check("LET-secrecy", "没有密级标志", ERROR, SECRECY_LAW.at(), _secrecy),
    Check("LET-parts", "法定要素齐全", ERROR, REGULATION.at("第三十六条"), _parts),
    Check(
        "LET-review-first",
        "不予公开的，告知应当先申请行政复议",
        ERROR,
        REVIEW_LAW.at("第二十三条第二款"),
        _review_first,
    ),
    Check("LET-review-body", "复议机关正确", ERROR, REVIEW_LAW.at("第二十四条"), _review_body),
    Check("LET-silence", "沉默是否视为同意，照法律写", ERROR, REGULATION.at("第三十二条"), _silence),
    Check("LET-consulted", "说征求过意见的，登记里有", ERROR, REGULATION.at("第三十二条"), _consulted),
    Check(
        "LET-objection", "第三方不同意的，公开有理由并告知", ERROR, REGULATION.at("第三十二条"), _objection
    ),
    Check("LET-dates", "日期在期限之内", ERROR, REGULATION.at("第三十三条"), _dates),
    Check(
        "LET-personal", "没有第三方的个人信息", ERROR, PERSONAL_INFORMATION_LAW.at("第二十五条"), _personal
    ),
    Check("LET-service", "最后一天不靠当面送达", WARNING, SERVICE_REPLY.at(), _service),
    Check("LET-article", "依据与答复相符", WARNING, REGULATION.at("第三十六条"), _article),
    Check("LET-known-article", "引的条文条例里有", WARNING, REGULATION.at("第三十六条"), _known_article),
    Check("LET-remedies", "救济告知完整", WARNING, REVIEW_LAW.at("第二十条"), _remedies),
    Check("LET-court", "管辖法院正确", WARNING, PRACTICE.at(verified=False), _court),
    Check("LET-register", "日期、编号与登记一致", WARNING, PRACTICE.at(), _register),
    Check("LET-applicant", "申请人、申请内容与登记一致", WARNING, PRACTICE.at(), _applicant),
    Check("LET-placeholder", "没有留着样本的字样", WARNING, PRACTICE.at(), _placeholder),
    Check("LET-hidden", "附件遮盖的事由文书都写了", WARNING, REGULATION.at("第三十七条"), _hidden),
    Check("LET-weighing", "写明了公共利益的衡量", WARNING, REGULATION.at("第十六条"), _weighing),
    Check("LET-lesson", "对照过复议、诉讼的教训", WARNING, PRACTICE.at(), _lesson),
    Check("LET-number", "文号写法合乎公文格式", WARNING, NUMBER_SOURCE, _number),
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


def _place(subject: Subject, words: str) -> Span:
    start = subject.text.find(words)
    return (start, start + len(words)) if words and start >= 0 else NOWHERE

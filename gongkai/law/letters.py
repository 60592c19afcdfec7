"""The letters and records of a request 文书: which there are, when, and what each must say.

Numbered as in the customary set of written documents. Only those that a decision names are results; the
others are steps on the way. How a letter looks belongs to papers, which decision needs it to decisions.
"""

from dataclasses import dataclass

from gongkai.law.sources import FEE_RULES, PRACTICE, REGULATION, Source


@dataclass(frozen=True, slots=True)
class Part:
    """One thing a letter must say 文书要素."""

    code: str
    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One kind of letter or record. ``parts`` are its special elements, beside ``SHARED_PARTS``.

    ``has_remedy_clause`` is False for steps on the way, which cannot be contested alone, and for records.
    """

    number: int
    code: str
    en: str
    zh: str
    source: Source
    parts: tuple[str, ...]
    has_remedy_clause: bool = False


PARTS: tuple[Part, ...] = (
    Part("organ", "organ and kind of letter", "行政机关全称和文书名称"),
    Part("document_no", "document number", "发文字号"),
    Part("addressee", "addressee", "申请人姓名或者名称"),
    Part("received_on", "date of receipt", "收到申请之日"),
    Part("application_no", "application number", "申请编号"),
    Part("request", "request restated", "申请内容"),
    Part("finding", "finding", "审查、检索认定的情况"),
    Part("basis", "legal basis", "依据的条、款、项"),
    Part("decision", "decision", "答复意见"),
    Part("remedies", "remedies", "行政复议、行政诉讼的途径和期限"),
    Part("seal", "organ name and seal", "署名和印章"),
    Part("signed_on", "date of signing", "成文日期"),
    Part("contact", "contact", "联系人和联系方式"),
    Part("channel", "channel of receipt", "收到方式"),
    Part("material", "material received", "收到材料清单"),
    Part("due_on", "due date", "答复期限届满日"),
    Part("points_to_complete", "points to complete", "需要补正的事项"),
    Part("guidance", "guidance", "补正的指导和释明"),
    Part("deadline", "deadline set for the addressee", "要求完成的期限"),
    Part("consequence", "consequence of silence", "逾期的法律后果"),
    Part("frequency", "number and frequency of requests", "申请的数量、频次"),
    Part("new_due_on", "new due date", "延长后的答复期限届满日"),
    Part("approval", "approval on file", "政府信息公开工作机构负责人的同意"),
    Part("information", "information consulted about", "征求意见的政府信息"),
    Part("time_not_counted", "time not counted", "征求意见所需时间不计算在答复期限内的说明"),
    Part("reasons", "reasons", "理由"),
    Part("fee", "basis, scale, count and amount of the fee", "收费依据、标准、数量和数额"),
    Part("payment", "way of payment", "缴纳方式"),
    Part("place", "where it is published", "获取该信息的网址或者地点"),
    Part("attachments", "attachments, or way and time of access", "所附信息清单，或者提供的方式、途径和时间"),
    Part("open_part", "part disclosed", "公开的部分"),
    Part("withheld_part", "part withheld", "不予公开的部分"),
    Part("ground", "ground for non-disclosure", "不予公开的事由（第十四条、第十五条、第十六条的款、项）"),
    Part("secrecy_file", "file held by the secrecy office", "保密室存卷号"),
    Part("third_party_opinion", "opinion of the third party", "第三方的意见"),
    Part("weighing", "weighing of the public interest", "公共利益的衡量"),
    Part("search", "search made: where, by what words, by whom, when", "检索的范围、关键词、人员和时间"),
    Part(
        "right_organ", "organ in charge and its contact, if known", "负责公开的机关及其联系方式（能够确定的）"
    ),
    Part("processing_needed", "why processing is needed", "需要加工、分析的情况"),
    Part("correction_round", "course of the correction", "补正的经过"),
    Part("earlier_answer", "earlier answer: number and date", "原答复的文号和日期"),
    Part("right_channel", "right channel", "应当使用的渠道"),
    Part("how_to_obtain", "how to obtain the publication", "获取出版物的途径"),
    Part("reasons_heard", "reasons heard and why they do not hold", "申请人说明的理由和认定意见"),
    Part("special_rules", "special rules of access and office in charge", "专门规定和办理机关"),
    Part("overdue_fact", "what was not done in time", "逾期的事实"),
    Part("withdrawal", "written withdrawal", "申请人撤回申请的书面意思表示"),
    Part("corrected_content", "corrected content, or receiving organ", "更正的内容，或者转送的机关"),
    Part("service", "way, number, date and receiver of service", "送达的方式、单号、日期和签收人"),
)

#: What every letter carries. ``remedies`` falls away where the letter has no remedy clause.
SHARED_PARTS = (
    "organ",
    "document_no",
    "addressee",
    "received_on",
    "application_no",
    "request",
    "finding",
    "basis",
    "decision",
    "remedies",
    "seal",
    "signed_on",
    "contact",
)

_ART = REGULATION.at

LETTERS: tuple[Letter, ...] = (
    Letter(
        1,
        "receipt",
        "acknowledgement of receipt",
        "登记回执",
        _ART("第三十一条"),
        ("application_no", "received_on", "channel", "material", "due_on"),
    ),
    Letter(
        2,
        "correction_notice",
        "notice to complete",
        "补正告知书",
        _ART("第三十条"),
        ("points_to_complete", "guidance", "deadline", "consequence"),
    ),
    Letter(
        3,
        "reasons_notice",
        "notice to give reasons",
        "说明理由告知书",
        _ART("第三十五条"),
        ("frequency", "deadline", "consequence"),
    ),
    Letter(
        4,
        "extension_notice",
        "notice of extension",
        "延期答复告知书",
        _ART("第三十三条第二款"),
        ("new_due_on", "approval"),
    ),
    Letter(
        5,
        "third_party_consultation",
        "letter asking the third party",
        "征求第三方意见书",
        _ART("第三十二条"),
        ("information", "deadline", "consequence"),
    ),
    Letter(
        6,
        "consultation_notice",
        "notice of consultation to the applicant",
        "征求意见告知书",
        _ART("第三十三条第三款"),
        ("time_not_counted",),
    ),
    Letter(
        7,
        "organ_consultation",
        "letter asking the joint maker",
        "征求机关意见函",
        _ART("第三十四条"),
        ("information", "deadline", "consequence"),
    ),
    Letter(
        8,
        "third_party_decision",
        "notice of disclosure to the third party",
        "告知第三方公开决定书",
        _ART("第三十二条"),
        ("information", "reasons"),
        has_remedy_clause=True,
    ),
    Letter(
        9,
        "fee_notice",
        "fee notice",
        "收费通知书",
        FEE_RULES.at(),
        ("fee", "payment", "deadline", "consequence"),
    ),
    Letter(
        10,
        "published",
        "answer: already published",
        "公开告知书（已主动公开）",
        _ART("第三十六条第（一）项"),
        ("place",),
        has_remedy_clause=True,
    ),
    Letter(
        11,
        "provided",
        "answer: provided",
        "公开告知书（提供）",
        _ART("第三十六条第（二）项"),
        ("attachments",),
        has_remedy_clause=True,
    ),
    Letter(
        12,
        "partial",
        "answer: partly disclosed",
        "部分公开告知书",
        _ART("第三十七条"),
        ("open_part", "withheld_part", "ground", "reasons"),
        has_remedy_clause=True,
    ),
    Letter(
        13,
        "refused",
        "answer: withheld",
        "不予公开告知书",
        _ART("第三十六条第（三）项"),
        ("ground", "reasons"),
        has_remedy_clause=True,
    ),
    Letter(
        14,
        "absent",
        "answer: does not exist",
        "信息不存在告知书",
        _ART("第三十六条第（四）项"),
        ("search",),
        has_remedy_clause=True,
    ),
    Letter(
        15,
        "other_organ",
        "answer: not in this organ's charge",
        "非本机关公开告知书",
        _ART("第三十六条第（五）项"),
        ("reasons", "right_organ"),
        has_remedy_clause=True,
    ),
    Letter(
        16,
        "create",
        "answer: no ready information",
        "无现成信息告知书",
        _ART("第三十八条"),
        ("processing_needed",),
        has_remedy_clause=True,
    ),
    Letter(
        17,
        "unclear",
        "answer: still unclear",
        "内容不明确（无法提供）告知书",
        _ART("第三十条"),
        ("correction_round",),
        has_remedy_clause=True,
    ),
    Letter(
        18,
        "repeat",
        "answer: repeated request",
        "重复申请不予重复处理告知书",
        _ART("第三十六条第（六）项"),
        ("earlier_answer",),
        has_remedy_clause=True,
    ),
    Letter(
        19,
        "petition",
        "answer: petition, complaint or report",
        "信访投诉举报不予处理告知书",
        _ART("第三十九条第一款"),
        ("right_channel",),
        has_remedy_clause=True,
    ),
    Letter(
        20,
        "publication",
        "answer: public publication",
        "公开出版物告知书",
        _ART("第三十九条第二款"),
        ("how_to_obtain",),
        has_remedy_clause=True,
    ),
    Letter(
        21,
        "excessive",
        "answer: excessive requests",
        "不予处理告知书（大量反复）",
        _ART("第三十五条"),
        ("reasons_heard",),
        has_remedy_clause=True,
    ),
    Letter(
        22,
        "query",
        "answer: special rules of access",
        "行政查询事项告知书",
        _ART("第三十六条第（七）项"),
        ("special_rules",),
        has_remedy_clause=True,
    ),
    Letter(
        23,
        "no_further_processing",
        "notice of no further processing",
        "不再处理告知书",
        _ART("第三十条"),
        ("overdue_fact",),
        has_remedy_clause=True,
    ),
    Letter(
        24, "withdrawal", "record of withdrawal", "撤回确认书", PRACTICE.at(verified=False), ("withdrawal",)
    ),
    Letter(
        25,
        "record_correction",
        "answer on a correction",
        "更正告知书",
        _ART("第四十一条"),
        ("corrected_content",),
        has_remedy_clause=True,
    ),
    Letter(26, "service", "proof of service", "送达回证", PRACTICE.at(), ("service",)),
)

#: The answer of a decision that has no letter of its own 答复书; it is none of the customary set.
PLAIN_ANSWER = Letter(0, "answer", "plain answer", "答复书", _ART("第三十六条"), (), has_remedy_clause=True)

BY_NUMBER = {letter.number: letter for letter in LETTERS}
BY_CODE = {letter.code: letter for letter in (*LETTERS, PLAIN_ANSWER)}
PART_BY_CODE = {part.code: part for part in PARTS}

"""Decision kinds 答复类型: how a request for information may end, one entry each.

Form choices, required parts of the letter, remedy clause, report row and glossary are read from here.
Notices on the way (to complete, to pay, of extension) are letters, not decisions: see ``letters``.
"""

from gongkai.law.annual_report.formats import y2019, y2021
from gongkai.law.decision_kind import DecisionKind, Remedy
from gongkai.law.sources import ARCHIVES_LAW, FEE_RULES, PRACTICE, REGULATION, Source
from gongkai.law.text import key_of, plain, without_numbering

__all__ = ("BY_CODE", "DECISIONS", "DecisionKind", "Remedy", "by_code", "for_row", "row_from_label")


def _articles(*articles: str) -> tuple[Source, ...]:
    return tuple(REGULATION.at(article) for article in articles)


_ABSENT_OR_NOT_OURS = "unavailable_not_held"
_REFUSED = "第三十六条第（三）项"
_CUSTOM = (PRACTICE.at(verified=False),)

DECISIONS: tuple[DecisionKind, ...] = (
    DecisionKind(
        "granted_published",
        "granted: already published",
        "已主动公开，告知获取方式、途径",
        _articles("第三十六条第（一）项"),
        row="granted",
        letter=10,
        aliases=("已主动公开", "属于已主动公开范围", "已主动公开告知获取途径", "告知已主动公开"),
    ),
    DecisionKind(
        "granted_provided",
        "granted: provided",
        "予以公开，提供该政府信息或者告知获取方式、途径和时间",
        _articles("第三十六条第（二）项"),
        row="granted",
        letter=11,
        aliases=("予以公开并提供", "提供政府信息", "予以提供"),
    ),
    DecisionKind(
        "partial",
        "partly granted",
        "部分公开（区分处理）",
        _articles("第三十七条", "第十四条", "第十五条", "第十六条"),
        row="partial",
        letter=12,
        remedy=Remedy.REVIEW_FIRST,
        parts=("third_party_opinion", "weighing"),
        grounds=(
            "state_secret",
            "banned_by_law",
            "security_stability",
            "third_party",
            "internal",
            "process",
            "enforcement_file",
        ),
        aliases=("同意部分公开", "部分予以公开", "区分处理", "部分公开区分处理"),
    ),
    DecisionKind(
        "refused_secret",
        "refused: state secret",
        "属于国家秘密，不予公开",
        _articles(_REFUSED, "第十四条"),
        row="refused_secret",
        letter=13,
        remedy=Remedy.REVIEW_FIRST,
        # The letter names no content: title and text of a state secret enter no register.
        parts=("secrecy_file",),
        grounds=("state_secret",),
        aliases=("国家秘密", "涉密", "涉及国家秘密"),
    ),
    DecisionKind(
        "refused_law",
        "refused: disclosure banned by law",
        "法律、行政法规禁止公开，不予公开",
        _articles(_REFUSED, "第十四条"),
        row="refused_law",
        letter=13,
        remedy=Remedy.REVIEW_FIRST,
        grounds=("banned_by_law",),
        aliases=("法律行政法规禁止公开", "法律行政法规禁止", "其他法律行政法规禁止", "法律法规禁止公开"),
    ),
    DecisionKind(
        "refused_security",
        "refused: security and stability",
        "公开后可能危及国家安全、公共安全、经济安全、社会稳定，不予公开",
        _articles(_REFUSED, "第十四条"),
        row="refused_security",
        letter=13,
        remedy=Remedy.REVIEW_FIRST,
        grounds=("security_stability",),
        aliases=("三安全一稳定", "危及国家安全公共安全经济安全社会稳定", "可能危及三安全一稳定"),
    ),
    DecisionKind(
        "refused_third_party",
        "refused: rights of a third party",
        "公开会对第三方合法权益造成损害（商业秘密、个人隐私等），不予公开",
        _articles(_REFUSED, "第十五条", "第三十二条"),
        row="refused_third_party",
        letter=13,
        remedy=Remedy.REVIEW_FIRST,
        parts=("third_party_opinion", "weighing"),
        grounds=("third_party",),
        aliases=(
            "第三方合法权益",
            "商业秘密",
            "个人隐私",
            "涉及商业秘密",
            "涉及个人隐私",
            "侵害第三方合法权益",
        ),
    ),
    DecisionKind(
        "refused_internal",
        "refused: internal affairs",
        "内部事务信息（人事管理、后勤管理、内部工作流程），不予公开",
        _articles(_REFUSED, "第十六条第一款"),
        row="refused_internal",
        letter=13,
        remedy=Remedy.REVIEW_FIRST,
        parts=("weighing",),
        grounds=("internal",),
        aliases=("内部事务信息", "内部事务", "三类内部事务信息", "三类内部事务", "属于内部事务信息"),
    ),
    DecisionKind(
        "refused_process",
        "refused: process information",
        "过程性信息（讨论记录、过程稿、磋商信函、请示报告），不予公开",
        _articles(_REFUSED, "第十六条第二款"),
        row="refused_process",
        letter=13,
        remedy=Remedy.REVIEW_FIRST,
        parts=("weighing",),
        grounds=("process",),
        aliases=("过程性信息", "四类过程性信息", "属于过程性信息"),
    ),
    DecisionKind(
        "refused_enforcement",
        "refused: enforcement case file",
        "行政执法案卷信息，不予公开",
        _articles(_REFUSED, "第十六条第二款"),
        row="refused_enforcement",
        letter=13,
        remedy=Remedy.REVIEW_FIRST,
        parts=("weighing",),
        grounds=("enforcement_file",),
        aliases=("行政执法案卷", "行政执法案卷信息", "执法案卷", "属于行政执法案卷信息"),
    ),
    DecisionKind(
        "refused_query",
        "refused: special rules of access",
        "属于行政查询事项（工商、不动产登记资料等），告知依照有关法律、行政法规的规定办理",
        _articles("第三十六条第（七）项"),
        row="refused_query",
        letter=22,
        aliases=("行政查询事项", "行政查询", "工商登记资料", "不动产登记资料"),
    ),
    DecisionKind(
        "unavailable_absent",
        "not available: does not exist",
        "经检索，所申请的政府信息不存在",
        _articles("第三十六条第（四）项"),
        row=_ABSENT_OR_NOT_OURS,
        letter=14,
        aliases=("信息不存在", "政府信息不存在", "申请信息不存在", "经检索不存在", "不存在"),
    ),
    DecisionKind(
        "unavailable_other_organ",
        "not available: not in this organ's charge",
        "所申请的政府信息不属于本行政机关负责公开",
        _articles("第三十六条第（五）项"),
        row=_ABSENT_OR_NOT_OURS,
        letter=15,
        aliases=(
            "非本机关公开",
            "不属于本机关公开",
            "不属于本机关负责公开",
            "非本机关负责公开",
            "不属于本行政机关公开",
            "不属于本行政机关负责公开",
        ),
    ),
    DecisionKind(
        "unavailable_create",
        "not available: would have to be made",
        "没有现成信息，需要对现有政府信息进行加工、分析，不予提供",
        _articles("第三十八条"),
        row="unavailable_create",
        letter=16,
        aliases=("没有现成信息", "无现成信息", "需要另行制作", "需要加工分析", "需要加工、分析"),
    ),
    DecisionKind(
        "unavailable_unclear",
        "not available: unclear after correction",
        "补正后申请内容仍不明确，无法提供",
        _articles("第三十条"),
        row="unavailable_unclear",
        letter=17,
        aliases=("补正后仍不明确", "补正后内容仍不明确", "申请内容不明确", "内容不明确"),
    ),
    DecisionKind(
        "rejected_petition",
        "not processed: petition, complaint or report",
        "以政府信息公开申请的形式进行信访、投诉、举报，不作为政府信息公开申请处理",
        _articles("第三十九条第一款"),
        row="rejected_petition",
        letter=19,
        aliases=("信访举报投诉", "信访投诉举报", "信访、投诉、举报", "信访举报投诉类", "信访", "投诉举报"),
    ),
    DecisionKind(
        "rejected_repeat",
        "not processed: repeated request",
        "重复申请，不予重复处理",
        _articles("第三十六条第（六）项"),
        row="rejected_repeat",
        letter=18,
        aliases=("重复", "不予重复处理", "不重复处理"),
    ),
    DecisionKind(
        "rejected_publication",
        "not processed: public publication",
        "要求提供政府公报、报刊、书籍等公开出版物，告知获取的途径",
        _articles("第三十九条第二款"),
        row="rejected_publication",
        letter=20,
        aliases=("公开出版物", "提供公开出版物"),
    ),
    DecisionKind(
        "rejected_excessive",
        "not processed: excessive requests",
        "无正当理由大量反复申请，不予处理",
        _articles("第三十五条"),
        row="rejected_excessive",
        letter=21,
        aliases=("大量反复申请", "大量反复", "无正当理由大量反复"),
    ),
    DecisionKind(
        "rejected_confirm",
        "not processed: confirm or reissue",
        "要求确认或者重新出具已经获取的政府信息，不予处理",
        # No article of its own: practice leans on the rule for repeated requests and on Art 2.
        (
            REGULATION.at("第三十六条第（六）项", verified=False),
            REGULATION.at("第二条", verified=False),
        ),
        row="rejected_confirm",
        letter=None,
        parts=("reasons",),
        aliases=(
            "确认或重新出具",
            "确认或重新出具已获取信息",
            "要求确认或重新出具已获取信息",
            "重新出具",
        ),
    ),
    DecisionKind(
        "other_no_correction",
        "closed: not completed in time",
        "逾期不补正，视为放弃申请，不再处理",
        _articles("第三十条"),
        row="other_no_correction",
        letter=23,
        aliases=(
            "逾期不补正",
            "逾期未补正",
            "申请人逾期不补正",
            "无正当理由逾期不补正",
            "申请人无正当理由逾期不补正",
        ),
    ),
    DecisionKind(
        "other_no_payment",
        "closed: not paid in time",
        "逾期未缴纳信息处理费，视为放弃申请，不再处理",
        (REGULATION.at("第四十二条"), FEE_RULES.at()),
        row="other_no_payment",
        letter=23,
        aliases=(
            "逾期不缴费",
            "逾期未缴费",
            "申请人逾期未缴费",
            "逾期未按收费通知要求缴纳费用",
            "申请人逾期未按收费通知要求缴纳费用",
        ),
    ),
    DecisionKind(
        "other_withdrawn",
        "closed: withdrawn",
        "申请人撤回申请",
        _CUSTOM,
        row="other_other",
        letter=24,
        remedy=Remedy.COMPLAINT_ONLY,
        aliases=("撤回", "申请人撤回", "撤回申请", "主动撤回", "申请人主动撤回"),
    ),
    DecisionKind(
        "other_consultation",
        "other: inquiry",
        "属于咨询，不作为政府信息公开申请处理",
        _CUSTOM,
        row="other_other",
        letter=None,
        parts=("right_channel",),
        aliases=("咨询", "咨询类", "属于咨询", "咨询事项"),
    ),
    DecisionKind(
        "other_not_government",
        "other: not government information",
        "不属于政府信息（党务信息、司法信息等）",
        (REGULATION.at("第二条", verified=False),),
        row="other_other",
        letter=None,
        parts=("reasons",),
        aliases=("不是政府信息", "非政府信息", "不属于政府信息", "不属于政府信息范围", "党务信息"),
    ),
    DecisionKind(
        "other_archived",
        "other: handed over to the national archives",
        "已移交国家档案馆，告知依照档案法律、法规办理",
        (ARCHIVES_LAW.at(verified=False),),
        row="other_other",
        letter=None,
        parts=("right_organ",),
        # Organs place it in （四）1 or （六）3; no rule decides.
        row_is_setting=True,
        aliases=("已移交国家档案馆", "已移交各级国家档案馆", "已移交档案馆"),
    ),
    DecisionKind(
        "other_other",
        "other",
        "其他",
        (REGULATION.at("第三十六条", verified=False),),
        row="other_other",
        letter=None,
        parts=("reasons",),
    ),
    DecisionKind(
        "record_correction",
        "correction of a record about the applicant",
        "更正与申请人自身相关的政府信息，或者转送、告知有权更正的机关",
        _articles("第四十一条"),
        # Art 41 is no request for access, so table three has no row for it.
        row="",
        letter=25,
        aliases=("更正", "更正信息", "更正政府信息"),
    ),
)

BY_CODE = {kind.code: kind for kind in DECISIONS}


def by_code(code: str) -> DecisionKind:
    """The kind of a code; KeyError for any other."""
    return BY_CODE[code]


def for_row(row: str) -> tuple[DecisionKind, ...]:
    """The kinds that count by default in a row of the 2021 form."""
    return tuple(kind for kind in DECISIONS if row and kind.row == row)


#: Words of ledgers that name a row but no one kind in it.
_ROW_ALIASES: tuple[tuple[str, str], ...] = (
    ("granted", "公开"),
    ("granted", "全部公开"),
    ("granted", "同意公开"),
    ("partial", "部分公开"),
    (_ABSENT_OR_NOT_OURS, "本机关不掌握"),
    (_ABSENT_OR_NOT_OURS, "不掌握"),
    ("other_other", "其它"),
    # One undivided row in the 2019 form, and the row 3.其他 folds into it: its count of 2019 and 2020 stays.
    ("other_other", "其他处理"),
    ("other_other", "other_all"),
)
_RESULT_ROWS = {row.key: row for row in y2021.FORM.request_rows if row.is_result}
_GROUP_OF = {key: key_of(row.group) for key, row in _RESULT_ROWS.items()}
_LONGEST = 100  # no official label with its groups is longer; a longer text is a mistaken column
_PARENT_LABELS = (key_of("三、本年度办理结果"), *dict.fromkeys(filter(None, _GROUP_OF.values())))


def _labels() -> dict[str, tuple[str, str | None]]:
    """Every accepted writing by its key; a row's own label names a kind only where the row has just one."""
    found: dict[str, tuple[str, str | None]] = {}
    for form in (y2019.FORM, y2021.FORM):
        for row in form.request_rows:
            if row.key in _RESULT_ROWS:
                kinds = for_row(row.key)
                result = (row.key, kinds[0].code if len(kinds) == 1 else None)
                short = plain(row.label).partition("(区分处理")[0]
                found |= {key_of(text): result for text in (row.key, row.label, short)}
    for row_key, alias in _ROW_ALIASES:
        kinds = for_row(row_key)
        found[key_of(alias)] = (row_key, kinds[0].code if len(kinds) == 1 else None)
    for kind in DECISIONS:
        if kind.row:
            found |= {
                key: (kind.row, kind.code)
                for key in map(key_of, (kind.code, kind.zh, *kind.aliases))
                if key not in found
            }
    return found


_BY_LABEL = _labels()


def row_from_label(text: str) -> tuple[str, str | None] | None:
    """The row of the 2021 form, and the kind where the words tell it, of a result written in a ledger.

    Accepts official labels of both forms with or without number, brackets, group and width, report keys, kind
    codes, and usual short forms: ``（三）不予公开 1.属于国家秘密``, ``国家秘密``, ``refused_secret``.
    A group alone (``不予公开``) names no row and is None, like any unknown text.
    """
    if len(text) > _LONGEST:
        return None
    if found := _BY_LABEL.get(key_of(text)):
        return found
    rest = without_numbering(plain(text))
    while parent := next((label for label in _PARENT_LABELS if rest.startswith(label)), None):
        rest = without_numbering(without_numbering(rest[len(parent) :]).lstrip("-—:、,;/>·("))
        found = _BY_LABEL.get(key_of(rest))
        if found and parent in {_GROUP_OF[found[0]], _PARENT_LABELS[0]}:
            return found
    return None

"""Cases of review and suit 复议诉讼: their types, and the column of chapter four in which an outcome counts.

One case counts once: a second instance replaces the result of the first, and till then it is pending.
The raw outcome is kept, and an organ may put a case in another column with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.law.annual_report.formats.parts import REMEDY_BLOCKS, REMEDY_COLUMNS
from gongkai.law.sources import LITIGATION_LAW, REGULATION, REPORT_FORM_2021, REVIEW_LAW, Source
from gongkai.law.text import key_of


@dataclass(frozen=True, slots=True)
class CaseType:
    """A type of case 类型. ``is_counted``: it is a block of table four; complaints are only kept."""

    code: str
    en: str
    zh: str
    is_counted: bool
    source: Source
    aliases: tuple[str, ...] = ()


_BLOCK = dict(REMEDY_BLOCKS)

CASE_TYPES: tuple[CaseType, ...] = (
    CaseType(
        "reconsideration",
        "administrative review",
        _BLOCK["reconsideration"],
        True,
        REPORT_FORM_2021.at("表四"),
        ("复议",),
    ),
    CaseType(
        "litigation_direct",
        "suit without review",
        _BLOCK["litigation_direct"],
        True,
        REPORT_FORM_2021.at("表四"),
        ("直接起诉", "未经复议起诉"),
    ),
    CaseType(
        "litigation_after_reconsideration",
        "suit after review",
        _BLOCK["litigation_after_reconsideration"],
        True,
        REPORT_FORM_2021.at("表四"),
        ("经复议起诉",),
    ),
    CaseType(
        "complaint",
        "complaint or report",
        "投诉举报",
        False,
        REGULATION.at("第五十一条"),
        ("申诉", "投诉", "举报"),
    ),
)

REVIEW, SUIT = "review", "suit"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a review or suit ended 原始结果, and its ``column``: upheld, corrected, other or pending."""

    code: str
    en: str
    zh: str
    of: str
    column: str
    source: Source
    aliases: tuple[str, ...] = ()


def _review(
    code: str, en: str, zh: str, column: str, article: str, *aliases: str, sure: bool = True
) -> Outcome:
    return Outcome(f"review_{code}", en, zh, REVIEW, column, REVIEW_LAW.at(article, verified=sure), aliases)


def _suit(
    code: str, en: str, zh: str, column: str, article: str, *aliases: str, sure: bool = True
) -> Outcome:
    return Outcome(f"suit_{code}", en, zh, SUIT, column, LITIGATION_LAW.at(article, verified=sure), aliases)


OUTCOMES: tuple[Outcome, ...] = (
    _review("upheld", "act upheld", "维持", "upheld", "第六十八条", "复议维持", "维持原行政行为"),
    _review(
        "claim_rejected",
        "claim rejected",
        "驳回行政复议请求",
        "upheld",
        "第六十九条",
        "驳回复议请求",
        sure=False,
    ),
    _review("changed", "act changed", "变更", "corrected", "第六十三条"),
    _review("annulled", "act annulled", "撤销", "corrected", "第六十四条", "部分撤销", "撤销并责令重新作出"),
    _review("unlawful", "found unlawful", "确认违法", "corrected", "第六十五条"),
    _review(
        "ordered", "ordered to act", "责令履行", "corrected", "第六十六条", "责令限期履行", "责令履行法定职责"
    ),
    _review("void", "found void", "确认无效", "corrected", "第六十七条"),
    _review("not_accepted", "not accepted", "不予受理", "other", "第三十条", sure=False),
    _review(
        "application_dismissed",
        "application dismissed",
        "驳回申请",
        "other",
        "第三十三条",
        "驳回行政复议申请",
        sure=False,
    ),
    _review(
        "ended",
        "ended",
        "终止",
        "other",
        "第四十一条",
        "终止审理",
        "行政复议终止",
        "撤回行政复议申请",
        sure=False,
    ),
    _review("mediated", "mediated", "调解", "other", "第七十三条", "行政复议调解书", sure=False),
    _review("settled", "settled", "和解", "other", "第七十四条", "达成和解", sure=False),
    _review("suspended", "suspended", "中止", "pending", "第三十九条", "中止审理", "行政复议中止"),
    _suit("claim_rejected", "claim rejected", "驳回诉讼请求", "upheld", "第六十九条", "判决驳回诉讼请求"),
    _suit(
        "annulled", "act annulled", "判决撤销", "corrected", "第七十条", "撤销", "部分撤销", "撤销并责令重作"
    ),
    _suit(
        "ordered",
        "ordered to act",
        "判决责令履行",
        "corrected",
        "第七十二条",
        "责令履行",
        "判决履行",
        "责令履行法定职责",
    ),
    _suit("unlawful", "found unlawful", "判决确认违法", "corrected", "第七十四条", "确认违法"),
    _suit("void", "found void", "判决确认无效", "corrected", "第七十五条", "确认无效"),
    _suit("changed", "act changed", "判决变更", "corrected", "第七十七条", "变更"),
    _suit("not_docketed", "not docketed", "裁定不予立案", "other", "第五十一条", "不予立案", sure=False),
    _suit("dismissed", "suit dismissed", "驳回起诉", "other", "第四十九条", "裁定驳回起诉", sure=False),
    _suit(
        "withdrawn",
        "withdrawn",
        "准许撤诉",
        "other",
        "第六十二条",
        "撤诉",
        "裁定准许撤诉",
        "按撤诉处理",
        sure=False,
    ),
    _suit("mediated", "mediated", "调解", "other", "第六十条", "行政调解书", sure=False),
    _suit("ended", "ended", "终结", "other", "第一百零一条", "终结诉讼", sure=False),
    _suit("suspended", "suspended", "中止", "pending", "第一百零一条", "中止诉讼"),
    _suit(
        "appealed", "appeal pending", "二审审理中", "pending", "第八十五条", "上诉", "二审未结", "上诉审理中"
    ),
    _suit("remanded", "remanded", "发回重审", "pending", "第八十九条", "裁定发回重审", sure=False),
)
OUTCOME = {outcome.code: outcome for outcome in OUTCOMES}
#: After which the first instance begins anew.
REMANDED = "suit_remanded"
#: What may be appealed against, with the period for it 上诉期限; till then it is no result. All else takes
#: effect at once.
APPEAL: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "suit_claim_rejected",
            "suit_annulled",
            "suit_ordered",
            "suit_unlawful",
            "suit_void",
            "suit_changed",
        ),
        "appeal_judgment",
    ),
    **dict.fromkeys(("suit_not_docketed", "suit_dismissed"), "appeal_ruling"),
}


#: What both sides agreed on may be anything, a new answer too.
_AGREED = {"review_mediated", "review_settled", "suit_mediated"}


def may_redo(outcome: Outcome) -> bool:
    """Whether an organ can be ordered to decide anew by it: not where its act stands or was not looked at."""
    return outcome.column == "corrected" or outcome.code in _AGREED


def outcomes_of(case_type: str) -> tuple[Outcome, ...]:
    """How a case of this type may be decided, what is no decision left out."""
    of = REVIEW if case_type == "reconsideration" else SUIT
    still_open = {"review_suspended", "suit_suspended", "suit_appealed"}
    return tuple(one for one in OUTCOMES if one.of == of and one.code not in still_open)


#: The columns a case may be put in; their sum is no outcome.
COLUMNS: tuple[tuple[str, str], ...] = tuple(pair for pair in REMEDY_COLUMNS if pair[0] != "total")

_COLUMN_BY_LABEL = {key_of(text): code for code, zh in COLUMNS for text in (code, zh)}
_TYPE_BY_LABEL = {
    key_of(text): case_type.code
    for case_type in CASE_TYPES
    for text in (case_type.code, case_type.zh, *case_type.aliases)
}
_OUTCOME_BY_LABEL = {
    (outcome.of, key_of(text)): outcome
    for outcome in OUTCOMES
    for text in (outcome.code, outcome.zh, *outcome.aliases)
}


def type_from_label(text: str) -> str | None:
    """The code of a case type written in a ledger (official label, alias or code), else None."""
    return _TYPE_BY_LABEL.get(key_of(text))


def outcome_from_label(text: str, case_type: str) -> Outcome | None:
    """The outcome that a raw result names for a case of ``case_type``, else None."""
    return _OUTCOME_BY_LABEL.get((REVIEW if case_type == "reconsideration" else SUIT, key_of(text)))


def column_from_label(text: str, case_type: str) -> str | None:
    """The column of a result: ``结果维持`` and its like, or a raw outcome of that type of case; else None."""
    column = _COLUMN_BY_LABEL.get(key_of(text))
    if column:
        return column
    outcome = outcome_from_label(text, case_type)
    return outcome.column if outcome else None

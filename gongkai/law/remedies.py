"""Review and suits 行政复议、行政诉讼: what a letter tells the applicant, before whom, within which periods.

How cases are counted in chapter four stands in ``remedy_results``.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law.dated import Dated, Version
from gongkai.law.decisions import DecisionKind, Remedy
from gongkai.law.length import Length, Unit, days, last_day, workdays
from gongkai.law.sources import (
    LITIGATION_LAW,
    PRACTICE,
    REGULATION,
    REVIEW_LAW,
    REVIEW_LAW_1999,
    REVIEW_REGULATION,
    Source,
)
from gongkai.law.workdays import Calendar


@dataclass(frozen=True, slots=True)
class RemedyPeriod:
    """A period of a review or suit. ``runs_from`` is the event it runs from, ``bound`` who has to keep it."""

    code: str
    en: str
    zh: str
    runs_from: str
    bound: str
    length: Dated[Length]


_OLD, _NEW, _SUITS = date(1999, 10, 1), date(2024, 1, 1), date(2017, 7, 1)


def _days(number: int, since: date, source: Source) -> Version[Length]:
    return Version(days(number), since, source)


# Art 88: 三日、五日、七日、十日 of the new law are working days; longer periods are not.
def _workdays(number: int, since: date, source: Source) -> Version[Length]:
    return Version(workdays(number), since, source)


def _new(article: str) -> Source:
    return REVIEW_LAW.at(article)


APPLICANT, ORGAN, REVIEWER, EITHER = "申请人", "本机关", "复议机关", "当事人"

PERIODS: tuple[RemedyPeriod, ...] = (
    RemedyPeriod(
        "review_application",
        "applying for review",
        "申请行政复议",
        "知道或者应当知道该行政行为之日",
        APPLICANT,
        Dated((_days(60, _OLD, REVIEW_LAW_1999.at("第九条")), _days(60, _NEW, _new("第二十条第一款")))),
    ),
    RemedyPeriod(
        "review_application_untold",
        "applying for review, remedies not told",
        "申请行政复议（未告知权利、机关和期限的最长期限）",
        "知道或者应当知道行政行为内容之日",
        APPLICANT,
        Dated((Version(Length(1, Unit.YEAR), _NEW, _new("第二十条第三款")),)),
    ),
    RemedyPeriod(
        "review_application_longest",
        "applying for review, at the very latest",
        "申请行政复议（最长保护期限）",
        "行政行为作出之日",
        APPLICANT,
        Dated((Version(Length(5, Unit.YEAR), _NEW, _new("第二十一条")),)),
    ),
    RemedyPeriod(
        "review_acceptance",
        "deciding on acceptance",
        "审查是否受理",
        "收到行政复议申请之日",
        REVIEWER,
        Dated((_workdays(5, _OLD, REVIEW_LAW_1999.at("第十七条")), _workdays(5, _NEW, _new("第三十条")))),
    ),
    RemedyPeriod(
        "review_completion_notice",
        "notice to complete the application",
        "通知补正行政复议申请",
        "收到行政复议申请之日",
        REVIEWER,
        Dated((_workdays(5, _NEW, _new("第三十一条")),)),
    ),
    RemedyPeriod(
        "review_completion",
        "completing the application",
        "补正行政复议申请",
        "收到补正通知之日",
        APPLICANT,
        Dated((_workdays(10, _NEW, _new("第三十一条")),)),
    ),
    RemedyPeriod(
        "review_answer",
        "written answer and evidence, ordinary procedure",
        "提出书面答复并提交证据（普通程序）",
        "收到申请书副本之日",
        ORGAN,
        # Ten days were calendar days in the old law: its Art 40 named only 五日 and 七日.
        Dated((_days(10, _OLD, REVIEW_LAW_1999.at("第二十三条")), _workdays(10, _NEW, _new("第四十八条")))),
    ),
    RemedyPeriod(
        "review_answer_simplified",
        "written answer and evidence, simplified procedure",
        "提出书面答复并提交证据（简易程序）",
        "收到申请书副本之日",
        ORGAN,
        Dated((_workdays(5, _NEW, _new("第五十四条")),)),
    ),
    RemedyPeriod(
        "review_decision",
        "decision, ordinary procedure",
        "作出行政复议决定（普通程序）",
        "受理之日",
        REVIEWER,
        Dated((_days(60, _OLD, REVIEW_LAW_1999.at("第三十一条")), _days(60, _NEW, _new("第六十二条")))),
    ),
    RemedyPeriod(
        "review_decision_extension",
        "extension of the decision, at most",
        "延长行政复议期限（最多）",
        "行政复议期限届满之日",
        REVIEWER,
        Dated((_days(30, _OLD, REVIEW_LAW_1999.at("第三十一条")), _days(30, _NEW, _new("第六十二条")))),
    ),
    RemedyPeriod(
        "review_decision_simplified",
        "decision, simplified procedure",
        "作出行政复议决定（简易程序）",
        "受理之日",
        REVIEWER,
        Dated((_days(30, _NEW, _new("第六十二条")),)),
    ),
    RemedyPeriod(
        "review_opinion_reply",
        "reporting on a review opinion",
        "报送行政复议意见书的纠正情况",
        "收到行政复议意见书之日",
        ORGAN,
        Dated((_days(60, _NEW, _new("第七十六条")),)),
    ),
    RemedyPeriod(
        "suit_direct",
        "suing without review",
        "直接提起行政诉讼",
        "知道或者应当知道作出行政行为之日",
        APPLICANT,
        Dated((Version(Length(6, Unit.MONTH), _SUITS, LITIGATION_LAW.at("第四十六条")),)),
    ),
    RemedyPeriod(
        "suit_after_review",
        "suing after review",
        "不服行政复议决定提起行政诉讼",
        "收到行政复议决定书之日",
        APPLICANT,
        Dated((_days(15, _SUITS, LITIGATION_LAW.at("第四十五条")),)),
    ),
    RemedyPeriod(
        "suit_answer",
        "statement of defence to the court",
        "向人民法院提交答辩状和证据",
        "收到起诉状副本之日",
        ORGAN,
        Dated((_days(15, _SUITS, LITIGATION_LAW.at("第六十七条")),)),
    ),
    RemedyPeriod(
        "appeal_judgment",
        "appealing against a judgment",
        "对一审判决提起上诉",
        "判决书送达之日",
        EITHER,
        Dated((_days(15, _SUITS, LITIGATION_LAW.at("第八十五条", verified=False)),)),
    ),
    RemedyPeriod(
        "appeal_ruling",
        "appealing against a ruling",
        "对一审裁定提起上诉",
        "裁定书送达之日",
        EITHER,
        Dated((_days(10, _SUITS, LITIGATION_LAW.at("第八十五条", verified=False)),)),
    ),
    RemedyPeriod(
        "appeal_answer",
        "answer to an appeal",
        "对上诉提出答辩状",
        "收到上诉状副本之日",
        ORGAN,
        Dated((_days(15, _SUITS, LITIGATION_LAW.at("第八十六条", verified=False)),)),
    ),
)
PERIOD = {period.code: period for period in PERIODS}


def until(code: str, begun: date, calendar: Calendar) -> date:
    """The last day of a period that runs from a day; one that would end on a day off ends on the next working
    day."""
    return last_day(PERIOD[code].length.version_for(begun).value, begun, calendar)


#: Whether withholding must go to review before any suit 复议前置: not before the law of 2023.
REVIEW_FIRST: Dated[bool] = Dated(
    (
        Version(False, _OLD, REVIEW_LAW_1999.at("第十六条")),
        Version(True, _NEW, REVIEW_LAW.at("第二十三条第一款第（四）项")),
        Version(True, date(2026, 7, 1), REVIEW_REGULATION.at("第三十一条")),
    )
)


def remedy_on(kind: DecisionKind, day: date) -> Remedy:
    """The way open against a decision of ``kind`` made on ``day``."""
    if kind.remedy is Remedy.REVIEW_FIRST and not REVIEW_FIRST.on(day):
        return Remedy.REVIEW_OR_SUIT
    return kind.remedy


@dataclass(frozen=True, slots=True)
class Bodies:
    """Before whom an organ's decisions are contested, kept per organ."""

    review_organ: str
    court: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Who reviews organs of a level. ``by_government``: their review organ is a people's government."""

    level: str
    review_zh: str
    court_zh: str
    by_government: bool
    source: Source


_BASIC, _INTERMEDIATE = "基层人民法院", "中级人民法院"
AGENCY, VERTICAL = "agency", "vertical"

#: Levels as in the report JSON, and two that stand beside the local tree.
STANDINGS: tuple[Standing, ...] = (
    Standing("town", "县级人民政府", _BASIC, True, REVIEW_LAW.at("第二十四条")),
    Standing("department", "本级人民政府", _BASIC, True, REVIEW_LAW.at("第二十四条")),
    Standing("county", "上一级人民政府", _INTERMEDIATE, True, REVIEW_LAW.at("第二十四条")),
    # 街道办事处 and other 派出机关: the government that set them up.
    Standing(AGENCY, "设立该派出机关的人民政府", _BASIC, True, REVIEW_LAW.at("第二十四条", verified=False)),
    Standing(VERTICAL, "上一级主管部门", _BASIC, False, REVIEW_LAW.at("第二十七条")),
)
_STANDING = {standing.level: standing for standing in STANDINGS}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A review organ and court level proposed for an organ; None where nothing can be proposed.

    ``note`` is a Chinese sentence on what the organ has to settle itself; "" when nothing.
    """

    review_organ: str | None
    court_level: str | None
    note: str
    source: Source


def propose(level: str, superior: str) -> Proposal:
    """Whom to name in an organ's letters, from its level and its superior in the tree. Always editable.

    Local departments no longer go to the department above them (since 2024): such a superior is not proposed.
    Which court it is differs by province, because jurisdiction is gathered in some: only its level is given.
    """
    standing = _STANDING.get(level)
    if standing is None:
        note = "复议机关 — 机关层级不明，无法提出 — 请填写复议机关和管辖法院。"
        return Proposal(None, None, note, REVIEW_LAW.at("第二十四条"))
    is_government = superior.endswith(("政府", "行政公署"))
    if superior and is_government == standing.by_government:
        return Proposal(superior, standing.court_zh, "", standing.source)
    what = f"上级机关“{superior}”不是{standing.review_zh}" if superior else "上级机关没有填写"
    note = f"复议机关 — {what} — 请填写{standing.review_zh}的名称。"
    return Proposal(None, standing.court_zh, note, standing.source)


def remedy_sentence(kind: DecisionKind, on: date, bodies: Bodies, *, act: str = "本答复") -> str:
    """The remedy clause of a letter that decides as ``kind`` on ``on``; "" where nothing was decided.

    ``act`` is what the letter calls itself. The clause must say itself that review comes first (行政复议法
    Art 23 para 2).
    """
    remedy = remedy_on(kind, on)
    if remedy is Remedy.COMPLAINT_ONLY:
        return ""
    review, court = bodies.review_organ, bodies.court
    apply, direct, after = (
        PERIOD[code].length.on(on).zh for code in ("review_application", "suit_direct", "suit_after_review")
    )
    either = f"可以自收到{act}之日起{apply}内向{review}申请行政复议，或者在{direct}内向{court}提起行政诉讼"
    if remedy is Remedy.REVIEW_OR_SUIT:
        return f"如对{act}不服，{either}。"
    article = str(REVIEW_LAW.at("第二十三条第一款第（四）项"))
    is_partial = kind.row == "partial"
    what = f"{act}中不予公开的部分" if is_partial else act
    rest = f"对{act}的其他部分不服的，{either}。" if is_partial else ""
    return (
        f"如对{what}不服，依照{article}的规定，应当先申请行政复议：可以自收到{act}之日起{apply}内"
        f"向{review}申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起{after}内"
        f"向{court}提起行政诉讼。{rest}"
    )


class SuitWhenSilent(StrEnum):
    """Whether silence may be sued at once; courts differ, so the organ says what holds where it is."""

    UNSETTLED = "unsettled"
    ALLOWED = "allowed"
    REVIEW_FIRST = "review_first"


SILENCE_SOURCE = PRACTICE.at(verified=False)
COMPLAINT_SOURCE = REGULATION.at("第五十一条")


def silence_sentence(
    review_organ: str, complaint_organ: str, *, suit: SuitWhenSilent = SuitWhenSilent.UNSETTLED
) -> str:
    """What an applicant without an answer may do. Complaint 投诉、举报 (Art 47, 51) is always named."""
    suing = {
        SuitWhenSilent.UNSETTLED: "能否直接提起行政诉讼各地掌握不一",
        SuitWhenSilent.ALLOWED: "也可以直接提起行政诉讼",
        SuitWhenSilent.REVIEW_FIRST: "应当先申请行政复议，对复议决定不服的再提起行政诉讼",
    }[suit]
    return (
        f"逾期未收到答复的，可以向{complaint_organ}投诉、举报，也可以向{review_organ}申请行政复议；{suing}。"
    )

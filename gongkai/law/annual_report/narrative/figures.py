"""The bound figures 字段: the names that may stand in braces, and where each takes its value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from gongkai.law.annual_report.checks.subject import short
from gongkai.law.annual_report.formats import y2021
from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS, APPLICANTS
from gongkai.law.annual_report.narrative.facts import NarrativeFacts

Shown: TypeAlias = int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One field: ``{name}`` in prose, what it is, and its value (None: unknown)."""

    name: str
    description: str
    value: Callable[[NarrativeFacts], Shown]


_LITIGATION = ("litigation_direct", "litigation_after_reconsideration")


def _row(name: str, description: str, row: str) -> Figure:
    return Figure(name, description, lambda facts: facts.requests(row))


def _group(name: str, description: str, prefix: str) -> Figure:
    return Figure(name, description, lambda facts: facts.group(prefix))


def _cell(name: str, description: str, code: str) -> Figure:
    return Figure(name, description, lambda facts: facts.cells.get(code))


def _new_of(name: str, label: str, *columns: str) -> Figure:
    return Figure(
        name,
        f"表三：本年新收，{label}",
        lambda facts: facts.total(f"requests/new/{column}" for column in columns),
    )


def _remedy(name: str, description: str, *blocks: str, column: str = "total") -> Figure:
    return Figure(name, description, lambda facts: facts.remedies(*blocks, column=column))


def listing(counts: Mapping[str, int]) -> str | None:
    """``网站118条、微信公众号294条``, the largest first."""
    ordered = sorted(counts.items(), key=lambda pair: -pair[1])
    return "、".join(f"{name}{count}条" for name, count in ordered if count) or None


def _channels(facts: NarrativeFacts) -> dict[str, int]:
    return {name: count for name, count in (facts.items.per_channel if facts.items else {}).items() if count}


def _channel_names(facts: NarrativeFacts) -> list[str]:
    return list(dict.fromkeys([*_channels(facts), *(name for name, count in facts.posted.items() if count)]))


def _change(facts: NarrativeFacts) -> str | None:
    """新收 against last year's, in words."""
    before = facts.previous.get("requests/new/total") if facts.previous else None
    now = facts.requests("new")
    if now is None or type(before) is not int:
        return None
    return f"增加{now - before}件" if now > before else f"减少{before - now}件" if now < before else "持平"


def _division(facts: NarrativeFacts) -> str | None:
    """Who answers for what; several things of one are told together."""
    of_one: dict[str, list[str]] = {}
    for work, owner in facts.charges:
        of_one.setdefault(owner, []).append(work)
    return "；".join(f"{owner}负责{'、'.join(works)}" for owner, works in of_one.items()) or None


FIGURES: tuple[Figure, ...] = (
    Figure("机关名称", "机关全称", lambda facts: facts.organ),
    Figure("机关简称", "机关简称，没有的用全称", lambda facts: facts.short_name or facts.organ),
    Figure("自称", "我镇、我局等，看不出的用本机关", lambda facts: facts.calls_itself),
    Figure("工作机构", "政府信息公开工作机构", lambda facts: facts.office or "政府信息公开工作机构"),
    Figure("主要负责人", "全面负责的主要领导", lambda facts: facts.chief or None),
    Figure("分管负责人", "直接负责的分管领导", lambda facts: facts.leader or None),
    Figure("分工", "各项工作由谁负责，逐项列出", _division),
    Figure("年份", "报告年度", lambda facts: facts.year),
    Figure("上年年份", "报告年度的上一年", lambda facts: facts.year - 1),
    Figure("下年年份", "报告年度的下一年", lambda facts: facts.year + 1),
    # chapter one: what was published unasked
    Figure("主动公开条数", "主动公开的政府信息", lambda facts: facts.items.count if facts.items else None),
    Figure("各渠道条数", "各渠道公开的条数，逐个列出", lambda facts: listing(_channels(facts))),
    Figure("渠道发布条数", "按月登记的渠道发布条数，逐个列出", lambda facts: listing(facts.posted)),
    Figure("各类别条数", "各类信息的条数，逐个列出", lambda facts: listing(facts.categories)),
    Figure("渠道名称", "用到的公开渠道", lambda facts: "、".join(_channel_names(facts)) or None),
    Figure("渠道数", "用到的公开渠道的个数", lambda facts: len(_channel_names(facts)) or None),
    # table two
    _cell("规章制发件数", "表二：规章，本年制发", "proactive/regulations/made"),
    _cell("规章废止件数", "表二：规章，本年废止", "proactive/regulations/repealed"),
    _cell("规章现行有效件数", "表二：规章，现行有效", "proactive/regulations/in_force"),
    _cell("规范性文件制发件数", "表二：行政规范性文件，本年制发", "proactive/normative_documents/made"),
    _cell("规范性文件废止件数", "表二：行政规范性文件，本年废止", "proactive/normative_documents/repealed"),
    _cell(
        "规范性文件现行有效件数",
        "表二：行政规范性文件，现行有效",
        "proactive/normative_documents/in_force",
    ),
    _cell("行政许可件数", "表二：行政许可处理决定", "proactive/licensing"),
    _cell("行政处罚件数", "表二：行政处罚处理决定", "proactive/penalties"),
    _cell("行政强制件数", "表二：行政强制处理决定", "proactive/coercion"),
    _cell("行政事业性收费", "表二：行政事业性收费，单位万元", "proactive/fees_10k_yuan"),
    # table three
    _row("新收件数", "表三：本年新收，总计", "new"),
    _row("上年结转件数", "表三：上年结转，总计", "carried_in"),
    _row("办结件数", "表三：（七）总计", "total"),
    _row("结转下年件数", "表三：结转下年度继续办理，总计", "carried_out"),
    Figure("新收较上年", "新收件数比上年增加、减少或持平", _change),
    *(_new_of(f"{label}新收件数", label, key) for key, label in APPLICANTS[:-2]),
    _new_of("其他申请人新收件数", "其他", "other"),
    _new_of("法人或其他组织新收件数", "法人或其他组织五列之和", *APPLICANT_KEYS[1:]),
    _row("予以公开件数", "表三：（一）予以公开", "granted"),
    _row("部分公开件数", "表三：（二）部分公开", "partial"),
    _group("不予公开件数", "表三：（三）不予公开各项之和", "refused_"),
    _group("无法提供件数", "表三：（四）无法提供各项之和", "unavailable_"),
    _group("不予处理件数", "表三：（五）不予处理各项之和", "rejected_"),
    _group("其他处理件数", "表三：（六）其他处理各项之和", "other_"),
    *(
        _row(f"{short(row.label)}件数", f"表三：{row.group}{row.label}", row.key)
        for row in y2021.REQUEST_ROWS
        if row.group and row.key != "other_other"
    ),
    _row("其他情形件数", "表三：（六）其他处理3.其他", "other_other"),
    # table four
    _remedy("行政复议件数", "表四：行政复议，总计", "reconsideration"),
    _remedy("复议维持件数", "表四：行政复议，结果维持", "reconsideration", column="upheld"),
    _remedy("复议纠正件数", "表四：行政复议，结果纠正", "reconsideration", column="corrected"),
    _remedy("复议其他结果件数", "表四：行政复议，其他结果", "reconsideration", column="other"),
    _remedy("复议未审结件数", "表四：行政复议，尚未审结", "reconsideration", column="pending"),
    _remedy("行政诉讼件数", "表四：行政诉讼两类之和，总计", *_LITIGATION),
    _remedy("诉讼维持件数", "表四：行政诉讼两类之和，结果维持", *_LITIGATION, column="upheld"),
    _remedy("诉讼纠正件数", "表四：行政诉讼两类之和，结果纠正", *_LITIGATION, column="corrected"),
    _remedy("诉讼其他结果件数", "表四：行政诉讼两类之和，其他结果", *_LITIGATION, column="other"),
    _remedy("诉讼未审结件数", "表四：行政诉讼两类之和，尚未审结", *_LITIGATION, column="pending"),
    _remedy("直接起诉件数", "表四：未经复议直接起诉，总计", _LITIGATION[0]),
    _remedy("复议后起诉件数", "表四：复议后起诉，总计", _LITIGATION[1]),
    # supervision 监督保障
    Figure("培训次数", "工作推进：培训", lambda facts: facts.trainings),
    Figure("培训人次", "工作推进：培训人数之和", lambda facts: facts.trained_people),
    Figure("推进会次数", "工作推进：推进会", lambda facts: facts.meetings),
    Figure("通知传达次数", "工作推进：通知传达", lambda facts: facts.notices),
    Figure("考核次数", "工作推进：考核", lambda facts: facts.assessments),
    Figure("考核结果", "考核：各次核定的等次", lambda facts: "；".join(facts.assessment_results) or None),
    Figure("表扬次数", "工作推进：表扬", lambda facts: facts.praises),
    Figure("通报批评次数", "工作推进：通报批评", lambda facts: facts.criticisms),
    Figure("绩效扣分次数", "工作推进：绩效扣分", lambda facts: facts.deductions),
    Figure("社会评议次数", "工作推进：社会评议", lambda facts: facts.social_reviews),
    Figure(
        "社会评议结果",
        "社会评议：各次的答卷和评价",
        lambda facts: "；".join(facts.social_review_results) or None,
    ),
    Figure("责任追究次数", "工作推进：责任追究", lambda facts: facts.accountability),
    Figure(
        "整改问题数",
        "工作推进：问题整改",
        lambda facts: None if facts.rectifications is None else len(facts.rectifications),
    ),
    Figure("上年遗留问题数", "问题整改：年初还没有整改完的", lambda facts: facts.left_over),
    Figure("上年遗留整改数", "问题整改：上年遗留、本年整改完成的", lambda facts: facts.left_over_mended),
    Figure("未整改问题数", "问题整改：年底还没有整改完的", lambda facts: len(facts.unmended)),
    # chapter six: 信息处理费, in 元
    Figure("收费通知件数", "发出的收费通知", lambda f: f.fee_notices.count if f.fee_notices else None),
    Figure(
        "收费通知金额",
        "收费通知的总金额，单位元",
        lambda f: f.fee_notices.amount_yuan if f.fee_notices else None,
    ),
    Figure(
        "实收信息处理费",
        "实际收取的总金额，单位元",
        lambda f: f.fee_notices.collected_yuan if f.fee_notices else None,
    ),
)

BY_NAME = {figure.name: figure for figure in FIGURES}

"""Drafts of chapters 一, 五 and 六: plain sentences that claim nothing but what the ledger shows.

The outline of chapter 一 is the organ's choice. A sentence's wording follows the year (未收到 where nothing
came); where the ledger changes afterwards and the wording was kept, AR-N and AR-6.1 find what a table, the
count of items or the fees contradict.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongkai.law.annual_report.narrative.facts import NarrativeFacts
from gongkai.law.annual_report.narrative.figures import BY_NAME
from gongkai.law.sources import FEE_RULES, Instrument

#: Writes the text below one sub-heading, fields in braces.
Writer = Callable[[NarrativeFacts], str]


@dataclass(frozen=True, slots=True)
class Outline:
    """The sub-headings of chapter 一 in order, each with what is written below it."""

    code: str
    title: str
    sections: tuple[tuple[str, Writer], ...]


def draft(facts: NarrativeFacts, outline: Outline) -> dict[str, str]:
    """Chapter -> prose with bound fields, for ``overview``, ``problems`` and ``other_matters``."""
    overview = "\n".join(f"{heading}\n{write(facts)}" for heading, write in outline.sections)
    return {"overview": overview, "problems": _problems(facts), "other_matters": _other_matters(facts)}


def _known(facts: NarrativeFacts, *names: str) -> bool:
    return all(BY_NAME[name].value(facts) is not None for name in names)


def _some(facts: NarrativeFacts, *names: str) -> bool:
    """Whether one of the figures is known and not 0."""
    return any(BY_NAME[name].value(facts) for name in names)


def _none(facts: NarrativeFacts, *names: str) -> bool:
    """Whether all of the figures are known to be 0: only then may a sentence say so."""
    return all(BY_NAME[name].value(facts) == 0 for name in names)


def _published(facts: NarrativeFacts) -> str:
    text = "{年份}年，{自称}主动公开政府信息{主动公开条数}条"
    if not _known(facts, "主动公开条数"):
        text = "{年份}年，{自称}主动公开政府信息的条数未作统计"
    elif _none(facts, "主动公开条数"):
        text = "{年份}年，{自称}没有新增主动公开的政府信息"
    elif facts.items and facts.items.unit == "posting":
        text += "，同一信息在几个渠道发布的分别计算"
    text += "。"
    if _known(facts, "各类别条数"):
        text += "按类别分：{各类别条数}。"
    if _known(facts, "各渠道条数"):
        text += "按渠道分：{各渠道条数}。"
    counted_apart = facts.items is None or facts.items.unit == "item"
    if counted_apart and _known(facts, "渠道发布条数"):
        text += "各渠道另行登记的发布条数为：{渠道发布条数}。"
    return text + _acts(facts)


def _acts(facts: NarrativeFacts) -> str:
    if not _known(facts, "行政许可件数", "行政处罚件数", "行政强制件数"):
        return ""
    if _none(facts, "行政许可件数", "行政处罚件数", "行政强制件数"):
        return "没有作出行政许可、行政处罚和行政强制决定。"
    return "作出行政许可决定{行政许可件数}件、行政处罚决定{行政处罚件数}件、行政强制决定{行政强制件数}件。"


def _requests(facts: NarrativeFacts) -> str:
    if _none(facts, "新收件数", "上年结转件数"):
        text = "{年份}年，{自称}未收到政府信息公开申请，没有上年结转的申请。"
    else:
        text = (
            "{年份}年，{自称}新收政府信息公开申请{新收件数}件，上年结转{上年结转件数}件；"
            "办结{办结件数}件，结转下年度继续办理{结转下年件数}件。"
        )
        if _some(facts, "新收件数"):
            text += (
                "新收的申请中，自然人申请{自然人新收件数}件，法人或其他组织申请{法人或其他组织新收件数}件。"
            )
        results = [
            f"{name}{{{name}件数}}件"
            for name in ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理")
            if _some(facts, f"{name}件数")
        ]
        if results:
            text += f"办结的申请中，{'，'.join(results)}。"
    return text + _remedies(facts)


def _remedies(facts: NarrativeFacts) -> str:
    if _none(facts, "行政复议件数", "行政诉讼件数"):
        return "未发生因政府信息公开引起的行政复议和行政诉讼。"
    parts = []
    for name, stem in (("行政复议", "复议"), ("行政诉讼", "诉讼")):
        outcomes = "，".join(
            f"{label}{{{stem}{key}件数}}件"
            for label, key in (
                ("结果维持", "维持"),
                ("结果纠正", "纠正"),
                ("其他结果", "其他结果"),
                ("尚未审结", "未审结"),
            )
            if _some(facts, f"{stem}{key}件数")
        )
        parts.append(f"政府信息公开{name}{{{name}件数}}件" + (f"，其中{outcomes}" if outcomes else ""))
    return "；".join(parts) + "。"


def _management(facts: NarrativeFacts) -> str:
    made, repealed = "规范性文件制发件数", "规范性文件废止件数"
    if not _known(facts, made, repealed):
        # the 2019 form knows only what was made
        return (
            "制发行政规范性文件{规范性文件制发件数}件。" if _some(facts, made) else "没有制发行政规范性文件。"
        )
    if not _some(facts, made, repealed):
        return "没有制发和废止行政规范性文件，现行有效行政规范性文件{规范性文件现行有效件数}件。"
    return (
        "制发行政规范性文件{规范性文件制发件数}件，废止行政规范性文件{规范性文件废止件数}件，"
        "现行有效行政规范性文件{规范性文件现行有效件数}件。"
    )


def _platform(facts: NarrativeFacts) -> str:
    if not _known(facts, "渠道名称"):
        return "各公开渠道的条数未作统计。"
    return "政府信息通过{渠道名称}公开，共用到{渠道数}个渠道。"


def _training(facts: NarrativeFacts) -> str:
    parts = []
    if _some(facts, "培训次数"):
        people = "，参加{培训人次}人次" if _some(facts, "培训人次") else ""
        parts.append(f"组织政府信息公开培训{{培训次数}}次{people}")
    if _some(facts, "通知传达次数"):
        parts.append("传达上级通知和要求{通知传达次数}次")
    return f"全年{'，'.join(parts)}。" if parts else ""


def _meetings(facts: NarrativeFacts) -> str:
    return "全年召开政务公开工作推进会{推进会次数}次。" if _some(facts, "推进会次数") else ""


def _duties(facts: NarrativeFacts) -> str:
    """What 第五十条第（四）项 asks every government to report, said also where there was none. A sum
    says what the reports that it adds up say."""
    if facts.duties_told:
        return facts.duties_told
    results = "，".join(
        f"{name}{{{name}次数}}次" for name in ("表扬", "通报批评", "绩效扣分") if _some(facts, f"{name}次数")
    )
    if _some(facts, "考核次数"):
        text = "开展政府信息公开工作考核{考核次数}次" + (f"，{results}" if results else "")
        text += "，考核结果为{考核结果}" if _some(facts, "考核结果") else ""
    elif results:
        text = f"工作考核结果：{results}"
    else:
        text = "没有开展政府信息公开工作考核" if _known(facts, "考核次数") else "工作考核情况未作统计"
    if _known(facts, "社会评议次数"):
        text += "；" + (
            "开展社会评议{社会评议次数}次" if _some(facts, "社会评议次数") else "没有开展社会评议"
        )
        text += "，{社会评议结果}" if _some(facts, "社会评议结果") else ""
    else:
        text += "；社会评议情况未作统计"
    if _known(facts, "责任追究次数"):
        text += "；" + ("责任追究{责任追究次数}次" if _some(facts, "责任追究次数") else "没有发生责任追究")
    else:
        text += "；责任追究情况未作统计"
    return text + "。"


def _supervision(facts: NarrativeFacts) -> str:
    return _training(facts) + _meetings(facts) + _duties(facts)


def _leadership(facts: NarrativeFacts) -> str:
    leader = "{分管负责人}" if facts.leader else "分管领导"
    led = f"由{{主要负责人}}全面负责，{leader}直接负责" if facts.chief else f"由{leader}负责"
    division = "具体分工：{分工}。" if facts.charges else ""
    return f"{{自称}}的政府信息公开工作{led}，{{工作机构}}承担日常工作。{division}"


def _mechanism(facts: NarrativeFacts) -> str:
    return _training(facts) + _management(facts)


def _grassroots(facts: NarrativeFacts) -> str:
    return _meetings(facts) + _duties(facts)


def _problems(facts: NarrativeFacts) -> str:
    """What was mended, what of it came from the year before, what is still open, and what comes next."""
    topics = facts.rectifications or ()
    if not topics and not facts.unmended:
        return (
            "{年份}年没有登记需要整改的政府信息公开问题。下一步，{自称}将按照《中华人民共和国政府信息公开条例》"
            "做好主动公开和依申请公开，及时更新公开内容，加强工作人员培训。"
        )
    text = ""
    if facts.left_over:
        text += "上年遗留的政府信息公开问题{上年遗留问题数}项，本年整改完成{上年遗留整改数}项。"
    if topics:
        text += f"{{年份}}年整改政府信息公开问题{{整改问题数}}项：{_listed(topics)}。"
    if facts.unmended:
        text += f"到{{年份}}年底还没有整改完成{{未整改问题数}}项：{_listed(facts.unmended)}。"
    to_come = "把没有整改完成的逐项改到位，" if facts.unmended else ""
    return f"{text}下一步，{{自称}}将{to_come}继续改进上述工作。"


def _listed(topics: Sequence[str]) -> str:
    """一是…；二是…."""
    numbers = "一二三四五六七八九十"
    return "；".join(
        f"{f'{numbers[index]}是' if index < len(numbers) else ''}{_plain(topic)}"
        for index, topic in enumerate(topics)
    )


def _plain(topic: str) -> str:
    """A topic typed by a clerk must not be read as a field."""
    return topic.replace("{", "（").replace("}", "）").strip().rstrip("。；")


def _other_matters(facts: NarrativeFacts) -> str:
    fees = facts.fee_notices
    if fees is None:
        text = "{年份}年，{自称}信息处理费的收取情况未作统计。"
    elif not fees.count and not fees.collected_yuan:
        text = "{年份}年，{自称}未发出收费通知，未收取信息处理费。"
    else:
        text = (
            f"{_under(FEE_RULES, facts.year)}{{年份}}年，{{自称}}发出收费通知{{收费通知件数}}件，"
            "总金额{收费通知金额}元，实际收取信息处理费{实收信息处理费}元。"
        )
    return text + "没有其他需要报告的事项。"


def _under(rules: Instrument, year: int) -> str:
    """What a sentence of the year rests on; nothing is named that came later."""
    return f"依据《{rules.title}》，" if rules.holds_in(year) else ""


OUTLINES: tuple[Outline, ...] = (
    Outline(
        "statutory",
        "统一格式的五个方面",
        (
            ("（一）主动公开", _published),
            ("（二）依申请公开", _requests),
            ("（三）政府信息管理", _management),
            ("（四）政府信息公开平台建设", _platform),
            ("（五）监督保障", _supervision),
        ),
    ),
    Outline(
        "town",
        "乡镇的六个方面",
        (
            ("（一）强化组织领导", _leadership),
            ("（二）建立工作机制", _mechanism),
            ("（三）主动公开政府信息情况", _published),
            ("（四）依申请公开政府信息情况", _requests),
            ("（五）建设政府信息公开平台", _platform),
            ("（六）全面推进基层政务公开", _grassroots),
        ),
    ),
)

"""What an organ may set for itself: one entry each, with its default and why it is a choice."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gongkai.law import assessment, index_numbers, letter_numbers, retention
from gongkai.law.annual_report.narrative import OUTLINES
from gongkai.law.annual_report.stages import ORDERS
from gongkai.law.duties import DUTIES
from gongkai.law.remedies import SILENCE_SOURCE, SuitWhenSilent
from gongkai.law.sources import (
    FEE_RULES,
    FILING_STANDARD,
    LITIGATION_LAW,
    PRACTICE,
    REGULATION,
    REVIEW_LAW,
    SITE_GUIDE,
    Source,
)
from gongkai.lib.hours import DIGEST, EACH, before_complaint, quiet_complaint, time_complaint
from gongkai.lib.language import _


@dataclass(frozen=True, slots=True)
class Option:
    """A setting 设置. ``choices`` pairs code and Chinese words; empty means text or a number.

    ``complaint`` says in one sentence why a text cannot be taken.
    """

    code: str
    zh: str
    default: str | int | None
    choices: tuple[tuple[str, str], ...]
    source: Source
    complaint: Callable[[str], str] = lambda text: ""


def licence_complaint(text: str) -> str:
    """Why something is no licence of open data; empty where it is one."""
    return "" if text.strip() else _("开放数据的使用许可 — 空着 — 请写明别人可以怎样使用。")


_ADDRESS = re.compile(r"[^\s@、，,;<>]+@[^\s@、，,;<>]+\.[^\s@、，,;<>]+")


def senders_complaint(text: str) -> str:
    """Why a text is no list of mail addresses; empty where it is one, or is empty."""
    wrong = next((one for one in text.split("、") if one and not _ADDRESS.fullmatch(one)), "")
    told = _("收件邮箱收谁的 — “{wrong}”不是邮箱地址 — 请一个一个写全，用“、”隔开。")
    return told.format(wrong=wrong) if wrong else ""


OPTIONS: tuple[Option, ...] = (
    Option(
        "redo_counting",
        "责令重作的申请是否再次计数",
        "exclude",
        (("exclude", "不再计数"), ("new", "作为新收申请计数")),
        PRACTICE.at("重作后再答复的计数", verified=False),
    ),
    Option(
        "count_unit",
        "公开信息的计数单位",
        "item",
        (("item", "按信息计（同一信息多处发布为一条）"), ("posting", "按发布次数计")),
        PRACTICE.at("公开条数的计数", verified=False),
    ),
    Option(
        "pause_from",
        "征求意见自何时起不计入期限",
        "after_sending",
        (("after_sending", "发出次日起"), ("on_sending", "发出当日起")),
        REGULATION.at("第三十三条第三款", verified=False),
    ),
    Option(
        "outline",
        "第一部分的提纲",
        "statutory",
        tuple((outline.code, outline.title) for outline in OUTLINES),
        PRACTICE.at("总体情况的小标题"),
    ),
    Option(
        "report_order",
        "年度报告的报送环节",
        ORDERS[0].code,
        tuple((order.code, order.zh) for order in ORDERS),
        PRACTICE.at("年度报告的报送环节"),
    ),
    Option(
        "release_people",
        "年度报告、文书和公开信息至少经过几个人",
        "2",
        (
            ("2", "两人：起草的不审定、不签发、不放行"),
            ("3", "三人：起草、核对或审核、审定或签发、放行各一人"),
        ),
        PRACTICE.at("起草、审核、签发分开"),
    ),
    Option(
        "online_apply",
        "网上受理申请",
        "off",
        (("off", "不开通"), ("on", "开通")),
        PRACTICE.at("指南写明开通的渠道，才可以用，也必须受理"),
    ),
    Option(
        "online_basis",
        "指南中开通网上受理的一句，连同备案和等保情况",
        "",
        (),
        REGULATION.at("第十二条第三款"),
    ),
    Option(
        "portal",
        "公开门户",
        "off",
        (("off", "不开通，只供本机关预览"), ("on", "开通")),
        PRACTICE.at("乡镇一般没有自己的网站，在县级门户公开"),
    ),
    Option(
        "portal_basis",
        "指南中开通公开门户的一句，连同备案和等保情况",
        "",
        (),
        REGULATION.at("第十二条第三款"),
    ),
    Option(
        "person_statistics",
        "工作群传达统计到人",
        "off",
        (("off", "不统计到人，只看哪个村传达了"), ("on", "统计到人")),
        PRACTICE.at("基层减负，县里发文后才开"),
    ),
    Option("person_statistics_basis", "县里要求统计到人的文件名称和文号", "", (), PRACTICE.at("基层减负")),
    Option(
        "unit_ranking",
        "推进会通报各村、各部门的排名",
        "off",
        (("off", "不排名"), ("on", "排名")),
        PRACTICE.at("基层减负，县里发文后才开"),
    ),
    Option("unit_ranking_basis", "县里要求排名的文件名称和文号", "", (), PRACTICE.at("基层减负")),
    Option(
        "unit_points",
        "考核各村、各部门打分",
        "off",
        (("off", "不打分，只写等次和事实"), ("on", "打分")),
        PRACTICE.at("基层减负，县里发文后才开"),
    ),
    Option("unit_points_basis", "县里要求打分的文件名称和文号", "", (), PRACTICE.at("基层减负")),
    Option(
        "least_known",
        "考核至少知道多少才评等次",
        str(assessment.LEAST_KNOWN),
        (
            ("0", "知道一项就评"),
            ("30", "知道的指标占分值的30%以上"),
            ("50", "知道的指标占分值的一半以上"),
            ("70", "知道的指标占分值的70%以上"),
            ("100", "全部知道才评"),
        ),
        PRACTICE.at("考核的等次", verified=False),
    ),
    Option(
        "sign_in_code",
        "培训、会议扫码签到",
        "off",
        (("off", "不用，纸上签或者输入名单"), ("on", "可以扫码签到")),
        PRACTICE.at("基层减负，县里发文后才开"),
    ),
    Option("sign_in_code_basis", "县里要求扫码签到的文件名称和文号", "", (), PRACTICE.at("基层减负")),
    Option(
        "training_quiz",
        "培训后的小测验",
        "off",
        (("off", "不测验"), ("on", "扫码签到以后可以答题")),
        PRACTICE.at("基层减负，县里发文后才开"),
    ),
    Option("training_quiz_basis", "县里要求测验的文件名称和文号", "", (), PRACTICE.at("基层减负")),
    Option(
        "mail_subscriptions",
        "门户可以用邮件订阅（要先设好发邮件的渠道）",
        "off",
        (("off", "不可以"), ("on", "可以")),
        PRACTICE.at("方便查找"),
    ),
    Option("portal_words", "门户首页的常找词（用顿号分开，空为常见事项）", "", (), PRACTICE.at("方便查找")),
    Option(
        "data_licence",
        "开放数据的使用许可",
        "可以免费下载、复制、转载和再利用，商业用途也可以；请注明来源和下载日期，不得歪曲原意。",
        (),
        REGULATION.at("第六条"),
        licence_complaint,
    ),
    Option("site_name", "网站名称", "", (), SITE_GUIDE.at("网页设计规范", verified=False)),
    Option("site_domain", "网站域名", "", (), SITE_GUIDE.at("网页设计规范", verified=False)),
    Option("site_id_code", "网站标识码", "", (), SITE_GUIDE.at("网页设计规范", verified=False)),
    Option("site_filing", "ICP备案号", "", (), SITE_GUIDE.at("页脚", verified=False)),
    Option("site_police", "公安备案号", "", (), SITE_GUIDE.at("页脚", verified=False)),
    Option(
        "fee_collection",
        "收取信息处理费（财政票据、非税收缴）",
        "off",
        (("off", "没有开通，不收"), ("on", "已经开通，可以收")),
        FEE_RULES.at(),
    ),
    Option("fee_places", "收费金额印到小数点后几位（空为不取整）", None, (), PRACTICE.at("收费金额的精度")),
    Option("short_name", "正文中的自称", "", (), PRACTICE.at("我镇、我局等自称")),
    Option("review_organ", "复议机关（空为按层级和上级提出）", "", (), REVIEW_LAW.at("第二十四条")),
    Option("court", "管辖的人民法院", "", (), LITIGATION_LAW.at("第十八条", verified=False)),
    Option(
        "suit_when_silent",
        "逾期没有答复的，能不能直接起诉",
        SuitWhenSilent.UNSETTLED.value,
        (
            (SuitWhenSilent.UNSETTLED.value, "各地掌握不一"),
            (SuitWhenSilent.ALLOWED.value, "可以直接起诉"),
            (SuitWhenSilent.REVIEW_FIRST.value, "应当先申请复议"),
        ),
        SILENCE_SOURCE,
    ),
    Option(
        "letter_mark",
        "发文机关代字（空为机关简称）",
        "",
        (),
        letter_numbers.SOURCE,
        letter_numbers.mark_complaint,
    ),
    *(
        Option(
            f"number_{code}", f"文号样式：{zh}", pattern, (), letter_numbers.SOURCE, letter_numbers.complaint
        )
        for code, zh, pattern in (
            ("answer", "答复类", "{mark}公开告〔{year}〕{n}号"),
            ("notice", "程序告知类", "{mark}公开告〔{year}〕{n}号"),
            ("letter", "函和征求意见书", "{mark}公开函〔{year}〕{n}号"),
            ("remedy", "行政复议答复书", "{mark}复答〔{year}〕{n}号"),
        )
    ),
    Option(
        "own_contacts", "可以公开的办公电话、邮箱（用“、”隔开）", "", (), REGULATION.at("第二十条第（二）项")
    ),
    Option(
        "drop_folder",
        "投放文件夹：放进去的文件自动收到待核对",
        "off",
        (("off", "不用"), ("on", "用")),
        PRACTICE.at("收件", verified=False),
    ),
    Option(
        "mail_senders",
        "收件邮箱收谁的（邮箱地址用“、”隔开）",
        "",
        (),
        PRACTICE.at("收件", verified=False),
        senders_complaint,
    ),
    Option("wrong_words", "易错词（错=对，用“、”隔开）", "", (), PRACTICE.at("发布前校对")),
    Option(
        "withheld_review",
        "不公开的信息隔多久重新评估",
        "12",
        (("3", "三个月"), ("6", "半年"), ("12", "一年"), ("24", "两年")),
        REGULATION.at("第十八条"),
    ),
    Option(
        "index_pattern",
        "索引号样式",
        index_numbers.DEFAULT,
        (),
        index_numbers.SOURCE,
        index_numbers.complaint,
    ),
    Option(
        "letter_reviews",
        "文书签发前的审核",
        "none",
        (
            ("none", "不另设"),
            ("law", "法制审核"),
            ("secrecy", "保密审查"),
            ("both", "法制审核和保密审查"),
        ),
        PRACTICE.at("答复的审核"),
    ),
    Option(
        "remind_before",
        "到期前几个工作日提醒",
        "5,3,1",
        (),
        PRACTICE.at("到期前提醒"),
        before_complaint,
    ),
    Option(
        "remind_leader",
        "什么时候提醒工作机构负责人和分管领导",
        "overdue",
        (("overdue", "逾期时"), ("last", "最后一次提醒时和逾期时"), ("never", "不提醒")),
        PRACTICE.at("逾期督办"),
    ),
    Option(
        "remind_days",
        "哪些天发提醒",
        "workdays",
        (("workdays", "只在工作日"), ("every_day", "每天")),
        PRACTICE.at("休息日不打扰"),
    ),
    Option(
        "remind_pace",
        "提醒怎样发",
        DIGEST,
        ((DIGEST, "每天合成一条"), (EACH, "每件单独发")),
        PRACTICE.at("减少打扰"),
    ),
    Option("digest_at", "每天合成的一条几点发", "8:30", (), PRACTICE.at("减少打扰"), time_complaint),
    Option(
        "quiet_hours",
        "免打扰时段（空为没有）",
        "20:00-8:00",
        (),
        PRACTICE.at("休息时间不打扰"),
        quiet_complaint,
    ),
    *(
        Option(
            f"retention_{code}",
            f"保管期限：{zh}",
            default.versions[-1].value,
            tuple((one.code, one.zh) for one in retention.RETENTIONS),
            retention.SOURCE,
        )
        for code, zh, default in (
            ("ordinary", "申请办理档案", retention.ORDINARY),
            ("contested", "经过复议、诉讼的申请办理档案", retention.CONTESTED),
            ("unfiled", "更正本人信息、没有成为申请的收件", retention.UNFILED),
        )
    ),
    Option("fonds_no", "全宗号（空为档号里不写）", "", (), FILING_STANDARD.at("档号", verified=False)),
    *(
        Option(
            f"duty_{duty.code}",
            f"例行事项：{duty.zh}",
            "level",
            (("level", "按层级"), ("on", "有"), ("off", "没有")),
            duty.source,
        )
        for duty in DUTIES
    ),
)

#: Meta tags of a government site, and the setting that holds each.
SITE_TAGS = {"SiteName": "site_name", "SiteDomain": "site_domain", "SiteIDCode": "site_id_code"}


def defaults() -> dict[str, str | int | None]:
    """Every setting with its default."""
    return {option.code: option.default for option in OPTIONS}


#: What has no effect unless it is said on what it rests: the guide's sentence, or the county's document.
RESTS_ON: Mapping[str, str] = {
    "online_apply": "online_basis",
    "portal": "portal_basis",
    "person_statistics": "person_statistics_basis",
    "unit_ranking": "unit_ranking_basis",
    "unit_points": "unit_points_basis",
    "sign_in_code": "sign_in_code_basis",
    "training_quiz": "training_quiz_basis",
}

"""The wordings in which reports state figures, as patterns over sentences made plain by ``language``."""

import re
from typing import NamedTuple

from gongkai.law.annual_report.checks.language import CASE, DIGIT, UNIT, amount


class Wordings(NamedTuple):
    """Figures and the patterns that state them; a pattern's group ``n`` is the figure, none means 0.

    Each of them has one of the words ``about``, and the word beside it: a clause without is passed over at
    once.
    """

    about: re.Pattern[str]
    patterns: tuple[tuple[str, re.Pattern[str], str], ...]


N = amount()
#: What states a figure has one of these; most prose has none, and is passed over at once.
STATES = re.compile(
    f"{DIGIT}万?(?:{UNIT}|元)|[零0〇]|未|没有|无|维持|纠正|其他结果|[为是系由于自](?:自然人|公民|个人|法人|企业)"
)


def _any(words: str, *wordings: str) -> str:
    """One of ``words``, the longest that fits and no other: atomic, so hostile text cannot make it slow."""
    return "(?>" + "|".join((*wordings, *sorted(words.split(), key=len, reverse=True))) + ")"


APPLICATION = re.compile("依申请|信息公开申请|信息公开的申请|公开政府信息的?申请|申请公开|受理的来件")
OTHER_TOPIC = re.compile(
    "提案|议案|建议|留言|热线|12345|咨询|网民|信访件|信箱|来信|来电|舆情|许可申请|更正申请|意见"
    "|(?:投诉|举报)(?!类|.{0,6}(?:申请|不予处理))"
)
CHANNEL = re.compile(
    "网站|网上|网络|线上|在线|平台|邮箱|邮件|邮寄|信函|来信|当面|现场|窗口|纸质|书面|传真|公众号|微信|微博"
)
#: A way on which applications come, where ways are listed.
WAY = re.compile(f"{CHANNEL.pattern}|线下|其他")
PARTIAL = re.compile(
    r"上半年|下半年|季度|同期|[去前]年(?!结转)|(?<!结转)上一?年度?(?!度?(?:结转|转入|遗留))|往年|历年|近.年"
    r"|截[至止]\D{0,6}(?:\d{4}年)?(?!12月)\d{1,2}月|[1一]月?[-至—](?!12)\d{1,2}月"
)
CARRIED_YEAR = re.compile(
    r"\d{4}年度?(?=结转|转入|遗留)|(?:(?<=结转)|(?<=转至)|(?<=转到)|(?<=顺延至)|(?<=结转至)|(?<=结转到))\d{4}年度?"
)
YEAR = re.compile(r"(\d{4})年")
THIS_YEAR = re.compile("今年|本年|全年")
FOREIGN = re.compile(
    r"[一-鿿]{2,}?(?:局|委|办|厅|镇|乡|街道|县|区|市|州|中心|公司|大队|院|所|园区|单位|部门)"
)

#: 县自然资源局收到20件, 市政府本级349件中: what follows in the sentence is of that part.
OF_PART = re.compile(
    "[^,\\d]{0,14}?(?<![我本该全])(?:[局委厅镇乡县区市村院所]|街道|社区|中心|公司|大队|单位|部门|办公室|本级|政府(?!信息))"
    "(?:全年|共计|共|累计)*(?:(?:收到|接到|受理|办理|答复|办结)(?:(?:政府)?信息公开|依申请公开)?(?:申请)?\\d+件"
    "|的?\\d+件(?:申请)?当?中$)"
)
OF_WHOLE = re.compile("全[省市州盟县旗区镇乡街]|各级|合计|总计|总共")

#: What may stand between the start of a clause and its verb without narrowing whom or what it counts.
_FRAME = _any(
    """
    全年 年内 本年度 本年 今年 年度 一年来 期间 截至 截止 以来 目前 情况 方面 工作
    事项 依申请公开 依申请 政府信息公开 政府信息 信息公开 公开 受理答复 办理 处理 答复
    我 全 本 该 各级 各 市 县 区 镇 乡 州 省 街 街道 办事处 局 办公室 办 委 厅
    单位 机关 行政机关 部门 政府 仅 只 共计 共 总计 累计 合计 总共 已 均 并 的 也 且
    门户 电子 邮递 申请 提交 方式 途径 渠道 形式
    及时 依法 依规 规范 认真 做好 妥善 按时 按期 全部 严格 其中: 中 在 法定期限内
    法定时限内 规定期限内 通过 和 、 等 各类 我们
    """,
    r"\d{4}年度?",
    r"\d{1,2}月\d{1,2}日",
    r"[一二三四五六七八九十]是",
    r"\d{1,2}[.、]",
    CHANNEL.pattern,
)
#: What a clause says that tells how many came on which way; any other word makes it unsure.
OF_WAY = _any(
    """
    政府信息公开 依申请公开 信息公开 政府信息 公开 申请 申请表 方式 渠道 途径 形式 系统 收到 接收 接到 受理
    新收 提交 提出 递交 通过 采用 采取 其中 以 经 由 的 等 分别 为 是 系 属 属于 来自 共计 合计 总计 累计
    共 有 了 到 全年 件数 数量 数 电子 门户 政府
    """,
    WAY.pattern,
)
FRAMED = re.compile(f"{_FRAME}*")
#: A report of 本级政府 sums departments and towns; its 市政府 or 办公室 alone is a part of it.
SUMS_OTHERS = re.compile("(?:省|市|州|盟|县|旗|区)(?:人民政府)?$")
#: In the report of a department or town: 县政府 is another organ.
ABOVE = re.compile("[省市州盟县旗区](?:人民)?政府(?!信息|门户|网)")
ONLY_OFFICE = re.compile("政府(?!信息|门户|网)|办公室|本级")
#: What may stand between a verb and its figure.
_OBJECT = _any(
    """
    公民 法人 自然人 其他组织 社会组织 和 或 或者 以及 及 与 、 提出 提交 递交
    新 新的 任何 任何形式 各类 各种 有效 的 政府 信息 政务 公开 依 申请 事项 信件 请求 件
    案件 办件 来件 案 共计 共 合计 总计 总数 累计 为 有 数量 数 等 通过 到 了
    类 并 办理 表
    """,
    CHANNEL.pattern,
)
ABOUT_DISCLOSURE = re.compile("信息.{0,4}公开|依申请|公开.{0,8}申请")
_ASKED = _any("收到和办理 收到并办理 接收到 新收到 收到 接收 接到 新收 新受理 收悉")
_TAKEN = _any("受理 收办 办理 收到和处理 处理 受理并答复")


def _wordings(about: str, *stated: tuple[str, str] | tuple[str, str, str]) -> Wordings:
    patterns = tuple((figure, re.compile(pattern), "".join(word)) for figure, pattern, *word in stated)
    return Wordings(re.compile(about), patterns)


#: A clause that says what was received, or that nothing was, has one of these.
ABOUT_RECEIPT = re.compile("收|接|理|申请|未|没有|无")
RECEIVED = tuple(
    (figure, re.compile(f"(?P<before>.*?){verb}(?P<object>{_OBJECT}*?){N}(?P<after>{_OBJECT}*)"))
    for figure, verb in (("new", _ASKED), ("handled", _TAKEN))
)
_GOT = "(?:收到和处理|收到和办理|接收到|新收到|收到|接到|接收|新受理|受理|新收|收悉|发生|产生)"
NONE_RECEIVED = re.compile(
    f"(?P<before>.*?)(?:[均也]?未曾?{_GOT}|(?:没有|无){_GOT}?)过?"
    f"(?P<object>{_OBJECT}*?(?:依申请公开|信息公开|政府信息|公开(?=申请)){_OBJECT}*?(?:申请|公开|事项|件|信件|请求|情况))[。;]?$"
)
#: Nothing told by a nought: 依申请公开零申请, 行政复议、行政诉讼均为零.
_NOUGHT = "(?:零|0|〇|无)(?:件|起|例|宗)?[。;]?$"
NIL_RECEIVED = re.compile(
    f"(?P<before>.*?)(?:实现|{_GOT})?(?:依申请公开|(?:政府)?信息公开申请|依申请公开申请)(?:数量|件数|件|量|数)?"
    f"(?:(?:为|实现|是)?零申请[。;]?$|(?:均?为|是){_NOUGHT}|[零0〇](?:件|起|例|宗)[。;]?$)"
)
_TAIL = _any(
    """
    继续办理 办理 答复 处理 的 政府信息公开 依申请公开 信息公开 申请 办件 事项 案件
    件 数量 共计 共 为 有
    """
)
CARRIED = _wordings(
    "转|遗留|顺延",
    (
        "carried_in",
        f"(?:上一?年度?|去年|(?P<year>\\d{{4}})年度?)度?(?:结转|转入|遗留)(?:至本年度?|来)?{_TAIL}*{N}",
    ),
    ("carried_in", f"{N}(?:申请)?(?:为|系|是|属)?(?:上一?年度?|去年)度?结转"),
    ("carried_in", f"结转上一?年度?度?{_TAIL}*{N}"),
    (
        "carried_out",
        f"(?:结转|顺延|转入|转)(?:至|到|入)?(?:下一?年度?|次年度?|(?P<year>\\d{{4}})年度?){_TAIL}*{N}",
    ),
    (
        "carried_out",
        f"{N}(?:申请|案件)?(?:因[^、]{{1,14}}?)?(?:结转|顺延|转入|转)(?:至|到|入)?"
        "(?:下一?年|次年|(?P<year>\\d{4})年)",
    ),
    ("carried_in", "(?:无|没有)(?:上一?年度?|去年)度?结转"),
    ("carried_out", "(?:无|没有)(?:结转|顺延)(?:至|到|入)?(?:下一?年|次年)"),
)
#: What is in hand when the year ends is carried out, be it called so or not.
YEAR_END = re.compile("12月31日|年底|年末|年终")
IN_HAND = _wordings(
    "正在|尚在|仍在|尚未|未办",
    (
        "carried_out",
        f"(?:^|(?<=[、:]))(?:申请)?(?:尚|还|仍)?有{N}(?:申请)?(?:正在|尚在|仍在|尚未|未)(?:办理|办结|答复)",
    ),
)
CONCLUDED = _wordings(
    "办结|答复|办理",
    (
        "concluded",
        "(?:^|(?<=[、:]))(?>共|已|均|并|全年|依法|依规|及时|按时|按期|全部|规范|累计|法定期限内|在)*"
        f"(?:办结|答复|办理完毕|办理并答复|办理答复)(?>了|依申请公开|政府信息公开|信息公开|申请|信件|事项|案件|件|的|共计|共)*{N}",
    ),
)
_START = (
    "(?:^|(?<=[、:])|(?<=其中)|(?<=作)|(?<=答复)|(?<=当中)|(?<=中))"
    "(?>全年|本年度?|全[省市州盟县旗区镇乡街]|合计|共计|总计|共|已)*"
)
_FIT = "(?>的|答复|决定|申请|政府信息|类|共计|共|为|有|件数)*"
_GRANTED, _PARTLY = "(?:予以公开|同意公开|全部公开)", "(?:予以)?部分公开"
_REFUSALS = (("refused", "不予公开"), ("withheld", "不公开"))  # the latter is no term of the form
_THEN = "(?=$|[、。;]|并|处理|答复)"
# 公开12件行政处罚决定 is publishing, not answering applications; so is whatever is counted in 条
_ALONE = "(?=$|[(、。;]|占|申请|的申请|和|及)"
_CASES = amount(unit=CASE)
COUNTED = re.compile(_CASES)


def _word_in(label: str) -> str:
    """What is left of a label's pattern without its choices."""
    return re.sub(r"\(.*?\)\??", "", label)


RESULTS = _wordings(
    "公开|无法提供|处理",
    ("granted_or_partial", f"{_START}{_GRANTED}(?:及|或|和|与|、|或者){_PARTLY}{_FIT}{N}", "部分公开"),
    *(
        (figure, f"{_START}{label}{_FIT}{_CASES}{_ALONE}", _word_in(label))
        for figure, label in (
            ("granted", _GRANTED),
            ("partial", _PARTLY),
            *_REFUSALS,
            ("unavailable", "无法提供"),
            ("rejected", "不予处理"),
            ("other", "其他处理"),
            ("opened", "公开"),
        )
    ),
    *(
        (
            figure,
            f"(?:^|(?<=[、:])|(?<=其中)|(?<=中)|(?<=对)){N}(?:申请)?(?:为|作出|属于|答复|决定)?{label}{_THEN}",
            _word_in(label),
        )
        for figure, label in (
            ("granted", _GRANTED),
            ("partial", _PARTLY),
            *_REFUSALS,
            ("unavailable", "无法提供"),
            ("rejected", "不予处理"),
        )
    ),
)
#: A result that takes another into it, 不予公开4件（含不予处理2件）, is not the row of that name.
TAKES_IN = re.compile(rf"(?:含|包括).{{0,12}}(?:公开|提供|处理)的?{_CASES}")
#: What was public already is told apart by some, and counts as 予以公开.
ALREADY_PUBLIC = re.compile(rf"主动公开的?{_CASES}")
#: Answers given late, or not at all, beside those that are counted.
SET_APART = re.compile("延期(?:办结|答复|办理)|逾期|不予受理|不受理|未受理")
APPLICANTS = _wordings(
    "自然人|公民|个人|法人|企业|机构|组织",
    *(
        (figure, f"(?:^|(?<=[、:])|(?<=其中)|(?<=涉及)){label}(?>申请人?|提出|提交|的|件|共|为|有)*{N}")
        for figure, label in (
            ("natural_person", "(?:自然人|公民|个人)"),
            ("legal_persons", "法人(?:或|和|及)(?:者)?其他组织"),
            ("business", "商业企业"),
            ("research", "科研机构"),
            ("public_welfare", "社会公益组织"),
            ("legal_service", "法律服务机构"),
        )
    ),
)
#: 均为自然人: the other kind of applicant has nothing.
_ALL_OF_ONE = "(?:申请人|申请主体)?(?:全部|均|都|全)(?:为|是|系|由|属于?|来自)"
_THEIRS = "(?:申请人?|提出|提交|的)*[。;]?$"
ALL_OF_ONE = tuple(
    (figure, re.compile(f"{_ALL_OF_ONE}{of_whom}{_THEIRS}"))
    for figure, of_whom in (
        ("legal_persons", "(?:自然人|公民|个人)"),
        ("natural_person", "(?:法人(?:或|和|及)?(?:其他组织)?|企业|商业企业)"),
    )
)
_DECIDED = "(?:处理)?决定(?:数量)?(?>共计|共|为|有)*"
_CASES_OR_ITEMS = amount(unit=f"(?:{CASE}|项)")
ACTS = _wordings(
    "行政许可|行政处罚|行政强制",
    *(
        (figure, f"(?:^|(?<=[、:])|(?<=作出)|(?<=其中)){label}(?>本年|共)*{_DECIDED}{_CASES_OR_ITEMS}")
        for figure, label in (("licensing", "行政许可"), ("penalties", "行政处罚"), ("coercion", "行政强制"))
    ),
)
#: In our own draft 行政处罚9起 is what table two counts, without the word 决定.
OWN_ACTS = Wordings(
    ACTS.about,
    (
        *ACTS.patterns,
        *(
            (
                figure,
                re.compile(f"(?:^|(?<=[、:])){label}(?:案件)?(?:共计|共|为)?{amount(unit=CASE)}(?!次)"),
                "",
            )
            for figure, label in (
                ("licensing", "行政许可"),
                ("penalties", "行政处罚"),
                ("coercion", "行政强制"),
            )
        ),
    ),
)
#: Acts told one after another: 作出行政许可62件，行政处罚3件.
LISTED_ACT = re.compile("(?<=[件起宗例项]),(?=行政(?:许可|处罚|强制)(?:决定)?\\d)")
_ACTS_BEFORE = "(?:行政(?:许可|处罚|强制)\\d+[件起宗例项][、和及])*"
_DONE_CASES = amount(unit="(?:件|起|宗|例)(?!次)")
_OF_ACTS = "(?>共计|合计|总计|共|为)?"
#: Acts told without the word 决定. Cases of 处罚 that are 办理 need not be decided: only 作出 counts there.
ACTS_DONE = _wordings(
    ACTS.about.pattern,
    *(
        (figure, f"(?P<before>.*?)(?:{verbs}){_ACTS_BEFORE}{label}{_OF_ACTS}{_DONE_CASES}")
        for figure, verbs, label in (
            ("licensing", "办理|[作做]出|实施", "行政许可"),
            ("penalties", "[作做]出|实施", "行政处罚"),
            ("coercion", "[作做]出|实施", "行政强制"),
        )
    ),
)
FEES = re.compile(
    "(?P<before>.*?)(?:实际)?(?:收取|征收|收缴|实收)?的?行政事业性(?:收费|费用)"
    "(?>收入|金额|总额|本年|实际|收取|征收|收缴|实收|共计|合计|总计|累计|共|计|为|:)*"
    r"(?P<n>\d{1,18}(?:\.\d{1,6})?)(?P<wan>万?)元(?=$|[、。;])"
)
#: Decisions, documents and the like that were published: how many were made is not said.
PUBLISHED = re.compile("公开|公示|发布|公布|上传|录入|归集")
_NORMATIVE = "(?:(?:政府|部门)?规章\\d+[件部][、和及])?(?:行政)?规范性文件(?>共计|共|数|总数|为|有)*"
DOCUMENTS = _wordings(
    "规范性文件",
    ("in_force", f"现行有效的?{_NORMATIVE}{N}"),
    ("repealed", f"(?:宣布)?(?:废止|失效|废止失效|废止和失效){_NORMATIVE}{N}"),
    ("made", f"(?:新?制发|制定|制定出台|新制定|出台|印发)的?{_NORMATIVE}{N}"),
)
_AND = "(?:和|、|或者?|及|以及|与)"
_NOT = "(?:没有|未曾?|无)"
NOT = re.compile(_NOT)
_DONE = "(?:新?(?:制发|制定|出台)|(?:宣布)?(?:废止|失效))"
NO_DOCUMENT = re.compile(
    f"(?P<before>.*?){_NOT}(?P<done>{_DONE}(?:{_AND}{_DONE})*)(?:过|任何)?(?:规章{_AND})?(?:行政)?规范性文件[。;]?$"
)
_ACT = "(?:许可|处罚|强制)"
NO_ACT = re.compile(
    f"(?P<before>.*?){_NOT}[作做]出(?:任何)?(?P<done>行政{_ACT}(?:{_AND}(?:行政)?{_ACT})*)等?(?:处理)?决定[。;]?$"
)
#: What was not done, by the words that name it.
NOT_DONE = (
    (NO_DOCUMENT, (("made", re.compile("制发|制定|出台")), ("repealed", re.compile("废止|失效")))),
    (
        NO_ACT,
        (
            ("licensing", re.compile("许可")),
            ("penalties", re.compile("处罚")),
            ("coercion", re.compile("强制")),
        ),
    ),
)

BLOCKS = ("reconsideration", "litigation", "litigation_direct", "litigation_after")
OUTCOMES = {
    "结果维持": "upheld",
    "维持": "upheld",
    "结果纠正": "corrected",
    "纠正": "corrected",
    "其他结果": "other",
    "尚未审结": "pending",
}
#: A clause that speaks of review or litigation has one of these.
ABOUT_REMEDIES = re.compile("复议|诉|维持|纠正|其他结果|尚未审结")
REMEDY_WORDS = (("reconsideration", "(?<!未经)(?<!未经行政)复议(?!后)"), ("litigation", "诉讼"))
_BOTH = "行政复议(?:案件|申请)?(?:、|和|及|与|或|以及|或者)(?:提起)?行政诉讼"
REMEDY_WORDS_FIRST = (
    ("remedies", _BOTH),
    ("litigation_direct", "未经(?:行政)?复议直接(?:起诉|提起行政诉讼)"),
    ("litigation_after", "(?:经)?(?:行政)?复议后(?:再)?(?:起诉|提起行政诉讼)"),
    ("reconsideration", "行政复议"),
    ("litigation", "行政诉讼"),
)
_WORDS = "|".join(words for _, words in REMEDY_WORDS_FIRST)
REMEDY = re.compile(
    f"(?P<words>{_WORDS})(?>案件|申请|案|事项|情况|类|数量|共计|共|总计|均为|为|有|发生|的|件)*{amount('n')}"
    f"|{amount('m')}(?:因?(?:政府)?信息公开(?:工作)?(?:引起|引发|类)?的?)?(?P<words_after>{_WORDS})"
    f"|(?P<outcome>结果维持|维持|结果纠正|纠正|其他结果|尚未审结)(?>的|案件|共|为)*{amount('k')}"
)
OUTCOME_OF_ALL = re.compile(
    "(?:(?:结果)?均?为|均|全部)?(?P<outcome>结果维持|维持|结果纠正|纠正|其他结果)(?:[。;]|$)"
)
#: 行政复议12件，其中涉及政府信息公开3件: most of them are about other matters.
OF_OTHER_MATTERS = re.compile("其中.{0,8}信息公开")
#: The organ as the body that reviews, not as the one reviewed.
REVIEWER = re.compile("复议机关|审理|(?:受理|收到|办理|审结).{0,8}行政复议|出庭|应诉")
_BECAUSE = _any(
    """
    因 由 有关 政府 信息 公开 工作 政务 申请 依申请 而 引发 引起 导致 产生 的 被
    提起 提出 类 相关 方面 和 或 、 及 以及 与 任何 各类 案件 案 情况 情形 事项
    行政 过 上级 机关 我镇 我局 我办 我县 我市 我区 本机关 全年 出现 发生 行政复议
    复议 行政诉讼 诉讼
    """
)
NO_REMEDY = re.compile(
    "(?:未曾?|没有|无|均未|未有|也未)(?:发生|出现|产生|引起|引发|收到|接到|涉及|被)?"
    f"{_BECAUSE}*?(?:行政)?(?:复议|诉讼){_BECAUSE}*[。;]?$"
)
NIL_REMEDY = re.compile(
    f"行政复议(?:案件)?[、和及与]行政诉讼(?:案件)?(?:情况|数量|方面)?(?:均为|为|:|均){_NOUGHT}"
)
#: One of them alone, or all that are listed: 因政府信息公开被申请行政复议案件为0.
NIL_REMEDY_ONE = re.compile(
    rf"(?P<before>\D*?)行政(?:复议|诉讼)(?:案件|申请)?(?:数量|件数|数)?(?:为|是){_NOUGHT}"
)
SOME_REMEDY = re.compile(r"纠正|撤销|败诉|维持|纠错|违法|审结|结转|\d")

"""Proactive disclosure 主动公开: what an organ publishes unasked, by when, in which state and through what.

Fields and document kinds are lists of words; how a record is described belongs to the ledger.
"""

import re
from dataclasses import dataclass
from datetime import date

from gongkai.law.dated import Dated, Version
from gongkai.law.length import Length, days, last_day, workdays
from gongkai.law.sources import (
    BUDGET_LAW,
    DOCUMENT_RULES,
    ENFORCEMENT_PUBLICITY,
    GRASSROOTS_STANDARDS,
    PENALTY_LAW,
    PRACTICE,
    REGULATION,
    REGULATION_2008,
    Source,
)
from gongkai.law.text import plain
from gongkai.law.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a fixed list, with its code, source and official Chinese."""

    code: str
    en: str
    zh: str
    source: Source


@dataclass(frozen=True, slots=True)
class Clause:
    """An item of Art 20, or Art 21.

    ``label`` as table two prints it, ``zh`` what falls under it, ``short`` our own word for lists.
    """

    code: str
    label: str
    short: str
    en: str
    zh: str
    source: Source


_NUMERALS = "一二三四五六七八九十"


def _numeral(number: int) -> str:
    return _NUMERALS[number - 1] if number <= 10 else "十" + _NUMERALS[number - 11]


def _item(number: int, short: str, en: str, zh: str) -> Clause:
    article = f"第二十条第（{_numeral(number)}）项"
    return Clause(f"art20_{number}", article, short, en, zh, REGULATION.at(article))


#: Art 19, the general test: what meets one of these is published even where no list names it.
GENERAL_TEST: tuple[Term, ...] = (
    Term("public_interest", "adjusts the public's interests", "涉及公众利益调整", REGULATION.at("第十九条")),
    Term(
        "wide_knowledge", "the public at large needs to know", "需要公众广泛知晓", REGULATION.at("第十九条")
    ),
    Term("participation", "the public takes part in deciding", "需要公众参与决策", REGULATION.at("第十九条")),
)

CLAUSES: tuple[Clause, ...] = (
    _item(1, "规范性文件", "rules and normative documents", "行政法规、规章和规范性文件"),
    _item(
        2,
        "机构职能",
        "functions, offices and people",
        "机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名",
    ),
    _item(3, "规划和政策", "plans and policies", "国民经济和社会发展规划、专项规划、区域规划及相关政策"),
    _item(4, "统计信息", "statistics", "国民经济和社会发展统计信息"),
    _item(
        5,
        "许可和服务",
        "licensing and other services",
        "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果",
    ),
    _item(
        6,
        "处罚和强制",
        "penalties and coercion",
        "实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定",
    ),
    _item(7, "预算和决算", "budget and final accounts", "财政预算、决算信息"),
    _item(8, "行政收费", "administrative fees", "行政事业性收费项目及其依据、标准"),
    _item(9, "政府采购", "government procurement", "政府集中采购项目的目录、标准及实施情况"),
    _item(10, "重大项目", "major construction projects", "重大建设项目的批准和实施情况"),
    _item(
        11,
        "民生保障",
        "poverty relief, education, health, social security, employment",
        "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
    ),
    _item(12, "应急管理", "emergencies", "突发公共事件的应急预案、预警信息及应对情况"),
    _item(
        13,
        "监督检查",
        "supervision and inspection",
        "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况",
    ),
    _item(
        14,
        "公务员招考",
        "recruitment of civil servants",
        "公务员招考的职位、名额、报考条件等事项以及录用结果",
    ),
    _item(
        15,
        "其他法定事项",
        "what other law requires",
        "法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息",
    ),
    Clause(
        "art21",
        "第二十一条",
        "地方事项",
        "local matters",
        "根据本地具体情况主动公开的政府信息",
        REGULATION.at("第二十一条"),
    ),
)
BY_CODE = {clause.code: clause for clause in CLAUSES}


def _local(*listed: tuple[str, str, str]) -> tuple[Term, ...]:
    return tuple(Term(f"art21_{code}", en, zh, REGULATION.at("第二十一条")) for code, en, zh in listed)


_REQUISITION = (
    ("land", "land requisition", "土地征收"),
    ("housing", "housing requisition", "房屋征收"),
)
_RELIEF = ("relief", "social relief", "社会救助")

#: What Art 21 adds for a county or a city with districts, and for their departments.
COUNTY_TOPICS = _local(
    ("construction", "municipal construction", "市政建设"),
    ("services", "public services", "公共服务"),
    ("welfare", "public welfare", "公益事业"),
    *_REQUISITION,
    ("order", "public order", "治安管理"),
    _RELIEF,
)
#: What Art 21 adds for a township.
TOWN_TOPICS = _local(
    ("agriculture", "agricultural and rural policy", "贯彻落实农业农村政策"),
    ("waterworks", "irrigation works", "农田水利工程建设运营"),
    ("contracted_land", "transfer of contracted land", "农村土地承包经营权流转"),
    ("homesteads", "review of homestead use", "宅基地使用情况审核"),
    *_REQUISITION,
    ("levies", "fund and labour raising", "筹资筹劳"),
    _RELIEF,
)


def topics_for(level: str) -> tuple[Term, ...]:
    """What Art 21 adds for an organ of a level of the report JSON (town, department, county, other)."""
    return {"town": TOWN_TOPICS, "department": COUNTY_TOPICS, "county": COUNTY_TOPICS}.get(level, ())


@dataclass(frozen=True, slots=True)
class Limit:
    """By when something is published or taken down. ``runs_from`` is the event after which it runs."""

    code: str
    en: str
    zh: str
    runs_from: str
    length: Dated[Length]


#: The first is the rule (Art 26); the others are what another law says otherwise.
LIMITS: tuple[Limit, ...] = (
    Limit(
        "general",
        "any information",
        "属于主动公开范围的政府信息",
        "形成或者变更之日",
        Dated(
            (
                Version(workdays(20), date(2008, 5, 1), REGULATION_2008.at("第十八条")),
                Version(workdays(20), date(2019, 5, 15), REGULATION.at("第二十六条")),
            )
        ),
    ),
    Limit(
        "budget",
        "budget and final accounts",
        "经批准的预算、决算",
        "批准之日",
        Dated((Version(days(20), date(2015, 1, 1), BUDGET_LAW.at("第十四条")),)),
    ),
    Limit(
        "licence",
        "licensing decision",
        "行政许可决定",
        "作出决定之日",
        Dated((Version(workdays(7), date(2018, 12, 5), ENFORCEMENT_PUBLICITY.at()),)),
    ),
    Limit(
        "penalty",
        "penalty decision",
        "行政处罚决定",
        "作出决定之日",
        Dated((Version(workdays(7), date(2018, 12, 5), ENFORCEMENT_PUBLICITY.at()),)),
    ),
    Limit(
        "enforcement",
        "other enforcement decision",
        "其他行政执法决定",
        "作出决定之日",
        Dated((Version(workdays(20), date(2018, 12, 5), ENFORCEMENT_PUBLICITY.at()),)),
    ),
    Limit(
        "penalty_withdrawal",
        "taking down a penalty changed, annulled or found unlawful",
        "撤回被变更、撤销、确认违法或者确认无效的行政处罚决定信息并公开说明理由",
        "变更、撤销或者确认之日",
        # 三日 of this law are working days by its Art 85.
        Dated((Version(workdays(3), date(2021, 7, 15), PENALTY_LAW.at("第四十八条第二款")),)),
    ),
)
LIMIT = {limit.code: limit for limit in LIMITS}
WITHDRAWAL = LIMIT["penalty_withdrawal"]
#: By when something is published; what is of none of the others has the limit of the first.
RULE, *OF_OTHER_LAWS = (limit for limit in LIMITS if limit is not WITHDRAWAL)


def limit_of(code: str, formed_on: date) -> Version[Length]:
    """Within what time something formed on a day is published. ``code`` is of ``OF_OTHER_LAWS``, empty where
    the rule holds, which does also for what is older than the other law."""
    special = LIMIT[code].length if code else RULE.length
    is_older = formed_on < special.versions[0].since
    return (RULE.length if is_older else special).version_for(formed_on)


def publish_by(formed_on: date, code: str, calendar: Calendar) -> date:
    """The last day of that time."""
    return last_day(limit_of(code, formed_on).value, formed_on, calendar)


#: 公开属性: the class every document is given when it is drafted.
ATTRIBUTES: tuple[Term, ...] = (
    Term("proactive", "published unasked", "主动公开", REGULATION.at("第十三条")),
    Term("on_request", "on request", "依申请公开", REGULATION.at("第十三条")),
    Term("withheld", "withheld", "不予公开", REGULATION.at("第十三条")),
)

#: 有效性. What has lost force stays online, marked; it is not deleted.
VALIDITIES: tuple[Term, ...] = (
    Term("in_force", "in force", "有效", PRACTICE.at()),
    Term("repealed", "repealed", "废止", PRACTICE.at()),
    Term("lapsed", "lapsed", "失效", PRACTICE.at()),
)

#: Art 23: ways of publishing. An organ's own channels are settings; each is of one of these sorts.
CHANNELS: tuple[Term, ...] = (
    Term("gazette", "government gazette", "政府公报", REGULATION.at("第二十三条")),
    Term(
        "website",
        "government website or other official online media",
        "政府网站或者其他互联网政务媒体",
        REGULATION.at("第二十三条"),
    ),
    Term("press_conference", "press conference", "新闻发布会", REGULATION.at("第二十三条")),
    Term("press", "newspapers", "报刊", REGULATION.at("第二十三条")),
    Term("radio", "radio", "广播", REGULATION.at("第二十三条")),
    Term("television", "television", "电视", REGULATION.at("第二十三条")),
)

#: Art 25: where people read, and to whom published information is handed over.
READING_PLACES: tuple[Term, ...] = (
    Term("archives", "national archives", "国家档案馆", REGULATION.at("第二十五条")),
    Term("library", "public library", "公共图书馆", REGULATION.at("第二十五条")),
    Term("service_hall", "government service hall", "政务服务场所", REGULATION.at("第二十五条")),
)


def _terms(source: Source, *listed: tuple[str, str]) -> tuple[Term, ...]:
    return tuple(Term(en.replace(" ", "_").replace("-", "_"), en, zh, source) for en, zh in listed)


#: The 26 trial fields 26个试点领域 of 基层政务公开标准目录.
FIELDS: tuple[Term, ...] = _terms(
    GRASSROOTS_STANDARDS.at(),
    ("spatial planning", "国土空间规划"),
    ("major projects", "重大建设项目"),
    ("resource trading", "公共资源交易"),
    ("budget", "财政预决算"),
    ("work safety", "安全生产"),
    ("tax", "税收管理"),
    ("land compensation", "征地补偿"),
    ("housing requisition", "国有土地上房屋征收与补偿"),
    ("subsidised housing", "保障性住房"),
    ("rural housing repair", "农村危房改造"),
    ("environment", "生态环境"),
    ("culture", "公共文化服务"),
    ("legal services", "公共法律服务"),
    ("poverty relief", "扶贫"),
    ("disaster relief", "救灾"),
    ("food and drugs", "食品药品监管"),
    ("urban enforcement", "城市综合执法"),
    ("employment", "就业"),
    ("social insurance", "社会保险"),
    ("social relief", "社会救助"),
    ("elderly care", "养老服务"),
    ("household registration", "户籍管理"),
    ("farm subsidies", "涉农补贴"),
    ("compulsory education", "义务教育"),
    ("health", "医疗卫生"),
    ("municipal services", "市政服务"),
)

#: The 15 kinds of official documents 公文种类.
DOCUMENT_KINDS: tuple[Term, ...] = _terms(
    DOCUMENT_RULES.at("第八条"),
    ("resolution", "决议"),
    ("decision", "决定"),
    ("order", "命令（令）"),
    ("communique", "公报"),
    ("announcement", "公告"),
    ("public notice", "通告"),
    ("opinion", "意见"),
    ("notice", "通知"),
    ("circular", "通报"),
    ("report", "报告"),
    ("request for instructions", "请示"),
    ("reply", "批复"),
    ("proposal", "议案"),
    ("letter", "函"),
    ("minutes", "纪要"),
)

_ARTICLE_20 = re.compile(r"(?:第?(?:二十|20)条)?[第之]?\(?([一二三四五六七八九十]{1,3}|\d{1,2})\)?(?:项|款)?")
_ITEM_AFTER_20 = re.compile(r"20\(?(\d{1,2})\)|(?:art)?20[_.](\d{1,2})")
_ARTICLE_21 = re.compile(r"第?(?:二十一|21)条.{0,40}|(?:art)?21")
_ITEM_NUMBER = {_numeral(number): number for number in range(1, 16)}


def parse(text: str) -> str | None:
    """The code of a clause written in a ledger: ``第二十条第（七）项``, ``20(7)``, ``7`` or ``第二十一条``.

    A bare number is an item of Art 20. Anything else, the whole of Art 20 among it, is None.
    """
    written = plain(text).casefold().removeprefix("《政府信息公开条例》").removeprefix("条例")
    if _ARTICLE_21.fullmatch(written):
        return "art21"
    match = _ITEM_AFTER_20.fullmatch(written) or _ARTICLE_20.fullmatch(written)
    if not match:
        return None
    item = next(group for group in match.groups() if group)
    number = int(item) if item.isdecimal() else _ITEM_NUMBER.get(item, 0)
    code = f"art20_{number}"
    return code if code in BY_CODE else None

"""What a text seems to be about: the item of Art 20 or 21, the field of 基层政务公开 and the 主题分类, each
with the word that speaks for it. Proposals, never decisions: a person looks at every one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.law.proactive import BY_CODE, FIELDS

#: 主题分类 of the portal of the State Council, the upper level.
TOPICS: tuple[str, ...] = (
    "国务院组织机构",
    "综合政务",
    "国民经济管理、国有资产监管",
    "财政、金融、审计",
    "国土资源、能源",
    "农业、林业、水利",
    "工业、交通",
    "商贸、海关、旅游",
    "市场监管、安全生产监管",
    "城乡建设、环境保护",
    "科技、教育",
    "文化、广电、新闻出版",
    "卫生、体育",
    "人口与计划生育、妇女儿童工作",
    "劳动、人事、监察",
    "公安、安全、司法",
    "民政、扶贫、救灾",
    "民族、宗教",
    "对外事务",
    "港澳台侨工作",
    "国防",
    "其他",
)

#: Words that speak for an item, the sure ones first. Items that a word decides in law stand above others.
_CLAUSES: Mapping[str, str] = {
    "art21": "低保|最低生活保障|特困|临时救助|社会救助|宅基地|征地|土地征收|房屋征收|拆迁|农田水利|承包地"
    "|土地流转|筹资筹劳|一事一议",
    "art20_7": "预算|决算|“?三公”?经费|财政收支|资金使用",
    "art20_6": "行政处罚|行政强制|处罚决定|裁量",
    "art20_5": "行政许可|许可决定|办事指南|服务指南|权责清单|审批",
    "art20_8": "行政事业性收费|收费标准|收费目录",
    "art20_9": "政府采购|集中采购|中标|成交公告|招标",
    "art20_10": "重大项目|重点项目|建设项目|项目批复|开工",
    "art20_12": "应急预案|预警|防汛|抗旱|地震|疫情|突发事件|秸秆禁烧|消防",
    "art20_13": "监督检查|安全生产|食品安全|产品质量|环境保护|执法检查|隐患",
    "art20_14": "公开招聘|公务员|录用|招考|面试|拟录用",
    "art20_11": "扶贫|乡村振兴|教育|招生|医疗|医保|社会保障|社保|养老|就业|补贴|残疾人|危房",
    "art20_4": "统计公报|统计信息|统计数据|人口普查",
    "art20_3": "发展规划|专项规划|区域规划|规划纲要|总体规划|五年规划",
    "art20_2": "机构职能|机构设置|办公地址|办公时间|联系方式|领导分工|负责人",
    "art20_1": "规范性文件|管理办法|实施细则|规定",
}
_FIELDS: Mapping[str, str] = {
    "spatial_planning": "国土空间规划|村庄规划|用地规划",
    "major_projects": "重大项目|重点项目|建设项目",
    "resource_trading": "公共资源交易|招标|中标|拍卖",
    "budget": "预算|决算|三公",
    "work_safety": "安全生产|隐患|事故",
    "tax": "税收|纳税",
    "land_compensation": "征地|土地征收|青苗补偿",
    "housing_requisition": "房屋征收|拆迁",
    "subsidised_housing": "保障性住房|公租房|廉租房|经济适用",
    "rural_housing_repair": "危房改造|农村危房",
    "environment": "生态环境|环境影响|污染|秸秆禁烧|大气",
    "culture": "公共文化|图书馆|文化站|非物质文化",
    "legal_services": "法律援助|公证|人民调解|普法",
    "poverty_relief": "扶贫|脱贫|帮扶|乡村振兴",
    "disaster_relief": "救灾|灾害|防汛|抗旱",
    "food_and_drugs": "食品安全|药品|餐饮",
    "urban_enforcement": "城市管理|综合执法|违法建设",
    "employment": "就业|招聘|创业|职业培训",
    "social_insurance": "社会保险|养老保险|医疗保险|工伤",
    "social_relief": "低保|最低生活保障|特困|临时救助|社会救助|孤儿",
    "elderly_care": "养老服务|高龄|养老院|敬老院",
    "household_registration": "户籍|户口|居住证",
    "farm_subsidies": "农机补贴|耕地地力|良种补贴|粮食补贴|种粮|农业补贴",
    "compulsory_education": "义务教育|招生|学校|学区",
    "health": "医疗|卫生|疫苗|体检|疾病",
    "municipal_services": "供水|供气|供热|道路|路灯|污水|垃圾",
}
#: Papers for which another law has a limit of its own; by their titles alone, for many tell of such a paper.
_LIMITS: Mapping[str, str] = {
    "penalty": "行政处罚(?:信息|结果|案件)?(?:决定书?|公示|公开)|处罚决定书?",
    "licence": "行政许可(?:信息|结果)?(?:决定书?|公示|公开)|许可决定书?|准予[^，。]{0,12}许可",
    "enforcement": "行政强制(?:措施|执行)?决定书?|行政检查结果|行政裁决书?|行政确认书?",
    "budget": "部门预算|部门决算|财政预算|财政决算|预算公开|决算公开",
}
_TOPICS: Mapping[str, str] = {
    "民政、扶贫、救灾": "低保|最低生活保障|特困|救助|扶贫|脱贫|救灾|养老|残疾人|补助",
    "财政、金融、审计": "预算|决算|财政|审计|收费|采购|资金",
    "农业、林业、水利": "农业|农村|农机|粮食|种植|林业|水利|灌溉|秸秆|农田|宅基地",
    "国土资源、能源": "土地|国土|征地|矿|能源",
    "城乡建设、环境保护": "建设|规划|环境|污染|垃圾|道路|危房|拆迁|供水",
    "市场监管、安全生产监管": "安全生产|食品|药品|市场监管|质量|隐患",
    "科技、教育": "教育|学校|招生|科技",
    "卫生、体育": "卫生|医疗|疫情|疫苗|体育",
    "劳动、人事、监察": "就业|招聘|录用|人事|社会保险|培训",
    "公安、安全、司法": "户籍|治安|消防|法律|司法|普法",
    "综合政务": "政务公开|信息公开|年度报告|工作要点|机构|职能|会议",
}


@dataclass(frozen=True, slots=True)
class Likely:
    """What a text seems to be, and the word that spoke for it."""

    code: str
    word: str


def clause(title: str, text: str) -> Likely | None:
    """The item of Art 20 or 21."""
    found = _likely(_CLAUSES, title, text)
    return found if found and found.code in BY_CODE else None


def field(title: str, text: str) -> Likely | None:
    """One of the 26 fields."""
    known = {term.code for term in FIELDS}
    found = _likely(_FIELDS, title, text)
    return found if found and found.code in known else None


def limit(title: str) -> Likely | None:
    """What law says by when it is published, where that is not the rule: a code of ``proactive.LIMITS``."""
    return _likely(_LIMITS, title, "")


def topic(title: str, text: str) -> Likely | None:
    return _likely(_TOPICS, title, text)


#: Papers that Art 16 lets an organ withhold: what they are called, the ground, its case.
_WITHHELD: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"请示|(?<!年度)报告(?!书|表)|会议记录|讨论稿|征求意见稿|磋商|商请"), "process"),
    (re.compile(r"考勤|值班|人事任免|内部管理|后勤|职工"), "internal"),
    (re.compile(r"询问笔录|执法案卷|立案审批"), "enforcement_file"),
)


def ground(title: str) -> Likely | None:
    """The ground of Art 16 that a title speaks for."""
    for pattern, code in _WITHHELD:
        if found := pattern.search(title):
            return Likely(code, found[0])
    return None


def _likely(words: Mapping[str, str], title: str, text: str) -> Likely | None:
    """By the title alone where it says something, else by what stands oftenest in the text."""
    for code, pattern in words.items():
        if found := re.search(pattern, title):
            return Likely(code, found[0])
    counts = {code: re.findall(pattern, text) for code, pattern in words.items()}
    code, said = max(counts.items(), key=lambda pair: len(pair[1]))
    return Likely(code, said[0]) if len(said) > 1 else None

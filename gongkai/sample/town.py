"""四间房镇人民政府 with 2022 as its published report has it: 32 items published, nothing asked, no disputes.

Titles, dates, villages and telephone are invented; the prose says in other words what the published one says.
"""

from collections.abc import Iterator
from datetime import date

from gongkai.ledger.disclosures.models import Attribute, Category, Disclosure
from gongkai.ledger.organs.models import Unit
from gongkai.ledger.supervision.models import Activity
from gongkai.sample.base import Ledger, SampleOrgan

YEAR = 2022
TOWN, COUNTY = "四间房镇人民政府", "滑县人民政府"
_APP, _WECHAT, _OTHER = "云上滑州", "微信公众号", "其他政务新媒体"
_VILLAGES = tuple(f"示例{name}村" for name in ("东", "南", "西", "北", "中"))

#: Formed and published (month and day), clause, title, channels.
_ITEMS: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("01-06", "01-11", "art20_2", "四间房镇机构职能、办公时间和联系方式", (_APP,)),
    ("01-13", "01-19", "art20_7", "四间房镇2022年财政预算", (_APP, _WECHAT)),
    ("01-18", "01-19", "art20_12", "低温雨雪天气防范提示", (_WECHAT, _OTHER)),
    ("02-09", "02-15", "art20_3", "四间房镇2022年重点工作安排", (_APP, _WECHAT)),
    ("02-17", "02-24", "art21", "春季农田灌溉机井管护和用水安排", (_APP,)),
    ("02-25", "03-02", "art20_11", "2022年度城乡居民基本养老保险缴费办理指南", (_WECHAT,)),
    ("03-09", "03-16", "art20_11", "春季就业招聘会安排和岗位信息", (_WECHAT, _OTHER)),
    ("03-15", "03-23", "art20_13", "第一季度小餐饮食品安全检查情况", (_APP,)),
    ("03-24", "03-28", "art20_12", "清明节祭扫用火安全提示", (_WECHAT,)),
    ("03-29", "04-08", "art21", "农村宅基地申请审批流程", (_APP, _WECHAT)),
    ("04-11", "04-18", "art21", "耕地地力保护补贴政策和发放标准", (_APP, _WECHAT)),
    ("04-20", "04-27", "art20_11", "城乡居民医疗救助申请条件和所需材料", (_WECHAT,)),
    ("04-28", "05-09", "art20_13", "自建房安全排查工作情况", (_APP,)),
    ("05-12", "05-18", "art20_10", "农村公路修补工程建设进展", (_APP, _OTHER)),
    ("05-19", "05-25", "art21", "小麦机收作业服务信息和联系方式", (_WECHAT, _OTHER)),
    ("05-26", "05-30", "art20_12", "麦收期间防火和禁烧提示", (_WECHAT, _OTHER)),
    ("06-09", "06-15", "art21", "农村土地承包经营权流转备案办理须知", (_APP,)),
    ("06-17", "06-22", "art20_12", "四间房镇防汛应急预案", (_APP, _WECHAT)),
    ("06-28", "07-05", "art20_11", "雨露计划职业教育补助申报条件", (_WECHAT,)),
    ("07-08", "07-13", "art20_12", "强降雨和雷电天气避险提示", (_WECHAT, _OTHER)),
    ("07-20", "07-28", "art20_13", "夏季安全生产检查情况", (_APP,)),
    ("08-10", "08-16", "art20_11", "秋季学期家庭经济困难学生资助政策", (_WECHAT,)),
    ("08-18", "08-26", "art20_7", "四间房镇2021年财政决算", (_APP, _WECHAT)),
    ("08-30", "09-06", "art21", "农村最低生活保障申请条件和办理流程", (_APP,)),
    ("09-08", "09-15", "art20_5", "便民服务中心政务服务事项目录和办事指南", (_APP, _WECHAT)),
    ("09-20", "09-27", "art20_13", "第三季度集贸市场食品安全抽查情况", (_APP,)),
    ("10-12", "10-18", "art21", "秋冬季农田水利设施清淤安排", (_APP,)),
    ("10-20", "10-27", "art20_11", "2023年度城乡居民基本医疗保险参保缴费通知", (_WECHAT, _OTHER)),
    ("11-08", "11-15", "art20_10", "农村饮水管网改造工程实施情况", (_APP,)),
    ("11-17", "11-24", "art20_9", "镇区路灯维护项目采购结果", (_APP,)),
    ("11-29", "12-02", "art20_12", "冬季取暖防范一氧化碳中毒提示", (_WECHAT, _OTHER)),
    ("12-14", "12-21", "art21", "筹资筹劳项目议定程序和标准", (_APP, _WECHAT)),
)

_Done = Activity.Kind
#: Quarter's meeting, then villages praised, criticised, and those losing points with how many.
_QUARTERS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], tuple[tuple[str, int], ...]], ...] = (
    ("03-30", (_VILLAGES[0], _VILLAGES[4]), (_VILLAGES[2],), ()),
    ("06-29", (_VILLAGES[1],), (_VILLAGES[2],), ((_VILLAGES[2], 1),)),
    ("09-28", (_VILLAGES[0],), (_VILLAGES[3],), ((_VILLAGES[3], 1),)),
    ("12-28", (_VILLAGES[2], _VILLAGES[4]), (), ()),
)
_TRAININGS = (("05-18", "公开范围、公开属性和发布程序", 38), ("11-16", "个人信息保护和台账登记", 36))
_NOTICES = (
    ("02-16", "转发年度政务公开工作安排"),
    ("04-25", "转发基层政务公开标准目录的要求"),
    ("07-06", "提醒补录上半年公开台账"),
    ("10-19", "转发信息发布保密审查的要求"),
    ("12-07", "通知报送全年公开数据"),
)

_OVERVIEW = """\
{年份}年，{自称}按照上级对政务公开的安排，把决策、执行、管理、服务、结果都纳入公开，应当公开的及时公开。
（一）强化组织领导
政府信息公开由分管领导牵头指导和监督，各部门按照职责分工办理，日常事务由{工作机构}承担。
（二）建立工作机制
责任分到三级：主要领导负总责，分管领导抓过程，专人管承办，落实到个人。从事公开工作的人员半年培训一次，\
全年培训{培训次数}次。当年新设了工作微信群，上级的要求随到随转，全年传达通知{通知传达次数}次。现有信息从近到远\
逐件梳理，分别标明主动公开、依申请公开或者不予公开，属于主动公开的即时发布。
（三）主动公开政府信息情况
{年份}年，{自称}主动公开政府信息{主动公开条数}条，发布渠道为{渠道名称}。
（四）依申请公开政府信息情况
{年份}年，{自称}收到政府信息公开申请{新收件数}件。因政府信息公开工作引起的行政复议{行政复议件数}件、\
行政诉讼{行政诉讼件数}件，也没有收到这方面的申诉。
（五）建设政府信息公开平台
设有两个公开平台：微信公众号和云上滑州。
（六）全面推进基层政务公开
基层政务公开推进会一季一开，全年{推进会次数}次，会上汇总各村进度。做得好的行政村受到表扬，共{表扬次数}次；\
没有按期完成的通报批评{通报批评次数}次、绩效扣分{绩效扣分次数}次。"""

_PROBLEMS = """\
{年份}年的工作有三点不足：一是对政府信息公开还不够重视；二是公开工作人员都是兼职，一人身兼数岗；三是群众查阅\
不够便利，覆盖面窄，主动发布少，内容质量有待提高。
改进措施有四项：一是把政府信息公开作为长期的日常工作，做到组织、措施、责任三落实；二是以网上公开为主，同时用好\
公示栏、大喇叭和宣传页，让更多群众知道和参与；三是明确收集、编写、审查、发布、监管各环节的程序和分工，完善考核和\
问责办法，防止推诿和遗漏；四是多开展培训，提高报送信息的主动性和质量。"""


def ledger() -> Ledger:
    return Ledger(
        disclosures=list(_disclosures()),
        activities=list(_activities()),
        prose={YEAR: {"overview": _OVERVIEW, "problems": _PROBLEMS, "other_matters": "无"}},
    )


def _disclosures() -> Iterator[Disclosure]:
    for serial, (formed_on, published_on, clause, title, channels) in enumerate(_ITEMS, 1):
        yield Disclosure(
            index_no=f"示例四间房/{YEAR}-{serial:05}",
            title=title,
            category=Category.OTHER,
            clause=clause,
            formed_on=_day(formed_on),
            published_on=_day(published_on),
            attribute=Attribute.PROACTIVE,
            channels=list(channels),
        )


def _activities() -> Iterator[Activity]:
    for day, topic, people in _TRAININGS:
        yield Activity(on=_day(day), kind=_Done.TRAINING, topic=topic, target="公开工作人员", people=people)
    for day, topic in _NOTICES:
        yield Activity(on=_day(day), kind=_Done.NOTICE, topic=topic, target="全镇", note="微信群")
    for quarter, (day, praised, criticised, deducted) in enumerate(_QUARTERS, 1):
        yield Activity(
            on=_day(day),
            kind=_Done.MEETING,
            topic=f"第{quarter}季度基层政务公开工作推进会",
            target="全镇",
            people=32,
        )
        for village in praised:
            yield Activity(on=_day(day), kind=_Done.PRAISE, topic="按期完成、内容规范", target=village)
        for village in criticised:
            yield Activity(on=_day(day), kind=_Done.CRITICISM, topic="没有按期完成公开任务", target=village)
        for village, points in deducted:
            yield Activity(
                on=_day(day), kind=_Done.DEDUCTION, topic="经提醒仍未补齐", target=village, points=points
            )


def _day(month_and_day: str) -> date:
    return date.fromisoformat(f"{YEAR}-{month_and_day}")


#: Its villages, which are nobody's.
UNITS = tuple((Unit.Kind.VILLAGE.value, village) for village in _VILLAGES)

ORGANS: tuple[SampleOrgan, ...] = (
    SampleOrgan(COUNTY, profile={"phone": "0372-0000000"}),
    SampleOrgan(
        TOWN,
        ledger,
        superior=COUNTY,
        staff="town",
        places=_VILLAGES,
        options={"outline": "town", "court": "滑县人民法院"},
        profile={
            "leader": "分管副镇长",
            "office": "党政办公室",
            "officer": "政务公开专责干部",
            "address": "滑县四间房镇人民政府院内",
            "hours": "工作日8:30—12:00，14:30—18:00",
            "phone": "0372-0000000",
        },
        units=UNITS,
    ),
)

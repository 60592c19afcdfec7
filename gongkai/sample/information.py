"""Invented information: titles by 条例 clause, documents that lapse or are repealed, counts per channel."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.disclosures.models import Attribute, Category, ChannelCount, Disclosure, Validity

#: Clause of Art 20 or 21, titles.
_TITLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("art20_2", ("{organ}内设机构和联系方式", "{organ}领导分工")),
    ("art20_3", ("{year}年重点工作安排", "{area}专项规划（征求意见稿）")),
    ("art20_4", ("{year}年{month}月主要统计数据",)),
    ("art20_5", ("政务服务事项办事指南（{area}）", "{year}年{month}月行政许可办理结果")),
    ("art20_6", ("{year}年{month}月行政处罚决定公示",)),
    ("art20_7", ("{organ}{year}年预算公开", "{organ}{before}年决算公开")),
    ("art20_9", ("{area}项目政府采购结果公告",)),
    ("art20_10", ("{area}工程建设进展（{month}月）",)),
    ("art20_11", ("{year}年{area}补助资金分配结果", "{year}年城乡居民医疗保险缴费通知")),
    ("art20_12", ("{area}突发事件应急预案", "强降雨天气防范提示（{month}月）")),
    ("art20_13", ("{year}年{month}月安全生产检查情况", "{area}监督抽查结果")),
    ("art21", ("{area}征收土地公告", "{year}年{month}月社会救助对象公示")),
)
_NORMATIVE = ("{area}管理办法", "{area}实施细则（试行）", "{area}奖补办法", "{area}工作规则")
#: Channel, and the share of items that it carries.
_CHANNELS = (("县政府门户网站", 1.0), ("微信公众号", 0.45), ("公示栏", 0.25), ("政务新媒体矩阵", 0.2))
#: A channel whose items nobody enters one by one.
_COUNTED = "便民服务中心显示屏"
_FIVE_YEARS, _TRIAL = 1826, 730  # days
_LAST_DAY = date(2025, 12, 31)  # of the sample's years


def information(
    rng: Random, organ: str, mark: str, areas: tuple[str, ...], years: tuple[int, ...], count: int
) -> list[Disclosure]:
    """About ``count`` items a year, published within the 20 working days of Art 26 but for a few."""
    rows = []
    for year in years:
        for serial, formed_on in enumerate(_days(rng, year, count), 1):
            clause, titles = rng.choice(_TITLES)
            title = rng.choice(titles).format(
                organ=organ, area=rng.choice(areas), year=year, before=year - 1, month=formed_on.month
            )
            published_on = _within_the_year(formed_on, rng.randint(1, 12) if rng.random() < 0.96 else 26)
            rows.append(
                Disclosure(
                    index_no=f"{mark}/{year}-{serial:05}",
                    title=title,
                    category=Category.OTHER,
                    clause=clause,
                    formed_on=formed_on,
                    published_on=published_on,
                    attribute=Attribute.PROACTIVE,
                    channels=[channel for channel, share in _CHANNELS if rng.random() < share],
                )
            )
    return rows


def normative_documents(
    rng: Random, mark: str, areas: tuple[str, ...], years: tuple[int, ...], count: int
) -> list[Disclosure]:
    """``count`` 行政规范性文件 a year, of which some are repealed and those on trial lapse."""
    return [
        _normative(rng, mark, rng.choice(areas), formed_on, serial)
        for year in years
        for serial, formed_on in enumerate(_days(rng, year, count), 1)
    ]


def _normative(rng: Random, mark: str, area: str, formed_on: date, serial: int) -> Disclosure:
    title, year = rng.choice(_NORMATIVE), formed_on.year
    effective_on = formed_on + timedelta(30)
    expires_on = effective_on + timedelta(_TRIAL if "试行" in title else _FIVE_YEARS)
    repealed_on = None
    if rng.random() < 0.25:
        repealed_on = OFFICIAL.on_or_after(effective_on + timedelta(rng.randint(90, 700)))
        repealed_on = repealed_on if repealed_on <= min(expires_on, _LAST_DAY) else None
    validity = Validity.IN_FORCE if expires_on > _LAST_DAY else Validity.LAPSED
    return Disclosure(
        index_no=f"{mark}/{year}-9{serial:04}",
        title=f"关于印发《示例县{title.format(area=area)}》的通知",
        document_no=f"{mark}规〔{year}〕{serial}号",
        category=Category.NORMATIVE,
        clause="art20_1",
        formed_on=formed_on,
        published_on=_within_the_year(formed_on, rng.randint(1, 8)),
        attribute=Attribute.PROACTIVE,
        validity=Validity.REPEALED if repealed_on else validity,
        effective_on=effective_on,
        expires_on=expires_on,
        repealed_on=repealed_on,
        registration_no=f"例规{year}{serial:03}",
        filed_on=OFFICIAL.add(formed_on, 10),
        channels=["县政府门户网站"],
    )


def counted(rng: Random, years: tuple[int, ...], a_month: int) -> Iterator[ChannelCount]:
    """Items of a screen in a public hall, told by the month only."""
    for year in years:
        for month in range(1, 13):
            yield ChannelCount(
                month=date(year, month, 1),
                channel=_COUNTED,
                count=rng.randint(a_month // 2, a_month * 3 // 2),
            )


def _within_the_year(formed_on: date, days: int) -> date:
    """Some working days on, but not past the year: an organ merged by then publishes nothing more."""
    left = OFFICIAL.count(formed_on, date(formed_on.year, 12, 31))
    return OFFICIAL.add(formed_on, min(days, left)) if left else formed_on


def _days(rng: Random, year: int, count: int) -> list[date]:
    return sorted(_day(rng, year) for _ in range(count))


def _day(rng: Random, year: int) -> date:
    before = date(year - 1, 12, 31)
    return OFFICIAL.add(before, rng.randint(1, OFFICIAL.count(before, date(year, 12, 31))))

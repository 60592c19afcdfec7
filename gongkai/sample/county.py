"""示例县, an invented county: its government, office, departments and towns with the years 2023 to 2025.

One department was merged into another after 2023, one town kept no ledger in 2025. Every organ's figures are
drawn from a seed of its own, so they are the same in every data folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from random import Random

from gongkai.sample import information, work
from gongkai.sample.applications import applications, with_document_numbers
from gongkai.sample.base import Ledger, SampleOrgan
from gongkai.sample.disputes import Bodies, disputes
from gongkai.sample.work import Act

YEARS = (2023, 2024, 2025)
GROWTH = (1.0, 1.2, 1.1)  # of the applications, year by year
#: What came in by the end of 2025 is followed up to here, so that nothing lies unanswered for years.
FOLLOWED_UNTIL = date(2026, 6, 30)

COUNTY = "示例县人民政府"
LAND = "示例县自然资源局"
HOUSING = "示例县住房和城乡建设局"
MERGED = "示例县城市管理局"
MERGED_ON = date(2024, 1, 2)
SILENT_TOWN = "模拟乡人民政府"  # no ledger in 2025


@dataclass(frozen=True, slots=True)
class Size:
    """How busy an organ is: applications, items and 行政规范性文件 a year, acts a month (fees in 元).

    ``mark`` begins its document numbers, ``areas`` are the fields it works in.
    """

    mark: str
    areas: tuple[str, ...]
    requests: int
    items: int
    normative: int = 0
    acts: Mapping[Act, int] = field(default_factory=dict)
    years: tuple[int, ...] = YEARS


def _ledger(name: str, size: Size, redo: str) -> Ledger:
    """Everything an organ recorded. An organ whose ledger ends before the others' leaves nothing open."""
    rng = Random(name)
    last_day = date(size.years[-1], 12, 31)
    goes_on = size.years == YEARS
    until = FOLLOWED_UNTIL if goes_on else last_day
    entries = [
        entry
        for year, growth in zip(YEARS, GROWTH, strict=True)
        if year in size.years
        for entry in applications(rng, year, round(size.requests * growth), until=until)
    ]
    entries = with_document_numbers(entries, f"{size.mark}公开")
    last_case = last_day if goes_on else date(size.years[-1], 3, 31)
    entries, cases = disputes(
        rng, _bodies(name, size.mark), entries, last_receipt=last_case, until=until, redo=redo
    )
    return Ledger(
        requests=entries,
        disclosures=[
            *information.information(rng, name, size.mark, size.areas, size.years, size.items),
            *information.normative_documents(rng, size.mark, size.areas, size.years, size.normative),
        ],
        counts=list(information.counted(rng, size.years, size.items)),
        acts=[*work.acts(rng, size.years, size.acts), *work.processing_fees(entries)],
        cases=cases,
        activities=list(work.activities(rng, size.years)),
    )


def _bodies(name: str, series: str) -> Bodies:
    if name == COUNTY:
        return Bodies(name, "示例市人民政府", "示例市中级人民法院", "市", series)
    return Bodies(name, COUNTY, "示例县人民法院", "县", series)


def _organ(
    name: str,
    size: Size,
    *,
    superior: str = COUNTY,
    aliases: tuple[str, ...] = (),
    abolished_on: date | None = None,
    successor: str = "",
    staff: str = "",
    **options: str,
) -> SampleOrgan:
    bodies = _bodies(name, size.mark)
    is_town = name.endswith(("镇人民政府", "乡人民政府", "街道办事处"))
    return SampleOrgan(
        name,
        partial(_ledger, name, size, options.get("redo_counting", "exclude")),
        superior=superior,
        aliases=aliases,
        options={"review_organ": bodies.review, "court": bodies.court, **options},
        profile={
            "leader": "分管副职",
            "office": "党政办公室" if is_town else "政务公开股",
            "officer": "专责干部",
            "address": "示例县示例路1号",
            "hours": "工作日8:30—12:00，14:30—17:30",
            "phone": "0000-0000000",
            "email": "office@example.com",
            "postcode": "000000",
        },
        abolished_on=abolished_on,
        successor=successor,
        staff=staff,
    )


ORGANS: tuple[SampleOrgan, ...] = (
    _organ(
        COUNTY,
        Size("例政", ("招商引资", "国有土地上房屋征收补偿", "临时救助"), 42, 60, normative=8),
        superior="",
        staff="county",
    ),
    _organ("示例县人民政府办公室", Size("例政办", ("政务公开", "应急值班"), 9, 24), aliases=("县政府办",)),
    _organ(
        LAND,
        Size(
            "例自然资",
            ("集体土地征收", "农村宅基地", "采矿权出让"),
            requests=58,
            items=40,
            normative=3,
            acts={Act.LICENSING: 36, Act.PENALTIES: 7, Act.COERCION: 2, Act.FEES: 186_400},
        ),
        staff="land",
        redo_counting="new",
    ),
    _organ(
        HOUSING,
        Size(
            "例建",
            ("物业管理", "老旧小区改造", "公共租赁住房"),
            requests=46,
            items=36,
            normative=2,
            acts={Act.LICENSING: 24, Act.PENALTIES: 11, Act.COERCION: 3, Act.FEES: 61_250},
        ),
    ),
    _organ(
        "示例县卫生健康委员会",
        Size(
            "例卫健",
            ("基本公共卫生服务", "村卫生室"),
            requests=13,
            items=30,
            normative=2,
            acts={Act.LICENSING: 19, Act.PENALTIES: 5},
        ),
    ),
    _organ(
        MERGED,
        Size(
            "例城管",
            ("户外广告设置", "占道经营整治"),
            requests=17,
            items=20,
            acts={Act.LICENSING: 15, Act.PENALTIES: 42, Act.COERCION: 6},
            years=(2023,),
        ),
        abolished_on=MERGED_ON,
        successor=HOUSING,
    ),
    _organ(
        "样本镇人民政府",
        Size(
            "样镇",
            ("农村人居环境", "宅基地审批"),
            requests=14,
            items=34,
            normative=2,
            acts={Act.LICENSING: 9, Act.PENALTIES: 2},
        ),
    ),
    _organ(
        "范例镇人民政府",
        Size("范镇", ("农田水利", "高标准农田"), 9, 28, acts={Act.LICENSING: 6}),
        outline="town",
    ),
    _organ(
        "例证镇人民政府",
        Size("证镇", ("土地流转", "防汛抗旱"), 6, 22, acts={Act.LICENSING: 4}),
        count_unit="posting",
    ),
    _organ("假定乡人民政府", Size("假乡", ("社会救助", "森林防火"), 3, 16)),
    _organ(
        "演示街道办事处",
        Size("演街", ("社区服务", "小区物业"), 11, 26, acts={Act.PENALTIES: 3, Act.COERCION: 2}),
        aliases=("演示街道",),
    ),
    _organ(SILENT_TOWN, Size("模乡", ("乡村道路", "农村饮水"), 5, 14, years=(2023, 2024))),
)

"""Invented acts by the month and what was done to push the work: trainings, meetings, assessments."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from random import Random

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.disclosures.models import AdministrativeAct
from gongkai.ledger.requests.entries import RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.supervision.models import Activity

Act = AdministrativeAct.Kind
Done = Activity.Kind

#: Month, kind, topic, people at most. What an organ does in every year.
_EVERY_YEAR: tuple[tuple[int, Done, str, int], ...] = (
    (2, Done.NOTICE, "转发年度政务公开工作要点", 0),
    (3, Done.MEETING, "第一季度政务公开工作推进会", 30),
    (4, Done.TRAINING, "政府信息公开条例和依申请公开办理实务", 60),
    (6, Done.MEETING, "第二季度政务公开工作推进会", 30),
    (7, Done.ASSESSMENT, "上半年政务公开工作考核", 0),
    (9, Done.MEETING, "第三季度政务公开工作推进会", 30),
    (10, Done.TRAINING, "公开属性认定和个人信息保护", 60),
    (11, Done.EVALUATION, "政务公开社会评议（问卷和代表评议）", 200),
    (12, Done.MEETING, "第四季度政务公开工作推进会", 30),
    (12, Done.ASSESSMENT, "年度政务公开工作考核", 0),
)
#: Now and then: how often in a year, kind, topic.
_AT_TIMES: tuple[tuple[float, Done, str], ...] = (
    (0.6, Done.RECTIFICATION, "栏目更新不及时，限期补齐并复核"),
    (0.4, Done.RECTIFICATION, "附件含联系电话，撤换并复查同类信息"),
    (0.3, Done.PRAISE, "主动公开及时、要素齐全"),
    (0.2, Done.CRITICISM, "依申请公开答复超期"),
    (0.05, Done.ACCOUNTABILITY, "未按规定公开，责令改正"),
)


def acts(rng: Random, years: tuple[int, ...], monthly: Mapping[Act, int]) -> Iterator[AdministrativeAct]:
    """Decisions by the month; of fees (元) the sum a month."""
    for year in years:
        for month in range(1, 13):
            for kind, usual in monthly.items():
                value = rng.randint(usual // 2, usual * 3 // 2)
                if not value:
                    continue
                size = {"amount": Decimal(value)} if kind is Act.FEES else {"quantity": value}
                yield AdministrativeAct(on=date(year, month, 1), whole_month=True, kind=kind, **size)


def processing_fees(entries: list[RequestEntry]) -> Iterator[AdministrativeAct]:
    """信息处理费 paid is 行政事业性收费 too, so chapter two counts it on the day of payment."""
    for entry in entries:
        amount = next(
            (event.data["amount"] for event in entry.events if event.kind is EventKind.FEE_NOTICED), None
        )
        for event in entry.events:
            if event.kind is EventKind.PAID and amount is not None:
                yield AdministrativeAct(
                    on=event.on,
                    kind=Act.FEES,
                    amount=Decimal(str(amount)),
                    note=f"信息处理费（{entry.number}）",
                )


def activities(rng: Random, years: tuple[int, ...]) -> Iterator[Activity]:
    """What happened in every year, and now and then."""
    for year in years:
        for month, kind, topic, most in _EVERY_YEAR:
            people = rng.randint(most // 2, most) if most else None
            yield Activity(on=_day(rng, year, month), kind=kind, topic=topic, people=people)
        for chance, kind, topic in _AT_TIMES:
            if rng.random() < chance:
                yield Activity(on=_day(rng, year, rng.randint(1, 12)), kind=kind, topic=topic)


def _day(rng: Random, year: int, month: int) -> date:
    return OFFICIAL.on_or_after(date(year, month, rng.randint(5, 22)))

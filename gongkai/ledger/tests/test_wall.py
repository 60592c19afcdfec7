"""The year on one wall: each duty in the month in which it ends, how it stands and what proves it."""

from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.law.duties import BY_CODE
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Attribute, Disclosure
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.supervision import actions
from gongkai.ledger.supervision.models import Activity
from gongkai.ledger.wall import Count, Mark, State, wall
from gongkai.lib.today import today

pytestmark = pytest.mark.django_db
ON = date(2022, 8, 15)


@pytest.fixture
def town() -> Organ:
    return organs.create(name="四间房镇人民政府", level="town", actor="测试")


def marks(organ: Organ, code: str, *, on: date = ON, year: int = 2022) -> list[Mark]:
    months = wall(organ, year, on=on, calendar=OFFICIAL)
    return [mark for month in months for mark in month.marks if mark.code == code]


def counts(organ: Organ, code: str, *, on: date = ON) -> dict[int, Count]:
    months = wall(organ, 2022, on=on, calendar=OFFICIAL)
    return {month.first.month: one for month in months for one in month.counts if one.code == code}


def hold(organ: Organ, kind: str, on: str, topic: str = "") -> None:
    row = Activity(organ=organ, kind=kind, on=date.fromisoformat(on), topic=topic)
    actions.register(organ=organ, rows=[row], actor="测试")


def test_a_meeting_that_was_held_proves_its_quarter_and_one_that_was_not_is_late(town: Organ) -> None:
    hold(town, "meeting", "2022-01-20", "一季度推进会")
    first, second, third, fourth = marks(town, "meeting")
    assert (first.state, first.proof and first.proof.said) == (State.DONE, "一季度推进会")
    assert (second.state, third.state, fourth.state) == (State.LATE, State.OPEN, State.AHEAD)


def test_what_no_ledger_tells_is_unknown_and_not_late(town: Organ) -> None:
    assert [mark.state for mark in marks(town, "training")] == [State.UNKNOWN, State.OPEN]


def test_a_duty_that_leaves_no_row_is_noted_with_its_proof_and_taken_back(town: Organ) -> None:
    organs.set_option(organ=town, code="duty_county_form", value="on", actor="测试")
    form, last = BY_CODE["county_form"], date(2022, 6, 30)
    discharge = partial(actions.discharge, organ=town, duty=form, last_day=last, actor="李四")
    take_back = partial(actions.take_back, organ=town, duty=form, last_day=last, actor="李四")
    discharge(done_on=date(2022, 7, 4), proof="四政报〔2022〕3号")
    second = marks(town, "county_form")[1]
    assert (second.state, second.proof and second.proof.said) == (State.DONE, "四政报〔2022〕3号")
    with pytest.raises(Refused, match="已经登记办了"):
        discharge(done_on=date(2022, 7, 5), proof="再报一次")
    take_back(reason="报错了表")
    assert marks(town, "county_form")[1].state is State.UNKNOWN
    with pytest.raises(Refused, match="没有登记过"):
        take_back(reason="再撤一次")


def test_a_day_that_has_not_come_proves_nothing(town: Organ) -> None:
    with pytest.raises(Refused, match="晚于今天"):
        actions.discharge(
            organ=town,
            duty=BY_CODE["county_form"],
            last_day=date(2100, 3, 31),
            done_on=today().replace(year=today().year + 1, day=1),
            proof="还没有",
            actor="李四",
        )


def test_the_report_stands_in_january_and_the_arrangement_of_holidays_in_december(town: Organ) -> None:
    (report,), (holidays,) = marks(town, "annual_report"), marks(town, "holidays")
    assert (report.last, report.report, report.state) == (date(2022, 1, 31), 2021, State.UNKNOWN)
    assert (holidays.last, holidays.state) == (date(2022, 12, 31), State.DONE)  # 2023's is known


def test_next_years_holidays_are_asked_for_in_november_where_no_notice_is_known(town: Organ) -> None:
    (mark,) = marks(town, "holidays", year=2026, on=date(2026, 11, 15))
    assert mark.state is State.OPEN


@pytest.mark.parametrize(
    ("published_on", "done", "tardy", "late"),
    [("2022-03-25", 1, 0, 0), ("2022-04-20", 1, 1, 0), (None, 0, 0, 1)],
)
def test_what_is_published_is_counted_in_the_month_of_its_twentieth_working_day(
    town: Organ, published_on: str | None, done: int, tardy: int, late: int
) -> None:
    row = Disclosure(
        organ=town,
        index_no="1",
        title="关于防汛的通知",
        formed_on=date(2022, 3, 4),  # the twentieth working day is 2022-04-01
        published_on=published_on and date.fromisoformat(published_on),
        attribute=Attribute.PROACTIVE,
    )
    disclosures.register(organ=town, rows=[row], actor="测试")
    found = counts(town, "disclosures")
    assert list(found) == [4]
    assert (found[4].due, found[4].done, found[4].tardy, found[4].late) == (1, done, tardy, late)


def test_an_organ_of_many_years_costs_the_same_queries(town: Organ) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            wall(town, 2022, on=ON, calendar=OFFICIAL)
        return len(queries)

    few = asked()
    for month in range(1, 8):
        hold(town, "training", f"2022-0{month}-10")
    assert asked() == few

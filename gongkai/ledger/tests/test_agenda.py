"""What is due, from whichever ledger, and that a long ledger costs no more than a short one."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import agenda
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Attribute, Disclosure, Record
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.reports import actions as reports
from gongkai.ledger.reports.remembered import Years
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity
from gongkai.lib.today import BEIJING

pytestmark = pytest.mark.django_db
DAY = date(2022, 10, 19)


@pytest.fixture
def town() -> Organ:
    made = organs.create(name="四间房镇人民政府", actor="测试")
    for duty in ("training", "meeting"):
        organs.set_option(organ=made, code=f"duty_{duty}", value="off", actor="测试")
    return made


def application(number: str, received: date, *events: EventEntry) -> RequestEntry:
    first = EventEntry(
        EventKind.RECEIVED, received, {"channel": "in_person", "applicant_kind": "natural_person"}
    )
    return RequestEntry(number, (first, *events), applicant_name="张三", content="道路养护资金")


def steps(organ: Organ, on: date = DAY) -> list[tuple[str, str, str]]:
    found = agenda.items(organ, on=on, calendar=OFFICIAL)
    return [(item.step, item.number, item.due.isoformat()) for item in found]


def test_an_application_is_to_be_answered_on_the_twentieth_working_day(town: Organ) -> None:
    requests.receive(organ=town, entries=[application("1", date(2022, 9, 16))], actor="测试")
    assert steps(town) == [("answer", "1", "2022-10-19")]


def test_an_answer_that_was_not_served_is_to_be_served(town: Organ) -> None:
    answered = EventEntry(EventKind.ANSWERED, date(2022, 10, 10), {"row": "granted"})
    served = EventEntry(EventKind.SERVED, date(2022, 10, 11), {"way": "direct"})
    entries = [
        application("1", date(2022, 9, 16), answered),
        application("2", date(2022, 9, 16), answered, served),
    ]
    requests.receive(organ=town, entries=entries, actor="测试")
    assert steps(town) == [("serve", "1", "2022-10-19")]


def test_while_the_applicant_has_to_complete_it_their_own_last_day_stands(town: Organ) -> None:
    asked = EventEntry(EventKind.CORRECTION_REQUESTED, date(2022, 10, 12), {"due": "2022-10-26"})
    requests.receive(organ=town, entries=[application("1", date(2022, 10, 10), asked)], actor="测试")
    assert steps(town) == [("await", "1", "2022-10-26")]


def test_a_public_report_from_which_the_ledger_has_moved_on_is_to_be_looked_at(town: Organ) -> None:
    answered = EventEntry(EventKind.ANSWERED, date(2021, 4, 1), {"row": "granted"})
    requests.receive(organ=town, entries=[application("1", date(2021, 3, 16), answered)], actor="测试")
    for step, actor in (("check", "甲"), ("approve", "乙"), ("submit", "甲"), ("note-pass", "甲")):
        reports.take(organ=town, year=2021, step=step, actor=actor, reason="通过")
    url = "https://www.example.gov.cn/nb/2021.html"
    reports.take(organ=town, year=2021, step="publish", actor="甲", day=date(2022, 1, 20), url=url)
    assert Years(town, Scope.of(town)).moved() == {}
    requests.receive(organ=town, entries=[application("漏登", date(2021, 5, 6))], actor="测试")
    (item,) = agenda.amendments(Years(town, Scope.of(town)).moved(), DAY)
    assert (item.step, item.number, item.due) == ("amend", "2021", DAY)


def test_what_is_to_be_published_is_due_twenty_working_days_after_it_was_formed(town: Organ) -> None:
    waiting = Disclosure(
        organ=town,
        index_no="QS-1",
        title="低保发放名册",
        formed_on=date(2022, 9, 9),
        attribute=Attribute.PROACTIVE,
    )
    kept = Disclosure(organ=town, index_no="QS-2", title="会议纪要", formed_on=date(2022, 9, 9))
    disclosures.register(organ=town, rows=[waiting, kept], actor="测试")
    assert steps(town) == [("publish", "", "2022-10-13")]


def test_a_public_list_is_to_be_taken_down_when_its_time_is_over(town: Organ) -> None:
    row = Disclosure(
        organ=town,
        index_no="QS-1",
        title="危房改造公示",
        formed_on=date(2022, 10, 10),
        published_on=date(2022, 10, 12),
        notice_until=date(2022, 10, 18),
        attribute=Attribute.PROACTIVE,
    )
    disclosures.register(organ=town, rows=[row], actor="测试")
    assert steps(town) == [("take_down", "", "2022-10-18")]


def test_what_is_withheld_comes_up_again_when_a_year_is_over(town: Organ) -> None:
    row = Disclosure(organ=town, index_no="QS-1", title="关于资金的请示", formed_on=date(2021, 10, 10))
    disclosures.register(organ=town, rows=[row], actor="测试")
    Record.objects.create(
        organ=town,
        disclosure=row,
        state="withheld",
        review_on=date(2022, 11, 1),
        arrived_at=datetime(2021, 10, 10, tzinfo=BEIJING),
    )
    assert steps(town) == [("review_withheld", "", "2022-11-01")]


def test_a_review_is_to_be_answered_within_ten_days(town: Organ) -> None:
    case = RemedyCase(
        organ=town,
        case_no="（2024）1号",
        kind="reconsideration",
        received_on=date(2024, 3, 4),
    )
    remedies.register(organ=town, rows=[case], actor="测试")
    assert steps(town, date(2024, 3, 5)) == [("review_answer", "（2024）1号", "2024-03-18")]
    assert steps(town, date(2024, 3, 19)) == []


def test_a_training_is_due_when_its_half_year_ends_and_none_was_held(town: Organ) -> None:
    organs.set_option(organ=town, code="duty_training", value="on", actor="测试")
    assert steps(town) == []
    assert steps(town, date(2022, 12, 1)) == [("training", "", "2022-12-31")]
    held = Activity(organ=town, kind="training", on=date(2022, 11, 3))
    supervision.register(organ=town, rows=[held], actor="测试")
    assert steps(town, date(2022, 12, 1)) == []


def test_the_report_is_due_in_january_and_late_afterwards(town: Organ) -> None:
    assert steps(town, date(2023, 1, 5)) == [("annual_report", "", "2023-01-31")]
    assert steps(town, date(2023, 2, 5)) == [("annual_report", "", "2023-01-31")]


def test_the_report_is_due_when_the_organ_above_asks_for_it(town: Organ) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    reports.keep_notice(organ=county, year=2022, due_on=date(2023, 1, 18), actor="测试")
    assert steps(town, date(2023, 1, 5)) == [("annual_report", "", "2023-01-18")]


def test_an_organ_without_a_duty_is_not_told_of_it(town: Organ) -> None:
    organs.set_option(organ=town, code="duty_annual_report", value="off", actor="测试")
    assert steps(town, date(2023, 1, 5)) == []


def test_a_longer_ledger_costs_no_more_queries(town: Organ) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            agenda.items(town, on=DAY, calendar=OFFICIAL)
        return len(queries)

    requests.receive(organ=town, entries=[application("0", date(2022, 9, 16))], actor="测试")
    before = cost()
    more = [application(str(number), date(2022, 9, 16)) for number in range(1, 60)]
    requests.receive(organ=town, entries=more, actor="测试")
    assert cost() == before <= 8

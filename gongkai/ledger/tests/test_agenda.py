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
CLOSED = (
    EventEntry(EventKind.ANSWERED, date(2022, 10, 10), {"row": "granted"}),
    EventEntry(EventKind.SERVED, date(2022, 10, 11), {"way": "direct"}),
)


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


def test_each_thing_names_the_article_in_which_it_stands(town: Organ) -> None:
    asked = EventEntry(EventKind.CORRECTION_REQUESTED, date(2022, 9, 19), {"due": "2022-10-31"})
    sent = EventEntry(EventKind.CONSULTATION_SENT, date(2022, 10, 17), {"party": "third_party"}, "1")
    answered = EventEntry(EventKind.ANSWERED, date(2022, 10, 10), {"row": "granted"})
    told = ((), (asked,), (sent,), (answered,))
    entries = [application(str(number), date(2022, 9, 16), *more) for number, more in enumerate(told)]
    requests.receive(organ=town, entries=entries, actor="测试")
    found = {item.step: str(item.source) for item in agenda.items(town, on=DAY, calendar=OFFICIAL)}
    articles = {
        "answer": "第三十三条第二款",
        "await": "第三十条",
        "consult": "第三十二条",
        "serve": "第三十三条",
    }
    assert {step: text.endswith(articles[step]) for step, text in found.items()} == dict.fromkeys(
        articles, True
    )


def test_what_others_are_waited_for_is_never_late(town: Organ) -> None:
    asked = EventEntry(EventKind.CORRECTION_REQUESTED, date(2022, 9, 19), {"due": "2022-10-11"})
    requests.receive(organ=town, entries=[application("1", date(2022, 9, 16), asked)], actor="测试")
    (item,) = agenda.items(town, on=DAY, calendar=OFFICIAL)
    assert (item.step, item.due < DAY, item.is_late(DAY)) == ("await", True, False)
    assert agenda.overdue(town, on=DAY, calendar=OFFICIAL) == 0


def test_an_answer_that_was_not_served_is_to_be_served(town: Organ) -> None:
    answered = EventEntry(EventKind.ANSWERED, date(2022, 10, 10), {"row": "granted"})
    served = EventEntry(EventKind.SERVED, date(2022, 10, 11), {"way": "direct"})
    entries = [
        application("1", date(2022, 9, 16), answered),
        application("2", date(2022, 9, 16), answered, served),
    ]
    requests.receive(organ=town, entries=entries, actor="测试")
    assert steps(town) == [("serve", "1", "2022-10-19")]


def test_a_decision_made_anew_is_due_however_long_ago_the_first_was(town: Organ) -> None:
    reopened = EventEntry(EventKind.REDO_ORDERED, date(2022, 10, 12), {"days": 20})
    again = EventEntry(EventKind.ANSWERED, date(2022, 10, 18), {"row": "granted"})
    served = EventEntry(EventKind.SERVED, date(2022, 10, 18), {"way": "direct"})
    long_ago = (
        EventEntry(EventKind.ANSWERED, date(2022, 2, 10), {"row": "granted"}),
        EventEntry(EventKind.SERVED, date(2022, 2, 11), {"way": "direct"}),
    )
    courses = (
        long_ago,
        (*long_ago, reopened),
        (*long_ago, reopened, again),
        (*long_ago, reopened, again, served),
    )
    entries = [application(str(number), date(2022, 1, 20), *more) for number, more in enumerate(courses)]
    requests.receive(organ=town, entries=entries, actor="测试")
    assert steps(town) == [("answer", "1", "2022-11-09"), ("serve", "2", "2022-11-09")]


def test_while_the_applicant_has_to_complete_it_their_own_last_day_stands(town: Organ) -> None:
    asked = EventEntry(EventKind.CORRECTION_REQUESTED, date(2022, 10, 12), {"due": "2022-10-26"})
    requests.receive(organ=town, entries=[application("1", date(2022, 10, 10), asked)], actor="测试")
    assert steps(town) == [("await", "1", "2022-10-26")]


@pytest.mark.slow
def test_a_public_report_from_which_the_ledger_has_moved_on_is_to_be_looked_at(town: Organ) -> None:
    answered = EventEntry(EventKind.ANSWERED, date(2021, 4, 1), {"row": "granted"})
    requests.receive(organ=town, entries=[application("1", date(2021, 3, 16), answered)], actor="测试")
    for step, actor in (("check", "甲"), ("approve", "乙"), ("submit", "甲"), ("note-pass", "甲")):
        reports.take(organ=town, year=2021, step=step, actor=actor, reason="通过")
    url = "https://www.example.gov.cn/nb/2021.html"
    reports.take(organ=town, year=2021, step="publish", actor="乙", day=date(2022, 1, 20), url=url)
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
    kept = Disclosure(
        organ=town,
        index_no="QS-2",
        title="会议纪要",
        formed_on=date(2022, 9, 9),
        attribute=Attribute.WITHHELD,
        withheld_because="第十六条第一款",
    )
    disclosures.register(organ=town, rows=[waiting, kept], actor="测试")
    assert steps(town) == [("publish", "QS-1", "2022-10-13")]


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
    assert steps(town) == [("take_down", "QS-1", "2022-10-18")]


def test_a_penalty_that_was_overturned_is_taken_back_within_three_working_days(town: Organ) -> None:
    said = {"formed_on": date(2022, 8, 1), "published_on": date(2022, 8, 5), "limit": "penalty"}
    rows = [
        Disclosure(
            organ=town, index_no=f"CF-{n}", title="处罚决定", overturned_on=date(2022, 10, 14), **said, **more
        )
        for n, more in enumerate(({}, {}, {"validity": "repealed", "repealed_on": date(2022, 10, 17)}))
    ]
    disclosures.register(organ=town, rows=rows, actor="测试")
    at = datetime(2022, 8, 5, tzinfo=BEIJING)
    Record.objects.create(organ=town, disclosure=rows[1], state="withdrawn", arrived_at=at)
    assert steps(town) == [("withdraw_penalty", "CF-0", "2022-10-19")]


def test_a_list_that_was_taken_back_before_its_last_day_is_nobodys_task(town: Organ) -> None:
    said = {
        "formed_on": date(2022, 10, 8),
        "published_on": date(2022, 10, 9),
        "notice_until": date(2022, 10, 18),
    }
    rows = [Disclosure(organ=town, index_no=f"QS-{n}", title="低保名单", **said) for n in (1, 2)]
    disclosures.register(organ=town, rows=rows, actor="测试")
    at = datetime(2022, 10, 9, tzinfo=BEIJING)
    for row, state in zip(rows, ("withdrawn", "published"), strict=True):
        Record.objects.create(organ=town, disclosure=row, state=state, arrived_at=at)
    assert [step for step in steps(town) if step[0] == "take_down"] == [("take_down", "QS-2", "2022-10-18")]


def test_what_is_withheld_comes_up_again_when_a_year_is_over(town: Organ) -> None:
    organs.set_option(organ=town, code="duty_annual_report", value="off", actor="测试")
    row = Disclosure(
        organ=town,
        index_no="QS-1",
        title="关于资金的请示",
        formed_on=date(2021, 10, 10),
        attribute=Attribute.WITHHELD,
        withheld_because="第十六条第二款",
    )
    disclosures.register(organ=town, rows=[row], actor="测试")
    Record.objects.create(
        organ=town,
        disclosure=row,
        state="withheld",
        review_on=date(2022, 11, 1),
        arrived_at=datetime(2021, 10, 10, tzinfo=BEIJING),
    )
    assert steps(town) == [("review_withheld", "QS-1", "2022-11-01")]


def test_a_review_is_to_be_answered_within_ten_days(town: Organ) -> None:
    case = RemedyCase(
        organ=town,
        case_no="（2024）1号",
        kind="reconsideration",
        received_on=date(2024, 3, 4),
    )
    remedies.register(organ=town, rows=[case], actor="测试")
    assert steps(town, date(2024, 3, 5)) == [("review_answer", "（2024）1号", "2024-03-18")]
    assert steps(town, date(2024, 3, 19)) == [("review_answer", "（2024）1号", "2024-03-18")]
    # an old one without entries may have been answered long ago
    assert steps(town, date(2024, 7, 1)) == []


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


def test_a_training_missed_is_told_for_a_month_where_trainings_are_entered(town: Organ) -> None:
    organs.set_option(organ=town, code="duty_training", value="on", actor="测试")
    assert steps(town, date(2022, 7, 10)) == []  # what was done before this ledger was kept nobody knows
    organs.set_option(organ=town, code="duty_annual_report", value="off", actor="测试")
    held = Activity(organ=town, kind="training", on=date(2021, 11, 3))
    supervision.register(organ=town, rows=[held], actor="测试")
    assert steps(town, date(2022, 7, 10)) == [("training", "", "2022-06-30")]
    assert steps(town, date(2022, 8, 10)) == []


def test_a_report_of_which_the_ledger_tells_stays_late_until_it_is_public(town: Organ) -> None:
    assert steps(town, date(2023, 11, 30)) == []  # it may have been made before this ledger was kept
    requests.receive(organ=town, entries=[application("1", date(2022, 9, 16), *CLOSED)], actor="测试")
    assert steps(town, date(2023, 11, 30)) == [("annual_report", "", "2023-01-31")]


def test_a_report_on_its_way_waits_for_the_one_whose_step_it_is(town: Organ) -> None:
    requests.receive(organ=town, entries=[application("1", date(2022, 9, 16), *CLOSED)], actor="测试")
    reports.take(organ=town, year=2022, step="check", actor="王敏")
    assert steps(town, date(2023, 1, 5)) == [("report_approve", "2022", "2023-01-31")]
    reports.take(organ=town, year=2022, step="approve", actor="张海涛")
    assert steps(town, date(2023, 1, 5)) == [("report_submit", "2022", "2023-01-31")]


def test_what_was_formed_lately_and_not_classified_is_to_be_published(town: Organ) -> None:
    for number, formed in enumerate((date(2020, 1, 6), date(2022, 9, 16))):
        row = Disclosure(organ=town, index_no=f"QS-{number}", title="公告", formed_on=formed)
        disclosures.register(organ=town, rows=[row], actor="测试")
    assert steps(town) == [("publish", "QS-1", "2022-10-19")]


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
        agenda.items(town, on=DAY, calendar=OFFICIAL)  # which years there are is reckoned once
        with CaptureQueriesContext(connection) as queries:
            agenda.items(town, on=DAY, calendar=OFFICIAL)
        return len(queries)

    requests.receive(organ=town, entries=[application("0", date(2022, 9, 16))], actor="测试")
    before = cost()
    more = [application(str(number), date(2022, 9, 16)) for number in range(1, 60)]
    requests.receive(organ=town, entries=more, actor="测试")
    assert cost() == before <= 10

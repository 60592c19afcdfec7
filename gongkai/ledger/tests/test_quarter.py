"""The agenda of a quarter's meeting says what the ledgers hold, and ranks only where that is switched on."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import quarter
from gongkai.ledger.assessment import actions, consequences
from gongkai.ledger.assessment.tests.test_course import begun, checked, scored
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Attribute, Category, Disclosure
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.supervision import matters, tasks
from gongkai.ledger.supervision.entries import Assignment, Proof
from gongkai.ledger.supervision.tests.pushing import CLERK, LEADER, a_town, plan, problem, villages_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-30 10:00+08:00", tick=False):
        yield


@pytest.fixture
def town() -> Organ:
    return a_town("东徐村", "西徐村")


def draft(town: Organ) -> list[str]:
    return quarter.draft(town, TODAY, OFFICIAL).splitlines()


def test_a_quarter_in_which_nothing_happened_is_told_as_that(town: Organ) -> None:
    assert draft(town) == [
        "一、通报2026年第四季度政府信息公开工作情况",
        "（一）主动公开。公开政府信息0条，上一季度0条。没有逾期的。",
        "（二）依申请公开。新收申请0件，答复0件。没有逾期的。",
        "（三）复议诉讼。新收0件，审结0件。",
        "（四）通知和任务。传达通知0件；本季度到期的任务0项，办结0项。",
        "（五）问题整改。新发现0个，整改完成0个。",
        "二、上次会议定下的事办理情况",
        "没有登记上次会议交办的任务。",
        "三、安排下一季度的工作",
        "四、讨论、定下要办的事",
    ]


def test_in_the_first_month_of_a_quarter_the_one_that_ended_is_told(town: Organ) -> None:
    old = {"category": Category.OTHER, "attribute": Attribute.PROACTIVE, "formed_on": date(2026, 12, 9)}
    row = Disclosure(organ=town, index_no="1", title="预算", **old, published_on=date(2026, 12, 20))
    disclosures.register(organ=town, rows=[row], actor="测试")
    january, february = date(2027, 1, 12), date(2027, 2, 1)
    told = quarter.draft(town, january, OFFICIAL).splitlines()
    assert told[0] == "一、通报2026年第四季度政府信息公开工作情况"
    assert told[1].startswith("（一）主动公开。公开政府信息1条，上一季度0条。")
    assert "三、安排本季度的工作" in told
    assert quarter.title_of(january) == "2026年第四季度政府信息公开工作推进会"
    assert quarter.title_of(february) == "2027年第一季度政府信息公开工作推进会"


def test_what_is_late_is_named_documents_by_title_and_applications_by_number_alone(town: Organ) -> None:
    formed = {"category": Category.OTHER, "attribute": Attribute.PROACTIVE, "formed_on": date(2026, 10, 9)}
    rows = [Disclosure(organ=town, index_no="1", title="低保名单", **formed)]
    rows.append(Disclosure(organ=town, index_no="2", title="预算", **formed, published_on=date(2026, 10, 20)))
    disclosures.register(organ=town, rows=rows, actor="测试")
    asked = {"channel": "in_person", "applicant_kind": "natural_person"}
    first = EventEntry(EventKind.RECEIVED, date(2026, 10, 9), asked)
    entry = RequestEntry("〔2026〕7号", (first,), applicant_name="张三", content="张三家的宅基地")
    requests.receive(organ=town, entries=[entry], actor="测试")
    told = draft(town)
    assert told[1] == "（一）主动公开。公开政府信息1条，上一季度0条。逾期1条：低保名单。"
    assert told[2] == "（二）依申请公开。新收申请1件，答复0件。逾期1件：〔2026〕7号。"
    assert "张三" not in "".join(told)


def test_problems_tasks_and_what_the_last_meeting_decided_are_told(town: Organ) -> None:
    with time_machine.travel("2026-10-09 10:00+08:00", tick=False):
        before = plan(town, "meeting", title="第三季度推进会", on=date(2026, 10, 9))
        decided = Assignment("补齐公开栏", villages_of(town), date(2026, 10, 30))
        east, _west = tasks.give(matter=before, assignment=decided, actor=CLERK)
        tasks.report(task=east, proof=Proof(date(2026, 10, 9), "已补齐"), actor=CLERK)
        tasks.check(task=east, words="", actor=LEADER)
        before = matters.write_up(matter=before, minutes="定了一件事", actor=CLERK)
        matters.close(matter=before, actor=CLERK)
    problem(town)
    told = draft(town)
    assert told[4] == (
        "（四）通知和任务。传达通知0件；本季度到期的任务2项，办结1项。逾期没有办的1项：西徐村（补齐公开栏）。"
    )
    assert told[5].endswith("还没有整改完1个：公示栏的补贴名单没有遮盖证件号码。")
    assert told[7:10] == [
        "第三季度推进会（2026-10-09）交办2项：",
        "1.补齐公开栏（东徐村）：2026-10-09办结。",
        "2.补齐公开栏（西徐村）：没有办结，期限2026-10-30。",
    ]


def test_villages_are_ranked_only_with_the_countys_document(town: Organ) -> None:
    row = plan(town, "notice")
    asked = Assignment(row.title, villages_of(town), TODAY)
    row = matters.give_out(matter=row, assignment=asked, actor=CLERK)
    late = Assignment("补报", villages_of(town)[1:], date(2026, 11, 27))
    matters.give_out(matter=row, assignment=late, actor=CLERK)
    organs.set_option(organ=town, code="unit_ranking", value="on", actor="测试")
    assert not any("排名" in line for line in draft(town))
    organs.set_option(organ=town, code="unit_ranking_basis", value="滑政办〔2026〕8号", actor="测试")
    told = draft(town)
    place = told.index("（六）各村、各部门按时办理排名。")
    assert told[place + 1 : place + 3] == [
        "1.东徐村：1项任务，按时1项，逾期0项。",
        "2.西徐村：2项任务，按时1项，逾期1项。",
    ]


@pytest.mark.parametrize("switched_on", [False, True])
def test_what_was_assessed_is_told_and_places_only_with_the_countys_document(
    town: Organ, switched_on: bool
) -> None:
    if switched_on:
        organs.set_option(organ=town, code="unit_ranking", value="on", actor="测试")
        organs.set_option(organ=town, code="unit_ranking_basis", value="滑政办〔2026〕8号", actor="测试")
    for card in begun(town, villages=2).cards.all():
        card = actions.settle(card=checked(scored(card)), conclusion="", seen=3, actor=LEADER)
        paper = consequences.draft(card=card, kind="praise", text="表扬", document_no="", actor=CLERK)
        consequences.issue(consequence=paper, actor=LEADER)
    told = draft(town)
    place = told.index("（六）考核结果。")
    places = ["名次：1.东徐村、1.西徐村。"] if switched_on else []
    assert told[place + 1 :][: 2 + len(places)] == [
        "2026年考核：优秀2个。",
        *places,
        "表扬东徐村、西徐村。",
    ]

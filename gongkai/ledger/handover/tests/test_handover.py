"""Handing a job over: all that is open stands in the pack, nobody is named, and the roles change hands."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.law.assessment import shipped
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.assessment import actions as assessment
from gongkai.ledger.assessment import consequences, surveys
from gongkai.ledger.assessment.entries import Beginning, Given
from gongkai.ledger.assessment.models import Consequence
from gongkai.ledger.handover import actions, contents, document
from gongkai.ledger.handover.contents import Pack
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.organs.queries import units_of
from gongkai.ledger.people import actions as people
from gongkai.ledger.people import queries
from gongkai.ledger.people.actions import PeopleError
from gongkai.ledger.people.models import Membership, Person
from gongkai.ledger.proof import verify
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.supervision import matters
from gongkai.ledger.supervision.entries import Assignment
from gongkai.ledger.supervision.models import Task
from gongkai.lib.today import today
from gongkai.papers.model import Paragraph, Table

pytestmark = pytest.mark.django_db
DAY = date(2022, 10, 19)
RECEIVED = EventEntry(
    EventKind.RECEIVED, date(2022, 9, 16), {"channel": "in_person", "applicant_kind": "natural_person"}
)


@pytest.fixture
def town() -> Organ:
    return organs.create(
        name="四间房镇人民政府", level="town", actor="测试", profile={"superior_name": "滑县人民政府"}
    )


def someone(organ: Organ, name: str, *roles: str, unit: Unit | None = None) -> Person:
    person = people.enrol(organ=organ, username=f"u{name}", name=name, actor="测试")
    for role in roles:
        people.give_role(person=person, organ=organ, role=role, unit=unit, actor="测试")
    return person


def ask_for(organ: Organ, *numbers: str) -> None:
    entries = [
        RequestEntry(number, (RECEIVED,), applicant_name="张三", content=f"张三要道路养护资金{number}")
        for number in numbers
    ]
    requests.receive(organ=organ, entries=entries, actor="测试")


def pack_of(organ: Organ, person: Person | None, on: date = DAY) -> Pack:
    return contents.of(organ, person, on=on, calendar=OFFICIAL)


def part(pack: Pack, code: str) -> tuple[contents.Line, ...]:
    return next(one.lines for one in pack.parts if one.code == code)


def roles_of(person: Person, organ: Organ, on: date) -> set[str]:
    return {row.role for row in queries.held_roles(organ, on) if row.person == person}


def hand_over(organ: Organ, person: Person, to: Person, on: date, by: Person | None = None) -> int:
    roles = queries.roles_to_hand_over(person, organ)
    _made, count = actions.carry_out(
        roles=roles, successor=to, on=on, with_tasks=True, actor="管理员", by=by or someone(organ, "管理员")
    )
    return count


def test_an_open_application_stands_there_with_its_last_day_and_the_lawful_steps(town: Organ) -> None:
    ask_for(town, "〔2022〕9号")
    (line,) = part(pack_of(town, None), "requests")
    assert (line.number, line.due, line.now) == ("〔2022〕9号", date(2022, 10, 19), ("办理中",))
    assert {"告知补正", "答复"} & set(line.next) == {"答复"}  # too late to ask for a completion


def test_nobody_who_asked_is_named_on_the_paper(town: Organ) -> None:
    ask_for(town, "〔2022〕9号")
    assert "张三" not in words(document.build(pack_of(town, None)))


def test_the_rounds_of_the_next_sixty_days_are_told_and_later_ones_are_not(town: Organ) -> None:
    found = {(line.title, line.due) for line in part(pack_of(town, None), "rounds")}
    assert ("工作推进会", date(2022, 12, 31)) not in found  # more than sixty days away, but its quarter runs
    assert not any(due and due > DAY + contents.AHEAD for _title, due in found)


def test_who_speaks_for_a_village_and_the_organ_above_are_to_be_rung(town: Organ) -> None:
    (east, _west) = organs.add_units(
        organ=town, units=[("village", "东村"), ("village", "西村")], actor="测试"
    )
    someone(town, "徐东升", "village_contact", unit=east)
    organs.set_phone(unit=east, phone="0372-1234567", actor="测试")
    said = {one.whom: (one.names, one.phone) for one in pack_of(town, None).contacts}
    assert (said["东村"], said["西村"]) == ((("徐东升",), "0372-1234567"), ((), ""))
    assert said["上级机关"] == (("滑县人民政府",), "")


def test_the_roles_are_the_successors_from_the_day_on(town: Organ) -> None:
    leaving, coming = someone(town, "王敏", "clerk"), someone(town, "李四", "auditor")
    day = today() + timedelta(days=3)
    hand_over(town, leaving, coming, day)
    before, after = day - timedelta(days=1), day
    assert roles_of(leaving, town, before) == {"clerk"}
    assert roles_of(coming, town, before) == {"auditor"}
    assert roles_of(leaving, town, after) == set()
    assert roles_of(coming, town, after) == {"auditor", "clerk"}
    found = pack_of(town, leaving, today())
    assert (found.successor, found.on) == (coming, day)


def test_the_last_administrator_can_hand_over_the_keys(town: Organ) -> None:
    leaving, coming = someone(town, "王敏", "administrator"), someone(town, "李四", "clerk")
    hand_over(town, leaving, coming, today(), by=leaving)
    assert roles_of(coming, town, today()) == {"administrator", "clerk"}


def test_what_the_successor_holds_already_is_not_given_twice(town: Organ) -> None:
    leaving, coming = someone(town, "王敏", "clerk"), someone(town, "李四", "clerk")
    hand_over(town, leaving, coming, today())
    assert Membership.objects.filter(person=coming, role="clerk").count() == 1


def test_tasks_in_hand_go_with_the_job_and_their_course_tells_it(town: Organ) -> None:
    leaving, coming = someone(town, "王敏", "clerk"), someone(town, "李四", "clerk")
    to_do = Assignment("补齐台账", [leaving], today())
    said = {"title": "推进会", "on": today()}
    matters.plan(organ=town, kind="meeting", said=said, actor="测试", assignment=to_do)
    assert hand_over(town, leaving, coming, today()) == 1
    (task,) = Task.objects.all()
    assert task.person == coming
    assert task.deeds[-1]["reason"] == "王敏→李四"


def test_to_somebody_who_left_or_to_oneself_nothing_is_handed_over(town: Organ) -> None:
    leaving, gone = someone(town, "王敏", "clerk"), someone(town, "李四", "clerk")
    people.set_active(person=gone, organ=town, active=False, actor="测试")
    with pytest.raises(PeopleError, match="接手的人 — 不能是本人"):
        hand_over(town, leaving, leaving, today())
    with pytest.raises(PeopleError, match="李四现在不在本机关做事"):
        hand_over(town, leaving, gone, today(), by=leaving)
    assert roles_of(leaving, town, today()) == {"clerk"}


def test_who_writes_does_not_hand_a_consenting_role_to_themselves_while_another_could(town: Organ) -> None:
    leaving, coming = someone(town, "王敏", "leader"), someone(town, "李四", "clerk", "administrator")
    someone(town, "赵六", "administrator")
    with pytest.raises(PeopleError, match="要由别人给您"):
        hand_over(town, leaving, coming, today(), by=coming)
    assert roles_of(leaving, town, today()) == {"leader"}


@pytest.mark.usefixtures("head_noted")
def test_the_log_proves_what_was_handed_over(town: Organ) -> None:
    hand_over(town, someone(town, "王敏", "clerk"), someone(town, "李四", "clerk"), today())
    assert verify() is None


def test_assessments_and_surveys_that_wait_pass_on_too(town: Organ) -> None:
    organs.add_units(organ=town, units=[("village", "东徐村")], actor="测试")
    used = assessment.adopt(organ=town, year=2022, said=shipped(), document_no="", actor="王敏")
    for title, last in (("上半年考核", date(2022, 6, 30)), ("全年考核", date(2022, 12, 31))):
        span = Beginning(title, date(2022, 1, 1), last, max(last, DAY), units_of(town, DAY))
        assessment.begin(organ=town, indicators=used, beginning=span, actor="王敏")
    opening = surveys.Opening("2022年社会评议", 2022, ["总的来说"], DAY, date(2022, 11, 30))
    surveys.begin(organ=town, opening=opening, actor="王敏")
    found = part(pack_of(town, None), "assessments")
    assert [(line.title, line.now, line.due) for line in found] == [
        ("上半年考核", ("考核的自评",), DAY),
        ("全年考核", ("考核中",), date(2022, 12, 31)),
        ("2022年社会评议", ("评议中",), date(2022, 11, 30)),
    ]


def test_a_paper_that_follows_from_a_card_and_is_not_issued_passes_on(town: Organ) -> None:
    organs.add_units(organ=town, units=[("village", "东徐村")], actor="测试")
    organs.set_option(organ=town, code="least_known", value="0", actor="测试")
    used = assessment.adopt(organ=town, year=2022, said=shipped(), document_no="", actor="王敏")
    span = Beginning("考核", date(2022, 1, 1), date(2022, 9, 30), DAY, units_of(town, DAY))
    (card,) = assessment.begin(organ=town, indicators=used, beginning=span, actor="王敏").cards.all()
    marks = {"3.3": Given(Decimal(10))}
    card = assessment.score(card=card, marks=marks, words="", seen=len(card.deeds), actor="村")
    card = assessment.check(card=card, marks=marks, words="", seen=len(card.deeds), actor="王敏")
    card = assessment.settle(card=card, conclusion="", seen=len(card.deeds), actor="张海涛")
    consequences.draft(card=card, kind=Consequence.Kind.PRAISE, text="表扬", document_no="", actor="王敏")
    (line,) = part(pack_of(town, None), "assessments")
    assert (line.title, line.note, line.now) == ("表扬", "东徐村", ("待签发",))


def test_an_empty_part_is_a_word_and_not_a_table(town: Organ) -> None:
    built = document.build(pack_of(town, None))
    captions = [block.caption for block in built.blocks if isinstance(block, Table)]
    assert "在办的申请" not in captions
    assert "没有的：在办的申请；" in words(built)


def test_a_long_ledger_asks_no_more_than_a_short_one(town: Organ) -> None:
    person = someone(town, "王敏", "clerk")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            pack_of(town, person)
        return len(asked)

    ask_for(town, *(f"〔2022〕{number}号" for number in range(1, 4)))
    short = cost()
    ask_for(town, *(f"〔2022〕{number}号" for number in range(4, 30)))
    assert cost() == short
    assert short <= 45


def words(built: object) -> str:
    """All that a paper says."""
    said = []
    for block in built.blocks:  # type: ignore[attr-defined]
        if isinstance(block, Paragraph):
            said.append(block.text)
        elif isinstance(block, Table):
            said += [cell.text for row in block.rows for cell in row]
    return "\n".join(said)

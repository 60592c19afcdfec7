"""Who answers for what: dated, with whoever did before; the day, the year and the report name them."""

from datetime import date

import pytest

from gongkai.law.annual_report.narrative import render
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import agenda, wall
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions, queries
from gongkai.ledger.people.actions import PeopleError
from gongkai.ledger.people.models import Person
from gongkai.ledger.proof import differences, verify
from gongkai.ledger.reports.queries import drafted_text, prose_facts
from gongkai.ledger.supervision import actions as supervision
from gongkai.ledger.supervision.models import Activity

pytestmark = pytest.mark.django_db
MARCH, MAY = date(2022, 3, 1), date(2022, 5, 1)


@pytest.fixture
def town() -> Organ:
    return organs.create(name="四间房镇人民政府", level="town", actor="测试", options={"outline": "town"})


def someone(organ: Organ, name: str) -> Person:
    person = actions.enrol(organ=organ, username=f"u{name}", name=name, actor="测试")
    actions.give_role(person=person, organ=organ, role="clerk", actor="测试")
    return person


def put(organ: Organ, work: str, owner: object, since: date = MARCH) -> None:
    actions.put_in_charge(organ=organ, work=work, owner=owner, since=since, actor="测试")  # type: ignore[arg-type]


def who(organ: Organ, work: str, on: date) -> str:
    row = queries.charges(organ, on).get(work)
    return row.owner if row else ""


def test_who_follows_is_in_charge_from_the_day_on_and_who_was_before_stays_in_the_history(
    town: Organ,
) -> None:
    (office,) = organs.add_units(organ=town, units=[("section", "党政办公室")], actor="测试")
    put(town, "requests", someone(town, "王敏"))
    put(town, "requests", office, MAY)
    april, june = date(2022, 4, 30), date(2022, 6, 1)
    assert (who(town, "requests", april), who(town, "requests", MAY)) == ("王敏", "党政办公室")
    assert who(town, "requests", june) == "党政办公室"
    assert [row.owner for row in queries.charges_ever(town)["requests"]] == ["党政办公室", "王敏"]


def test_nobody_is_in_charge_before_the_one_they_follow(town: Organ) -> None:
    put(town, "requests", "镇长", MAY)
    with pytest.raises(PeopleError, match="镇长从2022-05-01才开始负责"):
        put(town, "requests", "副镇长", MARCH)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1989, 12, 31), date(2031, 1, 1)])
def test_a_day_that_cannot_be_is_refused(town: Organ, day: date) -> None:
    put(town, "meeting", "党政办公室")
    for work in ("requests", "meeting"):
        with pytest.raises(PeopleError, match=r"从哪天起 — .*不像是分工的日期"):
            put(town, work, "镇长", day)
    assert who(town, "meeting", date(2040, 1, 1)) == "党政办公室"


def test_the_last_entry_is_taken_back_and_who_was_in_charge_before_is_again(town: Organ) -> None:
    put(town, "requests", "镇长")
    put(town, "requests", "副镇长", MAY)
    actions.take_back_charge(organ=town, work="requests", reason="日期写错", actor="测试")
    assert who(town, "requests", MAY) == "镇长"
    actions.end_charge(organ=town, work="requests", on=MAY, actor="测试")
    actions.take_back_charge(organ=town, work="requests", reason="还是他", actor="测试")
    assert who(town, "requests", MAY) == "镇长"
    actions.take_back_charge(organ=town, work="requests", reason="登记错了", actor="测试")
    assert queries.charges_ever(town) == {}
    with pytest.raises(PeopleError, match="没有可以撤回的登记"):
        actions.take_back_charge(organ=town, work="requests", reason="再来", actor="测试")
    assert list(differences()) == []


def test_a_charge_that_ends_is_nobodys(town: Organ) -> None:
    put(town, "requests", "镇长")
    actions.end_charge(organ=town, work="requests", on=MAY, actor="测试")
    assert who(town, "requests", MAY) == ""


def test_what_is_due_names_who_answers_for_it_and_tells_a_person_who_has_an_account(town: Organ) -> None:
    person = someone(town, "王敏")
    put(town, "meeting", person)
    put(town, "training", "人社所")
    items = {one.step: one for one in agenda.items(town, on=date(2022, 6, 20), calendar=OFFICIAL)}
    assert (items["meeting"].in_charge, items["meeting"].owners) == ("王敏", (person.pk,))
    assert (items["training"].in_charge, items["training"].owners) == ("人社所", ())


def test_the_wall_names_for_each_round_who_was_in_charge_on_its_last_day(town: Organ) -> None:
    put(town, "meeting", "党政办公室")
    put(town, "meeting", "宣传办公室", date(2022, 11, 3))
    months = wall.wall(town, 2022, on=date(2023, 6, 1), calendar=OFFICIAL)
    rounds = [mark for month in months for mark in month.marks if mark.code == "meeting"]
    assert [(mark.last.month, mark.in_charge) for mark in rounds] == [
        (3, "党政办公室"),
        (6, "党政办公室"),
        (9, "党政办公室"),
        (12, "宣传办公室"),
    ]


def test_chapter_one_says_who_leads_and_who_does_what(town: Organ) -> None:
    held = Activity(organ=town, kind="meeting", on=MARCH, topic="推进会")
    supervision.register(organ=town, rows=[held], actor="测试")
    for work, owner in (
        ("chief", "镇长"),
        ("leader", "副镇长"),
        ("office", "党政办公室"),
        ("meeting", "宣传办"),
    ):
        put(town, work, owner)
    scope = Scope.of(town)
    text = render(drafted_text(town, 2022, scope=scope)["overview"], prose_facts(town, 2022, scope=scope))
    assert "由镇长全面负责，副镇长直接负责，党政办公室承担日常工作。具体分工：宣传办负责工作推进会。" in text


def test_a_job_that_is_handed_over_takes_its_charges_along(town: Organ) -> None:
    leaving, coming = someone(town, "王敏"), someone(town, "李四")
    put(town, "requests", leaving)
    roles = queries.roles_to_hand_over(leaving, town)
    actions.hand_over(roles=roles, successor=coming, on=MAY, actor="测试", by=coming)
    assert who(town, "requests", MAY) == "李四"


@pytest.mark.usefixtures("head_noted")
def test_the_log_proves_each_change(town: Organ) -> None:
    put(town, "requests", "镇长")
    put(town, "requests", "副镇长", MAY)
    assert verify() is None

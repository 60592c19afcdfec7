"""An assessment from its indicators to the register: nothing is final without the leader."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from gongkai.law.assessment import shipped
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import proof
from gongkai.ledger.assessment import actions, queries
from gongkai.ledger.assessment.entries import Beginning, Given
from gongkai.ledger.assessment.models import Assessment, Card
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.supervision import matters, tasks
from gongkai.ledger.supervision.entries import Assignment, Proof
from gongkai.ledger.supervision.tests.pushing import CLERK, LEADER, a_town, plan, rows, villages_of

pytestmark = pytest.mark.django_db
VILLAGE, TODAY = "陈东徐（dongxu）", date(2026, 11, 30)
FOUND = {"3.3": Given(Decimal(10))}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-30 10:00+08:00", tick=False):
        yield


@pytest.fixture
def town() -> Organ:
    return a_town("东徐村", "西徐村")


def begun(
    town: Organ, *, villages: int = 1, last: date = TODAY, due: date = TODAY, least_known: str = "0"
) -> Assessment:
    """A year's assessment; the little that is known in a test is enough for a grade."""
    organs.set_option(organ=town, code="least_known", value=least_known, actor=CLERK)
    indicators = actions.adopt(organ=town, year=2026, said=shipped(), document_no="", actor=CLERK)
    said = Beginning("2026年考核", date(2026, 1, 1), last, due, villages_of(town)[:villages])
    return actions.begin(organ=town, indicators=indicators, beginning=said, actor=CLERK)


def noticed(town: Organ, answered: str = "") -> None:
    """Both villages are to answer a notice by 10 November; the first did on a day."""
    row = plan(town, "notice", due=date(2026, 11, 10), on=date(2026, 11, 2))
    row = matters.give_out(
        matter=row, assignment=Assignment(row.title, villages_of(town), date(2026, 11, 10)), actor=CLERK
    )
    if answered:
        done = Proof(date.fromisoformat(answered), words="已核对")
        tasks.report(task=row.tasks.get(unit__name="东徐村"), proof=done, actor=VILLAGE)


def again(card: Card) -> Card:
    return queries.cards(Scope.of(card.organ)).get(pk=card.pk)


def scored(card: Card) -> Card:
    return actions.score(card=card, marks=FOUND, words="", seen=len(card.deeds), actor=VILLAGE)


def checked(card: Card, actor: str = CLERK) -> Card:
    return actions.check(card=card, marks=FOUND, words="", seen=len(card.deeds), actor=actor)


def test_it_goes_from_the_village_over_the_clerk_to_the_leader_and_counts_once(town: Organ) -> None:
    noticed(town, "2026-11-13")
    assessment = begun(town, villages=2)
    first, second = assessment.cards.all()
    for card in (first, second):
        card = checked(scored(card))
        actions.settle(card=card, conclusion="办理及时", seen=3, actor=LEADER)
        if card.pk == first.pk:
            assert [row[0] for row in rows(town)] == ["notice"]
    assert rows(town)[1:] == [("assessment", TODAY, "2026年考核", "2个考核对象", None)]
    assert queries.assessments(Scope.of(town)).get().state == Assessment.State.CLOSED
    assert list(proof.differences()) == []


def test_what_was_late_leads_to_its_task_and_what_nobody_knows_is_left_out(town: Organ) -> None:
    noticed(town, "2026-11-13")
    (card,) = begun(town).cards.all()
    found = {one.indicator.code: one for one in queries.lines(card, on=TODAY, calendar=OFFICIAL)}
    (fault,) = found["1.1"].counted.faults
    assert fault.why == "期限2026-11-10，2026-11-13办好，逾期3天"
    assert fault.row.startswith("supervision.task:")
    assert found["1.1"].score == 0
    assert found["1.2"].score is None
    assert queries.total_of(list(found.values())).unknown == ("1.2", "2.1", "2.2", "3.1", "3.2", "3.3")


@pytest.mark.parametrize(("switched_on", "points"), [(False, None), (True, Decimal(30))])
def test_points_are_kept_only_where_the_county_asks_for_them(
    town: Organ, switched_on: bool, points: Decimal | None
) -> None:
    if switched_on:
        organs.set_option(organ=town, code="unit_points", value="on", actor="测试")
        organs.set_option(organ=town, code="unit_points_basis", value="滑政办〔2026〕8号", actor="测试")
    noticed(town, "2026-11-09")
    card = checked(scored(begun(town).cards.get()))
    card = actions.settle(card=card, conclusion="", seen=3, actor=LEADER)
    assert (card.grade, card.score, card.out_of) == ("优秀", points, points)


def test_of_little_that_is_known_there_is_no_grade_unless_the_leader_says_why(town: Organ) -> None:
    for code, value in {"unit_points": "on", "unit_points_basis": "滑政办〔2026〕8号"}.items():
        organs.set_option(organ=town, code=code, value=value, actor="测试")
    noticed(town, "2026-11-09")
    first, second = map(checked, map(scored, begun(town, villages=2, least_known="50").cards.all()))
    with pytest.raises(Refused, match="等次和算出来的不同"):
        actions.settle(card=first, conclusion="", seen=3, actor=LEADER, grade="优秀")
    actions.settle(card=first, conclusion="到村里看过", seen=3, actor=LEADER, grade="优秀")
    card = actions.settle(card=second, conclusion="", seen=3, actor=LEADER)
    assert (card.grade, card.score) == ("", None)  # thirty of a hundred are known
    assert queries.grades_in_words(card.assessment) == "优秀1个，知道的不够、没有评等次的1个"
    assert queries.ranking(card.assessment) == {}


def test_what_was_checked_stays_though_the_ledger_moves_on(town: Organ) -> None:
    noticed(town, "2026-11-13")
    card = checked(scored(begun(town).cards.get()))
    late = queries.lines(card, on=TODAY, calendar=OFFICIAL)[0].counted
    tasks.reopen(task=town_task(town), due=date(2026, 12, 10), reason="不实", actor=CLERK)
    assert queries.lines(again(card), on=TODAY, calendar=OFFICIAL)[0].counted == late
    assert queries.lines(again(card), on=TODAY, calendar=OFFICIAL, anew=True)[0].counted != late


def town_task(town: Organ) -> tasks.Task:
    return tasks.Task.objects.within(Scope.of(town)).get(unit__name="东徐村")


def test_who_differs_from_the_ledger_says_why(town: Organ) -> None:
    noticed(town, "2026-11-13")
    card = scored(begun(town).cards.get())
    marks = {"1.1": Given(Decimal(20))}
    with pytest.raises(Refused, match="改了台账的数，没有写原因"):
        actions.check(card=card, marks=marks, words="", seen=2, actor=CLERK)
    marks = {"1.1": Given(Decimal(20), "停电三天，报备过")}
    card = actions.check(card=card, marks=marks, words="", seen=2, actor=CLERK)
    assert queries.lines(card, on=TODAY, calendar=OFFICIAL)[0].score == 20


def test_nobody_settles_or_checks_what_is_their_own_work(town: Organ) -> None:
    card = scored(begun(town).cards.get())
    with pytest.raises(Refused, match="“自评”是您办的"):
        checked(card, VILLAGE)
    card = checked(card)
    with pytest.raises(Refused, match="“核评”是您办的"):
        actions.settle(card=card, conclusion="", seen=3, actor=CLERK)


def test_after_an_appeal_it_is_checked_once_more_before_it_is_settled(town: Organ) -> None:
    card = checked(scored(begun(town).cards.get()))
    card = actions.appeal(card=card, words="11月9日已经报过", seen=3, actor=VILLAGE)
    with pytest.raises(Refused, match="现在是“申诉待复核”"):
        actions.settle(card=card, conclusion="", seen=4, actor=LEADER)
    card = actions.settle(card=checked(card), conclusion="", seen=5, actor=LEADER)
    assert card.state == Card.State.FINAL


def test_the_leader_may_set_another_grade_and_says_why(town: Organ) -> None:
    card = checked(scored(begun(town).cards.get()))
    with pytest.raises(Refused, match="没有写结论"):
        actions.settle(card=card, conclusion=" ", seen=3, actor=LEADER, grade="合格")
    card = actions.settle(card=card, conclusion="只有一项可评", seen=3, actor=LEADER, grade="合格")
    assert card.grade == "合格"


def test_of_two_at_once_the_second_reads_again(town: Organ) -> None:
    card = scored(begun(town).cards.get())
    checked(card)
    with pytest.raises(Refused, match="您打开以后有人办过"):
        checked(card, "李四（other）")


def test_without_a_self_score_it_is_checked_after_the_day(town: Organ) -> None:
    card = begun(town, due=date(2026, 12, 1)).cards.get()
    with pytest.raises(Refused, match="还没有自评"):
        checked(card)
    with time_machine.travel("2026-12-02 10:00+08:00", tick=False):
        assert checked(card).state == Card.State.CHECKED


def test_nothing_is_scored_before_the_span_is_over(town: Organ) -> None:
    with pytest.raises(Refused, match="考核期到2026-12-31才结束"):
        scored(begun(town, last=date(2026, 12, 31)).cards.get())


def test_a_later_version_leaves_what_was_assessed_as_it_was(town: Organ) -> None:
    assessment = begun(town)
    said = replace(shipped(), title="县办法", indicators=shipped().indicators[:4])
    later = actions.adopt(organ=town, year=2026, said=said, document_no="滑政办〔2026〕8号", actor=CLERK)
    assert (later.version, queries.in_use(Scope.of(town), 2026)) == (2, later)
    assert queries.assessments(Scope.of(town)).get().indicators.version == 1
    assert queries.set_behind(assessment.indicators) == shipped()


def test_what_was_dropped_counts_nowhere(town: Organ) -> None:
    actions.drop(assessment=begun(town), reason="改在明年", actor=CLERK)
    assert rows(town) == []
    with pytest.raises(Refused):
        scored(Card.objects.get())


def test_secret_words_are_not_kept(town: Organ) -> None:
    card = begun(town).cards.get()
    with pytest.raises(Refused, match="有密级标志"):
        actions.score(card=card, marks={}, words="机密★3年", seen=1, actor=VILLAGE)

"""社会评议: what came by the link and on paper is one sum; closed by the leader it counts once."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from gongkai.ledger import proof
from gongkai.ledger.assessment import papers as documents
from gongkai.ledger.assessment import surveys
from gongkai.ledger.assessment.models import Survey
from gongkai.ledger.assessment.surveys import Opening
from gongkai.ledger.assessment.tests.test_consequences import read
from gongkai.ledger.base import Refused
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests.models import Grade
from gongkai.ledger.supervision.tests.pushing import CLERK, LEADER, a_town, rows

pytestmark = pytest.mark.django_db
GOOD, POOR = Grade.EXCELLENT, Grade.POOR


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    with time_machine.travel("2026-03-10 10:00+08:00", tick=False):
        yield


@pytest.fixture
def town() -> Organ:
    return a_town("东徐村")


def opened(town: Organ, *, is_online: bool = True) -> Survey:
    opening = Opening(
        "2025年社会评议",
        2025,
        ["好不好找", "总的来说"],
        date(2026, 3, 1),
        date(2026, 3, 31),
        is_online=is_online,
    )
    return surveys.begin(organ=town, opening=opening, actor=CLERK)


def test_what_came_by_the_link_and_on_paper_is_one_sum_in_the_year_that_was_evaluated(town: Organ) -> None:
    row = opened(town)
    surveys.answer(survey=row, grades=[GOOD, None])
    surveys.enter(survey=row, way="paper", sheets=5, counts=[{GOOD: 2, POOR: 1}, {GOOD: 5}], actor=CLERK)
    found = surveys.outcomes(row)
    assert [(one.total, one.satisfied) for one in found] == [(4, 75.0), (5, 100.0)]
    assert surveys.by_way(row) == [("网上问卷", 1), ("纸质问卷", 5)]
    row = surveys.close(survey=row, conclusion="", actor=LEADER)
    assert rows(town) == [("evaluation", date(2025, 12, 31), "2025年社会评议", "网上问卷1份、纸质问卷5份", 6)]
    assert row.activity is not None
    assert row.activity.note == "总的来说：优秀5"
    assert list(proof.differences()) == []


def test_no_question_has_more_answers_than_there_are_sheets(town: Organ) -> None:
    with pytest.raises(Refused, match="第1题 — 各等次加起来比份数多"):
        surveys.enter(
            survey=opened(town), way="paper", sheets=2, counts=[{GOOD: 2, POOR: 1}, {}], actor=CLERK
        )


def test_a_question_nobody_answered_has_no_share(town: Organ) -> None:
    row = opened(town)
    surveys.answer(survey=row, grades=[GOOD, None])
    assert surveys.outcomes(row)[1].satisfied is None


def test_nothing_is_closed_or_published_before_its_time(town: Organ) -> None:
    row = opened(town)
    with pytest.raises(Refused, match="一份答卷也没有"):
        surveys.close(survey=row, conclusion="", actor=LEADER)
    with pytest.raises(Refused, match="还没有结束"):
        surveys.publish(survey=row, actor=LEADER)
    surveys.answer(survey=row, grades=[GOOD, GOOD])
    surveys.publish(survey=surveys.close(survey=row, conclusion="", actor=LEADER), actor=LEADER)
    with pytest.raises(Refused, match="现在是“已结束”"):
        surveys.enter(survey=row, way="paper", sheets=1, counts=[{GOOD: 1}, {}], actor=CLERK)


def test_where_it_is_on_paper_alone_the_link_takes_nothing(town: Organ) -> None:
    with pytest.raises(Refused):
        surveys.answer(survey=opened(town, is_online=False), grades=[GOOD, GOOD])


def test_the_paper_asks_no_name(town: Organ) -> None:
    said = read(documents.questionnaire(opened(town)))
    assert "1. 好不好找" in said
    assert said.count("□") == 8
    assert "不用写姓名、电话" in said

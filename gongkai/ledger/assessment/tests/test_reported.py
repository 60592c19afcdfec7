"""What the annual report tells of assessments and evaluations: their number and what they came to."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from gongkai.law.annual_report.model import ReportData
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import agenda
from gongkai.ledger.assessment import actions, surveys
from gongkai.ledger.assessment.tests.test_course import TODAY, begun, checked, scored
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.prose import narrative_facts
from gongkai.ledger.requests.models import Grade
from gongkai.ledger.supervision.tests.pushing import CLERK, LEADER, a_town, speaker, villages_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-30 10:00+08:00", tick=False):
        yield


@pytest.fixture
def town() -> Organ:
    return a_town("东徐村", "西徐村")


def test_the_report_tells_what_its_year_s_assessments_and_surveys_came_to(town: Organ) -> None:
    for card in begun(town).cards.all():
        actions.settle(card=checked(scored(card)), conclusion="", seen=3, actor=LEADER)
    opening = surveys.Opening("2026年社会评议", 2026, ["总的来说"], TODAY, TODAY)
    row = surveys.begin(organ=town, opening=opening, actor=CLERK)
    surveys.enter(survey=row, way="paper", sheets=4, counts=[{Grade.FAIR: 3, Grade.POOR: 1}], actor=CLERK)
    surveys.close(survey=row, conclusion="", actor=LEADER)
    facts = narrative_facts(
        town, ReportData(organ=town.name, year=2026, format="2021", cells={}), None, scope=Scope.of(town)
    )
    assert (facts.assessments, facts.social_reviews) == (1, 1)
    assert facts.assessment_results == ("2026年考核优秀1个",)
    assert facts.social_review_results == ("2026年社会评议收到答卷4份，“总的来说”基本满意以上的占75%",)


def waiting(town: Organ, on: date) -> list[tuple[str, date, tuple[int, ...]]]:
    items = agenda.items(town, on=on, calendar=OFFICIAL)
    return [(item.step, item.due, item.owners) for item in items if item.ledger == "assessments"]


def test_the_day_s_page_tells_whose_turn_it_is(town: Organ) -> None:
    east = speaker(town, villages_of(town)[0], "dongxu")
    first, second = begun(town, villages=2, due=date(2026, 12, 4)).cards.all()
    assert waiting(town, TODAY) == [("score_card", date(2026, 12, 4), (east.pk,))]
    checked(scored(first))
    scored(second)
    assert waiting(town, TODAY) == [
        ("check_card", date(2026, 12, 11), ()),
        ("settle_card", date(2026, 12, 18), ()),
    ]


def test_what_nobody_scored_in_time_waits_to_be_checked(town: Organ) -> None:
    begun(town, due=date(2026, 12, 4))
    assert waiting(town, date(2026, 12, 7)) == [("check_card", date(2026, 12, 11), ())]

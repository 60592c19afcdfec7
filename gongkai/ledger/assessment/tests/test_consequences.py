"""What follows from a card: drafted from it, issued by the leader, counted once; and its papers."""

import io
from collections.abc import Iterator
from decimal import Decimal

import docx
import pytest
import time_machine

from gongkai import papers
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import proof
from gongkai.ledger.assessment import actions, consequences, queries
from gongkai.ledger.assessment import papers as documents
from gongkai.ledger.assessment.models import Card, Consequence
from gongkai.ledger.assessment.tests.test_course import TODAY, begun, checked, noticed, scored
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.supervision.tests.pushing import CLERK, LEADER, a_town, rows
from gongkai.papers.model import Document

pytestmark = pytest.mark.django_db
PRAISE, CRITICISM, DEDUCTION = Consequence.Kind
FAULT = "报送全年公开数据：期限2026-11-10，2026-11-13办好，逾期3天"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel("2026-11-30 10:00+08:00", tick=False):
        yield


@pytest.fixture
def town() -> Organ:
    return a_town("东徐村", "西徐村")


@pytest.fixture
def card(town: Organ) -> Card:
    noticed(town, "2026-11-13")
    found = checked(scored(begun(town).cards.get()))
    return actions.settle(card=found, conclusion="通知答复晚了", seen=3, actor=LEADER)


def drafted(card: Card, kind: Consequence.Kind, points: Decimal | None = None) -> Consequence:
    text = consequences.proposed(card, kind)
    return consequences.draft(
        card=card, kind=kind, text=text, document_no="滑四〔2026〕9号", actor=CLERK, points=points
    )


def opened_to_points(town: Organ) -> None:
    organs.set_option(organ=town, code="unit_points", value="on", actor="测试")
    organs.set_option(organ=town, code="unit_points_basis", value="滑政办〔2026〕8号", actor="测试")


def read(document: Document) -> str:
    """A paper as Word has it."""
    opened = docx.Document(io.BytesIO(papers.write(document, "docx")))
    cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in opened.paragraphs), *cells])


def test_a_criticism_names_each_fault_and_counts_once_when_the_leader_has_issued_it(card: Card) -> None:
    row = drafted(card, CRITICISM)
    assert FAULT in row.text
    before = len(rows(card.organ))
    row = consequences.issue(consequence=row, actor=LEADER)
    assert rows(card.organ)[before:] == [("criticism", TODAY, "2026年考核", "东徐村", None)]
    with pytest.raises(Refused, match="现在是“已签发”"):
        consequences.issue(consequence=row, actor=LEADER)
    assert list(proof.differences()) == []


def test_nobody_issues_what_they_drafted(card: Card) -> None:
    with pytest.raises(Refused, match="自己起草的不能自己签发"):
        consequences.issue(consequence=drafted(card, PRAISE), actor=CLERK)


def test_what_is_not_issued_counts_nowhere(card: Card) -> None:
    before = rows(card.organ)
    row = consequences.drop(consequence=drafted(card, PRAISE), reason="口头表扬", actor=CLERK)
    assert rows(card.organ) == before
    with pytest.raises(Refused, match="现在是“不发了”"):
        consequences.issue(consequence=row, actor=LEADER)


def test_nothing_follows_before_the_card_is_final(town: Organ) -> None:
    with pytest.raises(Refused, match="还没有核定"):
        drafted(checked(scored(begun(town).cards.get())), PRAISE)


def test_points_are_taken_only_where_the_county_asks_for_them(card: Card) -> None:
    with pytest.raises(Refused, match="没有开通打分"):
        drafted(card, DEDUCTION, Decimal(2))
    opened_to_points(card.organ)
    with pytest.raises(Refused, match="要写扣几分"):
        drafted(card, DEDUCTION)
    row = consequences.issue(consequence=drafted(card, DEDUCTION, Decimal(2)), actor=LEADER)
    assert row.activity is not None
    assert row.activity.points == 2
    assert "扣2分。" in read(documents.consequence(row))


def test_the_papers_say_what_the_card_says_and_no_points(card: Card) -> None:
    issued = consequences.issue(consequence=drafted(card, CRITICISM), actor=LEADER)
    said = read(documents.consequence(issued))
    assert "关于对东徐村政府信息公开工作予以批评的通报" in said.replace("\n", "")
    assert FAULT in said
    assert "2026年11月30日" in said
    lines = queries.lines(card, on=TODAY, calendar=OFFICIAL)
    sheet = read(documents.card(card, lines))
    assert f"1件，1件不合要求\n{FAULT}" in sheet
    assert "没有要看的，不计入" in sheet
    cards = list(queries.cards(Scope.of(card.organ)))
    shown = read(documents.result(card.assessment, cards))
    assert "不合格1个" in shown
    assert not any("/20" in words or "名次" in words for words in (said, sheet, shown))


def test_the_trend_has_a_place_for_every_assessment_and_nothing_where_one_was_not_in(card: Card) -> None:
    second = begun(card.organ, villages=2)
    for other in second.cards.all():
        actions.settle(card=checked(scored(other)), conclusion="", seen=3, actor=LEADER)
    found, trend = queries.trend(Scope.of(card.organ), 8)
    assert [one.pk for one in found] == [card.assessment_id, second.pk]
    grades = {row.name: [one and one.grade for one in row.cards] for row in trend}
    assert grades == {"东徐村": ["不合格", "不合格"], "西徐村": [None, "不合格"]}
    assert queries.as_asked(card) == 0.0

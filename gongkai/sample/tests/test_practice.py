"""An organ to practise on: full of made-up cases, apart from all that counts, gone again without a trace."""

from datetime import date

import pytest

from gongkai.jobs import reminders
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import agenda, proof
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs import queries
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox.models import Dispatch
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.models import Person
from gongkai.ledger.people.queries import standing
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import queries as reports
from gongkai.papers import FORMS, write
from gongkai.papers.model import MARK, Document, Paragraph
from gongkai.reading.readers.docx import read
from gongkai.sample import practice
from gongkai.sample.removal import remove_all
from gongkai.sample.tests.test_removal import everything

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture
def town() -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


def someone(organ: Organ, name: str, role: str) -> Person:
    person = people.enrol(organ=organ, username=f"u{name}", name=name, actor="测试")
    people.give_role(person=person, organ=organ, role=role, actor="测试")
    return person


@pytest.mark.slow
def test_everybody_practises_in_their_own_role_and_who_came_later_is_let_in(town: Organ) -> None:
    clerk = someone(town, "王敏", "clerk")
    made = practice.make(town, on=DAY, actor="测试")
    later = someone(town, "李四", "signer")
    assert standing(later, DAY).organ(made.pk) is None
    assert practice.make(town, on=DAY, actor="测试") == made
    assert standing(clerk, DAY).may(Duty.RECORD, made)
    assert standing(later, DAY).may(Duty.SIGN, made)
    assert (
        len([item for item in agenda.items(made, on=DAY, calendar=OFFICIAL) if item.ledger == "requests"]) > 3
    )


@pytest.mark.slow
def test_it_counts_nowhere_and_tells_nobody(town: Organ) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    someone(town, "王敏", "clerk")
    made = practice.make(town, on=DAY, actor="测试")
    assert made not in queries.below(county, DAY.year)
    assert made not in queries.real_organs() + queries.sample_organs() + queries.shown_organs()
    with pytest.raises(reports.NoSuchYear):
        reports.compile_report(town, 2022, scope=Scope.of(town))
    reminders.look(made, DAY, OFFICIAL)
    assert not Dispatch.objects.exists()


@pytest.mark.slow
@pytest.mark.usefixtures("head_noted")
def test_it_goes_without_a_trace_and_who_practised_stays(town: Organ) -> None:
    someone(town, "王敏", "clerk")
    before = everything()
    practice.make(town, on=DAY, actor="测试")
    assert everything() != before
    practice.remove(town, actor="测试")
    assert everything() == before
    assert proof.verify() is None


def test_the_samples_are_removed_without_the_organ_to_practise_on(town: Organ) -> None:
    made = organs.create(name="四间房镇（练习）", actor="测试", is_sample=True, practises_for=town)
    assert remove_all(actor="测试") == 0
    assert queries.practice_of(town) == made


def test_there_is_none_of_a_sample_and_none_to_remove_where_none_was_made(town: Organ) -> None:
    sample = organs.create(name="试看镇人民政府", actor="测试", is_sample=True)
    with pytest.raises(Refused, match="试看镇人民政府是示例机关"):
        practice.make(sample, on=DAY, actor="测试")
    with pytest.raises(Refused, match="四间房镇人民政府没有"):
        practice.remove(town, actor="测试")


@pytest.mark.parametrize("form", [form.name for form in FORMS])
def test_each_of_its_papers_says_first_what_it_is(form: str) -> None:
    paper = Document("答复书", (Paragraph("同意公开。"),), organ="四间房镇人民政府（练习）")
    assert paper.blocks[0] == Paragraph(MARK, paper.blocks[0].align, 0)  # type: ignore[union-attr]
    assert write(paper, form)


def test_a_word_file_of_it_reads_as_practice() -> None:
    paper = Document("答复书", (Paragraph("同意公开。"),), organ="四间房镇人民政府（练习）")
    assert MARK in str(read(write(paper, "docx"), "答复书.docx"))
    real = Document("答复书", (Paragraph("同意公开。"),), organ="四间房镇人民政府")
    assert MARK not in str(read(write(real, "docx"), "答复书.docx"))

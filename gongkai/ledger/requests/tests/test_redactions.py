"""Redactions of a case: proposed and never applied unseen, each on a ground, proved, and signed by others."""

import io
from decimal import Decimal
from typing import Any

import pdfplumber
import pytest
from django.db import IntegrityError, transaction

from gongkai import papers
from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests import attachments, privacy
from gongkai.ledger.requests.dossier import contents
from gongkai.ledger.requests.dossier.erasing import erase
from gongkai.ledger.requests.letters import actions as letters
from gongkai.ledger.requests.letters import document
from gongkai.ledger.requests.letters.deeds import Deed as LetterDeed
from gongkai.ledger.requests.models import FoiRequest, Letter, Redaction
from gongkai.ledger.requests.redactions import actions, queries
from gongkai.ledger.requests.redactions.actions import Place
from gongkai.ledger.requests.redactions.deeds import Deed
from gongkai.ledger.requests.redactions.grounds import GROUNDS, PRIVACY, exemption_of
from gongkai.ledger.requests.steps import Refused
from gongkai.ledger.requests.tests.test_attachments import nothing_stored, stored
from gongkai.ledger.requests.tests.test_letters import (
    AT,
    CLERK,
    LEADER,
    application,
    day,
    drafted,
    shown,
    signed,
    town,
)
from gongkai.papers.model import Document, Paragraph

__all__ = ["day", "nothing_stored", "town"]
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NUMBER, MOBILE = "11010519491231002X", "13800138000"
PARTIAL = {
    "open_part": "发放名册的其余部分",
    "withheld_part": "领取人的证件号码和电话",
    "reasons": "属于个人隐私",
    "ground": "third_party",
}


@pytest.fixture(scope="module")
def roster() -> bytes:
    lines = (f"领取人张三，身份证号{NUMBER}，手机{MOBILE}。", "领取人李四，金额三百元。")
    return papers.write(Document("低保发放名册", tuple(map(Paragraph, lines))), "pdf")


@pytest.fixture
def row(town: Organ, roster: bytes) -> Redaction:
    return begun(application(town), roster)


def begun(case: FoiRequest, data: bytes) -> Redaction:
    return actions.begin(foi_request=case, title="低保发放名册", name="名册.pdf", data=data, actor=CLERK)


def marks(row: Redaction, state: str) -> list[int]:
    return sorted({box.mark for box in row.boxes.filter(state=state)})


def made(row: Redaction) -> Redaction:
    """All that is proposed accepted, and the document made."""
    actions.decide(redaction=row, deed=Deed.ACCEPT, marks=marks(row, "proposed"), ground=PRIVACY, actor=CLERK)
    return actions.make(redaction=row, actor=CLERK)


def words_of(data: bytes | None) -> str:
    assert data
    with pdfplumber.open(io.BytesIO(data)) as opened:
        return "".join(page.extract_text() for page in opened.pages).replace(" ", "")


def partial(case: FoiRequest) -> Letter:
    return drafted(case, "answer", PARTIAL, "partial")


def annexed(row: Redaction, letter: Letter, actor: str = CLERK) -> Letter:
    return letters.annex_result(letter=letter, redaction=row, actor=actor, at=AT)


def test_what_is_proposed_is_applied_only_once_somebody_has_accepted_it(row: Redaction) -> None:
    assert [(box.origin, box.masked) for box in row.boxes.all()] == [
        ("resident_id", "110***********002X"),
        ("mobile", "138****8000"),
    ]
    with pytest.raises(Refused, match="还有2处建议没有看"):
        actions.make(redaction=row, actor=CLERK)
    actions.decide(redaction=row, deed=Deed.ACCEPT, marks=[1], ground=PRIVACY, actor=CLERK)
    actions.decide(redaction=row, deed=Deed.DECLINE, marks=[2], actor=CLERK)
    words = words_of(queries.result(actions.make(redaction=row, actor=CLERK)))
    assert NUMBER not in words
    assert MOBILE in words
    assert "李四" in words


def test_every_place_needs_a_ground_and_a_state_secret_is_none(row: Redaction) -> None:
    place = Place(1, Decimal(30), Decimal(60), Decimal(40), Decimal(5))
    for ground in ("", "state_secret"):
        with pytest.raises(Refused, match="事由 — 还没有选"):
            actions.add(redaction=row, place=place, ground=ground, actor=CLERK)
    assert {exemption_of(ground.code).code for ground in GROUNDS} >= {"third_party", "internal", "process"}


def test_words_are_hidden_wherever_they_stand_and_once(row: Redaction) -> None:
    found = actions.add_words(redaction=row, words="领取人", pages=[], ground=PRIVACY, actor=CLERK)
    assert found == 2
    with pytest.raises(Refused, match="没有找到，或者都已经遮盖"):
        actions.add_words(redaction=row, words="领 取 人", pages=[1], ground=PRIVACY, actor=CLERK)


def test_what_was_done_last_is_taken_back_first(row: Redaction) -> None:
    actions.decide(redaction=row, deed=Deed.DECLINE, marks=[1, 2], actor=CLERK)
    mark = actions.add(
        redaction=row, place=Place(1, *map(Decimal, (30, 60, 40, 5))), ground=PRIVACY, actor=CLERK
    )
    actions.decide(redaction=row, deed=Deed.REMOVE, marks=[mark], actor=CLERK)
    states = []
    for _ in range(3):
        actions.undo(redaction=row, actor=CLERK)
        states.append([box.state for box in row.boxes.order_by("mark")])
    assert states == [
        ["declined", "declined", "accepted"],
        ["declined", "declined", "removed"],
        ["proposed", "proposed", "removed"],
    ]
    with pytest.raises(Refused, match="没有可以撤回的"):
        actions.undo(redaction=row, actor=CLERK)


def test_the_log_says_where_and_why_and_never_what(row: Redaction, head_noted: None) -> None:
    made(row)
    told = Entry.objects.filter(action="redaction.accept", subject__startswith="requests.redactionbox")
    assert told.count() == 2
    assert "第1处，第1页" in told.order_by("number")[0].reason
    assert "个人隐私" in told.order_by("number")[0].reason
    everything = " ".join(map(str, Entry.objects.values_list("action", "subject", "reason")))
    assert not any(word in everything for word in (NUMBER, MOBILE, "张三", "名册"))
    assert proof.verify() is None


def test_documents_lie_encrypted_and_open_under_a_new_key(row: Redaction, head_noted: None) -> None:
    made(row)
    assert len(stored()) == 2
    assert not any(b"%PDF" in path.read_bytes() for path in stored())
    privacy.keys().add_key()
    requests.reseal(actor="测试")
    assert words_of(queries.source(row)).count(NUMBER) == 1
    assert attachments.sweep() == 0


def test_a_changed_box_makes_the_result_worthless(row: Redaction) -> None:
    made(row)
    actions.decide(redaction=row, deed=Deed.REMOVE, marks=[1], actor=CLERK)
    row.refresh_from_db()
    assert (row.state, row.proof, queries.result(row)) == ("draft", {}, None)


def test_the_result_goes_along_with_the_partial_answer_and_is_fixed_with_it(row: Redaction) -> None:
    letter = partial(row.foi_request)
    with pytest.raises(Refused, match="不是这件申请的部分公开告知书"):
        annexed(row, drafted(row.foi_request, "extend", {}))
    annexed(row, letter)
    with pytest.raises(Refused, match="附件《低保发放名册》 — 还没有生成"):
        letters.do(letter=letter, deed=LetterDeed.SUBMIT, actor=CLERK, at=AT)
    made(row)
    sent = letters.do(letter=letter, deed=LetterDeed.SUBMIT, actor=CLERK, at=AT)
    with pytest.raises(Refused, match="已随告知书送审"):
        actions.undo(redaction=row, actor=CLERK)
    paper = document.build(shown(sent), to="王某")
    assert "附件：低保发放名册" in words_of(papers.write(paper, "pdf"))
    assert signed(sent).state == "signed"
    with pytest.raises(Refused, match="已随告知书签发"):
        actions.void(redaction=row, actor=CLERK)


def test_whoever_decided_what_is_hidden_does_not_sign(row: Redaction) -> None:
    letter = partial(row.foi_request)
    made(row)
    actions.decide(redaction=row, deed=Deed.DECLINE, marks=[2], actor=LEADER)
    actions.make(redaction=row, actor=CLERK)
    annexed(row, letter)
    sent = letters.do(letter=letter, deed=LetterDeed.SUBMIT, actor=CLERK, at=AT)
    with pytest.raises(Refused, match="自己写的不能自己签发"):
        signed(sent, LEADER)


def test_whoever_takes_it_from_a_draft_has_worked_on_the_letter(row: Redaction) -> None:
    letter = annexed(made(row), partial(row.foi_request))
    with pytest.raises(Refused, match="请先不再作附件"):
        actions.void(redaction=row, actor=LEADER)
    letters.drop_annex(letter=letter, annex=letter.annexes.get(), actor=LEADER, at=AT)
    assert letter.annexes.count() == 0
    assert queries.result(row)
    sent = letters.do(letter=letter, deed=LetterDeed.SUBMIT, actor=CLERK, at=AT)
    with pytest.raises(Refused, match="自己写的不能自己签发"):
        signed(sent, LEADER)


def test_the_result_is_an_annex_like_any_other_and_the_source_never(row: Redaction) -> None:
    letter = annexed(row, partial(row.foi_request))
    assert letter.annexes.count() == 0  # it is not made yet
    made(row)
    (annex,) = letter.annexes.all()
    assert attachments.name_of(annex) == "低保发放名册.pdf"
    actions.decide(redaction=row, deed=Deed.REMOVE, marks=[1], actor=CLERK)
    assert letter.annexes.count() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        row.files.filter(is_result=False).update(letter=letter)


def test_the_letter_names_every_ground_on_which_something_is_hidden(row: Redaction) -> None:
    letter = annexed(row, partial(row.foi_request))
    assert "LET-hidden" not in {finding.rule for finding in shown(letter).findings}
    actions.add_words(redaction=row, words="李四", pages=[], ground="internal/personnel", actor=CLERK)
    (told,) = (finding for finding in shown(letter).findings if finding.rule == "LET-hidden")
    assert "内部事务信息" in told.message


def test_the_result_is_in_the_file_of_the_case_and_all_of_it_is_destroyed_with_it(
    row: Redaction, head_noted: None, django_capture_on_commit_callbacks: Any
) -> None:
    letter = annexed(made(row), partial(row.foi_request))
    signed(letters.do(letter=letter, deed=LetterDeed.SUBMIT, actor=CLERK, at=AT))
    (kept,) = contents.of(row.foi_request, AT.calendar, AT.today).files
    assert attachments.content(kept) == queries.result(row)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        erase(foi_request=row.foi_request, on=AT.today, actor=LEADER, reason="期满")
    assert stored() == []
    assert not Redaction.objects.exists()
    assert proof.verify() is None
    row.foi_request.refresh_from_db()
    with pytest.raises(Refused, match="档案已经销毁"):
        begun(row.foi_request, b"%PDF")


def test_a_withdrawn_redaction_leaves_no_document_and_its_history(
    row: Redaction, head_noted: None, django_capture_on_commit_callbacks: Any
) -> None:
    made(row)
    with django_capture_on_commit_callbacks(execute=True):
        actions.void(redaction=row, actor=CLERK)
    assert stored() == []
    row.refresh_from_db()
    assert (row.state, row.files.count(), row.boxes.count()) == ("void", 0, 2)
    assert proof.verify() is None


def test_another_organ_sees_none_of_it(row: Redaction) -> None:
    assert queries.of(Scope(), row.foi_request) == []
    assert queries.of(Scope.of(row.organ), row.foi_request) == [row]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04docx", "只能遮盖PDF和图片"),
        (b"%PDF-1.7 half a file", "已损坏"),
        (papers.write(Document("密级：机密", (Paragraph("不可公开"),)), "pdf"), "请联系保密员"),
    ],
    ids=["word", "damaged", "secret"],
)
def test_what_may_not_be_taken_in_is_refused_and_nothing_of_it_is_kept(
    town: Organ, data: bytes, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        begun(application(town), data)
    assert stored() == []
    assert not Redaction.objects.exists()

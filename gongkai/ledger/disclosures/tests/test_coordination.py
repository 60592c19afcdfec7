"""Other organs are asked before the release: what is open is told, what must be approved waits for it."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.making import coordination, files, progress, screening
from gongkai.ledger.disclosures.making.coordination import Answered, Asked
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.models import Coordination, Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.reading.originals.tests.documents import notice

pytestmark = pytest.mark.django_db
ASKED = Asked("滑县民政局", "补助标准是否一致", date(2022, 10, 10))


@pytest.fixture
def town(head_noted: None) -> Iterator[Organ]:
    with time_machine.travel("2022-10-19T10:00:00+08:00"):
        yield organs.create(name="四间房镇人民政府", actor="测试")
    made.clear()


def hindrance(record: Record, deed: Deed = Deed.RELEASE) -> str:
    found = screening.screened(record)
    return progress.why_not(deed, record, found, screening.groups(record, found), actor="赵建国")


def answered(asked: Coordination, answer: str, said: str = "", on: date = date(2022, 10, 18)) -> Coordination:
    return coordination.answer(asked=asked, said=Answered(answer, on, said), actor="李四")


def test_an_open_question_is_told_at_the_release_and_holds_nothing_up(town: Organ) -> None:
    record = made.submitted(town)
    asked = coordination.ask(record=record, asked=ASKED, actor="李四")
    record.refresh_from_db()
    assert hindrance(record) == ""
    assert coordination.warning(record).startswith("滑县民政局还没有答复")
    answered(asked, "against", "标准还没有定")
    assert coordination.warning(record).startswith("滑县民政局不同意公开")
    done = [one["what"] for one in Record.objects.get(pk=record.pk).deeds][-2:]
    assert done == ["coordinate", "coordinated"]
    assert Entry.objects.filter(action="record.coordinated", reason="滑县民政局：不同意公开").count() == 1
    assert proof.verify() is None


@pytest.mark.parametrize(
    ("answer", "is_free"), [("agreed", True), ("dropped", True), ("against", False), ("changes", False)]
)
def test_what_must_be_approved_is_released_only_when_it_is(town: Organ, answer: str, is_free: bool) -> None:
    record = made.submitted(town)
    approval = Asked("滑县民政局", "发布救灾数据", date(2022, 10, 10), needs_approval=True)
    asked = coordination.ask(record=record, asked=approval, actor="李四")
    for deed in (Deed.RELEASE, Deed.RELEASE_URGENTLY):
        assert "滑县民政局还没有批准" in hindrance(record, deed)
    answered(asked, answer, "见复函")
    assert (hindrance(record) == "") == is_free


@pytest.mark.parametrize(
    ("answer", "said", "on", "why"),
    [
        ("agreed", "", date(2022, 10, 9), "早于询问"),
        ("agreed", "", date(2022, 10, 20), "在今天之后"),
        ("against", " ", date(2022, 10, 18), "还没有填"),
    ],
)
def test_an_answer_before_its_question_after_today_or_without_its_reason_is_refused(
    town: Organ, answer: str, said: str, on: date, why: str
) -> None:
    asked = coordination.ask(record=made.drafted(town), asked=ASKED, actor="李四")
    with pytest.raises(Refused, match=why):
        answered(asked, answer, said, on)
    answered(asked, "agreed")
    with pytest.raises(Refused, match="已经登记过"):
        answered(asked, "agreed")
    tomorrow = Asked("滑县民政局", "标准", date(2022, 10, 20))
    with pytest.raises(Refused, match="在今天之后"):
        coordination.ask(record=made.drafted(town), asked=tomorrow, actor="李四")


@pytest.mark.slow
def test_the_proof_is_kept_sealed_stays_when_files_are_swept_and_is_refused_with_a_secrecy_mark(
    town: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = coordination.ask(record=made.drafted(town), asked=ASKED, actor="李四")
    said = Answered("agreed", date(2022, 10, 18))
    with pytest.raises(files.Barred):
        coordination.answer(asked=asked, said=said, actor="李四", handed=[("机密★10年.docx", notice())])
    assert Entry.objects.filter(action="record.barred").count() == 1
    row = coordination.answer(asked=asked, said=said, actor="李四", handed=[("复函.docx", notice())])
    monkeypatch.setattr("gongkai.ledger.vault.WAITS", -1)
    files.sweep()
    name, data = coordination.look_into(asked=row, actor="王敏", reason="核对")
    assert name == "复函.docx"
    assert data == notice()
    assert proof.verify() is None

"""From the file that comes in to the register: nothing secret enters, nothing counts before it is checked."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings as conf

from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.making import actions, files, queries
from gongkai.ledger.disclosures.making.entries import Elements
from gongkai.ledger.disclosures.models import Disclosure, Original, Record
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.papers import write
from gongkai.papers.model import Document, Paragraph
from gongkai.reading.originals.tests.documents import ID_NUMBER, TITLE, notice, telling, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # every file is read in a process of its own
ELEMENTS = Elements(title=TITLE, formed_on=date(2022, 10, 8), document_no="四政〔2022〕36号")


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试", profile={"uscc": "11341702486344515H"})


@pytest.fixture(autouse=True)
def nothing_stored() -> Iterator[None]:
    yield
    for path in stored():
        path.unlink()


def stored() -> list[Path]:
    return [path for path in (Path(conf.DATA) / files.FOLDER).rglob("*") if path.is_file()]


def taken_in(town: Organ, *handed: tuple[str, bytes], together: bool = True) -> list[Record]:
    return actions.take_in(
        organ=town, actor="王敏", handed=handed or [("公示.docx", notice())], together=together
    )


def test_what_was_read_waits_sealed_and_counts_nowhere(town: Organ) -> None:
    (record,) = taken_in(town)
    read = queries.read_elements(record)
    assert (read["title"].value, read["formed_on"].value) == (TITLE, "2022-10-08")
    assert (record.state, Disclosure.objects.count()) == ("inbox", 0)
    assert ID_NUMBER.encode() not in b"".join(path.read_bytes() for path in stored())
    original = record.originals.get()
    assert ID_NUMBER not in original.read_sealed
    assert ID_NUMBER in "".join(files.read_of(original).texts())
    assert files.content(original) == notice_bytes(original)
    assert proof.verify() is None


def notice_bytes(original: Original) -> bytes:
    data = files.content(original)
    assert len(data) == original.size
    return data


def test_files_that_belong_together_are_one_record_with_the_document_as_its_body(town: Organ) -> None:
    (record,) = taken_in(town, ("名册.xlsx", workbook()), ("公示.docx", telling()))
    found = [(files.name_of(one), one.is_body) for one in queries.originals_of(record)]
    assert found == [("公示.docx", True), ("名册.xlsx", False)]
    assert len(taken_in(town, ("甲.xlsx", workbook()), ("乙.docx", notice()), together=False)) == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("公示.docx", "秘密★1年"),
        ("公示.docx", "内部资料，注意保存"),
        ("机密★文件.docx", "公示"),
        ("公示.pdf", "机密★长期"),
    ],
)
def test_what_bears_a_secrecy_mark_leaves_nothing_but_that_it_happened(
    town: Organ, name: str, words: str
) -> None:
    secret = write(Document("通知", (Paragraph(words),)), name.rpartition(".")[2])
    with pytest.raises(Refused, match="请联系保密员"):
        taken_in(town, ("好的.docx", notice()), (name, secret))
    assert (stored(), Record.objects.count(), Original.objects.count()) == ([], 0, 0)
    last = Entry.objects.latest("number")
    assert (last.action, last.subject, last.reason) == ("record.barred", "disclosures.original:", "")


def test_a_mark_in_a_hidden_sheet_is_a_mark(town: Organ) -> None:
    import io
    from typing import Any

    import openpyxl

    book = openpyxl.Workbook()
    hidden: Any = book.create_sheet("底稿")
    hidden.append(("绝密★长期",))
    hidden.sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    with pytest.raises(Refused, match="请联系保密员"):
        taken_in(town, ("名册.xlsx", made.getvalue()))
    assert stored() == []


def test_confirmed_elements_enter_the_register_with_a_number_that_is_never_given_again(town: Organ) -> None:
    Disclosure.objects.create(
        organ=town, index_no="486344515/2022-00007", title="旧的", formed_on="2022-01-01"
    )
    first, second = (taken_in(town)[0] for _ in range(2))
    actions.confirm(record=first, elements=ELEMENTS, actor="王敏")
    first.refresh_from_db()
    assert first.disclosure is not None
    assert first.disclosure.index_no == "486344515/2022-00008"
    assert (first.disclosure.title, first.disclosure.formed_on) == (TITLE, date(2022, 10, 8))
    Disclosure.objects.filter(pk=first.disclosure.pk).update(index_no="改过的")  # past the program
    actions.confirm(record=second, elements=ELEMENTS, actor="王敏")
    second.refresh_from_db()
    assert second.disclosure is not None
    assert second.disclosure.index_no == "486344515/2022-00009"


def test_elements_put_right_later_are_put_right_in_the_register(town: Organ) -> None:
    (record,) = taken_in(town)
    actions.confirm(record=record, elements=ELEMENTS, actor="王敏")
    number = Disclosure.objects.get().index_no
    actions.confirm(
        record=record, elements=Elements(title="改正的标题", formed_on=date(2022, 10, 9)), actor="王敏"
    )
    row = Disclosure.objects.get()
    assert (row.title, row.document_no, row.index_no) == ("改正的标题", "", number)
    assert proof.verify() is None


def test_what_is_no_record_leaves_its_reason_and_no_file(
    town: Organ, django_capture_on_commit_callbacks: object
) -> None:
    (record,) = taken_in(town)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture
        actions.drop(record=record, actor="王敏", reason="拖错了文件")
    record.refresh_from_db()
    assert (record.state, stored(), record.originals.get().read_sealed) == ("dropped", [], "")
    assert proof.verify() is None


def test_a_better_file_comes_instead(town: Organ) -> None:
    (record,) = taken_in(town)
    actions.exchange(
        record=record, actor="王敏", handed=[("公示改.docx", telling())], original=record.originals.get()
    )
    assert [(files.name_of(one), one.is_body) for one in queries.originals_of(record)] == [
        ("公示改.docx", True)
    ]
    assert record.originals.count() == 2

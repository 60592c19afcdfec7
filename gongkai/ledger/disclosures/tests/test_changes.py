"""What a correction changed is everybody's to see where it was said so, and nothing that may not be read."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from gongkai.ledger import proof
from gongkai.ledger.disclosures.making import actions, publishing
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Link, Record
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.changes import Change, open_pairs, told_to_all
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.disclosures.tests.test_links import measure
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = date(2022, 10, 21)
MOBILE = "13866554433"


@pytest.fixture
def town(head_noted: None) -> Iterator[Organ]:
    yield organs.create(name="四间房镇人民政府", actor="测试")
    made.clear()


def pairs(record: Record, on: date = DAY) -> dict[int, int]:
    """Which versions everybody may compare with which."""
    row = queries.record(record.organ, record.disclosure_id or 0, on)
    found = open_pairs(row, queries.released(row), on) if row else {}
    return {number: before.number for number, (before, _version) in found.items()}


def change(record: Record, number: int) -> Change:
    row = queries.record(record.organ, record.disclosure_id or 0, DAY)
    assert row
    told = queries.released(row)
    assert told
    return told_to_all(*open_pairs(row, told, DAY)[number], told)


def lines(found: Change) -> list[tuple[str | None, str | None, bool]]:
    return [(one.line.before, one.line.after, one.is_hidden) for one in found.lines]


def test_elements_body_and_files_are_told_before_and_after(town: Organ) -> None:
    record = made.published(town, extra="补贴每亩30元。")
    record = made.published_again(record, shows=True, extra="补贴每亩35元。", expires_on=date(2024, 10, 8))
    assert pairs(record) == {2: 1}
    found = change(record, 2)
    assert [(one.name, one.told.line.before, one.told.line.after) for one in found.elements] == [
        ("expires_on", None, "2024-10-08"),
        ("issuer", None, "四间房镇人民政府办公室"),
    ]
    assert lines(found) == [("补贴每亩30元。", "补贴每亩35元。", False)]
    assert found.files == ()  # the first file is the body itself


def test_nothing_earlier_is_told_where_the_correction_did_not_say_so(town: Organ) -> None:
    record = made.published_again(made.published(town), shows=True, extra="第一处")
    record = made.published_again(record, shows=False, extra="第二处")
    assert pairs(record) == {}
    record = made.published_again(record, shows=True, extra="第三处")
    record = made.published_again(record, shows=True, extra="第四处")
    assert pairs(record) == {4: 3, 5: 4}


def test_as_soon_as_a_correction_hides_what_stands_there_no_change_tells_it(town: Organ) -> None:
    record = made.published_again(made.published(town), shows=True, extra="第一处")
    publishing.change(record=record, actor="李四", reason="隐去姓名", shows=False)
    assert pairs(record) == {}


def test_a_draft_is_told_nowhere_before_it_is_released(town: Organ) -> None:
    record = made.published_again(made.published(town), shows=True, extra="第一处")
    publishing.change(record=record, actor="李四", reason="再改", shows=True)
    assert pairs(record) == {2: 1}
    assert lines(change(record, 2)) == [(None, "第一处", False)]


def test_what_is_personal_in_an_earlier_version_is_not_told_unless_the_last_one_says_it(town: Organ) -> None:
    record = made.published(town, extra=f"咨询请打王所长手机{MOBILE}。")
    again = made.published_again(record, shows=True, extra="请打办公电话8110001。")
    assert lines(change(again, 2)) == [(None, None, True), (None, "请打办公电话8110001。", False)]
    back = made.published_again(again, shows=True, extra=f"咨询仍打王所长手机{MOBILE}。")
    assert (f"咨询请打王所长手机{MOBILE}。", None, False) in lines(change(back, 2))


def test_an_identity_number_that_a_break_parts_is_not_told_either(town: Organ) -> None:
    record = made.published(town, extra="陈某某的身份证号是4105261959\n10101637，已核实")
    found = change(made.published_again(record, shows=True, extra="已核实"), 2)
    assert all(
        "410526" not in (before or "") and "10101637" not in (before or "") for before, *_ in lines(found)
    )
    assert any(is_hidden for *_both, is_hidden in lines(found))


@pytest.mark.parametrize("hard", [False, True])
def test_of_what_is_withdrawn_or_over_no_change_is_told(town: Organ, hard: bool) -> None:
    over = made.published_again(made.published(town), shows=True, notice_until=date(2022, 10, 21))
    assert (pairs(over), pairs(over, date(2022, 10, 22))) == ({2: 1}, {})
    publishing.withdraw(record=over, said=Withdrawal("名单有误", hard=hard), actor="赵建国")
    assert pairs(over) == {}
    assert proof.verify() is None


@pytest.mark.parametrize("links", [(), "amends"])
def test_a_correction_of_a_linked_record_in_which_no_word_changed_keeps_or_changes_its_links(
    town: Organ, links: Any
) -> None:
    row = measure(town)
    record = made.linked(town, "interprets", row)
    draft = publishing.change(record=record, actor="李四", reason="看错了", shows=True)
    if links:
        said = made.ELEMENTS
        actions.confirm(record=draft, elements=made.replace(said, links=((links, row.pk),)), actor="李四")
        draft = Record.objects.select_related("organ", "disclosure").get(pk=record.pk)
    record = made.released(actions.advance(record=draft, deed=Deed.SUBMIT, actor="李四"))
    assert record.versions.count() == (2 if links else 1)
    assert [link.kind for link in Link.objects.order_by("pk")] == (
        ["interprets"] + ([links] if links else [])
    )
    assert record.disclosure
    assert [kind for kind, _back, _other in queries.links(record.disclosure, DAY)] == [links or "interprets"]

"""What is said where something was taken back is read by everybody: it names nobody."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from gongkai.ledger import proof, records
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.disclosures import actions
from gongkai.ledger.disclosures.making import actions as actions_of_making
from gongkai.ledger.disclosures.making import publishing, typed
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Disclosure, PublishedFile, Record
from gongkai.ledger.disclosures.public import queries as public
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ

pytestmark = pytest.mark.django_db
HEAD, IDENTITY, MOBILE = "赵建国", "410526195910101637", "13866554433"
LEAKING = f"欧阳娜身份证{IDENTITY}电话{MOBILE}救助公示"
DAY = date(2022, 10, 19)


@pytest.fixture
def town(head_noted: None) -> Iterator[Organ]:
    yield organs.create(name="四间房镇人民政府", actor="测试")
    made.clear()


@pytest.mark.parametrize(
    ("said", "where"),
    [
        (Withdrawal(f"张三的身份证号{IDENTITY}泄露", hard=True), "撤回的原因"),
        (Withdrawal(f"请打{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}"), "撤回的原因"),
        (Withdrawal("名单泄露", hard=True, title=f"一份名单（{MOBILE}）"), "标题"),
        (Withdrawal("机密★1年"), "撤回的原因"),
    ],
)
def test_neither_reason_nor_new_title_of_a_withdrawal_holds_what_was_leaked(
    town: Organ, said: Withdrawal, where: str
) -> None:
    record = made.published(town)
    with pytest.raises(Refused, match=f"{where}里有"):
        publishing.withdraw(record=record, said=said, actor=HEAD)
    assert Record.objects.get().state == "published"


def test_the_organ_s_own_telephone_may_stand_in_the_reason(town: Organ) -> None:
    organs.describe(organ=town, profile={"phone": MOBILE}, actor="测试")
    record = made.published(town)
    publishing.withdraw(record=record, said=Withdrawal(f"内容有误，请询{MOBILE}"), actor=HEAD)
    assert Record.objects.get().state == "withdrawn"


def row(town: Organ, title: str, **values: Any) -> Disclosure:
    said = {"published_on": DAY, "attribute": "proactive", **values}
    return Disclosure(organ=town, index_no="SJ-1", title=title, formed_on=DAY, **said)


@pytest.mark.parametrize(
    "values",
    [{"title": LEAKING}, {"title": "公示", "document_no": MOBILE}, {"title": "公示", "channels": [MOBILE]}],
)
def test_a_row_that_nobody_made_of_a_file_is_not_public_with_somebody_s_number(
    town: Organ, values: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match="里有个人信息 — 主动公开的登记了公开日期就人人看得到"):
        actions.register(organ=town, rows=[row(town, **values)], actor="测试")
    (kept,) = actions.register(organ=town, rows=[row(town, **values, published_on=None)], actor="测试")
    with pytest.raises(Refused):
        actions.amend(organ=town, pairs=[(kept, {"published_on": DAY})], actor="测试", reason="公开")
    assert not public.published(Scope.of(town), DAY).exists()


def test_a_row_that_was_public_before_can_be_corrected_and_told_where_it_stands(town: Organ) -> None:
    (kept,) = records.create([row(town, LEAKING)], organ=town, actor="测试")
    actions.amend(organ=town, pairs=[(kept, {"channels": ["公示栏"]})], actor="测试", reason="张贴")
    actions.amend(organ=town, pairs=[(kept, {"title": "救助公示"})], actor="测试", reason="隐去")
    assert Disclosure.objects.get().title == "救助公示"


def test_a_row_without_a_file_is_withdrawn_and_its_title_stands_nowhere(town: Organ) -> None:
    (kept,) = records.create([row(town, LEAKING)], organ=town, actor="测试")
    with pytest.raises(Refused, match="撤回 — 标题里有个人信息"):
        typed.withdraw(row=kept, said=Withdrawal("泄露了个人信息"), actor=HEAD)
    said = Withdrawal("泄露了个人信息", title="一份公示（已撤回）")
    typed.withdraw(row=kept, said=said, actor=HEAD)
    found = Disclosure.objects.get()
    assert not public.published(Scope.of(town), DAY).exists()
    assert public.withdrawn(town, found.pk, DAY) == "泄露了个人信息"
    assert (found.title, IDENTITY in repr(found.corrections)) == ("一份公示（已撤回）", False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM words_text")
        assert MOBILE not in repr(cursor.fetchall())
    with pytest.raises(Refused, match="撤回 — 这一行没有公开，或者已经撤回"):
        typed.withdraw(row=found, said=said, actor=HEAD)
    assert proof.verify() is None


def test_everybody_reads_why_a_record_was_corrected_and_it_names_nobody(town: Organ) -> None:
    record = made.published(town)
    with pytest.raises(Refused, match="更正的原因里有个人信息"):
        publishing.change(record=record, actor="李四", reason=f"电话应为{MOBILE}")
    record = made.published_again(record, reason="附件二更正金额", summary="改过", expires_on=DAY)
    assert [version.reason for version in record.versions.all()] == ["附件二更正金额", ""]


def test_a_correction_in_which_nothing_changed_is_no_version(town: Organ) -> None:
    record = publishing.change(record=made.published(town), actor="李四", reason="看错了")
    record = made.released(actions_of_making.advance(record=record, deed=Deed.SUBMIT, actor="李四"))
    assert (record.state, record.versions.count()) == ("published", 1)
    assert proof.verify() is None


def test_the_address_of_a_file_leads_to_it_after_a_correction_too(town: Organ) -> None:
    record = made.published(town)
    (old,) = PublishedFile.objects.all()
    made.published_again(record)
    (new,) = PublishedFile.objects.exclude(pk=old.pk)
    for number in (old.pk, new.pk):
        found = public.file_of(town, record.disclosure_id or 0, number, date(2022, 10, 21))
        assert found
        assert found[0] == new
    assert public.file_of(town, record.disclosure_id or 0, new.pk + 1, date(2022, 10, 21)) is None

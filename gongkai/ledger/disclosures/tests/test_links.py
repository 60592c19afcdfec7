"""关联: read from the text, confirmed by somebody, told on both sides once it is released."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import time_machine

from gongkai.ledger import proof
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.making import actions, links, publishing
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Attribute, Disclosure, Link, Validity
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = date(2022, 10, 19)


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with time_machine.travel("2022-10-19T10:00:00+08:00"):
        yield
    made.clear()


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


def measure(town: Organ, title: str = "关于印发《宅基地审批管理办法》的通知") -> Disclosure:
    """A document in force that everybody can read."""
    row = Disclosure(
        organ=town,
        index_no="2020-00005",
        title=title,
        document_no="四政〔2020〕5号",
        formed_on=date(2020, 5, 1),
        published_on=date(2020, 5, 2),
        attribute=Attribute.PROACTIVE,
        validity=Validity.IN_FORCE,
    )
    disclosures.register(organ=town, rows=[row], actor="李四")
    return row


def test_what_the_text_names_is_offered_with_its_reason_and_nothing_is_applied(town: Organ) -> None:
    row = measure(town)
    by_name = made.of_lines(town, "《宅基地审批管理办法》政策解读", "为便于理解，解读如下。")
    by_number = made.of_lines(town, "四间房镇建房规定", "第九条 四政〔2020〕5号文件同时废止。")
    assert [(one.row, one.kind, one.why) for one in links.offered(by_name)] == [
        (row, "interprets", "写明“《宅基地审批管理办法》政策解读”")
    ]
    assert [(one.row, one.kind) for one in links.offered(by_number)] == [(row, "repeals")]
    assert (Link.objects.count(), by_name.links) == (0, [])
    assert links.offered(made.of_lines(town, "关于禁烧的通知", "按照《宅基地审批管理办法》办理。")) == []


def test_an_interpretation_and_its_document_lead_to_each_other_while_both_are_public(town: Organ) -> None:
    row = measure(town)
    record = made.linked(town, "interprets", row)
    assert record.disclosure is not None
    assert queries.links(record.disclosure, DAY) == [("interprets", False, row)]
    assert queries.links(row, DAY) == [("interprets", True, record.disclosure)]
    assert {row.pk, record.disclosure.pk} <= queries.touched(town, 0)
    assert Disclosure.objects.get(pk=row.pk).validity == Validity.IN_FORCE
    publishing.withdraw(record=record, said=Withdrawal("有误"), actor="赵建国")
    assert queries.links(row, DAY) == []
    assert list(proof.differences()) == []


def test_what_is_not_released_is_told_nowhere(town: Organ) -> None:
    row = measure(town)
    elements = replace(made.ELEMENTS, links=(("repeals", row.pk),))
    draft = actions.confirm(record=made.taken_in(town), elements=elements, actor="李四")
    assert [(one.row, one.kind) for one in links.offered(draft)] == [(row, "repeals")]
    assert queries.links(row, DAY) == []
    assert Disclosure.objects.get(pk=row.pk).repealed_on is None


def test_what_is_repealed_stays_and_is_marked_from_its_day_on(town: Organ) -> None:
    row = measure(town)
    made.linked(town, "repeals", row, effective_on=date(2022, 12, 1))
    row.refresh_from_db()
    assert (row.validity, row.repealed_on) == (Validity.IN_FORCE, date(2022, 12, 1))
    assert row.corrections[-1]["reason"].startswith("由《四间房镇2022年9月")
    disclosures.expire(on=date(2022, 11, 30))
    assert Disclosure.objects.get(pk=row.pk).validity == Validity.IN_FORCE
    disclosures.expire(on=date(2022, 12, 1))
    assert Disclosure.objects.get(pk=row.pk).validity == Validity.REPEALED
    assert queries.record(town, row.pk, date(2022, 12, 1)) is not None
    assert list(proof.differences()) == []


def test_without_a_day_of_its_own_it_is_repealed_on_the_day_of_release(town: Organ) -> None:
    row = measure(town)
    made.linked(town, "repeals", row)
    row.refresh_from_db()
    assert (row.validity, row.repealed_on) == (Validity.REPEALED, DAY)


def test_a_link_leads_to_another_row_of_the_organ_s_own_register(town: Organ) -> None:
    there = measure(organs.create(name="某县人民政府", actor="测试"))
    record = made.drafted(town)
    assert record.disclosure is not None
    for other in (there, record.disclosure):
        elements = replace(made.ELEMENTS, links=(("amends", other.pk),))
        with pytest.raises(Refused, match="关联 — 登记簿里没有这一件"):
            actions.confirm(record=record, elements=elements, actor="李四")

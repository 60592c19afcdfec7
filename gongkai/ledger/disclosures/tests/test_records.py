"""What everybody gets of a record, by what became of it; and that two people stand behind it."""

from collections.abc import Iterator
from datetime import date

import pytest

from gongkai.ledger import proof
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.disclosures import queries
from gongkai.ledger.disclosures.actions import expire, reseal
from gongkai.ledger.disclosures.making import actions, publishing
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Disclosure, Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.reading.originals.tests.documents import ID_NUMBER, OTHER_ID, TITLE

pytestmark = pytest.mark.django_db
DAY = date(2022, 10, 19)


@pytest.fixture(autouse=True)
def nothing_stored() -> Iterator[None]:
    yield
    made.clear()


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


@pytest.mark.slow
def test_everybody_gets_the_masked_body_and_its_file(town: Organ) -> None:
    record = made.published(town, on=DAY)
    (row,) = queries.published(Scope.of(town), DAY)
    found = queries.record_of(row)
    assert found is not None
    assert found.latest is not None
    assert (found.latest.title, found.latest.people) == (TITLE, ["李四", "赵建国"])
    assert "<td>110***********002X</td>" in found.html
    assert [ID_NUMBER in text or OTHER_ID in text for text in (found.html, found.files[0].text)] == [
        False,
        False,
    ]
    assert queries.content_of(found.files[0])[:2] == b"PK"
    assert list(queries.published(Scope.of(town), date(2022, 10, 18))) == []
    assert (queries.making_of(row), proof.verify()) == (record, None)


def test_what_is_not_released_is_nobodys_yet(town: Organ) -> None:
    made.submitted(town)
    row = Disclosure.objects.get()
    assert (list(queries.published(Scope.of(town), DAY)), queries.record_of(row)) == ([], None)


def test_a_row_without_a_record_is_public_as_before(town: Organ) -> None:
    row = Disclosure.objects.create(
        organ=town, index_no="1", title="旧的", formed_on=DAY, published_on=DAY, attribute="proactive"
    )
    assert list(queries.published(Scope.of(town), DAY)) == [row]
    assert queries.record_of(row) is None


@pytest.mark.slow
def test_in_the_place_of_what_is_withdrawn_stands_why(town: Organ) -> None:
    record = made.published(town)
    publishing.withdraw(record=record, said=Withdrawal("金额有误"), actor="赵建国")
    found = queries.record_of(Disclosure.objects.get())
    assert found is not None
    assert (found.withdrawn_because, found.html, found.files) == ("金额有误", "", ())


@pytest.mark.slow
def test_a_list_whose_time_is_over_is_withdrawn_by_itself(town: Organ) -> None:
    record = made.published(town)
    Disclosure.objects.filter(record=record).update(notice_until=date(2022, 10, 25))
    assert (expire(on=date(2022, 10, 25)), expire(on=date(2022, 10, 26)), expire(on=date(2022, 10, 27))) == (
        0,
        1,
        0,
    )
    found = queries.record_of(Disclosure.objects.get())
    assert found is not None
    assert found.withdrawn_because == "公示期满"


def test_whoever_worked_on_it_neither_reviews_nor_releases_it(town: Organ) -> None:
    record = made.submitted(town, actor="李四")
    with pytest.raises(Refused, match="自己办的不能自己放行"):
        actions.advance(record=record, deed=Deed.REVIEW, actor="李四")
    with pytest.raises(Refused, match="自己办的不能自己放行"):
        publishing.release(record=record, actor="李四", on=DAY)


def test_sent_back_it_is_a_draft_with_the_reason(town: Organ) -> None:
    record = made.submitted(town)
    with pytest.raises(Refused, match="原因 — 还没有填"):
        actions.advance(record=record, deed=Deed.RETURN, actor="赵建国")
    record = actions.advance(record=record, deed=Deed.RETURN, actor="赵建国", reason="标题不对")
    assert (record.state, record.deeds[-1]["reason"]) == ("draft", "标题不对")


@pytest.mark.slow
def test_what_is_public_is_not_made_secret_by_another_class(town: Organ) -> None:
    record = publishing.change(record=made.published(town), actor="李四", reason="不公开了")
    said = made.Classified(attribute="withheld", ground="process", weighing="还在讨论")
    with pytest.raises(Refused, match="已经公开过"):
        actions.classify(record=record, said=said, actor="李四", on=DAY)


@pytest.mark.slow
def test_under_another_key_everything_still_opens(town: Organ) -> None:
    made.published(town)
    before = Record.objects.get().read_sealed
    assert reseal() == 3
    assert Record.objects.get().read_sealed != before
    assert proof.verify() is None

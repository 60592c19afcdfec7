"""What is proposed of a record, and what is said of one that stands in the register already."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine

from gongkai.ledger.disclosures.making import actions, publishing, queries
from gongkai.ledger.disclosures.making.proposals import proposals
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with time_machine.travel("2022-10-19T10:00:00+08:00"):
        yield
    made.clear()


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


@pytest.mark.parametrize(
    ("title", "is_like"),
    [
        ("四间房镇2022年11月农村最低生活保障资金发放公示", True),
        ("四间房镇人民政府关于开展2022年秋季秸秆禁烧工作的通知", False),
        ("四间房镇人民政府关于印发《四间房镇农村宅基地审批管理办法》的通知", False),
        ("四间房镇人民政府关于举办广场舞比赛的通知", False),
    ],
)
def test_only_a_record_about_the_same_matter_is_followed(town: Organ, title: str, is_like: bool) -> None:
    made.drafted(town)  # a list of relief of September
    found = proposals(made.of_lines(town, title), "")
    followed = {name for name, one in found.items() if one.why.startswith("照本机关的")}
    assert followed == ({"clause", "field", "topic"} if is_like else set())


def test_what_was_confirmed_as_normative_is_proposed_under_the_first_item(town: Organ) -> None:
    record = made.of_lines(town, "四间房镇农村宅基地审批管理办法")
    said = replace(made.ELEMENTS, title="四间房镇农村宅基地审批管理办法", category="normative_documents")
    record = actions.confirm(record=record, elements=said, actor="李四")
    assert proposals(record, "")["clause"].value == "art20_1"


def test_another_row_with_the_same_number_or_title_is_told(town: Organ) -> None:
    first = made.published(town)
    same_number = made.of_lines(town, "关于禁烧的通知", "四政〔2022〕36号")
    same_title = made.of_lines(town, made.ELEMENTS.title)
    other = made.of_lines(town, "关于禁烧的通知", "四政〔2022〕37号")
    told = [queries.doubles(one) for one in (same_number, same_title, other, first)]
    assert told == [[first.disclosure], [first.disclosure], [], []]
    publishing.withdraw(record=first, said=Withdrawal("有误"), actor="赵建国")
    assert queries.doubles(same_number) == []

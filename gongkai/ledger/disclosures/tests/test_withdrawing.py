"""What is said where something was taken back is read by everybody: it names nobody."""

from collections.abc import Iterator

import pytest

from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.making import publishing
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ

pytestmark = pytest.mark.django_db
HEAD, IDENTITY, MOBILE = "赵建国", "410526195910101637", "13866554433"


@pytest.fixture
def town(head_noted: None) -> Iterator[Organ]:
    yield organs.create(name="四间房镇人民政府", actor="测试")
    made.clear()


@pytest.mark.parametrize(
    ("said", "where"),
    [
        (Withdrawal(f"张三的身份证号{IDENTITY}泄露", hard=True), "撤回的原因"),
        (Withdrawal(f"请打{MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}"), "撤回的原因"),
        (Withdrawal("名单泄露", hard=True, title=f"一份名单（{MOBILE}）"), "新的标题"),
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

"""更正本人信息: what its letter is numbered, no other letter is, whichever came first."""

from datetime import datetime

import pytest
import time_machine

from gongkai.ledger.archive.tests import cases
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import inbox
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.models import Arrival
from gongkai.ledger.requests.steps import Refused
from gongkai.ledger.requests.tests.bodies import BODIES
from gongkai.ledger.requests.tests.rectified import rectified
from gongkai.lib.today import BEIJING

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试", options={"letter_mark": "四政", **BODIES})


def demand(organ: Organ) -> Arrival:
    at = datetime(2022, 3, 2, 9, tzinfo=BEIJING)
    said = Said(content="面积记错了", applicant_kind="natural_person", applicant_name="欧阳石榴")
    filed = inbox.arrive(
        organ=organ, channel="in_person", kind="rectification", said=said, at=at, actor="王敏"
    )
    return filed.arrival


@time_machine.travel("2022-03-21T09:00:00+08:00")
def test_the_number_of_another_letter_is_refused_and_that_of_a_rectification_is_passed_over(
    town: Organ,
) -> None:
    first = cases.served(town)
    (given,) = first.letters.values_list("document_no", flat=True)
    told = Said(outcome="面积改为5亩。", document_no=given.replace("1", "１"))
    with pytest.raises(Refused, match=f"{given}已经是{first.number}的文书的"):
        rectified(demand(town), "rectified", told)
    following = given.replace("1号", "2号")
    rectified(demand(town), "rectified", Said(outcome="面积改为5亩。", document_no=following))
    with pytest.raises(Refused, match=f"{following}已经登记在"):
        rectified(demand(town), "rectified", Said(outcome="面积改为6亩。", document_no=following))
    second = cases.served(town, "〔2022〕2号")
    assert second.letters.get().document_no == given.replace("1号", "3号")

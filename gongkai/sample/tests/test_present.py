"""The sample's desk on the day on which it is loaded: something of everything that can be due."""

from datetime import date

import pytest
import time_machine

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import agenda, proof
from gongkai.ledger.organs.models import Organ
from gongkai.sample import present
from gongkai.sample.base import SampleOrgan, load

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(head_noted: None) -> Organ:
    return load(
        SampleOrgan(
            "今日镇人民政府",
            options={"review_organ": "示例县人民政府", "court": "示例县人民法院"},
            units=(("village", "示例东村"), ("village", "示例西村")),
        ),
        {},
    )


@pytest.mark.slow
@pytest.mark.parametrize("on", [date(2026, 11, 30), date(2026, 2, 23), date(2027, 1, 4)])
def test_something_is_overdue_due_soon_and_to_sign(town: Organ, on: date) -> None:
    with time_machine.travel(f"{on} 10:00+08:00", tick=False):
        present.put(town, on)
    items = [item for item in agenda.items(town, on=on, calendar=OFFICIAL) if item.pk]
    soon = OFFICIAL.add(on, 5)
    assert {item.step for item in items if item.due < on} == {"answer", "publish", "task"}
    assert {item.step for item in items if on <= item.due <= soon} >= {"answer", "publish"}
    assert [item.waits_for_signature for item in items].count(True) == 1
    assert {item.step for item in items} >= {"await", "consult"}
    assert {item.step for item in items} >= {"pass_on", "notice", "hold", "check_task", "problem"}
    assert proof.verify() is None

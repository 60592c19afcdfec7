"""The sample's outlets on the day on which it is loaded: every state that a clerk meets, and nothing sent."""

from datetime import date

import pytest

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import agenda, proof
from gongkai.ledger.base import Scope
from gongkai.ledger.deliveries import photos, queries
from gongkai.ledger.deliveries.models import Outlet, Photo, State
from gongkai.ledger.disclosures.models import Version
from gongkai.sample import outlets
from gongkai.sample.base import SampleOrgan, load
from gongkai.sample.removal import entered_since, remove_all

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ON = date(2026, 11, 30)


def test_two_documents_are_put_up_read_out_and_handed_over_and_one_comes_down_today(head_noted: None) -> None:
    town = load(SampleOrgan("试贴镇人民政府"), {})
    outlets.put(town, ("东村", "南村", "西村"), ON)
    found = queries.of(Scope.of(town))
    states = sorted((row.outlet.name, row.state, row.stands) for row in found)
    assert states == [
        ("县级融媒体App", State.BY_HAND, False),
        ("县级融媒体App", State.DONE, True),
        ("村公示栏", State.BY_HAND, False),
        ("村公示栏", State.DONE, True),
        ("村村响大喇叭", State.DONE, True),
        ("村村响大喇叭", State.DROPPED, False),
    ]
    (relief,) = [row for row in found if row.stands and row.outlet.name == "村公示栏"]
    assert relief.take_down_on == ON
    due = [item for item in agenda.items(town, on=ON, calendar=OFFICIAL) if item.due == ON]
    assert "take_down" in {item.step for item in due}
    assert all("41052619" not in version.html for version in Version.objects.all())
    assert {photos.content(photo)[:2] for photo in Photo.objects.all()} == {b"\xff\xd8"}
    assert not any(queries.carrier_of(one).deliver for one in Outlet.objects.all())
    assert (proof.verify(), list(proof.differences()), entered_since()) == (None, [], 0)
    assert remove_all(actor="测试") == 1
    assert not Outlet.objects.exists()

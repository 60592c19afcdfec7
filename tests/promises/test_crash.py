"""Whatever was acknowledged is there after ``kill -9``, nothing is there in half, and the log proves it.

``python -m bench.crash`` does the same with a thousand writes on both databases.
"""

import os
import sys
from pathlib import Path

import pytest

from gongkai.ledger.organs.actions import create
from gongkai.ledger.requests.models import FoiRequest
from tests.postgres import database
from tests.promises.killing import killed, prepare
from tests.promises.writing import TOWN, WRITES, imported, look

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_what_is_not_there_or_in_half_is_told(head_noted: None) -> None:
    imported(create(name=TOWN, actor="测试"), "a")
    row = FoiRequest.objects.get(number="a-0")
    subject = f"requests.foirequest:{row.pk}"
    row.events.all().delete()
    row.delete()
    acknowledged = ['["filed", "1"]', '["registered", "b"]', '["published", "1"]', '["imported", "a"]']
    *lost, half, unproved = look(acknowledged)
    assert (lost, half) == (acknowledged, "half: a")
    assert unproved.startswith(subject)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_no_acknowledged_write_is_lost_and_none_is_there_in_half(started_before: Path) -> None:
    with database(os.environ.get("DATABASE_URL", "")) as url:
        place = {"GONGKAI_DATA": str(started_before), **({"DATABASE_URL": url} if url else {})}
        prepare(place)
        outcome = killed(place, writes=120, kinds=len(WRITES))
    assert outcome.faults == []
    assert outcome.kinds().keys() == {write.__name__ for write in WRITES}
    assert outcome.kills > 2

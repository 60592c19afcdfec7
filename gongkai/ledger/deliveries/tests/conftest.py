"""The ground under deliveries: a town with a released record, and somewhere to hand it over."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings

from gongkai.channels.tests.servers import HOST
from gongkai.ledger.deliveries import actions
from gongkai.ledger.deliveries.actions import Opening
from gongkai.ledger.deliveries.models import Outlet
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.lib.today import BEIJING

KEY = "一串足够长的、只给这个接口用的密钥"


@pytest.fixture(autouse=True)
def ground(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setattr(settings, "WEBHOOK_HOSTS", [HOST])
    monkeypatch.setattr(settings, "HANDOVER", tmp_path)
    with time_machine.travel(datetime(2022, 10, 19, 10, tzinfo=BEIJING), tick=False):
        yield
    made.clear()


@pytest.fixture
def town() -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


@pytest.fixture
def record(town: Organ) -> Record:
    return made.published(town)


def outlet(organ: Organ, code: str, **more: Any) -> Outlet:
    """An outlet of a kind, told where the test has it go."""
    said = more.pop("said", {})
    opening = Opening(**({"name": f"测试{code}", "said": said} | more))
    return actions.set_up(organ=organ, code=code, opening=opening, actor="测试")


def webhook(organ: Organ, base: str, **more: Any) -> Outlet:
    return outlet(organ, "webhook", said={"address": f"{base}/records", "secret": KEY}, **more)

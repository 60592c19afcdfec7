"""The ground under reminders: a town, its clerk, and a mail server that really takes mail."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache

from gongkai.channels.tests.servers import HOST, MailServer, mail_server
from gongkai.jobs.tests.reminding.town import an_organ, staff
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import actions
from gongkai.ledger.people.models import Person
from gongkai.lib.today import BEIJING


@pytest.fixture(autouse=True)
def ground(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "WEBHOOK_HOSTS", [HOST])
    monkeypatch.setattr(settings, "SITE_URL", "https://gk.example.gov.cn")
    cache.clear()
    with time_machine.travel(datetime(2025, 3, 3, 10, tzinfo=BEIJING), tick=False):
        yield
    cache.clear()


@pytest.fixture
def town() -> Organ:
    return an_organ("四间房镇人民政府")


@pytest.fixture
def clerk(town: Organ) -> Person:
    return staff(town, "clerk", "clerk")


@pytest.fixture
def post(town: Organ) -> Iterator[MailServer]:
    with mail_server() as server:
        actions.set_up(organ=town, code="mail", said=server.settings, is_on=True, actor="测试")
        yield server

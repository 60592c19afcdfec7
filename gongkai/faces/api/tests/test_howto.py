"""The client of docs/howto/use-the-api.md, word for word, against a server that runs."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches

from gongkai.faces.api.tests.calls import opened, secret_of
from gongkai.faces.portal.tests.test_site import publish
from gongkai.faces.tests.organs import application, real_organ
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.tokens.options import DEADLINES, PERMITS

PAGE = Path(__file__).resolve().parents[4] / "docs" / "howto" / "use-the-api.md"
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told() -> dict[str, Any]:
    """What the first Python of the page makes."""
    code = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[0]
    made: dict[str, Any] = {}
    exec(compile(code, str(PAGE), "exec"), made)
    return made


@pytest.fixture
def town(transactional_db: None) -> Organ:
    for cache in caches.all():
        cache.clear()
    return opened(real_organ())


def test_it_reads_every_part_of_a_list_and_asks_again_for_nothing(
    town: Organ, live_server: Any, told: dict[str, Any]
) -> None:
    for number in range(5):
        publish(town, f"公告{number}")
    client = told["Client"](live_server.url)
    address = f"/organs/{town.pk}/records?limit=2"
    titles = [record["title"] for record in client.every(address)]
    assert titles == ["公告4", "公告3", "公告2", "公告1", "公告0"]
    first = client.get(address)
    assert client.get(address) is first


def test_it_reads_with_a_token_and_says_why_not_without(
    town: Organ, live_server: Any, told: dict[str, Any]
) -> None:
    asked = application(1)
    requests.receive(organ=town, entries=[asked], actor="测试")
    with pytest.raises(told["Problem"], match="unknown-token: 令牌"):
        told["Client"](live_server.url).get(f"/organs/{town.pk}/deadlines")
    client = told["Client"](live_server.url, secret_of(town, DEADLINES))
    assert "items" in client.get(f"/organs/{town.pk}/deadlines")


def test_it_hands_in_a_file(town: Organ, live_server: Any, told: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "主动公开.csv"
    file.write_text("索引号,标题,形成日期\nZS-1,预算,2022-03-01\n", "utf-8")
    client = told["Client"](live_server.url, secret_of(town, *PERMITS))
    begun = client.send(f"/organs/{town.pk}/imports", "workbooks", file)
    assert client.get(begun["url"])["state"] == "waiting"
    checked = client.send(f"/organs/{town.pk}/check", "report", file)
    assert (checked["path"], checked["status"]) == ("主动公开.csv", "unreadable")

"""The calendar for the phone: numbers, steps and days, at an address that its person opens and ends."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar, Component

from gongkai.faces.tests.html import parsed
from gongkai.faces.tests.organs import application, staff
from gongkai.faces.workbench.day import feed
from gongkai.ledger import logbook
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Attribute, Disclosure
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions, queries
from gongkai.ledger.people.models import Feed, Person
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import RequestEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    with time_machine.travel("2025-03-10T01:00:00+00:00"):
        yield


@pytest.fixture
def clerk(real: Organ) -> Person:
    return staff(real, "clerk")


@pytest.fixture
def town(real: Organ) -> Organ:
    """An application received on 3 March, not answered yet, and a document to be published."""
    asked = application(7, content="张三的宅基地审批表")
    received = RequestEntry(
        asked.number, asked.events[:1], applicant_name="张三", content=asked.content, contact="13800138000"
    )
    requests.receive(organ=real, entries=[received], actor="测试")
    document = Disclosure(
        organ=real,
        index_no="1",
        title="李四等低保名册",
        document_no="镇发〔2025〕3号",
        formed_on=date(2025, 3, 3),
        attribute=Attribute.PROACTIVE,
    )
    disclosures.register(organ=real, rows=[document], actor="测试")
    return real


def opened(client: Client, organ: Organ) -> str:
    """The address that the page shows once."""
    answer = client.post(f"/desk/organs/{organ.pk}/calendar/open/")
    (address,) = parsed(answer.content).xpath("//main//code/text()")
    return str(address)


def events(client: Client, address: str) -> list[Component]:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.mark.slow
def test_what_is_due_stands_in_the_calendar_by_number_step_and_day(
    client: Client, town: Organ, clerk: Person
) -> None:
    client.force_login(clerk)
    address = opened(client, town)
    stranger = Client()
    found = {str(event["summary"]): event for event in events(stranger, address)}
    assert {"〔2025〕7号 答复期限", "镇发〔2025〕3号 公开期限"} <= found.keys()
    event = found["〔2025〕7号 答复期限"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2025, 3, 31), date(2025, 4, 1))
    where = str(event["url"])
    assert stranger.get(where)["Location"].startswith("/account/login/")
    assert client.get(where).status_code == 200


def test_no_name_and_no_content_gets_out(client: Client, town: Organ, clerk: Person) -> None:
    client.force_login(clerk)
    text = Client().get(opened(client, town)).content.decode()
    unfolded = text.replace("\r\n ", "")
    for personal in ("张三", "李四", "宅基地", "低保", "13800138000", "王敏"):
        assert personal not in unfolded


def test_only_a_digest_of_the_address_is_kept_and_opening_is_logged(
    client: Client, town: Organ, clerk: Person
) -> None:
    client.force_login(clerk)
    token = opened(client, town).rpartition("/")[2].removesuffix(".ics")
    (kept,) = Feed.objects.all()
    assert token not in str(vars(kept))
    assert kept.digest == queries.digest_of(token)
    assert logbook.of(town).values_list("action", flat=True)[0] == "people.feed.open"
    assert token not in client.get(f"/desk/organs/{town.pk}/calendar/").content.decode()


@pytest.mark.slow
def test_a_new_address_ends_the_old_one_and_a_closed_one_is_gone(
    client: Client, town: Organ, clerk: Person
) -> None:
    client.force_login(clerk)
    first = opened(client, town)
    second = opened(client, town)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    client.post(f"/desk/organs/{town.pk}/calendar/close/")
    assert Client().get(second).status_code == 404


@pytest.mark.parametrize("ends", ["role", "account"])
def test_the_address_ends_with_its_person_s_work(
    client: Client, town: Organ, clerk: Person, ends: str
) -> None:
    client.force_login(clerk)
    address = opened(client, town)
    if ends == "role":
        actions.end_role(membership=clerk.memberships.get(), on=date(2025, 3, 10), actor="测试")
    else:
        actions.set_active(person=clerk, organ=town, active=False, actor="测试")
    assert Client().get(address).status_code == 404


@pytest.mark.slow
def test_a_calendar_that_has_not_changed_is_not_sent_again(
    client: Client, town: Organ, clerk: Person
) -> None:
    client.force_login(clerk)
    address = opened(client, town)
    tag = client.get(address)["ETag"]
    with time_machine.travel("2025-03-11T01:00:00+00:00"):
        again = Client().get(address, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
    requests.receive(organ=town, entries=[application(8, row="")], actor="测试")
    assert Client().get(address, headers={"if-none-match": tag}).status_code == 200


@pytest.mark.slow
def test_the_calendar_has_an_end_and_its_cost_does_not_grow(
    client: Client, town: Organ, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(clerk)
    address = opened(client, town)

    def cost() -> int:
        Client().get(address)  # which years there are is reckoned once
        with CaptureQueriesContext(connection) as asked:
            assert Client().get(address).status_code == 200
        return len(asked)

    before = cost()
    more = [
        RequestEntry(entry.number, entry.events[:1], applicant_name="张三", content="预算")
        for entry in map(application, range(100, 130))
    ]
    requests.receive(organ=town, entries=more, actor="测试")
    assert cost() == before <= 12
    monkeypatch.setattr(feed, "MOST", 10)
    assert len(events(client, address)) == 10

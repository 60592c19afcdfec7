"""Mail about what is new of a search: only to whoever asked and confirmed, against a real mail server."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from email.message import EmailMessage
from typing import Any

import pytest
import time_machine
from django.test import Client

from gongkai.channels.tests.servers import MailServer, mail_server
from gongkai.faces.portal.tests.test_site import at, open_portal, publish
from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import real_organ
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Subscription
from gongkai.ledger.disclosures.subscriptions import actions, sending
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import actions as outbox
from gongkai.lib.today import BEIJING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cleared")]
HOME, WHO = "https://gk.example.gov.cn", "zhang@example.cn"
MONDAY, TUESDAY, WEDNESDAY = date(2025, 10, 20), date(2025, 10, 21), date(2025, 10, 22)


@pytest.fixture
def cleared() -> Iterator[None]:
    from django.core.cache import caches

    for cache in ("default", "pages"):
        caches[cache].clear()
    with time_machine.travel("2025-10-20 10:00+08:00"):
        yield


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as found:
        yield found


@pytest.fixture
def town(settings: Any, server: MailServer) -> Organ:
    settings.SITE_URL, settings.SENDING = HOME, True
    organ = open_portal(real_organ())
    outbox.set_up(organ=organ, code="mail", said=server.settings, is_on=True, actor="测试")
    organs.set_option(organ=organ, code="mail_subscriptions", value="on", actor="测试")
    return organ


def send(on: date) -> int:
    return sending.send(on, datetime(on.year, on.month, on.day, 8, tzinfo=BEIJING))


def ask(client: Client, organ: Organ, query: str = "", email: str = WHO) -> int:
    return client.post(at(organ, f"subscribe/{query}"), {"email": email}).status_code


def link(mail: EmailMessage) -> str:
    found = re.search(rf"{HOME}(/subscriptions/\S+)", mail.get_content())
    assert found
    return found[1]


def subscribed(client: Client, organ: Organ, server: MailServer, query: str = "") -> str:
    """Asked for and confirmed on Monday; the way to it."""
    ask(client, organ, query)
    send(MONDAY)
    way = link(server.mails.pop())
    assert client.post(way).status_code == 200
    return way


def test_nothing_comes_but_the_question_until_it_is_confirmed(
    client: Client, town: Organ, server: MailServer
) -> None:
    publish(town, "农村低保公示", MONDAY)
    assert ask(client, town, "?q=低保") == 200
    assert [send(MONDAY), send(TUESDAY), send(WEDNESDAY)] == [1, 0, 0]
    (mail,) = server.mails
    assert (mail["To"], mail["Subject"].strip()) == (WHO, "请确认订阅：真实镇人民政府政府信息公开")
    assert "低保公示" not in mail.get_content()
    assert client.get(link(mail)).status_code == 200  # as scanners of mail do; that confirms nothing
    assert send(WEDNESDAY) == 0
    actions.sweep(datetime(2025, 11, 1, tzinfo=BEIJING))
    assert not Subscription.objects.exists()


def test_once_confirmed_a_mail_comes_of_each_day_with_something_new_of_the_search(
    client: Client, town: Organ, server: MailServer
) -> None:
    subscribed(client, town, server, "?q=低保&year=2025")
    row = publish(town, "农村低保公示", MONDAY)
    publish(town, "道路公告", MONDAY)
    assert [send(MONDAY), send(TUESDAY), send(TUESDAY), send(WEDNESDAY)] == [0, 1, 0, 0]
    (mail,) = server.mails
    assert mail["Subject"] == "真实镇人民政府新公开1条"
    assert f"2025-10-20 农村低保公示\n{HOME}{at(town, f'records/{row.pk}/')}" in mail.get_content().replace(
        "\r", ""
    )
    assert "道路" not in mail.get_content()


def test_one_click_ends_it_and_leaves_nothing(client: Client, town: Organ, server: MailServer) -> None:
    subscribed(client, town, server)
    publish(town, "公告", MONDAY)
    send(TUESDAY)
    (mail,) = server.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip(" <>")
    assert address.startswith(f"{HOME}/subscriptions/")
    plain = Client(enforce_csrf_checks=True)  # a mail program has no cookie and no token
    assert plain.post(address.removeprefix(HOME), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    publish(town, "又一公告", TUESDAY)
    assert send(WEDNESDAY) == 0


def test_an_ended_one_is_not_confirmed_again(client: Client, town: Organ, server: MailServer) -> None:
    way = subscribed(client, town, server)
    client.post(f"{way}end/")
    assert "已经不在了" in client.post(way).content.decode()


def test_what_was_withdrawn_before_the_mail_goes_is_not_told_of(
    client: Client, town: Organ, server: MailServer
) -> None:
    subscribed(client, town, server)
    row = publish(town, "公告", MONDAY)
    disclosures.amend(organ=town, pairs=[(row, {"attribute": "withheld"})], actor="测试", reason="撤回")
    assert send(TUESDAY) == 0


def test_the_address_is_sealed_and_nobody_is_told_who_subscribed(
    client: Client, town: Organ, server: MailServer
) -> None:
    subscribed(client, town, server)
    row = Subscription.objects.values().get()
    assert WHO not in repr(row)
    answer, other = (client.post(at(town, "subscribe/"), {"email": who}) for who in (WHO, "new@example.cn"))
    assert texts_of(answer) == texts_of(other)
    assert send(MONDAY) == 1  # to the new one alone
    assert [mail["To"] for mail in server.mails] == ["new@example.cn"]


def texts_of(answer: object) -> list[str]:
    from gongkai.faces.tests.html import parsed

    return texts(parsed(answer.content), "//main//p")  # type: ignore[attr-defined]


def test_nobody_is_flooded(client: Client, town: Organ, server: MailServer) -> None:
    answers = [ask(client, town, f"?q=词{number}") for number in range(7)]
    assert answers == [200] * 5 + [422] * 2
    for _again in range(3):
        actions.subscribe(
            organ=town,
            email=WHO,
            asked=actions.read('{"words": ["词1"], "facets": {}}'),
            at=datetime.now(BEIJING),
        )
    assert Subscription.objects.count() == 5
    for number in range(40):
        actions.subscribe(
            organ=town,
            email=WHO,
            asked=actions.read(f'{{"words": ["{number}"], "facets": {{}}}}'),
            at=datetime.now(BEIJING),
        )
    assert Subscription.objects.count() == actions.MOST


@pytest.mark.parametrize(
    "email", ["", "x", "a@b", "a@example.cn\nBcc: b@example.cn", "长" * 500 + "@example.cn"]
)
def test_what_is_no_address_is_refused_in_words(client: Client, town: Organ, email: str) -> None:
    answer = client.post(at(town, "subscribe/"), {"email": email})
    assert (answer.status_code, "电子邮箱 — " in answer.content.decode()) == (422, True)
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("token", ["none", "1.abc", "1.abc:def", "%00", "x" * 3000])
def test_a_link_that_is_none_of_ours_leads_nowhere(client: Client, town: Organ, token: str) -> None:
    assert [
        client.get(f"/subscriptions/{token}/").status_code,
        client.post(f"/subscriptions/{token}/end/").status_code,
    ] == [404, 404]


def test_it_is_offered_where_it_is_switched_on_and_mail_can_go(client: Client, town: Organ) -> None:
    offered = "//a[contains(@href, 'subscribe')]"
    assert texts(page(client, at(town, "records/?q=低保")), offered) == ["邮件订阅"]
    organs.set_option(organ=town, code="mail_subscriptions", value="off", actor="测试")
    assert texts(page(client, at(town, "records/?q=低保")), offered) == []
    assert client.get(at(town, "subscribe/")).status_code == 404


def test_what_the_server_puts_off_goes_later_and_only_once(
    client: Client, town: Organ, server: MailServer
) -> None:
    ask(client, town)
    server.to = "451 greylisted"
    assert (send(MONDAY), server.mails) == (0, [])
    server.to = "250 OK"
    assert [send(MONDAY), send(MONDAY)] == [1, 0]

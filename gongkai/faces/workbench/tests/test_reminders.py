"""Reminders on screen: the ways out set up and tried, what went out, and how one wants to be told."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from gongkai.channels.tests.servers import HOST, MailServer, WebServer, mail_server, web_server
from gongkai.faces.tests.html import page
from gongkai.faces.tests.organs import application, staff
from gongkai.jobs import reminders
from gongkai.ledger import logbook
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import units_of
from gongkai.ledger.outbox import actions, queries
from gongkai.ledger.outbox.models import Dispatch, State
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.models import Person
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import RequestEntry
from gongkai.ledger.supervision import matters
from gongkai.ledger.supervision.entries import Assignment
from gongkai.lib.today import BEIJING

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
KEY = "693a91f6-secret-of-the-robot"


@pytest.fixture(autouse=True)
def ground(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "WEBHOOK_HOSTS", [HOST])
    cache.clear()
    with time_machine.travel(datetime(2025, 3, 24, 9, tzinfo=BEIJING)):
        yield
    cache.clear()


@pytest.fixture
def person(client: Client, real: Organ) -> Person:
    """Clerk and administrator in one, logged in."""
    made = staff(real, "clerk", "administrator")
    people.set_email(person=made, organ=real, email="wang@example.gov.cn", actor="测试")
    client.force_login(made)
    return made


@pytest.fixture
def robot() -> Iterator[WebServer]:
    with web_server() as server:
        yield server


def ways(organ: Organ) -> str:
    return f"/desk/organs/{organ.pk}/settings/ways/"


def near(organ: Organ) -> None:
    """An application due in five working days."""
    organs.set_option(organ=organ, code="duty_meeting", value="off", actor="测试")
    asked = application(7, content="张三的宅基地审批表")
    entry = RequestEntry(asked.number, asked.events[:1], applicant_name="张三", content=asked.content)
    requests.receive(organ=organ, entries=[entry], actor="测试")


def text(client: Client, url: str) -> str:
    return " ".join(page(client, url).xpath("//main")[0].text_content().split())


@pytest.mark.slow
def test_a_robot_is_set_up_tried_and_never_shown_again(
    client: Client, real: Organ, person: Person, robot: WebServer
) -> None:
    here = ways(real)
    address = f"{robot.base}/cgi-bin/webhook/send?key={KEY}"
    assert text(client, here).count("没有设置 ") == 4
    assert client.post(f"{here}wecom/", {"address": address, "is_on": "on"}).status_code == 302
    assert "还没有测试" in text(client, here)
    assert client.post(f"{here}wecom/test/").status_code == 302
    assert "这是一条测试消息" in robot.posts[0].said["text"]["content"]
    assert "2025-03-24 09:00测试通过" in text(client, here)
    form = client.get(f"{here}wecom/").content.decode()
    assert "已经填过（末4位是obot）" in form
    assert KEY not in form + client.get(here).content.decode()
    assert client.post(f"{here}wecom/", {"address": "", "is_on": "on"}).status_code == 302
    assert queries.said(queries.ways(real)["wecom"])["address"] == address
    logged = list(logbook.of(real).values_list("action", flat=True)[:2])
    assert logged == ["outbox.way.try", "outbox.way.create"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (93000, "没有这个机器人（93000） — 机器人可能删了，请在群里重新添加，复制新的Webhook地址。"),
        (45009, "一分钟发了20条以上（45009） — 会自动过一会儿再发。"),
    ],
)
def test_what_went_wrong_with_a_test_is_said_with_how_to_mend_it(
    client: Client, real: Organ, person: Person, robot: WebServer, code: int, words: str
) -> None:
    client.post(f"{ways(real)}wecom/", {"address": f"{robot.base}/?key={KEY}", "is_on": "on"})
    client.post(f"{ways(real)}wecom/test/")
    robot.answer = {"errcode": code}
    answer = client.post(f"{ways(real)}wecom/test/")
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert KEY not in answer.content.decode()
    assert "还没有测试通过" in text(client, ways(real))  # though it passed before


@pytest.mark.slow
def test_a_way_that_stands_still_is_counted_in_the_menu_and_says_why(
    client: Client, real: Organ, person: Person, robot: WebServer
) -> None:
    robot.answer = {"errcode": 93000}
    client.post(f"{ways(real)}wecom/", {"address": f"{robot.base}/?key={KEY}", "is_on": "on"})
    near(real)
    reminders.remind()
    with time_machine.travel(datetime(2025, 3, 25, 8, 30, tzinfo=BEIJING)):
        client.force_login(person)
        reminders.remind()
        shown = page(client, ways(real))
    assert shown.xpath("//nav//a[span='机关设置']/span[@class='count']/text()") == ["1", "1"]
    assert "停着，要改设置" in shown.text_content()
    assert "没有这个机器人（93000）" in shown.text_content()


def test_a_mail_is_tried_with_any_address(client: Client, real: Organ, person: Person) -> None:
    with mail_server() as server:
        client.post(f"{ways(real)}mail/", {**server.settings, "is_on": "on"})
        client.post(f"{ways(real)}mail/test/", {"to": "li@example.gov.cn"})
    assert [mail["To"] for mail in server.mails] == ["li@example.gov.cn"]


def test_a_host_that_the_operator_does_not_allow_is_refused(
    client: Client, real: Organ, person: Person
) -> None:
    answer = client.post(f"{ways(real)}webhook/", {"address": "http://10.0.0.1/hook", "secret": "x" * 16})
    assert answer.status_code == 422
    assert "主机10.0.0.1不在允许的范围内" in answer.content.decode()


@pytest.mark.slow
def test_whoever_may_not_manage_sees_no_way_and_a_stranger_s_message_is_not_there(
    client: Client, real: Organ, person: Person
) -> None:
    other = organs.create(name="别的镇人民政府", actor="测试")
    actions.set_up(organ=other, code="mail", said=MailServer(port=9).settings, is_on=True, actor="测试")
    staff(other, "clerk", username="other", name="李四")
    people.set_email(person=Person.objects.get(username="other"), organ=other, email="l@example.cn", actor="")
    near(other)
    reminders.remind()
    row = Dispatch.objects.get(organ=other)
    assert client.post(f"{ways(real)}sent/{row.pk}/again/").status_code == 404
    client.force_login(Person.objects.get(username="other"))
    assert client.get(ways(other)).status_code == 403


@pytest.mark.slow
def test_what_was_not_taken_stands_there_with_its_reason_and_is_sent_once_more(
    client: Client, real: Organ, person: Person
) -> None:
    with mail_server(says="554 spam") as server:
        actions.set_up(organ=real, code="mail", said=server.settings, is_on=True, actor="测试")
        actions.prefer(person=person, organ=real, email=person.email, values={"pace": "each"})
        near(real)
        reminders.remind()
        shown = text(client, ways(real))
        assert " 没有发成 王敏电子邮件1电子邮件 — 服务器没有收下（554）" in shown
        assert "〔2025〕7号" not in shown
        server.says = "250 OK"
        (row,) = Dispatch.objects.all()
        assert client.post(f"{ways(real)}sent/{row.pk}/again/").status_code == 302
        reminders.remind()
    assert [mail["To"] for mail in server.mails] == ["wang@example.gov.cn"] * 2
    row.refresh_from_db()
    assert row.state == State.SENT
    assert "再发一次" not in text(client, ways(real))


@pytest.mark.slow
def test_what_is_near_stands_on_the_day_s_page_and_is_counted_in_the_menu_without_any_way_out(
    client: Client, real: Organ, person: Person
) -> None:
    near(real)
    reminders.remind()
    today = page(client, f"/desk/organs/{real.pk}/")
    (card,) = today.xpath("//section[header/h2='正在提醒']")
    assert card.xpath(".//li")[0].text_content() == "〔2025〕7号 答复期限还剩5个工作日"
    count, _on_the_phone = today.xpath("//nav//a[span='今日']/span[@class='count']/text()")
    assert count == "1"
    with time_machine.travel(datetime(2025, 4, 1, 9, tzinfo=BEIJING)):
        client.force_login(person)
        reminders.remind()
        today = page(client, f"/desk/organs/{real.pk}/")
        assert today.xpath("//nav//a[span='今日']/span[@class='count urgent']")


def test_one_chooses_for_oneself_and_what_is_empty_is_as_the_organ_has_it(
    client: Client, real: Organ, person: Person
) -> None:
    url = f"/desk/organs/{real.pk}/reminders/"
    assert "不填就跟本机关一样：8:30" in text(client, url)
    said = {"email": "w@example.cn", "by_mail": "on", "digest_at": "7:45", "quiet_hours": "", "pace": "usual"}
    assert client.post(url, said).status_code == 302
    person.refresh_from_db()
    hours = queries.hours(real, queries.preference(person))
    assert (person.email, f"{hours.digest_at:%H:%M}", hours.pace) == ("w@example.cn", "07:45", "digest")
    assert hours.quiet
    answer = client.post(url, {**said, "digest_at": "早上"})
    assert answer.status_code == 422
    assert "不是几点几分" in answer.content.decode()


def test_who_speaks_for_a_village_leaves_an_address_and_is_mailed_what_is_given_to_it(
    client: Client, real: Organ, person: Person
) -> None:
    organs.add_units(organ=real, units=[("village", "东徐村")], actor="测试")
    (village,) = units_of(real, date(2025, 3, 24))
    url = f"/desk/organs/{real.pk}/"
    said = {"name": "陈东徐", "username": "dongxu", "role": "village_contact", "unit": village.pk}
    client.post(f"{url}people/new/", {**said, "email": "old@example.cn"})
    speaker = Person.objects.get(username="dongxu")
    assert speaker.email == "old@example.cn"
    client.force_login(speaker)
    assert page(client, url).xpath("//header//a[normalize-space()='提醒方式']")
    answer = client.post(f"{url}reminders/", {"email": "d@example.cn", "by_mail": "on", "pace": "each"})
    assert answer.status_code == 302
    told = {"title": "核对条数", "by": "县政务公开办", "on": date(2025, 3, 24), "due": date(2025, 4, 11)}
    row = matters.plan(organ=real, kind="notice", said={**told, "text": "请核对。"}, actor="王敏")
    given = Assignment("核对条数", [village], date(2025, 4, 11))
    with mail_server() as server:
        actions.set_up(organ=real, code="mail", said=server.settings, is_on=True, actor="测试")
        matters.give_out(matter=row, assignment=given, actor="王敏")
        reminders.remind()
    assert [mail["To"] for mail in server.mails] == ["d@example.cn"]


def test_nobody_of_a_sample_sends_or_leaves_an_address(client: Client, sample: Organ) -> None:
    assert client.get(f"/desk/organs/{sample.pk}/reminders/")["Location"].startswith("/account/login/")
    client.force_login(staff(sample, "clerk", "administrator"))
    answer = client.post(f"/desk/organs/{sample.pk}/reminders/", {"email": "a@example.cn", "pace": "each"})
    assert (answer.status_code, "示例" in answer.content.decode()) == (422, True)
    server = MailServer(port=9)
    answer = client.post(f"{ways(sample)}mail/", {**server.settings, "is_on": "on"})
    assert (answer.status_code, "示例机关不对外发送" in answer.content.decode()) == (422, True)

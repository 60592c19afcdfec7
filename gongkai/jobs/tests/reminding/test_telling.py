"""Reminders from the ledger to the mail box: when, to whom, and what they say."""

from collections.abc import Mapping
from datetime import date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.channels.tests.servers import MailServer, web_server
from gongkai.jobs import reminders
from gongkai.jobs.tests.reminding.town import (
    BEFORE,
    DIGEST,
    an_organ,
    arrived,
    at,
    days,
    enter,
    prefer,
    receive,
    robot,
    staff,
    states,
)
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import queries
from gongkai.ledger.outbox.models import Notice, State
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.models import Person
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.lib.today import BEIJING

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_who_works_on_it_is_told_at_five_three_and_one_day_and_whoever_leads_when_it_is_late(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    staff(town, "head", "office_head")
    staff(town, "signer", "signer")
    staff(town, "auditor", "auditor")
    receive(town, 7)
    told: dict[str, list[tuple[str, str]]] = {}
    for day in days("2025-03-21", "2025-04-02"):
        before = len(post.mails)
        at(f"{day} 08:29")
        assert len(post.mails) == before
        at(f"{day} 08:30")
        if new := arrived(post)[before:]:
            told[day] = new
    line = "〔2025〕7号 答复期限 2025-03-31，"
    assert told == {
        "2025-03-24": [("clerk", f"{line}还剩5个工作日")],
        "2025-03-26": [("clerk", f"{line}还剩3个工作日")],
        "2025-03-28": [("clerk", f"{line}还剩1个工作日")],
        "2025-04-01": [("clerk", f"{line}已逾期1个工作日"), ("head", f"{line}已逾期1个工作日")],
    }


def test_the_leader_is_told_of_the_last_day_too_where_the_organ_wants_it(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    staff(town, "leader", "leader")
    organs.set_option(organ=town, code="remind_leader", value="last", actor="测试")
    receive(town, 7)
    at("2025-03-26 08:30")
    at("2025-03-28 08:30")
    assert [to for to, _line in arrived(post)] == ["clerk", "clerk", "leader"]


def test_no_name_no_matter_and_nothing_but_number_day_and_link_gets_out(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    with web_server() as group:
        robot(town, group)
        receive(town, 7)
        at(DIGEST)
    (mail,) = post.mails
    assert mail["Subject"] == "政府信息公开提醒：1件"
    assert mail.get_content().splitlines() == [
        "四间房镇人民政府：",
        "〔2025〕7号 答复期限 2025-03-31，还剩5个工作日",
        "",
        f"请登录办理：https://gk.example.gov.cn/desk/organs/{town.pk}/",
    ]
    for sent in (mail.as_string(), group.posts[0].body.decode()):
        for personal in ("张三", "宅基地", "13800138000"):
            assert personal not in sent


def test_what_comes_up_in_a_day_is_one_mail(town: Organ, clerk: Person, post: MailServer) -> None:
    receive(town, 7)
    at(BEFORE)
    receive(town, 8, 9)
    at("2025-03-24 08:29")
    at(DIGEST)
    (mail,) = post.mails
    assert mail["Subject"] == "政府信息公开提醒：3件"
    assert "〔2025〕8号" in mail.get_content()


def test_a_person_may_have_each_by_itself_at_other_hours_or_no_mail_at_all(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    receive(town, 7, 8)
    prefer(clerk, town, pace="each", quiet_hours="9:00-9:30")
    at("2025-03-24 09:10")
    assert post.mails == []
    at("2025-03-24 09:30")
    assert [mail["Subject"] for mail in post.mails] == ["政府信息公开提醒：1件"] * 2
    prefer(clerk, town, by_mail=False)
    at("2025-03-26 08:30")
    assert len(post.mails) == 2


@pytest.mark.slow
def test_a_deputy_is_told_in_place_of_whoever_is_away(town: Organ, clerk: Person, post: MailServer) -> None:
    deputy = staff(town, "deputy")
    first, back = date(2025, 3, 26), date(2025, 3, 28)
    people.delegate(person=clerk, deputy=deputy, organ=town, since=first, until=back, actor="测试")
    receive(town, 7)
    for day in ("2025-03-24", "2025-03-26", "2025-03-28"):
        at(f"{day} 08:30")
    assert [to for to, _line in arrived(post)] == ["clerk", "deputy", "clerk"]


def test_who_no_longer_works_there_is_not_told(town: Organ, clerk: Person, post: MailServer) -> None:
    receive(town, 7)
    at(BEFORE)
    people.end_role(membership=clerk.memberships.get(), on=date(2025, 3, 24), actor="测试")
    at(DIGEST)
    assert (post.mails, states()) == ([], [State.DROPPED])


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (EventKind.EXTENDED, {"days": 20}),
        (EventKind.CONSULTATION_SENT, {"with": "third_party"}),
        (EventKind.ANSWERED, {"row": "granted"}),
        (EventKind.WITHDRAWN, {}),
    ],
    ids=lambda value: str(value) if isinstance(value, EventKind) else "",
)
def test_what_has_moved_or_is_done_before_the_mail_goes_is_not_told(
    town: Organ, clerk: Person, post: MailServer, kind: EventKind, said: Mapping[str, object]
) -> None:
    receive(town, 7)
    at(BEFORE)
    assert states() == [State.WAITING]
    with time_machine.travel(datetime(2025, 3, 24, 8, 10, tzinfo=BEIJING), tick=False):
        enter(town, kind, date(2025, 3, 24), **said)
    if kind is EventKind.ANSWERED:
        served = EventKind.SERVED
        enter(town, served, date(2025, 3, 24), way="direct")
    at(DIGEST)
    assert (post.mails, states()) == ([], [State.DROPPED])
    assert not queries.in_force(Scope.of(town)).exists()


@pytest.mark.slow
def test_a_limit_that_has_moved_is_told_of_again_when_the_new_one_is_near(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    receive(town, 7)
    at(DIGEST)
    enter(town, EventKind.EXTENDED, date(2025, 3, 25), days=10)
    for day in days("2025-04-03", "2025-04-09"):
        at(f"{day} 08:30")
    assert [line for _to, line in arrived(post)][1:] == ["〔2025〕7号 答复期限 2025-04-15，还剩5个工作日"]


def test_what_was_taken_back_is_not_told_of_twice(town: Organ, clerk: Person, post: MailServer) -> None:
    receive(town, 7)
    at(DIGEST)
    enter(town, EventKind.ANSWERED, date(2025, 3, 24), row="granted")
    at("2025-03-24 09:00")
    row = FoiRequest.objects.get(organ=town)
    requests.void_event(event=row.events.get(kind=EventKind.ANSWERED), actor="测试", reason="登记错")
    at("2025-03-24 09:05")
    at("2025-03-25 08:30")
    assert len(post.mails) == 1
    assert queries.in_force(Scope.of(town)).count() == 1


@pytest.mark.slow
def test_nothing_goes_out_on_days_off_unless_the_organ_wants_it(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    # received on 7 March: the limit is Thursday 3 April plus a day: Monday 7 April, behind the holidays
    receive(town, 7, on=date(2025, 3, 7))
    for day in days("2025-03-28", "2025-03-30"):
        at(f"{day} 08:30")
    friday = len(post.mails)
    organs.set_option(organ=town, code="remind_days", value="every_day", actor="测试")
    receive(town, 8, on=date(2025, 3, 7))
    at("2025-03-30 09:00")
    at("2025-03-31 08:30")
    assert friday == 1
    assert len(post.mails) == 2


def test_nothing_calls_out_where_nothing_is_set_up_and_what_is_near_stands_on_the_screen(
    town: Organ, clerk: Person
) -> None:
    receive(town, 7)
    at(DIGEST)
    assert states() == []
    (notice,) = queries.in_force(Scope.of(town))
    assert (notice.number, notice.what, notice.due, notice.stage) == (
        "〔2025〕7号",
        "答复期限",
        date(2025, 3, 31),
        5,
    )


def test_a_group_is_told_once_whatever_its_members_do(town: Organ, clerk: Person) -> None:
    staff(town, "second", "clerk", mail=False)
    with web_server() as group:
        robot(town, group)
        receive(town, 7, 8)
        for moment in (BEFORE, DIGEST, "2025-03-24 08:31"):
            at(moment)
    (sent,) = group.posts
    assert sent.said["text"]["content"].startswith("政府信息公开提醒：2件\n四间房镇人民政府：\n〔2025〕7号")


def test_another_system_is_told_of_each_thing_at_any_hour(town: Organ) -> None:
    with web_server() as system:
        robot(town, system, "webhook")
        receive(town, 7)
        at("2025-03-24 00:01")
    (sent,) = system.posts
    row = FoiRequest.objects.get(organ=town)
    assert sent.said == {
        "schema": "gongkai.event/1",
        "event": "deadline.near",
        "organ": "四间房镇人民政府",
        "object": f"requests:{row.pk}",
        "at": "2025-03-24T00:01:00+08:00",
        "url": f"https://gk.example.gov.cn/desk/organs/{town.pk}/",
    }


@pytest.mark.slow
def test_more_than_ten_things_at_once_are_one_message_even_where_each_is_wanted(town: Organ) -> None:
    organs.set_option(organ=town, code="remind_pace", value="each", actor="测试")
    with web_server() as group:
        robot(town, group)
        receive(town, *range(1, 60))
        at(DIGEST)
    (sent,) = group.posts
    assert "政府信息公开提醒：59件" in sent.body.decode()


def test_looking_again_costs_little_and_nothing_is_told_of_twice(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    receive(town, *range(1, 30))
    at(DIGEST)
    assert (Notice.objects.count(), len(post.mails)) == (29, 1)
    with (
        time_machine.travel(datetime(2025, 3, 24, 9, tzinfo=BEIJING), tick=False),
        CaptureQueriesContext(connection) as asked,
    ):
        assert not reminders.are_due()
    assert len(asked) == 4
    cache.clear()
    at("2025-03-24 09:01")
    assert (Notice.objects.count(), len(post.mails)) == (29, 1)


def test_looking_whether_anything_moved_costs_the_same_however_many_organs_there_are(town: Organ) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            reminders.are_due()
        return len(asked)

    one = cost()
    for number in range(5):
        an_organ(f"第{number}镇人民政府")
    assert cost() == one

"""Reminders from the ledger to the mail box: when, to whom, what they say, and that none goes out twice.

An application received on Monday 3 March 2025 is to be answered by Monday the 31st; the fifth working day
before is the 24th, the third the 26th, the last the 28th.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.channels.tests.servers import HOST, MailServer, WebServer, free_port, mail_server, web_server
from gongkai.jobs import reminders
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import actions, queries, sending
from gongkai.ledger.outbox.models import Dispatch, Notice, State, Way
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.models import Person
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.lib.today import BEIJING

pytestmark = pytest.mark.django_db
BEFORE = "2025-03-24 08:00"
DIGEST = "2025-03-24 08:30"


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


def an_organ(name: str, *, is_sample: bool = False) -> Organ:
    """Without duties that come round, which would be told of besides."""
    made = organs.create(name=name, actor="测试", is_sample=is_sample)
    for duty in ("training", "meeting", "annual_report"):
        organs.set_option(organ=made, code=f"duty_{duty}", value="off", actor="测试")
    return made


def staff(organ: Organ, name: str, *roles: str, mail: bool = True) -> Person:
    email = f"{name}@example.gov.cn" if mail else ""
    person = people.enrol(organ=organ, username=name, name=name, actor="测试", email=email)
    for role in roles:
        people.give_role(person=person, organ=organ, role=role, actor="测试")
    return person


@pytest.fixture
def clerk(town: Organ) -> Person:
    return staff(town, "clerk", "clerk")


@pytest.fixture
def post(town: Organ) -> Iterator[MailServer]:
    with mail_server() as server:
        actions.set_up(organ=town, code="mail", said=server.settings, is_on=True, actor="测试")
        yield server


def receive(organ: Organ, *numbers: int, on: date = date(2025, 3, 3)) -> None:
    said = {"channel": "in_person", "applicant_kind": "natural_person"}
    first = EventEntry(EventKind.RECEIVED, on, said)
    entries = [
        RequestEntry(f"〔2025〕{number}号", (first,), applicant_name="张三", content="宅基地审批表")
        for number in numbers
    ]
    requests.receive(organ=organ, entries=entries, actor="测试")


def enter(organ: Organ, kind: EventKind, on: date, **said: object) -> None:
    row = FoiRequest.objects.get(organ=organ)
    requests.add_event(foi_request=row, event=EventEntry(kind, on, said), actor="测试")


def at(moment: str) -> None:
    """The jobs process looks once, at that moment."""
    with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=BEIJING), tick=False):
        if reminders.are_due():
            reminders.remind()


def days(first: str, last: str) -> Iterator[str]:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        yield day.isoformat()
        day += timedelta(days=1)


def arrived(server: MailServer) -> list[tuple[str, str]]:
    return [(str(mail["To"]).partition("@")[0], mail.get_content().splitlines()[1]) for mail in server.mails]


def states() -> list[str]:
    return list(Dispatch.objects.order_by("pk").values_list("state", flat=True))


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


def prefer(person: Person, organ: Organ, **values: object) -> None:
    actions.prefer(person=person, organ=organ, email=person.email, values=values)


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


def test_a_sample_organ_tells_on_the_screen_and_never_sends() -> None:
    sample = an_organ("示例镇人民政府", is_sample=True)
    receive(sample, 7)
    with pytest.raises(actions.OutboxError, match="示例机关不对外发送"):
        actions.set_up(organ=sample, code="mail", said={}, is_on=True, actor="测试")
    at(DIGEST)
    assert queries.in_force(Scope.of(sample)).count() == 1
    assert states() == []


def test_a_copy_of_the_data_sends_nothing(
    town: Organ, clerk: Person, post: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SENDING", False)
    receive(town, 7)
    at(DIGEST)
    assert (post.mails, states()) == ([], [State.WAITING])
    with pytest.raises(actions.OutboxError, match="副本"):
        actions.try_out(way=Way.objects.get(), to="wang@example.gov.cn", actor="王敏")


def robot(organ: Organ, server: WebServer, code: str = "wecom") -> Way:
    said = {"address": f"{server.base}/cgi-bin/webhook/send?key=a-secret-key", "secret": "x" * 16}
    return actions.set_up(organ=organ, code=code, said=said, is_on=True, actor="测试")


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


def test_a_group_gets_no_more_than_twenty_messages_a_minute(town: Organ) -> None:
    organs.set_option(organ=town, code="remind_pace", value="each", actor="测试")
    with web_server() as group:
        robot(town, group)
        for first in (10, 20, 30):
            receive(town, *range(first, first + 9))
            at("2025-03-24 07:00")
        counts = []
        for moment in ("08:00", "08:00", "08:01", "08:02"):
            at(f"2025-03-24 {moment}")
            counts.append(len(group.posts))
    assert counts == [20, 20, 27, 27]


def test_more_than_ten_things_at_once_are_one_message_even_where_each_is_wanted(town: Organ) -> None:
    organs.set_option(organ=town, code="remind_pace", value="each", actor="测试")
    with web_server() as group:
        robot(town, group)
        receive(town, *range(1, 60))
        at(DIGEST)
    (sent,) = group.posts
    assert "政府信息公开提醒：59件" in sent.body.decode()


def test_what_does_not_get_through_is_tried_again_with_growing_pauses_and_given_up_after_a_day(
    town: Organ, clerk: Person
) -> None:
    nobody = MailServer(port=free_port())
    actions.set_up(organ=town, code="mail", said=nobody.settings, is_on=True, actor="测试")
    receive(town, 7)
    at(DIGEST)
    tries: list[datetime] = []
    while (row := Dispatch.objects.get()).state == State.WAITING:
        assert row.tried_at
        if row.tried_at not in tries:
            tries.append(row.tried_at)
        at(f"{row.send_after.astimezone(BEIJING):%Y-%m-%d %H:%M}")
    pauses = [int((later - earlier).total_seconds()) // 60 for earlier, later in pairwise(tries)]
    assert pauses[:7] == [5, 5, 5, 15, 30, 60, 120]
    by_night = [moment for moment in tries if not 8 <= moment.astimezone(BEIJING).hour < 20]
    assert by_night == []
    assert (row.state, f"{row.ended_at:%Y-%m-%d}") == (State.FAILED, "2025-03-25")
    assert "连不上服务器" in row.problem


def test_what_is_late_because_nothing_ran_does_not_come_by_night(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    receive(town, 7)
    at(BEFORE)
    at("2025-03-24 22:00")
    assert post.mails == []
    at("2025-03-25 08:00")
    assert len(post.mails) == 1


def test_a_way_whose_key_is_wrong_stands_still_and_goes_on_once_it_is_mended(town: Organ) -> None:
    receive(town, 7)
    with web_server(answer={"errcode": 93000}) as group:
        way = robot(town, group)
        at(DIGEST)
        at("2025-03-24 09:00")
        assert len(group.posts) == 1
        way.refresh_from_db()
        assert "没有这个机器人（93000）" in way.trouble
        group.answer = {"errcode": 0}
        robot(town, group)
        at("2025-03-24 09:10")
        assert (len(group.posts), states()) == (2, [State.SENT])


def test_what_waited_a_day_for_a_way_that_stood_still_is_told_of_as_failed(town: Organ) -> None:
    receive(town, 7)
    with web_server(answer={"errcode": 93000}) as group:
        robot(town, group)
        at(DIGEST)
    at("2025-03-25 08:32")
    (row,) = Dispatch.objects.all()
    assert (row.state, "93000" in row.problem) == (State.FAILED, True)


def test_whether_it_got_there_may_be_open_and_then_only_somebody_sends_it_again(
    town: Organ, clerk: Person
) -> None:
    with mail_server(silent=True) as server:
        actions.set_up(organ=town, code="mail", said=server.settings, is_on=True, actor="测试")
        receive(town, 7)
        at(DIGEST)
        for day in ("2025-03-24", "2025-03-25"):
            at(f"{day} 18:00")
        assert (len(server.mails), states()) == (1, [State.UNSURE])
        server.silent = False
        with time_machine.travel(datetime(2025, 3, 25, 9, tzinfo=BEIJING), tick=False):
            actions.again(dispatch=Dispatch.objects.get(), actor="王敏")
        at("2025-03-25 09:00")
        assert (len(server.mails), states()) == (2, [State.SENT])
        assert len({mail["Message-ID"] for mail in server.mails}) == 1


def test_what_is_done_meanwhile_is_not_sent_again(town: Organ, clerk: Person) -> None:
    with mail_server(says="554 no") as server:
        actions.set_up(organ=town, code="mail", said=server.settings, is_on=True, actor="测试")
        receive(town, 7)
        at(DIGEST)
    assert states() == [State.FAILED]
    enter(town, EventKind.WITHDRAWN, date(2025, 3, 24))
    at("2025-03-24 09:00")
    with pytest.raises(actions.OutboxError, match="不用再发"):
        actions.again(dispatch=Dispatch.objects.get(), actor="王敏")


def test_a_message_is_in_one_hand_only(town: Organ, clerk: Person, post: MailServer) -> None:
    receive(town, 7)
    at(BEFORE)
    key = Dispatch.objects.get().pk
    assert sending._taken_in_hand(key)
    assert sending._taken_in_hand(key) is None


def test_keys_are_sealed_and_sealed_anew_and_nowhere_told(
    town: Organ, caplog: pytest.LogCaptureFixture
) -> None:
    with web_server(answer={"errcode": 93000}) as group:
        way = robot(town, group)
        receive(town, 7)
        at(DIGEST)
    way.refresh_from_db()
    assert "a-secret-key" not in str(vars(way)) + caplog.text + str(Dispatch.objects.values())
    before = way.said_sealed
    keys().add_key()
    actions.reseal()
    keys().drop_old_keys()
    way.refresh_from_db()
    assert way.said_sealed != before
    assert queries.said(way)["address"].endswith("key=a-secret-key")


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


def test_what_was_sent_long_ago_is_forgotten(town: Organ, clerk: Person, post: MailServer) -> None:
    receive(town, 7)
    at(DIGEST)
    enter(town, EventKind.WITHDRAWN, date(2025, 3, 24))
    at("2025-03-24 09:00")
    actions.sweep(datetime(2026, 3, 24, tzinfo=BEIJING))
    assert (Dispatch.objects.count(), Notice.objects.count()) == (1, 1)
    actions.sweep(datetime(2026, 5, 24, tzinfo=BEIJING))
    assert (Dispatch.objects.count(), Notice.objects.count()) == (0, 0)

"""Reminders on their way: what is tried again, what stands still, and that none goes out twice."""

from datetime import date, datetime
from itertools import pairwise

import pytest
import time_machine
from django.conf import settings

from gongkai.channels.tests.servers import MailServer, free_port, mail_server, web_server
from gongkai.jobs.tests.reminding.town import BEFORE, DIGEST, an_organ, at, enter, receive, robot, states
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import actions, queries, sending
from gongkai.ledger.outbox.models import Dispatch, Notice, State, Way
from gongkai.ledger.people.models import Person
from gongkai.ledger.requests.models import EventKind
from gongkai.lib.today import BEIJING

pytestmark = pytest.mark.django_db


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


@pytest.mark.slow
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


@pytest.mark.slow
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


def test_what_was_sent_long_ago_is_forgotten(town: Organ, clerk: Person, post: MailServer) -> None:
    receive(town, 7)
    at(DIGEST)
    enter(town, EventKind.WITHDRAWN, date(2025, 3, 24))
    at("2025-03-24 09:00")
    actions.sweep(datetime(2026, 3, 24, tzinfo=BEIJING))
    assert (Dispatch.objects.count(), Notice.objects.count()) == (1, 1)
    actions.sweep(datetime(2026, 5, 24, tzinfo=BEIJING))
    assert (Dispatch.objects.count(), Notice.objects.count()) == (0, 0)

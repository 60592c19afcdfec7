"""Whoever is newly there, a way, an address or a person, is told once of what was told before them."""

from datetime import date, datetime

import pytest
from django.core.cache import cache

from gongkai.channels.tests.servers import MailServer, web_server
from gongkai.jobs.tests.reminding.town import arrived, at, prefer, receive, robot, staff, states
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import actions
from gongkai.ledger.outbox.models import Dispatch, Notice, State
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.models import Person
from gongkai.lib.today import BEIJING

pytestmark = pytest.mark.django_db
LATE, NEAR = date(2025, 1, 2), date(2025, 3, 3)


def lines(post: MailServer, number: int) -> list[str]:
    """What a mail lists."""
    return [one for one in post.mails[number].get_content().splitlines() if one.startswith("〔2025〕")]


def set_up(town: Organ, post: MailServer, *, is_on: bool = True) -> None:
    actions.set_up(organ=town, code="mail", said=post.settings, is_on=is_on, actor="测试")


def test_what_was_late_and_near_before_there_was_mail_comes_in_one_message_and_only_once(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    set_up(town, post, is_on=False)
    receive(town, 1, 2, on=LATE)
    receive(town, 7, on=NEAR)
    for day in ("19", "24", "26"):  # overdue, and the third day before: told on the screen alone
        at(f"2025-03-{day} 09:00")
    assert (Notice.objects.filter(over_at=None).count(), post.mails) == (3, [])
    set_up(town, post)
    at("2025-03-26 15:00")
    assert post.mails == []  # the day's message is gone, and none of it ends today
    at("2025-03-27 08:30")
    assert [line.split("，")[1] for line in lines(post, 0)] == [
        "已逾期36个工作日",
        "已逾期36个工作日",
        "还剩2个工作日",
    ]
    for _again in range(2):
        cache.clear()  # as after a crash: everything is looked at anew
        at("2025-03-27 09:00")
    assert len(post.mails) == 1


def test_a_message_made_when_the_process_was_killed_is_not_made_again(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    set_up(town, post, is_on=False)
    receive(town, 1, on=LATE)
    at("2025-03-19 09:00")
    set_up(town, post)
    at("2025-03-19 10:00")
    Dispatch.objects.update(state=State.SENDING, tried_at=datetime(2025, 3, 19, 10, tzinfo=BEIJING))
    cache.clear()
    at("2025-03-20 08:30")
    assert (states(), post.mails) == ([State.UNSURE], [])


def test_it_waits_for_the_hours_even_where_each_thing_is_told_by_itself(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    organs.set_option(organ=town, code="remind_pace", value="each", actor="测试")
    set_up(town, post, is_on=False)
    receive(town, 1, 2, on=LATE)
    at("2025-03-19 09:00")
    set_up(town, post)
    at("2025-03-19 22:00")
    assert post.mails == []
    at("2025-03-20 08:00")
    assert [len(lines(post, number)) for number in range(len(post.mails))] == [2]


def test_a_person_who_gets_an_address_or_comes_to_the_office_is_told_of_what_the_others_know(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    silent = staff(town, "silent", "clerk", mail=False)
    receive(town, 1, 2, on=LATE)
    at("2025-03-19 09:00")
    at("2025-03-20 08:30")
    assert [to for to, _line in arrived(post)] == ["clerk"]
    people.set_email(person=silent, organ=town, email="silent@example.gov.cn", actor="测试")
    staff(town, "newcomer", "clerk")
    staff(town, "head", "office_head")
    at("2025-03-20 09:00")
    at("2025-03-21 08:30")
    assert sorted(to for to, _line in arrived(post)) == ["clerk", "head", "newcomer", "silent"]
    assert [len(lines(post, number)) for number in range(4)] == [2] * 4


def test_whoever_wanted_no_mail_for_a_while_is_told_of_what_came_up_meanwhile(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    receive(town, 1, on=LATE)
    at("2025-03-19 08:30")
    prefer(clerk, town, by_mail=False)
    receive(town, 2, on=LATE)
    at("2025-03-20 08:30")
    prefer(clerk, town, by_mail=True)
    at("2025-03-21 08:30")
    assert [[line[6:8] for line in lines(post, number)] for number in range(2)] == [["1号"], ["2号"]]


def test_a_group_is_told_in_one_message_and_of_what_comes_later_as_ever(town: Organ) -> None:
    receive(town, *range(1, 5), on=LATE)
    at("2025-03-19 09:00")
    with web_server() as group:
        robot(town, group)
        at("2025-03-20 08:30")
        receive(town, 9, on=LATE)
        at("2025-03-21 08:30")
        told = [post.body.decode().count("逾期") for post in group.posts]
    assert told == [4, 1]
    assert all(row.person is None for row in Dispatch.objects.all())


def test_it_is_kept_who_was_told_of_what_is_still_late_years_later(
    town: Organ, clerk: Person, post: MailServer
) -> None:
    receive(town, 1, on=LATE)
    at("2025-03-19 08:30")
    actions.sweep(datetime(2027, 1, 1, tzinfo=BEIJING))
    at("2027-01-04 08:30")
    assert len(post.mails) == 1

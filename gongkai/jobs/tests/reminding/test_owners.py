"""Whoever owes something is told at once and when it comes near: by mail themselves, the group by its robot.

What goes out is number, date and where to log in; the text stays in the ledger, whatever becomes of it.
"""

from datetime import date, datetime

import pytest
import time_machine

from gongkai.channels.tests.servers import MailServer, web_server
from gongkai.jobs.tests.reminding.town import arrived, at, robot, staff
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.outbox import queries
from gongkai.ledger.outbox.models import Dispatch, State
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.models import Person
from gongkai.ledger.supervision import matters, tasks
from gongkai.ledger.supervision.entries import Assignment, Proof
from gongkai.ledger.supervision.models import Matter
from gongkai.lib.today import BEIJING

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LINE = "公通〔2025〕1号 通知的办理 2025-03-31，"
TEXT = "请各村核对低保名单"


@pytest.fixture
def village(town: Organ) -> Unit:
    (row,) = organs.add_units(organ=town, units=[("village", "东徐村")], actor="测试")
    return row


@pytest.fixture
def contact(town: Organ, village: Unit) -> Person:
    person = staff(town, "dongxu")
    people.give_role(person=person, organ=town, role="village_contact", unit=village, actor="测试")
    return person


@pytest.fixture
def notice(town: Organ, village: Unit) -> Matter:
    """Passed on on Monday 3 March, to be answered by the 31st."""
    said = {"title": "核对名单", "by": "县办", "on": date(2025, 3, 3), "due": date(2025, 3, 31), "text": TEXT}
    row = matters.plan(organ=town, kind="notice", said=said, actor="测试")
    asked = Assignment(row.title, [village], date(2025, 3, 31))
    return matters.give_out(matter=row, assignment=asked, actor="测试")


def test_a_village_is_told_of_a_notice_at_once_and_again_when_its_day_is_near_and_not_once_it_has_answered(
    town: Organ, clerk: Person, contact: Person, notice: Matter, post: MailServer
) -> None:
    at("2025-03-03 11:00")
    at("2025-03-04 08:30")
    assert sorted(arrived(post)) == [("clerk", f"{LINE}还剩19个工作日"), ("dongxu", f"{LINE}还剩19个工作日")]
    at("2025-03-24 08:30")
    assert ("dongxu", f"{LINE}还剩5个工作日") in arrived(post)
    before = len(post.mails)
    with time_machine.travel(datetime(2025, 3, 25, 9, tzinfo=BEIJING), tick=False):
        tasks.report(task=notice.tasks.get(), proof=Proof(date(2025, 3, 25), "已核对"), actor="东徐村")
    for day in ("26", "28", "31"):
        at(f"2025-03-{day} 08:30")
    told = [who for who, line in arrived(post)[before:] if line.startswith(LINE)]
    assert "dongxu" not in told


def test_nothing_of_what_it_says_leaves_the_house(
    town: Organ, clerk: Person, contact: Person, notice: Matter, post: MailServer
) -> None:
    at("2025-03-04 08:30")
    for mail in post.mails:
        assert TEXT not in mail.get_content()
        assert "核对名单" not in mail.get_content() + str(mail["Subject"])
        assert "https://gk.example.gov.cn" in mail.get_content()


def test_other_villages_hear_nothing_of_it(
    town: Organ, clerk: Person, contact: Person, notice: Matter, post: MailServer
) -> None:
    (other,) = organs.add_units(organ=town, units=[("village", "西徐村")], actor="测试")
    person = staff(town, "xixu")
    people.give_role(person=person, organ=town, role="village_contact", unit=other, actor="测试")
    at("2025-03-04 08:30")
    assert {who for who, _line in arrived(post)} == {"clerk", "dongxu"}


def test_where_the_group_cannot_be_reached_the_text_stays_and_the_message_can_be_sent_again(
    town: Organ, notice: Matter
) -> None:
    with web_server() as server:
        robot(town, server)
    at("2025-03-04 08:30")  # nobody listens there any more
    (message,) = Dispatch.objects.all()
    assert message.state == State.WAITING
    assert message.problem
    notice.refresh_from_db()
    assert notice.text == TEXT
    assert not queries.in_force(Scope.of(town)).exists()  # its day is not near yet

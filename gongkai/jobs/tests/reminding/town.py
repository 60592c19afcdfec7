"""A town whose limits come near, and the moments at which the jobs process looks.

An application received on Monday 3 March 2025 is to be answered by Monday the 31st; the fifth working day
before is the 24th, the third the 26th, the last the 28th.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import time_machine

from gongkai.channels.tests.servers import MailServer, WebServer
from gongkai.jobs import reminders
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox import actions
from gongkai.ledger.outbox.models import Dispatch, Way
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.models import Person
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.lib.today import BEIJING

BEFORE = "2025-03-24 08:00"
DIGEST = "2025-03-24 08:30"


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


def prefer(person: Person, organ: Organ, **values: object) -> None:
    actions.prefer(person=person, organ=organ, email=person.email, values=values)


def robot(organ: Organ, server: WebServer, code: str = "wecom") -> Way:
    said = {"address": f"{server.base}/cgi-bin/webhook/send?key=a-secret-key", "secret": "x" * 16}
    return actions.set_up(organ=organ, code=code, said=said, is_on=True, actor="测试")

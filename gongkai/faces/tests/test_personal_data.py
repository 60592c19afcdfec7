"""Who asked stands in no log, no address, no title, and on no page of whoever may not see it."""

import json
import logging
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import resolve

from gongkai.faces.portal.tests.applying import (
    EMAIL,
    ID_NUMBER,
    NAME,
    PHONE,
    WHAT,
    file,
    open_on_line,
    steps_of,
)
from gongkai.faces.tests.html import parsed
from gongkai.faces.tests.organs import real_organ, staff
from gongkai.faces.tests.test_access import ADDRESSES
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.roles import ROLES, Duty, Role
from gongkai.ledger.requests import actions, attachments, inbox
from gongkai.ledger.requests.entries import EventEntry, Said
from gongkai.ledger.requests.inbox import Evidence
from gongkai.ledger.requests.letters import actions as letters
from gongkai.ledger.requests.letters import plans
from gongkai.ledger.requests.models import Arrival, EventKind, FoiRequest
from gongkai.ledger.requests.tests.rectified import rectified
from gongkai.lib.today import BEIJING
from gongkai.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("results")]
THIRD = "诸葛亮明"
SEEDED = (NAME, NAME[2:], ID_NUMBER, PHONE, EMAIL, THIRD)  # of a name the surname alone may be seen
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
#: What an applicant writes who gives too much away.
CONTENT = f"请公开发给我{NAME}的小麦良种补贴，我的电话是{PHONE}，身份证{ID_NUMBER}"


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    cache.clear()  # whoever has filed many is asked a question
    with time_machine.travel("2022-10-19T10:00:00+08:00"):
        yield


@pytest.fixture
def town(db: None) -> Organ:
    return open_on_line(real_organ())


@pytest.fixture
def seeded(town: Organ) -> Iterator[tuple[Organ, FoiRequest, Arrival]]:
    """One application in the ledger, one that waits, a file, and what was sent later."""
    said = Said(
        content=CONTENT,
        applicant_kind="natural_person",
        applicant_name=NAME,
        id_number=ID_NUMBER,
        phone=PHONE,
        email=EMAIL,
    )
    at = datetime(2022, 10, 18, 9, tzinfo=BEIJING)
    kept = attachments.keep(f"{NAME}.png", PNG)
    first, waiting = (
        inbox.arrive(
            organ=town, channel="internet", said=said, at=at, actor=inbox.APPLICANT, files=files
        ).arrival
        for files in ((), (kept,))
    )
    row = inbox.receive(
        arrival=first,
        number="〔2022〕1号",
        applicant_kind="natural_person",
        evidence=Evidence(confirmed_on=date(2022, 10, 18), how="电话"),
        actor="王敏",
    )
    asked = EventEntry(
        EventKind.CORRECTION_REQUESTED,
        date(2022, 10, 18),
        {"points": f"请{NAME}写明年份", "due": "2022-11-08"},
    )
    actions.add_event(foi_request=row, event=asked, actor="王敏")
    plan = plans.plan("consult_third_party")
    assert plan
    letters.draft(
        foi_request=row, plan=plan, text=letters.Text({"information": CONTENT}, "", THIRD), actor="王敏"
    )
    first.refresh_from_db()
    inbox.send(about=first, kind="correction", said=Said(CONTENT))
    demand = inbox.arrive(
        organ=town, channel="in_person", kind="rectification", said=said, at=at, actor="王敏"
    ).arrival
    rectified(demand, "upheld", Said(outcome=CONTENT))
    yield town, row, waiting
    attachments.path_of(kept.place).unlink()


def leaked(text: str) -> list[str]:
    return [known for known in SEEDED if known in text or known in unquote(text)]


def pages_of(organ: Organ, row: FoiRequest, waiting: Arrival) -> Iterator[str]:
    """Every address of the workbench that shows something, with records that are there."""
    for address in ADDRESSES:
        if address.url.startswith("/desk/organs/") and "get" in address.methods.split():
            url = address.url.format(organ=organ.pk)
            url = url.replace("/ledger/requests/0/", f"/ledger/requests/{row.pk}/")
            url = url.replace("/letters/0/", f"/letters/{row.letters.get().pk}/")
            url = url.replace("/events/0/", f"/events/{row.events.latest('pk').pk}/")
            if "/together/" in url:
                url += f"?id={row.pk}"
            url = url.replace("/inbox/0/", f"/inbox/{waiting.pk}/")
            yield url.replace("/reports/2025/", "/reports/2022/").replace("/below/2025/", "/below/2022/")
    yield f"/desk/organs/{organ.pk}/search/?q=小麦"
    yield f"/desk/organs/{organ.pk}/reports/2022/cases/requests/total/total"
    for message in Arrival.objects.filter(kind__in=("correction", "rectification")):
        yield f"/desk/organs/{organ.pk}/inbox/{message.pk}/"


def may_open(role: Role, url: str) -> bool:
    """What a role may not open is one page of refusal, whatever the address (``test_access``)."""
    return getattr(resolve(url.partition("?")[0]).func, "duty", None) in role.duties


def said_by(answer: Any) -> str:
    """All words of an answer; a file is read as whoever opens it reads it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return words.read(body) if body[:5] in {b"PK\x03\x04\x14", b"%PDF-"} else body.decode("utf-8", "replace")


WITHOUT = [role for role in ROLES if not role.of_unit and Duty.UNMASK not in role.duties]


@pytest.mark.slow
@pytest.mark.parametrize("role", WITHOUT, ids=lambda role: role.code)
def test_no_page_shows_who_asked_to_whoever_may_not_see_it(
    client: Client, seeded: tuple[Organ, FoiRequest, Arrival], role: Role
) -> None:
    client.force_login(staff(seeded[0], role.code))
    found = {}
    pages = list(pages_of(*seeded))
    refused = next((url for url in pages if not may_open(role, url)), None)
    for url in [url for url in pages if may_open(role, url) or url == refused]:
        answer = client.get(url)
        if hits := leaked(said_by(answer)) + leaked(str(dict(answer.headers))):
            found[url] = hits
    assert found == {}


@pytest.mark.slow
def test_not_even_whoever_may_see_it_sees_it_unasked(
    client: Client, seeded: tuple[Organ, FoiRequest, Arrival]
) -> None:
    client.force_login(staff(seeded[0], "clerk"))
    titles = {}
    for url in pages_of(*seeded):
        answer = client.get(url)
        if answer["Content-Type"].startswith("text/html") and answer.content:
            tree = parsed(answer.content)
            titles[url] = leaked(f"{tree.findtext('.//title')} {' '.join(tree.xpath('//@href | //@action'))}")
    assert {url: hits for url, hits in titles.items() if hits} == {}


@pytest.mark.slow
def test_neither_a_log_line_nor_the_ledgers_log_tells_who_asked(
    client: Client, town: Organ, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    number, code = file(client, town, content=CONTENT)
    client.post(f"{steps_of(town, 'who')}draft/", {"applicant_name": NAME})
    client.post(f"/apply/{town.pk}/similar/", {"content": CONTENT})
    client.post("/track/", {"number": number, "code": "2222-2222-2222"})
    client.post("/track/", {"number": number, "code": code})
    client.post("/track/case/send/contact/", {"phone": PHONE})
    client.force_login(staff(town, "clerk"))
    row = Arrival.objects.get(kind="application")
    client.post(f"/desk/organs/{town.pk}/inbox/{row.pk}/who/", {"reason": "核对"})
    client.post(
        f"/desk/organs/{town.pk}/inbox/{row.pk}/confirm/",
        {"number": "1", "applicant_kind": "natural_person", "confirmed_on": "2022-10-19"},
    )
    assert FoiRequest.objects.exists()
    lines = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    lines += json.dumps(list(Entry.objects.values()), default=str, ensure_ascii=False)
    assert leaked(lines) == []
    assert code.replace("-", "") not in lines.replace("-", "")
    assert WHAT["content"] not in lines

"""Applications that came over the portal, were answered by a signed letter, and served."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.archive import actions
from gongkai.ledger.archive.models import ArchivedCase
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests import attachments, inbox
from gongkai.ledger.requests.entries import EventEntry, Said
from gongkai.ledger.requests.letters import actions as letters
from gongkai.ledger.requests.letters import plans
from gongkai.ledger.requests.letters.deeds import Deed
from gongkai.ledger.requests.models import EventKind, FoiRequest, Letter
from gongkai.lib.today import BEIJING

PICTURE = b"\x89PNG\r\n\x1a\n" + b"a picture that is not looked into"
#: What must be found nowhere once it is destroyed.
SAID = Said(
    content="石榴园灌溉工程款的去向",
    applicant_kind="natural_person",
    applicant_name="欧阳石榴",
    id_number="11010519491231002X",
    phone="13900139000",
    form="电子文件",
)
ARRIVED, ANSWERED = date(2022, 3, 5), date(2022, 3, 20)
PLACE = "县政府网站灌溉栏目第七页"


def served(
    organ: Organ, number: str = "〔2022〕1号", said: Said = SAID, place: str = PLACE, **proof: Any
) -> FoiRequest:
    """An application with a picture, received, answered and served in 2022."""
    kept = [attachments.keep("石榴园照片.png", PICTURE)]
    filed = inbox.arrive(
        organ=organ, channel="in_person", said=said, at=at(ARRIVED), actor="申请人", files=kept
    )
    row = inbox.receive(
        arrival=filed.arrival,
        number=number,
        applicant_kind="natural_person",
        evidence=inbox.NO_EVIDENCE,
        actor="王敏",
    )
    return finish(row, place, **proof)


def finish(row: FoiRequest, place: str = PLACE, **proof: Any) -> FoiRequest:
    """Answered by a signed letter, and served."""
    sign(row, place)
    proof = {"way": "post", "posted_on": "2022-03-20", "proof": "EMS单号1234567890123"} | proof
    entry = EventEntry(EventKind.SERVED, ANSWERED, {name: value for name, value in proof.items() if value})
    requests.add_event(foi_request=again(row), event=entry, actor="王敏")
    return again(row)


def again(row: FoiRequest) -> FoiRequest:
    """The row as it stands now."""
    return FoiRequest.objects.select_related("organ").get(pk=row.pk)


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), BEIJING)


def sign(row: FoiRequest, place: str) -> Letter:
    plan = plans.plan("answer", "granted_published")
    assert plan
    moment = letters.Moment(ANSWERED, OFFICIAL)
    letter = letters.draft(foi_request=row, plan=plan, text=letters.Text({"place": place}), actor="王敏")
    letters.do(letter=letter, deed=Deed.SUBMIT, actor="王敏", at=moment)
    seen = requests.last_of(row.events.all())
    return letters.sign(letter=letter, actor="李建国", seen=seen, at=moment)


def filed(*rows: FoiRequest, on: date = date(2023, 1, 10), new_box: bool = False) -> list[ArchivedCase]:
    filing = actions.Filing("王敏", on, OFFICIAL, new_box)
    return actions.archive(organ=rows[0].organ, rows=rows, filing=filing)


def scope(organ: Organ) -> Scope:
    return Scope.of(organ)


def of(name: str, matter: str) -> Said:
    return replace(SAID, applicant_name=name, content=matter)

"""Letters and their annexes for whoever asked, and for nobody else."""

import io
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pdfplumber
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from gongkai import papers
from gongkai.faces.tests.organs import real_organ, staff
from gongkai.law.letter_texts import says
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.archive.tests import cases
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions, inbox
from gongkai.ledger.requests.entries import EventEntry
from gongkai.ledger.requests.inbox import NO_EVIDENCE, Filed
from gongkai.ledger.requests.letters import actions as letters
from gongkai.ledger.requests.letters import plans
from gongkai.ledger.requests.letters.deeds import Deed
from gongkai.ledger.requests.models import EventKind, FoiRequest, Letter
from gongkai.ledger.requests.redactions import actions as redactions
from gongkai.ledger.requests.redactions.deeds import Deed as Given
from gongkai.ledger.requests.redactions.grounds import PRIVACY
from gongkai.papers.model import Document, Paragraph

pytestmark = pytest.mark.django_db
AT = letters.Moment(date(2022, 3, 10), OFFICIAL)
ANNEX = cases.PICTURE + b" of the contract"


@pytest.fixture
def town(db: None) -> Organ:
    return real_organ()


@pytest.fixture(autouse=True)
def march() -> Iterator[None]:
    cache.clear()
    with time_machine.travel("2022-03-10T10:00:00+08:00"):
        yield


def filed(town: Organ, number: str) -> tuple[Filed, FoiRequest]:
    filed = inbox.arrive(
        organ=town, channel="in_person", said=cases.SAID, at=cases.at(cases.ARRIVED), actor="申请人"
    )
    row = inbox.receive(
        arrival=filed.arrival,
        number=number,
        applicant_kind="natural_person",
        evidence=NO_EVIDENCE,
        actor="王敏",
    )
    return filed, row


def draft(row: FoiRequest, code: str, kind: str = "", **fields: str) -> Letter:
    """A letter with a picture, submitted."""
    plan = plans.plan(code, kind)
    assert plan
    letter = letters.draft(
        foi_request=row,
        plan=plan,
        text=letters.Text({**says(plan.letter.code, plan.kind), **fields}, addressee="赵铁柱"),
        actor="王敏",
    )
    kept = inbox.keep_files(organ=row.organ, actor="王敏", files=[("合同.png", ANNEX)])
    letters.annex(letter=letter, files=kept, actor="王敏", at=AT)
    return letters.do(letter=letter, deed=Deed.SUBMIT, actor="王敏", at=AT)


def sign(letter: Letter) -> Letter:
    seen = actions.last_of(letter.foi_request.events.all())
    return letters.sign(letter=letter, actor="李建国", seen=seen, at=AT)


def serve(row: FoiRequest) -> None:
    event = EventEntry(EventKind.SERVED, AT.today, {"way": "direct", "proof": "本人签收"})
    actions.add_event(foi_request=cases.again(row), event=event, actor="王敏")


def opened(found: Filed) -> Client:
    client = Client()
    client.post("/track/", {"number": found.arrival.number, "code": found.code})
    return client


def at(letter: Letter, annex: bool = False) -> str:
    files = f"/files/{letter.annexes.get().pk}/" if annex else ".pdf"
    return f"/track/case/letters/{letter.pk}{files}"


@pytest.mark.slow
def test_a_served_answer_is_there_with_what_was_disclosed(town: Organ) -> None:
    found, row = filed(town, "1")
    letter = sign(draft(row, "answer", "granted_published", place="网站"))
    serve(row)
    client = opened(found)
    assert at(letter) in client.get("/track/case/").content.decode()
    answer = client.get(at(letter))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "no-store" in answer["Cache-Control"]
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        said = "".join((page.extract_text() or "") for page in pdf.pages)
    assert "欧阳石榴：" in said
    assert "附件：合同" in said
    file = client.get(at(letter, annex=True))
    assert (file.content, file["Content-Type"]) == (ANNEX, "image/png")
    assert quote("合同.png") in file["Content-Disposition"]
    fetched = Entry.objects.filter(action__endswith=".fetch").values_list("action", "actor")
    assert list(fetched) == [("letter.fetch", "申请人"), ("attachment.fetch", "申请人")]


@pytest.mark.slow
def test_what_is_given_in_part_is_there_without_what_is_hidden(town: Organ) -> None:
    found, row = filed(town, "1")
    said = Document("发放名册", (Paragraph("领取人李四，手机13800138000。"),))
    paper = redactions.begin(
        foi_request=row, title="发放名册", name="名册.pdf", data=papers.write(said, "pdf"), actor="王敏"
    )
    redactions.decide(redaction=paper, deed=Given.ACCEPT, marks=[1], ground=PRIVACY, actor="王敏")
    plan = plans.plan("answer", "partial")
    assert plan
    text = letters.Text(
        {"open_part": "名册", "withheld_part": "电话", "reasons": "隐私", "ground": "third_party"}
    )
    letter = letters.draft(foi_request=row, plan=plan, text=text, actor="王敏")
    letters.annex_result(letter=letter, redaction=paper, actor="王敏", at=AT)
    redactions.make(redaction=paper, actor="王敏")
    letter = sign(letters.do(letter=letter, deed=Deed.SUBMIT, actor="王敏", at=AT))
    serve(row)
    client = opened(found)
    assert "发放名册.pdf" in client.get("/track/case/").content.decode()
    with pdfplumber.open(io.BytesIO(client.get(at(letter, annex=True)).content)) as pdf:
        words = "".join(page.extract_text() for page in pdf.pages)
    assert "李四" in words
    assert "138" not in words


@pytest.mark.slow
def test_an_answer_that_is_not_served_or_not_signed_is_not_there(town: Organ) -> None:
    found, row = filed(town, "1")
    letter = draft(row, "answer", "granted_published", place="网站")
    assert opened(found).get(at(letter)).status_code == 404
    sign(letter)
    client = opened(found)
    assert {client.get(at(letter, annex)).status_code for annex in (False, True)} == {404}
    assert at(letter) not in client.get("/track/case/").content.decode()


@pytest.mark.slow
def test_a_notice_is_there_once_it_is_signed_and_gone_when_it_is_void(town: Organ) -> None:
    found, row = filed(town, "1")
    letter = sign(draft(row, "extend", days="20", reasons="材料多"))
    assert opened(found).get(at(letter)).status_code == 200
    letters.void(letter=letter, reason="盖错章", actor="李建国", at=AT)
    assert opened(found).get(at(letter)).status_code == 404


def test_what_went_to_others_is_not_the_applicants(town: Organ) -> None:
    found, row = filed(town, "1")
    letter = sign(draft(row, "consult_third_party", information="报价"))
    assert {opened(found).get(at(letter, annex)).status_code for annex in (False, True)} == {404}


@pytest.mark.slow
def test_nobody_has_anothers_letter(town: Organ) -> None:
    (_mine, row), (others, _row) = filed(town, "1"), filed(town, "2")
    letter = sign(draft(row, "answer", "granted_published", place="网站"))
    serve(row)
    for annex in (False, True):
        assert opened(others).get(at(letter, annex)).status_code == 404
        assert Client().get(at(letter, annex))["Location"] == "/track/"  # nothing is opened here


@pytest.mark.slow
def test_what_is_signed_keeps_its_annexes(town: Organ, client: Client) -> None:
    _found, row = filed(town, "1")
    letter = draft(row, "answer", "granted_published", place="网站")
    client.force_login(staff(town, "clerk"))
    url = f"/desk/organs/{town.pk}/ledger/requests/{row.pk}/letters/{letter.pk}/"
    file = f"{url}annexes/{letter.annexes.get().pk}/"
    assert client.get(file).content == ANNEX
    client.post(f"{file}drop/")
    assert letter.annexes.count() == 1  # it is submitted
    letters.do(letter=letter, deed=Deed.RETURN, actor="王敏", at=AT, reason="换附件")
    client.post(f"{file}drop/")
    assert letter.annexes.count() == 0
    picture = io.BytesIO(ANNEX)
    picture.name = "内部资料.png"
    refused = client.post(f"{url}annexes/new/", {"attached": picture})
    assert (refused.status_code, "请联系保密员" in refused.content.decode()) == (422, True)
    picture = io.BytesIO(ANNEX)
    picture.name = "新合同.png"
    assert client.post(f"{url}annexes/new/", {"attached": picture}).status_code == 302
    assert "新合同.png" in client.get(url).content.decode()

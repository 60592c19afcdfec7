"""Who asked is shown to whoever may see it, once, for a reason that is logged."""

import pytest
from django.test import Client

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import application, staff
from gongkai.faces.workbench.organ import log_words
from gongkai.faces.workbench.requests import identity
from gongkai.ledger import logbook
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions
from gongkai.ledger.requests.entries import RequestEntry
from gongkai.ledger.requests.models import FoiRequest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def row(real: Organ) -> FoiRequest:
    asked = application(7)
    entry = RequestEntry(
        asked.number, asked.events, applicant_name="欧阳小明", content="预算", id_number=ID_NUMBER
    )
    (row,) = actions.receive(organ=real, entries=[entry], actor="测试")
    return row


def record(row: FoiRequest, more: str = "") -> str:
    return f"/desk/organs/{row.organ_id}/ledger/requests/{row.pk}/{more}"


def test_a_name_is_shown_once_for_a_reason_that_is_logged(client: Client, row: FoiRequest) -> None:
    client.force_login(staff(row.organ, "clerk"))
    masked = page(client, record(row))
    assert "欧阳小明" not in masked.text_content()
    assert masked.xpath(f"//main//a[@href='{record(row, 'who/')}']")
    answer = client.post(record(row, "who/"), {"what": ["applicant_name"], "reason": "寄送答复书"})
    assert texts(parsed(answer.content), "//main//dd") == ["欧阳小明"]
    assert "no-store" in answer["Cache-Control"]
    (entry,) = logbook.of(row.organ).filter(action__startswith=log_words.UNMASKING)
    assert (entry.action, entry.actor, entry.reason) == (
        "request.unmask.applicant_name",
        "王敏（wangmin）",
        "寄送答复书",
    )
    for address in (record(row), record(row, "who/")):
        assert "欧阳小明" not in client.get(address).content.decode()


def test_each_thing_that_is_seen_is_a_row_of_the_log(client: Client, row: FoiRequest) -> None:
    client.force_login(staff(row.organ, "clerk"))
    asked = {"what": ["applicant_name", "id_number"], "reason": "核对"}
    shown = texts(parsed(client.post(record(row, "who/"), asked).content), "//main//dd")
    assert shown == ["欧阳小明", ID_NUMBER]
    assert logbook.of(row.organ).filter(action__startswith=log_words.UNMASKING).count() == 2


@pytest.mark.parametrize(
    "typed", [{"what": ["applicant_name"]}, {"reason": "核对"}, {"what": ["content"], "reason": "核对"}]
)
def test_without_a_reason_or_a_known_field_nothing_is_shown_or_logged(
    client: Client, row: FoiRequest, typed: dict[str, str]
) -> None:
    client.force_login(staff(row.organ, "clerk"))
    answer = client.post(record(row, "who/"), typed)
    assert answer.status_code == 422
    assert "欧阳小明" not in answer.content.decode()
    assert not logbook.of(row.organ).filter(action__startswith=log_words.UNMASKING).exists()


def test_only_what_the_ledger_knows_is_offered(client: Client, row: FoiRequest) -> None:
    client.force_login(staff(row.organ, "clerk"))
    offered = page(client, record(row, "who/")).xpath("//input[@name='what']/@value")
    assert offered == ["applicant_name", "id_number"]


def test_whoever_may_not_see_it_is_not_offered_it(client: Client, row: FoiRequest) -> None:
    client.force_login(staff(row.organ, "leader"))
    assert not page(client, record(row)).xpath(f"//main//a[@href='{record(row, 'who/')}']")
    assert client.get(record(row, "who/")).status_code == 403


def test_what_can_be_seen_has_words_in_the_log() -> None:
    assert {f"{log_words.UNMASKING}.{name}" for name in identity.FIELDS} <= log_words.ACTIONS.keys()

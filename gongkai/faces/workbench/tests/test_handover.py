"""工作交接 on screen: what is open leads to its page, the paper is a file, an administrator says to whom."""

import pytest
from django.test import Client

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import staff
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import queries as people
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.lib.today import today
from gongkai.reading.readers.docx import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]


@pytest.fixture
def desk(real: Organ) -> str:
    return f"/desk/organs/{real.pk}/"


def test_the_clerk_finds_the_pack_of_their_own_job_and_each_thing_leads_to_its_page(
    client: Client, real: Organ, desk: str
) -> None:
    said = {"channel": "in_person", "applicant_kind": "natural_person"}
    open_ = RequestEntry("〔2026〕1号", (EventEntry(EventKind.RECEIVED, today(), said),), content="道路合同")
    (row,) = requests.receive(organ=real, entries=[open_], actor="测试")
    staff(real, "leader", username="zhang", name="张海涛")
    client.force_login(staff(real, "clerk"))
    here = page(client, f"{desk}handover/")
    assert "王敏的工作还没有定交给谁。" in here.text_content()
    assert texts(here, f"//table//a[@href='{desk}ledger/requests/{row.pk}/']") == ["道路合同"]
    assert texts(here, "//dt[.='分管领导']/following-sibling::dd[1]") == ["张海涛"]


def test_the_list_to_sign_is_a_word_file(client: Client, real: Organ, desk: str) -> None:
    client.force_login(staff(real, "clerk"))
    answer = client.get(f"{desk}handover/list.docx")
    assert "移交人" in str(read(answer.content, "list.docx"))


def test_an_administrator_says_to_whom_and_the_list_of_people_shows_it(
    client: Client, real: Organ, desk: str
) -> None:
    leaving, coming = staff(real, "clerk"), staff(real, "auditor", username="li", name="李四")
    client.force_login(staff(real, "administrator", "clerk", username="zhou", name="周凯"))
    (role,) = people.roles_to_hand_over(leaving, real)
    form = {"successor": coming.pk, "on": today().isoformat(), "roles": [role.pk], "with_tasks": "on"}
    answer = client.post(f"{desk}people/{leaving.pk}/hand-over/", form, follow=True)
    assert "王敏的工作从" in answer.content.decode()
    assert {row.role for row in people.held_roles(real, today()) if row.person == coming} == {
        "auditor",
        "clerk",
    }
    assert "起交给李四" in page(client, f"{desk}handover/?person={leaving.pk}").text_content()


def test_a_day_that_has_passed_is_refused_and_what_was_typed_stays(
    client: Client, real: Organ, desk: str
) -> None:
    leaving, coming = staff(real, "clerk"), staff(real, "auditor", username="li", name="李四")
    client.force_login(staff(real, "administrator", username="zhou", name="周凯"))
    (role,) = people.roles_to_hand_over(leaving, real)
    form = {"successor": coming.pk, "on": "2022-01-01", "roles": [role.pk]}
    answer = client.post(f"{desk}people/{leaving.pk}/hand-over/", form)
    assert answer.status_code == 422
    assert "早于今天" in answer.content.decode()


@pytest.mark.parametrize("address", ["handover/?person=0", "handover/list.html", "people/0/hand-over/"])
def test_what_is_not_there_is_no_page(client: Client, real: Organ, desk: str, address: str) -> None:
    client.force_login(staff(real, "clerk", "administrator"))
    assert client.get(f"{desk}{address}").status_code == 404

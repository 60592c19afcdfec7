"""分工 on screen: everybody sees who answers for what, an administrator changes it from a day on."""

import pytest
from django.test import Client

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import staff
from gongkai.ledger.organs.models import Organ

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]


@pytest.fixture
def charges(real: Organ) -> str:
    return f"/desk/organs/{real.pk}/charges/"


def said(client: Client, charges: str) -> str:
    (words,) = texts(page(client, charges), "//tr[th[.='依申请公开']]/td[1]")
    return words


def test_an_administrator_says_who_and_since_when(client: Client, charges: str, real: Organ) -> None:
    client.force_login(staff(real, "administrator", "clerk"))
    assert said(client, charges) == "没有登记"
    client.post(f"{charges}requests/", {"name": "党政办公室", "since": "2022-03-01"})
    assert said(client, charges) == "党政办公室自2022-03-01"
    client.post(f"{charges}requests/", {"name": "", "since": "2022-05-01"})
    assert said(client, charges) == "没有登记"
    assert "党政办公室 2022-03-01 – 2022-05-01" in page(client, charges).text_content().replace("\xa0", " ")


def test_two_owners_at_once_are_refused_and_what_was_typed_stays(
    client: Client, charges: str, real: Organ
) -> None:
    person = staff(real, "administrator", "clerk")
    client.force_login(person)
    typed = {"owner": f"person-{person.pk}", "name": "党政办公室", "since": "2022-03-01"}
    answer = client.post(f"{charges}requests/", typed)
    assert answer.status_code == 422
    assert "上面已经选了王敏" in answer.content.decode()


def test_a_wrong_entry_is_taken_back_with_a_reason(client: Client, charges: str, real: Organ) -> None:
    client.force_login(staff(real, "administrator", "clerk"))
    client.post(f"{charges}requests/", {"name": "党政办公室", "since": "2022-03-01"})
    answer = client.post(f"{charges}requests/", {"name": "镇长", "since": "0001-01-01"})
    assert "不像是分工的日期" in answer.content.decode()
    back = f"{charges}requests/back/"
    assert "党政办公室自2022-03-01" in page(client, back).text_content()
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "日期写错"}).status_code == 302
    assert said(client, charges) == "没有登记"
    assert client.get(back).status_code == 404


def test_who_only_reads_changes_nothing(client: Client, charges: str, real: Organ) -> None:
    client.force_login(staff(real, "clerk"))
    assert not page(client, charges).xpath("//a[contains(@href, '/charges/requests/')]")
    assert client.get(f"{charges}requests/").status_code == 403


def test_a_work_that_there_is_not_is_no_page(client: Client, charges: str, real: Organ) -> None:
    client.force_login(staff(real, "administrator"))
    assert client.get(f"{charges}nothing/").status_code == 404

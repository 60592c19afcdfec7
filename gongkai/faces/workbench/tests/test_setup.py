"""The wizard of an empty data folder, and how later people get in."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import staff
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import real_organs
from gongkai.ledger.people import actions, queries
from gongkai.ledger.people.models import Person
from gongkai.ledger.workbook.template import template

pytestmark = pytest.mark.django_db
PASSWORD = "芒种前后点瓜种豆2022"
ORGAN = {"name": "四间房镇人民政府", "superior": "滑县人民政府"}
PERSON = {"name": "王敏", "username": "wangmin", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def link() -> str:
    return reverse("workbench:setup", args=(actions.setup_token(),))


def errors(answer: Any) -> list[str]:
    return texts(parsed(answer.content), "//*[contains(@class, 'error')]")


@pytest.mark.slow
def test_two_forms_found_an_organ_and_log_its_first_person_in(client: Client, link: str) -> None:
    assert client.post(link, ORGAN).status_code == 302
    answer = client.post(f"{link}person/", PERSON, follow=True)
    (town,) = real_organs()
    assert (town.name, town.level, town.superior_name) == ("四间房镇人民政府", "town", "滑县人民政府")
    assert answer.request["PATH_INFO"] == f"/desk/organs/{town.pk}/import/"
    offered = reverse("mfa_activate_totp")
    assert parsed(answer.content).xpath(f"//a[@href='{offered}']")  # and need not be taken
    assert not page(client, f"/desk/organs/{town.pk}/import/").xpath(f"//a[@href='{offered}']")
    assert client.get(offered, follow=True).status_code == 200
    assert "从空台账开始" in answer.content.decode()
    assert client.get(f"/desk/organs/{town.pk}/people/").status_code == 200


def test_the_first_person_finds_where_they_are_logged_in(client: Client, link: str) -> None:
    client.post(link, ORGAN)
    at_home = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"}
    client.post(f"{link}person/", PERSON, headers=at_home)
    sessions = page(client, reverse("usersessions_list"))
    assert texts(sessions, "//h1 | //tbody//th") == ["您在1处登录着", "Firefox · Windows（这里）"]


def test_the_link_opens_once(client: Client, link: str) -> None:
    client.post(link, ORGAN)
    client.post(f"{link}person/", PERSON)
    for url in (link, f"{link}person/"):
        answer = Client().get(url)
        assert answer.status_code == 404
        assert "已用过或已过期" in answer.content.decode()


def test_nothing_is_stored_before_the_second_form_is_right(client: Client, link: str) -> None:
    client.post(link, ORGAN)
    answer = client.post(f"{link}person/", {**PERSON, "again": "别的密码别的密码"})
    assert answer.status_code == 422
    assert "两次不一样" in answer.content.decode()
    assert not real_organs()
    assert texts(parsed(client.get(link).content), "//h1") == ["先说说本机关"]
    assert parsed(client.get(link).content).xpath("//input[@name='name']/@value") == ["四间房镇人民政府"]


def test_the_second_form_alone_leads_to_the_first(client: Client, link: str) -> None:
    assert client.get(f"{link}person/")["Location"] == link


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "机关名称"),
        ("uscc", "11410526005762017A", "最后一位校验不符"),
        ("name", "镇" * 101, "机关名称"),
    ],
)
def test_what_is_wrong_with_the_organ_is_said_and_what_was_typed_stays(
    client: Client, link: str, field: str, value: str, says: str
) -> None:
    answer = client.post(link, {**ORGAN, field: value})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert parsed(answer.content).xpath("//input[@name='superior']/@value") == ["滑县人民政府"]


def test_no_organ_is_founded_above_itself(client: Client, link: str) -> None:
    answer = client.post(link, {**ORGAN, "superior": " 四间房镇 人民政府"})
    assert answer.status_code == 422
    assert "写的是本机关" in answer.content.decode()


@pytest.mark.parametrize("weak", ["12345678901", "wangmin2022", "short", "password123"])
def test_a_weak_password_is_refused(client: Client, link: str, weak: str) -> None:
    client.post(link, ORGAN)
    assert client.post(f"{link}person/", {**PERSON, "password": weak, "again": weak}).status_code == 422
    assert not queries.is_set_up()


def test_an_organ_that_came_with_a_workbook_is_taken_as_it_is(client: Client, link: str) -> None:
    town = organs.create(name="留固镇人民政府", actor="测试")
    assert page(client, link).xpath("//input[@name='name']/@value") == ["留固镇人民政府"]
    client.post(link, {"name": "留固镇人民政府", "leader": "李副镇长"})
    client.post(f"{link}person/", PERSON)
    assert real_organs() == [town]
    assert real_organs()[0].leader == "李副镇长"


@pytest.mark.slow
def test_an_invited_colleague_chooses_a_password_and_logs_in(client: Client, real: Organ) -> None:
    client.force_login(staff(real, "administrator", username="zhou", name="周凯"))
    new = {"name": "王敏", "username": "wangmin", "role": "clerk"}
    answer = client.post(f"/desk/organs/{real.pk}/people/new/", new)
    (link,) = texts(parsed(answer.content), "//code")
    stranger = Client()
    chosen = {"password": PASSWORD, "again": PASSWORD}
    assert stranger.post(link, chosen)["Location"] == reverse("account_login")
    entered = stranger.post(reverse("account_login"), {"login": "wangmin", "password": PASSWORD}, follow=True)
    assert entered.request["PATH_INFO"] == f"/desk/organs/{real.pk}/"


def test_a_role_for_oneself_is_asked_once_more(client: Client, real: Organ) -> None:
    keeper = staff(real, "administrator", username="zhou", name="周凯")
    client.force_login(keeper)
    url = f"/desk/organs/{real.pk}/people/{keeper.pk}/role/"
    refused = client.post(url, {"role": "signer"})
    assert refused.status_code == 422
    assert "给自己加角色 — 还没有确认" in refused.content.decode()
    assert [row.role for row in queries.memberships(real)] == ["administrator"]
    assert client.post(url, {"role": "signer", "own": "on"}).status_code == 302
    assert {row.role for row in queries.memberships(real)} == {"administrator", "signer"}
    other = staff(real, "clerk")
    url = f"/desk/organs/{real.pk}/people/{other.pk}/role/"
    assert client.post(url, {"role": "signer"}).status_code == 302


def test_a_contact_is_somebody_s_of_a_section(client: Client, real: Organ) -> None:
    client.force_login(staff(real, "administrator", username="zhou", name="周凯"))
    new = {"name": "东徐村", "username": "dongxu", "role": "village_contact"}
    answer = client.post(f"/desk/organs/{real.pk}/people/new/", new)
    assert answer.status_code == 422
    assert "要说明是哪个部门或村的" in answer.content.decode()
    assert not Person.objects.filter(username="dongxu").exists()


def test_the_last_administrator_cannot_shut_everybody_out(client: Client, real: Organ) -> None:
    keeper = staff(real, "administrator")
    (held,) = queries.memberships(real)
    client.force_login(keeper)
    answer = client.post(f"/desk/organs/{real.pk}/people/roles/{held.pk}/end/")
    assert answer.status_code == 422
    assert "最后一位" in answer.content.decode()


@pytest.mark.slow
def test_ten_wrong_passwords_close_the_name_for_a_while(client: Client, real: Organ) -> None:
    clerk = staff(real, "clerk")
    actions.accept(token=actions.invite(person=clerk, organ=real, actor="测试"), password=PASSWORD)
    for _ in range(10):
        answer = client.post(reverse("account_login"), {"login": "wangmin", "password": "猜的密码猜的密码"})
    assert answer.status_code == 429
    assert "十五分钟后再试" in answer.content.decode()
    right = client.post(reverse("account_login"), {"login": "wangmin", "password": PASSWORD})
    assert right.status_code == 429


def test_a_workbook_with_a_bad_row_tells_it_on_screen_and_changes_nothing(
    client: Client, real: Organ
) -> None:
    client.force_login(staff(real, "clerk"))
    rows = "申请编号,收到日期,申请人类型,申请人,申请内容\n〔2022〕1号,2099-01-01,自然人,张三,道路\n"
    file = SimpleUploadedFile("依申请公开.csv", rows.encode("gb18030"))
    answer = client.post(f"/desk/organs/{real.pk}/import/", {"workbooks": file})
    assert answer.status_code == 422
    assert "什么也没有导入" in answer.content.decode()
    (cells,) = [texts(row, "td") for row in parsed(answer.content).xpath("//tbody/tr")][:1]
    assert cells[0] == "依申请公开"
    assert "2099-01-01" in cells[3]


def test_the_empty_workbook_can_be_had_where_it_is_asked_for(client: Client, real: Organ) -> None:
    client.force_login(staff(real, "clerk"))
    answer = client.get(f"/desk/organs/{real.pk}/import/empty.xlsx")
    made, known = (ZipFile(BytesIO(data)).read("xl/workbook.xml") for data in (answer.getvalue(), template()))
    assert made == known


@pytest.mark.slow
def test_somebody_with_an_account_elsewhere_accepts_on_their_page_what_they_are_asked(real: Organ) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    keeper, signer = Client(), Client()
    keeper.force_login(staff(county, "administrator", username="zhou", name="周凯"))
    signer.force_login(staff(real, "signer", username="liguo", name="李国"))
    ask = f"/desk/organs/{county.pk}/people/ask/"
    assert (
        "没有人用这个登录名" in keeper.post(ask, {"username": "nobody", "role": "auditor"}).content.decode()
    )
    listed = keeper.post(ask, {"username": "liguo", "role": "auditor"}, follow=True)
    row = "//tbody/tr[contains(., 'liguo')]"
    assert texts(parsed(listed.content), f"{row}/th") == ["liguo"]  # no name before they accept
    assert signer.get(f"/desk/organs/{county.pk}/log/").status_code == 404
    asked = signer.get("/desk/", follow=True)
    assert texts(parsed(asked.content), "//h1 | //h2") == [
        "请您担任1个角色",
        "滑县人民政府 审计员",
        "以后再答复，先去",
    ]
    accept = parsed(asked.content).xpath("//form[contains(@action, '/accept/')]/@action")[0]
    assert keeper.post(accept).status_code == 404  # nobody answers for another
    signer.post(accept)
    assert signer.get(f"/desk/organs/{county.pk}/log/").status_code == 200
    assert signer.post(accept).status_code == 404

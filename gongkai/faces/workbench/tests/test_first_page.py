"""Where a person lands after logging in, whatever their role; and no refusal at the desk is a dead end."""

from typing import Any

import pytest
from django.test import Client

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import real_organ, staff
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions as people
from gongkai.ledger.people.roles import ROLES, Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
MENU = "//aside//nav//a/span[1]"
SIGN_OUT = "//form[@action='/account/logout/']"


def after_log_in(client: Client) -> Any:
    answer = client.get("/desk/", follow=True)
    assert answer.status_code == 200
    return parsed(answer.content)


@pytest.mark.parametrize(
    ("role", "menu", "doors"),
    [
        (
            "administrator",
            ["今日", "任务", "考核评议", "人员", "机关设置"],
            ["任务", "考核评议", "人员", "机关设置"],
        ),
        (
            "supervisor",
            ["今日", "任务", "考核评议", "年度报告", "下级年报"],
            ["任务", "考核评议", "年度报告", "下级年报"],
        ),
        ("section_contact", ["今日", "任务", "考核评议"], ["任务", "考核评议"]),
        ("village_contact", ["今日", "任务", "考核评议"], ["任务", "考核评议"]),
    ],
)
def test_whoever_sees_no_ledger_lands_on_what_they_may_open(
    client: Client, real: Organ, role: str, menu: list[str], doors: list[str]
) -> None:
    client.force_login(staff(real, role))
    tree = after_log_in(client)
    assert texts(tree, MENU) == menu
    assert texts(tree, "//main//li/a") == doors
    assert "今天没有要您办的" in tree.xpath("string(//main)")
    assert tree.xpath(SIGN_OUT)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_every_role_has_a_first_page(client: Client, real: Organ, role: Role) -> None:
    client.force_login(staff(real, role.code))
    tree = after_log_in(client)
    for link in tree.xpath("//aside//nav//a/@href"):
        assert client.get(link).status_code == 200, link


def test_whoever_has_no_role_or_several_organs_can_still_log_out(client: Client, real: Organ) -> None:
    client.force_login(staff(real))
    assert after_log_in(client).xpath(SIGN_OUT)
    person = staff(real, "clerk", username="zhou")
    other = organs.create(name="留固镇人民政府", actor="测试")
    people.give_role(person=person, organ=other, role="clerk", actor="测试")
    client.force_login(person)
    tree = after_log_in(client)
    assert sorted(texts(tree, "//main//li/a")) == ["留固镇人民政府", real.name]
    assert tree.xpath(SIGN_OUT)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/desk/organs/{organ}/ledger/requests/", 403),
        ("/desk/organs/{organ}/people/0/role/", 404),
        ("/desk/organs/{organ}/nothing/", 404),
        ("/desk/organs/999999/", 404),
        ("/desk/nothing/", 404),
    ],
)
def test_a_refusal_keeps_the_menu_the_account_and_the_way_out(
    client: Client, real: Organ, address: str, status: int
) -> None:
    client.force_login(staff(real, "administrator"))
    answer = client.get(address.format(organ=real.pk))
    assert answer.status_code == status
    tree = parsed(answer.content)
    assert texts(tree, MENU) == ["今日", "任务", "考核评议", "人员", "机关设置"]
    assert tree.xpath(SIGN_OUT)
    assert texts(tree, "//main//a") == ["回到工作台"]


def test_a_stranger_is_told_without_a_frame(client: Client) -> None:
    real_organ()
    tree = page(client, "/nothing/")
    assert not tree.xpath("//aside")
    assert texts(tree, "//main//a") == ["回到首页"]

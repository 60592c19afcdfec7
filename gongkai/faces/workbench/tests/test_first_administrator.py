"""How an organ that has nobody gets its first administrator: from the organ above, or by the command."""

import re

import pytest
from django.test import Client

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import staff
from gongkai.faces.workbench.tests.test_rows import send
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
FIRST = {"姓名": "李建国", "登录名": "lijianguo"}


@pytest.fixture
def town(real: Organ) -> Organ:
    made = organs.create(name="留固镇人民政府", actor="测试")
    organs.place_under(organ=made, superior=real, actor="测试")
    return made


@pytest.fixture
def above(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "administrator"))
    return client


def test_an_administrator_above_invites_the_first_one_and_it_is_logged(
    above: Client, real: Organ, town: Organ
) -> None:
    (link,) = page(above, f"/desk/organs/{real.pk}/people/").xpath("//a[contains(@href, '/first/')]/@href")
    answer = send(above, link, FIRST)
    assert answer.status_code == 200
    assert re.search(r"/desk/link/[\w-]{20,}/", answer.content.decode())
    (held,) = queries.memberships(town)
    assert (held.person.username, held.role) == ("lijianguo", "administrator")
    assert "people.person.invite" in Entry.objects.filter(organ=town).values_list("action", flat=True)


def test_an_organ_that_has_people_is_left_to_them(above: Client, real: Organ, town: Organ) -> None:
    staff(town, "clerk", username="zhou")
    assert texts(page(above, f"/desk/organs/{real.pk}/people/"), "//a[contains(@href, '/first/')]") == []
    assert above.get(f"/desk/organs/{real.pk}/people/first/{town.pk}/").status_code == 404


def test_an_organ_elsewhere_is_not_there(above: Client, real: Organ) -> None:
    other = organs.create(name="老店镇人民政府", actor="测试")
    assert above.get(f"/desk/organs/{real.pk}/people/first/{other.pk}/").status_code == 404


def test_a_log_in_name_that_is_taken_is_told_at_once(above: Client, real: Organ) -> None:
    answer = above.post(f"/desk/organs/{real.pk}/people/new/", {"username": "WANGMIN", "once": "x"})
    assert "已经有人用“WANGMIN”" in answer.content.decode()

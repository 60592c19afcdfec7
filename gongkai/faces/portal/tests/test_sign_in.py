"""扫码签到 as whoever comes sees it: a name, then the test, and nothing after the day or where it is off."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from gongkai.faces.tests.html import page
from gongkai.faces.tests.organs import real_organ, staff
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.supervision import matters
from gongkai.ledger.supervision.models import Matter
from gongkai.lib.today import today
from gongkai.papers import poster

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]


@pytest.fixture
def real() -> Organ:
    return real_organ()


@pytest.fixture
def training(real: Organ) -> Matter:
    for code in ("sign_in_code", "training_quiz"):
        organs.set_option(organ=real, code=code, value="on", actor="测试")
        organs.set_option(organ=real, code=f"{code}_basis", value="滑政办〔2026〕9号", actor="测试")
    said = {"title": "业务培训", "on": today()}
    row = matters.plan(organ=real, kind="training", said=said, actor="测试")
    row = matters.open_sign_in(matter=row, actor="测试")
    return matters.write_quiz(matter=row, text="谁可以申请？\n*任何人\n只有当事人", actor="测试")


def test_who_comes_signs_in_answers_and_sees_the_right_answers(client: Client, training: Matter) -> None:
    address = f"/sign-in/{training.sign_in_key}/"
    client.post(address, {"name": "张三", "unit": ""})
    asked = page(client, address)
    assert asked.xpath("//legend[contains(., '谁可以申请？')] | //label[contains(., '任何人')]")
    answer = client.post(address, {"q1": "0"}, follow=True).content.decode()
    assert "1题里对了1题" in answer
    assert "各题的答案" in answer
    training.refresh_from_db()
    assert (training.attendance, training.quiz_tally) == ("张三", {"taken": 1, "right": [1]})


def test_the_clerk_prints_the_code_and_sees_counts(
    client: Client, training: Matter, real: Organ, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(staff(real, "clerk"))
    here = f"/desk/organs/{real.pk}/supervision/matters/{training.pk}/"
    assert "0人答过" in page(client, here).text_content()
    settings.SITE_URL = "https://gk.example.gov.cn"
    assert page(client, here).xpath("//a[contains(@href, 'sign-in.pdf')]")
    assert client.get(f"{here}sign-in.pdf").content.startswith(b"%PDF")
    printed: list[poster.Poster] = []

    def sheet(notice: poster.Poster, *_more: Any, **_how: Any) -> bytes:
        printed.append(notice)
        return b""

    monkeypatch.setattr(poster, "sheet", sheet)
    client.get(f"{here}sign-in.pdf")
    assert [one.link for one in printed] == [f"https://gk.example.gov.cn/sign-in/{training.sign_in_key}/"]


def test_a_code_that_no_telephone_could_open_is_not_printed_and_it_is_said_why(
    client: Client, training: Matter, real: Organ, settings: Any
) -> None:
    client.force_login(staff(real, "clerk"))
    settings.SITE_URL = ""
    here = f"/desk/organs/{real.pk}/supervision/matters/{training.pk}/"
    shown = page(client, here)
    assert "没有设本站的网址（GONGKAI_URL）" in shown.text_content()
    assert not shown.xpath("//a[contains(@href, 'sign-in.pdf')]")
    assert client.get(f"{here}sign-in.pdf").status_code == 404


def test_after_the_day_it_is_said_that_it_is_over(client: Client, training: Matter) -> None:
    with time_machine.travel("2099-01-01"):
        answer = client.post(f"/sign-in/{training.sign_in_key}/", {"name": "张三"})
    assert "那天可以" in answer.content.decode()
    training.refresh_from_db()
    assert training.attendance == ""


def test_an_address_that_nobody_opened_is_no_page(client: Client, real: Organ) -> None:
    assert client.get("/sign-in/none/").status_code == 404

"""The year on one wall as a page: what is done tells what proves it, what waits leads to its form."""

import pytest
import time_machine
from django.test import Client

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import staff
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]


@pytest.fixture
def wall(real: Organ) -> str:
    organs.set_option(organ=real, code="duty_openness_day", value="on", actor="测试")
    return f"/desk/organs/{real.pk}/year/2022/"


@time_machine.travel("2022-05-10")
def test_a_duty_is_entered_with_its_proof_where_it_stands_and_taken_back_there(
    client: Client, real: Organ, wall: str
) -> None:
    client.force_login(staff(real, "clerk"))
    (day,) = page(client, wall).xpath("//a[.='政务公开日活动']/@href")
    answer = client.post(day, {"done_on": "2022-05-09", "proof": "宣传栏照片"}, follow=True)
    assert "政务公开日活动已登记办了。" in answer.content.decode()
    (mark,) = page(client, wall).xpath("//li[@class='done'][.//a[.='政务公开日活动']]")
    assert "5月9日" in mark.text_content()
    assert "宣传栏照片" in mark.text_content()
    client.post(day, {"reason": "改期了"})
    assert page(client, wall).xpath("//li[@class='open'][.//a[.='政务公开日活动']]")


@time_machine.travel("2022-01-10")
def test_the_day_leads_to_where_another_report_is_entered_as_done(client: Client, real: Organ) -> None:
    organs.set_option(organ=real, code="duty_site_report", value="on", actor="测试")
    client.force_login(staff(real, "clerk"))
    (task,) = page(client, f"/desk/organs/{real.pk}/").xpath(
        "//li[contains(., '政府网站工作年度报表')][.//a]"
    )
    assert task.xpath(".//a[contains(@class, 'do')]/@href")[0].endswith("/year/site_report/2022-01-31/")
    assert "例行事项" in task.text_content()


@time_machine.travel("2022-05-10")
def test_who_only_reads_finds_no_way_to_enter_anything(client: Client, real: Organ, wall: str) -> None:
    client.force_login(staff(real, "auditor"))
    assert not page(client, wall).xpath("//ul[@class='marks']//a[contains(@href, '/year/')]")
    assert client.get(f"{wall.replace('2022/', '')}openness_day/2022-05-15/").status_code == 403


@time_machine.travel("2022-05-10")
@pytest.mark.parametrize(
    "address",
    [
        "openness_day/2022-05-14",  # no round ends there
        "openness_day/2023-05-15",  # not begun
        "openness_day/gestern",
        "annual_report/2022-01-31",  # done on the report's page
        "training/2022-06-30",  # shown by the register
        "site_report/2022-01-31",  # the organ has not this duty
        "nothing/2022-05-15",
    ],
)
def test_a_round_that_cannot_be_entered_is_no_page(
    client: Client, real: Organ, wall: str, address: str
) -> None:
    client.force_login(staff(real, "clerk"))
    assert client.get(f"/desk/organs/{real.pk}/year/{address}/").status_code == 404


@time_machine.travel("2022-05-10")
def test_the_heading_says_how_the_year_stands(client: Client, real: Organ, wall: str) -> None:
    client.force_login(staff(real, "clerk"))
    assert texts(page(client, wall), "//h1")[0].startswith("2022年")
    assert client.get(wall.replace("2022", "2024")).status_code == 404

"""更正本人信息 (条例 Art 41) by the citizen: filed, followed with number and code, counted nowhere."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from gongkai.faces.portal.tests.applying import NAME, WHO, open_on_line, why
from gongkai.faces.public import limits
from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import real_organ
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import inbox, rectifications
from gongkai.ledger.requests.attachments import path_of
from gongkai.ledger.requests.dossier.erasing import erase_arrival
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.inbox import Confirmation
from gongkai.ledger.requests.models import Arrival, FoiRequest
from gongkai.ledger.requests.tests.rectified import rectified

pytestmark = pytest.mark.django_db
WRONG = "2022年良种补贴公示名单，我家的面积写成3亩，应当是5亩"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    cache.clear()
    with time_machine.travel("2022-10-18T10:00:00+08:00"):
        yield


@pytest.fixture
def town() -> Organ:
    return open_on_line(real_organ())


def filed(client: Client, town: Organ, **more: Any) -> Arrival:
    """Filed, and opened with what the receipt says."""
    answer = client.post(f"/rectify/{town.pk}/", {**WHO, "content": WRONG, **more})
    assert answer.status_code == 302, why(answer)
    tree = parsed(client.get(answer["Location"]).content)
    assert texts(tree, "//h1") == ["更正要求已经到达，请记下查询码"]
    number, code = texts(tree, "//*[@class='card receipt']//dd")
    client.post("/track/", {"number": number, "code": code})
    return Arrival.objects.get(number=number)


def followed(client: Client) -> str:
    return " ".join(texts(page(client, "/track/case/"), "//main//*[not(*)] | //main//p"))


def test_the_way_to_it_is_beside_that_of_applying(client: Client, town: Organ) -> None:
    tree = page(client, f"/apply/{town.pk}/")
    assert tree.xpath(f"//a[@href='/rectify/{town.pk}/']")


def test_a_demand_with_its_evidence_waits_without_a_clock(client: Client, town: Organ) -> None:
    row = filed(client, town, attached=SimpleUploadedFile("土地证.png", PNG))
    assert (row.kind, row.state, row.attachments.count()) == ("rectification", "waiting", 1)
    words = followed(client)
    assert "条例没有规定更正的期限" in words
    assert WRONG in words
    assert texts(page(client, "/track/case/"), "//*[@class='ways']//a") == ["更正联系方式", "撤回更正要求"]
    assert "申请内容" not in words
    path_of(row.attachments.get().place).unlink()


@pytest.mark.parametrize(
    ("state", "told", "result"),
    [
        ("rectified", Said(outcome="面积改为5亩。"), "予以更正。面积改为5亩。"),
        ("upheld", Said(outcome="丈量表记的是3亩。"), "不予更正，理由是：丈量表记的是3亩。"),
        (
            "passed_on",
            Said(outcome="", competent="滑县农业农村局"),
            "该信息不由本机关更正，已转送有权更正的滑县农业农村局处理。",
        ),
        (
            "referred",
            Said(outcome="", competent="滑县农业农村局"),
            "该信息不由本机关更正，请向有权更正的滑县农业农村局提出。",
        ),
    ],
)
def test_its_end_is_told_with_what_is_open_against_it(
    client: Client, town: Organ, state: str, told: Said, result: str
) -> None:
    row = filed(client, town)
    proposed = rectifications.propose(arrival=row, state=state, told=told, actor="王敏")
    assert result not in followed(client)  # until somebody else has agreed
    rectifications.agree(arrival=proposed, seen=proposed.said_print, actor="李建国")
    words = followed(client)
    assert result in words
    assert "向滑县人民政府申请行政复议" in words
    assert texts(page(client, "/track/case/"), "//*[@class='ways']//a") == []
    assert not FoiRequest.objects.exists()  # Art 41 is no application for access: it counts nowhere


def test_who_takes_it_back_has_it_ended_without_an_answer(client: Client, town: Organ) -> None:
    row = filed(client, town)
    client.post("/track/case/send/withdrawal/", {"content": "已经和村里说清楚了"})
    assert "您提交了：撤回更正要求" in followed(client)
    message = Arrival.objects.get(kind="withdrawal")
    today = date(2022, 10, 18)
    inbox.accept(message=message, confirmed=Confirmation(today, "王敏", today, OFFICIAL))
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert "行政复议" not in followed(client)


def test_once_its_period_is_over_its_code_tells_that_it_was_destroyed_and_nothing_more(
    client: Client, town: Organ
) -> None:
    row = filed(client, town)
    rectified(row, "rectified", Said(outcome="面积改为5亩。"))
    with transaction.atomic():
        erase_arrival(arrival=row, on=date(2033, 1, 4), actor="李建国", reason="销毁")
    tree = page(client, "/track/case/")
    assert texts(tree, "//h1") == ["保管期满，材料已经销毁"]
    words = followed(client)
    assert "内容、您的信息和附件已在2033-01-04销毁" in words
    assert not {said for said in (WRONG, "5亩", NAME, "行政复议") if said in words}
    assert texts(tree, "//*[@class='ways']//a") == []
    assert client.get("/track/case/send/contact/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"content": ""}, "哪一份记录，哪里不准确，应当是什么"),
        ({"content": "机密★3年 名单"}, "里面有密级标志"),
        ({"id_number": "110105194912310021"}, "校验位对不上"),
        ({"phone": "", "email": ""}, "至少填一个"),
    ],
)
def test_what_cannot_be_taken_is_told_beside_its_field(
    client: Client, town: Organ, typed: dict[str, str], said: str
) -> None:
    answer = client.post(f"/rectify/{town.pk}/", {**WHO, "content": WRONG, **typed})
    assert answer.status_code == 422
    assert any(said in one for one in why(answer))
    assert not Arrival.objects.exists()


def test_past_the_limit_it_is_kept_all_the_same(client: Client, town: Organ) -> None:
    cache.set(limits.FILING._key(client.get("/").wsgi_request), limits.FILING.most, 60)
    sent = {**WHO, "content": WRONG, "answer": "99"}
    again = client.post(f"/rectify/{town.pk}/", sent)
    assert again.status_code == 422
    assert client.post(f"/rectify/{town.pk}/", {**sent, "again": "1"}).status_code == 302
    assert Arrival.objects.get().is_doubtful


def test_an_organ_that_takes_nothing_on_line_has_no_such_page(client: Client) -> None:
    assert client.get(f"/rectify/{real_organ().pk}/").status_code == 404


def test_nobody_has_anothers(client: Client, town: Organ) -> None:
    filed(client, town)
    assert NAME not in Client().get("/track/case/").content.decode()

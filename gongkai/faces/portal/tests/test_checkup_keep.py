"""保存到本机关: offered to whoever compiles an organ's report, to nobody else, and done only when ticked."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.faces.portal.tests.checked_reports import ORGAN, YEAR, good, page
from gongkai.faces.tests.html import parsed, texts
from gongkai.faces.tests.organs import organ_to_mend, real_organ, staff
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.models import KeptReport
from gongkai.reading import recognised, safely
from gongkai.reading.printed import Reading

pytestmark = pytest.mark.django_db
PAGE = page(good())
BOX = "//input[@name='keep']"


@pytest.fixture(autouse=True)
def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process for each reading costs half a second."""

    def plainly(data: bytes, *, name: str, **limits: object) -> Reading:
        return Reading(recognised(data, name=name).report)

    monkeypatch.setattr(safely, "read_printed", plainly)
    monkeypatch.setattr(safely, "words_of", lambda data, **limits: data.decode())


def checked(client: Client, organ: Organ | None = None) -> Any:
    """The result, with the box of an organ ticked."""
    sent: dict[str, Any] = {"report": SimpleUploadedFile("年报.html", PAGE)}
    return parsed(client.post("/check/", sent | ({"keep": organ.pk} if organ else {})).content)


def test_a_clerk_keeps_a_report_takes_it_out_and_deletes_it(client: Client) -> None:
    organ = real_organ()
    client.force_login(staff(organ, "clerk"))
    assert parsed(client.get("/check/").content).xpath(f"{BOX}/@value") == [str(organ.pk)]
    tree = checked(client, organ)
    assert f"年报文件已加密保存到{organ.name}。" in tree.text_content()
    assert "服务器上不留存" not in tree.text_content()
    here = f"/desk/organs/{organ.pk}/kept-reports/"
    listed = parsed(client.get(here).content)
    (address,) = listed.xpath("//ul[@class='rows']//a/@href")
    assert f"{ORGAN}{YEAR}年年度报告" in listed.text_content()
    taken = client.get(address)
    assert taken.content == PAGE
    assert taken["Content-Type"] == "application/octet-stream"
    assert taken["Content-Disposition"].startswith("attachment")
    client.post(f"{address}drop/")
    assert "还没有收存的年报" in client.get(here).content.decode()
    assert client.get(address).status_code == 404


def test_what_is_not_ticked_is_not_kept(client: Client) -> None:
    client.force_login(staff(real_organ(), "clerk"))
    tree = checked(client)
    assert "服务器上不留存" in tree.text_content()
    assert not KeptReport.objects.exists()


@pytest.mark.parametrize("who", ["nobody", "an auditor", "somebody of a sample", "a clerk elsewhere"])
def test_nobody_else_is_offered_it_or_may(client: Client, who: str) -> None:
    organ = real_organ()
    sample = organ_to_mend()
    if who == "an auditor":
        client.force_login(staff(organ, "auditor"))
    elif who == "somebody of a sample":
        client.force_login(staff(sample, "clerk"))
    elif who == "a clerk elsewhere":
        client.force_login(staff(organ, "clerk"))
        organ = sample
    offered = parsed(client.get("/check/").content).xpath(f"{BOX}/@value")
    assert offered == ([] if who != "a clerk elsewhere" else offered)
    assert str(organ.pk) not in offered
    assert texts(checked(client, organ), "//h1")
    assert not KeptReport.objects.exists()


def test_one_with_a_secrecy_mark_is_checked_and_not_kept(client: Client) -> None:
    organ = real_organ()
    client.force_login(staff(organ, "clerk"))
    sent = {"report": SimpleUploadedFile("秘密★年报.html", PAGE), "keep": organ.pk}
    tree = parsed(client.post("/check/", sent).content)
    assert "没有保存：附件 — 有密级或者不公开的标志" in tree.text_content()
    assert not KeptReport.objects.exists()

"""考核凭据 on screen: one file at once, a long one as soon as it is made; each time the log has it."""

import io
import os
import time
import zipfile

import pytest
from django.test import Client

from gongkai.faces.tests.html import page
from gongkai.faces.tests.organs import YEAR, staff
from gongkai.faces.workbench.day import evidence
from gongkai.jobs import evidence as jobs
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.evidence import package
from gongkai.ledger.organs.models import Organ

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]


@pytest.fixture
def address(real: Organ) -> str:
    return f"/desk/organs/{real.pk}/year/{YEAR}/evidence/"


def names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def test_the_file_is_given_at_once_and_the_log_says_who_took_it(
    client: Client, real: Organ, address: str
) -> None:
    client.force_login(staff(real, "auditor"))
    answer = client.post(address, {"reason": "县里考核"})
    assert "目录.pdf" in names(answer.content)
    entry = Entry.objects.get(action="evidence.take")
    assert (entry.reason, entry.actor) == ("县里考核", "王敏（wangmin）")


def test_names_go_along_for_a_reason_and_for_nobody_who_may_not_see_them(
    client: Client, real: Organ, address: str
) -> None:
    client.force_login(staff(real, "clerk"))
    assert client.post(address, {"with_names": "on", "reason": ""}).status_code == 422
    client.post(address, {"with_names": "on", "reason": "市里考核"})
    assert Entry.objects.get(action="evidence.take_names").reason == "市里考核"
    client.force_login(staff(real, "auditor", username="li", name="李四"))
    assert not page(client, address).xpath("//input[@name='with_names']")
    client.post(address, {"with_names": "on", "reason": "看看"})
    assert Entry.objects.filter(action="evidence.take_names").count() == 1


def test_a_long_one_is_made_beside_and_only_whoever_asked_has_it(
    client: Client, real: Organ, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "AT_ONCE", -1)
    client.force_login(staff(real, "clerk"))
    place = client.post(address, {}).url  # type: ignore[attr-defined]
    assert not page(client, place).xpath("//a[contains(@href, 'file=1')]")
    assert "正在排队" in page(client, place).text_content()
    jobs.make.call(place.split("/")[-2])
    assert page(client, place).xpath(f"//a[@href='{place}?file=1']")
    assert "目录.pdf" in names(client.get(f"{place}?file=1").content)
    client.force_login(staff(real, "auditor", username="li", name="李四"))
    assert client.get(place).status_code == 404


def test_one_whose_process_died_says_so_and_is_offered_again(
    client: Client, real: Organ, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "AT_ONCE", -1)
    client.force_login(staff(real, "clerk"))
    place = client.post(address, {}).url  # type: ignore[attr-defined]

    def die(*_said: object, tell: package.Tell, **_more: object) -> bytes:
        tell(3, 20)
        raise SystemExit  # as after a kill nothing more is written: _FAILED is taken away below

    monkeypatch.setattr(package, "write", die)
    key = place.split("/")[-2]
    with pytest.raises(SystemExit):
        jobs.make.call(key)
    folder = jobs.FOLDER.place(key)
    (folder / "failed.json").unlink()
    assert "已办3，共20" in page(client, place).text_content()
    assert not page(client, place).xpath("//main//a[contains(., '再做一次')]")
    then = time.time() - jobs.CUT_OFF - 1
    os.utime(folder / "done", (then, then))
    assert "没有做完就中断了" in page(client, place).text_content()
    assert page(client, place).xpath("//main//a[contains(., '再做一次')]/@href") == [address]

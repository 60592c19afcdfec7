"""Making a record on screen: files in, what was read looked at, and no personal number on any page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as conf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import staff
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.disclosures.making import files
from gongkai.ledger.disclosures.models import Disclosure, Record
from gongkai.ledger.organs.models import Organ
from gongkai.reading.originals.tests.documents import ID_NUMBER, MOBILE, TITLE, telling, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # every file is read in a process of its own


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with time_machine.travel("2022-10-19T10:00:00+08:00"):
        yield
    for path in (Path(conf.DATA) / files.FOLDER).rglob("*"):
        if path.is_file():
            path.unlink()


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "clerk"))
    return client


def at(organ: Organ, path: str = "") -> str:
    return f"/desk/organs/{organ.pk}/ledger/disclosures/making/{path}"


def dropped(clerk: Client, organ: Organ, *handed: tuple[str, bytes], together: str = "one") -> Any:
    sent = [SimpleUploadedFile(name, data) for name, data in handed]
    return clerk.post(at(organ, "new/"), {"dropped": sent, "together": together})


def why(answer: Any) -> list[str]:
    return texts(parsed(answer.content), "//*[@class='error-summary']//li")


def sent_as_read(tree: Any) -> dict[str, str]:
    """The form as it stands on the page."""
    form = tree.xpath("//form[@class='form']")[0]
    return {name: value or "" for name, value in form.form_values()}


def test_a_dropped_file_is_read_looked_at_and_registered_in_two_forms(clerk: Client, real: Organ) -> None:
    answer = dropped(clerk, real, ("公示.docx", telling()), ("发放名册.xlsx", workbook()))
    record = Record.objects.get()
    assert answer["Location"] == at(real, f"{record.pk}/elements/")
    tree = page(clerk, answer["Location"])
    said = sent_as_read(tree)
    assert (said["title"], said["document_no"], said["formed_on"]) == (
        TITLE,
        "四政〔2022〕36号",
        "2022-10-08",
    )
    assert "取自落款" in texts(tree, "//p[@class='hint from']")
    assert "文中列了附件补助标准，还没有收到同名的文件。" in texts(tree, "//main//p")
    done = clerk.post(answer["Location"], said)
    row = Disclosure.objects.get()
    assert (done["Location"], row.title, row.index_no) == (
        at(real, f"{record.pk}/"),
        TITLE,
        "真实镇/2022-00001",
    )
    assert TITLE in texts(page(clerk, at(real)), "//ol//span[@lang]")[0]


def test_no_page_shows_a_number_that_the_screen_found(clerk: Client, real: Organ) -> None:
    dropped(clerk, real, ("公示.docx", telling()), ("发放名册.xlsx", workbook()))
    record = Record.objects.get()
    for path in ("", f"{record.pk}/", f"{record.pk}/elements/"):
        shown = clerk.get(at(real, path)).content.decode()
        for secret in (ID_NUMBER, MOBILE, "13900000000", "6217001234567890123", "350102199001011234"):
            assert secret not in shown, (path, secret)
    tree = page(clerk, at(real, f"{record.pk}/"))
    assert "公民身份号码2处" in texts(tree, "//article//a")
    assert texts(tree, "//details//dt").count("批注") == 2


def test_a_secret_file_is_refused_in_words_and_only_the_fact_is_logged(clerk: Client, real: Organ) -> None:
    answer = dropped(clerk, real, ("绝密★方案.docx", telling()))
    assert (answer.status_code, Record.objects.count()) == (422, 0)
    assert why(answer) == ["附件 — 有密级或者不公开的标志，没有收下，也没有留存 — 请联系保密员。"]
    assert Entry.objects.latest("number").action == "record.barred"


def test_what_is_no_document_is_refused(clerk: Client, real: Organ) -> None:
    assert "不是能收的文件" in why(dropped(clerk, real, ("a.exe", b"MZ" + b"\0" * 100)))[0]


def test_a_file_as_it_came_opens_with_a_reason_that_is_logged(clerk: Client, real: Organ) -> None:
    handed_in = workbook()
    dropped(clerk, real, ("发放名册.xlsx", handed_in))
    record = Record.objects.get()
    url = at(real, f"{record.pk}/files/{record.originals.get().pk}/")
    assert clerk.post(url, {"reason": ""}).status_code == 422
    answer = clerk.post(url, {"reason": "核对名册"})
    assert answer.content == handed_in
    last = Entry.objects.latest("number")
    assert (last.action, last.reason) == ("request.unmask.original", "核对名册")


def test_a_wrong_file_is_put_away_and_its_words_are_gone(clerk: Client, real: Organ) -> None:
    dropped(clerk, real, ("公示.docx", telling()))
    record = Record.objects.get()
    assert clerk.post(at(real, f"{record.pk}/drop/"), {"reason": "拖错了"})["Location"] == at(real)
    record.refresh_from_db()
    assert (record.state, record.originals.get().read_sealed) == ("dropped", "")
    assert "没有正在办的" in texts(page(clerk, at(real)), "//h1")

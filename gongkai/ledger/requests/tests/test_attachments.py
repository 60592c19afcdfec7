"""Files that people hand in: hostile until looked at, encrypted once they are kept."""

import io
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf

from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs.actions import create
from gongkai.ledger.requests import attachments, inbox, quarantine
from gongkai.ledger.requests.attachments import Barred, Refused
from gongkai.ledger.requests.entries import Said
from gongkai.lib.tests.clamd_server import EICAR, Scanner
from gongkai.lib.today import now
from gongkai.papers import write
from gongkai.papers.model import Document, Paragraph

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100


def stored() -> list[Path]:
    return [path for path in (Path(conf.DATA) / attachments.FOLDER).rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def nothing_stored() -> Iterator[None]:
    """Nor anything left by others: a transaction that is taken back takes no file back."""
    clear()
    yield
    clear()


def clear() -> None:
    for path in stored():
        path.unlink()


def paper(words: str, form: str) -> bytes:
    return write(Document("申请表", (Paragraph(words),)), form)


def packed(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


def test_a_file_is_kept_encrypted_for_its_owner_alone_and_read_back() -> None:
    kept = attachments.keep("欧阳晓明 身份证.jpg", PNG)
    (path,) = stored()
    assert PNG not in path.read_bytes()
    assert "欧阳" not in path.name
    assert os.name == "nt" or path.stat().st_mode & 0o077 == 0
    assert attachments.content(kept) == PNG
    assert attachments.name_of(kept) == "欧阳晓明 身份证.png"  # what it is, not what it was called


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.pdf", b"MZ\x90\0 program", "不是能收的文件"),
        ("a.jpg", b"<svg onload=alert(1)>", "不是能收的文件"),
        ("a.docx", packed(word__document_xml="<w/>", word__vbaProject_bin="x"), "里面有宏"),
        ("a.zip", packed(other_txt="x"), "不是能收的文件"),
        ("a.docx", b"PK\x03\x04 broken", "不是能收的文件"),
        ("a.png", b"", "是空的"),
        ("a.png", PNG + b"\0" * attachments.LARGEST, "超过10兆字节"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_words_and_not_stored(name: str, data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        attachments.keep(name, data)
    assert stored() == []


@pytest.mark.parametrize("name", ["机密★10年 名单.png", "密级文件.png", "内部资料.png", "此件不公开.png"])
def test_a_name_with_a_secrecy_mark_bars_the_file(name: str) -> None:
    with pytest.raises(Barred, match="请联系保密员"):
        attachments.keep(name, PNG)
    assert stored() == []


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_a_secrecy_mark_in_the_text_bars_the_file_and_nothing_of_it_is_kept(form: str) -> None:
    organ = create(name="四间房镇人民政府", actor="测试")
    with pytest.raises(Barred):
        attachments.keep(f"附件.{form}", paper("秘 密 ★ 长期", form))
    inbox.barred(organ=organ, actor=inbox.APPLICANT)
    assert stored() == []
    logged = Entry.objects.latest("number")
    assert (logged.action, logged.subject, logged.reason) == ("arrival.barred", "requests.attachment:", "")
    assert attachments.keep(f"附件.{form}", paper("商业秘密不在此列", form)).is_read


def test_a_file_whose_form_was_never_sent_is_swept_away() -> None:
    attachments.keep("a.png", PNG)
    assert attachments.sweep() == 0
    (path,) = stored()
    old = time.time() - attachments.WAITS - 1
    os.utime(path, (old, old))
    assert attachments.sweep() == 1
    assert stored() == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("behaviour", "why"), [("found", "查出病毒"), ("silent", "没有做成"), ("closed", "没有做成")]
)
def test_without_the_scanners_word_nothing_is_kept(
    settings: Any, monkeypatch: pytest.MonkeyPatch, behaviour: str, why: str
) -> None:
    monkeypatch.setattr("gongkai.lib.clamd.SECONDS", 0.2)
    with Scanner(behaviour) as address:
        settings.CLAMD = address
        with pytest.raises(Refused, match=why):
            attachments.keep("a.png", PNG + EICAR)
    assert stored() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)  # as the jobs find it
def test_what_was_handed_in_while_the_scanner_was_down_waits_for_its_word(
    settings: Any, monkeypatch: pytest.MonkeyPatch, head_noted: None
) -> None:
    organ = create(name="四间房镇人民政府", actor="测试")
    with Scanner("silent") as address, monkeypatch.context() as impatient:
        impatient.setattr("gongkai.lib.clamd.SECONDS", 0.2)
        settings.CLAMD = address
        files = [("a.png", PNG), ("b.png", PNG + EICAR)]
        kept = inbox.keep_files(organ=organ, actor=inbox.APPLICANT, files=files, may_wait=True)
        filed = inbox.arrive(
            organ=organ, channel="internet", said=Said("预算"), at=now(), actor=inbox.APPLICANT, files=kept
        )
        assert quarantine.look_again() == 0
    assert [one.quarantine for one in filed.arrival.attachments.all()] == ["waiting", "waiting"]
    with Scanner("found") as address:
        settings.CLAMD = address
        assert quarantine.look_again() == 2
    states = filed.arrival.attachments.values_list("quarantine", "is_scanned")
    assert list(states) == [("", True), ("infected", True)]
    assert not quarantine.waiting().exists()
    assert proof.verify() is None


def test_a_clean_file_is_marked_as_scanned(settings: Any) -> None:
    with Scanner("found") as address:
        settings.CLAMD = address
        assert attachments.keep("a.png", PNG).is_scanned

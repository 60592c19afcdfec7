"""年报体检 under attack: hostile files, too many, too much; read by the real child process throughout."""

import io
import re
import sys
import threading
import time
import zipfile
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gongkai.cli.serve import THREADS
from gongkai.faces.portal.tests.checked_reports import good, page
from gongkai.faces.public import intake
from gongkai.faces.public.intake import LARGEST_BODY, MEGABYTE, TURNSTILE, Refused, Turnstile
from gongkai.faces.tests.html import parsed, texts
from gongkai.reading.tests import printed
from gongkai.reading.tests.test_safely import pdf_that_never_ends


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def zip_bomb(part_name: str = "word/document.xml") -> bytes:
    """A Word or OFD file of 130 megabytes of nothing, made without ever holding them."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(part_name, "w") as part,
    ):
        for _ in range(130):
            part.write(b"\0" * MEGABYTE)
    return file.getvalue()


def giant_picture() -> bytes:
    """A picture of 90 million pixels in a few kilobytes."""
    file = io.BytesIO()
    Image.new("1", (10_000, 9_000), 1).save(file, "PNG")
    return file.getvalue()


def packed_stream() -> bytes:
    """A PDF whose one stream unpacks to 80 megabytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * MEGABYTE) for _ in range(80)) + packer.flush()
    head = b"%PDF-1.4\n1 0 obj\n<</Filter /FlateDecode>>\nstream\n"
    return head + packed + b"\nendstream\nendobj\n"


def entity_bomb() -> bytes:
    """A Word file whose text doubles itself thirty times."""
    names = [f"e{number}" for number in range(30)]
    doubled = "".join(f'<!ENTITY {b} "&{a};&{a};">' for a, b in pairwise(names))
    word = printed.word(good())
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    body = parts["word/document.xml"].partition(b"<w:document")[2].replace(b"<w:t>", b"<w:t>&e29;", 1)
    head = f'<!DOCTYPE x [<!ENTITY e0 "{"x" * 100}">{doubled}]>'
    parts["word/document.xml"] = head.encode() + b"<w:document" + body
    return zipped(**parts)


def pdf_of(pages: int) -> bytes:
    """Empty pages, each an object of its own."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(pages))
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages)]
    parts += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"] * pages
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(parts) + 1
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end


def send(client: Client, name: str, data: bytes, **fields: Any) -> Any:
    return client.post("/check/", {"report": SimpleUploadedFile(name, data), **fields})


def why(answer: Any) -> str:
    """The sentence of the summary, once it is sure that the page is the question again."""
    tree = parsed(answer.content)
    assert texts(tree, "//h1") == ["要检查哪一份年报？"]
    (summary,) = texts(tree, "//*[@role='alert']/p")
    (at_the_field,) = texts(tree, "//*[@class='wrong-why']")
    assert at_the_field == summary
    return summary


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a zip bomb": ("弹.docx", zip_bomb, "解压后过大"),
    "an OFD bomb": ("弹.ofd", lambda: zip_bomb("OFD.xml"), "解压后过大"),
    "a giant picture": ("大.png", giant_picture, "图片"),  # too large, or the part for pictures is missing
    "an entity bomb": ("实体.docx", entity_bomb, "已损坏或不完整"),
    "ten thousand pages": ("厚.pdf", lambda: pdf_of(10_000), "超过300页"),
    "a packed stream without end": ("弹.pdf", packed_stream, "内含异常的压缩内容"),
    "nesting without end": (
        "深.html",
        lambda: page(good()).replace(b"<body>", b"<body>" + b"<div><font>" * 50_000),
        "没有找到年度报告的表格",
    ),
    "a program": ("程序.html", lambda: b"MZ\0\0\0\0" * 20, "不是可读的文件类型"),
    "nothing": ("空.docx", lambda: b" ", "是空文件"),
    "an old Excel file": ("旧.xls", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧版Excel"),
    "prose without end": (
        "长.html",
        lambda: page(good()).replace("更新及时".encode(), "收,".encode() * 30_000),
        "正文过长",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("attack", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_costs_little(client: Client, attack: str) -> None:
    name, made, says = HOSTILE[attack]
    data = made()
    before, began = peak_megabytes(), time.monotonic()
    answer = send(client, name, data, pasted="留着的文字")
    assert answer.status_code == 422
    assert says in why(answer)
    assert f"《{name}》" in why(answer)
    assert time.monotonic() - began < 15
    assert peak_megabytes() - before < 100  # of this process; the child's is the system's affair
    assert texts(parsed(answer.content), "//textarea") == ["留着的文字"]


def peak_megabytes() -> int:
    """The most memory that this process has had so far; 0 where the system does not say."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (
        MEGABYTE if sys.platform == "darwin" else 1024
    )


@pytest.mark.slow
def test_a_page_that_keeps_its_reader_busy_is_given_up(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "SECONDS", 2)
    assert "读取超过2秒，已停止" in why(send(client, "慢.pdf", pdf_that_never_ends(180)))


@pytest.mark.slow
def test_a_scan_is_read_one_at_a_time_and_given_up_after_its_own_time(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.synthetic import scans  # skips where the optional part is missing

    scan = scans.as_png(scans.pages(printed.pdf(good()))[0])
    tree = parsed(send(client, "扫描.png", scan).content)
    assert texts(tree, "//p[@class='sources']/span") == ["扫描.png"]
    with intake.LOOKING.place():
        answer = send(client, "扫描.png", scan)
        assert answer.status_code == 503
        assert "现在检查的人多" in why(answer)
        assert send(client, "好.html", page(good())).status_code == 200
    monkeypatch.setattr(intake, "PICTURE_SECONDS", 1)
    assert "读取超过1秒，已停止" in why(send(client, "扫描.png", scan))


@pytest.mark.slow
@pytest.mark.parametrize("span", ["999999999", "65534"])
def test_absurd_spans_do_no_harm(client: Client, span: str) -> None:
    rows = f"<tr><td colspan='{span}' rowspan='{span}'>a</td><td>b</td></tr>" * 300
    answer = send(
        client, "跨.html", page(good()).replace(b"</body>", f"<table>{rows}</table></body>".encode())
    )
    assert texts(parsed(answer.content), "//h1") == ["数字全部相符，没有要改的"]


@pytest.mark.slow
def test_scripts_of_a_report_stay_text(client: Client) -> None:
    attack = "&lt;script&gt;alert(1)&lt;/script&gt;<script>alert(2)</script><img src=x onerror=alert(3)>"
    answer = send(client, "<b>脚本.html", page(good()).replace("更新及时".encode(), attack.encode()))
    tree = parsed(answer.content)
    assert tree.xpath("//script/@src") == ["/static/ui/page.js", "/static/portal/checkup.js"]
    assert not tree.xpath("//img | //b | //script[text()]")
    assert "<script>alert(1)</script>" in tree.get_element_by_id("chapter-overview").text_content()


@pytest.mark.slow
def test_a_report_that_breaks_a_rule_in_every_sentence_is_told_in_a_hundred(client: Client) -> None:
    sentences = "".join(f"收到政府信息公开申请{number}件。" for number in range(1000, 2000))
    answer = send(client, "多.html", page(good()).replace("更新及时".encode(), sentences.encode()))
    tree = parsed(answer.content)
    assert len(tree.xpath("//article")) == 100
    assert re.search(r"还有\d{3}处没有列出", tree.text_content())


def test_the_largest_file_is_refused_while_the_pasted_text_is_kept(client: Client) -> None:
    answer = send(client, "大.txt", b" " * (20 * MEGABYTE + 1), pasted="留着的文字")
    assert answer.status_code == 413
    assert why(answer) == "《大.txt》 — 超过20兆字节，不像年度报告 — 请只保留年度报告正文后再试。"
    assert texts(parsed(answer.content), "//textarea") == ["留着的文字"]


@pytest.mark.slow
@pytest.mark.parametrize("megabytes", [3, 6])
def test_a_pasted_text_over_the_limit_is_refused(client: Client, megabytes: int) -> None:
    answer = client.post("/check/", {"pasted": "x" * (megabytes * MEGABYTE)})
    assert answer.status_code == 413
    assert why(answer).startswith("粘贴的内容 — 超过2兆字节")


def test_a_body_over_every_limit_is_not_even_read(client: Client) -> None:
    answer = client.generic(
        "POST", "/check/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=LARGEST_BODY + 1
    )
    assert answer.status_code == 413
    assert "每个不能超过20兆字节" in why(answer)


@pytest.mark.slow
@pytest.mark.parametrize(
    "body", [b"--x\r\n", b"--x\r\nContent-Disposition: form-data; name=pasted\r\n\r\nabc", b"\0"]
)
def test_a_broken_upload_is_refused_in_words(client: Client, body: bytes) -> None:
    answer = client.generic("POST", "/check/", body, "multipart/form-data; boundary=x")
    assert answer.status_code in {400, 422}
    assert why(answer)


@pytest.mark.slow
def test_nothing_handed_in_touches_the_disk(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "not there"  # Django would write a file of this size here
    data = page(good()) + b" " * (3 * MEGABYTE)
    answer = send(client, "年报.html", data)
    assert answer.status_code == 200
    (kept,) = parsed(answer.content).xpath("//input[@name='kept']/@value")
    previous = SimpleUploadedFile("上年.html", data)
    assert client.post("/check/files/json", {"kept": kept, "previous": previous}).status_code == 200
    assert set(client.cookies) <= {"csrftoken"}


@pytest.mark.slow
def test_a_form_from_elsewhere_is_refused(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert send(strict, "年报.html", page(good())).status_code == 403
    assert strict.post("/check/files/json", {"kept": ""}).status_code == 403
    (token,) = parsed(strict.get("/check/").content).xpath(
        "//main//input[@name='csrfmiddlewaretoken']/@value"
    )
    assert send(strict, "年报.html", page(good()), csrfmiddlewaretoken=token).status_code == 200


@pytest.mark.slow
def test_more_checks_than_places_are_asked_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    turnstile = Turnstile(places=1, waiting=0)
    monkeypatch.setattr("gongkai.faces.portal.checkup.page.TURNSTILE", turnstile)
    with turnstile.place():
        answer = send(client, "年报.html", page(good()), pasted="留着的文字")
        assert client.get("/check/").status_code == 200
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "文件要重新选，粘贴的文字还在" in why(answer)
    assert texts(parsed(answer.content), "//textarea") == ["留着的文字"]
    assert send(client, "年报.html", page(good())).status_code == 200


def test_one_check_waits_for_a_place_and_the_next_does_not() -> None:
    turnstile = Turnstile(places=1, waiting=1, patience=10)
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with turnstile.place():
            inside.set()
            leave.wait(10)

    def pass_through() -> str:
        with turnstile.place():
            return "in"

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(stay)
        inside.wait(10)
        waiting = threads.submit(pass_through)
        while turnstile._hall._value:
            time.sleep(0.01)
        with pytest.raises(Refused, match="请过一分钟"), turnstile.place():
            pass
        assert not waiting.done()
        leave.set()
        assert waiting.result(10) == "in"
        first.result(10)


def test_however_many_wait_there_are_threads_for_everybody_else() -> None:
    assert THREADS - TURNSTILE._hall._value >= 2


@pytest.mark.slow
def test_ten_who_come_at_once_are_all_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongkai.faces.portal.checkup.page.TURNSTILE", Turnstile(patience=60))

    def sent(number: int) -> int:
        return int(send(Client(), f"年报{number}.html", page(good())).status_code)

    with ThreadPoolExecutor(10) as threads:
        assert list(threads.map(sent, range(10))) == [200] * 10


def test_a_check_that_waits_in_vain_gives_its_place_in_the_hall_back() -> None:
    turnstile = Turnstile(places=1, waiting=1, patience=0.01)
    with turnstile.place():
        for _ in range(3):
            with pytest.raises(Refused), turnstile.place():
                pass
    with turnstile.place():
        pass

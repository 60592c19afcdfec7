"""Scans and pictures: a figure is read right or not at all, offline, within limits."""

import io
import socket
import struct
import sys
import zlib

import pytest
from PIL import Image

from gongkai import reading
from gongkai.reading import NeedsEyes, ReadError, read_bytes, safely
from tests.synthetic import scans
from tests.synthetic.files import SCAN, draft, write
from tests.synthetic.judge import judge
from tests.synthetic.scans import CLEAN, WORN, Wear
from tests.synthetic.variants import VARIANTS, spoilt


def one_page(seed: int) -> bytes:
    """The first page of a report as a PNG."""
    return scans.as_png(scans.pages(write(draft(seed, "2021", "pdf")))[0])


@pytest.mark.slow
@pytest.mark.parametrize(("form", "wear"), [*zip(("2021", "2019", "2021", "2019"), WORN, strict=True)])
def test_nearly_every_figure_of_a_worn_scan_is_read_and_none_wrong(form: str, wear: Wear) -> None:
    page = draft(3 if form == "2021" else 7, form, "pdf")
    verdict = judge(page, scans.as_pdf(scans.pages(write(page), wear), wear.dpi))
    assert verdict.wrong == {}
    assert len(verdict.unread) <= 6


@pytest.mark.slow
def test_every_figure_of_a_clean_scan_is_read_here_a_tiff_of_many_pages() -> None:
    page = draft(3, "2021", "pdf")
    verdict = judge(page, scans.as_tiff(scans.pages(write(page))))
    assert (verdict.wrong, verdict.unread) == ({}, [])


@pytest.mark.slow
def test_of_one_page_what_stands_on_it_is_read_and_the_rest_is_said_to_be_unread() -> None:
    verdict = judge(draft(3, "2021", "pdf"), one_page(3))
    assert verdict.wrong == {}
    assert {code.split("/")[0] for code in verdict.unread} == {"requests", "remedies"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["blanks", "struck digits", "raised digits", "letters for digits"])
def test_no_figure_of_a_scan_is_read_wrong_where_the_form_is_printed_with(name: str) -> None:
    assert judge(spoilt(3, "2021", SCAN, name)).wrong == {}


@pytest.mark.slow
@pytest.mark.parametrize("slant", [0.02, 0.1])
def test_no_figure_is_read_wrong_of_a_page_that_was_photographed_at_an_angle(slant: float) -> None:
    page = draft(3, "2021", "pdf")
    wear = Wear(dpi=170, tilt=-1.9, slant=slant, paper=210, ink=60, shadow=0.3, noise=4, quality=60)
    verdict = judge(page, scans.as_png(scans.pages(write(page), wear)[0]))
    assert verdict.wrong == {}
    assert verdict.unread


@pytest.mark.slow
def test_tables_that_are_pictures_after_the_text_are_read() -> None:
    page, words = draft(3, "2021", "pdf"), draft(3, "2021", "pdf")
    words.blocks = [block for block in words.blocks if isinstance(block, str)]
    report = read_bytes(
        scans.joined(write(words), scans.as_pdf(scans.pages(write(page)), CLEAN.dpi)), name="报告.pdf"
    )
    assert report.cells == page.truth
    assert report.narrative["problems"] == "一是人手少。二是培训少。下一步改进。"


@pytest.mark.slow
def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("a network was asked for")

    for way in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, way, refuse)
    assert read_bytes(one_page(5), name="报告.png").cells["proactive/licensing"] == 0


@pytest.mark.slow
def test_in_a_child_process_a_scan_gets_time_and_memory_of_its_own() -> None:
    data = one_page(5)
    report = safely.read_bytes(data, name="报告.png", seconds=20, megabytes=700)
    assert report.cells["proactive/licensing"] == 0
    with pytest.raises(ReadError, match="读取超过1秒"):
        safely.read_bytes(data, name="报告.png", picture_seconds=1)


def test_a_picture_is_not_looked_at_by_who_does_not_allow_for_it() -> None:
    with pytest.raises(NeedsEyes):
        read_bytes(picture("PNG"), name="图.png", with_eyes=False)


def test_the_text_that_a_scanner_lays_below_its_pictures_is_not_believed() -> None:
    words = b"BT 3 Tr /F 9 Tf 50 500 Td (0 3 0 0 4 0 7 of the annual report) Tj ET "
    drawing = b"q 600 0 0 800 0 0 cm /I Do Q"
    data = pdf_with_a_picture_of(800, words + drawing)
    with pytest.raises(NeedsEyes):
        read_bytes(data, name="扫描.pdf", with_eyes=False)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "PDF"])
def test_without_the_optional_part_it_is_said_how_to_install_it(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(reading, "scan", raising=False)
    monkeypatch.setitem(sys.modules, "gongkai.reading.scan", None)
    with pytest.raises(ReadError, match=r"请在项目文件夹运行“python3 run\.py setup --ocr”后再试"):
        read_bytes(picture(kind), name="图")


def picture(kind: str, pages: int = 1, size: tuple[int, int] = (600, 800)) -> bytes:
    file = io.BytesIO()
    white = Image.new("L", size, 255)
    more = {"save_all": True, "append_images": [white] * (pages - 1)} if pages > 1 else {}
    white.save(file, kind, **more)
    return file.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def pdf_with_a_picture_of(side: int, drawing: bytes = b"q 600 0 0 800 0 0 cm /I Do Q") -> bytes:
    """A page that is one picture, of nothing but white."""
    packer = zlib.compressobj(9)
    row = b"\xff" * (side // 8)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    image = b"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>"
        b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        b"<<%s/Width %d/Height %d/Length %d>>stream\n%s\nendstream"
        % (image, side, side, len(packed), packed),
    )
    body, table = b"%PDF-1.4\n", b"xref\n0 6\n0000000000 65535 f \n"
    for number, part in enumerate(parts, 1):
        table += b"%010d 00000 n \n" % len(body)
        body += b"%d 0 obj%s endobj\n" % (number, part)
    return body + table + b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % len(body)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (png_that_claims(60_000, 60_000), "图片过大"),
        (png_that_claims(9_000, 9_000), "图片过大"),
        (png_that_claims(500, 500)[:-900], "已损坏或不完整"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "已损坏或不完整"),
        (picture("TIFF", pages=41), "超过40页"),
        (picture("TIFF")[:200], "已损坏或不完整"),
        (picture("PDF", pages=41), "超过40页"),
        (pdf_with_a_picture_of(20_000), "图片过大"),
        (picture("PNG", size=(90, 60)), "图片太小"),
        (b"GIF89a" + b"\0" * 90, "请另存为png、jpg或tiff"),
        (b"RIFF\0\0\0\0WEBP" + b"\0" * 90, "请另存为png、jpg或tiff"),
    ],
)
def test_a_hostile_picture_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        read_bytes(data, name="图")


def test_every_way_of_printing_the_form_is_tried_on_scans_by_the_judge() -> None:
    assert sum(SCAN in variant.kinds for variant in VARIANTS) > 50

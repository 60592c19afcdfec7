"""A page with a box becomes a picture that is sharp and small; pictures that come in lose what is beside
them."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image, ImageDraw

from gongkai.redaction import document
from gongkai.redaction.boxes import Box
from gongkai.redaction.cover import cover
from gongkai.redaction.errors import RedactionError
from gongkai.redaction.proof import prove
from gongkai.redaction.raster import LEAST_DOTS
from gongkai.redaction.tests import made

PAGE_OF_TEXT = 200_000  # bytes
CORNER = Box(1, 40, 40, 50, 6, "第十五条")


def first_picture(pdf: bytes) -> tuple[pikepdf.Object, float]:
    """The picture of the first page, and how many dots of it go on an inch."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        (image,) = page.obj.Resources.XObject.values()
        return pikepdf.Dictionary(
            {name: image[name] for name in image.keys() & {"/Filter", "/Width", "/ColorSpace"}}
        ), int(image.Width) / float(page.mediabox[2]) * 72


@pytest.mark.slow
@pytest.mark.parametrize("paragraphs", [8, 40], ids=["a page", "some pages"])
def test_a_page_of_text_is_ink_and_paper_of_200_dots_an_inch_and_less_than_200_kB(paragraphs: int) -> None:
    words = "本机关依法予以公开相关信息，现将有关情况告知如下。" * 5
    plain = document.plain(made.printed(*[words] * paragraphs))
    done = cover(plain, [CORNER], every_page=True)
    picture, dots = first_picture(done.pdf)
    assert picture.Filter == pikepdf.Array([pikepdf.Name.CCITTFaxDecode])
    assert dots >= LEAST_DOTS
    assert len(done.pdf) <= PAGE_OF_TEXT * len(done.pictured)


@pytest.mark.slow
def test_red_heads_keep_their_colour_and_photographs_their_shades() -> None:
    red = made.drawn(f"1 0 0 rg {made.text('RED HEAD', 100, 700)} 0 g {made.text('text', 100, 600)}")
    done = cover(document.plain(made.data(red)), [CORNER])
    assert first_picture(done.pdf)[0].ColorSpace[0] == "/Indexed"
    photo = made.drawn("q 300 0 0 300 100 400 cm /Im1 Do Q")
    photo.pages[0].obj.Resources.XObject = pikepdf.Dictionary(
        Im1=made.picture(photo, Image.radial_gradient("L"))
    )
    done = cover(document.plain(made.data(photo)), [CORNER])
    assert "/DCTDecode" in str(first_picture(done.pdf)[0].Filter)
    assert prove(done.pdf, [CORNER], done.removed, pictured=(1,), pages=1).holds


@pytest.mark.slow
def test_a_box_bears_its_ground_where_there_is_room() -> None:
    plain = document.plain(made.data(made.drawn(made.text("open", 100, 100))))
    narrow = Box(1, 120, 40, 4, 2, "第十五条")
    with document.opened(cover(plain, [CORNER, narrow]).pdf) as pages:
        seen = pages[0].render(scale=4).to_pil().convert("L")
    for box, has_label in ((CORNER, True), (narrow, False)):
        inside = [(one + 0.2) * 4 * 72 / 25.4 for one in (box.left, box.top)]
        inside += [(one - 0.4) * 4 * 72 / 25.4 for one in (box.edges.right, box.edges.bottom)]
        lightest = seen.crop([int(one) for one in inside]).getextrema()[1]
        assert (lightest > 200) is has_label


def scan(format_: str, **more: object) -> bytes:
    image = Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(image).text((200, 300), "SECRET4711", fill="black", font_size=60)
    out = io.BytesIO()
    image.save(out, format_, **more)
    return out.getvalue()


def exif(**tags: object) -> Image.Exif:
    told = Image.Exif()
    told[0x010E] = "SECRET4711 described"
    for tag, value in tags.items():
        told[int(tag[1:], 16)] = value
    return told


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "TIFF"])
def test_a_bare_picture_is_taken_and_what_its_camera_wrote_is_left(format_: str) -> None:
    data = scan(format_, exif=exif())
    assert b"SECRET4711 described" in data
    plain = document.plain(data)
    assert b"SECRET4711" not in made.everywhere(plain)
    with document.opened(plain) as pages:
        assert document.size(pages[0]) == pytest.approx((210, 297), abs=0.5)
    box = Box(1, 20, 40, 100, 30)
    done = cover(plain, [box])
    assert prove(done.pdf, [box], (), pictured=(1,), pages=1).holds
    assert b"SECRET4711" not in made.everywhere(done.pdf)


def test_a_picture_that_was_taken_sideways_stands_upright() -> None:
    with document.opened(document.plain(scan("JPEG", exif=exif(_0112=6)))) as pages:
        wide, high = document.size(pages[0])
    assert wide > high


LOCK = pikepdf.Encryption(user="a", owner="b")
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "password": (lambda: made.data(made.drawn("q Q"), encryption=LOCK), "设了密码"),
    "half a file": (lambda: b"%PDF-1.7\n1 0 obj <<", "已损坏"),
    "another kind": (lambda: b"PK\x03\x04 and more", "不是PDF或者图片"),
    "half a picture": (lambda: scan("JPEG")[:400], "已损坏"),
    "too many pages": (lambda: made.data(made.drawn(*["q Q"] * 201)), "超过200页"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_redacted_is_refused_in_words(what: str) -> None:
    make, words = REFUSED[what]
    with pytest.raises(RedactionError, match=words):
        document.plain(make())


def test_a_page_as_large_as_a_hall_is_refused() -> None:
    plain = document.plain(made.data(made.drawn("q Q", size=(14_400, 14_400))))
    with pytest.raises(RedactionError, match="第1页 — 尺寸过大"):
        cover(plain, [Box(1, 0, 0, 10, 10)])


def test_a_box_on_a_page_that_is_not_there_is_refused() -> None:
    plain = document.plain(made.data(made.drawn("q Q")))
    with pytest.raises(RedactionError, match="没有第2页"):
        cover(plain, [Box(2, 0, 0, 10, 10)])

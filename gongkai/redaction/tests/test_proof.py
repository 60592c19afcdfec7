"""The proof finds what a redaction left behind, wherever it was left."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from gongkai.redaction import document
from gongkai.redaction.boxes import Box
from gongkai.redaction.cover import cover
from gongkai.redaction.proof import Leak, Proof, prove
from gongkai.redaction.tests import made
from gongkai.redaction.text import chars, find

SECRET = "SECRET4711"


@pytest.fixture(scope="module")
def redacted() -> tuple[bytes, list[Box]]:
    """A document of two pages, a word of the first hidden."""
    first = made.text(SECRET, 100, 700) + made.text("open", 100, 600)
    plain = document.plain(made.data(made.drawn(first, made.text("two", 9, 9))))
    with document.opened(plain) as pages:
        boxes = find(chars(pages[0]), SECRET, 1)
    return cover(plain, boxes).pdf, boxes


def proved(pdf: bytes, boxes: list[Box], pages: int = 2) -> Proof:
    return prove(pdf, boxes, (SECRET,), pictured=(1,), pages=pages)


def test_a_whole_redaction_holds(redacted: tuple[bytes, list[Box]]) -> None:
    proof = proved(*redacted)
    assert proof.holds
    assert (proof.remains, proof.pages, proof.words) == ((), 2, 1)
    assert proof.streams > 3


def word_in_the_box(pdf: Pdf, boxes: list[Box]) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].obj.Resources.Font.F1 = font
    x, y = boxes[0].left * 72 / 25.4 + 5, 842 - boxes[0].edges.bottom * 72 / 25.4 + 2
    pdf.pages[0].contents_add(f"BT /F1 9 Tf 3 Tr {x} {y} Td (ab) Tj ET".encode())


def grey_box(pdf: Pdf, boxes: list[Box]) -> None:
    pdf.pages[0].obj.Resources.XObject.Im0 = made.picture(pdf, Image.new("L", (1984, 2807), 200))


def second_picture(pdf: Pdf, boxes: list[Box]) -> None:
    pdf.pages[0].obj.Resources.XObject.Im1 = made.picture(pdf, Image.new("L", (9, 9), 200))


def metadata(pdf: Pdf, boxes: list[Box]) -> None:
    pdf.Root.Metadata = pdf.make_stream(SECRET.encode())


def title(pdf: Pdf, boxes: list[Box]) -> None:
    pdf.docinfo["/Title"] = SECRET


def attachment(pdf: Pdf, boxes: list[Box]) -> None:
    pdf.attachments["list.txt"] = SECRET.encode()


def note(pdf: Pdf, boxes: list[Box]) -> None:
    said = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=SECRET)
    pdf.pages[1].obj.Annots = Array([said])


def unpainted_form(pdf: Pdf, boxes: list[Box]) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    pdf.pages[0].obj.Resources.Font.F1 = font
    form = made.form(pdf, made.text("nobody paints this", 9, 9))
    pdf.pages[1].obj.Resources.XObject = Dictionary(Fm1=form)


def private_bytes(pdf: Pdf, boxes: list[Box]) -> None:
    pdf.pages[1].obj.Resources.Font.F1.Private = pdf.make_stream(SECRET.lower().encode("utf-16-be"))


def in_hexadecimal(pdf: Pdf, boxes: list[Box]) -> None:
    pdf.pages[1].contents_add(f"/Span <</ActualText <{SECRET.encode('utf-16-be').hex()}>>> BDC EMC".encode())


TAMPERED: dict[Callable[[Pdf, list[Box]], None], set[tuple[Leak, int]]] = {
    word_in_the_box: {(Leak.BOX, 1)},
    grey_box: {(Leak.PICTURE, 1)},
    second_picture: {(Leak.PICTURE, 1), (Leak.BEHIND, 0)},
    metadata: {(Leak.BEHIND, 0)},  # unreadable, and emptied when it was written
    title: {(Leak.BYTES, 0), (Leak.BEHIND, 0)},
    attachment: {(Leak.BYTES, 0), (Leak.BEHIND, 0)},
    note: {(Leak.BYTES, 0), (Leak.BEHIND, 0)},
    unpainted_form: {(Leak.BEHIND, 0)},
    private_bytes: {(Leak.BYTES, 0)},
    in_hexadecimal: {(Leak.BYTES, 2)},
}


@pytest.mark.parametrize("tamper", TAMPERED, ids=lambda one: one.__name__)
def test_what_is_left_behind_is_found(
    redacted: tuple[bytes, list[Box]], tamper: Callable[[Pdf, list[Box]], None]
) -> None:
    data, boxes = redacted
    with pikepdf.open(io.BytesIO(data)) as pdf:
        tamper(pdf, boxes)
        leaks = set(proved(made.data(pdf), boxes).leaks)
    assert leaks == TAMPERED[tamper]


def test_an_earlier_revision_is_found(redacted: tuple[bytes, list[Box]]) -> None:
    data, boxes = redacted
    assert (Leak.REVISION, 0) in proved(made.revised(data, 90, b"<< >>"), boxes).leaks


def test_a_missing_page_and_a_page_that_stayed_as_it_was_are_found(redacted: tuple[bytes, list[Box]]) -> None:
    data, boxes = redacted
    assert proved(data, boxes, pages=3).leaks == ((Leak.PAGES, 0),)
    on_both = [*boxes, Box(2, 1, 1, 5, 5)]
    assert (Leak.PAGES, 2) in prove(data, on_both, (SECRET,), pictured=(1,), pages=2).leaks


@pytest.mark.slow
def test_words_that_stand_in_sight_on_another_page_are_told_and_are_no_leak() -> None:
    data = made.data(made.drawn(made.text(SECRET, 100, 700), made.text(SECRET, 50, 50), made.text("x", 9, 9)))
    plain = document.plain(data)
    with document.opened(plain) as pages:
        boxes = find(chars(pages[0]), SECRET, 1)
    done = cover(plain, boxes)
    proof = prove(done.pdf, boxes, done.removed, pictured=done.pictured, pages=3)
    assert proof.holds
    assert proof.remains == (2,)

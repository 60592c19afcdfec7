"""What is below a box is gone, whatever it hung on; what is not below one stays."""

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from gongkai.reading.originals import pdf as originals
from gongkai.redaction import document
from gongkai.redaction.boxes import Box
from gongkai.redaction.cover import Covered, cover
from gongkai.redaction.proof import Proof, prove
from gongkai.redaction.tests import made
from gongkai.redaction.text import chars, find, lines, proposals, snapped

SECRET, OPEN = "SECRET4711", "open words"


def words_on(pdf: bytes, number: int = 1) -> str:
    """What PDFium reads on a page."""
    return str(pypdfium2.PdfDocument(pdf)[number - 1].get_textpage().get_text_range())


def painted(pdf: bytes, number: int = 1) -> Image.Image:
    picture: Image.Image = pypdfium2.PdfDocument(pdf)[number - 1].render(scale=1).to_pil().convert("L")
    return picture


def boxes_over(plain: bytes, words: str, number: int = 1) -> list[Box]:
    with document.opened(plain) as pages:
        return find(chars(pages[number - 1]), words, number)


def covered(data: bytes, *words: str, **more: Any) -> Covered:
    """The document with these words of its first page hidden."""
    plain = document.plain(data)
    return cover(plain, [box for one in words for box in boxes_over(plain, one)], **more)


def proof_of(data: bytes, *words: str) -> Proof:
    plain = document.plain(data)
    boxes = [box for one in words for box in boxes_over(plain, one)]
    done = cover(plain, boxes)
    count = len(pikepdf.open(io.BytesIO(plain)).pages)
    return prove(done.pdf, boxes, done.removed, pictured=done.pictured, pages=count)


def two_lines(**more: Any) -> bytes:
    return made.data(made.drawn(f"{made.text(SECRET, 100, 700)} {made.text(OPEN, 100, 600)}", **more))


@pytest.mark.slow
def test_what_is_below_a_box_is_gone_and_the_rest_of_the_page_can_still_be_searched() -> None:
    done = covered(two_lines(), SECRET)
    assert done.removed == (SECRET,)
    assert words_on(done.pdf).strip() == OPEN
    assert SECRET.encode() not in made.everywhere(done.pdf)
    assert proof_of(two_lines(), SECRET).holds


@pytest.mark.slow
def test_a_page_without_a_box_stays_as_it_is() -> None:
    data = made.data(made.drawn(made.text(SECRET, 100, 700), made.text(OPEN, 100, 600)))
    done = covered(data, SECRET)
    assert done.pictured == (1,)
    assert words_on(done.pdf, 2) == words_on(data, 2) == OPEN
    assert ImageChops.difference(painted(done.pdf, 2), painted(data, 2)).getbbox() is None
    with pikepdf.open(io.BytesIO(done.pdf)) as new:
        assert not new.pages[1].obj.Resources.get("/XObject")


@pytest.mark.slow
def test_an_earlier_revision_of_the_file_does_not_come_along() -> None:
    plainly = pikepdf.ObjectStreamMode.disable
    data = made.data(made.drawn(made.text(SECRET, 100, 700)), object_stream_mode=plainly)
    with pikepdf.open(io.BytesIO(data)) as old:
        number = old.pages[0].obj.Contents.objgen[0]
    content = made.text(OPEN, 100, 700).encode()
    twice = made.revised(data, number, b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    assert words_on(twice) == OPEN
    assert SECRET.encode() in made.everywhere(data)
    done = covered(twice, "open")
    assert SECRET.encode() not in made.everywhere(done.pdf)
    assert done.pdf.count(b"startxref") == 1


def hung(pdf: pikepdf.Pdf) -> None:
    """The secret on everything that a document can carry besides its pages."""
    pdf.docinfo["/Title"] = SECRET
    with pdf.open_metadata() as metadata:
        metadata["dc:title"] = SECRET
    pdf.attachments["list.txt"] = SECRET.encode()
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=f"app.alert('{SECRET}')")
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, Alt=SECRET))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))
    for page in pdf.pages:
        page.obj.PieceInfo = Dictionary(Maker=Dictionary(Private=SECRET))
        page.obj.Metadata = pdf.make_stream(SECRET.encode())
        page.obj.Thumb = made.picture(pdf, Image.new("L", (4, 4)))
        page.obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=SECRET))
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 20, 20]), Contents=SECRET, T=SECRET
        )
        page.obj.Annots = Array([pdf.make_indirect(note)])


@pytest.mark.slow
def test_nothing_that_hangs_on_document_or_page_comes_along() -> None:
    pdf = made.drawn(f"{made.text(SECRET, 100, 700)}", made.text(OPEN, 100, 600))
    hung(pdf)
    done = covered(made.data(pdf), SECRET)
    assert SECRET.encode() not in made.everywhere(done.pdf)
    with pikepdf.open(io.BytesIO(done.pdf)) as new:
        assert set(new.Root.keys()) == {"/Type", "/Pages"}
        assert set(new.pages[1].obj.keys()) <= {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}


@pytest.mark.slow
def test_what_a_filled_form_shows_stays_on_its_page_and_can_be_hidden() -> None:
    pdf = made.drawn(made.text(OPEN, 100, 600))
    look = made.form(pdf, f"BT /F1 12 Tf 2 5 Td ({SECRET}) Tj ET", BBox=Array([0, 0, 200, 20]))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V=SECRET, F=4,
            Rect=Array([100, 700, 300, 720]), AP=Dictionary(N=look),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    assert SECRET in words_on(document.plain(made.data(pdf)))
    done = covered(made.data(pdf), SECRET)
    assert SECRET.encode() not in made.everywhere(done.pdf)
    assert words_on(done.pdf).strip() == OPEN


def shown_above(more: str, **of_page: Any) -> pikepdf.Pdf:
    """A page with words in its lower half, and with more."""
    return made.drawn(f"{more} {made.text(OPEN, 100, 300)}", **of_page)


UNSEEN = {
    "outside of the page": lambda: shown_above(made.text(SECRET, 100, 700), CropBox=Array([0, 0, 595, 500])),
    "white on white": lambda: shown_above(f"1 g {made.text(SECRET, 100, 700)} 0 g"),
    "written invisibly": lambda: shown_above(f"{made.text(SECRET, 100, 700, '3 Tr')} BT 0 Tr ET"),
    "below a black bar": lambda: shown_above(f"{made.text(SECRET, 100, 700)} 0 g 90 690 250 40 re f"),
    "below a picture": lambda: below_a_picture(),
}


def below_a_picture() -> pikepdf.Pdf:
    pdf = shown_above(f"{made.text(SECRET, 100, 700)} q 300 0 0 60 90 680 cm /Im1 Do Q")
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im1=made.picture(pdf, Image.effect_noise((300, 60), 80)))
    return pdf


@pytest.mark.slow
@pytest.mark.parametrize("how", UNSEEN)
def test_words_that_nobody_sees_do_not_enter_the_layer_of_a_page(how: str) -> None:
    data = made.data(UNSEEN[how]())
    done = covered(data, "open")
    assert words_on(done.pdf).split() == ["words"]
    assert SECRET.encode() not in made.everywhere(done.pdf)


@pytest.mark.parametrize("how", UNSEEN)
def test_words_that_nobody_sees_are_told_as_hidden(how: str) -> None:
    found = originals.read(made.data(UNSEEN[how]()), "公告.pdf")
    assert [piece.text for piece in found.hidden] == [SECRET]
    assert SECRET not in "".join(found.texts())


@pytest.mark.slow
@pytest.mark.parametrize("how", UNSEEN)
def test_words_that_nobody_sees_do_not_leave_with_a_page_that_has_no_box(how: str) -> None:
    done = cover(document.plain(made.data(UNSEEN[how]())), ())
    assert done.pictured == (1,)
    assert words_on(done.pdf).split() == OPEN.split()
    assert SECRET.encode() not in made.everywhere(done.pdf)
    assert prove(done.pdf, (), done.removed, pictured=done.pictured, pages=1).holds


@pytest.mark.slow
def test_the_words_of_a_picture_stand_where_they_are_seen() -> None:
    data = made.printed("申请人张三，身份证号410526197707077079，2022年申请3件，联系电话13812345678。")
    plain = document.plain(data)
    (before,), (after,) = (
        boxes_over(one, "2022年") for one in (plain, document.plain(cover(plain, (), every_page=True).pdf))
    )
    assert abs(before.left - after.left) < 1
    assert abs(before.width - after.width) < 2


@pytest.mark.slow
def test_a_page_with_a_switched_off_layer_becomes_a_picture_of_what_is_seen() -> None:
    pdf = made.drawn(made.text(SECRET, 100, 700), f"/OC /L1 BDC {made.text('HIDDEN99', 100, 500)} EMC")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="draft"))
    pdf.pages[1].obj.Resources.Properties = Dictionary(L1=layer)
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    done = covered(made.data(pdf), SECRET)
    assert done.pictured == (1, 2)
    assert b"HIDDEN99" not in made.everywhere(done.pdf)


@pytest.mark.slow
def test_a_picture_that_two_pages_could_use_stays_with_the_one_that_paints_it() -> None:
    painting = f"q 200 0 0 200 100 500 cm /Im1 Do Q {made.text(SECRET, 100, 700)}"
    pdf = made.drawn(painting, made.text(OPEN, 9, 9))
    photo = Image.frombytes("L", (64, 64), (b"PRIVATE FACE" * 400)[: 64 * 64])
    pdf.pages[0].obj.Resources.XObject = Dictionary(Im1=made.picture(pdf, photo))
    shared = pdf.make_indirect(pdf.pages[0].obj.Resources)
    pdf.pages[0].obj.Resources = pdf.pages[1].obj.Resources = shared
    data = made.data(pdf)
    assert b"PRIVATE FACE" in made.everywhere(data)
    assert b"PRIVATE FACE" not in made.everywhere(covered(data, SECRET).pdf)


@pytest.mark.slow
def test_every_page_can_become_a_picture_so_that_no_font_comes_along() -> None:
    data = made.printed("申请人张三。", *["本机关依法公开。" * 80] * 4)
    done = covered(data, "张三", every_page=True)
    with pikepdf.open(io.BytesIO(done.pdf)) as new:
        fonts = {str(font.BaseFont) for page in new.pages for font in page.obj.Resources.Font.values()}
    assert fonts == {"/Unseen"}
    assert "本机关依法公开" in words_on(done.pdf, 2).replace("\r\n", "")


ROTATIONS = (0, 90, 180, 270)
few = settings(max_examples=12)  # each paints a page three times


@pytest.mark.slow
@few
@given(
    rotation=st.sampled_from(ROTATIONS),
    x=st.integers(120, 300),
    y=st.integers(120, 700),
    crop=st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(0, 60), st.integers(0, 60)),
)
def test_a_box_hides_its_words_however_the_page_is_turned_and_cropped(
    rotation: int, x: int, y: int, crop: tuple[int, int, int, int]
) -> None:
    left, bottom, right, top = crop
    view = Array([left, bottom, 595 - right, 842 - top])
    data = made.data(made.drawn(made.text(SECRET, x, y), Rotate=rotation, CropBox=view))
    done = covered(data, SECRET)
    (box,) = boxes_over(document.plain(data), SECRET)
    wide, high = document.size(pypdfium2.PdfDocument(data)[0])
    assert 0 <= box.left < box.edges.right <= wide + 0.1
    assert 0 <= box.top < box.edges.bottom <= high + 0.1
    assert SECRET.encode() not in made.everywhere(done.pdf)
    assert words_on(done.pdf) == ""
    scale = painted(done.pdf).width / wide
    dark = painted(done.pdf).crop(tuple(int(one * scale) for one in _inner(box)))  # type: ignore[arg-type]
    assert dark.getextrema()[1] < 60  # type: ignore[operator]


def _inner(box: Box) -> tuple[float, float, float, float]:
    return box.left + 1, box.top + 1, box.edges.right - 1, box.edges.bottom - 1


@pytest.mark.slow
@few
@given(
    st.floats(0, 100), st.floats(0, 140), st.floats(0.5, 100), st.floats(0.5, 140), st.sampled_from(ROTATIONS)
)
def test_any_box_takes_what_it_touches_and_leaves_the_rest(
    left: float, top: float, width: float, height: float, rotation: int
) -> None:
    rows = " ".join(made.text(f"word{row:02}", 20 + 12 * row, 380 - 40 * row) for row in range(9))
    plain = document.plain(made.data(made.drawn(rows, size=(300, 420), Rotate=rotation)))
    box = Box(1, round(left, 1), round(top, 1), round(width, 1), round(height, 1))
    with document.opened(plain) as pages:
        found = [char for char in chars(pages[0]) if char.edges]
    touched = "".join(char.text for char in found if char.edges and char.edges.meets(box.edges))
    done = cover(plain, [box])
    stays = sorted("".join(words_on(done.pdf).split()))
    assert set(touched) == set("".join(done.removed))
    assert stays == sorted(char.text for char in found if not (char.edges and char.edges.meets(box.edges)))
    assert prove(done.pdf, [box], done.removed, pictured=(1,), pages=1).holds


def test_a_box_is_widened_to_whole_characters() -> None:
    plain = document.plain(two_lines())
    (whole,) = boxes_over(plain, SECRET)
    half = Box(1, whole.left + 5, whole.top + whole.height / 2, whole.width - 10, 1.5)
    with document.opened(plain) as pages:
        wide = snapped(half, chars(pages[0]))
    assert wide.top <= whole.top + 0.1
    assert wide.edges.bottom >= whole.edges.bottom - 0.1


def test_what_the_law_takes_for_personal_data_is_proposed_where_it_stands() -> None:
    plain = document.plain(made.printed("领取人张三，身份证号11010519491231002X，", "手机13800138000。"))
    with document.opened(plain) as pages:
        found = chars(pages[0])
        told = list(proposals(found, 1))
        assert [(one.kind, one.masked) for one in told] == [
            ("resident_id", "110***********002X"),
            ("mobile", "138****8000"),
        ]
        assert [box for one in told for box in one.boxes] == [
            *find(found, "11010519491231002X", 1),
            *find(found, "13800138000", 1),
        ]
        assert any("领取人张三" in words.replace(" ", "") for words, _ in lines(found))


@pytest.mark.slow
def test_a_number_that_goes_on_in_the_next_line_has_a_box_in_each() -> None:
    data = made.drawn(made.text("id 11010519491", 100, 700) + made.text("231002X end", 100, 670))
    plain = document.plain(made.data(data))
    assert len(boxes_over(plain, "11010519491231002X")) == 2
    done = covered(made.data(data), "11010519491231002X")
    assert words_on(done.pdf).split() == ["id", "end"]

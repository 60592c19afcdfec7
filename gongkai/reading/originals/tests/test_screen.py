"""The screen on what was seen in pictures: found though it was not seen for certain."""

import io
import re
import zipfile
from contextlib import closing

import docx
import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path
from pypdfium2 import PdfDocument

from gongkai import papers
from gongkai.papers.model import Document, Paragraph
from gongkai.reading.originals.model import Box, Original, Piece, Table, Text
from gongkai.reading.originals.screen import screen
from gongkai.reading.originals.tests.documents import ID_NUMBER, MOBILE, notice
from gongkai.reading.originals.tests.documents import saved as written
from gongkai.reading.page import Pictures
from gongkai.reading.paper import Line, beside


def boxes(*texts: str) -> tuple[Box, ...]:
    return tuple(map(Box, texts))


def found(text: str, place: str = "picture") -> list[str]:
    return [one.value for one in screen(Original(pieces=(Piece(place, text),)))]


@pytest.mark.parametrize(
    "seen",
    [
        "身份证号：11O10519491231O02X",
        "身份证号：1101051949l231002X",
        "身份证号：11010519491231002×",
        "身份证号：1101 05194912 31002X",
    ],
)
def test_letters_and_blanks_in_a_number_are_not_believed_of_a_picture_alone(seen: str) -> None:
    assert found(seen) == [ID_NUMBER]
    assert found(seen.replace(" ", "O"), "comment") == []


@pytest.mark.parametrize(
    "beside",
    [
        *("１３９１２３４５６７８", "139 1234 5678", "139-1234-5678", "1391234\u200b5678"),
        *("350102 19900101 1234", "66554433"),
    ],
)
def test_the_words_beside_a_number_show_no_other_however_it_is_written(beside: str) -> None:
    text = f"张三，{MOBILE}，李四，{beside}，王五，{MOBILE}，10月8日"
    shown = [one.context for one in screen(Original(pieces=(Piece("comment", text),)))]
    assert len(shown) >= 2
    assert not any(char.isdecimal() for context in shown for char in context.replace("10月8日", ""))
    assert "10月8日" in shown[-1]


def test_two_numbers_beside_one_another_in_a_picture_stay_two() -> None:
    assert found(f"电话：{MOBILE} 13900001111") == [MOBILE, "13900001111"]


def test_a_card_that_is_seen_with_a_blank_too_many_is_found_whole() -> None:
    assert "6217004713494663600" in found("开户银行账号：6217004713494663 600")


def test_figures_of_a_row_in_a_picture_are_no_number() -> None:
    assert found("东徐村 312 986 12850.00 1280.56") == []


def test_lines_that_stand_close_on_one_level_are_one() -> None:
    label, number = Line("账号：6217", 0, 100, 10, 30), Line("0012", 110, 150, 11, 31)
    far, below = Line("东徐村", 400, 460, 10, 30), Line("滑县", 0, 40, 40, 60)
    assert {line.text for line in beside([below, far, number, label])} == {
        "账号：6217 0012",
        "东徐村",
        "滑县",
    }


@pytest.mark.slow
def test_a_number_that_is_not_certain_is_found_in_a_picture_though_it_is_no_figure() -> None:
    scan = pytest.importorskip("gongkai.reading.scan")
    seen = pytest.importorskip("gongkai.reading.originals.seen")
    lines = ("现公示如下。", "联系电话：１５４９８１９２３１６。")
    with closing(
        PdfDocument(papers.write(Document("四间房镇公示", tuple(map(Paragraph, lines))), "pdf"))
    ) as paper:
        shown = paper[0].render(scale=2).to_pil().convert("L")
    strict = "".join(map(str, scan.read(Pictures([shown]), "公示.png", seconds=100).blocks))
    assert "联系电话" in strict
    assert "15498192316" not in strict
    (piece,) = seen.look(saved(shown), "png", "公示.png").pieces
    assert found(piece.text) == ["15498192316"]


@pytest.mark.slow
def test_a_number_is_found_in_a_picture_that_is_too_small_for_a_report() -> None:
    seen = pytest.importorskip("gongkai.reading.originals.seen")
    text, font = f"联系电话：{MOBILE}", ImageFont.truetype(str(serif_path()), 12)
    page = Image.new("L", (200, 36), 240)
    ImageDraw.Draw(page).text((12, 12), text, fill=70, font=font)
    (piece,) = seen.look(saved(page), "png", "公示.png").pieces
    assert found(piece.text) == [MOBILE]


def saved(page: Image.Image) -> bytes:
    file = io.BytesIO()
    page.save(file, "PNG")
    return file.getvalue()


@pytest.mark.slow  # the models are loaded
def test_the_models_are_loaded_once_for_all_pictures_of_a_document_and_none_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scan = pytest.importorskip("gongkai.reading.scan")
    seen = pytest.importorskip("gongkai.reading.originals.seen")
    loads: list[int] = []

    class Counted(scan.Eyes):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            loads.append(1)
            super().__init__()

    monkeypatch.setattr(scan, "Eyes", Counted)
    scan._eyes.cache_clear()
    document = docx.Document()
    for shown in (blank(300), blank(301), blank(40)):  # the last is too small for words
        document.add_picture(io.BytesIO(shown))
    looked = seen.look(written(document), "docx", "公示.docx")
    assert (loads, looked) == ([1], ((), 0))
    scan._eyes.cache_clear()


def test_a_picture_that_cannot_be_looked_at_leaves_the_document_unseen() -> None:
    seen = pytest.importorskip("gongkai.reading.originals.seen")
    made = io.BytesIO(notice())
    with zipfile.ZipFile(made, "a") as parts:
        parts.writestr("word/media/image1.png", blank(300)[:60])  # cut off
    assert seen.look(made.getvalue(), "docx", "公示.docx").unread == 1
    assert Original(pieces=(Piece("picture", "东徐村"),), pictures=2, unread=1).is_unseen
    assert not Original(pieces=(Piece("picture", "东徐村"),), pictures=2).is_unseen


def blank(size: int) -> bytes:
    made = io.BytesIO()
    Image.new("L", (size, size // 2), "white").save(made, "PNG")
    return made.getvalue()


HOME = "滑县四间房镇东徐村3组12号"


@pytest.mark.parametrize(
    ("block", "context"),
    [
        (Text(f"张三家住{HOME}，低保户。"), "张三家住▮，低保户。"),
        (Table((boxes("姓名", "住址", "村"), boxes("陈某某", HOME, "东徐村"))), "陈某某 ▮ 东徐村"),
        (Table((boxes("姓名", "住址", "村"), boxes("陈某某", "东徐村口", "东徐村"))), "陈某某 ▮ 东徐村"),
        (Table((boxes("姓名", "住址", "电话"), boxes("陈某某", HOME, MOBILE))), "陈某某 ▮ ***********"),
    ],
)
def test_a_home_address_is_shown_among_the_words_or_boxes_beside_it(
    block: Text | Table, context: str
) -> None:
    (home,) = (one for one in screen(Original((block,))) if one.kind == "address")
    assert home.context == context


def test_an_address_that_is_a_line_of_its_own_is_shown_with_the_lines_beside_it() -> None:
    (home,) = screen(Original((Text("救助对象：陈某某"), Text(HOME), Text("每月640元"))))
    assert home.context == "救助对象：陈某某 ▮ 每月640元"


@pytest.mark.parametrize(
    "text",
    [
        "张三，１３８６６５５４４３３，李四，１３９１２３４５６７８",
        "张三 410526 19591010 1637 电话 138-6655-4433 另 139-1234-5678",
    ],
)
def test_the_words_beside_a_hit_show_no_other_number_however_it_is_written(text: str) -> None:
    for one in screen(Original((Text(text),))):
        beside = one.context.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        assert not re.search(r"\d(?:[ -]?\d){4,}", beside), one.context

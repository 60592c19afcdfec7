"""The screen on what was seen in pictures: found though it was not seen for certain."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path

from gongkai.reading.originals.model import Original, Piece
from gongkai.reading.originals.screen import screen
from gongkai.reading.originals.tests.documents import ID_NUMBER, MOBILE
from gongkai.reading.paper import Line, beside


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


def test_two_numbers_beside_one_another_in_a_picture_stay_two() -> None:
    assert found(f"电话：{MOBILE} 13900001111") == [MOBILE, "13900001111"]


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


def picture(text: str, size: int) -> bytes:
    font = ImageFont.truetype(str(serif_path()), size)
    page = Image.new("L", (round(font.getlength(text)) + 2 * size, 3 * size), 240)
    ImageDraw.Draw(page).text((size, size), text, fill=70, font=font)
    file = io.BytesIO()
    page.save(file, "JPEG", quality=70)
    return file.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize("size", [12, 24])
def test_a_number_in_full_width_is_found_in_a_picture_and_no_figure_is_made_of_it(size: int) -> None:
    pytest.importorskip("rapidocr")
    from gongkai.reading.originals import seen

    (piece,) = seen.pieces(picture("联系电话：１５４９８１９２３１６。", size), "jpeg", "公示.jpg")
    assert found(piece.text) == ["15498192316"]

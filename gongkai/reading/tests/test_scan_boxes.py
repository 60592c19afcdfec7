"""What is read in the boxes of a small painted table, and what of it is believed."""

from collections.abc import Iterator, Sequence

import pytest
from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path

from gongkai.reading.characters import NOISE
from gongkai.reading.figures import is_blank, is_figure
from gongkai.reading.page import Grid, Page, Pictures

pytest.importorskip(
    "rapidocr", reason="没有装可选组件ocr，扫描件和图片不试，请运行 python3 run.py setup --dev 后再试。"
)

import numpy as np

from gongkai.reading.scan.glyphs import Digit, strange
from gongkai.reading.scan.sheet import straightened

WIDTHS = (700, 300, 300, 300, 300)
ROW, LEFT, TOP, SIZE = 90, 150, 200, 42
#: Rows that give every digit fellows to look like.
REST = (("二、上年结转", "123", "456", "789", "100"), ("三、予以公开", "987", "654", "321", "0"))


def painted(*figures: str) -> Image.Image:
    """A page with a table whose first row has these figures."""
    page = Image.new("L", (2_200, 2_800), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(serif_path()), SIZE)
    pen.text((LEFT, 80), "某县青山镇人民政府2024年政府信息公开工作年度报告", font=font, fill=0)
    rows = (("一、本年新收", *figures), *REST)
    for y in range(len(rows) + 1):
        pen.line((LEFT, TOP + y * ROW, LEFT + sum(WIDTHS), TOP + y * ROW), fill=0, width=3)
    for x in range(len(WIDTHS) + 1):
        across = LEFT + sum(WIDTHS[:x])
        pen.line((across, TOP, across, TOP + len(rows) * ROW), fill=0, width=3)
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            pen.text(place(x, y), text, font=font, fill=0)
    return page


def place(column: int, row: int) -> tuple[int, int]:
    return LEFT + sum(WIDTHS[:column]) + 40, TOP + row * ROW + 12


def pen_of(page: Image.Image) -> ImageDraw.ImageDraw:
    return ImageDraw.Draw(page)


def write(page: Image.Image, at: tuple[float, float], text: str, size: int = SIZE, fill: int = 0) -> None:
    pen_of(page).text(at, text, font=ImageFont.truetype(str(serif_path()), size), fill=fill)


def seen(page: Image.Image) -> Page:
    from gongkai.reading import scan  # the recogniser takes a second to load

    return scan.read(Pictures([page]), "图", seconds=60)


def said(page: Image.Image) -> list[str]:
    """The figures of the first row."""
    (grid,) = (block for block in seen(page).blocks if isinstance(block, Grid))
    return [cell.text for cell in grid.rows[0]][1:]


def doubtful(texts: Sequence[str]) -> list[bool]:
    return [not is_figure(text) and not is_blank(text) for text in texts]


@pytest.mark.slow
def test_figures_are_read_and_an_empty_box_is_empty() -> None:
    assert said(painted("12", "3456", "", "70")) == ["12", "3456", "", "70"]


@pytest.mark.slow
def test_money_keeps_its_point_and_thousands_their_comma() -> None:
    assert said(painted("0.50", "1,234", "12.345678", "-18")) == ["0.50", "1,234", "12.345678", "-18"]


@pytest.mark.slow
def test_dashes_are_blanks_and_a_slash_is_no_1() -> None:
    texts = said(painted("-", "—", "/", "1"))
    assert [is_blank(text) for text in texts[:2]] == [True, True]
    assert not is_figure(texts[2])
    assert texts[3] == "1"


@pytest.mark.slow
def test_a_figure_that_touches_its_rule_may_have_lost_a_part_and_is_doubted() -> None:
    page = painted("12", "", "3", "4")
    x, y = place(2, 0)
    write(page, (x - 48, y), "86")
    assert doubtful(said(page)) == [False, True, False, False]


@pytest.mark.slow
def test_two_figures_in_a_box_whose_rule_is_lost_are_not_one() -> None:
    page = painted("12", "34", "5", "6")
    x = LEFT + sum(WIDTHS[:2])
    pen_of(page).rectangle((x - 4, TOP + 3, x + 4, TOP + ROW - 3), fill=255)
    texts = said(page)
    assert doubtful(texts) == [True, False, False]
    assert "1234" not in texts


@pytest.mark.slow
def test_raised_struck_and_faint_digits_are_no_digits_of_the_figure() -> None:
    page = painted("12", "34", "56", "7")
    for column, size, rise in ((1, 24, -4),):
        x, y = place(column, 0)
        write(page, (x + 50, y + rise), "3", size)
    x, y = place(2, 0)
    pen_of(page).line((x - 4, y + 38, x + 54, y + 38), fill=0, width=4)
    x, y = place(4, 0)
    write(page, (x + 24, y), "8", fill=170)
    assert doubtful(said(page)) == [True, True, False, True]


@pytest.mark.slow
def test_a_digit_too_small_to_tell_is_doubted_however_clear_it_seems() -> None:
    small = painted("12", "34", "56", "78").resize((550, 700), Image.Resampling.LANCZOS)
    assert doubtful(said(small)) == [True, True, True, True]


@pytest.mark.slow
def test_a_number_in_prose_that_is_not_certain_is_none() -> None:
    page = painted("1", "2", "3", "4")
    write(page, (LEFT, 700), "全年收到申请", SIZE)
    write(page, (LEFT + 6 * SIZE, 716), "385", 22, fill=190)
    write(page, (LEFT + 7 * SIZE + 20, 700), "件，办结21件。", SIZE)
    line = next(block for block in seen(page).blocks if isinstance(block, str) and "全年" in block)
    assert "21件" in line
    assert "385" in line or NOISE in line


@pytest.mark.slow
@pytest.mark.parametrize(
    "angle", [0.37, *(pytest.param(angle, marks=pytest.mark.slow) for angle in (-2.5, -1.0, 0.0, 2.0))]
)
def test_a_tilted_page_is_straightened(angle: float) -> None:
    page = painted("1", "2", "3", "4").rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    sheet = straightened(np.asarray(page))
    level = [rule.end - rule.start for rule in sheet.across if rule.end - rule.start > 1_500]
    assert len(level) == 4


def shapes(text: str) -> Iterator[Digit]:
    """Digits as they are printed."""
    font = ImageFont.truetype(str(serif_path()), SIZE)
    for character in text:
        field = Image.new("L", (SIZE, 2 * SIZE), 0)
        ImageDraw.Draw(field).text((2, 2), character, font=font, fill=1)
        yield Digit(character, np.asarray(field.crop(field.getbbox())))


def misread(text: str, place: int, name: str) -> list[bool]:
    """What is strange about these digits when one of them was read as another."""
    digits = list(shapes(text))
    digits[place] = Digit(name, digits[place].mark)
    return strange(digits)


def test_digits_that_were_read_right_look_like_their_fellows() -> None:
    assert strange(list(shapes("001234567890123456789"))) == [False] * 21


@pytest.mark.parametrize(("true", "name"), ["90", "38", "17", "56", "06", "83", "71"])
def test_a_digit_that_was_read_as_another_looks_strange(true: str, name: str) -> None:
    assert misread(f"0123456789{true}", 10, name)[10]


def test_the_only_digit_of_its_name_must_not_look_like_another() -> None:
    assert misread("0099", 3, "6") == [False, False, True, True]
    assert misread("0098", 3, "8") == [False, False, False, False]

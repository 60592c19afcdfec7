"""Indicators in Excel: what is written is read again; what cannot be is refused by row and column."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from gongkai.law.assessment import shipped
from gongkai.ledger.workbook import indicators
from gongkai.ledger.workbook.reading import Unreadable

Change = Mapping[str, str | int | None]


@pytest.fixture
def filled(tmp_path: Path) -> Callable[[Change], Path]:
    """The template with some cells changed, by sheet and cell."""

    def made(changed: Change) -> Path:
        book = openpyxl.load_workbook(io.BytesIO(indicators.write(shipped())))
        for place, value in changed.items():
            sheet, cell = place.split("!")
            book[sheet][cell] = value
        path = tmp_path / "县办法.xlsx"
        book.save(path)
        return path

    return made


def test_the_template_holds_the_set_that_ships_and_is_read_again(filled: Callable[[Change], Path]) -> None:
    said, refused = indicators.read(filled({}), shipped().title)
    assert refused == []
    assert said == shipped()


@pytest.mark.parametrize(
    ("changed", "row", "column", "why"),
    [
        ({"考核指标!D3": None}, 3, "分值", "没有填或者是0"),
        ({"考核指标!D3": "二十"}, 3, "分值", "读不出数字"),
        ({"考核指标!C3": "9"}, 3, "上级编号", "没有编号是它的标题行"),
        ({"考核指标!E3": "看心情"}, 3, "计分办法", "不认识这个写法"),
        ({"考核指标!E3": None}, 3, "计分办法", "这一行却填了别的"),
        ({"考核指标!E3": "每件扣分"}, 3, "每件分值", "每件扣分、每件加分的要填"),
        ({"考核指标!F3": None}, 3, "台账取数", "人工评定的空着"),
        ({"考核指标!H3": "学校"}, 3, "考核对象", "不认识“学校”"),
        ({"考核指标!H3": "行政村、下级机关"}, 3, "台账取数", "台账不知道下级机关的这个数"),
        ({"考核指标!A4": "1.1"}, 4, "编号", "与第3行重复"),
        ({"等次!B5": 10}, 0, "", "没有从0起的"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_row_and_column(
    filled: Callable[[Change], Path], changed: Change, row: int, column: str, why: str
) -> None:
    said, refused = indicators.read(filled(changed), "县办法")
    assert said is None
    assert [(one.row, one.column) for one in refused] == [(row, column)]
    assert why in refused[0].message


def test_another_workbook_is_led_to_the_template(tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(Unreadable, match="请用页面上下载的模板"):
        indicators.read(path, "县办法")

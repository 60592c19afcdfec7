"""A cell of Excel is read as people see it, or not at all."""

from io import BytesIO

import pytest
import xlsxwriter

from gongkai.reading.characters import NOISE
from gongkai.reading.readers.xlsx import read


def shown(value: object, number_format: str) -> str:
    """What is read of a cell with this value and format."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "行政许可")
        sheet.write(0, 1, value, book.add_format({"num_format": number_format}))
    return read(file.getvalue(), "报告.xlsx").grids[0].rows[0][1].text


@pytest.mark.parametrize(
    "number_format",
    [
        "General",
        "0",
        "#,##0",
        "#,##0_ ;[Red]\\-#,##0\\ ",
        '_ * #,##0_ ;_ * "-"_ ;_ @_ ',
        '0"件"',
        "@",
        "0;-0;;@",
    ],
)
def test_a_figure_is_read_where_its_format_shows_it(number_format: str) -> None:
    assert shown(12345, number_format) == "12345"


@pytest.mark.parametrize(
    "number_format", ["0%", "0.00%", ";;;", "#,##0,", "0!.0,", '[>9999]0!.0,"万";0', '"1"0']
)
def test_a_figure_is_not_read_where_its_format_shows_another(number_format: str) -> None:
    assert shown(12345, number_format) == NOISE


def test_text_is_shown_as_it_is_whatever_the_format() -> None:
    assert shown("12345", "0%") == "12345"

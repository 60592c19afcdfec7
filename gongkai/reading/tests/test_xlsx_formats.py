"""A cell of Excel is read as people see it, or not at all."""

from collections.abc import Callable
from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.law.annual_report.model import Value
from gongkai.reading import read_bytes
from gongkai.reading.characters import NOISE
from gongkai.reading.readers.xlsx import read
from gongkai.reading.tests import printed


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


def looking(*runs: object, **looks: object) -> str:
    """What is read of a cell with these runs of text, each after its looks, or of a count that looks so."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "行政许可")
        if runs:
            sheet.write_rich_string(0, 1, *(book.add_format(r) if isinstance(r, dict) else r for r in runs))
        else:
            sheet.write(0, 1, 12, book.add_format(looks))
    return read(file.getvalue(), "报告.xlsx").grids[0].rows[0][1].text


STRUCK, RAISED, SMALL, WHITE = (
    {"font_strikeout": True},
    {"font_script": 1},
    {"font_size": 2},
    {"font_color": "#FFFFFF"},
)


@pytest.mark.parametrize(
    "runs", [(STRUCK, "9", "12"), ("12", RAISED, "3"), ("12", SMALL, "3"), ("12", WHITE, "3")]
)
def test_digits_of_a_cell_that_look_different_are_no_figure(runs: tuple[object, ...]) -> None:
    assert looking(*runs) == NOISE


def test_a_figure_that_excel_cut_in_two_runs_of_one_look_is_read() -> None:
    assert looking({"bold": True}, "1", {"bold": True}, "2") == "12"


@pytest.mark.parametrize("looks", [STRUCK, WHITE])
def test_a_count_struck_out_or_white_is_not_read_but_a_bold_one_is(looks: dict[str, object]) -> None:
    assert looking(**looks) == NOISE
    assert looking(bold=True) == "12"
    assert looking(font_color="#FFFFFF", bg_color="#1F4E79", pattern=1) == "12"  # white on blue is seen


def test_runs_that_are_kept_within_the_sheet_are_looked_at_too() -> None:
    book = Workbook()
    book.worksheets[0].append(["行政许可", CellRichText(TextBlock(InlineFont(strike=True), "9"), "12")])
    book.save(file := BytesIO())
    assert read(file.getvalue(), "报告.xlsx").grids[0].rows[0][1].text == NOISE


def row_of_granted(edit: Callable[[Worksheet, int], None]) -> tuple[list[Value], set[str]]:
    """The figures of 予以公开, and which of them are unread, once its row in the sheet was edited."""
    book = load_workbook(BytesIO(printed.excel(printed.report())))
    (sheet,) = book.worksheets
    (row,) = (row for row in sheet for cell in row if str(cell.value).startswith("（一）予以公开"))
    edit(sheet, int(row[0].row or 0))
    file = BytesIO()
    book.save(file)
    report = read_bytes(file.getvalue(), name="年报.xlsx")
    unread = {f.where for f in report.findings if f.rule == "AR-unread"}
    return list(report.row("granted")), {code.rsplit("/", 1)[1] for code in unread}


def delete_first(sheet: Worksheet, row: int) -> None:
    """As Excel deletes a cell: those to its right move left, and the last leaves nothing."""
    *places, last = (cell.coordinate for cell in sheet[row] if isinstance(cell.value, int))
    for place, right in zip(places, [*places[1:], last], strict=True):
        sheet[place].value = sheet[right].value
    del sheet._cells[row, sheet[last].column]


def empty_last(sheet: Worksheet, row: int) -> None:
    """The total left empty in its frame."""
    last = [cell for cell in sheet[row] if isinstance(cell.value, int)][-1]
    last.value, last.border = None, Border(left=Side("thin"))


def test_a_row_that_lost_a_box_is_unread_and_not_moved() -> None:
    figures, unread = row_of_granted(delete_first)
    assert figures == [None] * 7
    assert len(unread) == 7


def test_a_box_left_empty_is_a_blank_and_the_others_are_read() -> None:
    figures, unread = row_of_granted(empty_last)
    assert figures[-1] is None
    assert None not in figures[:-1]
    assert not unread


def test_text_is_shown_as_it_is_whatever_the_format() -> None:
    assert shown("12345", "0%") == "12345"

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from gongkai.papers import xlsx
from gongkai.papers.model import Align, Cell, Document, Heading, Paragraph, Table
from gongkai.papers.tests.samples import DOCUMENT, TABLE, number

TITLE = "示例镇人民政府2022年公开情况"


def opened(document: Document) -> Any:
    return openpyxl.load_workbook(BytesIO(xlsx.write(document)))


def values(document: Document, sheet: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx.write(document)))
    return [list(row) for row in book.get_sheet_by_name(sheet).to_python()]


def table_of(*cells: Cell) -> Document:
    return Document("表", (Heading("一、表"), Table((cells,), widths=(1.0,) * len(cells))))


def test_each_chapter_has_its_sheet() -> None:
    assert opened(DOCUMENT).sheetnames == ["前言", "一、总体情况", "二、公开件数"]


def test_the_title_stands_once_as_text_and_above_every_other_printed_sheet() -> None:
    book = opened(DOCUMENT)
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert texts.count(TITLE) == 1
    assert [sheet.oddHeader.center.text for sheet in book] == [None, TITLE, TITLE]


def test_prose_stands_one_paragraph_to_a_row() -> None:
    assert [row[0] for row in values(DOCUMENT, "一、总体情况")] == [
        "一、总体情况",
        "（一）主动公开",
        "\u3000\u3000全年公开32条。",
        "\u3000\u3000（二）监督保障。全年培训2次。",
    ]


def test_figures_are_numbers_and_an_unknown_one_is_blank() -> None:
    rows = values(DOCUMENT, "二、公开件数")
    assert rows[3][1:] == ["许可", 1.0, 2.0, 3.0]
    assert rows[4][1:] == ["处罚", "", 4.0, 4.0]


def test_a_sum_is_a_formula_with_its_value() -> None:
    assert opened(DOCUMENT)["二、公开件数"]["E4"].value == "=SUM(C4:D4)"
    assert values(DOCUMENT, "二、公开件数")[3][4] == 3.0


def test_a_sum_over_an_unknown_figure_is_the_figure_reported() -> None:
    assert opened(DOCUMENT)["二、公开件数"]["E5"].value == 4


def test_a_total_that_does_not_add_up_is_never_put_right_in_silence() -> None:
    document = table_of(number(1), number(2), number(9, sum_of=((0, 0), (0, 1))))
    assert opened(document)["一、表"]["C3"].value == 9


def test_sums_over_columns_rows_and_scattered_boxes_take_the_fewest_ranges() -> None:
    grid = Table(
        rows=(
            (number(1), number(2), number(3, sum_of=((0, 0), (0, 1)))),
            (number(10), number(20), number(30, sum_of=((1, 0), (1, 1)))),
            (number(11, sum_of=((0, 0), (1, 0))), number(21, sum_of=((0, 0), (1, 1))), Cell()),
        ),
        widths=(1, 1, 1),
    )
    sheet = opened(Document("表", (Heading("一、表"), grid)))["一、表"]
    formulas = [sheet[box].value for box in ("C3", "C4", "A5", "B5")]
    assert formulas == ["=SUM(A3:B3)", "=SUM(A4:B4)", "=SUM(A3:A4)", "=SUM(A3,B4)"]


def test_heads_are_merged_and_repeated_on_every_printed_page() -> None:
    sheet = opened(DOCUMENT)["二、公开件数"]
    assert {str(merged) for merged in sheet.merged_cells.ranges} >= {"A2:B3", "C2:E2", "A4:A5"}
    assert sheet.print_title_rows == "$2:$3"


def test_a_sheet_prints_on_a4_one_page_wide() -> None:
    sheet = opened(DOCUMENT)["二、公开件数"]
    assert sheet.page_setup.paperSize == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes; one is the default width
    assert sheet.page_setup.orientation == "portrait"
    turned = opened(Document("表", (Heading("一、表"), replace(TABLE, landscape=True))))["一、表"]
    assert turned.page_setup.orientation == "landscape"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}", "http://a", "01"]
)
def test_a_text_is_never_a_formula_a_link_or_a_number(text: str) -> None:
    document = Document(
        text, (Heading(text), Paragraph(text, align=Align.LEFT, indent=0), table_of(Cell(text)).blocks[1])
    )
    sheet = opened(document).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s")] * 4
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Decimal("59237.2449"), 59237.2449),
        (Decimal("0"), 0),
        (10**15 - 1, 10**15 - 1),
        (Decimal("1234567890.1234567"), "1234567890.1234567"),  # Excel would keep 15 digits
        (10**17 + 1, str(10**17 + 1)),
    ],
)
def test_a_number_that_excel_cannot_keep_stays_text(value: int | Decimal, kept: object) -> None:
    assert opened(table_of(number(value)))["一、表"]["A3"].value == kept


def test_decimals_show_as_printed() -> None:
    sheet = opened(table_of(number(Decimal("12.50")), number(Decimal("3")), number(7)))["一、表"]
    assert [sheet[box].number_format for box in ("A3", "B3", "C3")] == ["0.0", "0", "0"]


def test_sheet_names_that_excel_refuses_are_mended_and_told_apart() -> None:
    headings = ("表[1]*?/\\:", "表1", "长" * 40, "长" * 41, "'")
    document = Document("表", tuple(Heading(text) for text in headings))
    names = ["表1", "表1（2）", "长" * 31, "长" * 28 + "（2）", "正文"]
    assert opened(document).sheetnames == names


def test_a_long_paragraph_is_cut_after_sentences_so_that_a_row_can_show_it() -> None:
    text = "这是一句话。" * 400
    rows = [
        row[0] for row in values(Document("文", (Heading("一、文"), Paragraph(text, indent=0))), "一、文")
    ]
    parts = [part for part in rows if part.startswith("这")]
    assert "".join(parts) == text
    assert all(part.endswith("。") and len(part) <= xlsx.LONGEST_ROW for part in parts)


def test_the_same_document_is_the_same_file() -> None:
    assert xlsx.write(DOCUMENT) == xlsx.write(DOCUMENT)


def test_an_empty_document_is_a_workbook_with_its_title() -> None:
    assert values(Document("题", ()), "前言") == [["题"]]

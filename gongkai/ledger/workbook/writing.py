"""Writing workbooks people like to fill: one look for the template and the export."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import xlsxwriter

from gongkai.ledger.workbook.cells import Shown
from gongkai.ledger.workbook.sheets import CHOICES, EXAMPLE, GUIDE, ORGAN, SHEETS, Column, Sheet

ROWS_TO_FILL = 2000  # rows that get a drop-down list
DEEP_BLUE, PALE_BLUE, LINE, GREY = "#1F4E79", "#DCE6F1", "#B8C4D0", "#808080"
FONT: dict[str, object] = {"font_name": "等线", "font_size": 11, "valign": "vcenter"}
FORMATS: dict[str, dict[str, object]] = {
    "text": {"num_format": "@"},
    "wrap": {"text_wrap": True},
    "date": {"num_format": "yyyy-mm-dd", "align": "center"},
    "whole": {"num_format": "0"},
    "money": {"num_format": "#,##0.00"},
}
INTRODUCTION = (
    "一张表是一本台账，一行是一件事；表名和表头请不要改，列的顺序可以调换，用不到的列可以不填。",
    "深蓝色表头的列必填；把鼠标移到表头上，可以看到怎么填。",
    "第一格是“示例”的行不会导入，填好后可以删去，也可以留着。",
    "日期写成2022-01-05、2022/1/5、2022年1月5日、20220105都可以。",
    "证件号码、联系方式、其他个人信息按文本填写；导入后加密保存，导出时打星号。",
    "同一份工作簿可以反复导入：编号相同的是更正，空格不会清除已有的内容。",
)


@dataclass(slots=True)
class Content:
    """The rows of one sheet, each by column name; columns the sheet does not know come after its own."""

    rows: list[Mapping[str, Shown]] = field(default_factory=list)


def write_workbook(contents: Sequence[tuple[Sheet, Content]], *, as_template: bool = False) -> bytes:
    """The workbook as .xlsx; the template has a guide before the sheets and an example in each."""
    buffer = io.BytesIO()
    # no temporary files: on a full disk the export must fail before anything is written
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    )
    look = _Look(book)
    if as_template:
        _guide(book, look)
    places: dict[str, str] = {}
    pages = [(sheet, content, book.add_worksheet(sheet.name)) for sheet, content in contents]
    _choices(book, contents, places)
    for sheet, content, page in pages:
        if sheet is ORGAN:
            _organ(page, content, look, as_template)
        else:
            _page(page, sheet, content, look, places, as_template)
    pages[0][2].activate()
    book.close()
    return buffer.getvalue()


class _Look:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        head = {**FONT, "bold": True, "border": 1, "border_color": LINE, "align": "center", "text_wrap": True}
        self.required = book.add_format({**head, "bg_color": DEEP_BLUE, "font_color": "white"})
        self.optional = book.add_format({**head, "bg_color": PALE_BLUE, "font_color": DEEP_BLUE})
        self.cell = {name: book.add_format({**FONT, **extra}) for name, extra in FORMATS.items()}
        grey = {"italic": True, "font_color": GREY}
        self.example = {name: book.add_format({**FONT, **extra, **grey}) for name, extra in FORMATS.items()}
        self.title = book.add_format({**FONT, "bold": True, "font_size": 16, "font_color": DEEP_BLUE})
        self.line = book.add_format({**FONT, "text_wrap": True})


def _guide(book: Any, look: _Look) -> None:
    page = book.add_worksheet(GUIDE)
    page.hide_gridlines(2)
    _on_paper(page)
    page.set_column(0, 0, 16)
    page.set_column(1, 1, 90)
    page.set_row(0, 30)
    page.write_string(0, 0, "政府信息公开年度台账", look.title)
    row = 2
    for number, sentence in enumerate(INTRODUCTION, 1):
        page.write_string(row, 0, f"{number}.", look.cell["text"])
        page.write_string(row, 1, sentence, look.line)
        row += 1
    row += 1
    for sheet in SHEETS:
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", string=sheet.name)
        page.write_string(row, 1, sheet.about, look.line)
        row += 1


def _on_paper(page: Any) -> None:
    """A4 across, all columns on one sheet of paper."""
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _choices(book: Any, sheets: Iterable[tuple[Sheet, Content]], places: dict[str, str]) -> None:
    """The drop-down lists stand on a hidden sheet: Excel takes only 255 characters of a list in place."""
    page = book.add_worksheet(CHOICES)
    page.hide()
    columns = [
        (sheet, column)
        for sheet, content in sheets
        for column in _columns(sheet, content)
        if column.kind.choices
    ]
    for index, (sheet, column) in enumerate(columns):
        page.write_string(0, index, f"{sheet.name}·{column.name}")
        for row, choice in enumerate(column.kind.choices, 1):
            page.write_string(row, index, choice)
        letter = xlsxwriter.utility.xl_col_to_name(index)
        places[f"{sheet.name}·{column.name}"] = (
            f"={CHOICES}!${letter}$2:${letter}${len(column.kind.choices) + 1}"
        )


def _page(
    page: Any, sheet: Sheet, content: Content, look: _Look, places: Mapping[str, str], as_template: bool
) -> None:
    columns = _columns(sheet, content)
    known = [column.name for column in columns]
    others = list(dict.fromkeys(name for row in content.rows for name in row if name not in known))
    _on_paper(page)
    page.repeat_rows(0)
    page.freeze_panes(1, 1)
    page.set_row(0, 32)
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width, look.cell[column.kind.style])
        page.write_string(0, index, column.name, look.required if column.required else look.optional)
        page.write_comment(0, index, _note(column), {"x_scale": 1.6, "y_scale": 1.2, "font_size": 10})
        if column.kind.choices:
            _drop_down(page, index, places[f"{sheet.name}·{column.name}"], len(content.rows))
    for index, name in enumerate(others, len(known)):
        page.set_column(index, index, 16, look.cell["text"])
        page.write_string(0, index, name, look.optional)
    if as_template:
        _example(page, columns, look)
    styles = {column.name: column.kind.style for column in columns}
    for number, row in enumerate(content.rows, 1):
        for index, name in enumerate((*known, *others)):
            _write(page, number, index, row.get(name), look.cell[styles.get(name, "text")])
    if content.rows:
        page.autofilter(0, 0, len(content.rows), len(known) + len(others) - 1)


def _columns(sheet: Sheet, content: Content) -> list[Column]:
    """The columns that are written: a rare one where a row has it."""
    filled = {name for row in content.rows for name in row}
    return [column for column in sheet.columns if not column.rare or column.name in filled]


def _note(column: Column) -> str:
    must = "必填" if column.required else "可以不填"
    parts = [f"{must}。{column.note}" if column.note else f"{must}。"]
    if column.kind.choices and len(column.kind.choices) <= 10:
        parts.append(f"可填：{'、'.join(column.kind.choices)}。")
    return "\n".join(parts)


def _drop_down(page: Any, index: int, place: str, rows: int) -> None:
    page.data_validation(
        1,
        index,
        max(rows, ROWS_TO_FILL),
        index,
        # a warning, not a wall: other usual words are read as well
        {
            "validate": "list",
            "source": place,
            "error_type": "warning",
            "error_title": "不在列表里",
            "error_message": "列表里没有这个写法，导入时可能认不出来。",
        },
    )


def _example(page: Any, columns: Sequence[Column], look: _Look) -> None:
    page.write_string(1, 0, EXAMPLE, look.example["text"])
    for index, column in enumerate(columns[1:], 1):
        _write(page, 1, index, column.example, look.example[column.kind.style])


def _organ(page: Any, content: Content, look: _Look, as_template: bool) -> None:
    _on_paper(page)
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 50, look.cell["text"])
    page.freeze_panes(1, 0)
    page.write_string(0, 0, "项目", look.required)
    page.write_string(0, 1, "内容", look.optional)
    values = content.rows[0] if content.rows else {}
    first = 1
    if as_template:
        page.write_string(1, 0, EXAMPLE, look.example["text"])
        page.write_string(1, 1, "右边一格填内容，如：四间房镇人民政府", look.example["text"])
        first = 2
    for row, column in enumerate(ORGAN.columns, first):
        page.write_string(row, 0, column.name, look.optional)
        _write(page, row, 1, values.get(column.name), look.cell["text"])


def _write(page: Any, row: int, column: int, value: Shown, style: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        page.write_datetime(row, column, value, style)
    elif isinstance(value, int | float):
        page.write_number(row, column, value, style)
    else:
        # always as text: a value that begins with = or + is no formula
        page.write_string(row, column, value, style)

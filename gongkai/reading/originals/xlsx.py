"""Excel files: what is hidden in them, comments, formulas; and a new workbook of what is seen.

The copy holds values and looks, no formulas: a formula may tell of a sheet that is not there any more. Charts
and pictures are no cells and stay behind.
"""

import io
import re
from collections.abc import Iterator
from copy import copy as copied
from datetime import date, datetime, time
from itertools import chain
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.reading.characters import clean
from gongkai.reading.limits import MAX_CELLS, damaged, unzip
from gongkai.reading.originals import strings
from gongkai.reading.originals.covers import Covers, covered
from gongkai.reading.originals.model import Box, Original, Piece, Table
from gongkai.reading.originals.packed import Package
from gongkai.reading.originals.packed import text_of as text_of_element

_LOOKS = ("font", "border", "fill", "alignment", "protection")
_LARGEST = 500_000
_LONG_NUMBER = re.compile(r"\d{7}")
_ELSEWHERE = re.compile(
    r"xl/(?:charts|drawings|diagrams|threadedComments|persons|pivotCache|externalLinks)/[^/]+\.xml"
    r"|customXml/item\d+\.xml|docProps/custom\.xml"
)


def read(data: bytes, name: str) -> Original:
    """Each sheet as a table of what is seen, and everything else as pieces."""
    book = _opened(data, name)
    tables = [Table(tuple(_rows(sheet)), sheet.title) for sheet in book.worksheets if _is_seen(sheet)]
    return Original(tuple(one for one in tables if one.rows), tuple(_pieces(book, data, name)))


def copy(data: bytes, name: str, covers: Covers) -> bytes:
    """A new workbook of what is seen, words covered."""
    old, new = _opened(data, name), openpyxl.Workbook()
    new.remove(new.worksheets[0])
    for sheet in old.worksheets:
        if _is_seen(sheet):
            _copy_sheet(sheet, new.create_sheet(_named(sheet, covers)), covers)
    if not new.worksheets:
        raise damaged(name)
    new.properties.creator = ""
    made = io.BytesIO()
    new.save(made)
    return made.getvalue()


def _named(sheet: Worksheet, covers: Covers) -> str:
    """Its title; Excel takes no asterisk there."""
    return covered(sheet.title, covers).replace("*", "-")


def _opened(data: bytes, name: str, *, values: bool = True) -> Any:
    unzip(data, name).close()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)
    except Exception as error:  # openpyxl lets any error of a damaged file through
        raise damaged(name) from error
    if sum(sheet.max_row * sheet.max_column for sheet in book.worksheets) > _LARGEST:
        raise damaged(name)
    return book


def _is_seen(sheet: Worksheet) -> bool:
    return sheet.sheet_state == "visible"


def _seen_rows(sheet: Worksheet) -> list[int]:
    return [row for row in range(1, sheet.max_row + 1) if not _is_row_hidden(sheet, row)]


def _seen_columns(sheet: Worksheet) -> list[int]:
    hidden = _hidden_columns(sheet)
    return [column for column in range(1, sheet.max_column + 1) if column not in hidden]


def _is_row_hidden(sheet: Worksheet, row: int) -> bool:
    look = sheet.row_dimensions.get(row)
    return look is not None and (bool(look.hidden) or look.height == 0)


def _hidden_columns(sheet: Worksheet) -> set[int]:
    hidden: set[int] = set()
    for look in sheet.column_dimensions.values():
        if look.hidden or look.width == 0:
            hidden.update(range(look.min or 0, min(look.max or 0, sheet.max_column) + 1))
    return hidden


def _rows(sheet: Worksheet) -> Iterator[tuple[Box, ...]]:
    columns, rows = _seen_columns(sheet), _seen_rows(sheet)
    spans = _spans(sheet, rows, columns)
    boxes = 0
    for row in rows:
        line = []
        for column in columns:
            cell = sheet.cell(row, column)
            if not isinstance(cell, MergedCell):
                line.append(Box(text_of(cell.value), *spans.get((row, column), (1, 1))))
        boxes += len(line)
        if boxes > MAX_CELLS:
            return
        if any(box.text for box in line):
            yield tuple(line)


def _spans(sheet: Worksheet, rows: list[int], columns: list[int]) -> dict[tuple[int, int], tuple[int, int]]:
    """Of each merged box, how many rows and columns of it are seen."""
    seen_rows, seen_columns = set(rows), set(columns)
    return {
        (area.min_row, area.min_col): (
            len(seen_rows & set(range(area.min_row, area.max_row + 1))) or 1,
            len(seen_columns & set(range(area.min_col, area.max_col + 1))) or 1,
        )
        for area in sheet.merged_cells.ranges
    }


def _copy_sheet(sheet: Worksheet, new: Worksheet, covers: Covers) -> None:
    rows, columns = _seen_rows(sheet), _seen_columns(sheet)
    for y, row in enumerate(rows, 1):
        if (look := sheet.row_dimensions.get(row)) and look.height:
            new.row_dimensions[y].height = look.height
        for x, column in enumerate(columns, 1):
            cell = sheet.cell(row, column)
            if isinstance(cell, MergedCell):
                continue
            put = new.cell(y, x)
            put.value = _covered(cell.value, covers)
            for name in _LOOKS if cell.has_style else ():
                setattr(put, name, copied(getattr(cell, name)))
            put.number_format = covered(put.number_format, covers)
    for x, column in enumerate(columns, 1):
        letter = get_column_letter(column)
        if letter in sheet.column_dimensions:
            new.column_dimensions[get_column_letter(x)].width = sheet.column_dimensions[letter].width
    for (row, column), (down, across) in _spans(sheet, rows, columns).items():
        if row in rows and column in columns and (down, across) != (1, 1):
            y, x = rows.index(row) + 1, columns.index(column) + 1
            new.merge_cells(start_row=y, start_column=x, end_row=y + down - 1, end_column=x + across - 1)


def _covered(value: Any, covers: Covers) -> Any:
    text = text_of(value)
    hidden = covered(text, covers) if text else text
    if hidden != text:
        return hidden
    return value.isoformat() if isinstance(value, time) else value


def text_of(value: Any) -> str:
    """A value as a person would type it: 12, not 12.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else clean(str(value))


def _pieces(book: Any, data: bytes, name: str) -> Iterator[Piece]:
    for sheet in book.worksheets:
        if _is_seen(sheet):
            yield from _in_sheet(sheet)
        else:
            lines = ("\t".join(text_of(cell) for cell in row) for row in sheet.iter_rows(values_only=True))
            yield Piece("sheet", "\n".join(line for line in lines if line.strip()), sheet.title)
    yield from _formulas(_opened(data, name, values=False))
    for defined in chain(book.defined_names.values(), *(sheet.defined_names.values() for sheet in book)):
        yield Piece("name", f"{defined.attr_text or ''} {defined.comment or ''}".strip(), defined.name)
    yield from _elsewhere(Package(data, name))
    said = book.properties
    for key in ("creator", "lastModifiedBy", "title", "subject", "keywords", "description", "category"):
        if (value := getattr(said, key)) and value != "openpyxl":
            yield Piece("properties", clean(str(value)), key)


def _in_sheet(sheet: Worksheet) -> Iterator[Piece]:
    hidden = _hidden_columns(sheet)
    for row in range(1, sheet.max_row + 1):
        if _is_row_hidden(sheet, row):
            text = "\t".join(filter(None, (text_of(cell.value) for cell in sheet[row])))
            if text:
                yield Piece("row", text, f"{sheet.title}第{row}行")
    for column in sorted(hidden):
        cells = (sheet.cell(row, column) for row in range(1, sheet.max_row + 1))
        text = "\n".join(filter(None, (text_of(cell.value) for cell in cells)))
        if text:
            yield Piece("column", text, f"{sheet.title}{get_column_letter(column)}列")
    for line in sheet.iter_rows():
        for cell in line:
            if cell.comment:
                yield Piece("comment", clean(cell.comment.text), f"{sheet.title}{cell.coordinate}")
    for part in filter(None, (sheet.oddHeader, sheet.oddFooter)):
        for side in (part.left, part.center, part.right):
            if side and clean(side.text or ""):
                yield Piece("margin", clean(side.text or ""), sheet.title)

    yield from _said_of_cells(sheet)


def _said_of_cells(sheet: Worksheet) -> Iterator[Piece]:
    """Titles, formats, tips: seen in passing at most. Of the first two, those that hold a long number."""
    looks = {cell.number_format for line in sheet.iter_rows() for cell in line if cell.has_style}
    for text, at in ((sheet.title, "工作表的名称"), *((look, "数字的格式") for look in sorted(looks))):
        if _LONG_NUMBER.search(text):
            yield Piece("drawn", text, at)
    for link in (cell.hyperlink for line in sheet.iter_rows() for cell in line if cell.hyperlink):
        if text := " ".join(filter(None, (link.target, link.tooltip, link.display))):
            yield Piece("data", clean(text), "链接的地址和提示")
    for rule in sheet.data_validations.dataValidation:
        said = (rule.promptTitle, rule.prompt, rule.errorTitle, rule.error, rule.formula1, rule.formula2)
        if text := " ".join(filter(None, said)):
            yield Piece("data", clean(text), "数据有效性的提示")


def _elsewhere(package: Package) -> Iterator[Piece]:
    """What stands in no cell: charts, drawings, who commented, caches of other books."""
    for part in sorted(filter(_ELSEWHERE.fullmatch, package.parts)):
        root = package.xml(part)
        said = (text_of_element(root), *(text for text, _at in strings.beside(root)))
        spoken = (element.get(name) or "" for element, name in strings.spoken(root))
        if text := clean(" ".join(filter(None, dict.fromkeys((*said, *spoken))))):
            yield Piece("data", text, part.split("/")[-2])


def _formulas(book: Any) -> Iterator[Piece]:
    for sheet in book.worksheets:
        texts = [
            cell.value
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.value.startswith("=")
        ]
        if texts:
            yield Piece("formula", "\n".join(texts[:50]), sheet.title)

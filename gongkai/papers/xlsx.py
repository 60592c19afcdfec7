"""A document as Excel: one sheet for each chapter, merged heads, sums as formulas with their values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from gongkai.papers.layout import (
    Placed,
    attachment_lines,
    chinese_date,
    clean,
    cover,
    digits,
    line_count,
    place,
)
from gongkai.papers.model import (
    Align,
    Attachments,
    Block,
    Cell,
    Document,
    Heading,
    Note,
    Paragraph,
    Signature,
    Table,
)

PAGE = 84.0  # characters of Excel over the printed width
LONGEST_TEXT = 32_767  # of a cell, Excel's limit
LONGEST_HEADER = 100  # of a printed page; Excel takes 255 with its codes
LONGEST_ROW = 1_000  # characters of prose that the highest row of Excel can show
LINE, HIGHEST = 15.5, 409.0  # points

_FONT = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "text_wrap": True}
_HEADING = {"font_name": "黑体", "font_size": 12, "valign": "vcenter", "text_wrap": True}
_TITLE = {"font_name": "宋体", "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chapter on a sheet of its own; ``name`` is unique and lawful in Excel."""

    name: str
    blocks: tuple[Block, ...]


def sheets(document: Document) -> tuple[Sheet, ...]:
    """The document cut at its headings of level 1; what stands before the first is 前言."""
    chapters: list[list[Block]] = [[]]
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapters.append([])
        chapters[-1].append(block)
    names: list[str] = []
    found = []
    for chapter in filter(None, chapters):
        first = chapter[0]
        text = first.text if isinstance(first, Heading) and first.level == 1 else "前言"
        names.append(_sheet_name(text, names))
        found.append(Sheet(names[-1], tuple(chapter)))
    return tuple(found)


def write(document: Document) -> bytes:
    """The document as .xlsx, the same bytes for the same document. ValueError for a table with holes.

    A sum is a formula only where it equals the figure shown: Excel would otherwise put a figure in the
    place of the one reported.
    """
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties(
            {
                "title": clean(document.title),
                "author": clean(document.organ),
                "created": datetime(1980, 1, 1),  # noqa: DTZ001 - a fixed mark; the file says nothing of when
            }
        )
        formats = _Formats(workbook)
        for number, sheet in enumerate(sheets(document) or (Sheet("前言", ()),)):
            page = workbook.add_worksheet(sheet.name)
            # Once as text; as text on every sheet it would read as part of the chapter.
            page.set_header(f"&C{_cut(document.title, LONGEST_HEADER).replace('&', '&&')}" if number else "")
            _sheet(page, sheet, "" if number else document.title, formats)
    return file.getvalue()


class _Formats:
    """Cell formats of one workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, base: dict[str, Any], **more: Any) -> Format:
        properties = base | more
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]


def _sheet_name(text: str, taken: Iterable[str]) -> str:
    """At most 31 characters, none that Excel refuses, told apart by a number where it comes twice."""
    plain = "".join(char for char in clean(text).replace("\n", "") if char not in "[]:*?/\\").strip("' ")
    used = {name.casefold() for name in taken}
    name, number = plain[:31] or "正文", 1
    while name.casefold() in used:
        number += 1
        name = f"{(plain or '正文')[: 31 - len(f'（{number}）')]}（{number}）"
    return name


def _sheet(page: Worksheet, sheet: Sheet, title: str, formats: _Formats) -> None:
    tables = [block for block in sheet.blocks if isinstance(block, Table)]
    widest = max(tables, key=lambda table: table.columns, default=None)
    shares = widest.widths if widest else (1.0,)
    widths = [share * PAGE / sum(shares) for share in shares]
    for column, characters in enumerate(widths):
        page.set_column(column, column, characters)
    page.set_paper(9)
    if any(table.landscape for table in tables):
        page.set_landscape()
    page.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.8)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.set_footer("&C— &P —")
    page.hide_gridlines(2)
    row = _wide(page, 0, title, len(widths), formats(_TITLE), 32.0) if title else 0
    for block in sheet.blocks:
        if isinstance(block, Table):
            row = _table(page, row, block, widths, formats)
        else:
            for text, look in _texts(block):
                height = line_count(text, PAGE / 2) * LINE + 4
                row = _wide(page, row, text, len(widths), formats(look), height)


def _texts(
    block: Heading | Paragraph | Attachments | Signature | Note,
) -> Iterator[tuple[str, dict[str, Any]]]:
    match block:
        case Heading(text):
            yield text, _HEADING
        case Paragraph(text, align, indent, lead):
            plain = align in (Align.LEFT, Align.JUSTIFY)
            for part in _short("\u3000" * indent + lead + text if plain else lead + text):
                yield part, _FONT if plain else _FONT | {"align": align.value}
        case Note(text):
            yield text, _FONT
        case Attachments():
            yield from ((line, _FONT) for line in attachment_lines(block))
        case Signature(organ, day, note):
            yield organ, _FONT | {"align": "right"}
            yield chinese_date(day), _FONT | {"align": "right"}
            if note:
                yield f"（{note}）", _FONT


def _short(text: str) -> Iterator[str]:
    """Parts that a row can show, cut after a sentence where there is one."""
    while len(text) > LONGEST_ROW:
        cut = text.rfind("。", 0, LONGEST_ROW) + 1 or LONGEST_ROW
        yield text[:cut]
        text = text[cut:]
    yield text


def _wide(page: Worksheet, row: int, text: str, columns: int, look: Format, height: float) -> int:
    """One text over the whole width; the next row."""
    page.set_row(row, min(height, HIGHEST))
    if columns > 1:
        page.merge_range(row, 0, row, columns - 1, "", look)
    page.write_string(row, 0, _cut(text), look)
    return row + 1


def _table(page: Worksheet, top: int, table: Table, widths: list[float], formats: _Formats) -> int:
    covering = cover(table)
    for row, line in enumerate(place(table)):
        page.set_row(top + row, _height(table, line, widths))
        for placed in line:
            _cell(page, top, placed, covering, formats)
    if table.head_rows:
        page.repeat_rows(top, top + table.head_rows - 1)
    return top + len(table.rows)


def _height(table: Table, line: tuple[Placed, ...], widths: list[float]) -> float:
    # Excel does not grow a row for a merged cell.
    lines = 1
    for placed in line:
        cell = placed.cell
        if cell.rowspan == 1:
            characters = sum(widths[placed.column : placed.column + cell.colspan]) - 1
            lines = max(lines, line_count(cell.text, characters / 2))
    return min(max(table.row_height * 72 / 25.4, lines * LINE), HIGHEST)


def _cell(
    page: Worksheet, top: int, placed: Placed, covering: dict[tuple[int, int], Placed], formats: _Formats
) -> None:
    cell = placed.cell
    row, column = top + placed.row, placed.column
    more: dict[str, Any] = {"align": cell.align.value, "border": 1}
    if cell.vertical:
        more |= {"align": "center", "rotation": 270}
    value = _exact(cell.number)
    if value is not None:
        places = len(digits(cell.number).partition(".")[2])
        more["num_format"] = f"0.{'0' * places}" if places else "0"
    look = formats(_FONT, **more)
    if cell.colspan > 1 or cell.rowspan > 1:
        page.merge_range(row, column, row + cell.rowspan - 1, column + cell.colspan - 1, "", look)
    if value is None:
        # Never page.write(): it would read a text that begins with = as a formula.
        if cell.text:
            page.write_string(row, column, _cut(cell.text), look)
        else:
            page.write_blank(row, column, None, look)
    elif _adds_up(cell, covering):
        page.write_formula(row, column, _formula(cell, top), look, value)
    else:
        page.write_number(row, column, value, look)


def _cut(text: str, longest: int = LONGEST_TEXT) -> str:
    text = clean(text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _exact(number: int | Decimal | None) -> float | None:
    """The number as Excel keeps it, with 15 digits; None where that would be another number."""
    return None if number is None or Decimal(f"{float(number):.15g}") != number else float(number)


def _adds_up(cell: Cell, covering: dict[tuple[int, int], Placed]) -> bool:
    parts = [covering[box].cell.number for box in cell.sum_of]
    known = [part for part in parts if part is not None]
    return bool(parts) and len(known) == len(parts) and sum(map(Decimal, known)) == cell.number


def _formula(cell: Cell, top: int) -> str:
    """``=SUM(…)`` over as few ranges as the boxes allow."""
    boxes = [(top + row, column) for row, column in cell.sum_of]
    by_row = len({row for row, _ in boxes}) < len({column for _, column in boxes})
    ranges = []
    for _, run in groupby(
        enumerate(sorted(boxes, key=lambda box: box if by_row else box[::-1])),
        key=lambda item: (item[1][0], item[1][1] - item[0]) if by_row else (item[1][0] - item[0], item[1][1]),
    ):
        (_, first), *rest = run
        last = rest[-1][1] if rest else first
        ranges.append(xl_range(*first, *last))
    return f"=SUM({','.join(ranges)})"

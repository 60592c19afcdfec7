"""Excel files: each sheet as one grid; formulas by the values they were saved with."""

import io
import re
import zipfile
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from lxml import etree
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from gongkai.reading.characters import NOISE, clean
from gongkai.reading.errors import ReadError
from gongkai.reading.figures import is_figure
from gongkai.reading.limits import Deadline, damaged, unzip
from gongkai.reading.page import Cell, Grid, Page, grid_of
from gongkai.reading.readers.xlsx_formats import misleading_cells, misleading_styles
from gongkai.reading.readers.xlsx_looks import marked_cells, marked_strings, marked_styles
from gongkai.reading.sheets import extent

_REFERENCE = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_PLACE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
_STYLES, _TEXTS = "xl/styles.xml", "xl/sharedStrings.xml"
_MAX_AREA = 500_000
_MAX_COLUMNS = 16_384
_MAX_FORMULAS = 2_000
_TITLE = re.compile(rb"<dc:title>([^<]{1,400})</dc:title>")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*"""
    rb"""<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v>([^<]*)</)?"""
)
_CELLS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_TRUE = re.compile(rb"""\bhidden=["'](?:1|true)["']|\b(?:ht|width)=["']0(?:\.0+)?["']""")
_SHEET = re.compile(rb"""<(?:\w+:)?sheet\b[^>]*>""")
_RELATION = re.compile(rb"""<(?:\w+:)?Relationship\b[^>]*>""")


@dataclass(slots=True)
class _Unseen:
    """What of a sheet is not to be trusted as seen: rows and columns from 0, formulas never computed."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    formulas: list[tuple[int, int, str]] = field(default_factory=list)  # saved as 0 or as nothing
    misshown: set[tuple[int, int]] = field(default_factory=set)  # by row and column: shown as another figure
    marked: set[tuple[int, int]] = field(
        default_factory=set
    )  # digits struck out, raised, or not of one figure
    ends: dict[int, int] = field(default_factory=dict)  # row → its last box; what was deleted leaves none


def read(data: bytes, name: str) -> Page:
    title, unseen = _look_inside(data, name)
    deadline = Deadline(name)
    blocks: list[str | Grid] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for sheet in workbook.sheets_metadata:
                deadline.check()
                if sheet.visible != SheetVisibleEnum.Visible or sheet.typ != SheetTypeEnum.WorkSheet:
                    continue
                grid = _sheet(workbook.get_sheet_by_name(sheet.name), unseen.get(sheet.name, _Unseen()))
                if grid is not None:
                    blocks.append(replace(grid, sheet=sheet.name))
    except PasswordError as error:
        raise ReadError(f"《{name}》设有密码，无法读取，请去掉密码后再试。") from error
    except (CalamineError, OSError) as error:
        raise damaged(name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the parser; no Exception, and under no public name
            raise
        raise damaged(name) from error
    return Page(tuple(blocks), (title,) if title else ())


def _look_inside(data: bytes, name: str) -> tuple[str, dict[str, _Unseen]]:
    """The document's title, and what each sheet hides.

    Refuses a sheet that claims an area which would fill the memory when laid out.
    """
    with unzip(data, name) as archive:
        parts = set(archive.namelist())
        named = _parts(archive, parts)
        sheets: dict[str, _Unseen] = {}
        looks = archive.read(_STYLES) if _STYLES in parts else b""
        texts = marked_strings(archive.read(_TEXTS) if _TEXTS in parts else b"")
        styles, marks = misleading_styles(looks), marked_styles(looks)
        for part in parts:
            if part in named.values() or (part.startswith("xl/worksheets/") and part.endswith(".xml")):
                xml = archive.read(part)
                _refuse_a_wide(xml, name)
                sheets[part] = _unseen_in(xml)
                sheets[part].misshown = _places(misleading_cells(xml, styles))
                sheets[part].marked = _places(marked_cells(xml, marks, texts))
        core = archive.read("docProps/core.xml") if "docProps/core.xml" in parts else b""
    found = _TITLE.search(core)
    unseen = {sheet: sheets[part] for sheet, part in named.items() if part in sheets}
    return _plain(found[1]) if found else "", unseen


def _places(references: Iterable[bytes]) -> set[tuple[int, int]]:
    found = map(_PLACE.fullmatch, references)
    return {(int(cell[2]) - 1, _column(cell[1]) - 1) for cell in found if cell}


def _refuse_a_wide(xml: bytes, name: str) -> None:
    right, bottom = extent(xml)
    if right * bottom > _MAX_AREA:
        raise ReadError(f"《{name}》的工作表过大，不像年度报告，请只保留年度报告的表格后再试。")


def _unseen_in(xml: bytes) -> _Unseen:
    unseen = _Unseen()
    for letters, number in _REFERENCE.findall(xml):
        y, x = int(number) - 1, _column(letters) - 1
        unseen.ends[y] = max(unseen.ends.get(y, 0), x)
    for row in _ROW.findall(xml):
        if _TRUE.search(row) and (number := _attribute(row, b"r")).isdigit():
            unseen.rows.add(int(number) - 1)
    for column in _COLUMN.findall(xml):
        first, last = _attribute(column, b"min"), _attribute(column, b"max")
        if _TRUE.search(column) and first.isdigit() and last.isdigit():
            unseen.columns.update(range(int(first) - 1, min(int(last), _MAX_COLUMNS)))
    for letters, number, formula, value in _FORMULA.findall(xml):
        if value.strip() in (b"", b"0"):
            unseen.formulas.append(
                (int(number) - 1, _column(letters) - 1, formula.decode("utf-8", "replace"))
            )
    return unseen


def _parts(archive: zipfile.ZipFile, parts: Container[str]) -> dict[str, str]:
    """Sheet name → its part of the package."""
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if book not in parts or links not in parts:
        return {}
    targets = {
        _attribute(link, b"Id"): _attribute(link, b"Target")
        for link in _RELATION.findall(archive.read(links))
    }
    found: dict[str, str] = {}
    for sheet in _SHEET.findall(archive.read(book)):
        target = targets.get(_attribute(sheet, b"id"), "")
        found[_plain(_attribute(sheet, b"name").encode())] = (
            target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        )
    return found


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"""[\s:]""" + name + rb"""=["']([^"']*)["']""", tag)
    return found[1].decode("utf-8", "replace") if found else ""


def _plain(xml: bytes) -> str:
    """Text of XML without tags, its entities read."""
    text: str = etree.fromstring(b"<t>" + xml + b"</t>", _parser()).text or ""
    return clean(text)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, recover=True)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(sheet: CalamineSheet, unseen: _Unseen) -> Grid | None:
    rows = sheet.to_python(skip_empty_area=False)
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        bottom, right = min(bottom, len(rows) - 1), min(right, max(map(len, rows), default=0) - 1)
        if bottom < top or right < left:
            continue
        merged[top, left] = (bottom - top + 1, right - left + 1)
        covered.update((y, x) for y in range(top, bottom + 1) for x in range(left, right + 1))
    many = len(unseen.formulas) > _MAX_FORMULAS
    stale = {(y, x) for y, x, formula in unseen.formulas if many or _is_stale(formula, rows)}
    cells = [
        Cell(
            NOISE if (y, x) in stale or _is_misleading((y, x), value, unseen) else _text(value),
            y,
            x,
            *merged.get((y, x), (1, 1)),
        )
        for y, row in enumerate(rows)
        for x, value in enumerate(row)
        if (y, x) in merged or ((y, x) not in covered and x <= unseen.ends.get(y, x))
    ]
    cells = [replace(cell, text="") if _is_hidden(cell, unseen) else cell for cell in cells]
    return grid_of(cells, len(rows)) if any(cell.text for cell in cells) else None


def _is_hidden(cell: Cell, unseen: _Unseen) -> bool:
    rows = range(cell.row, cell.row + cell.rowspan)
    return all(row in unseen.rows for row in rows) or all(column in unseen.columns for column in cell.columns)


def _is_stale(formula: str, rows: Sequence[Sequence[object]]) -> bool:
    """Whether a formula saved as 0 or nothing adds up figures: written by a program that cannot compute."""
    ranges = _CELLS.findall(formula)
    if not ranges:
        return True
    for left, top, right, bottom in ranges:
        x, y = _column(left.encode()) - 1, int(top) - 1
        width = (_column(right.encode()) if right else x + 1) - x
        height = (int(bottom) if bottom else y + 1) - y
        for row in rows[y : y + max(1, height)]:
            if any(isinstance(value, (int, float)) and value for value in row[x : x + max(1, width)]):
                return True
    return False


def _is_misleading(place: tuple[int, int], value: object, unseen: _Unseen) -> bool:
    if place in unseen.misshown and _is_number(value):
        return True
    return place in unseen.marked and (_is_number(value) or is_figure(str(value)))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float))


def _text(value: object) -> str:
    """A value as a person would type it: 12, not 12.0."""
    if isinstance(value, bool):
        return NOISE
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f") if value == value and abs(value) < 1e18 else ""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return clean(str(value))

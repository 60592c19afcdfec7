"""Excel files: each sheet as one grid; formulas by the values they were saved with."""

import io
import re
from datetime import date, datetime
from decimal import Decimal

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from gongkai.reading.characters import clean
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import Deadline, damaged, unzip
from gongkai.reading.page import Cell, Grid, Page, grid_of

_REFERENCE = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")
_MAX_AREA = 500_000
_TITLE = re.compile(rb"<dc:title>([^<]{1,400})</dc:title>")


def read(data: bytes, name: str) -> Page:
    title = _guard(data, name)
    deadline = Deadline(name)
    blocks: list[str | Grid] = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            for sheet_name in workbook.sheet_names:
                deadline.check()
                if (grid := _sheet(workbook.get_sheet_by_name(sheet_name))) is not None:
                    blocks.append(grid)
    except PasswordError as error:
        raise ReadError(f"《{name}》设有密码，无法读取，请去掉密码后再试。") from error
    except (CalamineError, OSError) as error:
        raise damaged(name) from error
    return Page(tuple(blocks), (title,) if title else ())


def _guard(data: bytes, name: str) -> str:
    """The document's title, once no sheet claims an area that would fill the memory when laid out."""
    with unzip(data, name) as archive:
        parts = archive.namelist()
        for part in parts:
            if part.startswith("xl/worksheets/"):
                right = bottom = 0
                for letters, row in _REFERENCE.findall(archive.read(part)):
                    right, bottom = max(right, _column(letters)), max(bottom, int(row))
                if right * bottom > _MAX_AREA:
                    raise ReadError(f"《{name}》的工作表过大，不像年度报告，请只保留年度报告的表格后再试。")
        core = archive.read("docProps/core.xml") if "docProps/core.xml" in parts else b""
    found = _TITLE.search(core)
    if not found:
        return ""
    text: str = etree.fromstring(b"<t>" + found[1] + b"</t>", _parser()).text or ""
    return clean(text)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, recover=True)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(sheet: CalamineSheet) -> Grid | None:
    rows = sheet.to_python(skip_empty_area=False)
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        bottom, right = min(bottom, len(rows) - 1), min(right, max(map(len, rows), default=0) - 1)
        if bottom < top or right < left:
            continue
        merged[top, left] = (bottom - top + 1, right - left + 1)
        covered.update((y, x) for y in range(top, bottom + 1) for x in range(left, right + 1))
    cells = [
        Cell(_text(value), y, x, *merged.get((y, x), (1, 1)))
        for y, row in enumerate(rows)
        for x, value in enumerate(row)
        if (y, x) in merged or (y, x) not in covered
    ]
    return grid_of(cells, len(rows)) if any(cell.text for cell in cells) else None


def _text(value: object) -> str:
    """A value as a person would type it: 12, not 12.0."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f") if value == value and abs(value) < 1e18 else ""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return clean(str(value))

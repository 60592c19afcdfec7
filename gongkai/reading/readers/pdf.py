"""PDF files: ruled tables as grids, the text around them as paragraphs put together again from lines.

PDFium opens the file first: it tells damaged, locked and scanned files apart, quickly. The tables are
pdfplumber's. A PDF is the one kind in which a paragraph and a box are only seen by where they stand.
"""

import io
import logging
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pdfplumber
from pdfplumber.page import Page as PdfPage
from pdfplumber.table import Table

from gongkai.reading.characters import COVERED, clean
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import MEGABYTE, Deadline, damaged, too_complex
from gongkai.reading.page import Cell, Grid, Page, Pictures, grid_of
from gongkai.reading.paper import Line, blocks, in_order
from gongkai.reading.readers import pdf_pictures
from gongkai.reading.readers.pdf_witness import Witness, blot

# pdfminer reports every oddity of a broken file on its logger; the one sentence of ReadError is enough.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

_STREAM = re.compile(rb"stream\r?\n")
_MAX_STREAM = 64 * MEGABYTE
_CHUNK = 16_384
_MAX_EDGES = 20_000
_SNAP = 2.5  # points: rules nearer than this are one
_FEWEST = 20  # characters: a document with fewer is a scan


def read(data: bytes, name: str, *, is_short: bool = False) -> Page | Pictures:
    """The document's text and tables. Of a scan, and of tables that are none, the pictures are given on.
    ``is_short``: of paragraphs as ``paper.blocks`` puts them together.

    The text that a scanner's own recogniser lays below its pictures is nobody's word.
    """
    _guard(data, name)
    with Witness(data, name) as witness:
        page = _page(data, name, witness, is_short) if witness.has_characters(_FEWEST) else None
    if page is None:
        return pdf_pictures.of_scan(data, name)
    if page.grids and COVERED not in page.text:
        return page
    if pdf_pictures.are_all(data, name):
        return pdf_pictures.of_scan(data, name)
    return page if page.grids else replace(page, pictures=pdf_pictures.between_text(data, name))


def _page(data: bytes, name: str, witness: Witness, is_short: bool) -> Page:
    deadline = Deadline(name)
    pages: list[list[Line | Grid]] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            title = clean(str((document.metadata or {}).get("Title") or ""))
            for page in document.pages:
                deadline.check()
                witness.turn_to(page.page_number)
                if len(page.edges) > _MAX_EDGES:
                    raise too_complex(name)
                pages.append(_items(page, witness))
                page.close()  # pdfplumber keeps every object of a page otherwise
    except ReadError:
        raise
    except Exception as error:  # pdfminer lets any error of a hostile file through
        raise damaged(name) from error
    return Page(tuple(blocks(pages, is_short=is_short)), (title,) if title else ())


def _guard(data: bytes, name: str) -> None:
    for found in _STREAM.finditer(data):
        if not data.endswith(b"end", 0, found.start()):
            _check_stream(data, found.start(), found.end(), name)


def _check_stream(data: bytes, start: int, begin: int, name: str) -> None:
    """A packed stream that unpacks beyond all measure would be unpacked whole by the parser."""
    opening = data.rfind(b"obj", max(0, start - 2048), start)
    dictionary = data[opening:start] if opening >= 0 else b""
    if b"FlateDecode" not in dictionary or b"/Image" in dictionary:
        return
    if dictionary.count(b"FlateDecode") > 1 or _unpacks_to(data, begin, _MAX_STREAM):
        raise ReadError(f"《{name}》内含异常的压缩内容，已停止读取，请另存为新的PDF后再试。")


def _unpacks_to(data: bytes, begin: int, size: int) -> bool:
    """Whether the packed stream at ``begin`` unpacks to ``size`` or more; where it ends only it knows."""
    unpacker = zlib.decompressobj()
    unpacked, at = 0, begin
    try:
        while unpacked < size and not unpacker.eof and at < len(data):
            unpacked += len(unpacker.decompress(data[at : at + _CHUNK], size))
            at += _CHUNK - len(unpacker.unconsumed_tail)
    except zlib.error:
        return False
    return unpacked >= size


def _items(page: PdfPage, witness: Witness) -> list[Line | Grid]:
    """Lines and grids of one page, top to bottom; page numbers left out."""
    placed: list[tuple[float, Line | Grid]] = []
    boxes: list[tuple[float, float, float, float]] = []
    for table in page.find_tables():
        for grid, box in _grids(table, page, witness):
            placed.append((box[1], grid))
            boxes.append(box)
    for line in _lines(page, boxes, witness):
        placed.append((line.top, line))
    return in_order(placed, page.height)


def _lines(page: PdfPage, boxes: Sequence[tuple[float, float, float, float]], witness: Witness) -> list[Line]:
    """What is printed outside the tables."""
    outside = page.filter(lambda thing: not _is_inside(thing, boxes)) if boxes else page
    found = outside.extract_text_lines()
    if blot(found, page.edges, witness.unseen(page, found)):
        found = outside.filter(lambda _: True).extract_text_lines()  # a page remembers its lines
    return [Line(line["text"], line["x0"], line["x1"], line["top"], line["bottom"]) for line in found]


def _is_inside(thing: dict[str, float], boxes: Iterable[tuple[float, float, float, float]]) -> bool:
    if "x0" not in thing:
        return False
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _grids(
    table: Table, page: PdfPage, witness: Witness
) -> Iterator[tuple[Grid, tuple[float, float, float, float]]]:
    """The rows with two or more boxes: shaded lines of prose look like rows with one box to pdfplumber."""
    read = [
        (box, clean(text or ""))
        for row, line in zip(table.rows, table.extract(), strict=True)
        for box, text in zip(row.cells, line, strict=True)
        if box is not None
    ]
    boxes = [box for box, _ in read]
    found = list(zip(boxes, witness.agree(page, read), strict=True))
    across = _edges([edge for box, _ in found for edge in (box[0], box[2])])
    down = _edges([edge for box, _ in found for edge in (box[1], box[3])])
    cells = []
    for box, text in found:
        left, right = _nearest(across, box[0]), _nearest(across, box[2])
        top, bottom = _nearest(down, box[1]), _nearest(down, box[3])
        cells.append(Cell(text, top, left, max(1, bottom - top), max(1, right - left)))
    rows = grid_of(cells, max(1, len(down) - 1)).rows
    full = [index for index, row in enumerate(rows) if len(row) > 1]
    if not full:
        return
    first, last = full[0], full[-1]
    kept = [
        Cell(cell.text, cell.row - first, cell.column, cell.rowspan, cell.colspan)
        for cell in cells
        if first <= cell.row <= last
    ]
    yield grid_of(kept, last - first + 1), (across[0], down[first], across[-1], down[last + 1])


def _edges(places: Iterable[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _SNAP:
            edges.append(place)
    return edges


def _nearest(edges: Sequence[float], place: float) -> int:
    above = bisect_left(edges, place)
    is_below = above and (above == len(edges) or place - edges[above - 1] <= edges[above] - place)
    return above - 1 if is_below else above

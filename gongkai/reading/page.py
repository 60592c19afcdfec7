"""The neutral form of a document that was read: paragraphs and grids in their printed order.

Readers make it, recognition walks it. It knows nothing of reports.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from gongkai.reading.characters import NOISE
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import MAX_CELLS, MAX_SPAN

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(slots=True, eq=False)
class Cell:
    """One box of a grid and the rows and columns that it covers.

    Not frozen: hundreds of them are made for every report, and frozen ones take far longer to make.
    """

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1

    @property
    def columns(self) -> range:
        return range(self.column, self.column + self.colspan)

    def overlaps(self, other: "Cell") -> bool:
        return self.column < other.column + other.colspan and other.column < self.column + self.colspan


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: for each row the boxes that cover it, left to right, spans included.

    ``aligned`` is False where columns were only told apart by tabs or bars: there a box's place in its
    row does not say which head it stands under. ``page`` and ``sheet`` are where it stands, in a
    file that has them.
    """

    rows: tuple[tuple[Cell, ...], ...]
    aligned: bool = True
    page: int = 0
    sheet: str = ""

    @property
    def width(self) -> int:
        return max((cell.column + cell.colspan for row in self.rows for cell in row), default=0)


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of a grid that were read as one table: ``first`` up to, not including, ``end``."""

    table: str
    grid: Grid
    first: int
    end: int


@dataclass(frozen=True)
class Page:
    """A whole document as one long page.

    ``titles`` are the names that the document gives itself outside its text (HTML title, meta tags).
    ``pictures`` may hold the tables that the text lacks. What was recognised in a picture (``is_picture``)
    may be taken for something else, however clear it looks.
    """

    blocks: tuple[str | Grid, ...]
    titles: tuple[str, ...] = ()
    published_on: date | None = None
    pictures: "Pictures | None" = None
    is_picture: bool = False

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    def lines(self) -> Iterator[str]:
        """Lines that stand alone: paragraphs, and rows with one filled box (a sheet prints prose so)."""
        return (line for text in self._alone() for line in text.replace(NOISE, "").split("\n") if line)

    def _alone(self) -> Iterator[str]:
        for block in self.blocks:
            if isinstance(block, str):
                yield block
                continue
            for index, row in enumerate(block.rows):
                filled = [cell for cell in row if cell.text]
                if len(filled) == 1 and filled[0].row == index:
                    yield filled[0].text

    @cached_property
    def text(self) -> str:
        """Everything, one box or paragraph a line."""
        return "\n".join(self.texts())

    def texts(self) -> Iterator[str]:
        """Every paragraph and box in printed order."""
        for block in self.blocks:
            if isinstance(block, str):
                yield block
            else:
                for index, row in enumerate(block.rows):
                    yield from (cell.text for cell in row if cell.row == index)


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pages of which there are only pictures, in shades of grey, painted as they are asked for."""

    pages: Iterable["Image"]


def grid_of(cells: Iterable[Cell], height: int, *, aligned: bool = True) -> Grid:
    """A grid from boxes with known places; raises ReadError when it would be absurdly large."""
    rows: list[list[Cell]] = [[] for _ in range(height)]
    covered = 0
    for cell in cells:
        rows[cell.row].append(cell)
        if cell.rowspan > 1:
            below = rows[cell.row + 1 : cell.row + cell.rowspan]
            for row in below:
                row.append(cell)
            covered += len(below)
            if covered > MAX_CELLS:
                break
    if sum(map(len, rows)) > MAX_CELLS:
        raise ReadError("文件里的表格过大，不像年度报告，请只保留年度报告正文后再试。")
    return Grid(tuple([tuple(sorted(row, key=_COLUMN)) for row in rows]), aligned)


def lay_out(rows: Sequence[Sequence[tuple[str, int, int]]], *, aligned: bool = True) -> Grid:
    """A grid from (text, colspan, rowspan) in source order, as HTML writes it."""
    if sum(map(len, rows)) > MAX_CELLS:
        raise ReadError("文件里的表格过大，不像年度报告，请只保留年度报告正文后再试。")
    cells: list[Cell] = []
    taken: dict[int, int] = {}  # column -> first row that is free again
    height = len(rows)
    for row, sources in enumerate(rows):
        column = 0
        for text, colspan, rowspan in sources:
            while taken and taken.get(column, 0) > row:
                column += 1
            if colspan == rowspan == 1:
                cells.append(Cell(text, row, column))
                column += 1
                continue
            across = max(1, min(colspan, MAX_SPAN))
            down = max(1, min(rowspan or height, height - row))
            cells.append(Cell(text, row, column, down, across))
            if down > 1:
                taken.update(dict.fromkeys(range(column, column + across), row + down))
            column += across
    return grid_of(cells, height, aligned=aligned)


_COLUMN = attrgetter("column")

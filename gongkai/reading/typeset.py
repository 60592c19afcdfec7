"""Characters and ruled lines that stand on a page, as lines and grids.

A table is what rules draw; a figure over which there is any doubt is made none.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from gongkai.reading import ruled
from gongkai.reading.characters import NOISE, clean
from gongkai.reading.page import Cell, Grid, grid_of
from gongkai.reading.paper import Line, in_order
from gongkai.reading.ruled import Box, Rule, Table

_APART = 0.5  # of a character's height: from here on there is a blank between two
_TOUCHING = 0.25  # of it: nearer than this, two digits are one figure
_SAME_LINE = 0.5  # of it
_BESIDE = 0.2  # of it: nearer than this, the same character is drawn twice
_INSIDE = 0.3  # of a character's width may stand over its box's side
_RAISED = 0.87  # a digit this much smaller than another in its box is no digit of the figure


class Glyph(NamedTuple):
    """A character and where it stands; ``bottom`` is what it stands on."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(slots=True)
class Sheet:
    """What stands on one page. In ``pictures`` (left, top, right, bottom) nobody can read."""

    height: float
    glyphs: list[Glyph]
    across: list[Rule]
    down: list[Rule]
    pictures: list[tuple[float, float, float, float]]


def items(sheet: Sheet, *, near: float, name: str) -> list[Line | Grid]:
    """The page's lines and grids, top to bottom."""
    placed: list[tuple[float, Line | Grid]] = []
    outside = list(_once(sheet.glyphs))
    sheet.across = ruled.merged(sheet.across, near=near, name=name)
    for table in ruled.tables(sheet.across, sheet.down, near=near, name=name):
        inside = [glyph for glyph in outside if _is_in(table, glyph)]
        outside = [glyph for glyph in outside if not _is_in(table, glyph)]
        placed.append((table.top, _grid(table, inside, sheet)))
    placed += [(line.top, line) for line in _lines(_blotted(outside, sheet.across))]
    return in_order(placed, sheet.height)


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Characters without those that are drawn again a little beside themselves, to look bold."""
    drawn: dict[tuple[str, int, int], Glyph] = {}
    for glyph in glyphs:
        room = _BESIDE * glyph.height or 1.0
        x, y = int(glyph.left // room), int(glyph.bottom // room)
        around = (drawn.get((glyph.text, x + i, y + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if not any(other and _are_beside(glyph, other, room) for other in around):
            drawn[glyph.text, x, y] = glyph
            yield glyph


def _are_beside(one: Glyph, other: Glyph, room: float) -> bool:
    return abs(one.left - other.left) < room and abs(one.bottom - other.bottom) < room


def _blotted(glyphs: Sequence[Glyph], across: Sequence[Rule]) -> list[Glyph]:
    """Characters outside the tables, the digits among them made none where they are struck out or raised."""
    odd = {
        glyph
        for row in _rows(glyph for glyph in glyphs if glyph.text.isdigit())
        for run in _runs(row)
        if _are_unlike(run) or any(_strikes(rule, one) for rule in across for one in run)
        for glyph in run
    }
    return [glyph._replace(text=glyph.text + NOISE) if glyph in odd else glyph for glyph in glyphs]


def _runs(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """The digits of a line that may be one figure."""
    run: list[Glyph] = []
    for glyph in row:
        if run and glyph.left - run[-1].right > _APART * run[-1].height:
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _are_unlike(digits: Sequence[Glyph]) -> bool:
    heights = [digit.height for digit in digits]
    return min(heights) < _RAISED * max(heights)


def _is_in(table: Table, glyph: Glyph) -> bool:
    x, y = glyph.centre
    return table.left <= x < table.right and table.top <= y < table.bottom


def _grid(table: Table, glyphs: Sequence[Glyph], sheet: Sheet) -> Grid:
    places = _boxed(table, glyphs)
    contents: dict[Box, list[Glyph]] = {}
    for glyph, box in places.items():
        contents.setdefault(box, []).append(glyph)
    over = _running_over(places)
    cells = []
    for box in table.boxes:
        own = contents.get(box, [])
        text = clean("\n".join(line.text for line in _lines(own)))
        if over.intersection(own) or _is_doubtful(box, own, sheet):
            text += NOISE
        cells.append(Cell(text, box.row, box.column, box.rowspan, box.colspan))
    return grid_of(cells, table.height)


def _boxed(table: Table, glyphs: Iterable[Glyph]) -> dict[Glyph, Box]:
    """The box that the middle of each character is in."""
    boxes = table.by_unit()
    return {
        glyph: boxes[bisect_right(table.ys, y) - 1, bisect_right(table.xs, x) - 1]
        for glyph in glyphs
        for x, y in [glyph.centre]
    }


def _is_doubtful(box: Box, glyphs: Sequence[Glyph], sheet: Sheet) -> bool:
    """Whether a figure is not plainly one: raised, struck out, over its box's side, beside a picture."""
    if any(_contains(box, picture) for picture in sheet.pictures):
        return True
    digits = [glyph for glyph in glyphs if glyph.text.isdigit()]
    if not digits:
        return not (glyphs or box.is_sound)
    return (
        not box.is_sound
        or _are_unlike(digits)
        or any(_stands_out(glyph, box) for glyph in digits)
        or any(_overlap(*pair) for row in _rows(digits) for pair in pairwise(row))
        or any(_strikes(rule, glyph) for rule in sheet.across for glyph in digits)
    )


def _contains(box: Box, area: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = area
    return box.holds((left + right) / 2, (top + bottom) / 2) and right - left <= box.right - box.left


def _stands_out(glyph: Glyph, box: Box) -> bool:
    room = _INSIDE * (glyph.right - glyph.left)
    return glyph.left < box.left - room or glyph.right > box.right + room


def _overlap(left: Glyph, right: Glyph) -> bool:
    return right.left - left.left < (left.right - left.left) / 2


def _strikes(rule: Rule, glyph: Glyph) -> bool:
    quarter = glyph.height / 4
    crosses = rule.start < glyph.right and glyph.left < rule.end
    return crosses and glyph.top + quarter < rule.at < glyph.bottom - quarter


def _running_over(places: Mapping[Glyph, Box]) -> set[Glyph]:
    """Digits of figures that were too long for their box and go on in the next."""
    digits = [glyph for glyph in places if glyph.text.isdigit()]
    return {
        glyph
        for row in _rows(digits)
        for left, right in pairwise(row)
        if right.left - left.right < _TOUCHING * left.height and places[left] != places[right]
        for glyph in (left, right)
    }


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Characters that stand on one line, left to right; the lines top to bottom."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.bottom):
        if row and glyph.bottom - row[0].bottom > _SAME_LINE * min(glyph.height, row[0].height):
            yield sorted(row, key=lambda glyph: glyph.left)
            row = []
        row.append(glyph)
    if row:
        yield sorted(row, key=lambda glyph: glyph.left)


def _lines(glyphs: Iterable[Glyph]) -> Iterator[Line]:
    for row in _rows(glyphs):
        text = row[0].text
        for left, right in pairwise(row):
            text += (" " if right.left - left.right > _APART * left.height else "") + right.text
        if text.strip():
            yield Line(
                text,
                row[0].left,
                row[-1].right,
                min(glyph.top for glyph in row),
                max(glyph.bottom for glyph in row),
            )

"""Lines of text in the boxes of a table, cut out of a sheet, and the separate marks that each is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from gongkai.reading.ruled import Box
from gongkai.reading.scan.sheet import NEAR, Pixels, Sheet

_FAINT = 0.25  # of a stroke's darkness: what may be a mark
_SOFT = 1.2  # pixels: what is rubbed out against the grain of the paper
_SPECK = 6  # pixels: what is smaller is no mark
_DUST, _ALONE = 0.3, 0.35  # of a character: how small dust is, and how far from what is printed
_MARGIN = 0.25  # of a line's height: white around it
_LOWEST = 16  # pixels: a dash alone is lower than a line
_BAND = round(NEAR) + 3  # pixels from a box's side in which its rule may stand
_SPREAD = 5  # pixels: a rule's soft edge, and what touches it


class Mark(NamedTuple):
    """A separate shape of a line, 1 where it is black; its place counts from the strip's."""

    left: int
    top: int
    shape: Pixels

    @property
    def height(self) -> int:
        return len(self.shape)

    @property
    def width(self) -> int:
        return len(self.shape[0])

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of a box: its pixels with white around, ``height`` without that.

    It ``is_cut`` where it touches a rule, and may have lost a part.
    """

    pixels: Pixels
    height: int
    is_cut: bool

    def marks(self, darkness: float) -> list[Mark]:
        """The shapes left to right, of what is darker than that. Shapes one above the other are one."""
        black = _without(_SPECK, ((255 - self.pixels) > darkness).astype(np.uint8))
        return [_mark(black[:, left:right], left) for left, right in _runs(black.max(axis=0))]


def strips(sheet: Sheet, box: Box) -> list[Strip]:
    """The lines of a box, top to bottom; none where nothing is printed."""
    inside, edge = _inside(sheet, box)
    soft = cv2.GaussianBlur(inside, (0, 0), _SOFT)
    marks = _without(_SPECK, ((255 - soft) > _FAINT * sheet.depth).astype(np.uint8))
    marks = _without_dust(marks, sheet.unit)
    inside[cv2.dilate(marks, _square(_SPREAD)) == 0] = 255
    lines = list(_runs(marks.max(axis=1)))
    least = min(_DUST * sheet.unit, max((bottom - top for top, bottom in lines), default=0))
    return [
        _strip(inside[top:bottom], marks[top:bottom], edge[top:bottom])
        for top, bottom in lines
        if bottom - top >= least  # beside a line of text, what is as flat as a rule's edge is none
    ]


def _inside(sheet: Sheet, box: Box) -> tuple[Pixels, Pixels]:
    """What a box holds without its rules, and 1 where something would touch them."""
    left, top, right, bottom = (round(side) for side in (box.left, box.top, box.right, box.bottom))
    place = np.s_[top:bottom, left:right]
    rules = cv2.bitwise_or(sheet.across_mask[place], sheet.down_mask[place])
    rules[_BAND:-_BAND, _BAND:-_BAND] = 0
    for side in (rules[0], rules[-1], rules[:, 0], rules[:, -1]):
        side[:] = 1
    rules = cv2.dilate(rules, _square(_SPREAD))
    inside = sheet.gray[place].copy()
    inside[rules > 0] = 255
    return inside, cv2.dilate(rules, _square(_SPREAD))


def _without(least: int, black: Pixels) -> Pixels:
    """The shapes of at least so many pixels."""
    _, named, found, _ = cv2.connectedComponentsWithStats(black)
    return _only(found[:, cv2.CC_STAT_AREA] >= least, named)


def _without_dust(black: Pixels, unit: float) -> Pixels:
    """The shapes but for small ones that stand far from any larger one."""
    _, named, found, _ = cv2.connectedComponentsWithStats(black)
    is_large = found[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= _DUST * unit
    large = _only(is_large, named)
    if not large.any():
        return black
    around = cv2.dilate(large, _square(2 * round(_ALONE * unit) + 1))
    return _only(np.isin(np.arange(len(found)), named[around > 0]), named)


def _only(is_wanted: NDArray[np.bool_], named: Pixels) -> Pixels:
    """1 where a shape that is wanted stands; the first of them is the background."""
    is_wanted[0] = False
    return is_wanted[named].astype(np.uint8)


def _square(side: int) -> Pixels:
    return np.ones((side, side), np.uint8)


def _runs(filled: Pixels) -> Iterator[tuple[int, int]]:
    """From where to where something stands, for each run of rows or columns that are not empty."""
    edges = np.flatnonzero(np.diff(filled > 0, prepend=False, append=False)).tolist()
    return zip(edges[::2], edges[1::2], strict=True)


def _strip(inside: Pixels, marks: Pixels, edge: Pixels) -> Strip:
    columns = np.flatnonzero(marks.any(axis=0))
    height = len(inside)
    margin = round(_MARGIN * max(height, _LOWEST))
    above = margin + max(0, (_LOWEST - height) // 2)
    pixels = inside[:, columns[0] : columns[-1] + 1]
    framed = np.pad(pixels, ((above, above), (margin, margin)), constant_values=255)
    return Strip(framed, height, is_cut=bool((marks & edge).any()))


def _mark(black: Pixels, left: int) -> Mark:
    rows = np.flatnonzero(black.any(axis=1))
    return Mark(left, int(rows[0]), black[rows[0] : rows[-1] + 1])

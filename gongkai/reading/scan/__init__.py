"""Pictures of pages, read: ruled lines first, then what stands in their boxes, then the lines between tables.

Needs the optional part ``ocr``. Figures that are certain here are held to the report's sums in ``recognise``.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

import numpy as np

from gongkai.reading import ruled
from gongkai.reading.characters import NOISE
from gongkai.reading.limits import Deadline
from gongkai.reading.page import Cell, Grid, Page, Pictures, grid_of
from gongkai.reading.paper import Line, beside, blocks, in_order
from gongkai.reading.ruled import Table
from gongkai.reading.scan.eyes import Eyes, Seen, Span
from gongkai.reading.scan.figures import texts
from gongkai.reading.scan.sheet import NEAR, Pixels, Sheet, straightened

_CERTAIN = 0.9  # of 1: the least certain digit of a number in prose
_FAINTEST = 0.3  # of 1: how sure it must be that a place to be searched holds a line
_LARGEST = 2.0  # times as large as it is a picture is searched
_NUMBER = re.compile(r"\d+")


def read(pictures: Pictures, name: str, *, seconds: float) -> Page:
    """The pages of these pictures, within ``seconds``; a number that is not certain is none."""
    return _page(pictures, name, seconds, _certain_lines, math.inf)


def words(pictures: Pictures, name: str, *, seconds: float) -> Page:
    """All that these pictures seem to say, certain or not: to be searched, and never for figures."""
    return _page(pictures, name, seconds, _all_lines, _LARGEST)


def _page(
    pictures: Pictures,
    name: str,
    seconds: float,
    lines: Callable[[Eyes, Pixels], Iterable[Line]],
    most: float,
) -> Page:
    deadline = Deadline(name, seconds)
    pages = []
    for picture in pictures.pages:
        deadline.check()
        pages.append(_items(_eyes(), straightened(np.asarray(picture), most), name, lines))
    return Page(tuple(blocks(pages)), is_picture=True)


@cache
def _eyes() -> Eyes:
    """Loaded with the first page that is looked at, for all that this process looks at."""
    return Eyes()


def _items(
    eyes: Eyes, sheet: Sheet, name: str, lines: Callable[[Eyes, Pixels], Iterable[Line]]
) -> list[Line | Grid]:
    tables = ruled.tables(sheet.across, sheet.down, near=NEAR, name=name)
    placed: list[tuple[float, Line | Grid]] = []
    for table in tables:
        cells = (
            Cell(text, box.row, box.column, box.rowspan, box.colspan)
            for text, box in zip(texts(eyes, sheet, table.boxes), table.boxes, strict=True)
        )
        placed.append((table.top, grid_of(cells, table.height)))
    placed += [(line.top, line) for line in lines(eyes, _without(sheet.gray, tables))]
    return in_order(placed, len(sheet.gray))


def _without(page: Pixels, tables: Sequence[Table]) -> Pixels:
    outside = page.copy()
    for table in tables:
        top, left = max(0, round(table.top - NEAR)), max(0, round(table.left - NEAR))
        outside[top : round(table.bottom + NEAR), left : round(table.right + NEAR)] = 255
    return outside


def _certain_lines(eyes: Eyes, outside: Pixels) -> Iterator[Line]:
    for span, line in _seen(eyes, outside, eyes.lines(outside)):
        yield Line(_certain(line), *span.sides)


def _all_lines(eyes: Eyes, outside: Pixels) -> Sequence[Line]:
    spans = eyes.lines(outside, least=_FAINTEST)
    return beside([Line(line.text, *span.sides) for span, line in _seen(eyes, outside, spans)])


def _seen(eyes: Eyes, outside: Pixels, spans: Sequence[Span]) -> Iterator[tuple[Span, Seen]]:
    seen = eyes.read([outside[span.top : span.bottom, span.left : span.right] for span in spans])
    return zip(spans, seen, strict=True)


def _certain(seen: Seen) -> str:
    """A line of prose in which numbers that are not certain are made none."""

    def number(found: re.Match[str]) -> str:
        return found[0] if min(seen.certainties[found.start() : found.end()]) >= _CERTAIN else NOISE

    return _NUMBER.sub(number, seen.text) if len(seen.text) == len(seen.certainties) else seen.text

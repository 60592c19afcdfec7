"""What stands on paper, page by page, as one long page: grids, and paragraphs put together again from lines.

For the kinds of file in which a paragraph is only seen by where its lines stand: PDF, OFD, pictures.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gongkai.reading.characters import clean
from gongkai.reading.page import Grid
from gongkai.reading.titles import is_title

_PAGE_NUMBER = re.compile(r"^[-—–－―·\s]*(?:第\s*)?\d{1,3}\s*(?:页)?(?:\s*/\s*\d{1,3})?[-—–－―·\s]*$")
_DIGITS_FIRST, _DIGITS_LAST = re.compile(r"[0-9０-９]{1,40}"), re.compile(r"[0-9０-９]{1,40}[Xx]?\Z")
_LONG_NUMBER = 11
_ENDS = ("。", "；", "：", "！", "？")
_OTHER_TYPE = 1.25  # a line so much higher or lower than the next is no part of its paragraph
_FULL = 3  # so many lines that end at one edge are full; of fewer it is chance
_LEVEL, _CLOSE = 0.5, 1.5  # of a line's height: what stands as level, and as close, is one line


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line and where it stands."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


def in_order(placed: Iterable[tuple[float, Line | Grid]], height: float) -> list[Line | Grid]:
    """Lines and grids of one page with their distance from its top, top to bottom; page numbers left out."""
    kept = [(top, item) for top, item in placed if isinstance(item, Grid) or not _is_number(item, height)]
    return [item for _, item in sorted(kept, key=lambda pair: pair[0])]


def _is_number(line: Line, height: float) -> bool:
    at_edge = line.top > height * 0.88 or line.bottom < height * 0.08
    return at_edge and bool(_PAGE_NUMBER.match(line.text))


def beside(lines: Iterable[Line]) -> list[Line]:
    """Lines of which those that stand close to one another on one level are made one."""
    joined: list[Line] = []
    for line in sorted(lines, key=lambda line: line.left):
        before = next((other for other in joined if _goes_on(other, line)), None)
        if before:
            joined.remove(before)
            line = Line(
                f"{before.text} {line.text}",
                before.left,
                line.right,
                min(before.top, line.top),
                max(before.bottom, line.bottom),
            )
        joined.append(line)
    return joined


def _goes_on(line: Line, other: Line) -> bool:
    height = min(line.bottom - line.top, other.bottom - other.top)
    is_level = min(line.bottom, other.bottom) - max(line.top, other.top) > _LEVEL * height
    return is_level and -_CLOSE * height < other.left - line.right < _CLOSE * height


def blocks(pages: Sequence[Sequence[Line | Grid]], *, is_short: bool = False) -> Iterator[str | Grid]:
    """Grids, and paragraphs put together over line and page ends. ``is_short``: in the document there may
    be no paragraph of several lines, nor any that is indented."""
    lines = [item for page in pages for item in page if isinstance(item, Line)]
    left, right, full = _margins(lines)
    is_bare = is_short and full < _FULL
    if is_bare:
        right = max((line.right for line in lines), default=right)
    paragraph = ""
    last: Line | None = None
    for number, item in ((number, item) for number, page in enumerate(pages, 1) for item in page):
        if isinstance(item, Grid):
            if paragraph:
                yield clean(paragraph)
            paragraph, last = "", None
            yield replace(item, page=number)
            continue
        height = item.bottom - item.top
        goes_on = last is not None and item.left < left + height and last.right > right - 2.5 * height
        if is_short and last is not None and goes_on:
            goes_on = not (_is_of_other_type(last, item) or (is_bare and last.text.endswith(_ENDS)))
        if goes_on and not is_title(paragraph):
            paragraph += f"{_between(paragraph, item.text)}{item.text}"
        else:
            if paragraph:
                yield clean(paragraph)
            paragraph = item.text
        last = item
    if paragraph:
        yield clean(paragraph)


def _between(before: str, after: str) -> str:
    """What a line end leaves in a paragraph: a space where a number as long as a telephone's stands at it, or
    two that stand one below the other would be read as one."""
    ends, begins = _DIGITS_LAST.search(before), _DIGITS_FIRST.match(after)
    is_long = ends and begins and max(len(ends[0]), len(begins[0])) >= _LONG_NUMBER
    return " " if is_long else ""


def _is_of_other_type(line: Line, below: Line) -> bool:
    heights = sorted((line.bottom - line.top, below.bottom - below.top))
    return heights[1] > heights[0] * _OTHER_TYPE


def _margins(lines: Sequence[Line]) -> tuple[float, float, int]:
    """Where most long lines begin and where the longest end, the text's left and right edge; and how many end
    there."""
    long = [line for line in lines if len(line.text) > 15] or list(lines)
    if not long:
        return 0.0, 0.0, 0
    left, _ = Counter(round(line.left) for line in long).most_common(1)[0]
    right, full = Counter(round(line.right / 4) for line in long).most_common(1)[0]
    return float(left), right * 4.0, full

"""The characters of a PDF's page and where they stand, as PDFium tells them.

Every character is told, seen or not: also what lies outside of the page, below a picture, or is white.
"""

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

POINTS = 72 / 25.4  # of a millimetre: the unit of a PDF
_SHAPELESS = 0.05  # points: what is as thin has no shape that could be drawn
_FINE = 100  # of a millimetre: PDFium tells places in whole units of the size that it is asked for


class Edges(NamedTuple):
    """Left, top, right and bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Edges") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    @property
    def area(self) -> float:
        return max(self.right - self.left, 0.0) * max(self.bottom - self.top, 0.0)

    def shared(self, other: "Edges") -> "Edges":
        return Edges(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )


def around(edges: Iterable[Edges]) -> Edges:
    """What holds them all."""
    lefts, tops, rights, bottoms = zip(*edges, strict=True)
    return Edges(min(lefts), min(tops), max(rights), max(bottoms))


@dataclass(frozen=True, slots=True)
class Char:
    """A character and where it stands; ``edges`` is None for a space or line end that PDFium added."""

    text: str
    edges: Edges | None


def size(page: Any) -> tuple[float, float]:
    """Width and height of a page in millimetres, as it is seen."""
    width, height = page.get_size()
    return width / POINTS, height / POINTS


def chars(page: Any) -> list[Char]:
    """The characters of a page in their order."""
    textpage = page.get_textpage()
    width, height = size(page)
    frame = (page.raw, 0, 0, round(width * _FINE), round(height * _FINE), 0)
    found: list[Char] = []
    high = 0
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage.raw, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        is_added = pdfium.FPDFText_IsGenerated(textpage.raw, index) == 1
        found.append(Char(_written(code), None if is_added else _edges(textpage, index, frame)))
    textpage.close()
    return found


def _written(code: int) -> str:
    """PDFium has 0 for what it cannot tell, and a hyphen at a line's end as 2."""
    if code == 2:
        return "-"
    return chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd"


def _edges(textpage: Any, index: int, frame: tuple[Any, ...]) -> Edges | None:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(textpage.raw, index, left, right, bottom, top):
        return None
    box = (left.value, bottom.value, right.value, top.value)
    if min(box[2] - box[0], box[3] - box[1]) < _SHAPELESS:  # its line's height, its own advance
        loose = pdfium.FS_RECTF()
        pdfium.FPDFText_GetLooseCharBox(textpage.raw, index, loose)
        box = (loose.left, loose.bottom, loose.right, loose.top)
    corners = [_seen(frame, x, y) for x, y in (box[:2], box[2:])]
    return around(Edges(x, y, x, y) for x, y in corners)


def _seen(frame: tuple[Any, ...], x: float, y: float) -> tuple[float, float]:
    """A place of the page's own on the page as it is seen."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(*frame, x, y, across, down)
    return across.value / _FINE, down.value / _FINE

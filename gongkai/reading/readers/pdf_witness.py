"""A second look at the figures of a PDF's tables: PDFium's text of the same place, and how they are drawn.

pdfplumber and PDFium read fonts and places on their own. Where they differ over a figure, neither is taken.
"""

import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any

import pypdfium2
from pdfplumber.page import Page as PdfPage

from gongkai.reading.characters import NOISE, clean, halve
from gongkai.reading.found import DISPUTED
from gongkai.reading.limits import damaged

PDFIUM = threading.Lock()  # PDFium serves one thread at a time
_EDGE = 1.0  # points: what stands on a box's rule may be its neighbour's
_TOUCHING = 0.8  # points between two digits of one figure
_RAISED = 0.87  # a digit this much smaller than another in its box is no digit of the figure

Box = tuple[float, float, float, float]  # left, top, right, bottom as pdfplumber counts


class Witness:
    """PDFium's reading of one document, asked page by page. To be used as a context."""

    def __init__(self, data: bytes, name: str) -> None:
        try:
            with PDFIUM:
                self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise damaged(name) from error

    def __enter__(self) -> "Witness":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with PDFIUM:
            self._document.close()

    def agree(self, page: PdfPage, boxes: Sequence[tuple[Box, str]]) -> list[str]:
        """The texts of the boxes; a figure that is read in two ways, or marked, is made no figure."""
        told = [(index, box) for index, (box, text) in enumerate(boxes) if any(map(str.isdigit, text))]
        texts = [text for _, text in boxes]
        if not told or not page.chars or page.rotation:
            return texts
        first = page.chars[0]
        height = first["y1"] + first["top"]  # PDF counts from below
        drawn = _drawn(page, [box for _, box in told])
        with PDFIUM:
            textpage = self._document[page.page_number - 1].get_textpage()
            for (index, (left, top, right, bottom)), is_marked in zip(told, drawn, strict=True):
                seen = textpage.get_text_bounded(
                    left + _EDGE, height - bottom + _EDGE, right - _EDGE, height - top - _EDGE
                )
                texts[index] = _judged(texts[index], seen, is_marked)
        return texts


def _judged(text: str, seen: str, is_marked: bool) -> str:
    if is_marked:
        return text + NOISE
    mine, theirs = _plain(text), _plain(seen)
    # Labels differ by fonts that name radicals; only what may be a figure is compared.
    if not mine.isascii() or mine == theirs:
        return text
    return f"{mine}{DISPUTED}{theirs}"


def _plain(text: str) -> str:
    return "".join(halve(clean(text)).split())


def _drawn(page: PdfPage, boxes: Sequence[Box]) -> list[bool]:
    """For each box whether its digits are struck out, of different sizes, or go on in the next box."""
    digits = [char for char in page.chars if char["text"].isdigit()]
    strokes = [edge for edge in page.edges if edge["orientation"] == "h"]
    return [_is_marked(box, digits, strokes) for box in boxes]


def _is_marked(box: Box, digits: Sequence[dict[str, Any]], strokes: Sequence[dict[str, Any]]) -> bool:
    left, top, right, bottom = box
    inside = [
        char
        for char in digits
        if top < (char["top"] + char["bottom"]) / 2 < bottom and left < (char["x0"] + char["x1"]) / 2 < right
    ]
    if not inside or _runs_over(inside, digits):
        return bool(inside)
    sizes = [char["size"] for char in inside]
    if min(sizes) < _RAISED * max(sizes):
        return True
    return any(
        left <= stroke["x0"] and stroke["x1"] <= right and _crosses(stroke, char)
        for stroke in strokes
        if top + _EDGE < stroke["top"] < bottom - _EDGE
        for char in inside
    )


def _runs_over(inside: Sequence[dict[str, Any]], digits: Sequence[dict[str, Any]]) -> bool:
    """Whether a figure goes on over the box's rule: it was too long for its box, and is in two boxes now."""
    left, right = min(char["x0"] for char in inside), max(char["x1"] for char in inside)
    tops = {char["top"] for char in inside}
    return any(
        char["top"] in tops and (abs(left - char["x1"]) < _TOUCHING or abs(char["x0"] - right) < _TOUCHING)
        for char in digits
    )


def _crosses(stroke: dict[str, Any], char: dict[str, Any]) -> bool:
    quarter = (char["bottom"] - char["top"]) / 4
    across: bool = stroke["x0"] < char["x1"] and char["x0"] < stroke["x1"]
    return across and char["top"] + quarter < stroke["top"] < char["bottom"] - quarter

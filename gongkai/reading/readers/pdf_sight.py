"""What of a PDF's page is seen: text may be invisible, or lie below a picture, a note or a white patch.

The page is painted with its text and without it. Where that makes no difference, no text is seen; where
pictures and notes make one, there is more to see than the text says.
"""

import ctypes
import math
from collections.abc import Iterable, Iterator
from typing import Any

import pypdfium2
from PIL import Image, ImageChops

from gongkai.reading.limits import MAX_PIXELS, too_large_a_picture

_MOST = 4_000_000  # dots of a painted page: of one as large as a wall no digit is seen
_FAINT = 64  # of 255: a tint or a watermark below the figures says nothing
_INK = 48  # of 255: by how much a digit darkens its place at least
_RIM = 1.5  # points: a box's rules
_SIDE = 0.15  # of a character's width: where its neighbour may reach into
_DEEPEST = 14  # forms within each other
_TEXT, _IMAGE = pypdfium2.raw.FPDF_PAGEOBJ_TEXT, pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
_FORM = pypdfium2.raw.FPDF_PAGEOBJ_FORM
_UNPAINTED = (pypdfium2.raw.FPDF_TEXTRENDERMODE_INVISIBLE, pypdfium2.raw.FPDF_TEXTRENDERMODE_CLIP)

Box = tuple[float, float, float, float]  # left, top, right, bottom from the page's upper left corner


class Sight:
    """One page, looked at once; PDFium shows nothing but pictures and rules on it afterwards."""

    def __init__(self, page: Any, name: str) -> None:
        texts: list[Any] = []
        images: list[Any] = []
        for kind, thing in _objects(page):
            if kind == _TEXT:
                texts.append(thing)
            elif kind == _IMAGE:
                images.append(thing)
        if any(_dots(image) > MAX_PIXELS for image in images):
            raise too_large_a_picture(name)
        width, height = page.get_size()
        self._scale = min(1.0, math.sqrt(_MOST / (width * height)))
        whole = self._painted(page)
        _hide(texts)
        ground = self._painted(page)
        self._text = ImageChops.difference(whole, ground)
        self._more: Image.Image | None = None
        if images or pypdfium2.raw.FPDFPage_GetAnnotCount(page):
            _hide(images)
            self._more = ImageChops.difference(ground, self._painted(page, draw_annots=False))

    def _painted(self, page: Any, *, draw_annots: bool = True) -> Image.Image:
        painted = page.render(scale=self._scale, grayscale=True, draw_annots=draw_annots)
        picture: Image.Image = painted.to_pil().convert("L")
        return picture

    def shows(self, character: Box, least: int = _INK) -> bool:
        """Whether the text darkens or lightens the place by more than ``least`` of 255."""
        left, top, right, bottom = character
        side = _SIDE * (right - left)
        return self._span(self._text, (left + side, top, right - side, bottom))[1] > least

    def adds(self, box: Box) -> bool:
        """Whether a picture or a note shows something in a box."""
        if self._more is None:
            return False
        left, top, right, bottom = box
        low, high = self._span(self._more, (left + _RIM, top + _RIM, right - _RIM, bottom - _RIM))
        return high - low > _FAINT

    def inks(self, place: Box) -> bool:
        """Whether a picture has both ink and paper there."""
        if self._more is None:
            return False
        low, high = self._span(self._more, place)
        return high - low > _FAINT

    def _span(self, picture: Image.Image, box: Box) -> tuple[int, int]:
        """The least and the most that a place differs, 0 beyond the page."""
        left, top, right, bottom = (edge * self._scale for edge in box)
        place = (math.floor(left), math.floor(top), max(math.ceil(right), 1), max(math.ceil(bottom), 1))
        extremes: tuple[int, int] = picture.crop(place).getextrema()  # type: ignore[assignment]
        return extremes


def _objects(page: Any) -> Iterator[tuple[int, Any]]:
    """Every object with its kind, also those within forms. A page has thousands of characters that are one
    each: without the wrappers of ``page.get_objects`` this takes a fifth of the time."""
    count = pypdfium2.raw.FPDFPage_CountObjects(page)
    things = [(pypdfium2.raw.FPDFPage_GetObject(page, index), 0) for index in range(count)]
    while things:
        thing, depth = things.pop()
        kind = pypdfium2.raw.FPDFPageObj_GetType(thing)
        yield kind, thing
        if kind == _FORM and depth < _DEEPEST:
            count = pypdfium2.raw.FPDFFormObj_CountObjects(thing)
            things += [(pypdfium2.raw.FPDFFormObj_GetObject(thing, at), depth + 1) for at in range(count)]


def may_hide(page: Any) -> bool:
    """Whether a page has notes, or text in a mode that paints nothing."""
    return pypdfium2.raw.FPDFPage_GetAnnotCount(page) > 0 or any(
        kind == _TEXT and pypdfium2.raw.FPDFTextObj_GetTextRenderMode(thing) in _UNPAINTED
        for kind, thing in _objects(page)
    )


def _dots(image: Any) -> int:
    across, down = ctypes.c_uint(), ctypes.c_uint()
    if not pypdfium2.raw.FPDFImageObj_GetImagePixelSize(image, across, down):
        raise pypdfium2.PdfiumError("Failed to get image size.")
    return across.value * down.value


def _hide(things: Iterable[Any]) -> None:
    for thing in things:
        pypdfium2.raw.FPDFPageObj_SetIsActive(thing, False)

"""A page as a picture: painted, its boxes black, and packed as small as what is on it allows."""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import sans_path

from gongkai.reading.limits import MAX_PIXELS
from gongkai.reading.readers.pdf_pictures import dots
from gongkai.redaction.boxes import POINTS, Box, Edges, Pixels, pixels
from gongkai.redaction.document import size
from gongkai.redaction.errors import too_large_a_page
from gongkai.redaction.text import Char

INCH = 25.4
DOTS, MOST_DOTS = 240, 300  # of an inch; a scan is painted with its own between these
LEAST_DOTS = 200
_SCAN = 0.8  # of the page that a picture covers
_LABEL, _SMALLEST_LABEL = 3.2, 1.6  # millimetres
_MARGIN = 0.8  # of a box, which its label may fill
_DARK, _LIGHT = 80, 180  # of 255: between them is neither ink nor paper
_COLOURED = 48  # of 255, between the strongest and the weakest of the three colours
_FEW = 0.0004  # of the pixels: less colour than this is dust
_BLOCK = 32  # pixels: a block of which half is neither ink nor paper belongs to a photograph
_FEW_BLOCKS = 0.005
_CONTRAST = 64  # of 255, of a character that can be seen
_COLOURS = 8


def scale_of(page: Any, number: int) -> float:
    """Pixels a millimetre in which a page is painted; RedactionError where that takes too many."""
    width, height = size(page)
    wanted = min(max(dots(page, _SCAN), DOTS), MOST_DOTS) / INCH
    most = math.sqrt(MAX_PIXELS / (width * height))
    if most < LEAST_DOTS / INCH:
        raise too_large_a_page(number)
    return min(wanted, most)


def scale_on(picture: Image.Image, points: float) -> float:
    """Pixels a millimetre of a picture that is so wide on its page: PDFium rounds to whole pixels."""
    return picture.width / (points / POINTS)


def painted(page: Any, scale: float) -> Image.Image:
    """The page as it is seen. Edges are left sharp: ink and paper alone take a tenth of the room."""
    bitmap = page.render(
        scale=scale * INCH / 72,
        draw_annots=False,
        may_draw_forms=False,
        no_smoothtext=True,
        no_smoothpath=True,
    )
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    return picture


def shown_at(page: Any, dots_an_inch: int) -> Image.Image:
    """The page for the screen."""
    width, height = size(page)
    most = math.sqrt(MAX_PIXELS / (width * height)) * INCH
    bitmap = page.render(scale=min(dots_an_inch, most) / 72, draw_annots=False, may_draw_forms=False)
    picture: Image.Image = bitmap.to_pil().convert("RGB")
    return picture


def shown(page: Any, found: Iterable[Char], picture: Image.Image, scale: float) -> list[Char]:
    """The characters that can be seen on the picture of the page: none that is outside, below a picture, or
    of the colour of its ground; of a scan's invisible words those that stand where there is ink."""
    with _without_text(page):
        changed = ImageChops.difference(picture, painted(page, scale_of(page, 0))).convert("L")
    ink = picture.convert("L")
    is_scan = dots(page, _SCAN) > 0

    def is_seen(edges: Edges) -> bool:
        place = pixels(edges, scale, picture.size)
        if place.is_empty:
            return False
        darkest, lightest = _extremes(ink, _widened(place, ink.size))
        if lightest - darkest < _CONTRAST:
            return False
        return is_scan or changed.crop(place).getbbox() is not None

    return [one for one in found if one.edges is None or one.text.isspace() or is_seen(one.edges)]


def _widened(place: Pixels, area: tuple[int, int]) -> Pixels:
    """With the paper around it: some characters, such as a dash, fill all of their box."""
    left, top, right, bottom = place
    return Pixels(max(left - 2, 0), max(top - 2, 0), min(right + 2, area[0]), min(bottom + 2, area[1]))


def _extremes(ink: Image.Image, place: Pixels) -> tuple[int, int]:
    darkest, lightest = ink.crop(place).getextrema()
    return int(darkest), int(lightest)  # type: ignore[arg-type]  # of one band


@contextmanager
def _without_text(page: Any) -> Iterator[None]:
    """The page with its words there, and unseen."""
    modes = [(one.raw, pdfium.FPDFTextObj_GetTextRenderMode(one.raw)) for one in _text_objects(page)]
    for raw, _mode in modes:
        pdfium.FPDFTextObj_SetTextRenderMode(raw, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
    try:
        yield
    finally:
        for raw, mode in modes:
            pdfium.FPDFTextObj_SetTextRenderMode(raw, mode)


def _text_objects(page: Any) -> Iterator[Any]:
    return page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=15)  # type: ignore[no-any-return]


def blacken(picture: Image.Image, boxes: Iterable[Box], scale: float) -> None:
    """Paint the boxes into the picture: black, each with its label where there is room for it."""
    draw = ImageDraw.Draw(picture)
    draw.fontmode = "1"  # without shades, so that the proof finds it again pixel for pixel
    for box in boxes:
        place = pixels(box.edges, scale, picture.size)
        if place.is_empty:
            continue
        draw.rectangle((place.left, place.top, place.right - 1, place.bottom - 1), fill="black")
        if font := _font_for(box, scale):
            middle = ((place.left + place.right) / 2, (place.top + place.bottom) / 2)
            draw.text(middle, box.label, fill="white", font=font, anchor="mm")


def _font_for(box: Box, scale: float) -> ImageFont.FreeTypeFont | None:
    if not box.label:
        return None
    fits = min(_LABEL, box.height * _MARGIN, box.width * _MARGIN / len(box.label))
    return _font(int(fits * scale)) if fits >= _SMALLEST_LABEL else None


@cache
def _font(height: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(sans_path(), height)


def reduced(picture: Image.Image) -> Image.Image:
    """The picture in as few colours as it can be told with: ink and paper, a few, or all of them."""
    grey = picture.convert("L")
    is_coloured = _share(_chroma(picture).point(lambda value: 255 * (value > _COLOURED))) > _FEW
    if not _has_photograph(grey):
        if is_coloured:
            return picture.quantize(_COLOURS, dither=Image.Dither.NONE)
        return grey.point(lambda value: 255 * (value > (_DARK + _LIGHT) // 2), "1")
    return picture if is_coloured else grey


def _chroma(picture: Image.Image) -> Image.Image:
    red, green, blue = picture.split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return ImageChops.subtract(strongest, ImageChops.darker(ImageChops.darker(red, green), blue))


def _has_photograph(grey: Image.Image) -> bool:
    between = grey.point(lambda value: 255 * (_DARK < value < _LIGHT))
    return _share(between.reduce(_BLOCK).point(lambda value: 255 * (value > 127))) > _FEW_BLOCKS


def _share(mask: Image.Image) -> float:
    return mask.histogram()[255] / (mask.width * mask.height)

"""Pages of a PDF as pictures: of a scan, or of a document whose tables are pictures between its text."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2
from PIL import Image

from gongkai.reading.limits import MAX_PICTURES, MAX_PIXELS, damaged, too_large_a_picture, too_many_pictures
from gongkai.reading.page import Pictures
from gongkai.reading.readers.pdf_witness import PDFIUM

_LARGE, _WHOLE = 0.2, 0.8  # of a page: what a picture of a table covers, and one of the page
_POINTS = 72  # of an inch, the unit of a PDF
_DOTS = 240  # of an inch, for a page without a picture: characters drawn as outlines
_FEWEST, _MOST = 100, 300  # dots of an inch in which a scan is painted: its own between these
_IMAGE = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE


def of_scan(data: bytes, name: str) -> Pictures:
    """Every page."""
    return Pictures(_painted(data, name, None))


def are_all(data: bytes, name: str) -> bool:
    """Whether every page is covered by a picture."""
    with PDFIUM, _opened(data, name) as document:
        return all(dots(page, _WHOLE) for page in document)


def between_text(data: bytes, name: str) -> Pictures | None:
    """The pages with a large picture; None where there is none."""
    with PDFIUM, _opened(data, name) as document:
        numbers = [number for number, page in enumerate(document) if dots(page, _LARGE)]
    return Pictures(_painted(data, name, numbers)) if numbers else None


def _painted(data: bytes, name: str, numbers: Sequence[int] | None) -> Iterator[Image.Image]:
    with PDFIUM, _opened(data, name) as document:
        chosen = range(len(document)) if numbers is None else numbers
    if len(chosen) > MAX_PICTURES:
        raise too_many_pictures(name)
    for number in chosen:
        with PDFIUM, _opened(data, name) as document:
            picture = _picture(document, number, name)
        yield picture


def _opened(data: bytes, name: str) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise damaged(name) from error


def _picture(document: Any, number: int, name: str) -> Image.Image:
    try:
        page = document[number]
        if any(math.prod(image.get_px_size()) > MAX_PIXELS for image in page.get_objects(filter=[_IMAGE])):
            raise too_large_a_picture(name)
        fine = min(max(dots(page, _LARGE) or _DOTS, _FEWEST), _MOST)
        scale = min(fine / _POINTS, math.sqrt(MAX_PIXELS / math.prod(page.get_size())))
        painted: Image.Image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        return painted
    except pypdfium2.PdfiumError as error:
        raise damaged(name) from error


def dots(page: Any, share: float) -> float:
    """Dots of an inch of the finest picture that covers this share of a page, 0 where there is none."""
    area = math.prod(page.get_size())
    finest = 0.0
    for image in page.get_objects(filter=[_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        if (right - left) * (top - bottom) > share * area:
            finest = max(finest, image.get_px_size()[0] / (right - left) * _POINTS)
    return finest

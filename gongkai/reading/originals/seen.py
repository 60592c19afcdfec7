"""The words that stand in pictures, where the extra ``ocr`` is installed."""

from collections.abc import Iterator

from gongkai.reading import scan
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import PICTURE_SECONDS
from gongkai.reading.originals.model import Piece, original
from gongkai.reading.originals.packed import Package
from gongkai.reading.page import Page, Pictures
from gongkai.reading.readers import pdf, pdf_pictures, picture

_SMALLEST = 100  # pixels of the longer side: a number of eleven digits is no smaller


def pieces(data: bytes, kind: str, name: str) -> Iterator[Piece]:
    """What is read in a picture, in the pages of a scan, and in the pictures within a document."""
    for shown in _pictures(data, kind, name):
        try:
            page = scan.words(shown, name, seconds=PICTURE_SECONDS)
        except ReadError:  # too small to hold words
            continue
        text = "\n".join(original(page).texts())
        if text:
            yield Piece("picture", text)


def _pictures(data: bytes, kind: str, name: str) -> Iterator[Pictures]:
    if kind in {"jpeg", "png", "tiff"}:
        yield picture.read(data, name, smallest=_SMALLEST)
    elif kind == "pdf":
        page = pdf.read(data, name)
        if isinstance(page, Pictures):
            yield page
        elif isinstance(page, Page) and (found := pdf_pictures.between_text(data, name)):
            yield found
    else:
        parts = Package(data, name).parts
        for part in sorted(parts):
            if "/media/" in part and part.endswith((".png", ".jpg", ".jpeg")):
                yield picture.read(parts[part], name, smallest=_SMALLEST)

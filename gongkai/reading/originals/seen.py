"""The words that stand in pictures, where the extra ``ocr`` is installed."""

from collections.abc import Iterator
from typing import NamedTuple

from gongkai.reading import scan
from gongkai.reading.errors import ReadError, TooSmall
from gongkai.reading.limits import PICTURE_SECONDS
from gongkai.reading.originals.model import Piece, original
from gongkai.reading.originals.packed import Package
from gongkai.reading.page import Page, Pictures
from gongkai.reading.readers import pdf, pdf_pictures, picture

_SMALLEST = 100  # pixels of the longer side: a number of eleven digits is no smaller


class Looked(NamedTuple):
    """The words of pictures, and how many pictures could not be looked at."""

    pieces: tuple[Piece, ...]
    unread: int


def look(data: bytes, kind: str, name: str) -> Looked:
    """What is read in a picture, in the pages of a scan, and in the pictures within a document."""
    pieces, unread = [], 0
    for shown in _pictures(data, kind, name):
        try:
            page = scan.words(shown, name, seconds=PICTURE_SECONDS)
        except TooSmall:
            continue
        except ReadError:  # damaged, or more than can be looked at: somebody has to
            unread += 1
            continue
        if text := "\n".join(original(page).texts()):
            pieces.append(Piece("picture", text))
    return Looked(tuple(pieces), unread)


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

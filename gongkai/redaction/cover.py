"""The redacted document: pages without a box as they are, the others as pictures with black in the boxes.

It is a new document into which pages are put; what hung on the old one, and its earlier revisions, never
come near it. What is in its pages and not on them (``stray``) is taken out; a page with words that nobody
sees becomes a picture too, for they would leave with it.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from gongkai.reading.errors import ReadError
from gongkai.reading.readers.pdf_unseen import unseen
from gongkai.redaction import pages, raster, stray
from gongkai.redaction.boxes import Box
from gongkai.redaction.document import opened, points, saved
from gongkai.redaction.errors import no_page, too_large_a_page
from gongkai.redaction.text import chars, is_below, within


@dataclass(frozen=True, slots=True)
class Covered:
    """The redacted document, and for its proof: what is gone, and which pages became pictures."""

    pdf: bytes
    removed: tuple[str, ...]
    pictured: tuple[int, ...]


def cover(plain: bytes, boxes: Sequence[Box], *, every_page: bool = False) -> Covered:
    """Redact a ``plain`` document. A page with a hidden layer or unseen words becomes a picture too: only as
    a picture does it stay as it is seen. ``every_page``: so do all, and no font of it comes along."""
    by_page: dict[int, list[Box]] = {}
    for box in boxes:
        by_page.setdefault(box.page, []).append(box)
    removed: list[str] = []
    with opened(plain) as document, pikepdf.open(io.BytesIO(plain)) as old, pikepdf.new() as new:
        if strange := [number for number in by_page if not 1 <= number <= len(document)]:
            raise no_page(strange[0])
        layer = pages.Layer(new)
        hidden = _unseen(plain)
        removed += [words for found in hidden.values() for words in found]
        pictured = [
            number
            for number, page in enumerate(old.pages, 1)
            if every_page or number in by_page or number in hidden or stray.has_layers(page.obj)
        ]
        for page in old.pages:
            stray.strip(page)
        old.remove_unreferenced_resources()
        for number, page in enumerate(old.pages, 1):
            if number in pictured:
                removed += _pictured(new, layer, document[number - 1], number, by_page.get(number, []))
            else:
                new.pages.append(page)
        layer.close()
        stray.clear(new)
        return Covered(saved(new), tuple(dict.fromkeys(removed)), tuple(pictured))


def _unseen(plain: bytes) -> dict[int, list[str]]:
    """The words that nobody sees, by page. The document that they are looked for in shows none afterwards."""
    hidden = {}
    with opened(plain) as document:
        for number, page in enumerate(document, 1):
            try:
                hidden[number] = unseen(page, "")
            except ReadError as error:  # a picture on it is too large to be painted
                raise too_large_a_page(number) from error
    return {number: words for number, words in hidden.items() if words}


def _pictured(
    new: pikepdf.Pdf, layer: pages.Layer, page: Any, number: int, boxes: Sequence[Box]
) -> list[str]:
    """Put the page into the new document as a picture; what is gone from it."""
    picture, found = raster.painted(page, raster.scale_of(page, number)), chars(page)
    scale = raster.scale_on(picture, points(page)[0])
    seen = raster.shown(page, found, picture, scale)
    raster.blacken(picture, boxes, scale)
    left = (None if is_below(char, boxes) else char for char in seen)
    pages.add(new, layer, raster.reduced(picture), points(page), pages.runs(left))
    return within(found, boxes)

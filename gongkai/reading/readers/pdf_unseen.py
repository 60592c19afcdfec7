"""The words of a PDF's page that nobody sees who looks at it, and that leave with the file all the same."""

from collections.abc import Iterable
from typing import Any

from gongkai.reading.readers.pdf_characters import POINTS, Char, chars
from gongkai.reading.readers.pdf_pictures import dots
from gongkai.reading.readers.pdf_sight import Sight

_LEAST = 24  # of 255: by how much a character darkens its place; a thin stroke is spread over two dots
_SCAN = 0.8  # of the page that a scan's picture covers


def unseen(page: Any, name: str) -> list[str]:
    """They lie below a patch, have the colour of the paper or stand outside of it; of the words that a
    scanner has laid below its picture they are those where no ink is. The page shows no text afterwards.

    Signs between words do not count: many are too small to be told.
    """
    found = chars(page)
    is_scan = dots(page, _SCAN) > 0
    sight = Sight(page, name)

    def is_seen(one: Char) -> bool:
        if one.edges is None or not one.text.isalnum():
            return True
        left, top, right, bottom = (edge * POINTS for edge in one.edges)
        if sight.shows((left, top, right, bottom), _LEAST):
            return True
        wide = right - left  # a scanner is not sure of places along a line
        return is_scan and sight.inks((left - wide, top, right + wide, bottom))

    return _words((one.text, is_seen(one)) for one in found)


def _words(told: Iterable[tuple[str, bool]]) -> list[str]:
    """What is not seen; what stands between, if it is no more than signs, does not part it."""
    pieces = [""]
    for text, is_seen in told:
        if not is_seen or (pieces[-1] and not text.isalnum() and not text.isspace()):
            pieces[-1] += text
        elif pieces[-1]:
            pieces.append("")
    return [piece for piece in pieces if piece]

"""Where the words of a page stand, and which of them look like personal data."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.law.personal_data import mask, scan
from gongkai.law.personal_numbers import Confidence
from gongkai.reading.readers.pdf_characters import Char as Char
from gongkai.reading.readers.pdf_characters import chars as chars
from gongkai.redaction.boxes import Box, Edges, around

_ALIKE = 0.5  # of the height: two characters of one line share as much


@dataclass(frozen=True, slots=True)
class Proposal:
    """What looks like personal data: its boxes, its kind (``law.masks``), itself masked, and how sure."""

    boxes: tuple[Box, ...]
    kind: str
    masked: str
    confidence: int


def lines(found: Sequence[Char]) -> list[tuple[str, Edges]]:
    """The lines of a page with their places."""
    told = []
    for line in _lines(found):
        text = "".join(char.text for char in line).strip()
        edges = [char.edges for char in line if char.edges and not char.text.isspace()]
        if text and edges:
            told.append((text, around(edges)))
    return told


def _lines(found: Iterable[Char]) -> Iterator[list[Char]]:
    line: list[Char] = []
    for char in found:
        if char.text in "\r\n":
            yield line
            line = []
        else:
            line.append(char)
    yield line


def find(found: Sequence[Char], words: str, page: int) -> list[Box]:
    """Where the words stand, whatever their width and the spaces between; one box a line."""
    wanted = squeezed(words)
    if not wanted:
        return []
    plain, places = _squeezed_with_places(found)
    boxes: list[Box] = []
    start = plain.find(wanted)
    while start >= 0:
        boxes += over(page, [found[place] for place in places[start : start + len(wanted)]])
        start = plain.find(wanted, start + len(wanted))
    return boxes


def squeezed(text: str) -> str:
    """A text without width, case and spaces: what the same words have in common however they are written."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _squeezed_with_places(found: Sequence[Char]) -> tuple[str, list[int]]:
    pieces = [(piece, place) for place, char in enumerate(found) for piece in squeezed(char.text)]
    return "".join(piece for piece, _ in pieces), [place for _, place in pieces]


def over(page: int, wanted: Iterable[Char]) -> list[Box]:
    """Boxes over the characters, one for each of the lines that they stand on."""
    rows: list[list[Edges]] = []
    for char in wanted:
        if char.edges is None or char.text.isspace():
            continue
        if rows and _on_one_line(rows[-1][-1], char.edges):
            rows[-1].append(char.edges)
        else:
            rows.append([char.edges])
    return [Box.over(page, around(row)) for row in rows]


def _on_one_line(before: Edges, after: Edges) -> bool:
    """They share height; where the page is turned, width, and one follows right below or above the other."""
    left, top, right, bottom = before.shared(after)
    height = min(before.bottom - before.top, after.bottom - after.top)
    width = min(before.right - before.left, after.right - after.left)
    return bottom - top > _ALIKE * height or (right - left > _ALIKE * width and top - bottom < _ALIKE * width)


def proposals(found: Sequence[Char], page: int, allow: Iterable[str] = ()) -> Iterator[Proposal]:
    """What the law's patterns find on a page."""
    text = "".join(char.text if len(char.text) == 1 else "\ufffd" for char in found)
    for hit in scan(text, allow, least=Confidence.MEDIUM):
        if boxes := over(page, found[hit.start : hit.end]):
            yield Proposal(tuple(boxes), hit.kind, mask(hit.kind, hit.value), int(hit.confidence))


def within(found: Iterable[Char], boxes: Sequence[Box]) -> list[str]:
    """The words below the boxes; a line end, and what stays between, parts them."""
    pieces = [""]
    for char in found:
        if is_below(char, boxes) or (pieces[-1] and char.text in " \u3000"):
            pieces[-1] += char.text
        elif pieces[-1]:
            pieces.append("")
    return [piece.strip() for piece in pieces if piece.strip()]


def is_below(char: Char, boxes: Sequence[Box]) -> bool:
    """Whether any part of a character is hidden."""
    return char.edges is not None and any(char.edges.meets(box.edges) for box in boxes)


def snapped(box: Box, found: Iterable[Char]) -> Box:
    """The box widened to whole characters: what is half covered can still be made out."""
    met = [char.edges for char in found if char.edges and _is_covered(char.edges, box.edges)]
    return Box.over(box.page, around([box.edges, *met]), box.label) if met else box


def _is_covered(char: Edges, box: Edges) -> bool:
    """A quarter of it and more; less is the touch of a neighbour."""
    return char.area > 0 and char.shared(box).area >= char.area / 4

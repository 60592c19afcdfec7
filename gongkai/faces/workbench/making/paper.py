"""A record as it will be read: its words with what the screen found marked and masked, block by block."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.ledger.disclosures.making.screening import Group, Screened, Verdict
from gongkai.reading.originals import html
from gongkai.reading.originals.model import Table, Text
from gongkai.reading.originals.screen import Found, Spot

#: So many rows of a table are shown; the rest is counted.
MOST_ROWS = 12
_MOST_BLOCKS = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, with the number of the finding that is about them."""

    words: str
    number: int = 0
    is_open: bool = False
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and what it is of an official document: mark, number, title, section, signed."""

    pieces: Sequence[Piece]
    part: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    pieces: Sequence[Piece]
    rowspan: int
    colspan: int
    is_figure: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it is shown: its first rows, and how many more there are."""

    name: str
    rows: Sequence[Sequence[Cell]]
    more: int


def paper(file: Screened, groups: Sequence[Group], title: str, number: str) -> list[Paragraph | Sheet]:
    """The blocks of a file. What stays is shown as it is, everything else masked."""
    numbers = {group.key: n for n, group in enumerate(groups, 1)}
    by_spot: dict[Spot, list[tuple[Found, Group]]] = {}
    for group in groups:
        if group.original.pk == file.original.pk:
            for one in group.found:
                by_spot.setdefault(one.spot, []).append((one, group))
    seen: set[str] = set()
    parts = html.parts(file.read.blocks, title, number)
    return [
        _block(block, at, parts[at], by_spot, numbers, seen)
        for at, block in enumerate(file.read.blocks[:_MOST_BLOCKS])
    ]


def _block(
    block: Text | Table,
    at: int,
    part: str,
    by_spot: Mapping[Spot, list[tuple[Found, Group]]],
    numbers: Mapping[str, int],
    seen: set[str],
) -> Paragraph | Sheet:
    def cut(text: str, spot: Spot) -> list[Piece]:
        return list(_cut(text, by_spot.get(spot, ()), numbers, seen))

    if isinstance(block, Text):
        return Paragraph(cut(block.text, Spot(at)), part)
    rows = [
        [
            Cell(cut(box.text, Spot(at, y, x)), box.rowspan, box.colspan, html.is_figure(box.text))
            for x, box in enumerate(row)
        ]
        for y, row in enumerate(block.rows[:MOST_ROWS])
    ]
    return Sheet(block.name, rows, max(0, len(block.rows) - MOST_ROWS))


def _cut(
    text: str, found: Sequence[tuple[Found, Group]], numbers: Mapping[str, int], seen: set[str]
) -> Iterator[Piece]:
    place = 0
    for one, group in sorted(found, key=lambda pair: (pair[0].start, -pair[0].end)):
        if one.start < place:
            continue
        if one.start > place:
            yield Piece(text[place : one.start])
        yield Piece(_words(one, group), numbers[group.key], group.is_open, group.key not in seen)
        seen.add(group.key)
        place = one.end
    if place < len(text):
        yield Piece(text[place:])


def _words(one: Found, group: Group) -> str:
    verdict: Any = group.verdict and group.verdict["verdict"]
    if verdict == Verdict.KEEP or group.kind in {"wrong_word", "profile"}:
        return one.text
    return "" if verdict == Verdict.REMOVE else one.cover

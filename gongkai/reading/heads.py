"""Column heads: which cell codes a row's figures belong to.

A head is a key with the columns it covers in its own grid. ``assign`` puts a row's boxes under heads by
place, and where places cannot be trusted by count: as many boxes as heads, or nothing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from gongkai.law.annual_report.formats.parts import APPLICANTS
from gongkai.reading import labels
from gongkai.reading.characters import NOISE, fold
from gongkai.reading.figures import is_blank
from gongkai.reading.page import Cell

_KEYS = tuple(key for key, _ in APPLICANTS)
_FIVE = _KEYS[1:-1]
_PLACE = {key: place for place, key in enumerate(_KEYS)}
#: Columns that organs add to tables three and four between those of the form.
SUMS = frozenset({"小计", "合计"})
_NUMBER = re.compile(rf"\d|{NOISE}")
_column = attrgetter("column")


class Head(NamedTuple):
    """A column: what it holds ("" for a column of the organ's own), the words printed over it, and its box
    (None when its place is unknown)."""

    key: str
    text: str = ""
    cell: Cell | None = None


@dataclass(slots=True)
class Assigned:
    """A row's boxes by head key.

    Without ``is_sure`` it may be shifted: there are blanks at its ends. If it ``is_moved``, its boxes do not
    stand below their heads, or are more than these, and were put there by count.
    """

    cells: Mapping[str, Cell]
    is_sure: bool = True
    is_moved: bool = False


def without_places(heads: Sequence[Head]) -> tuple[Head, ...]:
    """The same heads for a grid that does not print them: a table continued on the next page."""
    return tuple(Head(head.key, head.text) for head in heads)


def in_place(heads: Sequence[Head]) -> tuple[Head, ...]:
    """Heads with their places, when those stand side by side in this order; otherwise without."""
    cells = [head.cell for head in heads if head.cell is not None]
    apart = all(left.column + left.colspan <= right.column for left, right in pairwise(cells))
    return tuple(heads) if apart and len(cells) == len(heads) else without_places(heads)


def assign(cells: Sequence[Cell], heads: Sequence[Head]) -> Assigned | None:
    """A box for each head's key out of those after a row's label; None when it is not certain."""
    if not heads:
        return None
    by_place = _by_place(cells, heads) if heads[0].cell else None
    return Assigned(by_place) if by_place else _by_count(cells, heads)


def _by_place(cells: Sequence[Cell], heads: Sequence[Head]) -> dict[str, Cell] | None:
    if [(cell.column, cell.colspan) for cell in cells] == [
        (head.cell.column, head.cell.colspan) for head in heads if head.cell
    ]:  # as nearly every row
        return {head.key: cell for head, cell in zip(heads, cells, strict=True)}
    at = {cell.column: cell for cell in cells}
    for cell in cells:
        if cell.colspan > 1:
            at |= dict.fromkeys(cell.columns, cell)
    chosen: list[Cell] = []
    for head in heads:
        place = head.cell
        found = place and (at.get(place.column) if place.colspan == 1 else _under_head(place, at))
        if found is None:
            return None
        chosen.append(found)
    is_one_to_one = len({id(cell) for cell in chosen}) == len(heads) == len(cells)
    if not (is_one_to_one or _are_all_under(cells, chosen)):
        return None
    return {head.key: cell for head, cell in zip(heads, chosen, strict=True)}


def _are_all_under(cells: Sequence[Cell], chosen: Sequence[Cell]) -> bool:
    """A figure beside all heads, or one box under two of them, means that the row is shifted."""
    used = [id(cell) for cell in chosen if not is_blank(cell.text)]
    seen = set(used)
    return len(seen) == len(used) and not any(
        _NUMBER.search(cell.text) for cell in cells if id(cell) not in seen
    )


def _under_head(head: Cell, at: Mapping[int, Cell]) -> Cell | None:
    """The one box below a head, a blank one only where no other is; None when there is none, or several."""
    if head.colspan == 1:
        return at.get(head.column)
    under = {id(cell): cell for column in head.columns if (cell := at.get(column))}
    filled = [cell for cell in under.values() if not is_blank(cell.text)]
    found = filled or list(under.values())[:1]
    return found[0] if len(found) == 1 else None


def _by_count(cells: Sequence[Cell], heads: Sequence[Head]) -> Assigned | None:
    keys = [head.key for head in heads]
    middle = cells
    if not (cells and cells[0].text and cells[-1].text):
        filled = [index for index, cell in enumerate(cells) if cell.text]
        middle = cells[filled[0] : filled[-1] + 1] if filled else cells
    taken = cells if len(cells) == len(keys) else middle
    if len(taken) != len(keys) or len({cell.colspan for cell in taken}) > 1:
        return None
    is_moved = len(cells) > len(keys) or all(head.cell is not None for head in heads)
    return Assigned(dict(zip(keys, taken, strict=True)), len(middle) == len(keys), is_moved)


def applicants(cells: Iterable[Cell]) -> tuple[Head, ...]:
    """Heads of table three as printed, from all boxes of its head rows; () unless all seven and their order
    are certain.

    自然人 and 总计 are printed a row higher than the five between them. So where the columns stand is said by
    the five's band and by the places of all, and these may not contradict each other.
    """
    boxes: dict[str, Cell] = {}
    own: list[Cell] = []
    bands: dict[str, Cell] = {}
    rows: dict[int, dict[str, Cell]] = {}
    for cell in cells:
        key = labels.applicant(cell.text)
        word = fold(cell.text)
        if key:
            if boxes.setdefault(key, cell).column != cell.column:
                return ()  # two columns of one name, such as this year's and last year's
            rows.setdefault(cell.row, {})[key] = cell
        elif word in SUMS:
            own.append(cell)
        elif word in (labels.ALL, labels.LEGAL):
            bands.setdefault(word, cell)
    boxes = next((row for row in rows.values() if len(row) == len(_KEYS)), boxes)
    boxes |= _between(boxes, bands)
    order = _printed_order(boxes, bands) if len(boxes) == len(_KEYS) else ()
    if not order:
        return ()
    found = [Head(key, boxes[key].text, boxes[key]) for key in order]
    columns = [box.column for box in boxes.values()]
    inside = [Head("", cell.text, cell) for cell in own if min(columns) < cell.column < max(columns)]
    placed = in_place(sorted([*found, *inside], key=lambda head: head.cell.column if head.cell else 0))
    if placed[0].cell and tuple(head.key for head in placed if head.key) == order:
        return placed
    return () if inside else without_places(found)


def names_applicants(cells: Iterable[Cell]) -> bool:
    """Whether head rows name all columns of table three, in whatever order."""
    return {labels.applicant(cell.text) for cell in cells} >= set(_KEYS)


def _printed_order(boxes: Mapping[str, Cell], bands: Mapping[str, Cell]) -> tuple[str, ...]:
    """The seven from left to right; () where nothing tells it, or band and places tell different orders."""
    by_band, by_place = _by_band(boxes, bands), _by_columns(boxes)
    return by_band or by_place if not (by_band and by_place) or by_band == by_place else ()


def _by_columns(boxes: Mapping[str, Cell]) -> tuple[str, ...]:
    """By their places, where these are side by side and, unless all stand in a row, the five together."""
    order = sorted(boxes, key=lambda key: boxes[key].column)
    cells = [boxes[key] for key in order]
    is_apart = all(left.column + left.colspan <= right.column for left, right in pairwise(cells))
    five = sorted(order.index(key) for key in _FIVE)
    is_together = len({cell.row for cell in cells}) == 1 or five[-1] - five[0] == len(_FIVE) - 1
    return tuple(order) if is_apart and is_together else ()


def _by_band(boxes: Mapping[str, Cell], bands: Mapping[str, Cell]) -> tuple[str, ...]:
    """In the place of 法人或其他组织 the five that a row below it names, wherever these seem to stand."""
    legal, everyone = bands.get(labels.LEGAL), bands.get(labels.ALL)
    if legal is None or len({boxes[key].row for key in _FIVE}) > 1 or boxes[_FIVE[0]].row <= legal.row:
        return ()
    above = {labels.LEGAL: legal, **{key: boxes[key] for key in (_KEYS[0], _KEYS[-1])}}
    places: dict[str, tuple[int, ...]] = {key: (cell.column,) for key, cell in above.items()}
    if len({cell.row for cell in above.values()}) > 1:  # 总计 beside 申请人情况, over which the others stand
        if everyone is None or not {cell.row for cell in above.values()} <= {everyone.row, legal.row}:
            return ()
        places |= {
            key: (everyone.column, cell.column) for key, cell in above.items() if cell.row > everyone.row
        }
    five = sorted(_FIVE, key=lambda key: boxes[key].column)
    names = sorted(above, key=lambda name: places[name])
    return tuple(key for name in names for key in (five if name == labels.LEGAL else [name]))


def _between(boxes: Mapping[str, Cell], bands: Mapping[str, Cell]) -> dict[str, Cell]:
    """Columns whose head is lost: where the known ones stand in the official order, and as many lie between
    two of them as are missing there."""
    known = {_PLACE[key]: cell.columns for key, cell in boxes.items()}
    if labels.ALL in bands and bands[labels.ALL].colspan == len(_KEYS):
        columns = bands[labels.ALL].columns
        known |= {-1: range(columns.start, columns.start), len(_KEYS): range(columns.stop, columns.stop)}
    in_order = [known[place] for place in sorted(known)]
    if len(boxes) < 3 or any(left.stop > right.start for left, right in pairwise(in_order)):
        return {}
    found: dict[str, Cell] = {}
    for before, after in pairwise(sorted(known)):
        missing = _KEYS[before + 1 : after]
        free = range(known[before].stop, known[after].start)
        if missing and len(free) == len(missing):
            found |= {key: Cell("", -1, column) for key, column in zip(missing, free, strict=True)}
    return found


def remedies(cells: Sequence[Cell]) -> tuple[Head, ...]:
    """Heads of table four from the boxes of its head rows in reading order.

    Both 未经复议直接起诉 and 复议后起诉 may be printed before their columns, so each run of five columns
    belongs to the block over it, or where places fail to the next block from the left.
    """
    words = [(fold(cell.text), cell) for cell in cells]
    blocks = [cell for word, cell in words if word in labels.BLOCKS]
    columns = [cell for word, cell in words if word in labels.OUTCOMES]
    own = [cell for word, cell in words if word in SUMS]  # as many columns as heads, or none
    placed = in_place(
        [
            Head("" if cell in own else _under(cell, blocks), cell.text, cell)
            for cell in sorted([*columns, *own], key=_column)
        ]
    )
    keyed = {head.key for head in placed if head.key and head.cell}
    if len(keyed) == len(columns):
        return placed
    if own:
        return ()
    size = len(labels.OUTCOMES)
    runs = [columns[at : at + size] for at in range(0, len(columns), size)]
    in_order = _blocks_in_order(cells, blocks)
    is_alike = len({tuple(fold(cell.text) for cell in run) for run in runs if len(run) == size}) <= 1
    if len(runs) > len(in_order) or not (is_alike or in_order == blocks):
        return ()  # which run of columns is whose cannot be told where their order differs
    keys = [
        f"remedies/{labels.BLOCKS[fold(block.text)]}/{labels.OUTCOMES[fold(cell.text)]}"
        for block, run in zip(in_order, runs, strict=False)
        for cell in run
    ]
    return tuple(Head(key) for key in keys) if len(set(keys)) == len(keys) else ()


def _blocks_in_order(cells: Sequence[Cell], blocks: Sequence[Cell]) -> list[Cell]:
    """The blocks from left to right: 行政诉讼 is the band over the two that are printed a row lower.

    () where they stand in several rows and no band tells.
    """
    bands = [cell for cell in cells if fold(cell.text) == labels.LITIGATION]
    lower = [block for block in blocks if labels.BLOCKS[fold(block.text)] != "reconsideration"]
    upper = [block for block in blocks if block not in lower]
    if not (lower and upper):
        return list(blocks)
    if not bands:
        return list(blocks) if len({block.row for block in blocks}) == 1 else []
    first = next(cell for cell in cells if cell in (*bands, *upper))
    return [*lower, *upper] if first in bands else [*upper, *lower]


def outcomes(cells: Sequence[Cell]) -> tuple[Head, ...]:
    """Heads of a table four that is turned, a block a row: the five outcomes and nothing else."""
    found = [
        Head(labels.OUTCOMES[fold(cell.text)], cell.text, cell)
        for cell in cells
        if fold(cell.text) in labels.OUTCOMES
    ]
    return in_place(found) if len({head.key for head in found}) == len(found) == len(labels.OUTCOMES) else ()


def _under(column: Cell, blocks: Sequence[Cell]) -> str:
    over = [block for block in blocks if block.row < column.row and block.overlaps(column)]
    if not over:
        return ""
    return f"remedies/{labels.BLOCKS[fold(over[-1].text)]}/{labels.OUTCOMES[fold(column.text)]}"

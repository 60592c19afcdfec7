"""Column heads: which cell codes a row's figures belong to.

A head is a key with the columns it covers in its own grid. ``assign`` puts a row's boxes under heads by
place, and where places cannot be trusted by count: as many boxes as heads, or nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.law.annual_report.formats.parts import APPLICANTS
from gongkai.reading import labels
from gongkai.reading.characters import fold
from gongkai.reading.figures import is_blank, is_figure
from gongkai.reading.page import Cell


@dataclass(frozen=True, slots=True)
class Head:
    """A column: what it holds, the words printed over it, and its box (None when its place is unknown)."""

    key: str
    text: str = ""
    cell: Cell | None = None


def without_places(heads: Sequence[Head]) -> tuple[Head, ...]:
    """The same heads for a grid that does not print them: a table continued on the next page."""
    return tuple(Head(head.key, head.text) for head in heads)


def in_place(heads: Sequence[Head]) -> tuple[Head, ...]:
    """Heads with their places, when those stand side by side in this order; otherwise without."""
    cells = [head.cell for head in heads if head.cell is not None]
    apart = all(left.column + left.colspan <= right.column for left, right in pairwise(cells))
    return tuple(heads) if apart and len(cells) == len(heads) else without_places(heads)


def assign(cells: Sequence[Cell], heads: Sequence[Head]) -> dict[str, str] | None:
    """Text for each head's key from the boxes after a row's label; None when it is not certain."""
    if not heads:
        return None
    return _by_place(cells, heads) or _by_count([cell.text for cell in cells], heads)


def _by_place(cells: Sequence[Cell], heads: Sequence[Head]) -> dict[str, str] | None:
    texts: dict[str, str] = {}
    used: list[Cell] = []
    for head in heads:
        if head.cell is None:
            return None
        under = [cell for cell in cells if cell.overlaps(head.cell)]
        printed = [cell for cell in under if not is_blank(cell.text)]
        if not under or len(printed) > 1:
            return None
        texts[head.key] = (printed or under)[0].text
        used += printed
    # A figure beside all heads, or one box under two of them, means that the row is shifted.
    beside = [cell for cell in cells if is_figure(cell.text) and cell not in used]
    return texts if not beside and len(set(used)) == len(used) else None


def _by_count(texts: Sequence[str], heads: Sequence[Head]) -> dict[str, str] | None:
    keys = [head.key for head in heads]
    if len(texts) == len(keys):
        return dict(zip(keys, texts, strict=True))
    printed = [index for index, text in enumerate(texts) if text.strip()]
    if not printed:
        return None
    middle = texts[printed[0] : printed[-1] + 1]
    return dict(zip(keys, middle, strict=True)) if len(middle) == len(keys) else None


def applicants(cells: Iterable[Cell]) -> tuple[Head, ...]:
    """Heads of table three from all boxes of its head rows; () unless every column is named.

    自然人 and 总计 are printed a row higher than the five between them, so the official order counts;
    the five must stand in it.
    """
    boxes: dict[str, Cell] = {}
    for cell in cells:
        if key := labels.applicant(cell.text):
            boxes.setdefault(key, cell)
    keys = tuple(key for key, _ in APPLICANTS)
    if set(boxes) != set(keys):
        return ()
    between = [(boxes[key].row, boxes[key].column) for key in keys[1:-1]]
    if between != sorted(between):
        return ()
    return in_place([Head(key, boxes[key].text, boxes[key]) for key in keys])


def remedies(cells: Sequence[Cell]) -> tuple[Head, ...]:
    """Heads of table four from the boxes of its head rows in reading order.

    Both 未经复议直接起诉 and 复议后起诉 may be printed before their columns, so each run that begins with
    结果维持 belongs to the block over it, or where places fail to the next block named.
    """
    blocks = [cell for cell in cells if fold(cell.text) in labels.BLOCKS]
    columns = [cell for cell in cells if fold(cell.text) in labels.OUTCOMES]
    placed = in_place([Head(_under(cell, blocks), cell.text, cell) for cell in sorted(columns, key=_column)])
    if all(head.cell and head.key for head in placed) and len({head.key for head in placed}) == len(placed):
        return placed
    runs: list[list[Cell]] = []
    for cell in columns:
        if not runs or labels.OUTCOMES[fold(cell.text)] == "upheld":
            runs.append([])
        runs[-1].append(cell)
    if len(runs) > len(blocks):
        return ()
    keys = [
        f"remedies/{labels.BLOCKS[fold(block.text)]}/{labels.OUTCOMES[fold(cell.text)]}"
        for block, run in zip(blocks, runs, strict=False)
        for cell in run
    ]
    return tuple(Head(key) for key in keys) if len(set(keys)) == len(keys) else ()


def _column(cell: Cell) -> int:
    return cell.column


def _under(column: Cell, blocks: Sequence[Cell]) -> str:
    over = [block for block in blocks if block.row < column.row and block.overlaps(column)]
    if not over:
        return ""
    return f"remedies/{labels.BLOCKS[fold(over[-1].text)]}/{labels.OUTCOMES[fold(column.text)]}"

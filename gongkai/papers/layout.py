"""What every form of a document shares: clean text, widths, lines of a title, boxes in their places."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations, groupby, pairwise
from math import ceil
from unicodedata import east_asian_width

from gongkai.papers.model import Attachments, Block, Cell, Heading, Paragraph, Signature, Table

# XML forbids most control characters and unpaired surrogates; direction overrides can make a printed
# figure read backwards. None of them belongs in an official document.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def clean(text: str) -> str:
    """``text`` without what cannot be printed; line ends as newlines, tabs as spaces."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def digits(value: int | Decimal | None) -> str:
    """A figure as it is printed: no trailing zeros, no exponent; an unknown one is blank, never 0."""
    if value is None:
        return ""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def chinese_date(day: date) -> str:
    """A date as GB/T 9704 writes it: Arabic digits, no zero before them."""
    return f"{day.year}年{day.month}月{day.day}日"


def width(text: str) -> float:
    """The width of a line in characters: Chinese ones count 1, Latin letters and digits a half."""
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def stays_with(block: Block, following: Block | None) -> bool:
    """Whether a paragraph stands on the page of what follows: the signature never stands alone on one."""
    return isinstance(following, Signature) or (isinstance(block, Paragraph) and block.sticky)


#: So many characters of the title's size stand in a line.
A_LINE = 20


def title_lines(phrases: Sequence[str], limit: int) -> tuple[str, ...]:
    """The title in the fewest lines of at most ``limit`` characters, cut between phrases.

    Among those the most even one that is not waisted: GB/T 9704 asks for 梯形或菱形.
    """
    pieces = [piece for phrase in phrases for piece in _cut(phrase, limit)]
    if len(pieces) > 12:
        return tuple(pieces)
    for count in range(len(pieces)):
        layouts = [
            tuple("".join(pieces[start:end]) for start, end in pairwise((0, *cuts, len(pieces))))
            for cuts in combinations(range(1, len(pieces)), count)
        ]
        fitting = [lines for lines in layouts if all(width(line) <= limit for line in lines)]
        if fitting:
            return min(fitting, key=_unshapeliness)
    return tuple(pieces)


def _cut(phrase: str, limit: int) -> Iterator[str]:
    line = ""
    for char in phrase:
        if width(line + char) > limit:
            yield line
            line = ""
        line += char
    if line:
        yield line


def _unshapeliness(lines: tuple[str, ...]) -> tuple[bool, float]:
    widths = [width(line) for line in lines]
    waisted = any(a > b < c for a, b, c in zip(widths, widths[1:], widths[2:], strict=False))
    return waisted, max(widths) - min(widths)


def signature_indents(signature: Signature) -> tuple[float, float]:
    """Distance of organ and date from the right edge, in characters.

    The date ends four characters in and the organ stands centred over it, so that one seal covers both;
    a long organ name reaches the edge and the date is centred below.
    """
    half = (width(signature.organ) - width(chinese_date(signature.date))) / 2
    return max(4 - half, 0.0), max(4.0, half)


def attachment_lines(attachments: Attachments) -> tuple[str, ...]:
    """The list as lines; one attachment has no number."""
    if not attachments.titles:
        return ()
    if len(attachments.titles) == 1:
        return (f"附件：{attachments.titles[0]}",)
    first, *others = (f"{n}.{title}" for n, title in enumerate(attachments.titles, 1))
    return (f"附件：{first}", *(f"\u3000\u3000\u3000{line}" for line in others))


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell and the upper left box that it takes."""

    row: int
    column: int
    cell: Cell


def place(table: Table) -> tuple[tuple[Placed, ...], ...]:
    """Every cell with its place, row by row; ValueError when the spans do not tile the grid."""
    taken: set[tuple[int, int]] = set()
    lines = []
    for row, cells in enumerate(table.rows):
        line = []
        free = (column for column in range(table.columns) if (row, column) not in taken)
        for cell in cells:
            column = next(free, table.columns)
            boxes = {(row + r, column + c) for r in range(cell.rowspan) for c in range(cell.colspan)}
            if boxes & taken or any(r >= len(table.rows) or c >= table.columns for r, c in boxes):
                raise ValueError(f"{table.caption or 'table'}: cell {cell.text!r} of row {row} has no room")
            taken |= boxes
            line.append(Placed(row, column, cell))
            free = (column for column in range(table.columns) if (row, column) not in taken)
        lines.append(tuple(line))
    if len(taken) != len(table.rows) * table.columns:
        raise ValueError(
            f"{table.caption or 'table'}: {len(table.rows) * table.columns - len(taken)} boxes are empty"
        )
    return tuple(lines)


def cover(table: Table) -> dict[tuple[int, int], Placed]:
    """Which cell covers each box of the grid."""
    return {
        (placed.row + r, placed.column + c): placed
        for line in place(table)
        for placed in line
        for r in range(placed.cell.rowspan)
        for c in range(placed.cell.colspan)
    }


@dataclass(frozen=True, slots=True)
class Context:
    """A block and its neighbours: a signature holds the text before it, a table pushes the text after it."""

    block: Block
    previous: Block | None
    following: Block | None


def sections(blocks: Sequence[Block]) -> list[tuple[bool, list[Context]]]:
    """Runs of blocks on upright (False) and on turned pages; a heading goes with its turned table."""
    if not blocks:
        return []
    contexts = map(Context, blocks, (None, *blocks[:-1]), (*blocks[1:], None))
    return [(turned, list(run)) for turned, run in groupby(contexts, key=_is_turned)]


def _is_turned(context: Context) -> bool:
    table = context.following if isinstance(context.block, Heading) else context.block
    return isinstance(table, Table) and table.landscape


def line_count(text: str, room: float) -> int:
    """How many lines a text takes in a column of ``room`` characters, about."""
    return sum(max(1, ceil(width(line) / max(room, 1.0))) for line in text.split("\n"))


def stays_whole(table: Table) -> bool:
    """Whether a table asks for one page and has room there, below a heading of one line.

    Estimated in points of table type 五号: to have it measured would mean setting every table twice.
    """
    points = 72 / 25.4
    unit = 156 * points / sum(table.widths)
    height = 0.0
    for row in place(table):
        rooms = (
            (box.cell.text, sum(table.widths[box.column : box.column + box.cell.colspan]) * unit)
            for box in row
            if box.cell.rowspan == 1
        )
        lines = max((line_count(text, (room - 6) // 10.5) for text, room in rooms), default=1)
        height += table.row_height * points + (lines - 1) * 13.5
    return table.whole and not table.landscape and height <= 225 * points - 29

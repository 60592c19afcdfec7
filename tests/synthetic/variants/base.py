"""What a variant is, and how it finds the boxes of a draft that it spoils."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.formats import BY_CODE
from tests.synthetic.files import SCAN, WRITERS, Box, Draft, Sheet

#: Kinds of file: all, those that keep boxes, those with limits between boxes, those with fonts.
ANY = tuple(WRITERS)
GRIDS = ("html", "docx", "xlsx", "pdf", "ofd", SCAN)
TABLES = (*GRIDS, "tabs.txt", "md")
PAPER = ("html", "docx", "pdf", "ofd", SCAN)

Spoil = Callable[[Draft, Random], None]


@dataclass(frozen=True, slots=True)
class Variant:
    """``may_lose`` is False where every figure must be read, not merely none wrong.

    ``moves_boxes``: after it the truth rests on where a person sees each figure, so that no other such
    variant may follow.
    """

    name: str
    spoil: Spoil
    kinds: tuple[str, ...] = TABLES
    may_lose: bool = True
    moves_boxes: bool = False


def figures_of(page: Draft, code: str = "") -> Iterator[tuple[Sheet, int, int, Box]]:
    """Sheet, row, place in the row and box of every figure whose code begins so."""
    for paper in page.sheets():
        for y, row in enumerate(paper.rows):
            for x, box in enumerate(row):
                if box.code and box.code.startswith(code):
                    yield paper, y, x, box


def some_figures(
    page: Draft, chance: Random, share: float, code: str = ""
) -> list[tuple[Sheet, int, int, Box]]:
    return [found for found in figures_of(page, code) if chance.random() < share]


def labels_of(page: Draft, code: str = "") -> Iterator[tuple[Sheet, int, int, Box]]:
    for paper in page.sheets(code):
        for y, row in enumerate(paper.rows):
            for x, box in enumerate(row):
                if not box.code and box.text:
                    yield paper, y, x, box


def is_count(page: Draft, code: str) -> bool:
    return BY_CODE[page.form].slots[code].kind is Kind.COUNT if code in BY_CODE[page.form].slots else True


def is_text(page: Draft, code: str) -> bool:
    """A cell that is kept as printed, whatever stands there."""
    return code in BY_CODE[page.form].slots and BY_CODE[page.form].slots[code].kind is Kind.TEXT


def put(found: tuple[Sheet, int, int, Box], **changes: object) -> None:
    paper, y, x, box = found
    paper.rows[y][x] = replace(box, **changes)  # type: ignore[arg-type]


#: How the groups of table three begin that have rows of their own.
GROUPS = ("（三）", "（四）", "（五）", "（六）")
NONE = ("", "-", "—", "/", "无", "／")


def as_seen(page: Draft, codes: list[str], boxes: list[Box]) -> None:
    """What may be read of a row whose boxes stand elsewhere now: what stands in a column, unless the sums
    deny it. Beyond the row's end nothing stands.

    A blank box counts as 0. Where the total is blank, a last figure that is the sum of the others says that
    the row has moved.
    """
    texts = [*(box.text.replace(",", "") for box in boxes), *[""] * len(codes)][: len(codes)]
    values = [int(text) if text.isdecimal() else None if text in NONE else text for text in texts]
    page.allow(codes[-1:], [None])
    if not codes[0].startswith("requests/"):
        page.allow(codes, values)
        return
    counts = [value if isinstance(value, int) else 0 for value in values]
    printed = [value for value in values if isinstance(value, int)]
    if values[-1] is None:
        moved = len(printed) > 1 and printed[-1] > 0 and sum(printed[:-1]) == printed[-1]
    else:
        moved = sum(counts[:-1]) != counts[-1]
    if not moved:
        page.allow(codes, values)


def unspanned(paper: Sheet) -> Iterator[list[Box]]:
    """The rows with empty boxes where a box went over several rows, as a table cut in two has them."""
    over: dict[int, tuple[int, int]] = {}  # column -> rows still covered, columns covered
    for row in paper.rows:
        boxes: list[Box] = []
        later = {left: (rows - 1, across) for left, (rows, across) in over.items() if rows > 1}
        column = 0
        waiting = list(row)
        while waiting or column in over:
            if column in over:
                boxes.append(Box("", over[column][1]))
                column += over[column][1]
                continue
            box = waiting.pop(0)
            boxes.append(replace(box, rowspan=1))
            if box.rowspan > 1:
                later[column] = (box.rowspan - 1, box.colspan)
            column += box.colspan
        over = later
        yield boxes

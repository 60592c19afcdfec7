"""A row of a grid by itself: what its boxes are, what its label means, where it belongs."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from gongkai.law.annual_report.formats.parts import TOTAL
from gongkai.reading import labels
from gongkai.reading.characters import fold
from gongkai.reading.labels import Look
from gongkai.reading.page import Cell

_NEW = fold("一、本年新收政府信息公开申请数量")


@dataclass(slots=True)
class Row:
    """A row of a grid with what each box is by itself."""

    number: int
    cells: tuple[Cell, ...]
    looks: list[Look]
    words: frozenset[str]
    announced: frozenset[str]  # tables that begin here
    has_figures: bool

    @classmethod
    def of(cls, number: int, cells: tuple[Cell, ...]) -> "Row":
        looks = [labels.look(cell.text) for cell in cells]
        distinct = set(looks)
        return cls(
            number,
            cells,
            looks,
            frozenset([look.word for look in distinct]),
            frozenset([look.announces for look in distinct]),
            any(look.is_figure for look in distinct),
        )


@dataclass(slots=True)
class Label:
    """What a row's label means ("" for nothing), its box, the boxes after it, and its words."""

    means: str
    cell: Cell | None
    after: Sequence[Cell]
    text: str = ""


def section_of(row: Row) -> str:
    """Which table begins or is confirmed by this row; "" when it says nothing about that."""
    if "proactive" in row.announced:
        return "proactive"
    if "requests" in row.announced or (not row.has_figures and applicants_named(row) >= 3):
        return "requests"
    if "remedies" in row.announced:
        return "remedies"
    return "requests" if _NEW in row.words else ""


def is_of_group(label: str, group: str) -> bool:
    """Whether a row can stand in the group printed last: 其他 is a row of group six only."""
    return label != "other_other" or group == labels.UNDIVIDED


def group_of(row: str, group: str) -> str:
    """The group after this row: two rows of group six are known by themselves, should its label be lost."""
    return labels.UNDIVIDED if row in ("other_no_correction", "other_no_payment") else group


def applicants_named(row: Row) -> int:
    """How many columns of table three this row names; 总计 heads other tables too."""
    return len({labels.applicant(cell.text) for cell in row.cells} - {"", TOTAL})


def request_label(text: str) -> str:
    return labels.request_row(text) or ("other_all" if labels.is_undivided(text) else "")


def split(row: Row, meaning: labels.Meaning) -> Label:
    """What the row's last label means, and the boxes after it. A label may be cut into several boxes.

    A box that began in a row above labels that row, not this one.
    """
    for end in range(len(row.cells) - 1, -1, -1):
        if not row.looks[end].word or row.cells[end].row != row.number:
            continue
        texts = tuple([cell.text for cell in row.cells[max(0, end - 3) : end + 1]])
        found, printed = _named(meaning, texts)
        if found == "other_all" and (
            row.cells[end].rowspan > 1 or any(look.word for look in row.looks[end + 1 :])
        ):  # the group's label, with its rows beside it
            found, printed = _named(meaning, texts, but=found)
        if found:
            return Label(found, row.cells[end], row.cells[end + 1 :], printed)
    return Label("", None, ())


@lru_cache(maxsize=20_000)
def _named(meaning: labels.Meaning, texts: tuple[str, ...], but: str = "") -> tuple[str, str]:
    """What the last of these boxes means, alone or with those before it, and the label as printed."""
    readings = list(accumulate(reversed(texts), lambda text, before: before + text))
    for text in readings:
        if (found := meaning(text)) not in ("", but):
            return found, labels.as_printed(text, readings)
    return "", ""


def is_subtotal(label: Label, row: Row) -> bool:
    """总计 inside a group is the group's own, not the （七）总计 of the form."""
    return label.means == TOTAL and any(
        look.word in labels.GROUPS and (cell.row < row.number or cell.rowspan > 1)
        for look, cell in zip(row.looks, row.cells, strict=True)
    )


def last_text(row: Row) -> str:
    """The text of the row's last box that is no figure."""
    texts = (
        cell.text for cell, look in zip(reversed(row.cells), reversed(row.looks), strict=True) if look.word
    )
    return next(texts, "")

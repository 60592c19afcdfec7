"""Figures out of grids: chapter two, table three and table four, wherever and however often they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gongkai.law.annual_report.formats.parts import APPLICANTS, TOTAL
from gongkai.reading import heads, labels
from gongkai.reading.characters import fold, squeeze
from gongkai.reading.figures import is_blank, is_figure
from gongkai.reading.found import Found
from gongkai.reading.heads import Head
from gongkai.reading.limits import MAX_SPAN
from gongkai.reading.page import Cell, Grid

_UNIT = re.compile(r"亿元|万元|元")
_RULE = "本列数据的勾稽关系"
_RULE_HEADS = frozenset({"申请人情况", "法人或其他组织"})
_LITIGATION = "行政诉讼"


@dataclass(slots=True)
class TableReader:
    """Walks the grids of a document in order; a table that goes on after a page break keeps its heads."""

    found: Found
    _section: str = ""
    _proactive: tuple[Head, ...] = ()
    _applicants: tuple[Head, ...] = ()
    _remedies: tuple[Head, ...] = ()
    _head_cells: list[Cell] = field(default_factory=list)
    _head_row: int = -2
    _block: tuple[Cell, ...] = ()
    _group: str = ""

    def note(self, line: str) -> None:
        """A line between tables: table four is sometimes three tables, each below the name of its block."""
        if fold(line) in labels.BLOCKS:
            self._block = (Cell(line, -1, 0, 1, MAX_SPAN),)

    def read(self, grid: Grid) -> None:
        self._proactive = heads.without_places(self._proactive)
        self._applicants = heads.without_places(self._applicants)
        self._remedies = heads.without_places(self._remedies)
        self._head_cells, self._head_row = [], -2
        for index, row in enumerate(grid.rows):
            section = section_of(row)
            self._section = section or self._section
            if self._section == "proactive":
                self._read_proactive(row, grid.aligned)
            elif self._section == "requests":
                self._read_request(row, index, grid.aligned)
            elif self._section == "remedies":
                self._read_remedies(row, index, grid.aligned)

    def _read_proactive(self, row: tuple[Cell, ...], aligned: bool) -> None:
        named = [Head(key, cell.text, cell) for cell in row if (key := labels.proactive_head(cell.text))]
        if named:
            self._proactive = heads.in_place(named) if aligned else heads.without_places(named)
            for head in named:
                self.found.heads |= labels.PROACTIVE_HEADS[head.key]
            return
        if _is_band(row):
            self._proactive = ()
            return
        label, figures = _split(row, labels.proactive_row)
        if label:
            read_proactive(self.found, label, figures, self._proactive)

    def _read_request(self, row: tuple[Cell, ...], index: int, aligned: bool) -> None:
        label, figures = _split(row, labels.request_row)
        if not label and is_undivided(row):
            label, figures = "other_all", _after_label(row)
        self._group = next((word for cell in row if (word := fold(cell.text)) in labels.GROUPS), self._group)
        if _applicants(row) >= 2 or _names_head(row):
            self._gather(row, index)
            if found := heads.applicants(self._head_cells):
                self._applicants = found if aligned else heads.without_places(found)
        elif label and is_of_group(label, self._group):
            keys = [key for key, _ in APPLICANTS]
            take(self.found, f"requests/{label}/", figures, self._applicants, keys)

    def _read_remedies(self, row: tuple[Cell, ...], index: int, aligned: bool) -> None:
        if any(fold(cell.text) in labels.OUTCOMES or is_block(cell.text) for cell in row):
            self._gather(row, index)
            is_named = any(fold(cell.text) in labels.BLOCKS for cell in self._head_cells)
            if found := heads.remedies(self._head_cells if is_named else [*self._block, *self._head_cells]):
                self._remedies = found if aligned else heads.without_places(found)
            return
        is_named = bool(row) and not is_figure(row[0].text) and not is_blank(row[0].text)
        figures = row[1:] if is_named else row
        if self._remedies and any(is_figure(cell.text) for cell in figures):
            take(self.found, "", figures, self._remedies, [head.key for head in self._remedies])
            self._remedies = self._block = ()  # the table has one row of figures

    def _gather(self, row: tuple[Cell, ...], index: int) -> None:
        """Boxes of consecutive head rows; a head printed again begins anew."""
        if index != self._head_row + 1:
            self._head_cells = []
        self._head_row = index
        self._head_cells += [cell for cell in row if cell.row == index]


def section_of(row: Sequence[Cell]) -> str:
    """Which table begins or is confirmed by this row; "" when it says nothing about that."""
    words = [fold(cell.text) for cell in row]
    if "信息内容" in words or _is_band(row):
        return "proactive"
    if _names_head(row) or _applicants(row) >= 3 or any(_RULE in squeeze(cell.text) for cell in row):
        return "requests"
    if any(is_block(cell.text) for cell in row) or words.count("结果维持"):
        return "remedies"
    return "requests" if "本年新收政府信息公开申请数量" in words else ""


def is_block(text: str) -> bool:
    word = fold(text)
    return word in labels.BLOCKS or word == _LITIGATION


def is_undivided(row: Sequence[Cell]) -> bool:
    """（六）其他处理 with figures of its own, as on the 2019 form: nothing but blanks between it and them."""
    words = [fold(cell.text) for cell in row if not is_figure(cell.text) and not is_blank(cell.text)]
    return bool(words) and words[-1] == labels.UNDIVIDED and len(_after_label(row)) >= len(APPLICANTS)


def is_of_group(label: str, group: str) -> bool:
    """Whether a row can stand in the group printed last: a further 其他 added to another group cannot."""
    return label != "other_other" or group in ("", labels.UNDIVIDED)


def read_proactive(found: Found, label: str, figures: Sequence[Cell], columns: Sequence[Head]) -> None:
    """One row of chapter two, under whatever heads were printed over it."""
    codes = labels.PROACTIVE_ROWS[label]
    named = [Head(codes[head.key], head.text, head.cell) for head in columns if head.key in codes]
    if not columns and label in labels.ONLY_CELL and sum(is_figure(cell.text) for cell in figures) == 1:
        named = [Head(labels.ONLY_CELL[label])]
    units = {head.key: unit[0] for head in named if (unit := _UNIT.search(head.text))}
    if not named:
        return
    printed = [cell for cell in figures if not is_blank(cell.text)]
    texts = heads.assign(figures, named) or heads.assign(printed, named)
    for head in named:
        if texts is None:
            found.doubt(head.key, " ".join(cell.text for cell in figures))
        else:
            found.put(head.key, texts[head.key], unit=units.get(head.key, "万元"))


def take(
    found: Found, prefix: str, figures: Sequence[Cell], columns: Sequence[Head], keys: Sequence[str]
) -> None:
    """One row of figures under ``columns``; where that is not certain, every cell of ``keys`` is unread."""
    texts = heads.assign(figures, columns)
    for key in keys:
        if texts is None:
            found.doubt(f"{prefix}{key}", " ".join(cell.text for cell in figures))
        else:
            found.put(f"{prefix}{key}", texts[key])


def _is_band(row: Sequence[Cell]) -> bool:
    return any(labels.BAND.fullmatch(squeeze(cell.text)) for cell in row)


def _names_head(row: Sequence[Cell]) -> bool:
    return any(fold(cell.text) in _RULE_HEADS for cell in row)


def _applicants(row: Sequence[Cell]) -> int:
    """How many columns of table three this row names; 总计 heads other tables too."""
    return len({labels.applicant(cell.text) for cell in row} - {"", TOTAL})


def _split(row: tuple[Cell, ...], meaning: labels.Meaning) -> tuple[str, list[Cell]]:
    """What the row's last label means, and the boxes after it. A label may be cut into several boxes."""
    for end in range(len(row) - 1, -1, -1):
        if is_figure(row[end].text) or is_blank(row[end].text):
            continue
        for text in _endings(row[: end + 1]):
            if found := meaning(text):
                return found, list(row[end + 1 :])
    return "", []


def _endings(cells: Sequence[Cell]) -> Iterator[str]:
    """The last box's text alone, then with up to three boxes before it."""
    text = ""
    for cell in reversed(cells[-4:]):
        text = cell.text + text
        yield text


def _after_label(row: Sequence[Cell]) -> list[Cell]:
    last = max(i for i, cell in enumerate(row) if not is_figure(cell.text) and not is_blank(cell.text))
    return list(row[last + 1 :])

"""Figures out of grids: chapter two, table three and table four, wherever and however often they stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.law.annual_report.form import Form
from gongkai.law.annual_report.formats import FORMS
from gongkai.law.annual_report.formats.parts import APPLICANTS, REMEDY_COLUMNS, TOTAL
from gongkai.reading import heads, labels, proof, solve
from gongkai.reading.characters import fold
from gongkai.reading.figures import is_blank, is_figure
from gongkai.reading.filling import count_in, doubt, doubt_proactive, read_proactive, take
from gongkai.reading.found import Found
from gongkai.reading.heads import Head
from gongkai.reading.labels import KINDS
from gongkai.reading.limits import MAX_SPAN
from gongkai.reading.page import Cell, Grid, Run
from gongkai.reading.rows import (
    Label,
    Row,
    applicants_named,
    group_of,
    is_of_group,
    is_subtotal,
    last_text,
    request_label,
    section_of,
    split,
)

_CHAPTER = re.compile("[一二三四五六]、")
_LONGEST_NAME = 40  # characters of the name of a block of table four, with a number before it
_DISORDERED = "表头各栏的顺序与官方表格不同，分不清哪一个数属于哪一栏"
_REMEDY_CODES = [code for code in KINDS if code.startswith("remedies/")]
_KEYS = tuple(key for key, _ in APPLICANTS)
_RESULTS = frozenset(key for form in FORMS for key in form.result_keys)


@dataclass(slots=True)
class _Cut:
    """A row whose label or figures are missing: they may follow in the next row, over a page's end."""

    text: str
    cells: Sequence[Cell]
    is_last: bool  # of its grid
    is_orphan: bool  # figures without a label


@dataclass(slots=True)
class TableReader:
    """Walks the grids of a document in order; a table that goes on after a page break keeps its heads."""

    found: Found
    runs: list[Run] = field(default_factory=list)  # which rows were read as which table
    _section: str = ""
    _proactive: tuple[Head, ...] = ()
    _unit: str = ""  # of money, as it is named right above the table
    _band_unit: str = ""  # the same in the band over a part of chapter two
    _applicants: tuple[Head, ...] = ()
    _remedies: tuple[Head, ...] = ()
    _outcomes: tuple[Head, ...] = ()
    _is_unnamed: bool = False  # whether head rows of table four were met that are not made heads yet
    _head_cells: list[Cell] = field(default_factory=list)
    _head_row: int = -2
    _block: tuple[Cell, ...] = ()
    _group: str = ""
    _cut: _Cut | None = None
    _blank: str = ""  # the row read last, if it was blank: figures without a label may be its own
    _is_headed: bool = False  # whether any word of table three's head was met
    _is_disordered: bool = False  # whether the columns of table three are all named, but not in a sure order
    _aligned: bool = True  # whether the columns of the grid stand below each other
    _taken: set[str] = field(default_factory=set)  # rows of table three met so far
    _has_early_total: bool = False  # what was read as （七）总计 is the organ's own sum of a part
    _counted: list[tuple[str, list[int | None]]] = field(default_factory=list)  # rows where they do not
    _headless: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def note(self, line: str) -> None:
        """A line between tables: 单位：元, the name of a block of table four, which may be three, or a head
        that lost its table."""
        self._note_unit(line)
        if len(line) <= _LONGEST_NAME:
            self._is_headed |= bool(labels.applicant(line)) or fold(line) == labels.LEGAL
        if len(line) <= _LONGEST_NAME and fold(line) in labels.BLOCKS:
            self._block = (Cell(line, -1, 0, 1, MAX_SPAN),)

    def _note_unit(self, line: str) -> None:
        if found := labels.unit_note(line):
            self._unit = found
        elif _CHAPTER.match(line):
            self._unit = ""

    def read(self, grid: Grid) -> None:
        self._proactive = heads.without_places(self._proactive)
        self._applicants = heads.without_places(self._applicants)
        self._remedies = heads.without_places(self._remedies)
        self._outcomes = ()
        self._aligned = grid.aligned
        self._head_cells, self._head_row = [], -2
        last, first = len(grid.rows) - 1, 0
        for index, cells in enumerate(grid.rows):
            row = Row.of(index, cells)
            section = section_of(row) or self._section
            if section != self._section:
                self._end_run(grid, first, index)
                first, self._section = index, section
            if len(row.words) == 1 + ("" in row.words):  # a row with one text, as a sheet prints a line
                self._note_unit(max(cell.text for cell in cells))
            if self._section == "proactive":
                self._read_proactive(row, grid.aligned)
            elif self._section == "requests":
                self._read_request(row, grid.aligned, is_last=index == last)
            elif self._section == "remedies":
                self._read_remedies(row)
        self._end_run(grid, first, last + 1)
        self._name_remedies()
        if self._section == "remedies" and self._remedies and self._block:
            self._remedies, self._block = (), ()

    def _end_run(self, grid: Grid, first: int, end: int) -> None:
        if first < end:
            self.runs.append(Run(self._section, grid, first, end))

    def close(self) -> None:
        """After the last grid: a table three without any head may still be told by its sums."""
        self._end_cut()
        self._doubt_uneven()
        if self._has_early_total:
            for column in _KEYS:
                self.found.doubt(f"requests/{TOTAL}/{column}", "（总计之后还有办理结果）")
        self.found.close()
        form = next((form for form in FORMS if set(self._headless) == set(_rows_of(form))), None)
        if form is None or self._is_headed:
            return
        try:
            placed = solve.placed(self._headless, form.result_keys)
        except solve.Unsolved as why:
            self.found.reasons["requests"] = str(why)
            return
        for row, figures in placed.items():
            for key, value in zip(_KEYS, figures, strict=True):
                self.found.derive(f"requests/{row}/{key}", value)

    def _read_proactive(self, row: Row, aligned: bool) -> None:
        if not row.has_figures:
            named = [Head(labels.proactive_head(cell.text), cell.text, cell) for cell in row.cells]
            if any(head.key for head in named):
                self._name_proactive(named, aligned)
                return
            if any(map(labels.BAND.search, row.words)):
                self._proactive = ()
                self._band_unit = next(filter(None, (labels.unit_in(cell.text) for cell in row.cells)), "")
                return
        named_rows = {labels.proactive_row(word) for word in row.words} - {""}
        if len(named_rows) > 1:  # labels beside each other: their figures stand below, or anywhere
            for name in named_rows:
                doubt_proactive(self.found, name, row.cells)
            return
        label = split(row, labels.proactive_row)
        if label.means:
            unit = self._band_unit or self._unit or "万元"
            read_proactive(self.found, label.means, label.after, self._proactive, label.text, unit)

    def _name_proactive(self, named: Sequence[Head], aligned: bool) -> None:
        """Heads as printed; two of one name, such as this year's and last year's, stand for nothing."""
        keys = [head.key for head in named]
        printed = [
            Head(head.key if keys.count(head.key) == 1 else "", head.text, head.cell)
            for head in named
            if not is_blank(head.text) and fold(head.text) != "信息内容"
        ]
        self._proactive = heads.in_place(printed) if aligned else heads.without_places(printed)
        for head in printed:
            if head.key:
                self.found.columns.setdefault(labels.head_text(head.key), head.text)
        self.found.heads |= dict.fromkeys(labels.forms_of(head.text for head in printed if head.key))

    def _name_applicants(self, row: Row, aligned: bool) -> None:
        self._name_remedies()  # of the head rows gathered before, if these begin another table
        self._gather(row)
        self._is_headed = True
        found = heads.applicants(self._head_cells)
        if not found:
            if heads.names_applicants(self._head_cells):
                self._applicants, self._is_disordered = (), True
            return
        self._applicants = found if aligned else heads.without_places(found)
        self._is_disordered = False
        for head in found:
            if head.key and head.text:
                self.found.columns.setdefault(labels.head_text(head.key), head.text)

    def _read_request(self, row: Row, aligned: bool, *, is_last: bool) -> None:
        named = 0 if row.has_figures else applicants_named(row)
        if named >= 2 or (not row.has_figures and "requests" in row.announced):
            self._name_applicants(row, aligned)
            return
        self._is_headed |= named > 0
        label = split(row, request_label)
        if not row.words.isdisjoint(labels.GROUPS):
            self._group = next(look.word for look in row.looks if look.word in labels.GROUPS)
        self._group = group_of(label.means, self._group)
        cut = self._cut
        if cut and self._join(row, label):
            return
        if row.has_figures and not label.means and self._blank:
            self._doubt_request(self._blank, row.cells)
        if label.means and not row.has_figures and cut and cut.is_orphan:
            self._doubt_request(label.means, cut.cells)
        elif not (label.means and row.has_figures):
            cells = label.after or [cell for cell in row.cells if is_figure(cell.text)]
            is_orphan = row.has_figures and not label.means
            self._cut = _Cut(last_text(row), cells, is_last, is_orphan)
        elif is_of_group(label.means, self._group) and not is_subtotal(label, row):
            self._blank = ""
            is_beside_another = is_last or row.number == 0 or cut is not None
            printed = labels.whole(label.text) if is_beside_another else label.text
            self._take_request(label.means, label.after, label.cell, printed)

    def _take_request(self, key: str, cells: Sequence[Cell], label: Cell | None, printed: str = "") -> None:
        if not self._is_headed:
            self._note_headless(key, [cell.text for cell in cells if cell.text])
        self._has_early_total |= TOTAL in self._taken and key in _RESULTS and key not in self._taken
        self._taken.add(key)
        if not self._aligned:
            self._counted.append((key, [count_in(cell.text) for cell in cells if cell.text]))
        take(self.found, f"requests/{key}/", cells, self._applicants, _KEYS, label, printed)
        if self._is_disordered:
            self.found.whys |= {f"requests/{key}/{column}": _DISORDERED for column in _KEYS}

    def _doubt_uneven(self) -> None:
        """Where figures are told apart by tabs alone and some rows have more than seven, as where rows are
        numbered, one of another row's seven may be no figure: only its sum shows that they are the seven."""
        if any(len(values) > len(_KEYS) for _, values in self._counted):
            for key, values in self._counted:
                if len(values) == len(_KEYS) and not proof.adds_up(values):
                    for column in _KEYS:
                        self.found.doubt(f"requests/{key}/{column}", " ".join(map(str, values)))

    def _note_headless(self, key: str, texts: Sequence[str]) -> None:
        figures = [value for text in texts if (value := count_in(text)) is not None]
        if len(figures) == len(texts) == len(_KEYS):
            is_again = key in self._headless  # two tables without heads are two too many
            self._headless[f"{key} again" if is_again else key] = tuple(figures)

    def _join(self, row: Row, label: Label) -> bool:
        """Whether this row goes on with the row before, and has been read with it.

        Within a grid an empty label says nothing: the label of a row of its own may have been lost.
        """
        cut = self._cut
        assert cut is not None
        text = last_text(row)
        means = request_label(cut.text + text)
        above, below = (
            [index for index, cell in enumerate(cells) if is_figure(cell.text)]
            for cells in (cut.cells, row.cells)
        )
        if not means or bool(above) == bool(below) or label.means:
            self._end_cut()
            return False
        self._cut = None
        cells, filled = (row.cells, below) if below else (cut.cells, above)
        figures = cells[filled[0] : filled[-1] + 1]
        if not is_of_group(means, self._group):
            return True
        if text or cut.is_last:
            self._take_request(means, figures, None, cut.text + text)
        else:
            self._doubt_request(means, figures)
        return True

    def _doubt_request(self, key: str, cells: Sequence[Cell]) -> None:
        """The figures beside a row without any are perhaps its own, printed a row too high or too low."""
        for column in _KEYS:
            doubt(self.found, f"requests/{key}/{column}", cells, "（这些数没有栏目名）")

    def _end_cut(self) -> None:
        """The row before was whole, blanks and all."""
        if self._cut:
            cut, self._cut = self._cut, None
            means = request_label(cut.text)
            if means and is_of_group(means, self._group):
                self._blank = means
                self._take_request(means, cut.cells, None)

    def _read_remedies(self, row: Row) -> None:
        if not row.has_figures:
            if any(word in labels.OUTCOMES or labels.is_block(word) for word in row.words):
                self._gather(row)
                self._is_unnamed = True
            return
        self._name_remedies()
        label = split(row, labels.block)
        if label.means:  # the table is turned: a block a row
            keys = [f"remedies/{label.means}/{outcome}" for outcome, _ in REMEDY_COLUMNS]
            named = [Head(f"remedies/{label.means}/{head.key}", "", head.cell) for head in self._outcomes]
            take(self.found, "", label.after, named, keys, label.cell)
        elif self._remedies or self._head_cells:
            is_named = bool(row.looks[0].word)
            cells = row.cells[1:] if is_named else row.cells
            keys = [head.key for head in self._remedies if head.key] or [*_REMEDY_CODES]
            take(self.found, "", cells, self._remedies, keys, None)

    def _name_remedies(self) -> None:
        """Once all head rows are met."""
        if not self._is_unnamed:
            return
        self._is_unnamed = False
        outcomes = heads.outcomes(self._head_cells)
        is_named = any(fold(cell.text) in labels.BLOCKS for cell in self._head_cells)
        found = heads.remedies(self._head_cells if is_named else [*self._block, *self._head_cells])
        self._remedies = found if self._aligned else heads.without_places(found)
        self._outcomes = outcomes if self._aligned else heads.without_places(outcomes)

    def _gather(self, row: Row) -> None:
        """Boxes of consecutive head rows; a head printed again begins anew."""
        if row.number != self._head_row + 1:
            self._head_cells = []
        self._head_row = row.number
        self._head_cells += [cell for cell in row.cells if cell.row == row.number]


def _rows_of(form: Form) -> tuple[str, ...]:
    return ("new", "carried_in", *form.result_keys, TOTAL, "carried_out")

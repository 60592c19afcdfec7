"""Figures out of grids: chapter two, table three and table four, wherever and however often they stand."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from gongkai.law.annual_report.form import Form
from gongkai.law.annual_report.formats import BY_CODE, FORMS
from gongkai.law.annual_report.formats.parts import APPLICANTS, REMEDY_COLUMNS, TOTAL
from gongkai.law.annual_report.formats.y2019 import OTHER_ALL
from gongkai.reading import heads, labels, proof, solve
from gongkai.reading.characters import fold
from gongkai.reading.figures import Unreadable, figure, is_blank, is_figure
from gongkai.reading.found import Found
from gongkai.reading.heads import Assigned, Head
from gongkai.reading.labels import KINDS, Look
from gongkai.reading.limits import MAX_SPAN
from gongkai.reading.page import Cell, Grid

_CHAPTER = re.compile("[一二三四五六]、")
_LONGEST_NAME = 40  # characters of the name of a block of table four, with a number before it
_NEW = fold("一、本年新收政府信息公开申请数量")
_REMEDY_CODES = [code for code in KINDS if code.startswith("remedies/")]
_KEYS = tuple(key for key, _ in APPLICANTS)
_REQUEST_PLACES = {
    key: place
    for place, key in enumerate(
        ("new", "carried_in", *BY_CODE["2021"].result_keys, OTHER_ALL.key, TOTAL, "carried_out")
    )
}
_RESULTS = frozenset(key for form in FORMS for key in form.result_keys)
_CODE_PLACES = {code: place for place, code in enumerate(KINDS)}
_PROACTIVE_PLACES = {
    label: min(_CODE_PLACES[code] for code in codes.values())
    for label, codes in labels.PROACTIVE_ROWS.items()
}


@dataclass(slots=True)
class _Row:
    """A row of a grid with what each box is by itself."""

    number: int
    cells: tuple[Cell, ...]
    looks: list[Look]
    words: frozenset[str]
    announced: frozenset[str]  # tables that begin here
    has_figures: bool

    @classmethod
    def of(cls, number: int, cells: tuple[Cell, ...]) -> "_Row":
        looks = [labels.look(cell.text) for cell in cells]
        return cls(
            number,
            cells,
            looks,
            frozenset([look.word for look in looks]),
            frozenset([look.announces for look in looks]),
            any(look.is_figure for look in looks),
        )


@dataclass(slots=True)
class _Label:
    """What a row's label means ("" for nothing), its box, the boxes after it, and its words."""

    means: str
    cell: Cell | None
    after: Sequence[Cell]
    text: str = ""


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
    _section: str = ""
    _proactive: tuple[Head, ...] = ()
    _unit: str = ""  # of money, as it is named right above the table
    _band_unit: str = ""  # the same in the band over a part of chapter two
    _applicants: tuple[Head, ...] = ()
    _remedies: tuple[Head, ...] = ()
    _outcomes: tuple[Head, ...] = ()
    _head_cells: list[Cell] = field(default_factory=list)
    _head_row: int = -2
    _block: tuple[Cell, ...] = ()
    _group: str = ""
    _cut: _Cut | None = None
    _blank: str = ""  # the row read last, if it was blank: figures without a label may be its own
    _is_headed: bool = False  # whether any word of table three's head was met
    _aligned: bool = True  # whether the columns of the grid stand below each other
    _taken: set[str] = field(default_factory=set)  # rows of table three met so far
    _has_early_total: bool = False  # what was read as （七）总计 is the organ's own sum of a part
    _counted: list[tuple[str, list[int | None]]] = field(default_factory=list)  # rows where they do not
    _headless: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def note(self, line: str) -> None:
        """A line between tables: 单位：元, or the name of a block of table four, which may be three."""
        self._note_unit(line)
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
        last = len(grid.rows) - 1
        for index, cells in enumerate(grid.rows):
            row = _Row.of(index, cells)
            self._section = section_of(row) or self._section
            if len(row.words) == 1 + ("" in row.words):  # a row with one text, as a sheet prints a line
                self._note_unit(max(cell.text for cell in cells))
            if self._section == "proactive":
                self._read_proactive(row, grid.aligned)
            elif self._section == "requests":
                self._read_request(row, grid.aligned, is_last=index == last)
            elif self._section == "remedies":
                self._read_remedies(row, grid.aligned)
        if self._section == "remedies" and self._remedies and self._block:
            self._remedies, self._block = (), ()

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

    def _read_proactive(self, row: _Row, aligned: bool) -> None:
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
                _doubt_proactive(self.found, name, row.cells)
            return
        label = _split(row, labels.proactive_row)
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

    def _read_request(self, row: _Row, aligned: bool, *, is_last: bool) -> None:
        if not row.has_figures and (_applicants(row) >= 2 or "requests" in row.announced):
            self._gather(row)
            self._is_headed = True
            if found := heads.applicants(self._head_cells):
                self._applicants = found if aligned else heads.without_places(found)
                for head in found:
                    if head.key and head.text:
                        self.found.columns.setdefault(labels.head_text(head.key), head.text)
            return
        label = _split(row, _request_label)
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
            self._cut = _Cut(_last_text(row), cells, is_last, is_orphan)
        elif is_of_group(label.means, self._group) and not _is_subtotal(label, row):
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
            self._counted.append((key, [_value(cell.text) for cell in cells if cell.text]))
        take(self.found, f"requests/{key}/", cells, self._applicants, _KEYS, label, printed)

    def _doubt_uneven(self) -> None:
        """Where figures are told apart by tabs alone and some rows have more than seven, as where rows are
        numbered, one of another row's seven may be no figure: only its sum shows that they are the seven."""
        if any(len(values) > len(_KEYS) for _, values in self._counted):
            for key, values in self._counted:
                if len(values) == len(_KEYS) and not proof.adds_up(values):
                    for column in _KEYS:
                        self.found.doubt(f"requests/{key}/{column}", " ".join(map(str, values)))

    def _note_headless(self, key: str, texts: Sequence[str]) -> None:
        figures = [value for text in texts if (value := _value(text)) is not None]
        if len(figures) == len(texts) == len(_KEYS):
            is_again = key in self._headless  # two tables without heads are two too many
            self._headless[f"{key} again" if is_again else key] = tuple(figures)

    def _join(self, row: _Row, label: _Label) -> bool:
        """Whether this row goes on with the row before, and has been read with it.

        Within a grid an empty label says nothing: the label of a row of its own may have been lost.
        """
        cut = self._cut
        assert cut is not None
        text = _last_text(row)
        means = _request_label(cut.text + text)
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
            self.found.doubt(f"requests/{key}/{column}", f"{_shown(cells)}（这些数没有栏目名）")

    def _end_cut(self) -> None:
        """The row before was whole, blanks and all."""
        if self._cut:
            cut, self._cut = self._cut, None
            means = _request_label(cut.text)
            if means and is_of_group(means, self._group):
                self._blank = means
                self._take_request(means, cut.cells, None)

    def _read_remedies(self, row: _Row, aligned: bool) -> None:
        if not row.has_figures:
            if any(word in labels.OUTCOMES or labels.is_block(word) for word in row.words):
                self._gather(row)
                self._name_remedies(aligned)
            return
        label = _split(row, lambda text: labels.BLOCKS.get(fold(text), ""))
        if label.means:  # the table is turned: a block a row
            keys = [f"remedies/{label.means}/{outcome}" for outcome, _ in REMEDY_COLUMNS]
            named = [Head(f"remedies/{label.means}/{head.key}", "", head.cell) for head in self._outcomes]
            take(self.found, "", label.after, named, keys, label.cell)
        elif self._remedies or self._head_cells:
            is_named = bool(row.looks[0].word)
            cells = row.cells[1:] if is_named else row.cells
            keys = [head.key for head in self._remedies] or [*_REMEDY_CODES]
            take(self.found, "", cells, self._remedies, keys, None)

    def _name_remedies(self, aligned: bool) -> None:
        outcomes = heads.outcomes(self._head_cells)
        is_named = any(fold(cell.text) in labels.BLOCKS for cell in self._head_cells)
        found = heads.remedies(self._head_cells if is_named else [*self._block, *self._head_cells])
        self._remedies = found if aligned else heads.without_places(found)
        self._outcomes = outcomes if aligned else heads.without_places(outcomes)

    def _gather(self, row: _Row) -> None:
        """Boxes of consecutive head rows; a head printed again begins anew."""
        if row.number != self._head_row + 1:
            self._head_cells = []
        self._head_row = row.number
        self._head_cells += [cell for cell in row.cells if cell.row == row.number]


def _rows_of(form: Form) -> tuple[str, ...]:
    return ("new", "carried_in", *form.result_keys, TOTAL, "carried_out")


def section_of(row: _Row) -> str:
    """Which table begins or is confirmed by this row; "" when it says nothing about that."""
    if "proactive" in row.announced:
        return "proactive"
    if "requests" in row.announced or (not row.has_figures and _applicants(row) >= 3):
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


def read_proactive(
    found: Found,
    label: str,
    figures: Sequence[Cell],
    columns: Sequence[Head],
    printed: str,
    unit: str | None,
) -> None:
    """One row of chapter two, under whatever heads were printed over it; ``printed`` is its label.

    ``unit`` is that of money which neither head nor label names, None where nobody can tell.
    """
    codes = labels.PROACTIVE_ROWS[label]
    found.is_headless = found.is_headless or not (columns or found.heads)
    place = _PROACTIVE_PLACES[label]
    fills = found.may_fill("proactive", str(place), place, repeats=0, back=0)
    if fills:
        found.rows |= dict.fromkeys(codes.values(), printed)
    named = [
        Head(codes.get(head.key, ""), head.text, head.cell)
        for head in columns
        if head.key in codes or not head.key
    ]
    if not columns and label in labels.ONLY_CELL and list(found.heads) == ["2021"]:
        is_alone = sum(is_figure(cell.text) for cell in figures) == 1
        named = [Head(labels.ONLY_CELL[label])] if is_alone else []
    keys = [head.key for head in named if head.key]
    by_count = bool(columns) and columns[0].cell is None
    if not keys or len(set(keys)) < len(keys) or (by_count and not is_complete(columns, label)):
        _doubt_proactive(found, label, figures)  # no head at all, two for one figure, or one lost
        return
    assigned = heads.assign(figures, named)
    if assigned is None and (not columns or is_complete(columns, label)):  # a row shifted by an empty box
        assigned = heads.assign([cell for cell in figures if cell.text.strip()], named)
    for head in named:
        if not head.key:
            continue
        units: set[str | None] = {labels.unit_in(head.text), labels.unit_in(printed)}
        units = units - {""} or {unit}
        if assigned is None or not assigned.is_sure or len(units) > 1 or None in units:
            found.doubt(head.key, _shown(figures))
        else:
            found.put(head.key, assigned.cells[head.key].text, unit=units.pop() or "", fills=fills)


def is_complete(columns: Sequence[Head], label: str) -> bool:
    """Whether the heads are all that the form prints over this row: figures are given to them by count."""
    return _are_all(frozenset(head.key for head in columns) - {""}, label)


@lru_cache(maxsize=1_000)
def _are_all(named: frozenset[str], label: str) -> bool:
    codes = labels.PROACTIVE_ROWS[label]
    return any(
        {head for head in codes if form in labels.PROACTIVE_HEADS[head]} <= named
        for form in {form for head in named for form in labels.PROACTIVE_HEADS[head]}
    )


def _doubt_proactive(found: Found, label: str, figures: Sequence[Cell]) -> None:
    for code in labels.PROACTIVE_ROWS[label].values():
        found.doubt(code, _shown(figures))


def take(
    found: Found,
    prefix: str,
    cells: Sequence[Cell],
    columns: Sequence[Head],
    keys: Sequence[str],
    label: Cell | None,
    printed: str = "",
) -> None:
    """One row of figures under ``columns``; where that is not certain, every cell of ``keys`` is unread.

    ``printed`` is the row's label, "" where its words are not certain.
    """
    if prefix:
        row = prefix.split("/")[1]
        fills = found.may_fill("requests", row, _REQUEST_PLACES[row], repeats=2, back=5)
    else:
        fills = found.may_fill("remedies", keys[0], 0, repeats=0, back=0)
    assigned = heads.assign(cells, columns)
    if assigned is None or not _is_certain(assigned, prefix, keys):
        for key in keys:
            found.doubt(f"{prefix}{key}", _shown(cells))
        return
    if fills:
        found.rows[f"{prefix}{keys[0]}"] = printed
    named = [(code, assigned.cells[key]) for code, key in zip(_codes(prefix, tuple(keys)), keys, strict=True)]
    alone = [(code, cell.text) for code, cell in named if cell.rowspan == 1 or _goes_with(cell, label)]
    found.put_row(alone, fills=fills)
    for code, cell in named if len(alone) < len(named) else ():
        if cell.rowspan > 1 and not _goes_with(cell, label):
            found.doubt(code, f"{cell.text}（跨{cell.rowspan}行）")


@lru_cache(maxsize=1_000)
def _codes(prefix: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{prefix}{key}" for key in keys)


def _is_certain(assigned: Assigned, prefix: str, keys: Sequence[str]) -> bool:
    """Whether the sums allow a row with blanks at its ends to stand where it was read."""
    ends = (assigned.cells[keys[0]], assigned.cells[keys[-1]])
    if not (assigned.is_moved or is_blank(ends[0].text) or is_blank(ends[1].text)):
        return True
    texts = [assigned.cells[key].text for key in keys]
    if "" in assigned.cells or not all(is_blank(text) or is_figure(text) for text in texts):
        return False
    values = [_value(text) for text in texts]
    if not assigned.is_sure:
        return bool(prefix) and proof.proves(values)
    if assigned.is_moved and prefix:
        return proof.adds_up(values)
    against = proof.speaks_against if prefix else proof.speaks_against_remedies
    return not against(values)


def _value(text: str) -> int | None:
    try:
        value = figure(text, KINDS["requests/new/total"])
    except Unreadable:
        return None
    return value if isinstance(value, int) else None


def _goes_with(cell: Cell, label: Cell | None) -> bool:
    """A box over several rows is nobody's, unless its label goes over the same rows."""
    return label is not None and (label.row, label.rowspan) == (cell.row, cell.rowspan)


def _shown(cells: Sequence[Cell]) -> str:
    return " ".join(cell.text for cell in cells)


def _applicants(row: _Row) -> int:
    """How many columns of table three this row names; 总计 heads other tables too."""
    return len({labels.applicant(cell.text) for cell in row.cells} - {"", TOTAL})


def _request_label(text: str) -> str:
    return labels.request_row(text) or ("other_all" if labels.is_undivided(text) else "")


def _split(row: _Row, meaning: labels.Meaning) -> _Label:
    """What the row's last label means, and the boxes after it. A label may be cut into several boxes.

    A box that began in a row above labels that row, not this one.
    """
    for end in range(len(row.cells) - 1, -1, -1):
        if not row.looks[end].word or row.cells[end].row != row.number:
            continue
        for text in _endings(row.cells[: end + 1]):
            found = meaning(text)
            if found == "other_all" and (
                row.cells[end].rowspan > 1 or any(look.word for look in row.looks[end + 1 :])
            ):
                continue  # the group's label, with its rows beside it
            if found:
                printed = labels.as_printed(text, _endings(row.cells[: end + 1]))
                return _Label(found, row.cells[end], row.cells[end + 1 :], printed)
    return _Label("", None, ())


def _is_subtotal(label: _Label, row: _Row) -> bool:
    """总计 inside a group is the group's own, not the （七）总计 of the form."""
    return label.means == TOTAL and any(
        look.word in labels.GROUPS and (cell.row < row.number or cell.rowspan > 1)
        for look, cell in zip(row.looks, row.cells, strict=True)
    )


def _last_text(row: _Row) -> str:
    """The text of the row's last box that is no figure."""
    texts = (
        cell.text for cell, look in zip(reversed(row.cells), reversed(row.looks), strict=True) if look.word
    )
    return next(texts, "")


def _endings(cells: Sequence[Cell]) -> Iterator[str]:
    """The last box's text alone, then with up to three boxes before it."""
    text = ""
    for cell in reversed(cells[-4:]):
        text = cell.text + text
        yield text

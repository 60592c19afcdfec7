"""One row of figures into what was found: only what stands under a certain head, everything else in doubt."""

from collections.abc import Sequence
from functools import lru_cache

from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import TOTAL
from gongkai.law.annual_report.formats.y2019 import OTHER_ALL
from gongkai.reading import heads, labels, proof
from gongkai.reading.figures import Unreadable, figure, is_blank, is_figure, plain
from gongkai.reading.found import Found
from gongkai.reading.heads import Assigned, Head
from gongkai.reading.labels import KINDS
from gongkai.reading.page import Cell

_REQUEST_PLACES = {
    key: place
    for place, key in enumerate(
        ("new", "carried_in", *BY_CODE["2021"].result_keys, OTHER_ALL.key, TOTAL, "carried_out")
    )
}
_CODE_PLACES = {code: place for place, code in enumerate(KINDS)}
_PROACTIVE_PLACES = {
    label: min(_CODE_PLACES[code] for code in codes.values())
    for label, codes in labels.PROACTIVE_ROWS.items()
}


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
    fills = _may_fill(found, prefix, keys)
    codes = _codes(prefix, tuple(keys))
    assigned = heads.assign(cells, columns)
    if assigned is None or not _is_certain(assigned, prefix, keys, columns):
        for code in codes:
            doubt(found, code, cells)
        return
    boxes = [assigned.cells[key] for key in keys]
    if fills:
        found.rows[codes[0]] = printed
        found.places.update(zip(codes, boxes, strict=True))
    lost = [cell.rowspan > 1 and not _goes_with(cell, label) for cell in boxes]
    if not any(lost):
        found.put_row(codes, [cell.text for cell in boxes], fills=fills)
        return
    for code, cell, is_lost in zip(codes, boxes, lost, strict=True):
        if is_lost:
            found.doubt(code, f"{cell.text}（跨{cell.rowspan}行）")
        else:
            found.put(code, cell.text, fills=fills)


def take_in_order(
    found: Found, prefix: str, figures: Sequence[str], keys: Sequence[str], printed: str
) -> None:
    """One row of plain figures that are certain to stand under ``keys`` one by one."""
    fills = _may_fill(found, prefix, keys)
    codes = _codes(prefix, tuple(keys))
    if fills:
        found.rows[codes[0]] = printed
    found.put_row(codes, figures, fills=fills)


def _may_fill(found: Found, prefix: str, keys: Sequence[str]) -> bool:
    if not prefix:
        return found.may_fill("remedies", keys[0], 0, repeats=0, back=0)
    row = prefix.split("/")[1]
    return found.may_fill("requests", row, _REQUEST_PLACES[row], repeats=2, back=5)


@lru_cache(maxsize=1_000)
def _codes(prefix: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{prefix}{key}" for key in keys)


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
        doubt_proactive(found, label, figures)  # no head at all, two for one figure, or one lost
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
            doubt(found, head.key, figures)
        else:
            if fills:
                found.places[head.key] = assigned.cells[head.key]
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


def doubt_proactive(found: Found, label: str, figures: Sequence[Cell]) -> None:
    for code in labels.PROACTIVE_ROWS[label].values():
        doubt(found, code, figures)


def doubt(found: Found, code: str, cells: Sequence[Cell], said: str = "") -> None:
    """Any of ``cells`` may hold this figure; ``said`` adds what is wrong with them."""
    if cells:
        found.places.setdefault(code, cells[0])
    found.doubt(code, f"{shown(cells)}{said}")


def _is_certain(assigned: Assigned, prefix: str, keys: Sequence[str], columns: Sequence[Head]) -> bool:
    """Whether the sums allow a row with blanks at its ends to stand where it was read."""
    if not assigned.is_moved and None not in [plain(cell.text) for cell in assigned.cells.values()]:
        return True
    printed = [head.key for head in columns if head.key]
    ends = (assigned.cells[printed[0]], assigned.cells[printed[-1]])
    if not (assigned.is_moved or is_blank(ends[0].text) or is_blank(ends[1].text)):
        return True
    texts = [assigned.cells[key].text for key in keys]
    if "" in assigned.cells or not all(is_blank(text) or is_figure(text) for text in texts):
        return False
    values = [count_in(text) for text in texts]
    if not assigned.is_sure:
        return bool(prefix) and proof.proves(values)
    if assigned.is_moved:
        return proof.adds_up(values) if prefix else proof.blocks_add_up(values)
    if printed != list(keys):  # 总计 is not the last: a shift would leave other traces than those below
        return bool(prefix) and proof.proves(values)
    against = proof.speaks_against if prefix else proof.speaks_against_remedies
    return not against(values)


def count_in(text: str) -> int | None:
    try:
        value = figure(text, KINDS["requests/new/total"])
    except Unreadable:
        return None
    return value if isinstance(value, int) else None


def _goes_with(cell: Cell, label: Cell | None) -> bool:
    """A box over several rows is nobody's, unless its label goes over the same rows."""
    return label is not None and (label.row, label.rowspan) == (cell.row, cell.rowspan)


def shown(cells: Sequence[Cell]) -> str:
    return " ".join(cell.text for cell in cells)

"""How the tables stand in the file itself: their rows as they were read, and which box is which cell's."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from gongkai.law.annual_report.model import ReportData
from gongkai.reading.chapters import lines_of
from gongkai.reading.characters import COVERED, NOISE
from gongkai.reading.found import DISPUTED
from gongkai.reading.page import Cell, Page, Run

TABLES = ("proactive", "requests", "remedies")
#: What all tables together may show: those of a report have some 3,000 characters, a hostile file's millions.
_MOST = 60_000
_BOX = 10  # characters for which a box counts besides its text


@dataclass(frozen=True, slots=True)
class Box:
    """A box as printed; ``codes`` are the cells whose figures stand in it, or were looked for from it on."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that stand together, or ``lines`` where a table has come out as text.

    ``number`` counts the tables of the file; ``page`` and ``sheet`` say where it stands, in a file that has
    them.
    """

    table: str
    number: int = 0
    page: int = 0
    sheet: str = ""
    rows: tuple[tuple[Box, ...], ...] = ()
    lines: tuple[str, ...] = ()
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A report, and how its tables stand in the file it was read from."""

    report: ReportData
    parts: tuple[Part, ...] = ()


def parts_of(page: Page, runs: Sequence[Run], places: Mapping[str, Cell]) -> tuple[Part, ...]:
    """The three tables as ``page`` has them; ``places`` are the boxes of the cells."""
    codes: dict[int, list[str]] = defaultdict(list)
    for code, cell in places.items():
        codes[id(cell)].append(code)
    numbers = {id(grid): number for number, grid in enumerate(page.grids, 1)}
    runs = list(_joined(runs, codes))
    parts: list[Part] = []
    for table in TABLES:
        own = [run for run in runs if run.table == table]
        filled = [run for run in own if _is_filled(run, codes)] or own
        shown = [
            Part(table, numbers.get(id(run.grid), 0), run.grid.page, run.grid.sheet, tuple(_rows(run, codes)))
            for run in map(_trimmed, filled)
            if run.first < run.end
        ]
        lines = () if shown else tuple(lines_of(page, table))
        parts += shown or ([Part(table, lines=lines)] if lines else [])
    return tuple(_within(parts, _MOST))


def to_json(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [asdict(part) for part in parts]


def from_json(data: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            **{
                **part,
                "rows": tuple(
                    tuple(Box(**{**box, "codes": tuple(box["codes"])}) for box in row) for row in part["rows"]
                ),
                "lines": tuple(part["lines"]),
            }
        )
        for part in data
    )


def _joined(runs: Sequence[Run], codes: Mapping[int, Sequence[str]]) -> Iterator[Run]:
    """Rows above the first word that tells a table, such as its head, belong to what follows in a grid."""
    before: Run | None = None
    for run in runs:
        if before and before.grid is run.grid and not _is_filled(before, codes):
            run = replace(run, first=before.first)
        elif before:
            yield before
        before = run
    if before:
        yield before


def _is_filled(run: Run, codes: Mapping[int, Sequence[str]]) -> bool:
    return any(id(cell) in codes for row in run.grid.rows[run.first : run.end] for cell in row)


def _trimmed(run: Run) -> Run:
    """Without the lines of prose above and below, which a sheet prints as rows with one filled box."""
    several = [
        index
        for index in range(run.first, run.end)
        if sum(bool(cell.text.strip()) for cell in run.grid.rows[index]) > 1
    ]
    return replace(run, first=several[0], end=several[-1] + 1) if several else replace(run, end=run.first)


def _rows(run: Run, codes: Mapping[int, Sequence[str]]) -> Iterator[tuple[Box, ...]]:
    for index in range(run.first, run.end):
        yield tuple(
            Box(
                _legible(cell.text),
                cell.colspan,
                min(cell.row + cell.rowspan, run.end) - index,
                tuple(codes.get(id(cell), ())),
            )
            for cell in run.grid.rows[index]
            if max(cell.row, run.first) == index
        )


def _legible(text: str) -> str:
    """What was covered or not certain, as one sign."""
    return text.replace(COVERED, "").replace(NOISE, "□").replace(DISPUTED, "／").strip()


def _within(parts: Sequence[Part], left: int) -> Iterator[Part]:
    """The parts as far as ``left`` reaches; the last one says that it is cut."""
    for part in parts:
        rows: list[tuple[Box, ...]] = []
        lines: list[str] = []
        for row in part.rows:
            left -= sum(len(box.text) + _BOX for box in row)
            rows += [row] if left >= 0 else []
        for line in part.lines:
            left -= len(line)
            lines += [line] if left >= 0 else []
        if left >= 0:
            yield part
            continue
        yield replace(part, rows=tuple(rows), lines=tuple(lines), is_cut=True)
        return

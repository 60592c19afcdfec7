"""What an official report form is made of: chapters, and tables of labelled cells.

A form module (``formats/y2021.py``) is nothing but data in these shapes. Entry, tally, checks, reading
and papers walk it, so a new year's form is one module. A cell's code is the path at which its figure
stands in the report JSON: ``requests/total/natural_person``.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from gongkai.law.sources import Source


class Kind(StrEnum):
    """What a cell may hold."""

    COUNT = "count"  # an integer ≥ 0
    MONEY = "money"  # 万元, Decimal ≥ 0
    TEXT = "text"  # kept as printed (2019 form only)


class Role(StrEnum):
    """What a slot of the printed grid is."""

    BAND = "band"
    HEAD = "head"
    LABEL = "label"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Slot:
    """One printed box: a label, or a figure when ``code`` is given."""

    text: str = ""
    code: str = ""
    kind: Kind = Kind.COUNT
    role: Role = Role.LABEL
    colspan: int = 1
    rowspan: int = 1
    vertical: bool = False
    name: str = ""  # what a message calls this cell: （七）总计·自然人


@dataclass(frozen=True, slots=True)
class Table:
    """One official table as its printed grid. ``rows`` leave out the boxes that a span covers."""

    code: str
    title: str
    source: Source
    columns: int
    head_rows: int
    rows: tuple[tuple[Slot, ...], ...]

    def cells(self) -> Iterator[Slot]:
        return (slot for row in self.rows for slot in row if slot.code)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A row of table three 表三. ``is_result`` rows add up to （七）总计."""

    key: str
    label: str
    group: str = ""
    is_result: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """One of the six chapters. ``key`` names its prose in the report JSON, or its table."""

    key: str
    heading: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """An official report form 年度报告格式.

    ``years`` is the inclusive range of report years that use it; None is open.
    ``folds`` maps result rows that this form does not divide to the row that takes their count.
    """

    code: str
    source: Source
    years: tuple[int, int | None]
    chapters: tuple[Chapter, ...]
    tables: tuple[Table, ...]
    request_rows: tuple[RequestRow, ...]
    markers: tuple[str, ...]
    folds: dict[str, str] = field(default_factory=dict)

    @cached_property
    def slots(self) -> dict[str, Slot]:
        """Every figure of the form by its code, in printed order."""
        return {slot.code: slot for table in self.tables for slot in table.cells()}

    @cached_property
    def result_keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self.request_rows if row.is_result)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The printed label of the row in which each figure stands, by the figure's code."""
        return {
            slot.code: next(label.text for label in reversed(row) if label.role is Role.LABEL)
            for table in self.tables
            for row in table.rows
            for slot in row
            if slot.code and row[0].role is Role.LABEL
        }

    def covers(self, year: int) -> bool:
        first, last = self.years
        return first <= year and (last is None or year <= last)

    def table(self, code: str) -> Table:
        return next(table for table in self.tables if table.code == code)

    def row_of(self, result: str) -> str:
        """The row in which a result counts on this form."""
        return self.folds.get(result, result)

    def name_of(self, code: str) -> str:
        """What to call a cell, chapter or the whole report in a sentence."""
        if code in self.slots:
            return self.slots[code].name
        chapter = next((c for c in self.chapters if code == f"narrative/{c.key}"), None)
        return chapter.heading if chapter else "报告"

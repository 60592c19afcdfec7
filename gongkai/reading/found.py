"""What was read so far, cell by cell, and what could not be."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.law.annual_report.model import Value
from gongkai.reading.characters import clean
from gongkai.reading.figures import Unreadable, figure, plain
from gongkai.reading.labels import KINDS
from gongkai.reading.page import Cell

DISPUTED = "≠"  # between two readings of one box


@dataclass(slots=True)
class Found:
    """Figures by cell code; ``unread`` says what the source prints where no figure could be taken."""

    values: dict[str, Value] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    heads: dict[str, None] = field(default_factory=dict)  # forms whose heads stand in chapter two, as met
    is_headless: bool = (
        False  # rows of chapter two stood below no head at all: later heads are another table's
    )
    disputed: set[str] = field(default_factory=set)
    derived: dict[str, None] = field(default_factory=dict)  # cells that only the sums could tell
    reasons: dict[str, str] = field(default_factory=dict)  # table → why its figures could not be told apart
    whys: dict[str, str] = field(default_factory=dict)  # cell → why it was given up in the end
    places: dict[str, Cell] = field(default_factory=dict)  # cell → its box, or that from which it is in doubt
    rows: dict[str, str] = field(default_factory=dict)  # cell → its row's label as printed
    columns: dict[str, str] = field(default_factory=dict)  # official head → as printed
    _order: dict[str, "_Order"] = field(default_factory=lambda: defaultdict(_Order))
    _twice: set[str] = field(default_factory=set)  # printed again, and alike
    _settled: set[str] = field(default_factory=set)  # unread for good: contradicted, or printed unreadably

    def may_fill(self, table: str, row: str, place: int, *, repeats: int, back: int) -> bool:
        """Whether cells that were not met so far may be taken from this row of a table, the ``place``-th.

        A table printed a second time (last year's for comparison, another report on the same page) begins
        anew: more than ``repeats`` rows were met before, or a row comes ``back`` places too late. From it a
        cell may be confirmed or disputed, never filled.
        """
        order = self._order[table]
        if row in order.met:
            order.repeated += 1
        elif place > order.last:
            order.repeated = 0 if order.repeated <= repeats else order.repeated
        elif place < order.last - back:
            order.is_copy = True
        order.is_copy = order.is_copy or order.repeated > repeats
        order.met.add(row)
        order.last = max(order.last, place)
        return not order.is_copy

    def put(self, code: str, text: str, *, unit: str = "万元", fills: bool = True) -> None:
        """Take what is printed for a cell. Printed twice and differently, it is not read at all.

        Without ``fills`` only a cell met before is confirmed or disputed.
        """
        if not fills and code not in self.values:
            self.doubt(code, text)
            return
        try:
            value = figure(text, KINDS[code], unit=unit)
        except Unreadable:
            self.doubt(code, text)
            return
        self.set(code, value)

    def put_row(self, codes: Sequence[str], texts: Sequence[str], *, fills: bool) -> None:
        """A row of counts; where nothing is known of its cells yet, plain digits need no closer look."""
        values = [plain(text) for text in texts]
        is_new = self.values.keys().isdisjoint(codes) and self.unread.keys().isdisjoint(codes)
        if fills and is_new and None not in values:
            self.values.update(zip(codes, values, strict=True))
            return
        for code, text in zip(codes, texts, strict=True):
            self.put(code, text, fills=fills)

    def set(self, code: str, value: Value) -> None:
        if code in self.values:
            if self.values[code] != value:
                self.dispute(code, self.values[code], value)
            else:
                self._twice.add(code)
        elif code not in self._settled:
            self.unread.pop(code, None)
            self.values[code] = value

    def dispute(self, code: str, one: Value, other: Value) -> None:
        """Two readings of a cell differ, and nobody can tell which is right."""
        self.values.pop(code, None)
        self._settled.add(code)
        self.disputed.add(code)
        self.unread[code] = f"{_shown(one)}{DISPUTED}{_shown(other)}"

    def derive(self, code: str, value: Value) -> None:
        """Take what the sums alone tell of a cell that could not be read."""
        self.unread.pop(code, None)
        self.values[code] = value
        self.derived[code] = None

    def accept(self, code: str, value: Value) -> None:
        """Take after all what was not certain, because a sum bears it out."""
        del self.unread[code]
        self.values[code] = value

    def give_up(self, code: str, why: str) -> None:
        """Not take after all what was read; ``why`` has a place for it, ``{shown}``."""
        value = self.values.pop(code)
        self.unread[code] = _shown(value)
        self.whys[code] = why.format(shown=_shown(value))

    def doubt(self, code: str, text: str) -> None:
        """Note what stands there and is no figure; where nothing stands the cell may be read elsewhere."""
        printed = clean(text).replace("\n", "")[:40]
        if code in self._settled:
            return
        if printed:
            self._settled.add(code)
            self.values.pop(code, None)
            self.unread[code] = printed
        elif code not in self.values:
            self.unread.setdefault(code, "")

    def close(self) -> None:
        """After all is read: of two tables that differ, what only one of them gave is not taken either."""
        for table, order in self._order.items():
            if order.is_copy and any(code.startswith(table) for code in self.disputed):
                for code in [code for code in self.values if code.startswith(table)]:
                    if code not in self._twice:
                        self.doubt(code, f"{_shown(self.values[code])}（这张表印了两次，数字不同）")

    def compare(self, other: "Found") -> None:
        """Where another reading of the same document gives another figure, neither is taken."""
        for code in [code for code in self.values if code in other.disputed]:
            self.doubt(code, other.unread[code])
        for code in [code for code in self.values if code in other.values]:
            if self.values[code] != other.values[code]:
                self.dispute(code, self.values[code], other.values[code])

    def fill(self, other: "Found") -> None:
        """Take from another reading of the same document the cells that this one did not meet at all."""
        met = self.values.keys() | self.unread.keys()
        self.values |= {code: other.values[code] for code in other.values if code not in met}
        self.unread |= {code: other.unread[code] for code in other.unread if code not in met}
        self.heads |= other.heads
        self.rows |= {code: label for code, label in other.rows.items() if code not in met}
        self.columns = other.columns | self.columns
        self.is_headless = self.is_headless or other.is_headless


@dataclass(slots=True)
class _Order:
    """How far the rows of a table have come."""

    met: set[str] = field(default_factory=set)
    last: int = -1
    repeated: int = 0
    is_copy: bool = False


def _shown(value: Value) -> str:
    return "空格" if value is None else str(value)

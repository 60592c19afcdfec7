"""What was read so far, cell by cell, and what could not be."""

from dataclasses import dataclass, field

from gongkai.law.annual_report.model import Value
from gongkai.reading.characters import clean
from gongkai.reading.figures import Unreadable, figure
from gongkai.reading.labels import KINDS


@dataclass(slots=True)
class Found:
    """Figures by cell code; ``unread`` says what the source prints where no figure could be taken."""

    values: dict[str, Value] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    heads: dict[str, None] = field(default_factory=dict)  # forms whose heads stand in chapter two, as met
    derived: dict[str, None] = field(default_factory=dict)  # cells that only the sums could tell
    _settled: set[str] = field(default_factory=set)  # unread for good: contradicted, or printed unreadably

    def put(self, code: str, text: str, *, unit: str = "万元") -> None:
        """Take what is printed for a cell. Printed twice and differently, it is not read at all."""
        try:
            value = figure(text, KINDS[code], unit=unit)
        except Unreadable:
            self.doubt(code, text)
            return
        self.set(code, value)

    def set(self, code: str, value: Value) -> None:
        if code in self._settled:
            return
        if code in self.values and self.values[code] != value:
            self.dispute(code, self.values[code], value)
            return
        self.unread.pop(code, None)
        self.values[code] = value

    def dispute(self, code: str, one: Value, other: Value) -> None:
        """Two readings of a cell differ, and nobody can tell which is right."""
        self.values.pop(code, None)
        self._settled.add(code)
        self.unread[code] = f"{_shown(one)}、{_shown(other)}"

    def doubt(self, code: str, text: str) -> None:
        """Note what stands there and is no figure. Only where nothing stands may the cell be read elsewhere."""
        printed = clean(text).replace("\n", "")[:40]
        if code in self._settled:
            return
        if printed:
            self._settled.add(code)
            self.values.pop(code, None)
            self.unread[code] = printed
        elif code not in self.values:
            self.unread.setdefault(code, "")

    def fill(self, other: "Found") -> None:
        """Take from another reading of the same document the cells that this one did not meet at all."""
        met = {*self.values, *self.unread}
        self.values |= {code: value for code, value in other.values.items() if code not in met}
        self.unread |= {code: text for code, text in other.unread.items() if code not in met}
        self.heads |= other.heads


def _shown(value: Value) -> str:
    return "空格" if value is None else str(value)

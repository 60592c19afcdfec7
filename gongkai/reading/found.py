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
    heads: set[str] = field(default_factory=set)  # forms whose heads stand in chapter two
    _contradicted: set[str] = field(default_factory=set)

    def put(self, code: str, text: str, *, unit: str = "万元") -> None:
        """Take what is printed for a cell. Printed twice and differently, it is not read at all."""
        try:
            value = figure(text, KINDS[code], unit=unit)
        except Unreadable:
            self.doubt(code, text)
            return
        before = self.values.get(code)
        if code in self._contradicted or (value is None and code in self.unread):
            return
        if before is not None and value is not None and before != value:
            del self.values[code]
            self._contradicted.add(code)
            self.unread[code] = f"{before}、{value}"
            return
        self.unread.pop(code, None)
        self.values[code] = value if before is None else before

    def doubt(self, code: str, text: str) -> None:
        """Note what stands there and is no figure, unless the cell was read elsewhere in the document."""
        if self.values.get(code) is None:
            self.values.pop(code, None)
            self.unread.setdefault(code, clean(text).replace("\n", "")[:40])

    def fill(self, other: "Found") -> None:
        """Take from another reading of the same document the cells that this one did not meet at all."""
        met = {*self.values, *self.unread}
        self.values |= {code: value for code, value in other.values.items() if code not in met}
        self.unread |= {code: text for code, text in other.unread.items() if code not in met}
        self.heads |= other.heads

"""What an import says of itself: what was added, what was refused, what to look at."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from gongkai.ledger.workbook.cells import Cell, text_of
from gongkai.ledger.workbook.reading import Workbook
from gongkai.ledger.workbook.sheets import SHEETS, Column
from gongkai.lib.language import _


@dataclass(frozen=True, slots=True)
class Remark:
    """One refused row or one warning. ``row`` is the row in the ``file``, 0 where the whole sheet is meant;
    ``column`` and ``value`` may be empty. ``message`` is one Chinese sentence."""

    sheet: str
    row: int
    column: str
    value: str
    message: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one file, or of several .csv that are one workbook; ``refused`` counts its rows."""

    file: str
    is_in: bool
    added: int
    changed: int
    refused: int


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a record, from what to what; empty where nothing stood or stands."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Altered:
    """A record that the ledger had, by key and number, with what an import changes in it."""

    pk: int
    number: str
    changes: tuple[Change, ...]


@dataclass(slots=True)
class Report:
    """The outcome of one import, counted per sheet; ``altered`` where it was asked for."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    warnings: list[Remark] = field(default_factory=list)
    refused: list[Remark] = field(default_factory=list)
    altered: list[Altered] = field(default_factory=list)
    files: list[Became] = field(default_factory=list)

    def of(self, book: Workbook, *, is_in: bool) -> "Report":
        """The same, with the files named that it is about."""
        self.refused, self.warnings = (
            [replace(remark, file=book.file_of(remark.sheet)) for remark in remarks]
            for remarks in (self.refused, self.warnings)
        )
        refused = len({(remark.file, remark.sheet, remark.row) for remark in self.refused})
        self.files = [Became("、".join(book.files), is_in, self.added.total(), self.changed.total(), refused)]
        return self

    def clear_counts(self) -> None:
        """Nothing was written, so nothing counts."""
        for counts in (self.added, self.changed, self.unchanged):
            counts.clear()

    def as_json(self) -> dict[str, Any]:
        """The shape of ``gongkai import --json``, which is fixed."""
        return {**self._counts(), "warnings": _fixed(self.warnings), "refused": _fixed(self.refused)}

    def kept(self) -> dict[str, Any]:
        """All that the page tells of it, files included."""
        said: dict[str, list[Any]] = {"warnings": self.warnings, "refused": self.refused, "files": self.files}
        return {**self._counts(), **{name: [asdict(each) for each in those] for name, those in said.items()}}

    def _counts(self) -> dict[str, dict[str, int]]:
        counts = {"added": self.added, "changed": self.changed, "unchanged": self.unchanged}
        return {name: {sheet.name: count[sheet.name] for sheet in SHEETS} for name, count in counts.items()}

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Report":
        """What ``kept`` wrote."""
        return cls(
            added=Counter(written["added"]),
            changed=Counter(written["changed"]),
            unchanged=Counter(written["unchanged"]),
            warnings=[Remark(**each) for each in written["warnings"]],
            refused=[Remark(**each) for each in written["refused"]],
            files=[Became(**each) for each in written["files"]],
        )


def _fixed(remarks: Iterable[Remark]) -> list[dict[str, Any]]:
    return [{name: value for name, value in asdict(each).items() if name != "file"} for each in remarks]


def merged(reports: Iterable[Report]) -> Report:
    """Several imports as one."""
    total = Report()
    for report in reports:
        total.added += report.added
        total.changed += report.changed
        total.unchanged += report.unchanged
        total.warnings += report.warnings
        total.refused += report.refused
        total.altered += report.altered
        total.files += report.files
    return total


def shown(column: Column, cell: Cell) -> str:
    """A cell as a message may print it: never what is sealed at rest."""
    words = text_of(cell)
    if column.private:
        return _("（已隐去）") if words else ""
    return words if len(words) <= 60 else f"{words[:57]}……"

"""What an import says of itself: what was added, what was refused, what to look at."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from gongkai.ledger.workbook.cells import Cell, text_of
from gongkai.ledger.workbook.sheets import SHEETS, Column
from gongkai.lib.language import _


@dataclass(frozen=True, slots=True)
class Remark:
    """One refused row or one warning. ``row`` is the row in the file, 0 where the whole sheet is meant;
    ``column`` and ``value`` may be empty. ``message`` is one Chinese sentence."""

    sheet: str
    row: int
    column: str
    value: str
    message: str


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

    def clear_counts(self) -> None:
        """Nothing was written, so nothing counts."""
        for counts in (self.added, self.changed, self.unchanged):
            counts.clear()

    def as_json(self) -> dict[str, object]:
        """The shape of ``gongkai import --json``."""
        return {
            **{
                name: {sheet.name: counts[sheet.name] for sheet in SHEETS}
                for name, counts in (
                    ("added", self.added),
                    ("changed", self.changed),
                    ("unchanged", self.unchanged),
                )
            },
            "warnings": [asdict(remark) for remark in self.warnings],
            "refused": [asdict(remark) for remark in self.refused],
        }

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "Report":
        """What ``as_json`` wrote."""
        return cls(
            added=Counter(written["added"]),
            changed=Counter(written["changed"]),
            unchanged=Counter(written["unchanged"]),
            warnings=[Remark(**each) for each in written["warnings"]],
            refused=[Remark(**each) for each in written["refused"]],
        )


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
    return total


def shown(column: Column, cell: Cell) -> str:
    """A cell as a message may print it: never what is sealed at rest."""
    words = text_of(cell)
    if column.private:
        return _("（已隐去）") if words else ""
    return words if len(words) <= 60 else f"{words[:57]}……"

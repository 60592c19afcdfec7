"""Two reports side by side, for the round trip: what was compiled against what was read back."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from gongkai.law.annual_report.model import ReportData, Value
from gongkai.reading.characters import squeeze


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two reports differ: a cell by code, or a chapter as ``narrative/overview``."""

    code: str
    name: str
    left: Value
    right: Value


def compare(a: ReportData, b: ReportData) -> tuple[Difference, ...]:
    """Every cell that differs, in printed order, then every chapter whose prose both have and differs.

    Figures are compared by value (316441 and 316441.0 are one), prose without its blanks and line ends.
    """
    codes = dict.fromkeys((*a.cells, *b.cells))
    differences = [
        Difference(code, a.name_of(code), a.cells.get(code), b.cells.get(code))
        for code in codes
        if _plain(a.cells.get(code)) != _plain(b.cells.get(code))
    ]
    for key in a.narrative:
        left, right = a.narrative[key], b.narrative.get(key)
        if right is not None and squeeze(left) != squeeze(right):
            code = f"narrative/{key}"
            differences.append(Difference(code, a.name_of(code), left, right))
    return tuple(differences)


def _plain(value: Value) -> Decimal | str | None:
    if value is None:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return squeeze(str(value))

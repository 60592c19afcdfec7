"""ReportData: one annual report, whoever made it. Own and foreign reports meet the same law in this shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gongkai.law.annual_report.form import Form
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import APPLICANTS
from gongkai.law.findings import Finding

#: A figure: int for counts, Decimal for 万元, str as printed for text cells, None for blank or unread.
Value = int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures a report sums: the organ's own, or with the organs below it."""

    kind: str = "own"  # own | rollup
    included: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeNotices:
    """信息处理费 of the year, in 元: notices issued, what they asked, what was collected."""

    count: int
    amount_yuan: Decimal
    collected_yuan: Decimal


@dataclass(frozen=True, slots=True)
class ItemsPublished:
    """What was published unasked: ``unit`` is item (one information once) or posting (each place)."""

    count: int
    unit: str = "item"
    per_channel: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportData:
    """One report. ``cells`` holds figures by cell code; a missing or None cell is unknown, never 0."""

    organ: str
    year: int
    format: str
    cells: Mapping[str, Value]
    narrative: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    level: str = ""
    scope: Scope | None = None
    fee_notices: FeeNotices | None = None
    items_published: ItemsPublished | None = None
    published_on: date | None = None
    url: str = ""
    version: int | None = None
    source: Mapping[str, str] | None = None
    generator: str = ""

    @property
    def form(self) -> Form:
        return BY_CODE[self.format]

    @property
    def title(self) -> str:
        return f"{self.organ}{self.year}年政府信息公开工作年度报告"

    def row(self, key: str) -> tuple[Value, ...]:
        """The seven figures of a row of table three."""
        return tuple(self.cells.get(f"requests/{key}/{column}") for column, _ in APPLICANTS)

    @property
    def result_keys(self) -> tuple[str, ...]:
        """The rows that add up to （七）总计: a report may leave （六）其他处理 undivided on either form."""
        if any(code.startswith("requests/other_all/") for code in self.cells):
            return tuple(dict.fromkeys(BY_CODE["2019"].row_of(key) for key in self.form.result_keys))
        return self.form.result_keys

"""ReportData: one annual report, whoever made it. Own and foreign reports meet the same law in this shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache

from gongkai.law.annual_report.form import Form
from gongkai.law.annual_report.formats import BY_CODE, FORMS
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
    """One report. ``cells`` holds figures by cell code; a missing or None cell is unknown, never 0.

    ``headings`` are the chapter headings as printed, in their order; empty where they are not known.
    ``labels`` are the labels and heads of the tables that are printed in other words: official → printed.
    """

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
    headings: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

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
    def divides_other(self) -> bool:
        """Whether （六）其他处理 has its three rows: published tables mix the forms here."""
        if self._has_row("other_all"):
            return False
        return "other_all" not in self.form.result_keys or self._has_row("other_other")

    @property
    def result_keys(self) -> tuple[str, ...]:
        """The rows that add up to （七）总计: a report may leave （六）其他处理 undivided on either form."""
        return result_keys(self.form, self.divides_other)

    def name_of(self, code: str) -> str:
        """What to call a cell, chapter or the whole report in a sentence, whichever form has the cell."""
        form = next((form for form in (self.form, *FORMS) if code in form.slots), self.form)
        return form.name_of(code)

    def _has_row(self, key: str) -> bool:
        return any(f"requests/{key}/{column}" in self.cells for column, _ in APPLICANTS)


def result_keys(form: Form, divides_other: bool) -> tuple[str, ...]:
    """The result rows of ``form``, or of the form that has （六）其他处理 the other way."""
    if ("other_all" not in form.result_keys) == divides_other:
        return form.result_keys
    return BY_CODE["2021" if divides_other else "2019"].result_keys


@cache
def request_codes(result_keys: tuple[str, ...]) -> tuple[str, ...]:
    """The cells of table three row by row, seven to a row, with these result rows."""
    rows = ("new", "carried_in", *result_keys, "total", "carried_out")
    return tuple(f"requests/{row}/{column}" for row in rows for column, _ in APPLICANTS)


@cache
def printed_codes(form_code: str, result_keys: tuple[str, ...]) -> tuple[str, ...]:
    """The cells of all tables in printed order, table three with these result rows."""
    return tuple(
        code
        for table in BY_CODE[form_code].tables
        for code in (
            request_codes(result_keys) if table.code == "requests" else (slot.code for slot in table.cells())
        )
    )

"""Addresses of the report page: which part, which cell, with or without the figures of the year before."""

from dataclasses import dataclass
from urllib.parse import urlencode

from gongkai.faces.ui.findings import chapter_of
from gongkai.law.annual_report.form import Form


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of one report. ``compare`` is kept from page to page."""

    page: str
    form: Form
    compare: bool

    def part(self, part: str) -> str:
        return self._to(part=part)

    def cell(self, code: str) -> str:
        return self._to(cell=code)

    def switched(self, part: str, cell: str) -> str:
        """This very page with the figures of the year before shown, or no longer shown."""
        here = {"cell": cell} if cell else {"part": part}
        return self._query(here if self.compare else here | {"last-year": "1"})

    def finding(self, where: str, number: int) -> str:
        """The cell a finding is about, opened; else the finding in its chapter."""
        if where in self.form.slots:
            return self.cell(where)
        part = chapter_of(where, self.form) or self.form.chapters[0].key
        return f"{self.part(part)}#finding-{number}"

    def _to(self, **query: str) -> str:
        return self._query(query | ({"last-year": "1"} if self.compare else {}))

    def _query(self, query: dict[str, str]) -> str:
        return f"{self.page}?{urlencode(query, safe='/')}"

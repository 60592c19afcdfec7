"""Addresses of the report page: which part, which cell, with or without the figures of the year before."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.faces.ui.findings import chapter_of
from gongkai.faces.workbench.access import Visit
from gongkai.law.annual_report.form import Form
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.people.roles import Duty


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


#: 本级政府年报 Art 49: of the whole area, so it leads to the sum.
GOVERNMENT = "government_report"


def of_duty(visit: Visit, code: str, year: int) -> str:
    """Where the report that a duty asks for stands: an organ's own, or of a government with organs below the
    sum of theirs, for whoever may open it."""
    is_sum = code == GOVERNMENT and visit.may(Duty.SUPERVISE) and bool(organs.below(visit.organ, year))
    return reverse("workbench:sum" if is_sum else "workbench:report", args=(visit.organ.pk, year))

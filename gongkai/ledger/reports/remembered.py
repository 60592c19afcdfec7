"""The years of an organ as pages show them: compiled once for each state of its ledgers, not at every click.

The state is the last link of the log that tells of the organ. Every change makes a new one, so nothing has to
be forgotten on purpose.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from django.core.cache import cache

import gongkai
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.law.annual_report.narrative import NarrativeFacts
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import editions, prose, queries
from gongkai.ledger.reports.editions import Published
from gongkai.ledger.reports.models import YearNotice
from gongkai.ledger.reports.progress import Progress
from gongkai.ledger.reports.queries import SoFar
from gongkai.lib.today import today

SECONDS = 3600
T = TypeVar("T")


class Years:
    """What the ledgers of one organ come to, year by year. Looking the state up costs one query.

    Whoever looks over many organs hands in what is known: the hash of the organ's last link, and the notices
    of the organ above.
    """

    def __init__(
        self,
        organ: Organ,
        scope: Scope,
        *,
        state: str | None = None,
        notices: Mapping[int, YearNotice | None] | None = None,
    ) -> None:
        self._organ, self._scope = organ, scope
        self._notices = dict(notices or {})
        state = audit.last_of(organ) if state is None else state
        # what is unfinished depends on the day, and what is printed on the program
        self._state = f"years:{organ.pk}:{state}:{today()}:{gongkai.__version__}"

    def report(self, year: int) -> ReportData:
        """As ``queries.compile_report``; NoSuchYear as there."""
        return self.once(
            f"report:{year}:{self.asked(year)}",
            lambda: queries.compile_report(self._organ, year, scope=self._scope),
        )

    def has_own(self, year: int) -> bool:
        """Whether anything happened in the year, or its report was begun; else what figures it has came from
        before: something stood open or in force."""
        own = Scope(self._scope.organ_ids & {self._organ.pk})
        return self.once(f"has_own:{year}", lambda: bool(queries.busy_organs(own, year)))

    def asked(self, year: int) -> str:
        """A print of what the organ above asks, which stands in its own log and not in this one's."""
        notice = self.notice(year)
        if notice is None:
            return ""
        asked = {"longest": str(notice.longest), "items": notice.items, "papers": notice.attachments}
        return prose.print_of(asked)

    def notice(self, year: int) -> YearNotice | None:
        """As ``queries.notice_for``, asked once."""
        if year not in self._notices:
            self._notices[year] = queries.notice_for(self._organ, year)
        return self._notices[year]

    def figures(self, year: int) -> Mapping[str, Value]:
        """What was published of the year, else as ``queries.figures``."""
        if published := self.editions(year):
            return published[-1].report.cells
        return self.once(f"figures:{year}", lambda: queries.figures(self._organ, year, scope=self._scope))

    def so_far(self, on: date) -> SoFar:
        """As ``queries.so_far``."""
        return self.once(f"so_far:{on}", lambda: queries.so_far(self._organ, on, scope=self._scope))

    def progress(self, year: int) -> Progress:
        """As ``queries.progress_of``."""
        return self.once(
            f"progress:{year}", lambda: queries.progress_of(self._organ, year, scope=self._scope)
        )

    def editions(self, year: int) -> tuple[Published, ...]:
        """As ``editions.of``."""
        return self.once(f"editions:{year}", lambda: editions.of(self._organ, year, scope=self._scope))

    def public(self, year: int) -> ReportData:
        """As ``queries.public_report``."""
        published = self.editions(year)
        return published[-1].report if published else self.report(year)

    def drafted(self, year: int) -> dict[str, str]:
        """As ``queries.drafted_text``."""
        return self.once(
            f"drafted:{year}", lambda: queries.drafted_text(self._organ, year, scope=self._scope)
        )

    def prose_facts(self, year: int) -> NarrativeFacts:
        """As ``queries.prose_facts``."""
        return self.once(f"prose:{year}", lambda: queries.prose_facts(self._organ, year, scope=self._scope))

    def moved(self) -> dict[int, tuple[str, ...]]:
        """The public years of which the ledger now says something else, with the cells that differ."""
        return self.once("moved", self._moved)

    def _moved(self) -> dict[int, tuple[str, ...]]:
        years = editions.years(self._organ, scope=self._scope)
        now = {year: queries.figures(self._organ, year, scope=self._scope) for year in years}
        found = {year: editions.cells_moved(self.public(year), now[year]) for year in years}
        return {year: names for year, names in found.items() if names}

    def reportable(self) -> list[int]:
        """As ``queries.reportable_years``."""
        return self.once("reportable", lambda: queries.reportable_years(self._scope))

    def once(self, what: str, work: Callable[[], T]) -> T:
        """What ``work`` gives, reckoned once for this state of the ledgers under the name of ``what``."""
        found: T | None = cache.get(f"{self._state}:{what}")
        if found is None:
            found = work()
            cache.set(f"{self._state}:{what}", found, SECONDS)
        return found

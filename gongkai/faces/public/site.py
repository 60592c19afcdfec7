"""What one organ shows to everybody on a day: which reports of it are public, and where its pages stand."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from gongkai.law.annual_report.model import ReportData
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.queries import NoSuchYear
from gongkai.ledger.reports.remembered import Years

#: The forms of a feed, with their kind as pages tell it to feed readers.
FEEDS = {"atom": "application/atom+xml", "json": "application/feed+json"}


@dataclass(frozen=True, slots=True)
class Site:
    """An organ's portal as it is opened on a day; ``is_preview`` where only its own staff see it,
    ``is_plain`` where it is written as files (``portal.plain``) and no server answers."""

    organ: Organ
    on: date
    is_preview: bool
    is_plain: bool = False

    @property
    def scope(self) -> Scope:
        return Scope.of(self.organ)

    @property
    def takes_online(self) -> bool:
        """Whether its pages lead to the form for applications; files lead to the server, if there is one."""
        return self.organ.takes_online and (not self.is_plain or bool(settings.SITE_URL))

    @property
    def years(self) -> Years:
        return Years(self.organ, self.scope)

    def address(self, name: str, *arguments: object) -> str:
        return reverse(f"portal:site-{name}", args=(self.organ.pk, *arguments))


def is_plain(request: HttpRequest) -> bool:
    """Whether what is asked for is written as a file."""
    return bool(getattr(request, "is_plain", False))


def public_years(site: Site) -> list[int]:
    """The years whose report is public; of a sample organ, which publishes nothing, those that are over."""
    years = site.years
    if site.organ.is_sample:
        return [year for year in years.reportable() if year < site.on.year]
    return [year for year in years.reportable() if years.editions(year)]


def public_report(site: Site, year: int) -> ReportData | None:
    """What was published of a year last."""
    if year not in public_years(site):
        return None
    try:
        return site.years.public(year)
    except NoSuchYear:
        return None

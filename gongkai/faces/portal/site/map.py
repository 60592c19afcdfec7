"""What search engines may read: the portals that are open, page by page, and nothing else of this site."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.faces.portal.site.frame import COLUMNS, portal
from gongkai.faces.public.kept import conditional
from gongkai.faces.public.site import Site, public_years
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.lib.today import today

PLACES = ("home", *(column.name for column in COLUMNS), "catalogue", "in-force", "data")


class Place(NamedTuple):
    """A page, and the day of its last change where that is known."""

    address: str
    changed_on: date | None = None


class Places(Sequence[Place]):
    """The pages of a portal, as many as are asked for: those that every portal has, then its records."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.fixed = [Place(site.address(name)) for name in PLACES]
        self.fixed += [Place(site.address("report", year)) for year in public_years(site)]
        self._records = queries.changed(site.organ, site.on)

    def __len__(self) -> int:
        return len(self.fixed) + self._records.count()

    def __getitem__(self, part: Any) -> Any:
        before = len(self.fixed)
        rows = self._records[max(part.start - before, 0) : max(part.stop - before, 0)]
        return self.fixed[part] + [Place(self._site.address("record", pk), day) for pk, day in rows]


class PortalMap(Sitemap):
    """The map of one portal."""

    limit = 10_000

    def __init__(self, site: Site) -> None:
        self._site = site

    def items(self) -> Any:
        return Places(self._site)

    def location(self, item: Any) -> str:
        return str(item.address)

    def lastmod(self, item: Any) -> date | None:
        found: date | None = item.changed_on
        return found

    def get_latest_lastmod(self) -> None:
        """The index does not walk through every record."""


@require_safe
def every(request: HttpRequest) -> HttpResponseBase:
    """The maps of all portals that are open."""
    maps: dict[str, Any] = {
        str(organ.pk): PortalMap(Site(organ, today(), is_preview=False)) for organ in _open()
    }
    return index(request, maps, sitemap_url_name="portal:site-map")


@portal
@conditional
def _one(request: HttpRequest, site: Site) -> HttpResponseBase:
    return sitemap(request, {"": PortalMap(site)}).render()


def one(request: HttpRequest, section: int) -> HttpResponseBase:
    """The map of a portal, whose organ the index calls a section."""
    return _one(request, section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Open are the portals and the answers for all; what is typed or asked for makes pages without end."""
    found = [reverse("portal:site-home", args=(organ.pk,)) for organ in _open()]
    lines = ["User-agent: *"]
    for place in found:  # the longer rule wins
        lines += [f"Allow: {place}", f"Disallow: {place}*?", f"Disallow: {place}records/suggest/"]
    if found:
        maps = request.build_absolute_uri(reverse("portal:site-maps"))
        lines += ["Allow: /answers/", "Allow: /static/", f"Sitemap: {maps}"]
    lines += ["Disallow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _open() -> list[Organ]:
    """The portals that are open; of a sample nobody should find anything."""
    return [organ for organ in organs.with_portal(today()) if not organ.is_sample]

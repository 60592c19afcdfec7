"""看改动: what a correction changed of a record, for everybody."""

from django.http import Http404, HttpRequest, HttpResponse

from gongkai.faces.portal.site.frame import CONTENTS, portal, show
from gongkai.faces.portal.site.record import withdrawn
from gongkai.faces.public.changes import elements
from gongkai.faces.public.kept import kept
from gongkai.faces.public.site import Site
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.changes import open_pairs, told_to_all
from gongkai.ledger.disclosures.public.queries import Published


@kept
@portal
def changes(request: HttpRequest, site: Site, pk: int, number: int) -> HttpResponse:
    row = queries.record(site.organ, pk, site.on)
    if row is None:
        return withdrawn(request, site, pk)
    return page(request, site, row, queries.released(row), number)


def page(
    request: HttpRequest, site: Site, row: Disclosure, told: Published | None, number: int
) -> HttpResponse:
    """What the version with this number changed; 404 where that is nobody's to see."""
    pairs = open_pairs(row, told, site.on)
    if told is None or number not in pairs:
        raise Http404
    before, version = pairs[number]
    change = told_to_all(before, version, told)
    context = {
        "row": row,
        "version": version,
        "before": before,
        "change": change,
        "elements": elements(change),
        "others": [other for other in sorted(pairs) if other != number],
    }
    # what stood there once is for whoever reads the record, not for search engines
    return show(request, site, "changes", context, column=CONTENTS, tags={"robots": "noindex"})

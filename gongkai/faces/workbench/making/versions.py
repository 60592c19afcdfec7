"""A published version on screen: as everybody reads it, its files, and what differs from the one before."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.faces.public.changes import elements
from gongkai.faces.ui.dates import moment
from gongkai.faces.ui.files import attachment
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.making.ways import find, trail
from gongkai.ledger.disclosures import queries
from gongkai.ledger.disclosures.making import queries as making
from gongkai.ledger.disclosures.models import Record, Version
from gongkai.ledger.disclosures.public import queries as public
from gongkai.ledger.disclosures.public.changes import between, open_pairs
from gongkai.ledger.people.roles import Duty
from gongkai.lib.kinds import BY_CODE
from gongkai.lib.today import today


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit, pk: int, number: int) -> HttpResponse:
    row = find(visit, pk)
    version, before = _pair(row, number)
    context = {
        "row": row,
        "version": version,
        "trail": [*trail(visit, row)[:-1], (_("第{number}版").format(number=number), "")],
        # made by originals.html, whose cleaner lets nothing but paragraphs and tables through
        "html": mark_safe(version.html),
        "files": list(version.files.all()),
        "at": moment(version.released_at),
        "before": before,
        **(_changed(row, before, version) if before else {}),
    }
    return pages.show(request, visit, "making/version", context)


def _changed(row: Record, before: Version, version: Version) -> dict[str, Any]:
    """What parts two versions, and whether everybody sees that; None where the record is no more seen."""
    change = between(before, version)
    shown = public.record(row.organ, row.disclosure_id or 0, today())
    pairs = open_pairs(shown, public.released(shown), today()) if shown else {}
    can_compare = version.number in pairs if shown else None
    return {"change": change, "elements": elements(change), "can_compare": can_compare}


@require_safe
@needs(Duty.READ)
def file(request: HttpRequest, visit: Visit, pk: int, number: int, file_id: int) -> HttpResponse:
    """A file as everybody gets it."""
    version, _before = _pair(find(visit, pk), number)
    found = next((one for one in version.files.all() if one.pk == file_id), None)
    if found is None or not found.key_sealed:
        raise Http404
    return attachment(queries.content_of(found), found.name, BY_CODE[found.kind].content_type)


@require_safe
@needs(Duty.READ)
def package(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The record as the county's site takes it, whose people put it in."""
    row = find(visit, pk)
    if row.disclosure is None or not row.versions.exists():
        raise Http404
    name = f"{row.disclosure.index_no.replace('/', '-')}.zip"
    return attachment(making.package(row, today()), name, "application/zip")


def _pair(row: Record, number: int) -> tuple[Version, Version | None]:
    """A version and the one before it; 404 for none."""
    known: Sequence[Version] = list(queries.versions_of(row))
    for at, version in enumerate(known):
        if version.number == number:
            return version, next(iter(known[at + 1 :]), None)
    raise Http404

"""A published version on screen: as everybody reads it, its files, and what differs from the one before."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.faces.ui.dates import moment
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.making_ways import download, find, trail
from gongkai.ledger.disclosures import queries
from gongkai.ledger.disclosures.making import queries as making
from gongkai.ledger.disclosures.models import Record, Version
from gongkai.ledger.people.roles import Duty
from gongkai.lib.kinds import BY_CODE
from gongkai.lib.today import today


class Change(NamedTuple):
    """A line that is in one version alone."""

    is_new: bool
    line: str


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
        "changes": list(changes(before.text, version.text)) if before else [],
    }
    return pages.show(request, visit, "making_version", context)


@require_safe
@needs(Duty.READ)
def file(request: HttpRequest, visit: Visit, pk: int, number: int, file_id: int) -> HttpResponse:
    """A file as everybody gets it."""
    version, _before = _pair(find(visit, pk), number)
    found = next((one for one in version.files.all() if one.pk == file_id), None)
    if found is None or not found.key_sealed:
        raise Http404
    return download(queries.content_of(found), found.name, BY_CODE[found.kind].content_type)


@require_safe
@needs(Duty.READ)
def package(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The record as the county's site takes it, whose people put it in."""
    row = find(visit, pk)
    if row.disclosure is None or not row.versions.exists():
        raise Http404
    name = f"{row.disclosure.index_no.replace('/', '-')}.zip"
    return download(making.package(row, today()), name, "application/zip")


def _pair(row: Record, number: int) -> tuple[Version, Version | None]:
    """A version and the one before it; 404 for none."""
    known: Sequence[Version] = list(queries.versions_of(row))
    for at, version in enumerate(known):
        if version.number == number:
            return version, next(iter(known[at + 1 :]), None)
    raise Http404


def changes(before: str, after: str) -> Iterator[Change]:
    """What is in one text and not in the other, line by line, in order."""
    old, new = before.splitlines(), after.splitlines()
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (Change(False, line) for line in old[a:b])
            yield from (Change(True, line) for line in new[c:d])

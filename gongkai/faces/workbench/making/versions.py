"""A published version on screen: as everybody reads it, its files, and what differs from the one before."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.faces.ui.dates import moment
from gongkai.faces.ui.files import attachment
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.making.ways import find, trail
from gongkai.law.proactive import CLAUSES, DOCUMENT_KINDS, FIELDS
from gongkai.ledger.disclosures import queries
from gongkai.ledger.disclosures.making import queries as making
from gongkai.ledger.disclosures.models import Category, Disclosure, Record, Version
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
        "changes": list(changes(_lines(before), _lines(version))) if before else [],
    }
    return pages.show(request, visit, "making/version", context)


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


#: What the codes of elements mean.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "category": dict(Category.choices),
    "clause": {one.code: one.label for one in CLAUSES},
    "document_kind": {one.code: one.zh for one in DOCUMENT_KINDS},
    "field": {one.code: one.zh for one in FIELDS},
}


def _lines(version: Version) -> list[str]:
    """All that a version says: its title, elements and files, then its body."""
    said = [
        f"{_label(name)}：{_WORDS.get(name, {}).get(value, value)}" for name, value in version.said.items()
    ]
    files = [f"附件：{one.name}\n{one.text}" for one in version.files.all() if not one.original.is_body]
    return "\n".join([f"标题：{version.title}", *said, *files, version.text]).splitlines()


def _label(name: str) -> str:
    fields = (*Disclosure._meta.concrete_fields, *Record._meta.concrete_fields)
    return next(str(field.verbose_name) for field in fields if field.name == name)


def changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """What is in one text and not in the other, line by line, in order."""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (Change(False, line) for line in old[a:b])
            yield from (Change(True, line) for line in new[c:d])

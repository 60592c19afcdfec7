"""Drawing the pages of records, in as many processes as there are: each takes some, reads them together, and
gives back what is to be written."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice
from typing import Any

from django.template.loader import render_to_string
from django.urls import get_script_prefix, set_script_prefix
from django.utils.timezone import localdate

from gongkai.faces.portal.plain.drawers import drawers
from gongkai.faces.portal.plain.pages import Base, Links, PlainRequest, content
from gongkai.faces.portal.site import changes as site_changes
from gongkai.faces.portal.site import lists as site_lists
from gongkai.faces.portal.site import record as site_record
from gongkai.faces.public.site import Site
from gongkai.faces.public.tables import record as fields_of
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.changes import open_pairs
from gongkai.ledger.disclosures.public.facets import FACETS
from gongkai.ledger.organs import queries as organs
from gongkai.lib.kinds import BY_CODE
from gongkai.lib.today import today

BATCH = 100
NEVER = date.max


@dataclass(frozen=True, slots=True)
class Drawn:
    """A record as files, and what the lists, the index, the maps and the data say of it; since when and until
    when that holds."""

    pk: int
    day: int
    changed_on: date
    turns_on: date
    text: str
    facets: dict[str, str]
    line: str
    fields: list[Any]
    files: list[tuple[str, bytes]]


def draw(organ_id: int, base: Base, pks: Sequence[int]) -> list[Drawn]:
    """These records as they are today; what is public no more is left out."""
    with under(base):
        site = site_of(organ_id)
        rows = queries.rows(site.organ, pks, site.on)
        told = queries.released_of(rows)
        texts = queries.texts_of(rows)
        lines = _lines(site, base, rows)
        linked = queries.links_of(site.organ, rows, site.on)
        return [
            _drawn(site, base, row, told.get(row.pk), linked[row.pk], texts[row.pk], line)
            for row, line in zip(rows, lines, strict=True)
        ]


def site_of(organ_id: int) -> Site:
    organ = organs.at(organ_id)
    assert organ  # whoever asks has just looked
    return Site(organ, today(), is_preview=False, is_plain=True)


@contextmanager
def under(base: Base) -> Iterator[None]:
    """Addresses of the portal begin with the path of its base."""
    before = get_script_prefix()
    set_script_prefix(f"{base.prefix}/")
    try:
        yield
    finally:
        set_script_prefix(before)


def _drawn(
    site: Site,
    base: Base,
    row: Disclosure,
    told: queries.Published | None,
    linked: Sequence[queries.Linked],
    text: str,
    line: str,
) -> Drawn:
    assert row.published_on is not None
    place = f"organs/{site.organ.pk}/records/{row.pk}/"
    ended = bool(row.notice_until and row.notice_until < site.on)
    files = told.files if told and not ended else ()
    names = {
        f"/{place}files/{file.pk}/": f"/{place}files/{file.pk}{BY_CODE[file.kind].suffix}" for file in files
    }
    contents = {file.original_id: queries.content_of(file) for file in files}
    # under each name that it had in an earlier version too: what leads there goes on leading there
    named = {
        f"{place}files/{old.pk}{BY_CODE[old.kind].suffix}": contents[old.original_id]
        for version in (told.versions if told and not ended else ())
        for old in version.files.all()
        if old.original_id in contents
    }
    released = [localdate(version.released_at) for version in told.versions] if told else []
    request = PlainRequest(base, f"/{place}")
    page = content(site_record.page(request, site, row, told, others=(), linked=linked))
    links = Links(base, site.organ.pk, names)
    return Drawn(
        row.pk,
        row.published_on.toordinal(),
        max([row.published_on, *released]),
        _turns_on(row, site.on),
        text,
        {one.code: value for one in FACETS if (value := one.of(row))},
        line,
        [str(value) if isinstance(value, date) else value for value in fields_of(site, row, base.origin)],
        [
            *named.items(),
            *_changes(site, base, row, told, links),
            (f"{place}index.html", links.within(page, f"{place}index.html")),
        ],
    )


def _changes(
    site: Site, base: Base, row: Disclosure, told: queries.Published | None, links: Links
) -> Iterator[tuple[str, bytes]]:
    """What each of its corrections changed, where that is everybody's to see."""
    for number in open_pairs(row, told, site.on):
        place = f"organs/{site.organ.pk}/records/{row.pk}/changes/{number}/"
        page = content(site_changes.page(PlainRequest(base, f"/{place}"), site, row, told, number))
        yield f"{place}index.html", links.within(page, f"{place}index.html")


def _lines(site: Site, base: Base, rows: Sequence[Disclosure]) -> list[str]:
    """Each as lists show it, with links from the root."""
    context = {"lines": site_lists.lines(site, rows), "full": True, "organ": site.organ}
    drawn = render_to_string("portal/site_rows.html", context).encode()
    parts = Links(base, site.organ.pk).within(drawn, "index.html").decode().split("<li>")[1:]
    return [f"<li>{part.partition('</li>')[0]}</li>" for part in parts]


def _turns_on(row: Disclosure, on: date) -> date:
    """The first day on which it says something else by itself."""
    days = (row.effective_on, row.filed_on, row.expires_on, row.notice_until, row.repealed_on)
    turns = [day + timedelta(more) for day in days if day and day < NEVER for more in (0, 1)]
    return min((day for day in turns if day > on), default=NEVER)


def drawn(organ_id: int, base: Base, pks: Iterable[int], workers: int) -> Iterator[Drawn]:
    """All of these, some at a time, in their order."""
    each = iter(pks)
    batches = iter(lambda: list(islice(each, BATCH)), [])
    work = partial(draw, organ_id, base)
    with drawers(workers) as pool:
        for found in pool.map(work, batches) if pool else map(work, batches):
            yield from found

"""A record on its page: the official header block, its history, how to take it away."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import qrcode
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.portal.site.frame import CONTENTS, portal, show
from gongkai.faces.portal.site.lists import NORMATIVE, lines
from gongkai.faces.public.facets import clause_name
from gongkai.faces.public.kept import kept
from gongkai.faces.public.proofs import code_of_record
from gongkai.faces.public.site import Site
from gongkai.faces.ui.files import attachment
from gongkai.law import proactive
from gongkai.ledger.disclosures.models import Disclosure, Validity
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.changes import open_pairs
from gongkai.ledger.disclosures.public.facets import BY_CODE
from gongkai.ledger.disclosures.public.queries import Asked, Linked, Published
from gongkai.lib.kinds import BY_CODE as BY_KIND
from gongkai.lib.kinds import WORD

#: Any of the eight can be read; to find the best of them takes most of the time of a page.
_MASK = 2


@dataclass(frozen=True, slots=True)
class Past:
    """A day of a record's history, and what happened on it."""

    on: date
    words: str
    version: int = 0  # of a correction that everybody may look at


@kept
@portal
def record(request: HttpRequest, site: Site, pk: int) -> HttpResponse:
    row = queries.record(site.organ, pk, site.on)
    if row is None:
        return withdrawn(request, site, pk)
    others, linked = _others(site, row), queries.links(row, site.on)
    return page(request, site, row, queries.released(row), others=others, linked=linked)


def page(
    request: HttpRequest,
    site: Site,
    row: Disclosure,
    told: Published | None,
    *,
    others: Sequence[Disclosure],
    linked: Sequence[Linked],
) -> HttpResponse:
    """The page of a record, with what was released of it, what it is to others and what is of its kind."""
    ended = bool(row.notice_until and row.notice_until < site.on)
    address = request.build_absolute_uri(site.address("record", row.pk))
    now, kind = queries.validity(row, site.on), BY_CODE["kind"].of(row)
    context = {
        "row": row,
        "clause": proactive.BY_CODE.get(row.clause),
        "clause_name": clause_name(row.clause),
        "kind": next((one for one in proactive.DOCUMENT_KINDS if one.code == kind), None),
        "topic": BY_CODE["topic"].of(row),
        "is_normative": row.category in NORMATIVE,
        "validity": _(Validity(now).label) if now else "",
        "has_lost": now in {Validity.REPEALED, Validity.LAPSED},
        "ended": ended,
        "told": told,
        "body": mark_safe(told.html) if told and not ended else "",
        "files": [(file, BY_KIND[file.kind].zh) for file in told.files] if told and not ended else [],
        "word": next((file for file in told.files[:1] if file.kind == WORD.code), None)
        if told and not ended
        else None,  # the first is the body
        "source": row.url if urlsplit(row.url).scheme in {"http", "https"} else "",
        "linked": [(_LINKS[kind, is_back], other) for kind, is_back, other in linked],
        "past": _past(row, told, site.on),
        "address": address,
        "code": code_of_record(told),
        "qr": _qr(address),
        "others": lines(site, others),
    }
    return show(request, site, "record", context, column=CONTENTS, tags=_tags(site, row, address))


@portal
def file(request: HttpRequest, site: Site, pk: int, number: int) -> HttpResponse:
    """A file of the last version, as it was released: never shown by the browser as a page of this site."""
    found = queries.file_of(site.organ, pk, number, site.on)
    if found is None:
        raise Http404
    row, data = found
    return attachment(data, row.name, "application/octet-stream")


def withdrawn(request: HttpRequest, site: Site, pk: int) -> HttpResponse:
    """Where something was taken back its place says so and why, and nothing else but its number."""
    stub = queries.stub(site.organ, pk, site.on)
    if stub is None:
        raise Http404
    answer = show(request, site, "withdrawn", {"stub": stub}, column=CONTENTS)
    answer.status_code = 410
    return answer


def _tags(site: Site, row: Disclosure, address: str) -> dict[str, Any]:
    kind = clause_name(row.clause)
    return {
        "ArticleTitle": row.title,
        "PubDate": f"{row.published_on} 00:00",
        "ContentSource": site.organ.name,
        "Author": site.organ.office or site.organ.name,
        "Keywords": ",".join(filter(None, (row.document_no, kind))),
        "Description": row.title,
        "Url": address,
    }


#: What is said of a document beside the one whose page it is: named there, and naming it.
_LINKS = {
    ("interprets", False): gettext_lazy("解读的文件"),
    ("interprets", True): gettext_lazy("政策解读"),
    ("repeals", False): gettext_lazy("本件废止的文件"),
    ("repeals", True): gettext_lazy("废止本件的文件"),
    ("amends", False): gettext_lazy("本件修改的文件"),
    ("amends", True): gettext_lazy("修改本件的文件"),
}


def _past(row: Disclosure, told: Published | None, on: date) -> list[Past]:
    """What happened to it by a day, in order."""
    known = (
        (row.formed_on, _("成文")),
        (row.published_on, _("公开")),
        (row.effective_on, _("施行")),
        (row.filed_on, _("备案")),
        (row.expires_on, _("有效期满")),
        (row.notice_until, _("公示期满")),
        (row.repealed_on, _("废止")),
    )
    days = [Past(day, words) for day, words in known if day and day <= on]
    pairs = open_pairs(row, told, on)
    for version in told.versions[:-1] if told else ():  # the first one is the publication
        words = _("更正：{why}").format(why=version.reason)
        shown = version.number if version.number in pairs else 0
        days.append(Past(localdate(version.released_at), words, shown))
    return sorted(days, key=lambda past: past.on)


def _others(site: Site, row: Disclosure) -> list[Disclosure]:
    """The newest of the same item."""
    if not row.clause:
        return []
    found = queries.find(site.organ, Asked(facets={"clause": row.clause}), site.on, most=6).rows
    return [other for other in found if other.pk != row.pk][:5]


def _qr(address: str) -> SafeString:
    """The page's address for a phone's camera."""
    code = qrcode.QRCode(border=2, mask_pattern=_MASK)
    code.add_data(address)
    squares = code.get_matrix()
    dark = (f"M{x},{y}h1v1h-1z" for y, row in enumerate(squares) for x, is_dark in enumerate(row) if is_dark)
    size = len(squares)
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}mm"'
        f' height="{size}mm"><path d="{"".join(dark)}"/></svg>'
    )

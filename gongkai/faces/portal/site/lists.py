"""法定主动公开内容: what an organ has published, looked for by words and sorted out by its facets."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.faces.portal.site.frame import CONTENTS, portal, show
from gongkai.faces.public.facets import asked_for, clause_name, typed, value_name
from gongkai.faces.public.kept import kept
from gongkai.faces.public.site import Site
from gongkai.faces.ui.addresses import Here
from gongkai.faces.ui.marked import Piece, pieces
from gongkai.law import proactive
from gongkai.ledger.disclosures.models import Category, Disclosure, Validity
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.facets import FACETS
from gongkai.ledger.disclosures.public.queries import Asked, Found
from gongkai.ledger.disclosures.subscriptions.sending import offers_mail
from gongkai.ledger.words import queries as index

A_PAGE, DEEPEST, SUGGESTED = 20, 10_000, 6
NORMATIVE = {Category.REGULATION, Category.NORMATIVE}


#: A month's first day, its page, and how much was published in it.
Month = tuple[date, str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """A record as lists show it. ``lost`` names the force that it has lost; ``passage`` is what stands around
    a word that was looked for."""

    row: Disclosure
    title: Sequence[Piece]
    clause: str
    lost: str
    ended: bool
    passage: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet as the form offers it: values with their words, the chosen one marked."""

    code: str
    label: str
    values: tuple[tuple[str, str, bool], ...]


@kept
@portal
def records(request: HttpRequest, site: Site, months: Sequence[Month] = ()) -> HttpResponse:
    """What is asked for in the address: ``q``, a value of each facet, ``order``, ``page``. Where no server
    answers, the newest, and every month."""
    text = typed(request.GET)
    asked = asked_for(request.GET)
    page = _page(request)
    found = queries.find(site.organ, asked, site.on, start=(page - 1) * A_PAGE, most=A_PAGE)
    here = Here.of(request)
    context = {
        "text": text,
        "found": found,
        "lines": lines(site, found.rows, asked.words, queries.passages(found.rows, asked.words, site.on)),
        "near": lines(site, _near(site, text, found, page)),
        "choices": choices(site, asked.facets),
        "chosen": [(words, here.with_(**{code: None, "page": None})) for code, words in chosen(asked)],
        "best_first": asked.best_first,
        "by_mail": site.address("subscribe") + address_of(asked) if offers_mail(site.organ) else "",
        "page": page,
        "previous": here.with_(page=str(page - 1) if page > 2 else None) if page > 1 else "",
        "next": here.with_(page=str(page + 1)) if _has_next(found, page) else "",
    }
    if site.is_plain:
        context |= {"next": "", "months": months}
    return show(request, site, "records", context, column=CONTENTS, query=address_of(asked))


def month(request: HttpRequest, site: Site, month: Month, drawn: SafeString, **around: str) -> HttpResponse:
    """What was published in a month, its lines drawn before, for whoever has no scripts where no server
    answers; ``around`` are the addresses of the ``earlier`` and the ``later`` month."""
    first, _address, count = month
    context = {"found": Found((), count, has_more=False), "drawn": drawn, "month": first, **around}
    return show(request, site, "records", context, column=CONTENTS)


@portal
def suggest(request: HttpRequest, site: Site) -> HttpResponse:
    """The newest records that hold what is being typed, as a list for below the field."""
    words = queries.words_of(request.GET.get("q", "").strip())
    found = queries.find(site.organ, Asked(words), site.on, most=SUGGESTED).rows if words else ()
    return show(request, site, "suggested", {"lines": lines(site, found, words)})


def lines(
    site: Site,
    rows: Sequence[Disclosure],
    words: Sequence[str] = (),
    passages: Mapping[int, str] = MappingProxyType({}),
) -> list[Line]:
    """Records for a list, with the words marked in their titles and passages."""
    return [
        Line(
            row,
            _marked(words, row.title),
            clause_name(row.clause),
            lost_force(row, site),
            bool(row.notice_until and row.notice_until < site.on),
            _marked(words, passages.get(row.pk, "")),
        )
        for row in rows
    ]


def _marked(words: Sequence[str], text: str) -> tuple[Piece, ...]:
    return tuple(pieces(text, index.spans(words, text) if words else ()))


def lost_force(row: Disclosure, site: Site) -> str:
    """废止 or 失效, where a record has lost its force by a day."""
    now = queries.validity(row, site.on)
    return _(Validity(now).label) if now in {Validity.REPEALED, Validity.LAPSED} else ""


def told(count: int) -> str:
    """A count as pages tell it: beyond a thousand nobody counts on."""
    return f"{queries.MOST_COUNTED}+" if count > queries.MOST_COUNTED else str(count)


def address_of(asked: Asked) -> str:
    """The same as the query of an address, without its order."""
    words = {"q": " ".join(f'"{word}"' if " " in word else word for word in asked.words)}
    told = {name: value for name, value in {**words, **asked.facets}.items() if value}
    return f"?{urlencode(told)}" if told else ""


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    if not asked.isdecimal() or not 0 < int(asked[:9]) <= DEEPEST:
        raise Http404
    return int(asked)


def _has_next(found: Found, page: int) -> bool:
    return page * A_PAGE < found.count or (found.has_more and len(found.rows) == A_PAGE)


def _near(site: Site, text: str, found: Found, page: int) -> Sequence[Disclosure]:
    """Records that are about the same, where none holds the words."""
    return queries.like([site.organ], text, site.on) if text and not found.count and page == 1 else ()


def chosen(asked: Asked) -> list[tuple[str, str]]:
    """The words of the address, each with what it asks for in ours."""
    found = [("q", "“" + "” “".join(asked.words) + "”")] if asked.words else []
    return found + [(code, value_name(code, value)) for code, value in asked.facets.items()]


def choices(site: Site, chosen: Mapping[str, str]) -> list[Choice]:
    """The facets with the values that there are; one without any is left out."""
    found = []
    counts = queries.counts(site.organ, site.on)
    for facet in FACETS:
        there = counts[facet.code]
        named = tuple(
            (value, value_name(facet.code, value), value == chosen.get(facet.code))
            for value in _values(facet.code)(there)
            if value in there
        )
        if named:
            found.append(Choice(facet.code, _(facet.zh), named))
    return found


def _values(code: str) -> Callable[[Iterable[str]], Iterable[str]]:
    """The values of a facet in the order in which they are offered: as the law has them, years backwards."""
    listed: dict[str, tuple[proactive.Clause, ...] | tuple[proactive.Term, ...]] = {
        "clause": proactive.CLAUSES,
        "field": proactive.FIELDS,
        "kind": proactive.DOCUMENT_KINDS,
    }
    if code in listed:
        return lambda there: [one.code for one in listed[code]]
    return lambda there: sorted(there, reverse=code == "year")

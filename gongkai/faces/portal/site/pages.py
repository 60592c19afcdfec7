"""The portal's other columns: its first page, 指南, 制度, 目录 and what is in force. All of it is made of
what the organ's settings and ledgers say at the moment, so none of it can grow old."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from gongkai.faces.portal.site.annual import applications, public_reports
from gongkai.faces.portal.site.frame import CONTENTS, GUIDE, RULES, portal, show
from gongkai.faces.portal.site.lists import lines, told
from gongkai.faces.public.facets import clause_name
from gongkai.faces.public.kept import kept
from gongkai.faces.public.site import Site
from gongkai.faces.ui.display import SIZE
from gongkai.faces.ui.pictures import pictures
from gongkai.law import proactive, sources
from gongkai.law.sources import Instrument
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.disclosures.models import Category, Disclosure
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.queries import Asked
from gongkai.ledger.requests import queries as requests

NEWEST, ANSWERED, OFFERED, TOPICS, MOST_RULES = 6, 3, 5, 12, 100
#: What binds every organ in publishing and answering.
INSTRUMENTS: tuple[Instrument, ...] = (
    sources.REGULATION,
    sources.PLATFORM_RULES,
    sources.REPORT_FORM_2021,
    sources.FEE_RULES,
    sources.GRASSROOTS_STANDARDS,
    sources.SERVICE_REPLY,
    sources.EXCESSIVE_REPLY,
    sources.TRANSFER_REPLY,
    sources.COURT_RULES,
)
#: A record is a rule on publishing when its title says both.
_MATTER, _FORMS = "信息公开", ("制度", "办法", "规定", "细则", "规范", "规程", "机制")


@dataclass(frozen=True, slots=True)
class Topic:
    """An item of Art 20, or Art 21, with how much was published of it."""

    code: str
    name: str
    zh: str
    label: str
    count: int

    @property
    def told(self) -> str:
        return told(self.count)


@kept
@portal
def home(request: HttpRequest, site: Site) -> HttpResponse:
    """Search first, then the four columns, how to apply, what is new; 长辈版 is a page of its own."""
    if SIZE.of(request) == "elder":
        return show(request, site, "elder", {})
    years = public_reports(site)
    by_clause = [topic for topic in topics(site) if topic.count]
    context = {
        "words": _words(site, by_clause),
        "newest": lines(site, queries.find(site.organ, Asked(), site.on, most=NEWEST).rows),
        "count": told(queries.total(site.organ, site.on)),
        "this_year": told(queries.counts(site.organ, site.on)["year"].get(str(site.on.year), 0)),
        "topics": by_clause[:TOPICS],
        "kinds": len(by_clause),
        "rules": len(INSTRUMENTS) + len(_own_rules(site)),
        "years": [year.year for year in years],
        "pictures": pictures([applications(years)]) if years else [],
        "answers": requests.latest_answers(site.scope, ANSWERED),
    }
    return show(request, site, "home", context)


@kept
@portal
def guide(request: HttpRequest, site: Site) -> HttpResponse:
    """政府信息公开指南 (条例 Art 12)."""
    channels = disclosures.items_per_channel(site.scope, site.on.year)
    if not channels:
        channels = disclosures.items_per_channel(site.scope, site.on.year - 1)
    context = {
        "topics": [topic for topic in topics(site) if topic.count],
        "channels": [name for name, _count in channels.most_common()],
        "places": proactive.READING_PLACES,
        "limit": proactive.LIMIT["general"].length.on(site.on).zh,
        "review": site.organ.option("review_organ"),
        "court": site.organ.option("court"),
        "basis": site.organ.option("portal_basis"),
        "online": site.organ.option("online_basis") if site.takes_online else "",
    }
    return show(request, site, "guide", context, column=GUIDE)


@kept
@portal
def rules(request: HttpRequest, site: Site) -> HttpResponse:
    """政府信息公开制度: what binds every organ, and the organ's own."""
    context = {"instruments": INSTRUMENTS, "own": lines(site, _own_rules(site))}
    return show(request, site, "rules", context, column=RULES)


@kept
@portal
def catalogue(request: HttpRequest, site: Site) -> HttpResponse:
    """政府信息公开目录 by the items of the Regulation; each leads to its records."""
    return show(request, site, "catalogue", {"topics": topics(site)}, column=CONTENTS)


@kept
@portal
def in_force(request: HttpRequest, site: Site) -> HttpResponse:
    """规章 and 行政规范性文件 in force, together as they have to stand."""
    rows = queries.in_force(site.organ, site.on)
    groups = [
        (category.label, [row for row in rows if row.category == category])
        for category in (Category.REGULATION, Category.NORMATIVE)
    ]
    context = {"groups": [(label, found) for label, found in groups if found], "count": len(rows)}
    return show(request, site, "in_force", context, column=CONTENTS)


def topics(site: Site) -> list[Topic]:
    """The items in the order of the Regulation."""
    counts = queries.counts(site.organ, site.on)["clause"]
    return [
        Topic(clause.code, clause_name(clause.code), clause.zh, clause.label, counts.get(clause.code, 0))
        for clause in proactive.CLAUSES
    ]


def _words(site: Site, by_clause: list[Topic]) -> list[tuple[str, str]]:
    """What is offered below the search: words that the organ has set, else the commonest items."""
    told = str(site.organ.option("portal_words") or "").replace("，", "、").split("、")
    listed = site.address("contents")
    if words := [word.strip() for word in told if word.strip()]:
        return [(word, f"{listed}?q={word}") for word in words[:OFFERED]]
    commonest = sorted(by_clause, key=lambda topic: -topic.count)[:OFFERED]
    return [(topic.name, f"{listed}?clause={topic.code}") for topic in commonest]


def _own_rules(site: Site) -> list[Disclosure]:
    found = queries.find(site.organ, Asked((_MATTER,)), site.on, most=MOST_RULES).rows
    return [row for row in found if any(form in row.title for form in _FORMS)]

"""What is new of an organ, for feed readers and the county's app: every list of records as Atom and as JSON
Feed, asked for with the same words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed
from django.utils.html import escape

from gongkai.faces.portal.site.frame import portal
from gongkai.faces.portal.site.lists import address_of, chosen
from gongkai.faces.public.facets import asked_for, clause_name
from gongkai.faces.public.kept import kept
from gongkai.faces.public.site import Site
from gongkai.ledger.disclosures.models import Disclosure, Version
from gongkai.ledger.disclosures.public import queries
from gongkai.ledger.disclosures.public.queries import Asked, Linked
from gongkai.lib.today import BEIJING
from gongkai.papers.layout import clean

MOST, LONGEST = 50, 200


@dataclass(frozen=True, slots=True)
class Listed:
    """What a feed is asked for, and what was released last of each of its records; ``home`` is where the
    portal is opened."""

    site: Site
    asked: Asked
    rows: Sequence[Disclosure]
    versions: Mapping[int, Version]
    linked: Mapping[int, Sequence[Linked]]
    home: str


@dataclass(frozen=True, slots=True)
class Item:
    """A record as a feed tells of it, with what it is to others and others to it."""

    site: Site
    row: Disclosure
    version: Version | None
    linked: Sequence[dict[str, Any]] = ()


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (jsonfeed.org)."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        told = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "language": self.feed["language"],
            "authors": [{"name": self.feed["author_name"]}],
            "items": [_told(item) for item in self.items],
        }
        outfile.write(json.dumps(told, ensure_ascii=False, indent=1).encode(encoding))


def _told(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "content_html": item["description"],
        "date_published": item["pubdate"].isoformat(),
        "date_modified": item["updateddate"].isoformat(),
        "tags": list(item["categories"]),
        # an extension begins with a line below (1.1, "Extensions")
        **({"_links": item["linked"]} if item["linked"] else {}),
    }


class AtomFeed(Atom1Feed):
    """RFC 4287, with what a record is to others as related links."""

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        for link in item["linked"]:
            said = {"rel": "related", "href": link["url"], "title": link["title"]}
            handler.addQuickElement("link", "", said)


GENERATORS: Mapping[str, type[SyndicationFeed]] = {"atom": AtomFeed, "json": JsonFeed}


class Records(Feed):
    """The newest records, as Django's syndication asks about them."""

    language = "zh-CN"

    def __init__(self, generator: type[SyndicationFeed]) -> None:
        self.feed_type = generator

    def get_object(self, request: HttpRequest, site: Site) -> Listed:
        asked = asked_for(request.GET)
        rows = queries.find(site.organ, asked, site.on, most=MOST).rows
        linked = queries.links_of(site.organ, rows, site.on)
        home = request.build_absolute_uri("/").rstrip("/")
        return Listed(site, asked, rows, queries.versions_of(rows), linked, home)

    def title(self, listed: Listed) -> str:
        words = "".join(f" · {words}" for _name, words in chosen(listed.asked))
        return clean(f"{listed.site.organ.name}政府信息公开{words}")

    def link(self, listed: Listed) -> str:
        return listed.site.address("contents") + address_of(listed.asked)

    def feed_url(self, listed: Listed) -> str:
        form = next(form for form, generator in GENERATORS.items() if generator is self.feed_type)
        return listed.site.address("feed", form) + address_of(listed.asked)

    def author_name(self, listed: Listed) -> str:
        return listed.site.organ.name

    def items(self, listed: Listed) -> list[Item]:
        return [
            Item(
                listed.site,
                row,
                listed.versions.get(row.pk),
                [_link(listed, *linked) for linked in listed.linked[row.pk]],
            )
            for row in listed.rows
        ]

    def item_extra_kwargs(self, item: Item) -> dict[str, Any]:
        return {"linked": item.linked}

    def item_title(self, item: Item) -> str:
        return clean(item.row.title)

    def item_description(self, item: Item) -> str:
        """The beginning of what was released, as HTML; of a list whose days are over its title alone."""
        ended = item.row.notice_until and item.row.notice_until < item.site.on
        text = " ".join(item.version.text.split()) if item.version and not ended else ""
        return escape(clean(text[:LONGEST] or item.row.title))

    def item_link(self, item: Item) -> str:
        return item.site.address("record", item.row.pk)

    def item_pubdate(self, item: Item) -> datetime:
        assert item.row.published_on  # or it would not be public
        return datetime.combine(item.row.published_on, time(), BEIJING)

    def item_updateddate(self, item: Item) -> datetime:
        day = self.item_pubdate(item)
        return max(day, item.version.released_at.astimezone(BEIJING)) if item.version else day

    def item_categories(self, item: Item) -> list[str]:
        record = getattr(item.row, "record", None)
        return [word for word in (clause_name(item.row.clause), record.topic if record else "") if word]


def _link(listed: Listed, kind: str, is_back: bool, other: Disclosure) -> dict[str, Any]:
    """As the API tells it."""
    url = f"{listed.home}{listed.site.address('record', other.pk)}"
    return {"kind": kind, "is_back": is_back, "title": clean(other.title), "url": url}


@kept
@portal
def feed(request: HttpRequest, site: Site, form: str) -> HttpResponseBase:
    if form not in GENERATORS:
        raise Http404
    return Records(GENERATORS[form])(request, site)

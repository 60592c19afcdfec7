"""Answers that hold until something changes. They are told apart by the organ's last link of the log and the
day: every change makes a new link in its own transaction, so that nothing withdrawn is ever answered from
what was kept. It is kept in memory alone: nothing that was taken back may lie in a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language

import gongkai
from gongkai.faces.portal.site import Page, Site
from gongkai.faces.ui.display import SIZE, THEME
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.disclosures.public.facets import FACETS
from gongkai.lib.today import BEIJING, now

SECONDS = 24 * 60 * 60
#: Words that somebody typed make a page of their own, which nobody else asks for.
_KEPT_WORDS = {"page", *(facet.code for facet in FACETS)}
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class State:
    """How far an organ has come: what it says is the same as long as this is."""

    print: str
    modified: int | None

    @classmethod
    def of(cls, request: HttpRequest, site: Site) -> "State":
        link = audit.last_link(site.organ)
        shown = (THEME.of(request), SIZE.of(request), get_language())
        here = (request.scheme, request.get_host(), request.get_full_path())
        told = (gongkai.__version__, site.organ.pk, link.hash if link else "", site.on, *shown, *here)
        begun = datetime.combine(site.on, time(), BEIJING)
        changed = max(begun, datetime.fromisoformat(link.at)) if link else begun
        return cls(sha256(repr(told).encode()).hexdigest()[:32], _second_after(changed))


def conditional(view: View) -> View:
    """Answer a browser or a feed reader that has the newest already with 304, without making it anew."""
    return _told(view, is_kept=False)


def kept(view: View) -> View:
    """The same, and make a page once for all who ask for it."""
    return _told(view, is_kept=True)


def _told(view: View, *, is_kept: bool) -> View:
    @wraps(view)
    def answered(request: HttpRequest, site: Site, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if site.is_preview or settings.DEBUG:
            return view(request, site, *args, **kwargs)
        state = State.of(
            request, site
        )  # before anything is read: what changes meanwhile is newer, never older
        etag = f'W/"{state.print}"'
        same = get_conditional_response(request, etag=etag, last_modified=state.modified)
        key = state.print if is_kept and _is_asked_often(request) else ""
        answer = same or _once(key, lambda: view(request, site, *args, **kwargs))
        answer["ETag"], answer["Cache-Control"] = etag, "no-cache"  # kept, but asked about each time
        del answer["Last-Modified"]  # as a feed or a map reckons it, from its rows alone
        if state.modified:
            answer["Last-Modified"] = http_date(state.modified)
        patch_vary_headers(answer, ["Cookie"])
        return answer

    return answered


def _is_asked_often(request: HttpRequest) -> bool:
    return request.method == "GET" and _KEPT_WORDS.issuperset(request.GET)


def _once(key: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What was made for this key, else made now; the empty key keeps nothing."""
    pages = caches["pages"]
    if not key:
        return make()
    if found := pages.get(key):
        content, status, kind = found
        return HttpResponse(content, status=status, content_type=kind)
    answer = make()
    if isinstance(answer, HttpResponse) and not (isinstance(answer, Page) and not answer.is_whole):
        pages.set(key, (answer.content, answer.status_code, answer["Content-Type"]), SECONDS)
    return answer


def _second_after(changed: datetime) -> int | None:
    """HTTP knows whole seconds: the first one after the change, and nothing until it has come, or a second
    change within it would go untold."""
    second = int((changed + timedelta(seconds=1)).timestamp())
    return second if second <= now().timestamp() else None

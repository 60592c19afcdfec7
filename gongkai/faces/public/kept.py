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
from gongkai.faces.public.site import Site, is_plain
from gongkai.faces.ui.display import SIZE, THEME
from gongkai.ledger.audit import queries as audit
from gongkai.ledger.disclosures.public.facets import FACETS
from gongkai.lib.today import BEIJING, now, today

SECONDS = 24 * 60 * 60
#: Words that somebody typed make a page of their own, which nobody else asks for.
_KEPT_WORDS = {"page", "limit", *(facet.code for facet in FACETS)}
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class State:
    """How far an organ has come: what it says to a reader is the same as long as this is."""

    print: str
    modified: int | None

    @classmethod
    def of(cls, request: HttpRequest, organ_id: int) -> "State":
        link, on = audit.last_link(organ_id), today()
        shown = (THEME.of(request), SIZE.of(request), get_language())
        here = (request.scheme, request.get_host(), request.get_full_path())
        told = (gongkai.__version__, organ_id, link.hash if link else "", on, *shown, *here)
        begun = datetime.combine(on, time(), BEIJING)
        changed = max(begun, datetime.fromisoformat(link.at)) if link else begun
        return cls(sha256(repr(told).encode()).hexdigest()[:32], _second_after(changed))

    def told(self, request: HttpRequest, answer: HttpResponseBase | None) -> HttpResponseBase | None:
        """304 for whoever has it already, else the answer with what to ask about next time."""
        etag = f'W/"{self.print}"'
        # a feed or a map reckons its own Last-Modified, from its rows alone
        known = get_conditional_response(request, etag=etag, last_modified=self.modified) or answer
        if known is None:
            return None
        known["ETag"], known["Cache-Control"] = etag, "no-cache"  # kept, but asked about each time
        del known["Last-Modified"]
        if self.modified:
            known["Last-Modified"] = http_date(self.modified)
        patch_vary_headers(known, ["Cookie"])
        return known


def kept(view: View) -> View:
    """Make a page once for all who ask for it. Stands above ``portal``: what is kept was made while that was
    open, and its closing is a change; so the organ need not even be looked up."""

    @wraps(view)
    def answered(request: HttpRequest, organ_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.DEBUG or is_plain(request) or request.method not in {"GET", "HEAD"}:
            return view(request, organ_id, *args, **kwargs)
        state = State.of(request, organ_id)  # before anything is read: what changes meanwhile is newer
        answer = _taken(state.print) or view(request, organ_id, *args, **kwargs)
        if "Cache-Control" in answer:  # a preview
            return answer
        if request.method == "GET" and _KEPT_WORDS.issuperset(request.GET):
            _keep(state.print, answer)
        return state.told(request, answer) or answer

    return answered


def conditional(view: View) -> View:
    """Below ``portal``: do not even begin a file that whoever asks has already."""

    @wraps(view)
    def answered(request: HttpRequest, site: Site, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.DEBUG or site.is_preview or site.is_plain:
            return view(request, site, *args, **kwargs)
        state = State.of(request, site.organ.pk)
        if same := state.told(request, None):
            return same
        answer = view(request, site, *args, **kwargs)
        return state.told(request, answer) or answer

    return answered


def _taken(key: str) -> HttpResponse | None:
    if found := caches["pages"].get(key):
        content, status, kind = found
        return HttpResponse(content, status=status, content_type=kind)
    return None


def _keep(key: str, answer: HttpResponseBase) -> None:
    if isinstance(answer, HttpResponse) and getattr(answer, "is_whole", True):
        held = (answer.content, answer.status_code, answer["Content-Type"])
        caches["pages"].add(key, held, SECONDS)


def _second_after(changed: datetime) -> int | None:
    """HTTP knows whole seconds: the first one after the change, and nothing until it has come, or a second
    change within it would go untold."""
    second = int((changed + timedelta(seconds=1)).timestamp())
    return second if second <= now().timestamp() else None

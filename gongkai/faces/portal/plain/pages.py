"""A page of the portal as a file: asked for as a reader would, its links made to lead from file to file."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from posixpath import relpath
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponseBase
from django.utils.html import escape

from gongkai.faces.ui.display import SIZE
from gongkai.lib.files import safe_name

_LINK = re.compile(r'(?<= )(href|src|action|data-place)="(/[^"]*)"')


@dataclass(frozen=True, slots=True)
class Base:
    """Where the files will be opened: scheme and host, and the path before every address of the portal."""

    origin: str
    prefix: str

    @classmethod
    def of(cls, address: str) -> "Base":
        parts = urlsplit(address)
        return cls(f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/"))

    def __str__(self) -> str:
        return f"{self.origin}{self.prefix}/"


class PlainRequest(WSGIRequest):
    """Somebody without cookies asks for a page under the address at which its file will be opened."""

    is_plain = True

    def __init__(
        self, base: Base, path: str, query: str = "", cookies: Mapping[str, str] | None = None
    ) -> None:
        scheme, _colon, host = base.origin.partition("://")
        super().__init__(
            {
                "REQUEST_METHOD": "GET",
                "SCRIPT_NAME": base.prefix,
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "SERVER_NAME": host,
                "SERVER_PORT": "443",
                "wsgi.url_scheme": scheme,
                "wsgi.input": BytesIO(),
            }
        )
        self.host = host
        self.user = AnonymousUser()
        self.COOKIES = dict(cookies or {})

    def get_host(self) -> str:
        return self.host


ELDER = {SIZE.cookie: "elder"}


class Links:
    """Where each address of the portal stands among the files. ``names`` are files that are asked for without
    an ending, by their address, with the one that they have."""

    def __init__(self, base: Base, organ_id: int, names: Mapping[str, str] | None = None) -> None:
        self._prefix, self._portal = base.prefix, f"/organs/{organ_id}/"
        self._form = f"/apply/{organ_id}/form."
        self._names = names or {}

    def file_of(self, address: str) -> str:
        """The file at an address of the portal; "" where none is written of it."""
        parts = urlsplit(address)
        path = parts.path.removeprefix(self._prefix)
        if path.startswith(("/static/", self._form)):
            return path[1:]
        if not path.startswith(self._portal):
            return ""
        if feed := _feed(path, parts.query):
            return feed
        path = self._names.get(path, path)
        return f"{path[1:]}index.html" if path.endswith("/") else path[1:]

    def within(self, page: bytes, at: str) -> bytes:
        """A page with its links leading from the file ``at`` to other files; what is no file leads to the
        server."""
        here = at.rpartition("/")[0] or "."

        def led(found: re.Match[str]) -> str:
            return f'{found[1]}="{escape(self._led(unescape(found[2]), here))}"'

        return _LINK.sub(led, page.decode()).encode()

    def _led(self, address: str, here: str) -> str:
        file = self.file_of(address)
        if not file:
            return f"{settings.SITE_URL}{address.removeprefix(self._prefix)}" if settings.SITE_URL else "#"
        place, _index, name = file.rpartition("/")
        to = relpath(place or ".", here)
        to = f"{to}/" if name == "index.html" else f"{to}/{name}"
        parts = urlsplit(address)
        query = f"?{parts.query}" if parts.query and name == "index.html" else ""
        return f"{to}{query}{'#' if parts.fragment else ''}{parts.fragment}"


def _feed(path: str, query: str) -> str:
    """The file of a feed that is asked for by a facet."""
    place, _slash, name = path.rpartition("/")
    found = parse_qsl(query)
    if not name.startswith("feed.") or len(found) != 1:
        return ""
    return f"{place[1:]}/{feed_name(*found[0], name.removeprefix('feed.'))}"


def feed_name(code: str, value: str, form: str) -> str:
    return f"feeds/{code}-{safe_name(value)}.{form}"


def content(answer: HttpResponseBase) -> bytes:
    """What a view has answered, whole."""
    if answer.streaming:
        parts: Iterator[bytes] = answer.streaming_content  # type: ignore[attr-defined]
        return b"".join(parts)
    found: bytes = answer.content  # type: ignore[attr-defined]
    return found


View = Callable[..., Any]

"""Windows that serve one test after another: a new one costs the processor more than a page does."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request

#: No page may leave anything to the test that has its window next.
WIPE = "() => { localStorage.clear(); sessionStorage.clear(); }"
Kind = tuple[tuple[str, object], ...]


class Windows:
    """One browser's windows, by what cannot be changed in an open one; and what their pages did wrong."""

    def __init__(self, chrome: Browser) -> None:
        self.chrome = chrome
        self.faults: list[str] = []
        self._free: dict[Kind, list[Page]] = {}
        self._taken: list[tuple[Kind, Page]] = []

    def open(
        self,
        url: str,
        *,
        width: int = 1440,
        height: int = 900,
        color_scheme: Any = "light",
        storage_state: Any = None,
        **fixed: Any,
    ) -> Page:
        """Open an address: ``open(url, width=360, color_scheme="dark", has_touch=True)``."""
        kind = tuple(sorted(fixed.items()))
        free = self._free.setdefault(kind, [])
        page = free.pop() if free else self._new(**fixed)
        self._taken.append((kind, page))
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=color_scheme)
        page.context.add_cookies(storage_state["cookies"] if storage_state else [])
        page.goto(url)
        return page

    def put_back(self) -> list[str]:
        """Leave every window as a new one is; what their pages asked of other machines, or complained of."""
        while self._taken:
            kind, page = self._taken.pop()
            _wipe(page)
            self._free[kind].append(page)
        faults, self.faults = self.faults, []
        return faults

    def _new(self, **fixed: Any) -> Page:
        context = self.chrome.new_context(**fixed)
        context.on("request", self._asked)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("console", self._said)
        return context.new_page()

    def _asked(self, request: Request) -> None:
        if not _is_here(request.url):
            self.faults.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        # the browser itself reports the status of a page that is not there or that refuses something
        if message.type == "error" and "status of 4" not in message.text:
            self.faults.append(message.text)


def _wipe(page: Page) -> None:
    page.unroute_all()
    if urlsplit(page.url).scheme == "http":
        page.evaluate(WIPE)
    page.goto("about:blank")
    page.emulate_media(media="null", color_scheme="null", reduced_motion="null")
    page.mouse.move(-1, -1)
    page.context.clear_cookies()


def _is_here(url: str) -> bool:
    return urlsplit(url).scheme in {"data", "blob"} or urlsplit(url).hostname == "127.0.0.1"

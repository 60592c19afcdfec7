"""Work that takes a while: how far it is, when it will be done, and then where its result stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class Progress:
    """``address`` answers how far it is; ``until`` is when it will be done, as far as that is known.

    ``cancel`` is where a form is sent that ends it. ``result`` is where the reader goes on from there,
    ``label`` in which words; ``failed`` says why not, ``again`` is where one asks for it once more.
    """

    title: Any
    address: str
    done: int = 0
    total: int = 0
    until: datetime | None = None
    result: str = ""
    label: Any = ""
    failed: Any = ""
    again: str = ""
    cancel: str = ""

    @property
    def is_running(self) -> bool:
        return not self.result and not self.failed


def answer(request: HttpRequest, progress: Progress, **more: Any) -> HttpResponse:
    """The page of the work; asked for by that page itself, only what has changed on it."""
    is_poll = request.headers.get("HX-Request") == "true"
    template = "ui/progress.html" if is_poll else "ui/progress_page.html"
    return render(request, template, {"progress": progress} | more)

"""Every request is given a code, timed, counted and told in one line: whose view, how it ended, how long.

Neither address nor query nor form stands in the line; persons and organs stand in it by number.
"""

import secrets
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from gongkai.faces.operation import metrics
from gongkai.faces.ui.codes import CODE

#: Digits and letters that nobody mistakes on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
HEADER = "X-Request-ID"
Answer = Callable[[HttpRequest], HttpResponseBase]
log = structlog.get_logger("gongkai.request")


def watched(answer: Answer) -> Answer:
    """The outermost middleware, so that nothing ends a request unseen."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        code = new_code()
        request.META[CODE] = code
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(code=code):
            response = answer(request)
            seconds = time.perf_counter() - began
            view = view_name(request)
            metrics.answered(view, response.status_code, seconds)
            log.info(
                "request",
                view=view,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
                **_whose(request),
            )
        response.headers[HEADER] = code
        return response

    return middleware


def new_code() -> str:
    """Eight characters, such as 7KQ4M2XH: enough to find a request in the log."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def view_name(request: HttpRequest) -> str:
    """The name of the view in the table of addresses; a dash where the address leads to none."""
    if request.path_info.startswith(settings.STATIC_URL):
        return "static"
    return request.resolver_match.view_name if request.resolver_match else "-"


def _whose(request: HttpRequest) -> dict[str, int]:
    """The numbers of the organ in the address and of the person, where there are any."""
    organ = request.resolver_match.kwargs.get("organ_id") if request.resolver_match else None
    # only where the view asked for the person: the line must not cost a query
    person = getattr(getattr(request, "_cached_user", None), "pk", None)
    return {
        name: number for name, number in (("organ", organ), ("person", person)) if isinstance(number, int)
    }

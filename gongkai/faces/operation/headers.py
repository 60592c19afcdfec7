"""What every answer carries besides what its view and Django give it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import add_never_cache_headers

Answer = Callable[[HttpRequest], HttpResponseBase]
#: Nothing here asks for any of these; so no script that came in by whatever way can.
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "serial", "usb")
)


def carried(answer: Answer) -> Answer:
    """Outside the sessions: what was made with one at hand may be somebody's own, and is kept by no cache,
    neither on the way nor in the browser, unless the view has said how long it holds."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = answer(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        session = getattr(request, "session", None)
        if session is not None and session.accessed and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware

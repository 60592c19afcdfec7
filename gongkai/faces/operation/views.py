"""The page of figures, and the pages that say that something went wrong."""

import hmac
import sys
from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from gongkai.faces.operation import metrics
from gongkai.faces.ui import troubles
from gongkai.faces.ui.codes import code_of

#: What a proxy adds for those who do not sit at the machine itself.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST", "HTTP_VIA")


@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """/metrics/: to whoever has the token or, where none is set, sits at the machine; else not there."""
    if not _may_see(request):
        raise Http404
    return HttpResponse(metrics.page(), content_type=CONTENT_TYPE_LATEST)


def _may_see(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    is_forwarded = any(name in request.META for name in FORWARDED)
    return not is_forwarded and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return _told(request, 413, is_of_words=True)
    return _told(request, 400)


def broken(request: HttpRequest) -> HttpResponse:
    """Called while the error is handled: what passes by itself is told apart from a fault of ours."""
    if told := troubles.sentence(sys.exception()):
        response = _told(request, 503, told=told)
        response["Retry-After"] = str(troubles.AGAIN)
        return response
    return _told(request, 500)


def _told(request: HttpRequest, status: int, **more: object) -> HttpResponse:
    """The page of an error with the code under which it is logged.

    Without the request's context: who asks may be what cannot be found out.
    """
    page = render_to_string(f"{status}.html", {"code": code_of(request), **more})
    return HttpResponse(page, status=status)

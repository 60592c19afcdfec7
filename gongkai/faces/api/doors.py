"""How a call is opened: to whom, how its answer may be kept, and what it carries.

Cookies mean nothing here, so that a page of another site can do nothing in somebody's name.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja.operation import Operation

from gongkai.faces.api import problems
from gongkai.faces.public.kept import kept

View = Callable[..., HttpResponseBase]
READING = "GET, HEAD, OPTIONS"
#: What a script of another site may send with a public call, and read of its answer.
#: The largest body: some workbooks of a ledger.
LARGEST = 52 * 2**20
MAY_SEND, MAY_READ = "If-None-Match, If-Modified-Since", "ETag, Last-Modified, X-Request-ID"


def open_to_all(view: View, call: Operation) -> View:
    """A call that anyone may make, from a page of any site too; made once for all who ask for it."""
    named = parameters(call)
    of_organ = kept(lambda request, organ_id, **more: view(request, organ_id=organ_id, **more))

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, **asked: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return of_any_site(_allowed())
        if request.method == "HEAD":
            request.method = "GET"  # the server leaves the body out
        if request.method != "GET":
            return no_method(request, READING)
        if strange := sorted(set(request.GET) - named):
            return strangers(request, strange)
        if "organ_id" in asked:
            return of_any_site(of_organ(request, **asked))
        return of_any_site(by_content(request, view(request, **asked)))

    return safely(answered)


def with_token(view: View, call: Operation) -> View:
    """A call for whoever has a token: nobody keeps its answer, and no page of another site may make it."""
    named, (method,) = parameters(call), call.methods
    allowed = "GET, HEAD" if method == "GET" else method

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, **asked: Any) -> HttpResponseBase:
        if request.method == "HEAD" and method == "GET":
            request.method = "GET"
        if request.method != method:
            return no_method(request, allowed)
        if strange := sorted(set(request.GET) - named):
            return strangers(request, strange)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            return problems.answer(request, problems.TOO_LARGE)
        answer = view(request, **asked)
        answer["Cache-Control"] = "no-store"
        return answer

    return safely(answered)


def safely(view: View) -> View:
    """What goes wrong around a call is told as what goes wrong within."""

    @wraps(view)
    def answered(request: HttpRequest, **asked: Any) -> HttpResponseBase:
        try:
            return view(request, **asked)
        except Exception as error:
            return problems.broken(request, error)

    return answered


def by_content(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """304 for whoever has this very content already."""
    if not isinstance(answer, HttpResponse) or answer.status_code != 200:
        return answer
    answer["ETag"] = f'"{sha256(answer.content).hexdigest()[:32]}"'
    answer["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer


def parameters(call: Operation) -> set[str]:
    """The parameters that a call takes in its address."""
    models: Iterable[Any] = (one for one in call.models if one.__ninja_param_source__ == "query")
    return {name for model in models for name in model.__ninja_flatten_map__}


def strangers(request: HttpRequest, names: Iterable[str]) -> HttpResponse:
    """A parameter that is passed over would be taken for one that was heeded."""
    words = _("参数{name} — 没有这个参数 — 请对照接口说明改正。")
    faults = [problems.Fault(f"query/{name}", words.format(name=name)) for name in names]
    return problems.invalid_parts(request, faults)


def no_method(request: HttpRequest, allowed: str) -> HttpResponse:
    return problems.answer(request, problems.NO_METHOD, headers={"Allow": allowed})


@csrf_exempt
def missing(request: HttpRequest) -> HttpResponse:
    """Whatever else stands below the address of the API."""
    return problems.missing(request)


def _allowed() -> HttpResponse:
    answer = HttpResponse(status=204, headers={"Allow": READING, "Access-Control-Max-Age": "86400"})
    answer["Access-Control-Allow-Methods"], answer["Access-Control-Allow-Headers"] = READING, MAY_SEND
    return answer


def of_any_site(answer: HttpResponseBase) -> HttpResponseBase:
    """A page of any site may read it: it says what everybody can read, whoever asks."""
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Access-Control-Expose-Headers"] = MAY_READ
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer

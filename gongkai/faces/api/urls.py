"""The addresses of the API, below /api/v1/: each call as it is opened, and what describes them all."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path, re_path

from gongkai.faces.api import description, own, proofs, public, sent, tokens
from gongkai.faces.api.doors import View, missing, open_to_all, with_token
from gongkai.faces.api.machine import Api

API = Api()
API.add_router("", public.router)
API.add_router("", proofs.router)
API.add_router("", tokens.router)
#: Where the calls with a token are.
WITH_TOKEN = (own, sent)
_DOORS = ((public.router, open_to_all), (proofs.router, open_to_all), (tokens.router, with_token))
_CALLS = {
    call.view_func.__name__: (call, door)
    for router, door in _DOORS
    for view in router.path_operations.values()
    for call in view.operations
}


def _opened(pattern: URLPattern) -> View:
    call, door = _CALLS[str(pattern.name)]
    opened = door(pattern.callback, call)
    opened.permit = getattr(call.view_func, "permit", None)  # type: ignore[attr-defined]
    return opened


app_name = "api"
urlpatterns = [
    path("", login_not_required(description.page(API)), name="api-root"),
    path("openapi.json", login_not_required(description.schema(API)), name="openapi"),
    *(
        path(str(one.pattern), _opened(one), name=one.name)
        for one in API.urls[0]
        if isinstance(one, URLPattern) and one.name in _CALLS
    ),
    re_path("", login_not_required(missing), name="missing"),
]

"""The addresses of the API, below /api/v1/: each call as it is opened, and what describes them all."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path, re_path

from gongkai.faces.api import description, public
from gongkai.faces.api.doors import missing, open_to_all
from gongkai.faces.api.machine import Api

API = Api()
API.add_router("", public.router)

app_name = "api"
_calls = {
    call.view_func.__name__: call
    for view in public.router.path_operations.values()
    for call in view.operations
}
urlpatterns = [
    path("", login_not_required(description.page(API)), name="api-root"),
    path("openapi.json", login_not_required(description.schema(API)), name="openapi"),
    *(
        path(str(one.pattern), open_to_all(one.callback, _calls[one.name]), name=one.name)
        for one in API.urls[0]
        if isinstance(one, URLPattern) and one.name in _calls
    ),
    re_path("", login_not_required(missing), name="missing"),
]

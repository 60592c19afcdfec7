"""The URLs of all faces."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "gongkai.faces.operation.views.bad_request"
handler403 = "gongkai.faces.workbench.refusals.forbidden"
handler404 = "gongkai.faces.workbench.refusals.missing"
handler500 = "gongkai.faces.operation.views.broken"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gongkai.faces.portal.urls")),
    path("api/v1/", include("gongkai.faces.api.urls")),
    path("ui/", include("gongkai.faces.ui.urls")),
    path("desk/", include("gongkai.faces.workbench.urls")),
    path("account/", include("gongkai.faces.workbench.entry.account_urls")),
    path("", include("gongkai.faces.operation.urls")),
]

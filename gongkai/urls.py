"""The URLs of all faces."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("gongkai.faces.portal.urls")),
    path("ui/", include("gongkai.faces.ui.urls")),
    path("desk/", include("gongkai.faces.workbench.urls")),
    path("account/", include("gongkai.faces.workbench.account_urls")),
]

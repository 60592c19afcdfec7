"""The addresses of a site with GONGKAI_DEBUG: the page of all components as well."""

from django.urls import include, path

from gongkai.faces.ui import display, urls

kit = ([*urls.SPECIMENS, path("display/", display.choose, name="display")], "ui")
urlpatterns = [path("ui/", include(kit)), path("", include("gongkai.faces.portal.urls"))]

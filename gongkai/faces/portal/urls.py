"""The URLs that anyone may open: this module is the one list of them."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase
from django.urls import URLPattern, path

from gongkai.faces.portal import checkup, many, views


def public(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """A page that needs no account; every other page of the site does."""
    return path(route, login_not_required(view), name=name)


app_name = "portal"
urlpatterns = [
    public("", views.home, name="home"),
    public("sample/", views.load_sample, name="sample"),
    public("check/", checkup.checkup, name="checkup"),
    public("check/files/<str:form>", checkup.checkup_file, name="checkup-file"),
    public("check/many/", many.index, name="many-index"),
    public("check/many/<str:name>/", many.page, name="many"),
    public("check/many/<str:name>/reports/", many.reports, name="many-reports"),
    public("check/many/<str:name>/reports/<int:id>/", many.report, name="many-report"),
    public("check/many/<str:name>/files/<str:table>.<str:form>", many.file, name="many-file"),
]

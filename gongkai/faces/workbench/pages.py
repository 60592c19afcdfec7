"""How a view of an organ answers: its template within the frame of the workbench, or a form as a page."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.faces.ui.forms import Form
from gongkai.faces.workbench.access import Visit
from gongkai.faces.workbench.frame import frame


def show(
    request: HttpRequest, visit: Visit, name: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """The page ``workbench/NAME.html``."""
    around = {"frame": frame(request, visit), "organ": visit.organ}
    return render(request, f"workbench/{name}.html", {**around, **context}, status=status)


def ask(
    request: HttpRequest, visit: Visit, form: Form, *, title: str, verb: str, back: str, lead: str = ""
) -> HttpResponse:
    """A form that is a page; a refused one is answered 422."""
    context = {"form": form, "title": title, "verb": verb, "back": back, "lead": lead}
    return show(request, visit, "form", context, status=422 if form.is_bound else 200)

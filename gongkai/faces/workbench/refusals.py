"""What may not be opened and what is not there.

Below the desk such a page keeps the frame: whoever strayed finds the menu and the way out.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gongkai.faces.ui.codes import code_of
from gongkai.faces.workbench.frame import frame_without_page


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with why where the program says so and the code under which it is logged."""
    return _told(request, 403, {"exception": str(exception), "code": code_of(request)})


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _told(request, 404, {})


def _told(request: HttpRequest, status: int, context: dict[str, object]) -> HttpResponse:
    is_at_the_desk = request.path.startswith(reverse("workbench:start"))
    around = {"frame": frame_without_page(request)} if is_at_the_desk else {}
    return render(request, f"{status}.html", {**context, **around}, status=status)

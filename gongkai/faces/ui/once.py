"""A form does its work once, however often it is sent: a double click, the back button, a reload.

Every form of the kit carries a token (``{% once %}``). A view decorated with ``once`` answers the second
sending of a token with what the first was answered.
"""

from collections.abc import Callable
from functools import wraps
from secrets import token_urlsafe
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gongkai.faces.ui.marks import Mark
from gongkai.faces.ui.toasts import say

View = Callable[..., HttpResponse]


def token() -> str:
    return token_urlsafe(16)


def once(view: View) -> View:
    """The view, whose redirect is remembered. Any other answer is a refusal: the form may be sent again."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        sent = request.POST.get("once", "")[:64]
        if not sent:
            return view(request, *args, **more)
        mark = Mark(f"{request.path}:{sent}")
        if not mark.make():
            say(request, _("刚才已经收到，没有重复办理。"))
            return redirect(mark.answer or request.path)
        answer = None
        try:
            answer = view(request, *args, **more)
        finally:
            if isinstance(answer, HttpResponseRedirect):
                mark.keep(answer.url)
            else:
                mark.take_away()
        return answer

    return wrapper

"""A form does its work once, however often it is sent: a double click, the back button, a reload.

Every form of the kit carries a token (``{% once %}``). A view decorated with ``once`` answers the second
sending of a token with what the first was answered.
"""

from collections.abc import Callable
from functools import wraps
from secrets import token_urlsafe
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gongkai.faces.ui.toasts import say

KEPT = 24 * 60 * 60  # seconds; a page open for longer is asked again by its session
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
        key = f"once:{request.path}:{sent}"
        if not cache.add(key, "", KEPT):
            say(request, _("刚才已经收到，没有重复办理。"))
            return redirect(cache.get(key) or request.path)
        answer = None
        try:
            answer = view(request, *args, **more)
        finally:
            if isinstance(answer, HttpResponseRedirect):
                cache.set(key, answer.url, KEPT)
            else:
                cache.delete(key)
        return answer

    return wrapper

"""How this browser shows the pages: light or dark, normal or 长辈版, Chinese or English. Kept in cookies."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gongkai.lib.language import speaking

YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that a reader may choose; the first of its values needs no cookie."""

    name: str
    label: object
    values: tuple[tuple[str, object], ...]
    cookie: str

    def of(self, request: HttpRequest) -> str:
        """The value in force for this browser."""
        kept = request.COOKIES.get(self.cookie, "")
        return kept if kept in dict(self.values) else self.values[0][0]


THEME = Choice(
    "theme",
    gettext_lazy("明暗"),
    (("", gettext_lazy("随系统")), ("light", gettext_lazy("浅色")), ("dark", gettext_lazy("深色"))),
    "gongkai_theme",
)
SIZE = Choice(
    "size",
    gettext_lazy("版式"),
    (("", gettext_lazy("普通版")), ("elder", gettext_lazy("长辈版"))),
    "gongkai_size",
)
#: Each language is called by its own name, whatever the page speaks.
LANGUAGE = Choice(
    "language",
    gettext_lazy("语言"),
    (("", ""), ("zh-hans", "中文"), ("en", "English")),
    settings.LANGUAGE_COOKIE_NAME,
)
CHOICES = (THEME, SIZE, LANGUAGE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A choice as a page offers it: ``options`` are (value, words, whether it is in force)."""

    name: str
    label: object
    options: tuple[tuple[str, object, bool], ...]


def context(request: HttpRequest) -> dict[str, object]:
    """What every page knows of its reader's choices."""
    return {
        "theme": THEME.of(request),
        "size": SIZE.of(request),
        "choices": [_shown(request, c) for c in CHOICES],
    }


def _shown(request: HttpRequest, choice: Choice) -> Shown:
    current = translation.get_language() if choice is LANGUAGE else choice.of(request)
    options = [(value, words, value == current) for value, words in choice.values if words]
    return Shown(choice.name, choice.label, tuple(options))


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The page in the language chosen; else in that of the site, whatever the browser's maker set."""

    def in_language(request: HttpRequest) -> HttpResponse:
        if not (chosen := LANGUAGE.of(request)):
            return get_response(request)
        with translation.override(chosen), speaking(chosen):
            return get_response(request)

    return in_language


@csrf_exempt  # how a page looks is all that hangs on it, and public pages hold nothing of a reader
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen, and back to the page on which it was; not for a page of another site."""
    origin = request.headers.get("Origin", "")
    if origin and not url_has_allowed_host_and_scheme(origin, request.get_host()):
        raise PermissionDenied
    here = request.POST.get("next", "")
    is_ours = here.startswith("/") and url_has_allowed_host_and_scheme(here, None)
    response = HttpResponseRedirect(here if is_ours else "/")
    for choice in CHOICES:
        value = request.POST.get(choice.name)
        if value == choice.values[0][0]:
            response.delete_cookie(choice.cookie, samesite="Lax")
        elif value in dict(choice.values):
            response.set_cookie(choice.cookie, value, max_age=YEAR, samesite="Lax", httponly=True)
    return response

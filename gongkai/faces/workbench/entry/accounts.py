"""Logging in: what allauth asks of the site, its log-in page under axes' guard, where one is logged in.

What allauth and Django say in Chinese stands in ``gongkai/locale/zh_Hans``.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.signals import on_user_logged_in
from allauth.usersessions.views import ListUserSessionsView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.ledger.audit.actions import keys
from gongkai.ledger.people.models import Person

#: Whoever is let in without a password typed here; allauth's own backend is who does it.
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: people are entered by whoever manages them, and invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed like applicants' data."""

    def encrypt(self, text: str) -> str:
        return keys().seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return keys().open(encrypted_text)


def attempted_name(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Whom somebody tried to be, for axes: allauth's form calls the field otherwise than its backend."""
    return ((credentials or {}).get("username") or request.POST.get("login", "")).lower()


#: Browsers and systems by what stands in their name, the more particular first: Edge calls itself Chrome too.
BROWSERS = (
    *(("MicroMessenger", gettext_lazy("微信")), ("Edg", "Edge"), ("QQBrowser", gettext_lazy("QQ浏览器"))),
    *(("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")),
)
SYSTEMS = (
    *(("OpenHarmony", gettext_lazy("鸿蒙")), ("Android", gettext_lazy("安卓")), ("iPhone", "iPhone")),
    *(("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux")),
)


def device(user_agent: str) -> str:
    """Browser · system, as a person knows them."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), _("别的浏览器"))
    system = next((name for mark, name in SYSTEMS if mark in user_agent), _("别的系统"))
    return f"{browser} · {system}"


def let_in(request: HttpRequest, person: Person) -> None:
    """Log somebody in past the log-in page; 登录记录, which allauth fills there, tells of it all the same."""
    login(request, person, backend=_BACKEND)
    on_user_logged_in(sender=None, request=request)


class Sessions(ListUserSessionsView):
    """登录记录: where the person is logged in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        for session in context["sessions"]:
            session.device = device(session.user_agent)
        return context


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class Login(LoginView):
    """The log-in page. Ten wrong passwords from one place close the name there for a quarter of an hour."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Named as everywhere else, and no placeholder that repeats the label."""
        form = super().get_form(*args, **kwargs)
        form.fields["login"].label = _("登录名")
        for field in form.fields.values():
            field.widget.attrs.pop("placeholder", None)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "signup_url": None, "outside": self._outside()}

    def _outside(self) -> dict[str, str] | None:
        """Where one logs in from outside, and what that is called there; None where nothing is set up."""
        if not settings.OIDC_ISSUER:
            return None
        address = reverse("openid_connect_login", args=(settings.OIDC_ID,))
        if next_url := get_next_redirect_url(self.request):
            address = f"{address}?{urlencode({'next': next_url})}"
        return {"name": settings.OIDC_NAME, "address": address}

"""Logging in: what allauth asks of the site, and its log-in page under axes' guard."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.views import LoginView
from allauth.mfa.adapter import DefaultMFAAdapter
from axes.decorators import axes_dispatch, axes_form_invalid
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from gongkai.ledger.audit.actions import keys


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
        return {**super().get_context_data(**kwargs), "signup_url": None}

"""统一身份认证: logging in by the OpenID provider of a province or city, where the installation names one.

The provider says who somebody is; what they may do stands in their roles here. Nobody signs up: whom nobody
has entered is refused. Imported where it is switched on alone, for it needs the extra ``oidc``.
"""

import logging
from functools import cached_property
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from requests import RequestException

from gongkai.ledger.people import actions, queries

logger = logging.getLogger(__name__)
#: How a provider is told to have spoken nonsense.
_STRANGE = (RequestException, OAuth2Error, KeyError, TypeError, ValueError)


class Provider(OpenIDConnectOAuth2Adapter):
    """What the standard asks for besides what allauth looks at: the signature always, the issuer as it was
    named, and one person in both answers."""

    @cached_property
    def _known(self) -> dict[str, Any]:
        found: dict[str, Any] = super().openid_config
        if found["issuer"].rstrip("/") != settings.OIDC_ISSUER:
            raise OAuth2Error("another issuer")
        return found

    @property
    def openid_config(self) -> dict[str, Any]:
        return self._known

    def get_access_token_data(self, *arguments: Any, **more: Any) -> dict[str, Any]:
        data: dict[str, Any] = super().get_access_token_data(*arguments, **more)
        self.did_fetch_access_token = False  # else its signature would not be looked at
        return data

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **more: Any) -> SocialLogin:
        """Nothing of what the provider tells is kept but its own number of the person."""
        if not more["response"].get("id_token"):
            raise OAuth2Error("no identity")
        login = super().complete_login(request, app, token, **more)
        said = login.account.extra_data
        signed, told = said["id_token"], said["userinfo"]
        if signed["sub"] != told["sub"]:
            raise OAuth2Error("another person")
        login.claimed = str(told.get(settings.OIDC_CLAIM) or signed.get(settings.OIDC_CLAIM) or "")
        login.account.extra_data = {}
        return login


class OutsideAdapter(DefaultSocialAccountAdapter):
    """Who comes from the provider is the person whose 登录名 it vouches for; from then on its own number of
    them counts, so that a name given to somebody else opens nothing."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.is_existing:
            return
        person = queries.by_username(sociallogin.claimed)
        if person is None or not person.is_active:
            _refuse(
                request,
                _(
                    "统一身份认证的账号“{name}” — 本系统里没有这个登录名 — 请系统管理员先建立账号、给出角色。"
                ).format(name=sociallogin.claimed),
            )
        if queries.bindings(person).filter(provider=sociallogin.account.provider).exists():
            _refuse(
                request,
                _(
                    "登录名“{name}” — 已经与统一身份认证的另一个账号绑定 — 请管服务器的人核实后解除绑定。"
                ).format(name=person.username),
            )
        sociallogin.connect(request, person)
        actions.note_outside(person=person)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        logger.warning("统一身份认证没有让人进来：%s %s", error, exception)
        if error == AuthError.CANCELLED:
            _refuse(request, _("统一身份认证 — 在那里取消了 — 需要的话请再登录一次。"))
        _refuse(request, _("统一身份认证 — 答复不能采信 — 请再试一次；还不行，请管服务器的人看日志。"))


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return _opened(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    return _opened(OAuth2CallbackView, request, provider_id)


def _opened(view: Any, request: HttpRequest, provider_id: str) -> HttpResponseBase:
    if provider_id != settings.OIDC_ID:
        raise Http404
    try:
        answer: HttpResponseBase = view.adapter_view(Provider(request, provider_id))(request)
    except _STRANGE as error:
        logger.warning("统一身份认证连不上：%r", error)
        return _refused(
            request, _("统一身份认证 — 现在连不上 — 请过一会儿再试，或者用登录名和密码登录。"), 503
        )
    return answer


def _refuse(request: HttpRequest, why: str) -> NoReturn:
    raise ImmediateHttpResponse(_refused(request, why, 403))


def _refused(request: HttpRequest, why: str, status: int) -> HttpResponse:
    return render(request, "workbench/entry/outside_refused.html", {"why": why}, status=status)

"""Calls with a token: who is behind it, what it lets them do, and how often.

A token opens one organ. Any other is not there for it, whether it exists or not.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja.security import HttpBearer

from gongkai.faces.api import problems
from gongkai.faces.public.limits import Limit
from gongkai.ledger.tokens import actions, queries
from gongkai.ledger.tokens.models import Token
from gongkai.ledger.tokens.options import Permit
from gongkai.lib.today import today

#: Secrets from one address that belong to no token; calls with one token.
GUESSING = Limit("token-guessing", 30, 900)
CALLING = Limit("token-calling", 300, 60)
LONGEST = 100


class Bearer(HttpBearer):
    """Authorization: Bearer, then the secret."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        if GUESSING.is_reached(request):
            raise _too_many(GUESSING)
        found = queries.behind(token, today()) if len(token) <= LONGEST else None
        if found is None:
            GUESSING.count(request)
            return None
        key = str(found.pk)
        if CALLING.count(request, key) > CALLING.most:
            raise _too_many(CALLING)
        actions.note_use(found, today())
        return found


router = Router(tags=["凭令牌"], auth=Bearer(), by_alias=True)
View = Callable[..., Any]


def call(
    method: str, path: str, permit: Permit, shape: Any, summary: str, about: str, **more: Any
) -> Callable[[View], View]:
    """A call at ``/organs/ORGAN`` and the path for tokens that have this permit."""

    def decorate(view: View) -> View:
        @wraps(view)
        def permitted(request: HttpRequest, organ_id: int, **asked: Any) -> Any:
            token = token_of(request)
            if token.organ_id != organ_id:
                raise Http404
            if permit.code not in token.permits:
                raise problems.Refused(problems.NO_SCOPE, _no_scope(permit))
            return view(request, organ_id, **asked)

        permitted.permit = permit  # type: ignore[attr-defined]  # the table of addresses is held against it
        extra = {"x-scope": permit.code, **more.pop("extra", {})}
        route = f"/organs/{{int:organ_id}}{path}"
        told = {"summary": summary, "description": about, "response": shape, "openapi_extra": extra}
        registered: View = router.api_operation([method], route, **told, **more)(permitted)
        return registered

    return decorate


def token_of(request: HttpRequest) -> Token:
    found = request.auth  # type: ignore[attr-defined]  # where Bearer has left it
    assert isinstance(found, Token)
    return found


def _no_scope(permit: Permit) -> str:
    words = _("令牌 — 没有“{permit}”（{code}）这一项权限 — 请机关的系统管理员另发一个带这一项的。")
    return words.format(permit=_(permit.zh), code=permit.code)


def _too_many(limit: Limit) -> problems.Refused:
    return problems.Refused(problems.TOO_MANY, headers={"Retry-After": str(limit.window)})

"""Writing tokens: made by who keeps the system, agreed to by who may do what they let do, and revoked."""

from collections.abc import Sequence
from datetime import date, timedelta
from secrets import token_urlsafe

from django.db import transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.models import Person
from gongkai.ledger.tokens import queries
from gongkai.ledger.tokens.models import Token
from gongkai.ledger.tokens.options import Permit
from gongkai.lib.language import _
from gongkai.lib.today import now, today

#: By which a secret is known where it has strayed into a text.
PREFIX = "gongkai_"
#: Nothing that nobody looks at again lasts longer.
LONGEST = timedelta(days=366)


@transaction.atomic
def make(
    *, organ: Organ, name: str, permits: Sequence[Permit], expires_on: date, by: Person
) -> tuple[Token, str]:
    """A new token and its secret, which is told this once. Whoever may do all that it lets do has agreed
    by making it; else somebody must who may: to keep the system is not to see what is in it."""
    on = today()
    if not permits:
        raise Refused(_("权限 — 一项也没有选 — 请选令牌要用到的。"))
    if not on <= expires_on <= on + LONGEST:
        raise Refused(_("有效期至 — 不在一年以内 — 请填今天以后一年内的日期。"))
    secret = PREFIX + token_urlsafe(32)
    row = Token.objects.create(
        organ=organ,
        name=name,
        permits=[permit.code for permit in permits],
        digest=queries.digest_of(secret),
        made_by=str(by),
        agreed_by=str(by) if queries.may_answer_for(by, organ, permits, on) else "",
        created_at=now(),
        expires_on=expires_on,
    )
    audit.created([row], actor=str(by), organ=organ)
    return row, secret


@transaction.atomic
def agree(*, token: Token, by: Person) -> Token:
    """From now on it works."""
    row = _locked(token)
    if row.agreed_by or row.revoked_at:
        raise Refused(_("令牌 — 已经有人同意过，或者停用了 — 不用再办。"))
    if not queries.may_answer_for(by, row.organ, row.lets, today()):
        raise Refused(_("令牌 — 有的权限您自己没有 — 请有这些权限的人来同意，或者重发一个权限小的。"))
    before = state_of(row)
    row.agreed_by = str(by)
    row.save()
    audit.changed([(before, row)], actor=str(by), organ=row.organ, reason=_("同意令牌起用"))
    return row


@transaction.atomic
def revoke(*, token: Token, actor: str) -> Token:
    """From now on it works no more."""
    row = _locked(token)
    if row.revoked_at is None:
        before = state_of(row)
        row.revoked_at = now()
        row.save()
        audit.changed([(before, row)], actor=actor, organ=row.organ, reason=_("停用令牌"))
    return row


def note_use(token: Token, on: date) -> None:
    """The day of its last use, written once a day."""
    if token.used_on != on:
        Token.objects.filter(pk=token.pk).update(used_on=on)


def _locked(token: Token) -> Token:
    return Token.objects.select_for_update().get(pk=token.pk)

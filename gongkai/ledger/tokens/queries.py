"""Reading tokens: those of an organ, and the one behind a secret."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.queries import standing
from gongkai.ledger.people.roles import ROLES, Duty, Role
from gongkai.ledger.tokens.models import Token
from gongkai.ledger.tokens.options import Permit

#: Whoever has none of these says no word on what others may do: a clerk, and who only reads.
AGREE = frozenset({Duty.APPROVE, Duty.SUPERVISE})


def of(scope: Scope) -> list[Token]:
    """Every token that was ever made there, the latest first."""
    return list(Token.objects.within(scope))


def behind(secret: str, on: date) -> Token | None:
    """The token with this secret, where it works on a day."""
    found = Token.objects.select_related("organ").filter(digest=digest_of(secret)).first()
    return found if found and found.works_on(on) and found.organ.exists_on(on) else None


def may_answer_for(person: Any, organ: Organ, permits: Iterable[Permit], on: date) -> bool:
    """Whether a person may do there all that these let do, and so may give it away."""
    return {permit.duty for permit in permits} <= standing(person, on).duties(organ)


def roles_for(permits: Iterable[Permit]) -> list[Role]:
    """The roles that each may agree to all that these let do; none where it takes several."""
    wanted = {permit.duty for permit in permits}
    return [role for role in ROLES if wanted <= role.duties and role.duties & AGREE]


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()

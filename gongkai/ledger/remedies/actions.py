"""Writing the register of reviews and suits."""

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.ledger import records
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies.models import RemedyCase


def register(*, organ: Organ, rows: Sequence[RemedyCase], actor: str, reason: str = "") -> list[RemedyCase]:
    """Enter cases."""
    return records.create(rows, organ=organ, actor=actor, reason=reason)


def amend(
    *,
    organ: Organ,
    pairs: Sequence[tuple[RemedyCase, Mapping[str, Any]]],
    actor: str,
    reason: str,
    save: bool = True,
    erase: Sequence[str] = (),
) -> list[RemedyCase]:
    """Correct cases; the ones that changed are returned."""
    return records.amend(pairs, organ=organ, actor=actor, reason=reason, save=save, erase=erase)

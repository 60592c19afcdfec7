"""Writing disclosures, channel counts and acts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from gongkai.ledger import records
from gongkai.ledger.disclosures.models import AdministrativeAct, ChannelCount, Disclosure
from gongkai.ledger.disclosures.public import actions as public
from gongkai.ledger.organs.models import Organ

Row = Disclosure | ChannelCount | AdministrativeAct


@transaction.atomic
def register(*, organ: Organ, rows: Sequence[Row], actor: str, reason: str = "") -> list[Row]:
    """Enter rows of one of the three tables."""
    stored = records.create(rows, organ=organ, actor=actor, reason=reason)
    _follow(stored)
    return stored


@transaction.atomic
def amend(
    *,
    organ: Organ,
    pairs: Sequence[tuple[Row, Mapping[str, Any]]],
    actor: str,
    reason: str,
    save: bool = True,
    erase: Sequence[str] = (),
) -> list[Row]:
    """Correct rows; the ones that changed are returned."""
    changed = records.amend(pairs, organ=organ, actor=actor, reason=reason, save=save, erase=erase)
    if save:
        _follow(changed)
    return changed


def _follow(rows: Sequence[Row]) -> None:
    public.follow([row for row in rows if isinstance(row, Disclosure)])

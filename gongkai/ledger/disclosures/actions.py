"""Writing disclosures, channel counts and acts."""

from collections.abc import Mapping, Sequence
from typing import Any

from gongkai.ledger import records
from gongkai.ledger.disclosures.models import AdministrativeAct, ChannelCount, Disclosure
from gongkai.ledger.organs.models import Organ

Row = Disclosure | ChannelCount | AdministrativeAct


def register(*, organ: Organ, rows: Sequence[Row], actor: str, reason: str = "") -> list[Row]:
    """Enter rows of one of the three tables."""
    return records.create(rows, organ=organ, actor=actor, reason=reason)


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
    return records.amend(pairs, organ=organ, actor=actor, reason=reason, save=save, erase=erase)

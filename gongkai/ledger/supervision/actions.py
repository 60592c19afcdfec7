"""Writing the register of activities."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from gongkai.ledger import records
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.supervision import files
from gongkai.ledger.supervision.models import Activity


def register(*, organ: Organ, rows: Sequence[Activity], actor: str, reason: str = "") -> list[Activity]:
    """Enter activities."""
    return records.create(rows, organ=organ, actor=actor, reason=reason)


def amend(
    *,
    organ: Organ,
    pairs: Sequence[tuple[Activity, Mapping[str, Any]]],
    actor: str,
    reason: str,
    save: bool = True,
    erase: Sequence[str] = (),
) -> list[Activity]:
    """Correct activities; the ones that changed are returned."""
    return records.amend(pairs, organ=organ, actor=actor, reason=reason, save=save, erase=erase)


def sweep() -> int:
    """Drop the files that no matter names; how many."""
    return files.sweep()


@transaction.atomic
def reseal() -> int:
    """Seal the names and keys of files anew under the newest key; the number of rows."""
    return files.reseal()

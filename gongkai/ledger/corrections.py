"""What a correction 更正 changed in a row: from what to what, by whom, when and why. It stands in the row
itself, so that the log vouches for it as for every other column.
"""

import json
from collections.abc import Collection, Iterable, Mapping

from gongkai.ledger.base import Corrected
from gongkai.lib.today import now


def note(
    row: Corrected, before: Mapping[str, object], after: Mapping[str, object], *, actor: str, reason: str
) -> None:
    """Add to the row what parts two of its states, by column; of a sealed value only the masks are told."""
    changes = {name: [before.get(name), after.get(name)] for name in sorted(_parting(before, after))}
    said = {"at": now().isoformat(), "by": actor, "reason": reason, "changes": changes}
    # as it is read again: a day is its writing
    row.corrections = [*row.corrections, json.loads(json.dumps(said, default=str))]


def forget(row: Corrected, columns: Collection[str]) -> None:
    """Have no correction tell what stood in these columns, because nobody may read it any more."""
    row.corrections = [
        {**one, "changes": {name: both for name, both in one["changes"].items() if name not in columns}}
        for one in row.corrections
    ]


def _parting(before: Mapping[str, object], after: Mapping[str, object]) -> Iterable[str]:
    parting = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    # the same mask may stand for another value: the fingerprint tells them apart
    return {name.replace("_print", "_masked") for name in parting if not name.endswith("_sealed")}

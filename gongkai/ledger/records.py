"""Creating and amending plain ledger rows, each change with its row in the log, in one transaction."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import models, transaction

from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Corrected, state_of
from gongkai.ledger.corrections import note
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.words import actions as index

M = TypeVar("M", bound=models.Model)
C = TypeVar("C", bound=Corrected)
BATCH = 1000


@transaction.atomic
def create(rows: Sequence[M], *, organ: Organ, actor: str, reason: str = "") -> list[M]:
    """Store new rows of one table."""
    if not rows:
        return []
    stored: list[M] = type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
    index.put(stored)
    audit.created(stored, actor=actor, organ=organ, reason=reason)
    return stored


@transaction.atomic
def amend(
    pairs: Sequence[tuple[C, Mapping[str, Any]]],
    *,
    organ: Organ,
    actor: str,
    reason: str = "",
    save: bool = True,
    erase: Sequence[str] = (),
) -> list[C]:
    """Bring rows to the values given; the ones that changed are returned.

    None and empty values say nothing and erase nothing; the columns in ``erase`` are emptied where no value
    is given. ``save=False`` only tells what would change.
    """
    changed: list[tuple[Mapping[str, object], C]] = []
    names: set[str] = set()
    for row, values in pairs:
        before = state_of(row)
        differing = {
            name: value
            for name, value in values.items()
            if value not in (None, "", [], {}) and value != getattr(row, name)
        }
        for name in erase:
            empty = _empty(row, name)
            if name not in values and getattr(row, name) != empty:
                differing[name] = empty
        for name, value in differing.items():
            setattr(row, name, value)
        if differing:
            note(row, before, state_of(row), actor=actor, reason=reason)
            changed.append((before, row))
            names.update(differing, ["corrections"])
    if save and changed:
        type(changed[0][1])._default_manager.bulk_update(
            [row for _, row in changed], sorted(names), batch_size=200
        )
        index.put([row for _, row in changed])
        audit.changed(changed, actor=actor, organ=organ, reason=reason)
    return [row for _, row in changed]


def _empty(row: models.Model, name: str) -> Any:
    field = next(field for field in row._meta.concrete_fields if field.name == name)
    return None if field.null else field.get_default()

"""Writing disclosures, channel counts and acts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.ledger import records
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.intake import folder
from gongkai.ledger.disclosures.making import files, publishing
from gongkai.ledger.disclosures.making.typed import objection
from gongkai.ledger.disclosures.models import (
    AdministrativeAct,
    ChannelCount,
    Coordination,
    Disclosure,
    Intake,
    Original,
    PublishedFile,
    Record,
)
from gongkai.ledger.disclosures.public import actions as public
from gongkai.ledger.disclosures.subscriptions import actions as subscriptions
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.vault import reseal_rows

Row = Disclosure | ChannelCount | AdministrativeAct


@transaction.atomic
def register(*, organ: Organ, rows: Sequence[Row], actor: str, reason: str = "") -> list[Row]:
    """Enter rows of one of the three tables. Refused where one would tell everybody what it must not."""
    _screen((row, {}) for row in rows)
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
    """Correct rows; the ones that changed are returned. Refused as in ``register``."""
    _screen(pairs)
    changed = records.amend(pairs, organ=organ, actor=actor, reason=reason, save=save, erase=erase)
    if save:
        _follow(changed)
    return changed


def _screen(pairs: Iterable[tuple[Row, Mapping[str, Any]]]) -> None:
    for row, values in pairs:
        if isinstance(row, Disclosure) and (found := objection(row, values)):
            raise Refused(found[1])


def _follow(rows: Sequence[Row]) -> None:
    public.follow([row for row in rows if isinstance(row, Disclosure)])


def expire(*, on: date) -> int:
    """What ends by itself on a day; how many."""
    return publishing.expire(on=on)


def sweep() -> int:
    """Drop the files that no record names, and what came by a folder long ago; how many."""
    return files.sweep() + folder.sweep()


@transaction.atomic
def reseal() -> int:
    """Seal what was read and the keys of files anew under the newest key; the number of rows."""
    return (
        reseal_rows(Record.objects.only("id", "read_sealed"), ["read_sealed"])
        + reseal_rows(
            Original.objects.only("id", "name_sealed", "key_sealed", "read_sealed"),
            ["name_sealed", "key_sealed", "read_sealed"],
        )
        + reseal_rows(PublishedFile.objects.only("id", "key_sealed"), ["key_sealed"])
        + reseal_rows(
            Coordination.objects.exclude(place="").only("id", "name_sealed", "key_sealed"),
            ["name_sealed", "key_sealed"],
        )
        + reseal_rows(Intake.objects.exclude(said_sealed="").only("id", "said_sealed"), ["said_sealed"])
        + reseal_rows(Intake.objects.exclude(sender_sealed="").only("id", "sender_sealed"), ["sender_sealed"])
        + subscriptions.reseal()
    )

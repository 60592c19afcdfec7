"""Writing the register of activities."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.law.duties import Duty
from gongkai.ledger import records
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.models import Person
from gongkai.ledger.supervision import files, tasks
from gongkai.ledger.supervision.models import Activity, Discharge
from gongkai.lib.language import _
from gongkai.lib.today import today


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


def hand_over(*, organ: Organ, person: Person, successor: Person, actor: str) -> int:
    """交接: the tasks that a person has in hand are the successor's; how many."""
    return tasks.hand_over(organ=organ, person=person, successor=successor, actor=actor)


@transaction.atomic
def discharge(
    *, organ: Organ, duty: Duty, last_day: date, done_on: date, proof: str, actor: str
) -> Discharge:
    """Note that a round of a duty was done, and what proves it. Refused for a day that has not come, and
    where somebody has noted it already."""
    if done_on > today():
        raise Refused(_("哪天办的 — 晚于今天 — 请写真正办的那一天。"))
    row, before = _locked(organ, duty, last_day)
    if row.done_on:
        raise Refused(
            _("{duty} — {day}已经登记办了 — 要改先撤回那次登记。").format(duty=_(duty.zh), day=row.done_on)
        )
    row.done_on, row.proof = done_on, proof
    return audit.put(row, before, "duty.discharge", actor=actor)


@transaction.atomic
def take_back(*, organ: Organ, duty: Duty, last_day: date, reason: str, actor: str) -> Discharge:
    """Take back that a round was done; Refused where nobody said so."""
    row, before = _locked(organ, duty, last_day)
    if not row.done_on:
        raise Refused(_("{duty} — 没有登记过 — 不用撤回。").format(duty=_(duty.zh)))
    row.done_on, row.proof = None, ""
    return audit.put(row, before, "duty.take_back", actor=actor, reason=reason)


def _locked(organ: Organ, duty: Duty, last_day: date) -> tuple[Discharge, Mapping[str, object] | None]:
    """The row of a round, made where there is none, and what it said; of two who note it the second waits."""
    Organ.objects.select_for_update().get(pk=organ.pk)
    row = Discharge.objects.filter(organ=organ, duty=duty.code, last_day=last_day).first()
    return (row, state_of(row)) if row else (Discharge(organ=organ, duty=duty.code, last_day=last_day), None)


def sweep() -> int:
    """Drop the files that no matter names; how many."""
    return files.sweep()


@transaction.atomic
def reseal() -> int:
    """Seal the names and keys of files anew under the newest key; the number of rows."""
    return files.reseal()

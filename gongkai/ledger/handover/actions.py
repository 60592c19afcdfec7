"""Handing a job over: roles from a day on, and the tasks that the person has in hand."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from gongkai.ledger.people import actions as people
from gongkai.ledger.people.models import Handover, Membership, Person
from gongkai.ledger.supervision import actions as supervision


@transaction.atomic
def carry_out(
    *,
    roles: Sequence[Membership],
    successor: Person,
    on: date,
    with_tasks: bool,
    actor: str,
    by: Person,
    reason: str = "",
) -> tuple[Handover, int]:
    """The roles change hands on the day, the tasks at once; how many those were."""
    made = people.hand_over(roles=roles, successor=successor, on=on, actor=actor, by=by, reason=reason)
    if not with_tasks:
        return made, 0
    return made, supervision.hand_over(organ=made.organ, person=made.person, successor=successor, actor=actor)

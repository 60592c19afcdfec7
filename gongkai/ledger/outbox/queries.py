"""Reading the outbox: ways, notices in force, what was sent, and when somebody may be written to."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from gongkai.law.reminders import AT_ONCE, NEVER_LATE, OVERDUE
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox.models import Dispatch, Notice, Preference, State, Way
from gongkai.ledger.people.models import Person
from gongkai.lib.hours import Hours, read_quiet, read_time


def ways(organ: Organ) -> dict[str, Way]:
    """The ways that an organ has set up, by code."""
    return {way.code: way for way in Way.objects.filter(organ=organ)}


def said(way: Way) -> dict[str, str]:
    """What a way was told: addresses and keys in plain."""
    found: dict[str, str] = json.loads(keys().open(way.said_sealed) or "{}")
    return found


def preference(person: Person) -> Preference:
    """How a person wants to be told; unsaved where they never said."""
    return Preference.objects.filter(person=person).first() or Preference(person=person)


def hours(organ: Organ, wish: Preference | None = None) -> Hours:
    """When a person may be written to, or the group of an organ."""

    def chosen(own: str, option: str) -> str:
        return getattr(wish, own, "") or str(organ.option(option))

    digest_at = read_time(chosen("digest_at", "digest_at"))
    assert digest_at  # nothing else is let in
    return Hours(
        digest_at,
        chosen("pace", "remind_pace"),
        read_quiet(chosen("quiet_hours", "quiet_hours")),
        organ.option("remind_days") == "workdays",
    )


def in_force(scope: Scope) -> QuerySet[Notice]:
    """What is told of now because its day is near, the first due first."""
    return Notice.objects.within(scope).filter(over_at=None).exclude(stage=AT_ONCE)


@dataclass(frozen=True, slots=True)
class Near:
    """How many things are told of, and how many of them are late."""

    count: int
    late: int


def near(scope: Scope) -> Near:
    rows = in_force(scope).order_by()
    late = Count("pk", filter=Q(stage=OVERDUE) & ~Q(step__in=NEVER_LATE))
    return Near(**rows.aggregate(count=Count("pk"), late=late))


def stuck(scope: Scope) -> int:
    """How many ways stand still until somebody mends them."""
    return Way.objects.filter(organ__in=scope.organ_ids, is_on=True).exclude(trouble="").count()


def dispatches(scope: Scope) -> QuerySet[Dispatch]:
    """Every message, the newest first, with how many things it tells of."""
    rows = Dispatch.objects.within(scope).select_related("person")
    return rows.annotate(told=Count("notices"))


def is_due(at: datetime) -> bool:
    """Whether a message waits that may go now, or one was cut off."""
    waiting = Dispatch.objects.filter(state=State.WAITING, send_after__lte=at)
    return waiting.exists() or Dispatch.objects.filter(state=State.SENDING).exists()

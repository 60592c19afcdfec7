"""Reading activities, always within a scope."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from gongkai.ledger.base import Scope
from gongkai.ledger.supervision.models import Activity


@dataclass(frozen=True, slots=True)
class ActivitySum:
    """What one kind of activity came to in a year. ``people`` is None where nobody counted them."""

    count: int = 0
    people: int | None = None


def of(scope: Scope) -> QuerySet[Activity]:
    return Activity.objects.within(scope)


def sums(scope: Scope, year: int) -> dict[str, ActivitySum]:
    """Per kind: how many, and how many people took part."""
    rows = (
        of(scope)
        .filter(on__year=year)
        .order_by()
        .values_list("kind")
        .annotate(count=Count("pk"), people=Sum("people"))
    )
    return {kind: ActivitySum(count, people) for kind, count, people in rows}


def days_by_kind(scope: Scope, first: date, last: date) -> dict[str, list[date]]:
    """Per kind: on which days between two something was done."""
    found: dict[str, list[date]] = {}
    for kind, day in of(scope).filter(on__range=(first, last)).values_list("kind", "on"):
        found.setdefault(kind, []).append(day)
    return found


def topics(scope: Scope, year: int, kind: str) -> tuple[str, ...]:
    """What the activities of one kind were about; the note where no topic was entered."""
    rows = of(scope).filter(on__year=year, kind=kind).values_list("topic", "note")
    return tuple(topic or note for topic, note in rows if topic or note)


def busy_organs(scope: Scope, year: int) -> set[int]:
    """The organs that did anything in the year."""
    return set(of(scope).filter(on__year=year).order_by().values_list("organ_id", flat=True).distinct())


def years(scope: Scope) -> set[int]:
    return {day.year for day in of(scope).dates("on", "year")}

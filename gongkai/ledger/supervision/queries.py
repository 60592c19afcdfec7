"""Reading activities, always within a scope."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from gongkai.law.duties import BY_CODE as DUTY
from gongkai.law.duties import Duty
from gongkai.ledger.base import Scope
from gongkai.ledger.supervision.models import Activity, Discharge


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


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a round of a duty is done: an activity by its key, or what somebody noted."""

    on: date | None
    said: str
    activity: int | None = None


def is_activity(duty: Duty) -> bool:
    """Whether a duty is done by an activity, which the register shows."""
    return duty.code in Activity.Kind


def proofs(scope: Scope, first: date, last: date) -> dict[tuple[str, date], Proof]:
    """By duty and the last day of its round: what shows that it is done, of rounds that end or activities
    that were held between two days. Of several activities the first counts."""
    rows = of(scope).filter(on__range=(first, last), kind__in=DUTY).reverse()
    held = {
        (kind, DUTY[kind].round_on(on)[1]): Proof(on, topic, pk)
        for kind, on, topic, pk in rows.values_list("kind", "on", "topic", "pk")
    }
    said = Discharge.objects.within(scope).filter(last_day__range=(first, last), done_on__isnull=False)
    noted = said.values_list("duty", "last_day", "done_on", "proof")
    return {(duty, end): Proof(on, proof) for duty, end, on, proof in noted} | held


def discharge_of(scope: Scope, duty: Duty, last_day: date) -> Discharge | None:
    """That a round of a duty was noted as done; None where nobody did, or it was taken back."""
    rows = Discharge.objects.within(scope).filter(duty=duty.code, last_day=last_day, done_on__isnull=False)
    return rows.first()


def topics(scope: Scope, year: int, kind: str) -> tuple[str, ...]:
    """What the activities of one kind were about; the note where no topic was entered."""
    rows = of(scope).filter(on__year=year, kind=kind).values_list("topic", "note")
    return tuple(topic or note for topic, note in rows if topic or note)


def busy_organs(scope: Scope, year: int) -> set[int]:
    """The organs that did anything in the year."""
    return set(of(scope).filter(on__year=year).order_by().values_list("organ_id", flat=True).distinct())


def years(scope: Scope) -> set[int]:
    return {day.year for day in of(scope).dates("on", "year")}

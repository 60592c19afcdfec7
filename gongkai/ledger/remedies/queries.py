"""Reading the register of reviews and suits, always within a scope."""

from datetime import date

from django.db.models import Case, Count, DateField, F, Q, QuerySet, When
from django.db.models.functions import ExtractYear

from gongkai.law.annual_report.tally import RemedyGroup
from gongkai.ledger.base import Scope
from gongkai.ledger.remedies.models import RemedyCase

COUNTED = tuple(kind for kind in RemedyCase.Kind if kind != RemedyCase.Kind.COMPLAINT)


def of(scope: Scope) -> QuerySet[RemedyCase]:
    return RemedyCase.objects.within(scope)


def open_in(scope: Scope, year: int) -> QuerySet[RemedyCase]:
    """Cases that chapter four counts: open on some day of the year, not as mere review body.

    Adds ``ended_on``: 审结日期, null while no outcome was entered, for such a case is 尚未审结.
    """
    ended = Case(When(result="", then=None), default=F("concluded_on"), output_field=DateField())
    return (
        of(scope)
        .annotate(ended_on=ended)
        .filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=date(year, 1, 1)),
            kind__in=COUNTED,
            as_reviewer_only=False,
            received_on__lte=date(year, 12, 31),
        )
    )


def groups(scope: Scope, year: int) -> tuple[RemedyGroup, ...]:
    """What table four of the year and of the year before is made of."""
    rows = (
        (open_in(scope, year) | open_in(scope, year - 1))
        .order_by()
        .values_list("kind", ExtractYear("received_on"), ExtractYear("ended_on"), "result")
        .annotate(count=Count("pk"))
    )
    return tuple(
        RemedyGroup(block=kind, received_year=received, concluded_year=concluded, result=result, count=count)
        for kind, received, concluded, result, count in rows
    )


def active_organs(scope: Scope, year: int) -> set[int]:
    """The organs with a case received or concluded in the year, or open through it."""
    of_year = of(scope).filter(Q(received_on__year=year) | Q(concluded_on__year=year))
    rows = of(scope).filter(Q(pk__in=of_year.values("pk")) | Q(pk__in=open_in(scope, year).values("pk")))
    return set(rows.order_by().values_list("organ_id", flat=True).distinct())


def years(scope: Scope) -> set[int]:
    days = of(scope).order_by().values_list("received_on", "concluded_on")
    return {day.year for pair in days for day in pair if day}

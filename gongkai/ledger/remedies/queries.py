"""Reading the register of reviews and suits, always within a scope."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Count, DateField, F, Q, QuerySet, When
from django.db.models.functions import ExtractYear

from gongkai.law.annual_report.tally import RemedyGroup
from gongkai.law.text import key_of
from gongkai.ledger.base import Scope
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests.models import FoiRequest

COUNTED = tuple(kind for kind in RemedyCase.Kind if kind != RemedyCase.Kind.COMPLAINT)


def of(scope: Scope) -> QuerySet[RemedyCase]:
    return RemedyCase.objects.within(scope)


def about(scope: Scope, rows: Iterable[FoiRequest]) -> dict[int, list[RemedyCase]]:
    """The reviews and suits about these applications, by their keys: linked to them, or naming them."""
    wanted = {row.number: row.pk for row in rows}
    either = Q(foi_request__in=wanted.values()) | Q(foi_request=None, request_number__in=wanted)
    found: dict[int, list[RemedyCase]] = {}
    for case in of(scope).filter(either, kind__in=COUNTED, as_reviewer_only=False):
        found.setdefault(case.foi_request_id or wanted[case.request_number], []).append(case)
    return found


def naming(scope: Scope, numbers: Iterable[str]) -> dict[str, list[RemedyCase]]:
    """The reviews and suits that name one of these numbers and belong to no application, by the number."""
    found: dict[str, list[RemedyCase]] = {}
    rows = of(scope).filter(foi_request=None, request_number__in=set(numbers), kind__in=COUNTED)
    for case in rows.filter(as_reviewer_only=False):
        found.setdefault(case.request_number, []).append(case)
    return found


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


def busy_organs(scope: Scope, year: int) -> set[int]:
    """The organs with a case received or concluded in the year."""
    rows = of(scope).filter(Q(received_on__year=year) | Q(concluded_on__year=year))
    return set(rows.order_by().values_list("organ_id", flat=True).distinct())


def standing_organs(scope: Scope, year: int) -> set[int]:
    """The organs with a case open on some day of the year."""
    return set(open_in(scope, year).order_by().values_list("organ_id", flat=True).distinct())


def told_twice(scope: Scope, year: int) -> list[tuple[str, tuple[str, ...]]]:
    """案号 of the year's cases that stand in several ledgers, with the organs that keep them: the same
    number of the same kind, received on the same day, by one body where both name it."""
    rows = open_in(scope, year).order_by("received_on", "case_no", "organ__sort_key")
    found: dict[tuple[str, ...], list[tuple[str, str, str]]] = {}
    for case in rows.values_list("case_no", "kind", "received_on", "body", "organ__name"):
        number, kind, day, body, name = map(str, case)
        found.setdefault((key_of(number), kind, day), []).append((number, body, name))
    return [
        (told[0][0], tuple(name for _number, _body, name in told))
        for told in found.values()
        if len(told) > 1 and len({body for _number, body, _name in told if body}) < 2
    ]


def years(scope: Scope) -> set[int]:
    days = of(scope).order_by().values_list("received_on", "concluded_on")
    return {day.year for pair in days for day in pair if day}

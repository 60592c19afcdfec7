"""Reading the register of reviews and suits, always within a scope."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Case, Count, DateField, F, Q, QuerySet, When
from django.db.models.functions import ExtractYear

from gongkai.law import decisions
from gongkai.law import remedy_hints as law
from gongkai.law.annual_report.tally import RemedyGroup
from gongkai.law.findings import Finding
from gongkai.law.remedy_course import Limit
from gongkai.law.remedy_hints import Contested
from gongkai.law.text import key_of
from gongkai.law.workdays import Calendar
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.queries import bodies_of
from gongkai.ledger.remedies.facts import reopened, standing
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.models import EventKind, FoiRequest

#: So long after its receipt a case without entries is held to be in work.
LATELY = timedelta(days=90)
#: What tells of the application that a case is about.
EVENTS = "foi_request__events"
COUNTED = tuple(kind for kind in RemedyCase.Kind if kind != RemedyCase.Kind.COMPLAINT)


def of(scope: Scope) -> QuerySet[RemedyCase]:
    return RemedyCase.objects.within(scope)


def linked_to(scope: Scope, row: FoiRequest) -> list[RemedyCase]:
    """Every case about an application, complaints too, the latest first."""
    either = Q(foi_request=row) | Q(foi_request=None, request_number=row.number)
    return list(of(scope).filter(either).order_by("-received_on", "-pk"))


def shown(row: RemedyCase, text: str) -> str:
    """Words of a case as whoever may not see who is at law reads them."""
    if row.foi_request:
        text = requests.shown(row.foi_request, text)
    return requests.shown_without(text, requests.people_among((row.claimant, row.third_person)))


def shown_claimant(row: RemedyCase) -> str:
    """Who contests, a person masked: as the case has it, else as its application."""
    return shown(row, row.claimant or (row.foi_request.applicant_name if row.foi_request else ""))


def hints(row: RemedyCase, calendar: Calendar) -> tuple[Finding, ...]:
    """What the case makes one look at, seeing the answer that it is about."""
    return law.hints(_contested(row, calendar), bodies_of(row.organ), calendar)


def _contested(row: RemedyCase, calendar: Calendar) -> Contested:
    body = "" if row.as_reviewer_only else row.body
    if row.foi_request is None:
        return Contested(row.kind, body, row.filed_on, None, row.act_on, row.act_on)
    case, _seen = requests.weighed(row.foi_request, calendar)
    before = [one for one in case.events if one.on <= row.received_on]
    answer = next((one for one in reversed(before) if one.kind == EventKind.ANSWERED), None)
    served = next((one.on for one in reversed(before) if one.kind == EventKind.SERVED), None)
    kind = decisions.BY_CODE.get(str(answer.data.get("kind", ""))) if answer else None
    decided_on = answer.on if answer else row.act_on
    return Contested(row.kind, body, row.filed_on, kind, decided_on, served or decided_on)


def contested_kind(row: RemedyCase, calendar: Calendar) -> str:
    """The code of the kind of answer that the case is about; empty where nobody knows."""
    decision = _contested(row, calendar).decision
    return decision.code if decision else ""


def unfinished(scope: Scope, on: date) -> QuerySet[RemedyCase]:
    """Cases in which somebody may still have to do something, the oldest first."""
    to_redo = Q(redo_ordered=True, redo_due__gte=on)
    rows = of(scope).filter(Q(concluded_on=None) | Q(still_open=True) | to_redo)
    return rows.prefetch_related(EVENTS).order_by("received_on", "pk")


def to_do(row: RemedyCase, on: date, calendar: Calendar) -> Iterator[Limit]:
    """What the organ has to do in a case, by when. What was done in an old case that came in a workbook and
    has no entries nobody knows: its limits are told of till their day."""
    is_kept = bool(row.events) or on - row.received_on <= LATELY
    for limit in standing(row, on, calendar).open_limits:
        told = limit.due is not None and limit.is_ours and (is_kept or on <= limit.due)
        # what was opened again runs on the clock of the application
        if told and not (limit.code == "redo" and is_redone_there(row)):
            yield limit


def is_redone_there(row: RemedyCase) -> bool:
    """Whether the application itself was opened again, by the case or by hand; costs no query where the rows
    bring ``EVENTS``."""
    events = requests.standing(row.foi_request) if row.foi_request else []
    return reopened(row) or any(one.kind == EventKind.REDO_ORDERED for one in events)


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


def decided_between(scope: Scope, first: date, last: date) -> QuerySet[RemedyCase]:
    """The reviews and suits with an outcome between two days, not as mere review body."""
    rows = of(scope).filter(kind__in=COUNTED, as_reviewer_only=False, concluded_on__range=(first, last))
    return rows.exclude(result="")


def unsettled(scope: Scope, year: int, on: date, calendar: Calendar) -> list[str]:
    """案号 of the suits that chapter four of a year counts as pending though the period for an appeal was
    over in the year, as far as is known on a day: nobody entered whether the judgment took effect."""
    last = min(on, date(year, 12, 31))
    pending = open_in(scope, year).filter(Q(ended_on=None) | Q(ended_on__gt=last)).exclude(events=[])
    suits = pending.exclude(kind=RemedyCase.Kind.RECONSIDERATION).order_by("received_on", "pk")
    found = ((row.case_no, standing(row, last, calendar).may_appeal_until) for row in suits)
    return [number for number, until in found if until and until < last]


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

"""Reading the archive: what can be archived, what stands in the boxes, what may be appraised 鉴定."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum, prefetch_related_objects

from gongkai.law.procedure import STATE
from gongkai.law.remedies import until
from gongkai.law.retention import BY_CODE, RETENTIONS, Retention
from gongkai.law.workdays import Calendar
from gongkai.ledger.archive.models import ArchiveBox, ArchivedCase, Destruction, UnfiledArrival
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import queries as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.dossier import contents
from gongkai.ledger.requests.facts import clock_settings
from gongkai.ledger.requests.models import Arrival, EventKind, FoiRequest, RequestEvent
from gongkai.ledger.requests.steps import STEP, Case
from gongkai.lib.language import _
from gongkai.lib.today import BEIJING

#: What still can be brought against an answer, and by when.
_REMEDIES = ("review_application", "suit_direct")


@dataclass(frozen=True, slots=True)
class Ready:
    """A closed application and how it would be archived. ``why_not`` hinders it; what is ``missing``, and
    that it can still be contested, is told and hinders nothing."""

    row: FoiRequest
    closed_on: date
    period: Retention
    why_not: str
    missing: tuple[str, ...]
    contestable_until: date | None


def closed(scope: Scope) -> QuerySet[FoiRequest]:
    """Applications that came to an end and stand in no box, the oldest end first."""
    rows = requests.of(scope).filter(answered_on__isnull=False, archived=None, erased_on=None)
    return rows.order_by("answered_on", "pk")


def served(scope: Scope) -> QuerySet[FoiRequest]:
    """Those of which the ledger knows that the applicant was told, or that nobody waited any more."""
    return closed(scope).filter(_is_served())


def unserved(scope: Scope) -> QuerySet[FoiRequest]:
    """Those that lack a record of service: it has to be entered first."""
    return closed(scope).exclude(_is_served())


def _is_served() -> Q:
    kinds = (EventKind.SERVED, EventKind.WITHDRAWN, EventKind.ARCHIVED)
    told = RequestEvent.objects.filter(foi_request=OuterRef("pk"), kind__in=kinds, replaced_by=None)
    return Q(Exists(told)) | Q(result__in=("other_no_correction", "other_no_payment"))


def ready(organ: Organ, rows: Iterable[FoiRequest], calendar: Calendar, on: date) -> list[Ready]:
    """How each of the rows stands; a fixed number of queries for all of them."""
    found = list(rows)
    histories = {
        row.pk: row
        for row in FoiRequest.objects.filter(pk__in=[row.pk for row in found]).prefetch_related(
            "events", "letters__annexes", "arrivals__attachments"
        )
    }
    contested = remedies.about(Scope.of(organ), found)
    return [_ready(organ, histories[row.pk], bool(contested.get(row.pk)), calendar, on) for row in found]


def _ready(organ: Organ, row: FoiRequest, is_contested: bool, calendar: Calendar, on: date) -> Ready:
    case = Case.of(row.events.all(), calendar, clock_settings(organ))
    closed_on = contents.closed_on(case.events) or on
    letters = list(row.letters.all())
    files = [
        *(file for arrival in row.arrivals.all() for file in arrival.attachments.all()),
        *(file for letter in letters for file in letter.annexes.all()),
    ]
    last = max(until(code, closed_on, calendar) for code in _REMEDIES)
    return Ready(
        row=row,
        closed_on=closed_on,
        period=period_of(organ, case.events, is_contested=is_contested),
        why_not=why_not(case, on),
        missing=tuple(contents.missing(case.events, letters, files)),
        contestable_until=last if on <= last else None,
    )


def why_not(case: Case, on: date) -> str:
    """Why the application cannot be put into a box; one that is 归档 by its events needs no further step."""
    return "" if is_stepped(case, on) else case.why_not(STEP["archive"], on, on)


def is_stepped(case: Case, on: date) -> bool:
    """Whether its events say already that it was archived, as an imported ledger may."""
    return case.on(on).state is STATE["archived"]


def period_of(organ: Organ, events: Sequence[RequestEvent], *, is_contested: bool) -> Retention:
    """The retention period: longer for what went through review or a suit."""
    was_redone = any(event.kind == EventKind.REDO_ORDERED for event in events)
    kind = "contested" if is_contested or was_redone else "ordinary"
    return BY_CODE[str(organ.option(f"retention_{kind}"))]


def is_contested(row: FoiRequest) -> bool:
    return bool(remedies.about(Scope.of(row.organ), [row]))


def boxes(scope: Scope) -> QuerySet[ArchiveBox]:
    """The boxes with what a spine label 盒脊 says: ``first`` and ``last`` item, ``count``, ``sheets``."""
    rows = ArchiveBox.objects.within(scope)
    return rows.annotate(
        first=Min("files__item"),
        last=Max("files__item"),
        count=Count("files"),
        sheets=Sum("files__pages"),
    )


def files(scope: Scope) -> QuerySet[ArchivedCase]:
    """Everything in boxes, with what a catalogue line says."""
    return ArchivedCase.objects.within(scope).select_related("box", "foi_request", "organ", "destruction")


def listed(scope: Scope) -> QuerySet[ArchivedCase]:
    """The same in the order of a catalogue, with the events from which a line takes its number."""
    rows = files(scope).prefetch_related("foi_request__events")
    return rows.select_related("foi_request__organ").order_by("box__year", "box__retention", "item")


def years(scope: Scope) -> list[int]:
    """The years of which there are boxes, the latest first."""
    rows = ArchiveBox.objects.within(scope).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def of_request(row: FoiRequest) -> ArchivedCase | None:
    """Where an application lies in the archive."""
    return files(Scope.of(row.organ)).filter(foi_request=row).first()


def due(scope: Scope, on: date) -> QuerySet[ArchivedCase]:
    """Files whose period is over: they may be appraised, nothing happens to them by itself."""
    over = Q()
    for period in RETENTIONS:
        if period.years:
            over |= Q(box__retention=period.code, closed_on__lt=date(on.year - period.years, 1, 1))
    rows = files(scope).filter(over, destruction=None, foi_request__erased_on=None)
    return rows.order_by("closed_on", "pk")


def unfiled(arrival: Arrival) -> UnfiledArrival:
    """How long an arrival is kept that ended without becoming an application; made up where nobody has said
    anything about it yet."""
    found = UnfiledArrival.objects.filter(arrival=arrival).select_related("destruction").first()
    return found or UnfiledArrival(organ=arrival.organ, arrival=arrival)


def due_unfiled(organ: Organ, on: date) -> QuerySet[Arrival]:
    """Arrivals that never became an application and whose period is over."""
    years = BY_CODE[str(organ.option("retention_unfiled"))].years
    rows = requests.ended(Scope.of(organ)).filter(unfiled__destruction=None).select_related("organ")
    return (
        rows.filter(closed_at__lt=datetime(on.year - years, 1, 1, tzinfo=BEIJING)) if years else rows.none()
    )


def holds_of_unfiled(organ: Organ, rows: Iterable[Arrival], on: date) -> dict[int, str]:
    """Why arrivals must be kept on a day though their period is over, by their keys."""
    found = list(rows)
    said = dict(UnfiledArrival.objects.filter(arrival__in=found).values_list("arrival", "held_because"))
    cases, unread = _about_unfiled(organ, found), requests.unread(found)
    why = {
        row.pk: said.get(row.pk)
        or (_("{arrival}还没有办").format(arrival=unread[row.pk]) if row.pk in unread else "")
        or _why_contested(organ, row, cases[row.pk], on)
        for row in found
    }
    return {pk: words for pk, words in why.items() if words}


def _about_unfiled(organ: Organ, rows: Iterable[Arrival]) -> dict[int, list[RemedyCase]]:
    """The reviews and suits that name arrivals, by the keys of these."""
    numbers = {row.pk: requests.named(row) for row in rows}
    cases = remedies.naming(Scope.of(organ), {number for some in numbers.values() for number in some})
    return {pk: [case for number in some for case in cases.get(number, [])] for pk, some in numbers.items()}


def _why_contested(organ: Organ, row: Arrival, cases: Sequence[RemedyCase], on: date) -> str:
    if not cases:
        return ""
    period = BY_CODE[str(organ.option("retention_contested"))]
    return _pending(cases) or _kept_longer(period, UnfiledArrival(arrival=row).closed_on, on)


def holds(organ: Organ, rows: Iterable[ArchivedCase], on: date) -> dict[int, str]:
    """Why files must be kept on a day though the period of their box is over, by their keys."""
    found = list(rows)
    prefetch_related_objects(found, "foi_request__events")
    cases = remedies.about(Scope.of(organ), [row.foi_request for row in found])
    why = {row.pk: _why_kept(organ, row, cases.get(row.foi_request_id, []), on) for row in found}
    return {pk: words for pk, words in why.items() if words}


def _why_kept(organ: Organ, row: ArchivedCase, cases: Sequence[RemedyCase], on: date) -> str:
    """Somebody said so; a review or suit is pending; it is being answered anew; it has since been contested,
    or the organ's period changed, so that it is kept longer."""
    if row.held_because:
        return row.held_because
    if pending := _pending(cases):
        return pending
    events = requests.standing(row.foi_request)
    if _is_reopened(events):
        return _("责令重作，还在办理")
    return _kept_longer(period_of(organ, events, is_contested=bool(cases)), row.closed_on, on)


def _kept_longer(period: Retention, closed_on: date, on: date) -> str:
    if period.is_over(closed_on, on):
        return ""
    return _("按现在的情况保管期限是{period}，还没有满").format(period=_(period.zh))


def _pending(cases: Iterable[RemedyCase]) -> str:
    found = next((case for case in cases if case.concluded_on is None or not case.result), None)
    if found is None:
        return ""
    return _("{kind}{number}还没有审结").format(kind=_(found.get_kind_display()), number=found.case_no)


def _is_reopened(events: Sequence[RequestEvent]) -> bool:
    turns = [event.kind for event in events if event.kind in {EventKind.ANSWERED, EventKind.REDO_ORDERED}]
    return bool(turns) and turns[-1] == EventKind.REDO_ORDERED


def destructions(scope: Scope) -> QuerySet[Destruction]:
    """Every proposal and every record, the latest first."""
    return Destruction.objects.within(scope)


def lines_of(row: Destruction) -> list[dict[str, Any]]:
    """What stands on a list: as it was recorded, or as it would be."""
    if row.carried_on:
        return list(row.lines)
    said = [*map(line_of, _files_of(row)), *map(line_of_unfiled, unfiled_of(row))]
    return [{"number": number, **line} for number, line in enumerate(said, 1)]


def _files_of(row: Destruction) -> QuerySet[ArchivedCase]:
    return files(Scope.of(row.organ)).filter(destruction=row).order_by("box__year", "box__retention", "item")


def line_of(file: ArchivedCase) -> dict[str, Any]:
    """A line of the 销毁清册: it tells which file it was, and nothing of what it said."""
    return {
        "archive_no": file.archive_no,
        "application": file.foi_request.number,
        "year": file.box.year,
        "period": file.box.period.zh,
        "closed_on": file.closed_on.isoformat(),
        "result": file.foi_request.result,
        "pages": file.pages,
    }


def unfiled_of(row: Destruction) -> QuerySet[UnfiledArrival]:
    """The arrivals on a list that lie in no box."""
    return row.arrivals.select_related("organ", "arrival")


def line_of_unfiled(row: UnfiledArrival) -> dict[str, Any]:
    """The same of an arrival that lies in no box: what it was, and how it ended."""
    return {
        "archive_no": row.arrival.number,
        "application": row.arrival.get_kind_display(),
        "year": row.closed_on.year,
        "period": row.period.zh,
        "closed_on": row.closed_on.isoformat(),
        "result": row.arrival.get_state_display(),
        "pages": "",
    }


def unscrubbed() -> QuerySet[Destruction]:
    """Destructions after which the database has not been cleaned yet."""
    return Destruction.objects.filter(carried_on__isnull=False, scrubbed_at=None)

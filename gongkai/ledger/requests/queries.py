"""Reading applications, always within a scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Q, QuerySet, When
from django.db.models import Case as EitherOr
from django.db.models.functions import ExtractMonth

from gongkai.law import letter_numbers
from gongkai.law.annual_report.model import FeeNotices
from gongkai.law.annual_report.tally import RequestGroup
from gongkai.law.workdays import Calendar
from gongkai.ledger.base import Scope
from gongkai.ledger.likeness import likest, share
from gongkai.ledger.numbering import anew, following
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import privacy
from gongkai.ledger.requests.entries import RequestEntry
from gongkai.ledger.requests.facts import clock_settings, in_force
from gongkai.ledger.requests.letters import numbers
from gongkai.ledger.requests.models import (
    Arrival,
    Attachment,
    Avoided,
    EventKind,
    FoiRequest,
    Letter,
    LetterState,
    NumberState,
    PublicAnswer,
    Redaction,
    RequestEvent,
)
from gongkai.ledger.requests.privacy import code_hash, fingerprint, masked, without
from gongkai.ledger.requests.steps import Case
from gongkai.lib.today import BEIJING

#: So long an answer that was not served is looked for; older ones are of ledgers that keep no such date.
LATELY = timedelta(days=60)


def of(scope: Scope) -> QuerySet[FoiRequest]:
    """Every application within the scope, oldest receipt first."""
    return FoiRequest.objects.within(scope)


def by_number(scope: Scope, numbers: Iterable[str]) -> dict[str, FoiRequest]:
    """Known applications by their number."""
    known: dict[str, FoiRequest] = {}
    wanted = list(numbers)
    for start in range(0, len(wanted), 500):
        rows = of(scope).filter(number__in=wanted[start : start + 500])
        known.update((row.number, row) for row in rows)
    return known


def identified_by(scope: Scope, text: str) -> list[int]:
    """The keys of the applications of whoever has exactly this ID number or contact, as it was once typed."""
    print_ = fingerprint(text)
    rows = FoiRequest.objects.filter(Q(id_number_print=print_) | Q(contact_print=print_))
    return [pk for pk, organ_id in rows.values_list("pk", "organ_id") if organ_id in scope.organ_ids]


def shown(row: FoiRequest, text: str) -> str:
    """Words of an application as whoever may not see who asked reads them."""
    return masked(row, text)


def restored(row: FoiRequest, typed: str, stands: str) -> str:
    """As ``privacy.restored``: what was typed over what was ``shown``, whole again."""
    return privacy.restored(row, typed, stands)


def shown_without(text: str, names: Iterable[str]) -> str:
    """The same, where only the names are at hand."""
    return without(text, names)


def people_among(names: Iterable[str]) -> list[str]:
    """The names that are people's, where nobody said whose they are: what is longer is an organisation's."""
    return privacy.people_among(names)


def with_histories(rows: QuerySet[FoiRequest]) -> QuerySet[FoiRequest]:
    return rows.prefetch_related("events")


def weighed(row: FoiRequest, calendar: Calendar) -> tuple[Case, int]:
    """An application as its steps are weighed, and its latest event."""
    history = list(row.events.all())
    seen = max((event.pk for event in history), default=0)
    return Case.of(history, calendar, clock_settings(row.organ)), seen


def standing(foi_request: FoiRequest) -> list[RequestEvent]:
    """The events that stand, oldest first; costs no query for a row of ``with_histories``."""
    return in_force(foi_request.events.all())


def redone(keys: Sequence[int]) -> dict[int, list[RequestEvent]]:
    """The standing events of those applications that were to be done anew 责令重作, oldest first."""
    found: dict[int, list[RequestEvent]] = {}
    for start in range(0, len(keys), 500):
        ordered = RequestEvent.objects.filter(
            kind=EventKind.REDO_ORDERED, replaced_by=None, foi_request__in=keys[start : start + 500]
        )
        rows = FoiRequest.objects.filter(pk__in=ordered.values("foi_request"))
        found.update((row.pk, standing(row)) for row in with_histories(rows))
    return found


def answered_by_letter(keys: Sequence[int]) -> dict[int, list[RequestEvent]]:
    """The standing answers of those applications that were signed here as letters."""
    found: dict[int, list[RequestEvent]] = {}
    for start in range(0, len(keys), 500):
        rows = RequestEvent.objects.filter(
            kind=EventKind.ANSWERED,
            letter__state=LetterState.SIGNED,
            foi_request__in=keys[start : start + 500],
        ).select_related("replaced_by")
        for event in rows:
            found.setdefault(event.foi_request_id, []).append(getattr(event, "replaced_by", None) or event)
    return found


def groups(scope: Scope, year: int) -> tuple[RequestGroup, ...]:
    """What table three of the year and of the year before is made of: one GROUP BY over the index alone."""
    rows = (
        of(scope)
        .filter(received_year__lte=year)
        .filter(Q(answered_year__isnull=True) | Q(answered_year__gte=year - 1))
        .order_by()
        .values_list("received_year", "answered_year", "applicant_kind", "result", "is_redo")
        .annotate(count=Count("pk"))
    )
    return tuple(
        RequestGroup(
            received_year=received,
            answered_year=answered,
            applicant=kind,
            result=result,
            count=count,
            redo=redo,
        )
        for received, answered, kind, result, redo, count in rows
    )


def by_urgency(rows: QuerySet[FoiRequest]) -> tuple[QuerySet[FoiRequest], QuerySet[FoiRequest]]:
    """What is open, the longest first, and then what is answered, the latest first."""
    return (
        rows.filter(answered_on=None).order_by("received_on", "pk"),
        rows.exclude(answered_on=None).order_by("-received_on", "-pk"),
    )


def busy_organs(scope: Scope, year: int) -> set[int]:
    """The organs to which applications came, or that answered one, in the year."""
    rows = of(scope).filter(Q(received_year=year) | Q(answered_year=year))
    return set(rows.order_by().values_list("organ_id", flat=True).distinct())


def standing_organs(scope: Scope, year: int) -> set[int]:
    """The organs that had an application open on some day of the year."""
    rows = of(scope).filter(received_year__lte=year)
    rows = rows.filter(Q(answered_year__isnull=True) | Q(answered_year__gte=year))
    return set(rows.order_by().values_list("organ_id", flat=True).distinct())


def years(scope: Scope) -> set[int]:
    """The years in which applications came in or were answered."""
    found = of(scope).order_by().values_list("received_year", "answered_year").distinct()
    return {year for pair in found for year in pair if year is not None}


def received_between(scope: Scope, first: date, last: date) -> QuerySet[FoiRequest]:
    """What came in from one day to another, both included."""
    return of(scope).filter(received_on__range=(first, last))


def on_hand(scope: Scope, first: date, last: date) -> QuerySet[FoiRequest]:
    """What was answered between two days, or was open on the last of them: never answered by then, or
    opened again."""
    rows = of(scope).filter(received_on__lte=last)
    is_open = Q(answered_on=None) | Q(pk__in=_reopened(scope, last))
    return rows.filter(is_open | Q(answered_on__gte=first))


def unfinished(scope: Scope, on: date, most: int) -> QuerySet[FoiRequest]:
    """Applications not yet answered on a day, those reopened, and those answered lately but not served.

    At most so many of each, the oldest first: each is found by an index in its own order.
    ``has_letter_to_sign``: a letter of it waits for its reviews or its signature.
    """
    to_sign = Letter.objects.filter(foi_request=OuterRef("pk"), state=LetterState.REVIEW)
    served = RequestEvent.objects.filter(
        foi_request=OuterRef("pk"), kind__in=(EventKind.SERVED, EventKind.WITHDRAWN), replaced_by=None
    )
    received = of(scope).filter(received_on__lte=on)
    waiting = received.filter(answered_on=None).order_by("received_on", "pk")
    lately = received.filter(answered_on__gte=on - LATELY).order_by("answered_on", "pk")
    lately = lately.filter(Q(answered_on__gt=on) | ~Q(result="other_other") & ~Exists(served))
    found = waiting.values("pk"), lately.values("pk"), _reopened(scope, on)
    either = [Q(pk__in=keys[:most]) for keys in found]
    return FoiRequest.objects.filter(reduce(or_, either)).annotate(has_letter_to_sign=Exists(to_sign))


def _reopened(scope: Scope, on: date) -> QuerySet[Any]:
    """The keys of applications of which a court or an organ above ordered a new decision that is not served.

    However old the first answer is, which alone stands in ``answered_on``.
    """
    events = RequestEvent.objects.filter(replaced_by=None, on__lte=on)
    since = events.filter(foi_request=OuterRef("foi_request"), on__gte=OuterRef("on"))
    served = since.filter(kind__in=(EventKind.SERVED, EventKind.WITHDRAWN))
    long_answered = since.filter(kind=EventKind.ANSWERED, on__lt=on - LATELY)
    ordered = events.filter(kind=EventKind.REDO_ORDERED, foi_request__organ__in=scope.organ_ids)
    return ordered.exclude(Exists(served) | Exists(long_answered)).order_by("on", "pk").values("foi_request")


def letters_in_work(scope: Scope) -> list[Letter]:
    """Letters that are drafted or wait to be reviewed and signed, the oldest first."""
    rows = Letter.objects.within(scope).filter(state__in=(LetterState.DRAFT, LetterState.REVIEW))
    return list(rows.select_related("foi_request").order_by("pk"))


def redactions_in_work(scope: Scope) -> list[Redaction]:
    """Redactions that are begun and not made, the oldest first."""
    rows = Redaction.objects.within(scope).filter(state=Redaction.State.DRAFT)
    return list(rows.select_related("foi_request"))


def answered_by_month(scope: Scope, year: int) -> dict[int, int]:
    """How many were answered in each month of a year."""
    rows = of(scope).filter(answered_year=year).order_by()
    return dict(rows.values_list(ExtractMonth("answered_on")).annotate(count=Count("pk")))


def fee_notices(scope: Scope, year: int) -> FeeNotices:
    """信息处理费 of the year: notices issued in it and money paid in it, in 元."""
    notices = _fees(scope).filter(kind=EventKind.FEE_NOTICED, on__year=year).values_list("data", flat=True)
    paid = _fees(scope).filter(kind=EventKind.PAID, on__year=year).values("foi_request")
    asked = (
        _fees(scope).filter(kind=EventKind.FEE_NOTICED, foi_request__in=paid).values_list("data", flat=True)
    )
    amounts, collected = [_amount(data) for data in notices], [_amount(data) for data in asked]
    return FeeNotices(len(amounts), sum(amounts, Decimal(0)), sum(collected, Decimal(0)))


def _fees(scope: Scope) -> QuerySet[RequestEvent]:
    return RequestEvent.objects.filter(foi_request__organ__in=scope.organ_ids, replaced_by=None)


def _amount(data: Mapping[str, Any]) -> Decimal:
    return Decimal(str(data.get("amount") or 0))


#: What has a course and a tracking code of its own; all else is about such a one.
ON_THEIR_OWN = (Arrival.Kind.APPLICATION, Arrival.Kind.RECTIFICATION)


def arrivals(scope: Scope) -> QuerySet[Arrival]:
    """Whatever has arrived within the scope, oldest first."""
    return Arrival.objects.within(scope).select_related("foi_request", "about")


def waiting(scope: Scope) -> QuerySet[Arrival]:
    """What has arrived and waits for somebody to confirm it."""
    return arrivals(scope).filter(state=Arrival.State.WAITING)


def joined(arrival: Arrival) -> list[Arrival]:
    """What is the same application as it, and came besides."""
    return [one for one in arrival.later.all() if one.state == Arrival.State.JOINED]


def rectifications(scope: Scope) -> QuerySet[Arrival]:
    """The demands to rectify records about oneself (Art 41), the latest first."""
    return arrivals(scope).filter(kind=Arrival.Kind.RECTIFICATION).order_by("-arrived_at", "-pk")


def ended(scope: Scope) -> QuerySet[Arrival]:
    """What came to its end without becoming an application, in whole; what was joined to another or sent
    about it goes with that."""
    of_its_own = Q(kind=Arrival.Kind.RECTIFICATION) | Q(kind=Arrival.Kind.APPLICATION, foi_request=None)
    rows = arrivals(scope).filter(of_its_own, closed_at__isnull=False, erased_on=None)
    return rows.exclude(state=Arrival.State.JOINED).order_by("closed_at", "pk")


def matter(arrival: Arrival) -> str:
    """What is asked in it, as people without leave to see who asked may read it."""
    return privacy.shown(arrival).content


def named(arrival: Arrival) -> set[str]:
    """By which numbers others speak of it: its own, and that of the letter that ended it."""
    return {arrival.number, privacy.opened(arrival).document_no} - {""}


def unread(arrivals: Iterable[Arrival]) -> dict[int, Arrival]:
    """What still waits of all that was sent about these, or about what was joined to them, by their keys."""
    joined = When(about__state=Arrival.State.JOINED, then="about__about")
    first = EitherOr(joined, default="about", output_field=BigIntegerField())
    rows = Arrival.objects.filter(state=Arrival.State.WAITING).exclude(kind=Arrival.Kind.APPLICATION)
    return {
        row.first: row for row in rows.annotate(first=first).filter(first__in=[one.pk for one in arrivals])
    }


def tracked(number: str, code: str) -> Arrival | None:
    """The application with this number and code. A wrong code, another's number and no such number are told
    apart neither by the answer nor by what it costs."""
    rows = Arrival.objects.filter(number=number, code_hash=code_hash(code), kind__in=ON_THEIR_OWN)
    return rows.select_related("organ", "foi_request", "about").first()


def application(pk: int) -> Arrival | None:
    """An application by the key under which it was opened; the one that it was joined to, where it was."""
    rows = Arrival.objects.select_related("organ", "foi_request", "about__organ", "about__foi_request")
    found = rows.filter(pk=pk, kind__in=ON_THEIR_OWN).first()
    return found.about if found and found.state == Arrival.State.JOINED else found


def of_code(arrival: Arrival) -> list[Arrival]:
    """Every application under the same tracking code: a letter that was split."""
    rows = Arrival.objects.filter(organ=arrival.organ, code_hash=arrival.code_hash)
    return list(rows.filter(kind=Arrival.Kind.APPLICATION).select_related("organ", "foi_request"))


def sent_later(arrival: Arrival) -> list[Arrival]:
    """What its applicant sent about it, oldest first."""
    return list(arrival.later.exclude(kind=Arrival.Kind.APPLICATION))


def attachments_of(arrival: Arrival) -> QuerySet[Attachment]:
    """The files that came with it, and with those that were joined to it."""
    joined = Q(arrival__about=arrival, arrival__state=Arrival.State.JOINED)
    return Attachment.objects.filter(Q(arrival=arrival) | joined)


def of_applicant(row: Arrival | FoiRequest) -> QuerySet[FoiRequest]:
    """Applications in the ledger of the same applicant: by the identity number; where one of the two has
    none, by name and contact together, for a family or an agent has one telephone."""
    is_known = bool(row.id_number_print)
    same = Q(id_number_print=row.id_number_print) if is_known else Q()
    if row.contact_print and (name := privacy.applicant_of(row)):
        unknown = Q(id_number_print="") if is_known else Q()
        same |= unknown & Q(contact_print=row.contact_print, applicant_name=name)
    rows = of(Scope.of(row.organ))
    return rows.filter(same).order_by("-received_on") if same else rows.none()


def perhaps_of_applicant(row: Arrival) -> QuerySet[FoiRequest]:
    """Those with the same contact and nothing else that is the applicant's: they count for no fee."""
    rows = of(Scope.of(row.organ))
    if not row.contact_print:
        return rows.none()
    rows = rows.filter(contact_print=row.contact_print).exclude(pk__in=of_applicant(row).values("pk"))
    return rows.order_by("-received_on")


def of_month(arrival: Arrival, on: date) -> int:
    """How many applications of the same applicant the organ got before it in the month of a day (按件计收
    counts them), those included that wait for their receipt."""
    if arrival.foi_request:
        return place_in_month(arrival.foi_request) - 1
    received = of_applicant(arrival).filter(received_on__year=on.year, received_on__month=on.month)
    begin = datetime.combine(on.replace(day=1), time(), BEIJING)
    here = (arrival.arrived_at, arrival.pk)
    return received.count() + sum(
        begin <= one.arrived_at and (one.arrived_at, one.pk) < here for one in twins(arrival)
    )


def place_in_month(row: FoiRequest) -> int:
    """Which of its applicant's applications it is in the month of its receipt: 按件计收 goes by that."""
    day = row.received_on
    before = Q(received_on__lt=day) | Q(received_on=day, pk__lt=row.pk)
    return of_applicant(row).filter(before, received_on__gte=day.replace(day=1)).count() + 1


def twins(arrival: Arrival) -> list[Arrival]:
    """Other applications of the same applicant that wait."""
    if not arrival.id_number_print:
        return []
    rows = waiting(Scope.of(arrival.organ)).filter(kind=Arrival.Kind.APPLICATION)
    return list(rows.filter(id_number_print=arrival.id_number_print).exclude(pk=arrival.pk))


def alike_waiting(row: Arrival, text: str, most: int = 5) -> list[Arrival]:
    """What waits to be confirmed and is about the same matter, the likest first; the oldest are looked at."""
    waits = waiting(Scope.of(row.organ)).filter(kind=Arrival.Kind.APPLICATION).exclude(pk=row.pk)
    shares = [(share(privacy.opened(one).content, text), one) for one in waits[:_OPENED]]
    likest = sorted((one for one in shares if one[0] >= _LIKE), key=lambda one: -one[0])
    return [one for _share, one in likest[:most]]


_OPENED, _LIKE = 100, 1 / 3  # so many are opened; so much of what either says both say


def alike(scope: Scope, text: str, most: int = 5) -> list[FoiRequest]:
    """Applications for the same matter by their words, the likest first."""
    return list(likest(of(scope), "content", text)[:most])


def answers_like(scope: Scope, text: str, most: int = 3) -> list[PublicAnswer]:
    """Answers made public for all that may answer a matter."""
    return list(likest(public_answers(scope), "title", text)[:most])


def public_answers(scope: Scope, words: Iterable[str] = ()) -> QuerySet[PublicAnswer]:
    """The answers that anybody may read, the latest first; those alone in which every word stands."""
    rows = PublicAnswer.objects.within(scope).filter(published_on__isnull=False, withdrawn_on=None)
    for word in words:
        rows = rows.filter(Q(title__icontains=word) | Q(gist__icontains=word))
    return rows.select_related("organ")


def answer_at(pk: int) -> PublicAnswer | None:
    """An answer that is public, or was until it was withdrawn."""
    rows = PublicAnswer.objects.filter(pk=pk, published_on__isnull=False)
    return rows.select_related("organ").first()


def latest_answers(scope: Scope, most: int) -> list[PublicAnswer]:
    """The answers that were made public last."""
    return list(PublicAnswer.objects.within(scope).order_by("-published_on", "-pk")[:most])


def avoided(scope: Scope, first: date, last: date) -> int:
    """How many applications were not made from one day to another, because the answer stood there already."""
    return Avoided.objects.filter(organ__in=scope.organ_ids, on__range=(first, last)).count()


def next_number(scope: Scope, year: int) -> str:
    """The free number that follows the year's highest, written as it is; in a new year written as in the one
    before; 〔2026〕1号 where there is none."""
    rows = of(scope).order_by("-received_year", "-pk")
    ours = rows.filter(received_year=year).values_list("number", flat=True)[:200]
    before = rows.filter(received_year__lt=year).values_list("number", "received_year").first()
    number = following(ours) or (anew(*before, year) if before else "") or f"〔{year}〕1号"
    while rows.filter(number=number).exists():
        number = following([number])
    return number


def unmasked(said: RequestEntry, known: FoiRequest) -> RequestEntry:
    """A name as lists show it stands for the one in the ledger: what came out of a list may go in again."""
    names = {name: getattr(known, name) for name in privacy.NAMES}
    masks = {name: whole for name, whole in names.items() if privacy.is_mask_of(getattr(said, name), whole)}
    return replace(said, **masks)


def borne(organ: Organ, written: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Of these 文号 those that a letter has or had, as they are written: the application's number, and why
    nothing else may bear it; one query."""
    wanted = {number for number in written if number}
    found = numbers.borne(organ, wanted)
    rows = {number: found.get(letter_numbers.normal(number)) for number in wanted}
    return {
        number: ("" if row.state == NumberState.VOID else row.letter.foi_request.number, numbers.whose(row))
        for number, row in rows.items()
        if row and row.letter
    }

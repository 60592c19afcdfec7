"""What the file of an application holds, and what it should hold and does not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.law.workdays import Calendar
from gongkai.ledger.audit.actions import subject
from gongkai.ledger.audit.queries import about
from gongkai.ledger.base import Scope
from gongkai.ledger.requests import attachments
from gongkai.ledger.requests.facts import clock_settings
from gongkai.ledger.requests.letters import queries as letters
from gongkai.ledger.requests.letters.drafting import Draft
from gongkai.ledger.requests.models import (
    Arrival,
    Attachment,
    EventKind,
    FoiRequest,
    Letter,
    LetterState,
    RequestEvent,
)
from gongkai.ledger.requests.steps import Case
from gongkai.lib.language import _

#: What ends an application, or brings its end to the applicant.
_ENDS = {EventKind.ANSWERED, EventKind.WITHDRAWN, EventKind.SERVED}
#: What is done by a letter.
_BY_LETTER = {
    EventKind.CORRECTION_REQUESTED,
    EventKind.EXTENDED,
    EventKind.CONSULTATION_SENT,
    EventKind.FEE_NOTICED,
    EventKind.REASON_REQUESTED,
    EventKind.DELAYED,
    EventKind.ANSWERED,
}


@dataclass(frozen=True)
class Dossier:
    """An application with all that belongs to it. ``letters`` were signed, some of them voided since."""

    row: FoiRequest
    case: Case
    events: tuple[RequestEvent, ...]
    letters: tuple[Letter, ...]
    drafts: tuple[Draft, ...]
    arrivals: tuple[Arrival, ...]
    files: tuple[Attachment, ...]

    @property
    def closed_on(self) -> date | None:
        return closed_on(self.case.events)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(missing(self.case.events, self.letters, self.files))

    @property
    def log(self) -> Iterator[dict[str, object]]:
        """The rows of the log about all this, in the order of the chain."""
        return about(map(subject, (self.row, *self.letters, *self.arrivals, *self.files)))


def of(row: FoiRequest, calendar: Calendar, on: date) -> Dossier:
    """The application as its file would be made up on a day."""
    events = tuple(row.events.all())
    case = Case.of(events, calendar, clock_settings(row.organ))
    all_letters = letters.of(Scope.of(row.organ), row)
    signed = [one for one in reversed(all_letters) if one.state in {LetterState.SIGNED, LetterState.VOID}]
    arrivals = tuple(belonging(row))
    files = Attachment.objects.filter(Q(arrival__in=arrivals) | Q(letter__in=signed))
    return Dossier(
        row=row,
        case=case,
        events=events,
        letters=tuple(signed),
        drafts=tuple(letters.draft(one, all_letters, case, on) for one in signed),
        arrivals=arrivals,
        files=tuple(files.select_related("arrival", "letter").order_by("pk")),
    )


def belonging(row: FoiRequest) -> list[Arrival]:
    """Whatever arrived for the application: what became it, what was joined to that, what was sent later
    about either; each after what it is about."""
    of_row = Arrival.objects.filter(foi_request=row, kind=Arrival.Kind.APPLICATION)
    return with_later(of_row.exclude(state=Arrival.State.JOINED).order_by("arrived_at", "pk"))


def with_later(arrivals: Iterable[Arrival]) -> list[Arrival]:
    """Arrivals with what was joined to them and what was sent later about either."""
    latest = found = list(arrivals)
    while latest:
        about_it = Arrival.objects.filter(about__in=latest).exclude(pk__in=[one.pk for one in found])
        about_it = about_it.filter(~Q(kind=Arrival.Kind.APPLICATION) | Q(state=Arrival.State.JOINED))
        latest = list(about_it.order_by("arrived_at", "pk"))
        found = found + latest
    return found


def closed_on(events: Iterable[RequestEvent]) -> date | None:
    """The day on which the work was done, of events that stand; None while the application is open."""
    ends = [event.on for event in events if event.kind in _ENDS]
    return max(ends, default=None)


def missing(
    events: Sequence[RequestEvent], letters: Iterable[Letter], files: Iterable[Attachment]
) -> Iterator[str]:
    """What a complete file would prove and this one does not, in words. ``events`` are those that stand."""
    has_letter = {letter.event_id for letter in letters if letter.state == LetterState.SIGNED}
    for event in events:
        named = {"day": event.on, "what": _(event.get_kind_display())}
        is_on_paper = event.pk in has_letter or event.data.get("document_no")
        if event.kind in _BY_LETTER and not is_on_paper:
            yield _("{day}{what} — 没有签发的文书，也没有文号").format(**named)
        elif event.kind == EventKind.SERVED and not event.data.get("proof"):
            yield _("{day}{what} — 没有登记回执、单号或者签收人").format(**named)
        elif event.kind == EventKind.WITHDRAWN and not (is_on_paper or event.data.get("withdrawal")):
            yield _("{day}{what} — 没有申请人的书面材料").format(**named)
    if _waits_for_service(events):
        yield _("答复 — 没有送达的记录")
    for file in files:
        if not attachments.VAULT.holds(file.place):
            yield _("附件{number} — 文件不在数据文件夹里").format(number=file.pk)
        elif file.quarantine == Attachment.Quarantine.WAITING:
            yield _("附件{number} — 还没有查过病毒，不装入档案包").format(number=file.pk)
        elif file.quarantine:
            yield _("附件{number} — 查出病毒，不装入档案包").format(number=file.pk)


def _waits_for_service(events: Sequence[RequestEvent]) -> bool:
    """Whether it was answered, and nothing says that the applicant got the answer."""
    given_up = {"other_no_correction", "other_no_payment"}
    answered = any(
        event.kind == EventKind.ANSWERED and event.data.get("row") not in given_up for event in events
    )
    return answered and not any(event.kind == EventKind.SERVED for event in events)

"""Document numbers 文号 given one by one: never twice, and no gap without its reason."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Max, QuerySet

from gongkai.law import letter_numbers
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Scope, state_of
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests.models import (
    Arrival,
    EventKind,
    FoiRequest,
    Letter,
    LetterNumber,
    LetterState,
    NumberState,
    RequestEvent,
)
from gongkai.lib.language import _


def give(*, organ: Organ, series: str, letter: Letter | None, on: date, actor: str, bearer: str = "") -> str:
    """The next number of a series, within the caller's transaction. ``bearer``: what bears it that is no
    letter of an application, in words.

    The organ's row is the lock: two who sign at once wait for each other. SQLite has one writer anyway.
    Numbers that were entered by hand on papers made elsewhere are passed over, and kept as such.
    """
    locked = Organ.objects.select_for_update(no_key=True).get(pk=organ.pk)
    pattern = str(locked.option(f"number_{series}"))
    rows = list(_next(locked, pattern, on, letter, bearer))
    for row in rows:
        row.save()
    audit.created(rows, actor=actor, organ=locked)
    return rows[-1].document_no


def _next(organ: Organ, pattern: str, on: date, letter: Letter | None, bearer: str) -> Iterator[LetterNumber]:
    """The numbers used elsewhere that come next, then the one for the letter."""
    known = LetterNumber.objects.filter(organ=organ, series=pattern, year=on.year)
    n = (known.aggregate(last=Max("n"))["last"] or 0) + 1
    while True:
        number = letter_numbers.written(pattern, mark=mark_of(organ), year=on.year, n=n)
        row = LetterNumber(organ=organ, series=pattern, year=on.year, n=n, document_no=number, on=on)
        if not _is_used_elsewhere(organ, number):
            row.letter, row.reason = letter, bearer
            yield row
            return
        row.state, row.reason = NumberState.ELSEWHERE, _("另行制作的文书用过这个文号")
        yield row
        n += 1


def why_taken(organ: Organ, number: str) -> str:
    """Why a number that is entered by hand is that of another letter; empty where none has it. The letter of
    which the step just begins is not signed yet as it stands."""
    row = borne(organ, [number]).get(letter_numbers.normal(number))
    return whose(row) if row else ""


def why_used(organ: Organ, number: str, *, but: int) -> str:
    """Why a number that is entered by hand may not stand on the letter of a rectification (the key ``but``):
    some other paper has it."""
    if not number:
        return ""
    if why := why_taken(organ, number):
        return why
    event = _by_hand(organ, number).filter(replaced_by=None).select_related("foi_request").first()
    other = (
        Arrival.objects.filter(organ=organ, extra__document_no__in=_writings(number)).exclude(pk=but).first()
    )
    if event is None and other is None:
        return ""
    of = event.foi_request.number if event else other.number if other else ""
    why = _("文号 — {number}已经登记在{application}的文书上 — 请照纸面核对，没有文号就不填。")
    return why.format(number=number, application=of)


def borne(organ: Organ, numbers: Iterable[str]) -> dict[str, LetterNumber]:
    """Which of these numbers letters have that are signed or void, by how they are written."""
    wanted = {letter_numbers.normal(number) for number in numbers if number}
    rows = LetterNumber.objects.filter(organ=organ, document_no__in=wanted)
    others = (
        rows.exclude(state=NumberState.ELSEWHERE)
        .exclude(letter__state=LetterState.REVIEW)
        .select_related("letter__foi_request")
    )
    return {row.document_no: row for row in others} if wanted else {}


def whose(row: LetterNumber) -> str:
    """Why nothing else may bear this number."""
    if row.state == NumberState.VOID:
        why = _("文号 — {number}已经作废，不再使用 — 请照纸面核对，没有文号就不填。")
    else:
        why = _("文号 — {number}已经是{application}的文书的 — 请照纸面核对，没有文号就不填。")
    bearer = row.letter.foi_request.number if row.letter else row.reason
    return why.format(number=row.document_no, application=bearer)


def others_with(foi_request: FoiRequest, number: str) -> list[str]:
    """The numbers of the other applications with the same document number, entered by hand: one letter may
    answer several, or it was mistyped."""
    if not number:
        return []
    rows = _by_hand(foi_request.organ, number).filter(replaced_by=None).exclude(foi_request=foi_request)
    return list(rows.order_by("foi_request__number").values_list("foi_request__number", flat=True).distinct())


def _by_hand(organ: Organ, number: str) -> QuerySet[RequestEvent]:
    events = RequestEvent.objects.filter(foi_request__organ=organ, data__document_no__in=_writings(number))
    return events.exclude(kind=EventKind.REDO_ORDERED)  # that is the number of whoever ordered it


def _writings(number: str) -> set[str]:
    return {number, letter_numbers.normal(number)}


def _is_used_elsewhere(organ: Organ, number: str) -> bool:
    by_hand = _by_hand(organ, number)
    if by_hand.exists() or Arrival.objects.filter(organ=organ, extra__document_no=number).exists():
        return True
    return LetterNumber.objects.filter(organ=organ, document_no=number).exists()


def spoil(*, letter: Letter, actor: str, reason: str) -> None:
    """作废: the number of a letter is not used again, and says why."""
    for row in letter.numbers.select_for_update():
        before = state_of(row)
        row.state, row.reason = NumberState.VOID, reason
        row.save(update_fields=["state", "reason"])
        audit.changed([(before, row)], actor=actor, organ=row.organ, reason=reason)


def spoil_other(*, organ: Organ, document_no: str, actor: str, reason: str) -> None:
    """作废 of what is no letter of an application: what bore the number stays with it."""
    row = LetterNumber.objects.select_for_update().get(organ=organ, document_no=document_no)
    before = state_of(row)
    row.state, row.reason = NumberState.VOID, f"{row.reason}：{reason}"[:200]
    row.save(update_fields=["state", "reason"])
    audit.changed([(before, row)], actor=actor, organ=organ, reason=reason)


def mark_of(organ: Organ) -> str:
    """发文机关代字, else the organ's name without 人民政府."""
    return str(organ.option("letter_mark")) or organ.name.removesuffix("人民政府")


def register(scope: Scope) -> QuerySet[LetterNumber]:
    """Every number of the organs, the latest first, with its letter and application."""
    rows = LetterNumber.objects.within(scope).select_related("letter__foi_request")
    return rows.order_by("-year", "series", "-n")

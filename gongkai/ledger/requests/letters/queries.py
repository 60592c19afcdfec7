"""Reading letters, always within a scope."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from gongkai.law import letter_texts
from gongkai.law.letter_lint import Lesson
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import privacy
from gongkai.ledger.requests.letters import drafting
from gongkai.ledger.requests.letters.drafting import Draft
from gongkai.ledger.requests.letters.plans import Plan
from gongkai.ledger.requests.models import (
    EventKind,
    FoiRequest,
    Letter,
    LetterState,
    LetterTemplate,
    RequestEvent,
)
from gongkai.ledger.requests.models import Lesson as LessonRow
from gongkai.ledger.requests.steps import Case


def of(scope: Scope, foi_request: FoiRequest) -> list[Letter]:
    """The letters of an application, the latest first."""
    rows = Letter.objects.within(scope).filter(foi_request=foi_request)
    return list(rows.select_related("organ", "foi_request").prefetch_related("annexes", "redactions__boxes"))


def texts(organ: Organ) -> dict[str, str]:
    """The organ's own texts by kind of letter."""
    return dict(LetterTemplate.objects.filter(organ=organ).values_list("code", "text"))


def lessons(organ: Organ) -> tuple[Lesson, ...]:
    """What reviews and suits have taught the organ, the latest first."""
    rows = LessonRow.objects.filter(organ=organ).exclude(said="")
    return tuple(Lesson(*said) for said in rows.values_list("kind", "case_no", "said"))


def others(letters: Sequence[Letter]) -> tuple[str, ...]:
    """The third parties whom letters of the case went to."""
    names = (privacy.addressee_of(one) for one in letters if one.state != LetterState.VOID)
    return tuple(dict.fromkeys(filter(None, names)))


def draft(letter: Letter, letters: Sequence[Letter], case: Case, on: date) -> Draft:
    """A letter of the case as it stands; ``letters`` are all of the case."""
    row = letter.foi_request
    drafted = drafting.of(
        letter,
        row,
        case,
        on,
        texts=texts(letter.organ),
        others=others(letters),
        told=sum(one.code == "third_party_decision" and one.state == LetterState.SIGNED for one in letters),
    )
    return drafted if letter.signed_on else replace(drafted, lessons=lessons(letter.organ))


def for_applicant(row: FoiRequest, case: Case, on: date) -> list[tuple[Letter, Draft]]:
    """What the applicant may have, the oldest first: letters to the applicant that were signed and hold; of
    answers those that were served."""
    letters = of(Scope.of(row.organ), row)
    served = max((event.on for event in case.events if event.kind == EventKind.SERVED), default=date.min)
    signed = ((one, draft(one, letters, case, on)) for one in reversed(letters) if one.signed_on)
    return [
        (letter, drafted)
        for letter, drafted in signed
        if letter.state == LetterState.SIGNED
        and drafted.plan.template.to == letter_texts.APPLICANT
        and (not drafted.plan.is_answer or drafted.on <= served)
    ]


def begin(plan: Plan, row: FoiRequest, case: Case, on: date) -> Draft:
    """A letter before its first word: what it usually says."""
    usual = letter_texts.says(plan.letter.code, plan.kind)
    told = lessons(row.organ)
    return Draft(plan, row.organ, row, case, on, usual, texts=texts(row.organ), lessons=told)


def letter_of(event: RequestEvent) -> Letter | None:
    """The letter that led to an event, or to what it corrects."""
    letter: Letter | None = getattr(event, "letter", None)
    return letter or (letter_of(event.replaces) if event.replaces else None)

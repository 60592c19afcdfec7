"""One step, or one letter, for many applications 批量办理: weighed for each of them, and done for each in a
transaction of its own, so that one that cannot be done stops no other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.db import transaction

from gongkai.law.decision_kind import DecisionKind
from gongkai.ledger.base import Scope
from gongkai.ledger.requests import actions, hindrances, queries
from gongkai.ledger.requests.facts import clock_settings, in_force
from gongkai.ledger.requests.letters import actions as letters
from gongkai.ledger.requests.letters.actions import Moment, Text
from gongkai.ledger.requests.letters.plans import Plan
from gongkai.ledger.requests.models import FoiRequest, Letter, LetterState, RequestEvent
from gongkai.ledger.requests.steps import STEPS, Case, Refused, Step
from gongkai.lib.language import _

#: So many at once: what a list shows on one page, twice.
MOST = 100
#: Steps that say the same of every application; which letter an opinion answers differs.
TOGETHER: tuple[Step, ...] = tuple(step for step in STEPS if all(ask.name != "slot" for ask in step.asks))


@dataclass(frozen=True, slots=True)
class Weighed:
    """An application, the latest of its events, and why it cannot be done; "" where it can."""

    row: FoiRequest
    case: Case
    seen: int
    why: str

    @property
    def key(self) -> str:
        """It as it was weighed: another once something has happened to it."""
        return f"{self.row.pk}:{self.seen}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one: ``made`` is the key of its event or letter, 0 where ``why`` says why not."""

    row: int
    number: str
    made: int
    why: str = ""
    is_letter: bool = False

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Chosen:
    """The applications that were chosen, oldest receipt first, with what is known when they are weighed."""

    rows: tuple[FoiRequest, ...]
    at: Moment

    @cached_property
    def _cases(self) -> list[tuple[Case, int]]:
        """Each with all that happened to it, and the latest of it."""
        histories = ((row, list(row.events.all())) for row in self.rows)
        return [
            (Case.of(events, self.at.calendar, clock_settings(row.organ)), actions.last_of(events))
            for row, events in histories
        ]

    @classmethod
    def of(cls, scope: Scope, keys: Iterable[int], at: Moment) -> Self:
        rows = queries.with_histories(queries.of(scope).filter(pk__in=list(keys)[:MOST]))
        return cls(tuple(rows.select_related("organ")), at)

    def weigh(self, step: Step, on: date, kind: DecisionKind | None = None) -> list[Weighed]:
        """Each for a step on a day; for an answer of this ``kind``."""
        return self._weighed(
            lambda row, case: case.why_not(step, on, self.at.today, kind) or hindrances.why_not(row, step)
        )

    def weigh_letter(self, plan: Plan) -> list[Weighed]:
        """Each for a letter: one that has such a draft gets no second."""
        drafted = set(
            Letter.objects.filter(
                foi_request__in=self.rows, code=plan.letter.code, step=plan.step.code if plan.step else ""
            )
            .exclude(state__in=(LetterState.SIGNED, LetterState.VOID))
            .values_list("foi_request_id", flat=True)
        )

        def why_not(row: FoiRequest, case: Case) -> str:
            if row.pk in drafted:
                return _("已经有一份没有签发的{letter} — 不再起草第二份。").format(letter=plan.template.title)
            today = self.at.today
            if plan.step is None:
                return ""
            return case.why_not(plan.step, today, today, plan.kind) or hindrances.why_not(row, plan.step)

        return self._weighed(why_not)

    def _weighed(self, why_not: Callable[[FoiRequest, Case], str]) -> list[Weighed]:
        return [
            Weighed(row, case, seen, why_not(row, case))
            for row, (case, seen) in zip(self.rows, self._cases, strict=True)
        ]


def take(
    weighed: Iterable[Weighed],
    *,
    step: Step,
    on: date,
    said: Mapping[str, Any],
    actor: str,
    at: Moment,
    kind: DecisionKind | None = None,
    own: Mapping[int, Mapping[str, Any]] | None = None,
) -> list[Outcome]:
    """Take the step on each that can be done, as it was weighed; ``own``: by key what one alone says."""

    def taken(one: Weighed) -> int:
        event = actions.take(
            foi_request=one.row,
            step=step,
            on=on,
            said={**said, **(own or {}).get(one.row.pk, {})},
            actor=actor,
            today=at.today,
            calendar=at.calendar,
            seen=one.seen,
            kind=kind,
        )
        return event.pk

    return [_done(one, taken) for one in weighed]


def draft(weighed: Iterable[Weighed], *, plan: Plan, text: Text, actor: str) -> list[Outcome]:
    """Begin the same letter in each."""

    def drafted(one: Weighed) -> int:
        return letters.draft(foi_request=one.row, plan=plan, text=text, actor=actor).pk

    return [replace(_done(one, drafted), is_letter=True) for one in weighed]


def _done(one: Weighed, do: Callable[[Weighed], int]) -> Outcome:
    if one.why:
        return Outcome(one.row.pk, one.row.number, 0, one.why)
    try:
        return Outcome(one.row.pk, one.row.number, do(one))
    except Refused as error:
        return Outcome(one.row.pk, one.row.number, 0, str(error))


def take_back(
    outcomes: Iterable[Outcome], *, scope: Scope, actor: str, reason: str, at: Moment
) -> list[Outcome]:
    """Take back each entry or letter that nothing has followed."""
    return [_taken_back(one, scope, actor, reason, at) for one in outcomes if one.made]


def _taken_back(one: Outcome, scope: Scope, actor: str, reason: str, at: Moment) -> Outcome:
    try:
        if one.is_letter:
            _void_draft(one, scope, actor, reason, at)
        else:
            _void_last(one, scope, actor, reason)
    except Refused as error:
        return replace(one, made=0, why=str(error))
    return one


@transaction.atomic
def _void_last(one: Outcome, scope: Scope, actor: str, reason: str) -> None:
    row = queries.of(scope).select_for_update().get(pk=one.row)
    events = list(RequestEvent.objects.filter(foi_request=row))
    event = next(event for event in events if event.pk == one.made)
    if event not in in_force(events):
        raise Refused(_("这条登记已经撤回过 — 不用再撤回。"))
    if event.pk != actions.last_of(events):
        raise Refused(_("这条登记之后又有了新的办理情况 — 不能一起撤回 — 请打开这一件，逐条撤回。"))
    actions.void_event(event=event, actor=actor, reason=reason)


def _void_draft(one: Outcome, scope: Scope, actor: str, reason: str, at: Moment) -> None:
    letter = Letter.objects.within(scope).get(pk=one.made)
    if letter.state != LetterState.DRAFT:
        raise Refused(_("这份文书已经不是草稿 — 不能一起作废 — 请打开这份文书办理。"))
    letters.void(letter=letter, reason=reason, actor=actor, at=at)

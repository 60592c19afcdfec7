"""Invented reviews and suits about the answers given, and what follows: further suits, redone answers."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from gongkai.law import decisions
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.sample.applications import Course

Kind = RemedyCase.Kind
Result = RemedyCase.Result

#: Result column, how often in a hundred, raw outcomes of reviews and of suits. The first of a correction
#: orders the answer to be given anew.
_OUTCOMES: tuple[tuple[Result, int, tuple[str, ...], tuple[str, ...]], ...] = (
    (Result.UPHELD, 56, ("维持", "驳回行政复议请求"), ("判决驳回诉讼请求",)),
    (Result.CORRECTED, 22, ("撤销并责令重新答复", "确认违法"), ("判决撤销并责令重新答复", "判决确认违法")),
    (Result.OTHER, 22, ("申请人撤回，终止", "调解结案"), ("裁定准许撤诉", "裁定驳回起诉")),
)
_REVIEWED = 0.16  # of the answers that gave less than was asked for
_SUED_AFTER = 0.35  # of the reviews that changed nothing
_SUED_AT_ONCE = 0.06  # of the answers for which no review has to come first
_COMPLAINED = 0.012


@dataclass(frozen=True, slots=True)
class Bodies:
    """Before whom an organ stands: 复议机关, court, and the mark of the review body's case numbers.

    ``series`` keeps the numbers of one organ's cases apart from another's: no case stands in two ledgers.
    """

    organ: str
    review: str
    court: str
    mark: str
    series: str


@dataclass(slots=True)
class Register:
    """The cases of one organ in the making. What is not over by ``until`` is still open."""

    rng: Random
    bodies: Bodies
    last_receipt: date
    until: date
    cases: list[RemedyCase]

    def add(self, kind: Kind, number: str, since: date, days: tuple[int, int]) -> RemedyCase | None:
        """A case received some weeks after ``since``; None where that is past the sample's years."""
        received_on = _workday(since, self.rng.randint(15, 45))
        if received_on > self.last_receipt:
            return None
        case = RemedyCase(
            case_no=self._case_no(kind, received_on.year),
            kind=kind,
            received_on=received_on,
            request_number=number,
            respondent=self.bodies.organ,
            body=self.bodies.review if kind in (Kind.RECONSIDERATION, Kind.COMPLAINT) else self.bodies.court,
        )
        self.cases.append(case)
        concluded_on = _workday(received_on, self.rng.randint(*days))
        if concluded_on <= self.until:
            self._conclude(case, concluded_on)
        return case

    def _conclude(self, case: RemedyCase, on: date) -> None:
        result, _, reviews, suits = self.rng.choices(_OUTCOMES, [weight for _, weight, _, _ in _OUTCOMES])[0]
        outcomes = reviews if case.kind == Kind.RECONSIDERATION else suits
        case.concluded_on = on
        if case.kind == Kind.COMPLAINT:
            case.outcome = "已调查答复"
            return
        case.result, case.outcome = result, self.rng.choice(outcomes)
        case.redo_ordered = result is Result.CORRECTED and case.outcome == outcomes[0]
        case.redo_due = OFFICIAL.add(on, 20) if case.redo_ordered else None

    def _case_no(self, kind: Kind, year: int) -> str:
        serial = 1 + sum(case.kind == kind and case.received_on.year == year for case in self.cases)
        name = {Kind.RECONSIDERATION: f"{self.bodies.mark}复", Kind.COMPLAINT: f"{self.bodies.mark}诉"}
        if kind in name:
            return f"{name[kind]}〔{year}〕{self.bodies.series}{serial}号"
        series = 1 if kind == Kind.LITIGATION_DIRECT else 2
        return f"（{year}）例{self.bodies.mark}行初{self.bodies.series}{series}{serial:02}号"


def disputes(
    rng: Random, bodies: Bodies, entries: list[RequestEntry], *, last_receipt: date, until: date, redo: str
) -> tuple[list[RequestEntry], list[RemedyCase]]:
    """The applications with what disputes added to them, and the cases.

    ``redo`` is the organ's setting ``redo_counting``: under ``exclude`` a redone answer is written into the
    application's own history, under ``new`` it stands under a number of its own.
    """
    register = Register(rng, bodies, last_receipt, until, [])
    written: list[RequestEntry] = []
    for entry in entries:
        answered = next((event for event in entry.events if event.kind is EventKind.ANSWERED), None)
        case = _dispute(register, entry.number, answered) if answered else None
        if answered is None or case is None or not case.redo_ordered or case.concluded_on is None:
            written.append(entry)
        elif redo == "new":
            written += [entry, _redone_apart(rng, entry, case.concluded_on)]
        else:
            written.append(_redone_within(rng, entry, case.concluded_on))
    return written, register.cases


def _dispute(register: Register, number: str, answered: EventEntry) -> RemedyCase | None:
    """The dispute over one answer, to its last case."""
    rng, row = register.rng, str(answered.data["row"])
    if row.startswith(("granted", "other")):
        return None
    review_first = row == "partial" or row.startswith("refused")
    if rng.random() < _REVIEWED:
        case = register.add(Kind.RECONSIDERATION, number, answered.on, (28, 75))
        unchanged = case is not None and case.concluded_on and case.result in (Result.UPHELD, Result.OTHER)
        if case and unchanged and case.concluded_on and rng.random() < _SUED_AFTER:
            return register.add(Kind.LITIGATION_AFTER, number, case.concluded_on, (80, 260))
        return case
    if not review_first and rng.random() < _SUED_AT_ONCE:
        return register.add(Kind.LITIGATION_DIRECT, number, answered.on, (80, 240))
    if rng.random() < _COMPLAINED:
        return register.add(Kind.COMPLAINT, number, answered.on, (20, 50))
    return None


def _redone_within(rng: Random, entry: RequestEntry, ordered_on: date) -> RequestEntry:
    due = OFFICIAL.add(ordered_on, 20)
    answered_on = OFFICIAL.add(ordered_on, rng.randint(6, 18))
    order = EventEntry(EventKind.REDO_ORDERED, ordered_on, {"due": due.isoformat()})
    kind = decisions.by_code("partial")
    said = {"row": kind.row, "kind": kind.code, "ground": "third_party"}
    answer = EventEntry(EventKind.ANSWERED, answered_on, said, "redo")
    service = EventEntry(EventKind.SERVED, answered_on, {"way": "electronic"}, "redo")
    return replace(entry, events=(*entry.events, order, answer, service))


def _redone_apart(rng: Random, entry: RequestEntry, ordered_on: date) -> RequestEntry:
    received = entry.events[0].data
    course = Course(rng, ordered_on, str(received["applicant_kind"]), redo=True)
    course.answer("partial", course.later(6, 18), "electronic")
    return replace(
        entry, number=f"{entry.number}重", events=tuple(course.events), remarks=f"重作{entry.number}"
    )


def _workday(since: date, days: int) -> date:
    return OFFICIAL.on_or_after(since + timedelta(days))

"""Applications walked from step to step, each of them lawful on its day, whoever chooses which."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS
from gongkai.law.clocks import ClockSettings
from gongkai.law.decision_kind import DecisionKind
from gongkai.law.procedure import PRESUPPOSED
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.requests.entries import EventEntry
from gongkai.ledger.requests.models import EventKind, RequestEvent
from gongkai.ledger.requests.steps import ANSWERS, OVERRULED, STEPS, Ask, Case, Kind, Step, When

#: Takes one of several: a drawn example of hypothesis, or chance.
Choose = Callable[[Sequence[Any]], Any]
#: Days between two steps: none, within every period, on its edge, long past it.
GAPS = (0, 1, 3, 9, 15, 20, 28, 45, 90)
#: What an organ does alone, without hearing from anyone.
ORGANS_OWN = ("answer", "abandon_correction", "abandon_fee", "serve", "archive")


class Taken(NamedTuple):
    """A step as ``Case.entry`` and ``actions.take`` are told of it."""

    step: Step
    on: date
    said: dict[str, Any]
    kind: DecisionKind | None


def case_of(entries: Sequence[EventEntry]) -> Case:
    """The application to which these events, and no others, have happened."""
    rows = (
        RequestEvent(kind=one.kind, on=one.on, data={**one.data, **({"slot": one.slot} if one.slot else {})})
        for one in entries
    )
    return Case.of(rows, OFFICIAL, ClockSettings())


@dataclass
class Walk:
    """``entries`` are the receipt and what each of the steps ``taken`` has written."""

    choose: Choose
    entries: list[EventEntry]
    taken: list[Taken] = field(default_factory=list)

    @classmethod
    def of(cls, choose: Choose, first: date, steps: int) -> Self:
        """An application and so many lawful steps."""
        received_on = first + timedelta(choose(GAPS))
        kind = {"applicant_kind": choose(APPLICANT_KEYS)}
        walk = cls(choose, [EventEntry(EventKind.RECEIVED, received_on, kind)])
        for _step in range(steps):
            day = walk.day + timedelta(choose(GAPS))
            if walk.lawful(day):
                walk.go(day)
        return walk

    @property
    def case(self) -> Case:
        return case_of(self.entries)

    @property
    def day(self) -> date:
        return self.entries[-1].on

    def lawful(self, day: date) -> list[Step]:
        case = self.case
        return [s for s in STEPS if not (case.why_not(s, day, day) or case.why_unclear(s, day))]

    def go(self, day: date, only: Sequence[str] = ()) -> None:
        """One lawful step more."""
        step = self.choose([step for step in self.lawful(day) if not only or step.code in only])
        self.taken.append(self.filled_in(step, day))
        self.entries.append(self.case.entry(*self.taken[-1]))

    def filled_in(self, step: Step, day: date) -> Taken:
        """The step with whatever it has to say."""
        case = self.case
        kinds = [kind for kind in ANSWERS if not case.why_not(step, day, day, kind)]
        kinds += [kind for kind in kinds if kind.code in PRESUPPOSED] * len(kinds)  # or they hardly ever come
        kind = self.choose(kinds) if step.code == "answer" else None
        asks = (
            ask
            for ask in case.asks(step, kind)
            if ask.required or ask.name == "fee_reason" or self.choose((True, False))
        )
        said: dict[str, Any] = {}
        for ask in asks:

            def why_not(so: str, name: str = ask.name) -> str:
                return case.why_unheard(step, day, said | {name: so})

            said[ask.name] = self._said(ask, day, why_not)
        if case.why_overruled(said, kind):
            said[OVERRULED.name] = "写明"
        return Taken(step, day, said, kind)

    def _said(self, ask: Ask, day: date, why_not: Callable[[str], str]) -> Any:
        match ask.kind:
            case Kind.DAY:
                if ask.when is not When.LATER:
                    return day.isoformat()
                due = self.case.on(day).due  # another limit is a later one
                return (max(day, due or day) + timedelta(self.choose(GAPS[1:]))).isoformat()
            case Kind.NUMBER:
                return self.choose(range(ask.least or 0, (ask.most or 100) + 1))
            case Kind.MONEY:
                return self.choose(("100.00", "38.50"))
            case Kind.CHOICE:
                return self.choose([one for one, _zh in ask.choices if not why_not(one)])
        return "写明"

    def to_its_end(self) -> None:
        """Carried on by the organ alone; where it has to wait, until the day after whose turn it was."""
        day = self.day
        while (deadline := self.case.on(day)).state.code != "archived":
            if {step.code for step in self.lawful(day)} & set(ORGANS_OWN):
                self.go(day, ORGANS_OWN)
            else:
                until = deadline.waiting_until
                assert until is not None, deadline.state
                assert until >= day, deadline.state
                day = until + timedelta(1)

"""Which letter leads to which step, and what is asked for it besides what the step asks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from gongkai.law import letter_texts
from gongkai.law.decision_kind import DecisionKind
from gongkai.law.decisions import BY_CODE as DECISIONS
from gongkai.law.letter_texts import THIRD_PARTY, Template, letter_of
from gongkai.law.letters import BY_CODE, Letter
from gongkai.ledger.requests import models
from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.requests.steps import ANSWERS, OVERRULED, STEP, Ask, Case, Kind, Step

#: The letter of a step; an answer has that of its decision.
LETTER_OF_STEP: Mapping[str, str] = {
    "request_correction": "correction_notice",
    "request_reason": "reasons_notice",
    "extend": "extension_notice",
    "consult_third_party": "third_party_consultation",
    "consult_organs": "organ_consultation",
    "notify_fee": "fee_notice",
    "abandon_correction": "no_further_processing",
    "abandon_fee": "no_further_processing",
    "withdraw": "withdrawal",
}
#: Letters that go with a case and lead to no step.
FREE = ("receipt", "consultation_notice", "third_party_decision", "record_correction", "service")
_KINDS = {
    "abandon_correction": "other_no_correction",
    "abandon_fee": "other_no_payment",
    "withdraw": "other_withdrawn",
    "record_correction": "record_correction",
}
#: What an event calls otherwise than the letter that leads to it.
_FIELD_OF = {
    "points": "points_to_complete",
    "due": "deadline",
    "reason": "reasons",
    "organ": "asked_organ",
}
#: The number is given at the signature; when it arrived is known only later; a notice of its own tells why
#: the third party is overruled.
_NOT_ASKED = {"document_no", "delivered_on", OVERRULED.name}
_WHERE_KNOWN = {"right_organ", "third_party_opinion", "weighing"}
ADDRESSEE = Ask("addressee", "第三方的姓名或者名称", Kind.LINE, hint="加密保存，不出现在给申请人的文书里")


@dataclass(frozen=True, slots=True)
class Plan:
    """A letter to be drafted. ``code`` is its step, or its own where it leads to none."""

    code: str
    letter: Letter
    step: Step | None = None
    kind: DecisionKind | None = None

    @property
    def template(self) -> Template:
        return letter_texts.template(self.letter.code)

    def asks(self, case: Case, text: str) -> tuple[Ask, ...]:
        """What is asked for it: the step's, then what else its ``text`` has fields for."""
        asked = self._of_step(case)
        names = {ask.name for ask in asked}
        written = (
            name
            for name in letter_texts.fields_of(text)
            if name in letter_texts.FIELDS and name not in letter_texts.BOUND and name not in names
            if name != "third_party_opinion" or _has_asked(case)  # else there is none to tell of
        )
        more = tuple(_ask(name) for name in written)
        return (*((ADDRESSEE,) if self.template.to == THIRD_PARTY else ()), *asked, *more)

    def _of_step(self, case: Case) -> tuple[Ask, ...]:
        if self.step is None:
            return ()
        asks = (ask for ask in case.asks(self.step, self._answer) if ask.name not in _NOT_ASKED)
        return tuple(replace(ask, name=_FIELD_OF.get(ask.name, ask.name)) for ask in asks)

    def step_fields(self, case: Case) -> frozenset[str]:
        """The fields that the event needs."""
        return frozenset(ask.name for ask in self._of_step(case))

    @property
    def _answer(self) -> DecisionKind | None:
        """The decision, where the step has to be told of it."""
        return self.kind if self.code == "answer" else None

    def said(self, case: Case, fields: Mapping[str, Any]) -> dict[str, Any]:
        """What the event says, out of the fields of the letter."""
        if self.step is None:
            return {}
        names = (ask.name for ask in case.asks(self.step, self._answer))
        return {name: value for name in names if (value := fields.get(_FIELD_OF.get(name, name)))}

    @property
    def is_answer(self) -> bool:
        return self._answer is not None


def _has_asked(case: Case) -> bool:
    return any(one.kind == EventKind.CONSULTATION_SENT for one in case.events)


def _ask(name: str) -> Ask:
    kind = Kind.LINE if name in {"deadline", "approval", "amount"} else Kind.TEXT
    return Ask(name, letter_texts.FIELDS[name], kind, required=name not in _WHERE_KNOWN)


def plan(code: str, kind: str = "") -> Plan | None:
    """The letter that is drafted for a step, or of its own; None where there is none."""
    if code == "answer":
        decision = next((one for one in ANSWERS if one.code == kind), None)
        return Plan(code, letter_of(decision), STEP[code], decision) if decision else None
    if code in LETTER_OF_STEP:
        return Plan(code, BY_CODE[LETTER_OF_STEP[code]], STEP[code], _kind(code))
    return Plan(code, BY_CODE[code], None, _kind(code)) if code in FREE else None


def _kind(code: str) -> DecisionKind | None:
    return DECISIONS[_KINDS[code]] if code in _KINDS else None


def of(letter: models.Letter) -> Plan:
    """The plan by which a letter was drafted."""
    found = plan(letter.step or letter.code, letter.kind)
    if found is None:
        raise LookupError(f"letter {letter.pk}: no plan for {letter.step or letter.code}")
    return found

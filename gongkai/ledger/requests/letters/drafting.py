"""What a letter says now, and what the law's rules find in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from gongkai.law import letter_lint, letter_texts
from gongkai.law.events import Party
from gongkai.law.findings import Finding
from gongkai.law.letter_texts import THIRD_PARTY, Facts
from gongkai.law.receipt import CHANNEL
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import bodies_of
from gongkai.ledger.requests import attachments, privacy
from gongkai.ledger.requests.letters import plans
from gongkai.ledger.requests.letters.deeds import Deed, history
from gongkai.ledger.requests.letters.plans import Plan
from gongkai.ledger.requests.models import EventKind, FoiRequest, Letter, LetterState
from gongkai.ledger.requests.redactions.progress import hidden_on
from gongkai.ledger.requests.steps import Case

_LONGEST_NAME = 4  # of a person; what is longer is a company or an organ


def contact_of(organ: Organ) -> str:
    """Whom to ask, as it is printed below the text."""
    return "，".join(filter(None, (organ.office, organ.phone and f"电话{organ.phone}", organ.address)))


@dataclass(frozen=True)
class Draft:
    """A letter as it stands: ``texts`` are the organ's own by kind of letter, ``others`` the third parties
    of the case, ``annexes`` the titles of what goes with it 附件, ``hidden`` the grounds
    on which something is hidden there, ``lessons`` those of the organ, ``fields`` what was written for it."""

    plan: Plan
    organ: Organ
    row: FoiRequest
    case: Case
    on: date
    fields: Mapping[str, Any]
    source: str = ""
    addressee: str = ""
    others: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    document_no: str = ""
    signed: str = ""
    is_void: bool = False
    told: int = 0  # third parties, that it is granted against their objection
    annexes: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    lessons: tuple[letter_lint.Lesson, ...] = ()
    signed_at: datetime | None = None

    @property
    def text_in_use(self) -> str:
        """Its own text, the organ's for this kind, or the default."""
        code = self.plan.letter.code
        return self.source or self.texts.get(code, "") or self.plan.template.text

    @cached_property
    def facts(self) -> Facts:
        deadline = self.case.on(self.on)
        received = next(one for one in self.case.events if one.kind == EventKind.RECEIVED)
        channel = CHANNEL.get(str(received.data.get("channel", "")))
        return Facts(
            organ=self.organ.name,
            application_no=self.row.number,
            request=self.row.content,
            received_on=self.row.received_on,
            signed_on=self.on,
            bodies=bodies_of(self.organ),
            you=self._you,
            channel=channel.zh if channel else "",
            delivery=self.row.delivery_form,
            due_on=deadline.due,
            new_due_on=self._new_due,
            kind=self.plan.kind,
            chosen_ground=str(self.fields.get("ground", "")),
            applicant=self.row.applicant_name,
            told=self.told,
            asked=tuple(map(Party, self._asked.values())),
            objections=self.case.objections,
        )

    @property
    def _asked(self) -> dict[str, str]:
        """Whose opinion was asked, by the number of the consultation."""
        return {
            one.data.get("slot", ""): one.data.get("party", Party.THIRD_PARTY)
            for one in self.case.events
            if one.kind == EventKind.CONSULTATION_SENT
        }

    @property
    def _you(self) -> str:
        if self.plan.template.to == THIRD_PARTY:
            return "您" if len(self.addressee) <= _LONGEST_NAME else "贵单位"
        return "您" if self.row.applicant_kind == "natural_person" else "贵单位"

    @property
    def _new_due(self) -> date | None:
        """To which day an extension moves the limit."""
        step = self.plan.step
        if step is None or step.code != "extend" or not self.fields.get("days"):
            return None
        return self.case.after(self.case.entry(step, self.on, self.fields), self.on).due

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        if self.signed:
            return tuple(self.signed.splitlines())
        return letter_texts.fill(self.text_in_use, self._values)

    @property
    def _values(self) -> dict[str, str]:
        written = {name: str(value) for name, value in self.fields.items()}
        return letter_texts.values_of(self.plan.letter.code, self.facts, written)

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)

    @property
    def after(self) -> tuple[str, ...]:
        """The slip below the signature, to be sent back."""
        return letter_texts.fill(self.plan.template.after, self._values)

    @property
    def is_unaddressed(self) -> bool:
        """Whether the third party to whom it goes is not named yet."""
        return self.plan.template.to == THIRD_PARTY and not self.addressee

    @property
    def to(self) -> str:
        """To whom it is addressed, in full."""
        template = self.plan.template
        if template.to == THIRD_PARTY:
            return self.addressee or f"【{plans.ADDRESSEE.zh}】"
        if template.to == letter_texts.ORGAN:
            return str(self.fields.get("asked_organ", "")) or "【机关名称】"
        return self.row.applicant_name

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the law's rules find; nothing any more once it is signed."""
        if self.signed:
            return ()
        return letter_lint.check(
            letter_lint.Subject(
                self.plan.letter.code,
                self.text,
                self.facts,
                {name: str(value) for name, value in self.fields.items()},
                self.document_no,
                self._strangers,
                tuple(filter(None, (self.organ.phone, self.organ.fax))),
                self.hidden,
                self.lessons,
            )
        )

    @property
    def _strangers(self) -> tuple[str, ...]:
        """Whose names the addressee is not to read."""
        others = tuple(name for name in self.others if name != self.addressee)
        if self.plan.template.to == letter_texts.APPLICANT:
            return others
        return (*others, *filter(None, (self.row.applicant_name, self.row.agent)))

    @property
    def missing(self) -> tuple[str, ...]:
        """What the step must say and nobody has written yet."""
        asks = self.plan.asks(self.case, self.text_in_use)
        held = {**self.fields, "addressee": self.addressee}
        return tuple(
            ask.zh for ask in asks if ask.required and self._is_of_step(ask.name) and not held.get(ask.name)
        )

    def _is_of_step(self, name: str) -> bool:
        return name == plans.ADDRESSEE.name or name in self.plan.step_fields(self.case)


def of(
    letter: Letter,
    row: FoiRequest,
    case: Case,
    on: date,
    texts: Mapping[str, str],
    others: tuple[str, ...],
    *,
    told: int = 0,
) -> Draft:
    """The letter as it stands on a day; what is signed stays as it was signed."""
    return Draft(
        plans.of(letter),
        letter.organ,
        row,
        case,
        letter.signed_on or on,
        letter.fields,
        letter.source,
        privacy.addressee_of(letter),
        others,
        texts,
        letter.document_no,
        letter.text if letter.state in {LetterState.SIGNED, LetterState.VOID} else "",
        letter.state == LetterState.VOID,
        told,
        tuple(Path(attachments.name_of(one)).stem for one in letter.annexes.all()),
        hidden_on(letter.redactions.all()),
        signed_at=_signed_at(letter),
    )


def _signed_at(letter: Letter) -> datetime | None:
    signed = [done.at for done in history(letter) if done.what is Deed.SIGN]
    return signed[-1] if signed else None

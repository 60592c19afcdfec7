"""What is checked, and what a check finds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gongkai.law.decision_kind import Remedy
from gongkai.law.findings import Severity
from gongkai.law.letter_texts import Facts, Template, template
from gongkai.law.remedies import remedy_on

ERROR, WARNING = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a review or suit that corrected an answer taught 教训: the ``kind`` of answer, by its code of
    ``decisions``, in which case, and what to look to."""

    kind: str
    case_no: str
    said: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A letter to be checked: its ``text`` as it will be printed, and what the register knows.

    ``strangers`` are names that do not belong in it: of third parties in a letter to the applicant, of the
    applicant in a letter to somebody else. ``allow`` are numbers that may stand, as the office's telephone.
    ``hidden`` are the grounds, of ``exemptions``, on which something is hidden in its annexes. ``lessons``
    are those of the organ, of every kind of answer.
    """

    code: str
    text: str
    facts: Facts
    written: Mapping[str, str] = field(default_factory=dict)
    document_no: str = ""
    strangers: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    lessons: tuple[Lesson, ...] = ()

    @property
    def template(self) -> Template:
        return template(self.code)

    @property
    def remedy(self) -> Remedy:
        kind = self.facts.kind
        return remedy_on(kind, self.facts.signed_on) if kind else Remedy.REVIEW_OR_SUIT

    @property
    def is_contestable(self) -> bool:
        return self.template.letter.has_remedy_clause and self.remedy is not Remedy.COMPLAINT_ONLY


Span = tuple[int, int]

NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found: the words it is about, the sentence, the weight where it is not the rule's."""

    at: Span
    message: str
    severity: Severity | None = None


def flat(text: str) -> str:
    """Articles as they compare: 第三十六条第一款第三项 is 第三十六条第（三）项."""
    return re.sub(r"[（）()]", "", text).replace("第三十六条第一款", "第三十六条")


def place(subject: Subject, words: str) -> Span:
    start = subject.text.find(words)
    return (start, start + len(words)) if words and start >= 0 else NOWHERE

"""The shape of a decision kind: what one entry of ``decisions`` holds and what can be read from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.annual_report.form import Form
from gongkai.law.letters import BY_NUMBER, PART_BY_CODE, SHARED_PARTS, Part
from gongkai.law.sources import Source


class Remedy(StrEnum):
    """Which way is open against a decision. From which day ``review_first`` binds: see ``remedies``."""

    REVIEW_FIRST = "review_first"  # withheld under Art 14–16: 行政复议 before any suit 复议前置
    REVIEW_OR_SUIT = "review_or_suit"  # 行政复议 or 行政诉讼, as the applicant chooses
    COMPLAINT_ONLY = "complaint_only"  # nothing was decided: 投诉、举报 under Art 51

    @property
    def zh(self) -> str:
        return {
            "review_first": "应当先申请行政复议",
            "review_or_suit": "可以申请行政复议或者提起行政诉讼",
            "complaint_only": "可以投诉、举报",
        }[self.value]


@dataclass(frozen=True, slots=True)
class DecisionKind:
    """One way in which a request ends.

    ``code`` is stored with the answer. ``row`` is the row of table three in the 2021 form in which it counts
    ("" counts nowhere), by default only where ``row_is_setting``. ``letter`` is the number in
    ``letters.LETTERS``, None the plain answer 答复书. ``parts`` come beside those of the letter. ``grounds``
    are the codes of ``exemptions`` it may rest on. ``aliases`` are words of ledgers that mean this kind only.
    """

    code: str
    en: str
    zh: str
    sources: tuple[Source, ...]
    row: str
    letter: int | None
    remedy: Remedy = Remedy.REVIEW_OR_SUIT
    parts: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    row_is_setting: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def required_parts(self) -> tuple[Part, ...]:
        """Everything the letter of this decision must say, in the order of a letter."""
        special = (*(BY_NUMBER[self.letter].parts if self.letter else ()), *self.parts)
        place = SHARED_PARTS.index("remedies")
        codes = (*SHARED_PARTS[:place], *special, *SHARED_PARTS[place:])
        left_out = {"remedies"} if self.remedy is Remedy.COMPLAINT_ONLY else set()
        return tuple(PART_BY_CODE[code] for code in codes if code not in left_out)

    def row_on(self, form: Form, rows: Mapping[str, str] | None = None) -> str:
        """The row on ``form``; ``rows`` are an organ's settings by kind code, "" means no row."""
        chosen = (rows or {}).get(self.code, self.row) if self.row_is_setting else self.row
        return form.row_of(chosen)

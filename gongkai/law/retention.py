"""How long the file of an application is kept 保管期限, and from when it may be appraised for destruction.

No statute sets a period for these files: each organ has its own table 归档范围和保管期限表, so every period
here is a proposal that a setting replaces.
"""

from dataclasses import dataclass
from datetime import date

from gongkai.law.dated import Dated, Version
from gongkai.law.sources import FILING_RULES


@dataclass(frozen=True, slots=True)
class Retention:
    """A retention period. ``mark`` stands for it in an archive number 档号; ``years`` None is for ever."""

    code: str
    zh: str
    mark: str
    years: int | None

    def last_day(self, closed_on: date) -> date | None:
        """Until when a file closed on a day is kept, counted from the year after; None is for ever."""
        return date(closed_on.year + self.years, 12, 31) if self.years else None

    def is_over(self, closed_on: date, on: date) -> bool:
        last = self.last_day(closed_on)
        return last is not None and on > last


RETENTIONS: tuple[Retention, ...] = (
    Retention("permanent", "永久", "Y", None),
    Retention("d30", "30年", "D30", 30),
    Retention("d10", "10年", "D10", 10),
)
BY_CODE = {retention.code: retention for retention in RETENTIONS}

_SINCE = date(2006, 12, 18)
SOURCE = FILING_RULES.at("第五条", verified=False)
#: What is proposed for a file that went through review or a suit, for any other, and for what never became
#: an application: demands to rectify, and what was closed before its receipt.
CONTESTED: Dated[str] = Dated((Version("d30", _SINCE, SOURCE),))
ORDINARY: Dated[str] = Dated((Version("d10", _SINCE, SOURCE),))
UNFILED: Dated[str] = Dated((Version("d10", _SINCE, SOURCE),))

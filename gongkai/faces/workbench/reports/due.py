"""By when a year's report is due, and what the organ above asks of it 年报通知."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.models import YearNotice


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a report; where the organ above has sent a notice, what it says."""

    on: date
    by: str = ""
    document_no: str = ""
    longest: int | None = None
    text: str = ""
    items: Sequence[str] = ()
    attachments: Sequence[str] = ()


def due(organ: Organ, year: int, notice: YearNotice | None) -> Due:
    """As the notice has it, else the day of Article 49."""
    if notice is None:
        return Due(date(year + 1, *(3, 31) if organ.level == "county" else (1, 31)))
    return Due(
        notice.due_on,
        notice.organ.name,
        notice.document_no,
        notice.longest,
        notice.text,
        notice.items.splitlines(),
        notice.attachments.splitlines(),
    )

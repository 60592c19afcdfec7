"""One line for a record of any ledger, as lists of cases show it. Names of applicants are masked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from gongkai.law.annual_report.formats import y2021
from gongkai.ledger.requests.privacy import masked_name

#: What a result row is called where it stands alone.
RESULTS = {row.key: f"{row.group}{row.label}" for row in y2021.FORM.request_rows if row.is_result}


@dataclass(frozen=True, slots=True)
class Line:
    """number, what it came to, date, what it is about."""

    number: str
    outcome: str
    date: str
    about: str
    who: str = ""


def lines(ledger: str, rows: Iterable[Any]) -> list[Line]:
    """Rows of one ledger as lines."""
    return [_LINES[ledger](row) for row in rows]


def _request(row: Any) -> Line:
    return Line(
        row.number,
        RESULTS.get(row.result, row.result)
        if row.result
        else ("已答复，未登记答复类型" if row.answered_on else "办理中"),
        str(row.answered_on or row.received_on),
        row.content,
        masked_name(row.applicant_name),
    )


def _document(row: Any) -> Line:
    return Line(row.document_no or row.index_no, row.get_validity_display(), str(row.formed_on), row.title)


def _act(row: Any) -> Line:
    amount = f"{row.amount}元" if row.amount is not None else f"{row.quantity}件"
    day = row.on.strftime("%Y-%m") if row.whole_month else str(row.on)
    return Line(row.get_kind_display(), amount, day, row.note)


def _case(row: Any) -> Line:
    return Line(
        row.case_no,
        row.get_result_display() or "尚未审结",
        str(row.received_on),
        row.body or row.request_number,
    )


_LINES: dict[str, Callable[[Any], Line]] = {
    "requests": _request,
    "documents": _document,
    "acts": _act,
    "fees": _act,
    "remedies": _case,
}

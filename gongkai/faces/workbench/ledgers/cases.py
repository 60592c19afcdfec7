"""One line for a record of any ledger, as lists of cases show it. Names of applicants are masked."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.workbench.words import said
from gongkai.law.annual_report.formats import y2021
from gongkai.ledger.requests.privacy import masked, shown_applicant
from gongkai.ledger.requests.wording import RESULTS

#: What a result row is called in a word: 不予公开 for all of its eight grounds.
_WORDS = {
    row.key: re.sub("^（.）|（.*", "", row.group or row.label)
    for row in y2021.FORM.request_rows
    if row.is_result
}


@dataclass(frozen=True, slots=True)
class Line:
    """A record: what it is called, what it came to, from when to when, what it is about, who asked.

    ``word`` is what it came to where there is little room, ``href`` its page.
    """

    number: str
    outcome: str
    begun: str
    ended: str
    about: str
    who: str = ""
    word: str = ""
    href: str = ""

    @property
    def date(self) -> str:
        return self.ended or self.begun


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its head in the reader's language, and the field of ``Line`` below it."""

    head: Any
    field: str


_FILES = {
    "requests": (
        Column(gettext_lazy("申请编号"), "number"),
        Column(gettext_lazy("收到日期"), "begun"),
        Column(gettext_lazy("答复日期"), "ended"),
        Column(gettext_lazy("结果"), "outcome"),
        Column(gettext_lazy("申请内容"), "about"),
        Column(gettext_lazy("申请人"), "who"),
    ),
    "documents": (
        Column(gettext_lazy("文号或索引号"), "number"),
        Column(gettext_lazy("形成日期"), "begun"),
        Column(gettext_lazy("废止或失效日期"), "ended"),
        Column(gettext_lazy("有效性"), "outcome"),
        Column(gettext_lazy("标题"), "about"),
    ),
    "remedies": (
        Column(gettext_lazy("案号"), "number"),
        Column(gettext_lazy("收到日期"), "begun"),
        Column(gettext_lazy("审结日期"), "ended"),
        Column(gettext_lazy("结果"), "outcome"),
        Column(gettext_lazy("审理机关"), "about"),
    ),
}
_ACTS = (
    Column(gettext_lazy("类别"), "number"),
    Column(gettext_lazy("日期"), "begun"),
    Column(gettext_lazy("数量或金额"), "outcome"),
    Column(gettext_lazy("说明"), "about"),
)
COLUMNS: dict[str, tuple[Column, ...]] = {**_FILES, "acts": _ACTS, "fees": _ACTS}


def lines(ledger: str, rows: Iterable[Any]) -> list[Line]:
    """Rows of one ledger as lines."""
    code = {"documents": "disclosures", "fees": "acts"}.get(ledger, ledger)
    return [
        replace(_LINES[ledger](row), href=reverse("workbench:record", args=(row.organ_id, code, row.pk)))
        for row in rows
    ]


def table(ledger: str, rows: Iterable[Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Rows of one ledger under its ``COLUMNS``: the page of each, and (field, text) for each column."""
    fields = [column.field for column in COLUMNS[ledger]]
    return [(line.href, [(field, getattr(line, field)) for field in fields]) for line in lines(ledger, rows)]


def _request(row: Any) -> Line:
    if row.result:
        outcome = said(RESULTS.get(row.result, row.result))
    else:
        outcome = _("已答复，未登记答复类型") if row.answered_on else _("办理中")
    return Line(
        row.number,
        outcome,
        _day(row.received_on),
        _day(row.answered_on),
        masked(row, row.content),
        shown_applicant(row),
        said(_WORDS.get(row.result, "")),
    )


def _document(row: Any) -> Line:
    number = row.document_no or row.index_no
    return Line(number, said(row.get_validity_display()), _day(row.formed_on), _day(row.gone_on), row.title)


def _act(row: Any) -> Line:
    if row.amount is not None:
        quantity = _("{amount}元").format(amount=row.amount)
    else:
        quantity = _("{count}件").format(count=row.quantity)
    day = row.on.strftime("%Y-%m") if row.whole_month else _day(row.on)
    return Line(said(row.get_kind_display()), quantity, day, "", row.note)


def _case(row: Any) -> Line:
    outcome = said(row.get_result_display()) or _("尚未审结")
    about = row.body or row.request_number
    return Line(row.case_no, outcome, _day(row.received_on), _day(row.concluded_on), about)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


_LINES: dict[str, Callable[[Any], Line]] = {
    "requests": _request,
    "documents": _document,
    "acts": _act,
    "fees": _act,
    "remedies": _case,
}

"""The figures of a report as two short arrays in one order for all forms: what SQL works on."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from gongkai.law.annual_report.form import Kind
from gongkai.law.annual_report.formats import FORMS
from gongkai.law.annual_report.model import ReportData, printed_codes, result_keys


@dataclass(frozen=True, slots=True)
class Layout:
    """A form with （六）其他处理 divided or not: what decides which cells and identities a report has."""

    form: str
    result_keys: tuple[str, ...]


LAYOUTS = tuple(Layout(form.code, result_keys(form, divided)) for form in FORMS for divided in (True, False))
_KINDS = {code: slot.kind for form in FORMS for code, slot in form.slots.items()}
COUNTS = tuple(code for code, kind in _KINDS.items() if kind is Kind.COUNT)
#: Money, exact as printed, and what the 2019 form prints as text.
TEXTS = tuple(code for code, kind in _KINDS.items() if kind is not Kind.COUNT)
MONEY = tuple(code for code, kind in _KINDS.items() if kind is Kind.MONEY)


@dataclass(frozen=True, slots=True)
class Figures:
    """``counts`` and ``texts`` are JSON arrays in the order of COUNTS and TEXTS, null where unknown."""

    layout: int
    counts: str
    texts: str


def figures(report: ReportData) -> Figures:
    """The figures of one report; those of cells that its form does not have are null."""
    get = report.cells.get
    counts = [value if type(value) is int else None for value in map(get, COUNTS)]
    texts = [_text(value) for value in map(get, TEXTS)]
    return Figures(
        LAYOUTS.index(Layout(report.format, report.result_keys)),
        json.dumps(counts),
        json.dumps(texts, ensure_ascii=False),
    )


def codes_of(layout: Layout) -> tuple[str, ...]:
    """The cells that a report of this layout has, in printed order."""
    return printed_codes(layout.form, layout.result_keys)


@cache
def name_of(code: str, form_code: str) -> str:
    """What to call a cell, chapter or the whole report, whichever form has the cell: （七）总计·自然人."""
    return ReportData("", 0, form_code, {}).name_of(code)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return format(value, "f") if isinstance(value, Decimal) else str(value)

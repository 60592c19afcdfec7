"""From the year's facts to the cells of the report, and from a cell back to the facts behind it.

The tally counts what the ledger holds and forces nothing to 0 or to balance: where the facts do not add
up, the checks say so. Facts come in grouped with their counts, never case by case.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

from gongkai.law.annual_report.form import Form, Kind
from gongkai.law.annual_report.formats import BY_CODE, FORMS
from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS, REMEDY_COLUMNS, TOTAL
from gongkai.law.annual_report.model import (
    FeeNotices,
    ItemsPublished,
    ReportData,
    Value,
    request_codes,
    result_keys,
)

#: Whether a redo 重作 ordered by review counts as a new application. It is in neither 新收 nor 结转 of its
#: year, so counting its answer again would break the printed identity of table three.
RedoCounting: TypeAlias = Literal["exclude", "new"]

LEGACY = "proactive/legacy/"
_OUTCOMES = tuple(key for key, _ in REMEDY_COLUMNS if key not in {"pending", TOTAL})
_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class RequestGroup:
    """Applications 件 alike in year, applicant column and result.

    ``received_year`` is that of 收到申请之日, which 补正 and payment never move. ``result`` is a row key of
    the 2021 form, ``""`` while open or where the ledger does not say.
    """

    received_year: int
    answered_year: int | None
    applicant: str
    result: str
    count: int
    redo: bool = False


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """规章 or 行政规范性文件 by the year made and the year repealed or lapsed, whichever came first."""

    category: Literal["regulations", "normative_documents"]
    made_year: int
    repealed_year: int | None
    count: int


@dataclass(frozen=True, slots=True)
class ActGroup:
    """Decisions 处理决定 of the year."""

    kind: Literal["licensing", "penalties", "coercion"]
    count: int


@dataclass(frozen=True, slots=True)
class RemedyGroup:
    """Cases of one block of table four; ``result`` is upheld, corrected, other, or ``""`` unknown."""

    block: str
    received_year: int
    concluded_year: int | None
    result: str
    count: int


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What the ledger holds for the report of ``year``: groups of that year and of the years before.

    ``fees_yuan`` is 行政事业性收费 of the year in 元; 信息处理费 (``fee_notices``) is never added to it.
    """

    organ: str
    year: int
    requests: Sequence[RequestGroup] = ()
    documents: Sequence[DocumentGroup] = ()
    acts: Sequence[ActGroup] = ()
    fees_yuan: Decimal = Decimal(0)
    remedies: Sequence[RemedyGroup] = ()
    fee_notices: FeeNotices | None = None
    items_published: ItemsPublished | None = None


def tally(facts: YearFacts, form: Form, *, redo_counting: RedoCounting = "exclude") -> dict[str, Value]:
    """Every cell of ``form`` for the year of ``facts``; what a ledger does not hold is None.

    Money is exact in 万元, up to 6 decimals. ValueError for an unknown applicant, result or block.
    """
    cells: dict[str, Value] = {
        code: None if code.startswith(LEGACY) or slot.kind is Kind.TEXT else 0
        for code, slot in form.slots.items()
    }
    counts: dict[str, int] = {}

    def add(code: str, count: int) -> None:
        counts[code] = counts.get(code, 0) + count

    _count_requests(facts, form, redo_counting, add)
    _count_documents(facts, add)
    for act in facts.acts:
        add(f"proactive/{act.kind}", act.count)
    _count_remedies(facts, add)
    if unknown := counts.keys() - _known_codes():
        raise ValueError(f"no such cell: {', '.join(sorted(unknown))}")
    # a form without a cell (废止件数 of 2019) leaves the count out
    cells.update((code, count) for code, count in counts.items() if code in cells)
    for code, slot in form.slots.items():
        if slot.kind is Kind.MONEY:
            cells[code] = in_10k_yuan(facts.fees_yuan)
    return cells


def in_10k_yuan(yuan: Decimal) -> Decimal:
    """元 as 万元, exact, without trailing zeros; ValueError for a fraction of 分, which no receipt has."""
    amount = yuan.scaleb(-4)
    if amount != amount.quantize(_PLACES):
        raise ValueError(f"金额{yuan}元的小数超过两位，请核对收费记录。")
    text = format(amount, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def _known_codes() -> set[str]:
    return {code for form in FORMS for code in form.slots}


Add: TypeAlias = Callable[[str, int], None]


def _count_requests(facts: YearFacts, form: Form, redo_counting: str, add: Add) -> None:
    year = facts.year
    rows = {"": "", **{key: form.row_of(key) for key in BY_CODE["2021"].result_keys}}
    rows |= {key: key for key in form.result_keys}
    for group in facts.requests:
        if group.redo and redo_counting == "exclude":
            continue
        if group.applicant not in APPLICANT_KEYS or group.result not in rows:
            raise ValueError(f"no such applicant column or result row: {group.applicant!r}, {group.result!r}")
        received, answered = group.received_year, group.answered_year
        places = []
        if received == year:
            places.append("new")
        if received < year and (answered is None or answered >= year):
            places.append("carried_in")
        if answered == year:
            places.append("total")
            if row := rows[group.result]:
                places.append(row)
        if received <= year and (answered is None or answered > year):
            places.append("carried_out")
        for place in places:
            add(f"requests/{place}/{group.applicant}", group.count)
            add(f"requests/{place}/{TOTAL}", group.count)


def _count_documents(facts: YearFacts, add: Add) -> None:
    for group in facts.documents:
        path = f"proactive/{group.category}"
        if group.made_year == facts.year:
            add(f"{path}/made", group.count)
        if group.repealed_year == facts.year:
            add(f"{path}/repealed", group.count)
        if group.made_year <= facts.year and (
            group.repealed_year is None or group.repealed_year > facts.year
        ):
            add(f"{path}/in_force", group.count)


def _count_remedies(facts: YearFacts, add: Add) -> None:
    year = facts.year
    for group in facts.remedies:
        if group.result not in (*_OUTCOMES, ""):
            raise ValueError(f"no such outcome: {group.result!r}")
        # without an outcome a case is 尚未审结, whatever day stands beside it
        concluded = group.concluded_year if group.result else None
        if group.received_year > year or (concluded is not None and concluded < year):
            continue
        path = f"remedies/{group.block}"
        add(f"{path}/{TOTAL}", group.count)
        add(f"{path}/{group.result if concluded == year else 'pending'}", group.count)


def sum_reports(reports: Sequence[ReportData]) -> dict[str, Value]:
    """The cells of a roll-up 汇总: counts and money cell by cell; one unknown part makes a sum unknown.

    Where one report leaves （六）其他处理 undivided, so does the sum. Text cells do not add up: None.
    """
    if not reports:
        raise ValueError("nothing to sum")
    form = max((report.form for report in reports), key=FORMS.index)
    divided = all(report.divides_other for report in reports)
    results = result_keys(form, divided)
    codes = [code for code in form.slots if not code.startswith("requests/")]
    return {code: _sum(reports, (code,)) for code in codes} | {
        code: _sum(reports, _parts(code)) for code in request_codes(results)
    }


def _parts(code: str) -> tuple[str, ...]:
    """The cell, and those of other forms that fold into its row: ``requests/other_all/…`` has three."""
    _, row, column = code.split("/")
    folded = (key for form in FORMS for key, target in form.folds.items() if target == row)
    return (code, *(f"requests/{key}/{column}" for key in dict.fromkeys(folded)))


def _sum(reports: Iterable[ReportData], codes: tuple[str, ...]) -> Value:
    whole, *parts = codes
    total: int | Decimal = 0
    for report in reports:
        listed = parts if parts and whole not in report.cells else [whole]
        for code in listed:
            figure = report.cells.get(code)
            if figure is None or isinstance(figure, str):
                return None
            total += figure
    return total


class Period(StrEnum):
    """Where a year stands to the report year Y."""

    IN = "in"  # = Y
    BEFORE = "before"  # < Y
    UNTIL = "until"  # ≤ Y
    NOT_BEFORE = "not_before"  # ≥ Y, or not yet
    AFTER = "after"  # > Y, or not yet

    def holds(self, year: int | None, report_year: int) -> bool:
        if year is None:
            return self in {Period.NOT_BEFORE, Period.AFTER}
        return {
            Period.IN: year == report_year,
            Period.BEFORE: year < report_year,
            Period.UNTIL: year <= report_year,
            Period.NOT_BEFORE: year >= report_year,
            Period.AFTER: year > report_year,
        }[self]


@dataclass(frozen=True, slots=True)
class Drill:
    """Which records of which ledger stand behind a cell.

    ``begun`` bounds the year of receipt, making or decision; ``ended`` that of answer, repeal or
    conclusion. ``kinds`` are the values allowed in the ledger's dividing field (document category, kind of
    act, remedy block), ``applicants`` and ``results`` those of applications and remedies; empty admits all.
    Redo cases that the setting ``redo_counting`` leaves out of the tally are left out here too.
    """

    ledger: Literal["requests", "documents", "acts", "fees", "remedies"]
    begun: Period | None = None
    ended: Period | None = None
    kinds: tuple[str, ...] = ()
    applicants: tuple[str, ...] = ()
    results: tuple[str, ...] = ()


#: Row of table three -> when received, when answered.
_REQUEST_PERIODS: dict[str, tuple[Period | None, Period | None]] = {
    "new": (Period.IN, None),
    "carried_in": (Period.BEFORE, Period.NOT_BEFORE),
    "total": (None, Period.IN),
    "carried_out": (Period.UNTIL, Period.AFTER),
}
_DOCUMENT_PERIODS: dict[str, tuple[Period | None, Period | None]] = {
    "made": (Period.IN, None),
    "repealed": (None, Period.IN),
    "in_force": (Period.UNTIL, Period.AFTER),
}
_REMEDY_PERIODS = {"pending": Period.AFTER, TOTAL: Period.NOT_BEFORE}


def drill(code: str) -> Drill:
    """The records behind the cell ``code``; LookupError for a cell that no ledger fills (2019 legacy)."""
    match code.split("/"):
        case ["requests", row, column]:
            begun, ended = _REQUEST_PERIODS.get(row, (None, Period.IN))
            results = () if row in _REQUEST_PERIODS else tuple(part.split("/")[1] for part in _parts(code))
            applicants = () if column == TOTAL else (column,)
            return Drill("requests", begun, ended, applicants=applicants, results=results)
        case ["proactive", category, part] if part in _DOCUMENT_PERIODS:
            return Drill("documents", *_DOCUMENT_PERIODS[part], kinds=(category,))
        case ["proactive", "fees_10k_yuan"]:
            return Drill("fees", Period.IN)
        case ["proactive", kind]:
            return Drill("acts", Period.IN, kinds=(kind,))
        case ["remedies", block, column]:
            ended = _REMEDY_PERIODS.get(column, Period.IN)
            results = (column,) if column in _OUTCOMES else ()
            return Drill("remedies", Period.UNTIL, ended, kinds=(block,), results=results)
    raise LookupError(f"“{code}”这一格没有台账记录可查。")

"""The sums that a report's figures must keep 勾稽关系, as data.

The Python checks, the SQL over many reports and whatever solves for an unread cell read this one table;
none of them states a sum of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache

from gongkai.law.annual_report.form import Form, Kind
from gongkai.law.annual_report.formats import BY_CODE
from gongkai.law.annual_report.formats.parts import (
    APPLICANT_KEYS,
    APPLICANTS,
    REMEDY_BLOCKS,
    REMEDY_COLUMNS,
    TOTAL,
)
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.law.findings import Severity

#: Rows of documents 规章、行政规范性文件, whose stock goes over from year to year.
DOCUMENTS = ("regulations", "normative_documents")
_NUMBERS = frozenset({int, Decimal})


class Relation(StrEnum):
    """How a figure stands to the sum it is held against."""

    EQUAL = "="
    AT_LEAST = ">="
    AT_MOST = "<="
    COVERS = ">=?"  # no less than what is known of a sum of which a part is unknown: no figure is negative

    def holds(self, actual: int | Decimal, expected: int) -> bool:
        match self:
            case Relation.EQUAL:
                return actual == expected
            case Relation.AT_LEAST | Relation.COVERS:
                return actual >= expected
            case Relation.AT_MOST:
                return actual <= expected


@dataclass(frozen=True, slots=True)
class Identity:
    """``where`` against ``adds`` + ``last_year`` − ``takes``; all are cell codes of one report, those in
    ``last_year`` of the organ's report of the year before. A bound without terms is 0: nothing is negative.

    One unread cell, and the identity is not evaluated; one that COVERS only where some ``adds`` are unread.
    """

    rule: str
    severity: Severity
    where: str
    adds: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    last_year: tuple[str, ...] = ()
    relation: Relation = Relation.EQUAL

    @property
    def is_bound_by_zero(self) -> bool:
        return not (self.adds or self.takes or self.last_year)

    @property
    def is_equality(self) -> bool:
        """Whether one report alone tells that two sides are the same."""
        return self.relation is Relation.EQUAL and not self.last_year

    @property
    def is_total(self) -> bool:
        """Whether ``where`` is printed as the total of the cells that it adds."""
        return self.is_equality and not self.takes

    @property
    def sides(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Two lists of cells that add up to the same, for an equality within one report."""
        return (self.where, *self.takes), self.adds


@dataclass(frozen=True, slots=True)
class Broken:
    """An identity that does not hold; ``expected`` is None where more than one figure would do."""

    identity: Identity
    expected: int | None
    actual: int | Decimal


@cache
def identities(form_code: str, result_keys: tuple[str, ...]) -> tuple[Identity, ...]:
    """Every identity of a report on this form with these result rows (``ReportData.result_keys``)."""
    form = BY_CODE[form_code]
    return (
        *_of_requests(result_keys),
        *_of_remedies(),
        *(_of_stock() if has_stock(form) else ()),
        *_bounds(form, result_keys),
    )


def has_stock(form: Form) -> bool:
    """Whether the form counts what is in force: 对外公开总数量 of 2019 is something else."""
    return f"proactive/{DOCUMENTS[0]}/in_force" in form.slots


def broken(report: ReportData, previous: ReportData | None) -> Iterator[Broken]:
    """The identities that ``report`` breaks. ``previous`` is the organ's report of the year before."""
    now = report.cells.get
    before: Callable[[str], Value] = previous.cells.get if previous else _unknown
    sums, covers, bounds, bounded = _parted(report.format, report.result_keys)
    for identity in sums:
        if identity.last_year and previous is None:
            continue
        expected = _total(now, identity.adds, before, identity.last_year, identity.takes)
        actual = now(identity.where)
        if expected is not None and type(actual) is int and not identity.relation.holds(actual, expected):
            yield Broken(identity, expected, actual)
    if not _NUMBERS.issuperset(map(type, map(now, bounded))):
        yield from _uncovered(now, covers)
    if _has_negative(map(now, bounded)):
        for identity in bounds:
            actual = now(identity.where)
            if isinstance(actual, int | Decimal) and actual < 0:
                yield Broken(identity, None, actual)


def _uncovered(now: Callable[[str], Value], covers: Iterable[Identity]) -> Iterator[Broken]:
    for identity in covers:
        known = [code for code in identity.adds if type(now(code)) is int]
        least = _total(now, tuple(known), _unknown, (), identity.takes)
        actual = now(identity.where)
        is_partial = len(known) < len(identity.adds)
        if (
            is_partial
            and least is not None
            and type(actual) is int
            and not identity.relation.holds(actual, least)
        ):
            yield Broken(identity, None, actual)


@cache
def _parted(
    form_code: str, result_keys: tuple[str, ...]
) -> tuple[tuple[Identity, ...], tuple[Identity, ...], tuple[Identity, ...], tuple[str, ...]]:
    """Sums, those that COVER, bounds, and the cells that are bounded."""
    every = identities(form_code, result_keys)
    bounds = tuple(identity for identity in every if identity.is_bound_by_zero)
    covers = tuple(identity for identity in every if identity.relation is Relation.COVERS)
    others = frozenset((*bounds, *covers))
    sums = tuple(identity for identity in every if identity not in others)
    return sums, covers, bounds, tuple(identity.where for identity in bounds)


def _has_negative(values: Iterable[Value]) -> bool:
    """Nearly always False, and then told in one go."""
    try:
        return min(filter(None, values), default=0) < 0  # type: ignore[type-var, operator]
    except TypeError:  # something among them is no number
        return True


def by_rule(found: Iterable[Broken]) -> Mapping[str, tuple[Broken, ...]]:
    """``found`` under the ids of their rules, order kept."""
    rules: dict[str, list[Broken]] = {}
    for one in found:
        rules.setdefault(one.identity.rule, []).append(one)
    return {rule: tuple(several) for rule, several in rules.items()}


def _unknown(code: str) -> Value:
    return None


def _total(
    now: Callable[[str], Value],
    adds: tuple[str, ...],
    before: Callable[[str], Value],
    last_year: tuple[str, ...],
    takes: tuple[str, ...],
) -> int | None:
    try:
        total = sum(map(now, adds)) + sum(map(before, last_year)) - sum(map(now, takes))  # type: ignore[arg-type]
    except TypeError:  # a cell is unread, or holds what is no number
        return None
    return total if type(total) is int else None


def _of_requests(result_keys: tuple[str, ...]) -> Iterator[Identity]:
    """C3-1, C3-2 per column and C3-3 per row, printed or implied by the form; C3-5 with the year before."""
    error = Severity.ERROR
    for column, _ in APPLICANTS:
        row = {key: f"requests/{key}/{column}" for key in ("new", "carried_in", TOTAL, "carried_out")}
        came, went = (row["new"], row["carried_in"]), (row[TOTAL], row["carried_out"])
        yield from _with_cover(Identity("AR-3.1", error, went[0], came, takes=went[1:]))
        yield Identity("AR-3.1", error, came[0], went, takes=came[1:], relation=Relation.COVERS)
        results = tuple(f"requests/{key}/{column}" for key in result_keys)
        yield from _with_cover(Identity("AR-3.2", error, row[TOTAL], results))
        yield Identity("AR-3.5", error, row["carried_in"], last_year=(row["carried_out"],))
    for key in ("new", "carried_in", *result_keys, TOTAL, "carried_out"):
        parts = tuple(f"requests/{key}/{column}" for column in APPLICANT_KEYS)
        yield from _with_cover(Identity("AR-3.3", error, f"requests/{key}/{TOTAL}", parts))


def _with_cover(identity: Identity) -> tuple[Identity, Identity]:
    """An equality, and what is left of it where a part is unknown."""
    return identity, replace(identity, relation=Relation.COVERS)


def _of_remedies() -> Iterator[Identity]:
    """C4-1 per block. C4-2 only warns: the form has no row for what is carried over."""
    for block, _ in REMEDY_BLOCKS:
        *parts, total = (f"remedies/{block}/{column}" for column, _ in REMEDY_COLUMNS)
        yield from _with_cover(Identity("AR-4.1", Severity.ERROR, total, tuple(parts)))
        pending = f"remedies/{block}/pending"
        yield Identity("AR-4.2", Severity.WARNING, total, last_year=(pending,), relation=Relation.AT_LEAST)


def _of_stock() -> Iterator[Identity]:
    """C2-1 and C2-2 warn: clean-ups, mergers and late lists break them lawfully."""
    for key in DOCUMENTS:
        made, repealed, in_force = (f"proactive/{key}/{part}" for part in ("made", "repealed", "in_force"))
        warning, stock = Severity.WARNING, (in_force,)
        yield Identity("AR-2.1", warning, in_force, (made,), takes=(repealed,), last_year=stock)
        yield Identity("AR-2.2", warning, repealed, (made,), last_year=stock, relation=Relation.AT_MOST)


def _bounds(form: Form, result_keys: tuple[str, ...]) -> Iterator[Identity]:
    """No figure below 0; what the 2019 form prints as text (本年增/减) may have any sign."""
    for slot in form.table("proactive").cells():
        if slot.kind is not Kind.TEXT:
            yield Identity("AR-2.2", Severity.ERROR, slot.code, relation=Relation.AT_LEAST)
    rows = ("new", "carried_in", *result_keys, TOTAL, "carried_out")
    codes = [f"requests/{row}/{column}" for row in rows for column, _ in APPLICANTS]
    codes += [f"remedies/{block}/{column}" for block, _ in REMEDY_BLOCKS for column, _ in REMEDY_COLUMNS]
    for code in codes:
        yield Identity("AR-3.4", Severity.ERROR, code, relation=Relation.AT_LEAST)

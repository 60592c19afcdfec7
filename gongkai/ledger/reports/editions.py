"""What was published: the versions of a year's report, and where the ledger has moved on since."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from gongkai.law.annual_report.contract import dumps, from_json
from gongkai.law.annual_report.formats.parts import APPLICANTS
from gongkai.law.annual_report.model import ReportData, Value
from gongkai.law.findings import Finding, Severity
from gongkai.ledger.audit.actions import subject
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.models import Edition
from gongkai.ledger.transparency import queries as transparency
from gongkai.reading import compare
from gongkai.reading.compare import Difference

#: The remark on a figure that the ledger has left behind since it was published.
MOVED = "AR-L.5"


@dataclass(frozen=True, slots=True)
class Published:
    """One version: 0, then one for each amendment."""

    version: int
    on: date
    by: str
    reason: str
    digest: str
    report: ReportData


def of(organ: Organ, year: int, *, scope: Scope) -> tuple[Published, ...]:
    """Every version of a year, the first one first."""
    rows = Edition.objects.within(scope).filter(organ=organ, year=year).order_by("version")
    return tuple(_read(row) for row in rows)


def latest(organ: Organ, year: int, *, scope: Scope) -> Published | None:
    """The version that is public now."""
    row = Edition.objects.within(scope).filter(organ=organ, year=year).order_by("-version").first()
    return _read(row) if row else None


def latest_of(scope: Scope, year: int) -> dict[int, Published]:
    """The version that is public now of each organ of a scope, by its key."""
    rows = {row.organ_id: row for row in Edition.objects.within(scope).filter(year=year).order_by("version")}
    return {pk: _read(row) for pk, row in rows.items()}


def years(organ: Organ, *, scope: Scope) -> list[int]:
    """The years that are public."""
    found = Edition.objects.within(scope).filter(organ=organ, version=0).order_by("year")
    return list(found.values_list("year", flat=True))


def _read(row: Edition) -> Published:
    report = from_json(json.loads(row.content))
    return Published(row.version, row.published_on, row.by, row.reason, row.digest, report)


def edition(
    organ: Organ, report: ReportData, *, version: int, day: date, url: str, by: str, reason: str
) -> Edition:
    """A report about to be public, as the row that keeps it."""
    content = dumps(replace(report, version=version, published_on=day, url=url))
    return Edition(
        organ=organ,
        year=report.year,
        version=version,
        published_on=day,
        by=by,
        reason=reason,
        content=content,
        digest=sha256(content.encode()).hexdigest(),
    )


def row_of(organ: Organ, report: ReportData) -> Edition | None:
    """The row that keeps a report as it was published; None where it never was."""
    if report.published_on is None:
        return None
    return Edition.objects.filter(organ=organ, year=report.year, version=report.version or 0).first()


def code_of(organ: Organ, report: ReportData) -> str:
    """The code of the public log that ends with a report, for its paper; empty where it was not published."""
    row = row_of(organ, report)
    return transparency.code_of(subject(row)) if row else ""


def moved(published: ReportData, now: ReportData) -> tuple[Difference, ...]:
    """Every figure and chapter in which the ledger says something else than was published."""
    return compare(published, now)


def cells_moved(published: ReportData, now: Mapping[str, Value]) -> tuple[str, ...]:
    """The names of the cells in which the ledger says something else than was published."""
    differences = compare(replace(published, narrative={}), replace(published, narrative={}, cells=now))
    return tuple(difference.name for difference in differences)


def told(differences: Sequence[Difference]) -> Iterator[Finding]:
    """The same as findings, so that they stand on their cells. They weigh as a suggestion: nothing is wrong
    with what was published until somebody decides that it is to be amended."""
    for difference in differences:
        if difference.code.startswith("narrative/"):
            why = "公布之后，随台账变的文字变了 — 公布的报告不会自己变；要改，请办更正。"
        else:
            left, right = _shown(difference.left), _shown(difference.right)
            why = f"公布的是{left}，台账现在是{right} — 公布的报告不会自己变；要改，请办更正。"
        yield Finding(MOVED, Severity.WARNING, difference.code, why)


def _shown(value: Value) -> Value:
    return "空格" if value is None else value


@dataclass(frozen=True, slots=True)
class Carried:
    """A column of table three whose 结转 an amendment changes: what was published, what it will be, and what
    the next year's report says as 上年结转 (None: that report is not there yet)."""

    column: str
    published: Value
    now: Value
    next_year: Value


def carried(differences: Sequence[Difference], following: ReportData | None) -> list[Carried]:
    """What an amendment changes in the next year's 上年结转."""
    by_code = {difference.code: difference for difference in differences}
    found = []
    for key, label in APPLICANTS:
        if difference := by_code.get(f"requests/carried_out/{key}"):
            then = following.cells.get(f"requests/carried_in/{key}") if following else None
            found.append(Carried(label, difference.left, difference.right, then))
    return found

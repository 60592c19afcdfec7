"""Reading a result of many reports: what it adds up to, and the reports and findings behind each number."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from gongkai.analysis.overview import FIGURES, SCHEMA
from gongkai.law.findings import Finding, Severity

#: From fewer reports no share is given: one report more or less would move it by five points.
LEAST = 20
PAGE = 50  # reports on a page


class Unusable(Exception):
    """The file is no result, or one that another version wrote."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which reports: of a year, a region, a kind of organ; None is any, "" an unknown one."""

    year: int | None = None
    region: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """Of the chosen reports those behind one number; each of these narrows further.

    ``rule`` found something to mend; ``held`` is a rule that had something to go by; ``figure`` is above 0 in
    a report that is in the sums; ``is_counted`` tells whether its figures are in the sums.
    """

    has_errors: bool | None = None
    rule: str = ""
    held: str = ""
    figure: str = ""
    is_counted: bool | None = None
    organ: str = ""


class Made(NamedTuple):
    """When and by what the result was made, and what is in no number of it."""

    schema: int
    version: str
    made_on: str
    unreadable: int
    copies: int


@dataclass(frozen=True, slots=True)
class Total:
    """What reports add up to. ``figures`` sum the ``counted`` ones; None where a sum is out of all bounds."""

    reports: int
    with_errors: int
    errors: int
    warnings: int
    counted: int
    figures: Mapping[str, int | None]


class RuleTotal(NamedTuple):
    """In how many reports a rule found something to mend, and how many could be held to it."""

    rule: str
    found: int
    held: int


class OrganTotal(NamedTuple):
    """The reports of one organ and what is to be mended in them."""

    key: str
    organ: str
    region: str
    reports: int
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Report:
    """One report of the result; ``figures`` are of its total column, None where unread."""

    id: int
    organ: str
    key: str
    region: str
    level: str
    year: int
    format: str
    errors: int
    warnings: int
    infos: int
    unproved: tuple[str, ...]
    path: str
    sha256: str
    is_counted: bool
    figures: Mapping[str, int | None]


def share(part: int, whole: int, *, reports: int | None = None) -> float | None:
    """``part`` of ``whole`` in percent; None from fewer than LEAST ``reports``, which ``whole`` counts itself
    where nothing else is said."""
    enough = (whole if reports is None else reports) >= LEAST
    return 100 * part / whole if enough and whole else None


class Overview:
    """One result. To be had from :func:`opened`."""

    def __init__(self, db: sqlite3.Connection, made: Made) -> None:
        self._db = db
        self.made = made

    def choices(self) -> tuple[list[int], list[str], list[str]]:
        """The years, regions and kinds of organ that occur."""
        years, regions, levels = (
            [value for (value,) in self._db.execute(f"SELECT DISTINCT {column} FROM total ORDER BY 1")]
            for column in ("year", "region", "level")
        )
        return years, regions, levels

    def total(self, chosen: Chosen) -> Total:
        return next(iter(self._totals("''", chosen).values()), NOTHING)

    def by_year(self, chosen: Chosen) -> dict[int, Total]:
        return self._totals("year", chosen)

    def by_region(self, chosen: Chosen) -> dict[str, Total]:
        return self._totals("region", chosen)

    def _totals(self, key: str, chosen: Chosen) -> dict[Any, Total]:
        where, values = _where(chosen)
        numbers = ("reports", "with_errors", "errors", "warnings", "counted")
        # TOTAL would be a float, and one sum that is unknown makes the sum of sums unknown
        sums = (f"CASE WHEN count({f}) = count(*) THEN sum({f}) END" for f in FIGURES)
        rows = self._db.execute(
            f"""SELECT {key}, {", ".join(f"sum({number})" for number in numbers)}, {", ".join(sums)}
            FROM total WHERE {where} GROUP BY 1 ORDER BY 1""",
            values,
        )
        return {
            key: Total(**dict(zip(numbers, row, strict=False)), figures=_figures(row[len(numbers) :]))
            for key, *row in rows
        }

    def rules(self, chosen: Chosen) -> list[RuleTotal]:
        """Every rule that found something or could not be held to some report."""
        reports = self.total(chosen).reports
        where, values = _where(chosen)
        rows = self._db.execute(
            f"""SELECT rule, sum(found), sum(unproved) FROM rule_total WHERE {where}
            GROUP BY rule ORDER BY 2 DESC, 1""",
            values,
        )
        return [RuleTotal(rule, found, reports - unproved) for rule, found, unproved in rows]

    def organs(self, chosen: Chosen) -> list[OrganTotal]:
        """The organs that have errors to mend, those with most first; nameless reports are of no organ."""
        where, values = _where(chosen)
        rows = self._db.execute(
            f"""SELECT key, max(organ), max(region), count(*), sum(errors), sum(warnings) FROM report
            WHERE key <> '' AND {where} GROUP BY region, key HAVING sum(errors) > 0
            ORDER BY 5 DESC, 6 DESC, 1""",
            values,
        )
        return [OrganTotal(*row) for row in rows]

    def count(self, chosen: Chosen, sought: Sought) -> int:
        where, values = _sought(chosen, sought)
        return int(self._db.execute(f"SELECT count(*) FROM report WHERE {where}", values).fetchone()[0])

    def reports(self, chosen: Chosen, sought: Sought, page: int | None = 1) -> Iterator[Report]:
        """A page of reports, or all; those with most to mend first, by a figure those where it is largest."""
        where, values = _sought(chosen, sought)
        order = f"{sought.figure} DESC, id" if sought.figure in FIGURES else "errors DESC, warnings DESC, id"
        limit = (PAGE, PAGE * (page - 1)) if page else (-1, 0)
        rows = self._db.execute(
            f"SELECT * FROM report WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?", (*values, *limit)
        )
        return map(_report, rows)

    def report(self, id: int) -> Report | None:
        row = self._db.execute("SELECT * FROM report WHERE id = ?", (id,)).fetchone()
        return _report(row) if row else None

    def findings(self, report: Report) -> list[Finding]:
        """What is to be mended in a report."""
        rows = self._db.execute(
            """SELECT rule, severity, place, message, source, expected, actual FROM finding
            WHERE report = ? ORDER BY number""",
            (report.id,),
        )
        return [Finding(rule, Severity(severity), *rest) for rule, severity, *rest in rows]

    def unreadable(self) -> list[tuple[str, str]]:
        """The files that gave no report, each with why."""
        return self._db.execute("SELECT path, trouble FROM unreadable ORDER BY id").fetchall()


@contextmanager
def opened(path: Path) -> Iterator[Overview]:
    """A result for reading; FileNotFoundError where there is none, Unusable where the file cannot be read."""
    if not path.is_file():
        raise FileNotFoundError(path)
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        yield Overview(db, _made(db))
    except sqlite3.Error as error:
        raise Unusable(str(error)) from error
    finally:
        db.close()


def _made(db: sqlite3.Connection) -> Made:
    row = db.execute("SELECT * FROM made").fetchone() or (0,)
    if row[0] != SCHEMA:
        raise Unusable(f"schema {row[0]}")
    return Made(*row)


#: What no report adds up to.
NOTHING = Total(0, 0, 0, 0, 0, dict.fromkeys(FIGURES, 0))


def _where(chosen: Chosen) -> tuple[str, tuple[Any, ...]]:
    wanted = {"year": chosen.year, "region": chosen.region, "level": chosen.level}
    given = {column: value for column, value in wanted.items() if value is not None}
    return " AND ".join(("1", *(f"{column} = ?" for column in given))), tuple(given.values())


def _sought(chosen: Chosen, sought: Sought) -> tuple[str, tuple[Any, ...]]:
    where, values = _where(chosen)
    conditions: list[tuple[str, tuple[Any, ...]]] = [(where, values)]
    if sought.has_errors is not None:
        conditions.append(("errors > 0" if sought.has_errors else "errors = 0", ()))
    if sought.rule:
        conditions.append(("id IN (SELECT report FROM finding WHERE rule = ?)", (sought.rule,)))
    if sought.held:
        conditions.append(("instr(' ' || unproved || ' ', ?) = 0", (f" {sought.held} ",)))
    if sought.figure in FIGURES:
        conditions.append((f"is_counted AND {sought.figure} > 0", ()))
    if sought.is_counted is not None:
        conditions.append(("is_counted = ?", (sought.is_counted,)))
    if sought.organ:
        conditions.append(("key = ?", (sought.organ,)))
    return " AND ".join(text for text, _ in conditions), tuple(v for _, some in conditions for v in some)


def _figures(values: Sequence[Any]) -> dict[str, int | None]:
    return dict(zip(FIGURES, values, strict=True))


def _report(row: tuple[Any, ...]) -> Report:
    plain = dict(zip(_PLAIN, row, strict=False))
    plain |= {"unproved": tuple(plain["unproved"].split()), "is_counted": bool(plain["is_counted"])}
    return Report(**plain, figures=_figures(row[len(_PLAIN) :]))


_PLAIN = tuple(field.name for field in fields(Report) if field.name != "figures")

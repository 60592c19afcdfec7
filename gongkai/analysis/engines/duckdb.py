"""The identities as SQL over Parquet: one pass finds the reports that break any, a second says which."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from gongkai.analysis.cells import LAYOUTS, MONEY
from gongkai.analysis.parquet import connected, name, quoted, write_cells
from gongkai.analysis.store import Store
from gongkai.law.annual_report.identities import Broken, Identity, Relation, identities

_BREAKS = {Relation.EQUAL: "<>", Relation.AT_LEAST: "<", Relation.AT_MOST: ">", Relation.COVERS: "<"}


def _numbered() -> dict[Identity, list[int]]:
    """Every identity with the layouts of report that have it."""
    found: dict[Identity, list[int]] = {}
    for number, layout in enumerate(LAYOUTS):
        for identity in identities(layout.form, layout.result_keys):
            found.setdefault(identity, []).append(number)
    return found


_LAYOUTS = _numbered()
IDENTITIES = tuple(_LAYOUTS)


def of_store(store: Store, scratch: Path) -> Iterator[tuple[int, list[Broken]]]:
    """The reports of a run that break identities, by place, each with those it breaks."""
    cells = scratch / "cells.parquet"
    write_cells(store.cells(), cells, scratch)
    for place, several in groupby(of_parquet(cells, scratch), itemgetter(0)):
        yield place, [one for _, one in several]


def of_parquet(cells: Path, scratch: Path) -> Iterator[tuple[int, Broken]]:
    """The same from a file of figures (``write_cells``), in the order of places."""
    with connected(scratch) as db:
        cursor = db.execute(sql(cells))
        while rows := cursor.fetchmany(10_000):
            for place, number, expected, actual in rows:
                yield place, _broken(IDENTITIES[number], expected, actual)


def sql(cells: Path) -> str:
    """Which identity does not hold in which report, with both values, as one statement.

    An unread cell is NULL, so is a sum with it, and a comparison with NULL finds nothing. All reports are
    sifted in DOUBLE, which no sum can overflow and which is exact below LARGE; what is left, and reports with
    larger figures or unread ones, are reckoned in HUGEINT.
    """
    last_year = sorted({code for identity in IDENTITIES for code in identity.last_year})
    before = ", ".join(f"{name(code)} AS {name(_before(code))}" for code in last_year)
    sieve = " OR ".join(_condition(identity, "DOUBLE") for identity in IDENTITIES if not _covers(identity))
    cases = ", ".join(map(_case, range(len(IDENTITIES)), IDENTITIES))
    return f"""
        WITH report AS (SELECT * FROM read_parquet({quoted(cells)})),
        before AS (SELECT place AS place_before, is_large AS was_large, {before} FROM report),
        linked AS (
            SELECT * FROM report LEFT JOIN before ON place_before = previous WHERE place >= 0
        ),
        bad AS MATERIALIZED (SELECT * FROM linked WHERE is_large OR was_large OR is_partial OR {sieve}),
        broken AS (SELECT place, unnest([{cases}]) AS b FROM bad)
        SELECT place, b.n, b.e, b.a FROM broken WHERE b IS NOT NULL ORDER BY place, b.n
    """


def _case(number: int, identity: Identity) -> str:
    is_open = identity.is_bound_by_zero or _covers(identity)
    expected = "CAST(NULL AS HUGEINT)" if is_open else _sum(identity, "HUGEINT")
    actual = f"CAST({name(identity.where)} AS VARCHAR)"
    return f"CASE WHEN {_condition(identity, 'HUGEINT')} THEN {{n: {number}, e: {expected}, a: {actual}}} END"


def _condition(identity: Identity, kind: str) -> str:
    """That an identity is broken, its figures taken as ``kind``; money, of which only the sign matters,
    always as DOUBLE."""
    money = identity.where in MONEY
    actual = _cast(identity.where, "DOUBLE" if money else kind)
    breaks = f"{actual} {_BREAKS[identity.relation]} {_sum(identity, kind)}"
    if _covers(identity):
        breaks += f" AND ({' + '.join(map(name, identity.adds))}) IS NULL"
    layouts = _LAYOUTS[identity]
    if len(layouts) == len(LAYOUTS):
        return f"({breaks})"
    return f"(layout IN ({', '.join(map(str, layouts))}) AND {breaks})"


def _sum(identity: Identity, kind: str) -> str:
    adds = [_cast(code, kind) for code in (*identity.adds, *map(_before, identity.last_year))]
    if _covers(identity):
        adds = [f"coalesce({one}, 0)" for one in adds]
    return " - ".join([" + ".join(adds) or "0", *(_cast(code, kind) for code in identity.takes)])


def _covers(identity: Identity) -> bool:
    return identity.relation is Relation.COVERS


def _cast(code: str, kind: str) -> str:
    return f"CAST({name(code)} AS {kind})"


def _before(code: str) -> str:
    return f"before/{code}"


def _broken(identity: Identity, expected: int | None, actual: str) -> Broken:
    return Broken(identity, expected, Decimal(actual) if identity.where in MONEY else int(actual))

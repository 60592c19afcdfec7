"""Writing the result of a run for the page: reports, findings, and what they add up to, counted by duckdb."""

import os
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

import duckdb

import gongkai
from gongkai.analysis.cells import LAYOUTS
from gongkai.analysis.overview import FIGURES, SCHEMA
from gongkai.analysis.parquet import name
from gongkai.analysis.store import Store
from gongkai.analysis.views import views

_AT_ONCE = 10_000
#: Errors that show a total of table three to be wrong: the report is listed, its figures are in no sum.
_SPOILING = ("AR-3.1", "AR-3.2", "AR-3.3", "AR-3.4")
_DIMENSIONS = "year, region, level"  # "" is an unknown region or level
_SCHEMA = f"""
CREATE TABLE made (schema INTEGER, version TEXT, made_on TEXT, unreadable INTEGER, copies INTEGER);
CREATE TABLE report (
    id INTEGER PRIMARY KEY, organ TEXT, key TEXT, region TEXT, level TEXT, year INTEGER, format TEXT,
    errors INTEGER, warnings INTEGER, infos INTEGER, unproved TEXT, path TEXT, sha256 TEXT,
    is_counted INTEGER, {", ".join(f"{figure} INTEGER" for figure in FIGURES)}
);
CREATE TABLE finding (
    report INTEGER, number INTEGER, rule TEXT, severity TEXT, place TEXT, message TEXT, source TEXT,
    expected TEXT, actual TEXT, PRIMARY KEY (report, number)
) WITHOUT ROWID;
CREATE TABLE unreadable (id INTEGER PRIMARY KEY, path TEXT, trouble TEXT);
CREATE TABLE total (
    {_DIMENSIONS}, reports INTEGER, with_errors INTEGER, errors INTEGER, warnings INTEGER, counted INTEGER,
    {", ".join(f"{figure} INTEGER" for figure in FIGURES)}
);
CREATE TABLE rule_total ({_DIMENSIONS}, rule TEXT, found INTEGER, unproved INTEGER);
"""
_INDEXES = """
CREATE INDEX by_weight ON report (errors DESC, warnings DESC, id);
CREATE INDEX by_place ON report (region, key, year, errors, warnings);
CREATE INDEX by_rule ON finding (rule, report);
ANALYZE;
"""


def build(store: Store, path: Path, *, on: date) -> None:
    """Write what a run found to ``path``, whole or not at all; ``on`` is the day of the run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        _write(store, draft, on)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _write(store: Store, draft: Path, on: date) -> None:
    target = sqlite3.connect(draft)
    try:
        target.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
        with (
            tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as scratch,
            views(store, Path(scratch)) as db,
        ):
            db.execute(f"CREATE TEMP TABLE report AS {_REPORTS}", {"common": _common(db)})
            _copy(db, target, "made", _MADE.format(schema=SCHEMA, version=gongkai.__version__, on=on))
            for table, sql in _TABLES.items():
                _copy(db, target, table, sql)
        target.executescript(_INDEXES)
        target.commit()
    except sqlite3.OperationalError as error:
        raise OSError(None, str(error), str(draft)) from error
    finally:
        target.close()


def _copy(db: duckdb.DuckDBPyConnection, target: sqlite3.Connection, table: str, sql: str) -> None:
    rows = db.execute(sql)
    places = ", ".join("?" * len(rows.description or ()))
    while some := rows.fetchmany(_AT_ONCE):
        target.executemany(f"INSERT INTO {table} VALUES ({places})", some)


def _common(db: duckdb.DuckDBPyConnection) -> int:
    """The length of the folders that all paths begin with."""
    ends = db.execute("SELECT min(path), max(path) FROM files").fetchone() or ()
    with suppress(ValueError):  # some are absolute and some are not
        return len(os.path.join(os.path.commonpath([os.path.dirname(path) for path in ends]), ""))
    return 0


def _figure(figure: str) -> str:
    """A figure of the total column, whichever rows of a layout add up to it; unknown with one of them."""
    cases = (
        f"WHEN {number} THEN {' + '.join(_total(row) for row in _rows(figure, layout.result_keys))}"
        for number, layout in enumerate(LAYOUTS)
    )
    return f"CASE layout {' '.join(cases)} END AS {figure}"


def _rows(figure: str, result_keys: Iterable[str]) -> tuple[str, ...]:
    """``refused`` stands for the eight rows of （三）不予公开; others are a row themselves."""
    return tuple(key for key in result_keys if key.split("_")[0] == figure) or (figure,)


def _total(row: str) -> str:
    return name(f"requests/{row}/total")


_KNOWN = " AND ".join(f"{figure} IS NOT NULL" for figure in FIGURES)
#: Where the files lay on this machine is nobody's business: only what lies below the folder that was checked.
_SHOWN = r"""
    regexp_replace(substr(path, $common + 1), '^([/\\]|[A-Za-z]:|\.\.).*[/\\]', '')
"""
_REPORTS = f"""
    WITH spoilt AS (SELECT DISTINCT place FROM found WHERE severity = 'error' AND rule IN {_SPOILING}),
    read AS (
        SELECT place, organ, key, coalesce(region, '') AS region, coalesce(level, '') AS level, files.year,
            format, errors, warnings, infos, unproved, {_SHOWN} AS path, sha256, is_large,
            {", ".join(map(_figure, FIGURES))}
        FROM files JOIN cells USING (place) WHERE copy_of IS NULL
    )
    SELECT place AS id, * EXCLUDE (place, is_large, {", ".join(FIGURES)}),
        NOT is_large AND {_KNOWN} AND place NOT IN (FROM spoilt) AS is_counted, {", ".join(FIGURES)}
    FROM read
"""
_MADE = """
    SELECT {schema}, '{version}', '{on:%Y-%m-%d}',
        count(*) FILTER (status = 'unreadable'), count(*) FILTER (copy_of IS NOT NULL)
    FROM files
"""
#: A sum too large for a column is unknown.
_COUNTED = ", ".join(
    f"TRY_CAST(coalesce(sum({figure}) FILTER (is_counted), 0) AS BIGINT)" for figure in FIGURES
)
_TABLES = {
    "report": "SELECT * REPLACE (array_to_string(unproved, ' ') AS unproved) FROM report ORDER BY id",
    "finding": """
        SELECT place, number, rule, severity, "where", message, source, expected, actual
        FROM found WHERE place IN (SELECT id FROM report) AND severity IN ('error', 'warning')
        ORDER BY place, number
    """,
    "unreadable": """
        SELECT place, parse_filename(path), trouble FROM files WHERE status = 'unreadable' ORDER BY place
    """,
    "total": f"""
        SELECT {_DIMENSIONS}, count(*), count(*) FILTER (errors > 0), sum(errors)::BIGINT,
            sum(warnings)::BIGINT, count(*) FILTER (is_counted), {_COUNTED}
        FROM report GROUP BY {_DIMENSIONS}
    """,
    "rule_total": f"""
        WITH told AS (
            SELECT DISTINCT {_DIMENSIONS}, rule, id, 1 AS found, 0 AS unproved
            FROM found JOIN report ON id = place WHERE severity IN ('error', 'warning')
            UNION ALL
            SELECT {_DIMENSIONS}, unnest(unproved), id, 0, 1 FROM report
        )
        SELECT {_DIMENSIONS}, rule, sum(found)::BIGINT, sum(unproved)::BIGINT
        FROM told GROUP BY {_DIMENSIONS}, rule
    """,
}

"""The results of a run as files: JSON lines, or tables in CSV or Parquet. Nobody meets half of one."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

import gongkai
from gongkai.analysis.cells import COUNTS, LAYOUTS, MONEY, codes_of, name_of
from gongkai.analysis.organs import region_of
from gongkai.analysis.parquet import connected, lines_to, name, quoted, write_cells
from gongkai.analysis.store import Result, Store

SUFFIXES = (".jsonl", ".csv", ".parquet")
_BOM = b"\xef\xbb\xbf"  # without it Excel takes a CSV for the local code page


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that we hold, as JSON lines for duckdb; ``columns`` with their types in SQL."""

    columns: dict[str, str]
    lines: Callable[[Store], Iterable[str]]


def as_json(result: Result) -> dict[str, Any]:
    """One file as ``gongkai check --json`` prints it."""
    line: dict[str, Any] = {
        "path": result.path,
        "report": result.report,
        "findings": result.findings,
        "status": result.status,
        "seconds": round(result.seconds, 4),
    }
    return line | ({"message": result.trouble} if result.trouble else {})


def write(store: Store, out: Path) -> list[Path]:
    """Write the run's results to ``out`` and, for CSV and Parquet, tables beside it; the files written.

    ``out`` has the findings; ``.files`` a row a file, ``.facts`` a row a cell, ``.summary`` a row a region
    and year. Raises OSError; then ``out`` is as it was before.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        if out.suffix.lower() == ".jsonl":
            lines = (json.dumps(as_json(result), ensure_ascii=False) + "\n" for result in store.results())
            drafts = {out: lines_to(_draft(held, out), lines)}
        else:
            folder = Path(
                held.enter_context(tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True))
            )
            drafts = _tables(store, out, folder, held)
        for path in reversed(drafts):  # the file that was asked for comes last, when all else is in place
            drafts[path].replace(path)
    return list(drafts)


def _tables(store: Store, out: Path, folder: Path, held: ExitStack) -> dict[Path, Path]:
    cells = folder / "cells.parquet"
    write_cells(store.cells(), cells, folder)
    drafts: dict[Path, Path] = {}
    with connected(folder) as db:
        for source, rows in _SOURCES.items():
            path = lines_to(folder / f"{source}.jsonl", rows.lines(store))
            types = ", ".join(f"{name(column)}: '{kind}'" for column, kind in rows.columns.items())
            db.execute(
                f"CREATE VIEW {source} AS SELECT * FROM read_json({quoted(path)}, columns = {{{types}}},"
                " format = 'newline_delimited')"
            )
        db.execute(f"CREATE VIEW cells AS SELECT * FROM read_parquet({quoted(cells)})")
        for table, sql in _TABLES.items():
            path = out.with_name(f"{out.stem}.{table}{out.suffix}") if table else out
            drafts[path] = _draft(held, path)
            _copy(db, sql, drafts[path], folder, is_csv=out.suffix.lower() == ".csv")
    return drafts


def _copy(db: duckdb.DuckDBPyConnection, sql: str, draft: Path, folder: Path, *, is_csv: bool) -> None:
    if not is_csv:
        db.execute(f"COPY ({sql}) TO {quoted(draft)} (FORMAT parquet)")
        return
    plain = folder / "plain.csv"
    db.execute(f"COPY ({sql}) TO {quoted(plain)} (FORMAT csv, HEADER)")
    with plain.open("rb") as source, draft.open("wb") as target:
        target.write(_BOM)
        shutil.copyfileobj(source, target)


def _draft(held: ExitStack, path: Path) -> Path:
    """Where a file is written until it is whole: beside its place, so that it can be moved in one step."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    held.callback(lambda: draft.unlink(missing_ok=True))
    return draft


def _findings(store: Store) -> Iterator[str]:
    for result in store.results():
        for row in _rows_of(result):
            yield json.dumps(row, ensure_ascii=False) + "\n"


def _rows_of(result: Result) -> Iterator[dict[str, Any]]:
    """The findings of a file; an unreadable file is a finding too, so that none is missing in the table."""
    report = result.report
    if report is None:
        yield {"severity": "unreadable", "message": result.trouble, "path": result.path}
        return
    whose = {"organ": report["organ"], "region": region_of(report["organ"]) or None, "year": report["year"]}
    for finding in result.findings:
        place = name_of(finding["where"], report["format"])
        seen = {key: None if finding[key] is None else str(finding[key]) for key in ("expected", "actual")}
        yield whose | finding | seen | {"place": place, "path": result.path}


def _codes(store: Store) -> Iterator[str]:
    """Which cells a report of each layout has, and how a code falls into table, row and column."""
    for number, layout in enumerate(LAYOUTS):
        for code in codes_of(layout):
            table, *row, column = code.split("/")
            line = {
                "layout": number,
                "code": code,
                "table": table,
                "row": "/".join(row) or column,
                "column": column if row else None,
                "name": name_of(code, layout.form),
                "kind": "count" if code in _IS_COUNT else "amount" if code in MONEY else "text",
            }
            yield json.dumps(line, ensure_ascii=False) + "\n"


_IS_COUNT = frozenset(COUNTS)
_TEXT = "VARCHAR"
_SOURCES = {
    "found": Source(
        {"organ": _TEXT, "region": _TEXT, "year": "INTEGER"}
        | dict.fromkeys(("rule", "severity", "where", "place", "expected", "actual"), _TEXT)
        | dict.fromkeys(("message", "source", "path"), _TEXT),
        _findings,
    ),
    "files": Source(
        {"place": "BIGINT", "path": _TEXT, "status": _TEXT, "organ": _TEXT, "region": _TEXT}
        | {"year": "INTEGER", "format": _TEXT, "errors": "INTEGER", "warnings": "INTEGER"}
        | {"infos": "INTEGER", "seconds": "DOUBLE", "sha256": _TEXT, "trouble": _TEXT},
        Store.files,
    ),
    "codes": Source(
        {"layout": "UTINYINT"} | dict.fromkeys(("code", "table", "row", "column", "name", "kind"), _TEXT),
        _codes,
    ),
}
_READER = f"'gongkai {gongkai.__version__}' AS reader"
_SUMS = ", ".join(
    f"sum({name(code)})::BIGINT AS {alias}"
    for alias, code in (
        ("requests_new", "requests/new/total"),
        ("requests_answered", "requests/total/total"),
        ("granted", "requests/granted/total"),
        ("partial", "requests/partial/total"),
        ("carried_out", "requests/carried_out/total"),
        ("reconsiderations", "remedies/reconsideration/total"),
        ("reconsiderations_corrected", "remedies/reconsideration/corrected"),
        ("litigation_direct", "remedies/litigation_direct/total"),
        ("litigation_after_reconsideration", "remedies/litigation_after_reconsideration/total"),
    )
)
_TABLES = {
    "": "SELECT * FROM found",
    "files": f"SELECT * EXCLUDE (place), {_READER} FROM files",
    "facts": f"""
        WITH wide AS (
            SELECT place, layout,
                CAST(COLUMNS(* EXCLUDE (place, layout, previous, year, is_large)) AS VARCHAR)
            FROM cells WHERE place >= 0
        ),
        long AS (
            SELECT * FROM wide
            UNPIVOT INCLUDE NULLS (figure FOR code IN (COLUMNS(* EXCLUDE (place, layout))))
        )
        SELECT organ, region, year, format, "table", "row", "column", name, code,
            CASE WHEN kind = 'count' THEN CAST(figure AS BIGINT) END AS value,
            CASE WHEN kind = 'amount' THEN TRY_CAST(figure AS DECIMAL(18, 6)) END AS amount_10k_yuan,
            CASE WHEN kind = 'text' THEN figure END AS text,
            path, sha256, {_READER}
        FROM long JOIN codes USING (layout, code) JOIN files USING (place)
    """,
    "summary": f"""
        SELECT region, files.year, count(*) AS reports,
            count(*) FILTER (errors > 0) AS reports_with_errors,
            sum(errors)::BIGINT AS errors, sum(warnings)::BIGINT AS warnings, {_SUMS}
        FROM files JOIN cells USING (place) GROUP BY ALL ORDER BY files.year, region NULLS LAST
    """,
}

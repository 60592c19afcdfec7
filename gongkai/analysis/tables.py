"""The results of a run as files: JSON lines, or tables in CSV or Parquet. Nobody meets half of one."""

import json
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import duckdb

import gongkai
from gongkai.analysis.parquet import lines_to, name, quoted
from gongkai.analysis.store import Result, Store
from gongkai.analysis.views import views

SUFFIXES = (".jsonl", ".csv", ".parquet")
_BOM = b"\xef\xbb\xbf"  # without it Excel takes a CSV for the local code page


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
    drafts: dict[Path, Path] = {}
    with views(store, folder) as db:
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


_READER = f"'gongkai {gongkai.__version__}' AS reader"
_SUMMED = (
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
_SUMS = ", ".join(f"sum({name(code)})::BIGINT AS {alias}" for alias, code in _SUMMED)
_UNREAD = " OR ".join(f"{name(code)} IS NULL" for _, code in _SUMMED)
#: A sum of money with six decimals, as any report has it. One with more is not rounded: it stands as text.
_AMOUNT = """CASE WHEN TRY_CAST(figure AS DECIMAL(38, 16)) = TRY_CAST(figure AS DECIMAL(18, 6))
    THEN TRY_CAST(figure AS DECIMAL(18, 6)) END"""
_TABLES = {
    "": """
        SELECT organ, region, level, year, rule, severity, "where", name AS place, expected, actual, message,
            source, path
        FROM found JOIN files USING (place) ORDER BY files.place, number
    """,
    "files": f"""
        SELECT * EXCLUDE (place, key) REPLACE (array_to_string(unproved, ' ') AS unproved), {_READER}
        FROM files ORDER BY place
    """,
    "facts": f"""
        WITH wide AS (
            SELECT place, layout,
                CAST(COLUMNS(* EXCLUDE (place, layout, previous, year, is_large, is_partial)) AS VARCHAR)
            FROM cells WHERE place >= 0
        ),
        long AS (
            SELECT * FROM wide
            UNPIVOT INCLUDE NULLS (figure FOR code IN (COLUMNS(* EXCLUDE (place, layout))))
        )
        SELECT organ, region, level, year, format, "table", "row", "column", name, code,
            CASE WHEN kind = 'count' THEN CAST(figure AS BIGINT) END AS value,
            CASE WHEN kind = 'amount' THEN {_AMOUNT} END AS amount_10k_yuan,
            CASE WHEN kind = 'text' OR (kind = 'amount' AND {_AMOUNT} IS NULL) THEN figure END AS text,
            path, sha256, {_READER}
        FROM long JOIN codes USING (layout, code) JOIN files USING (place)
    """,
    # a report met twice counts once; what is unread is not in the sums, and is said
    "summary": f"""
        SELECT region, files.year, count(*) AS reports,
            count(*) FILTER (errors > 0) AS reports_with_errors,
            sum(errors)::BIGINT AS errors, sum(warnings)::BIGINT AS warnings,
            count(*) FILTER ({_UNREAD}) AS reports_with_unread, {_SUMS}
        FROM files JOIN cells USING (place) WHERE copy_of IS NULL
        GROUP BY ALL ORDER BY files.year, region NULLS LAST
    """,
}

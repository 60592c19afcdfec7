"""What a run knows, as views that SQL works on: found, files, codes, cells."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from gongkai.analysis.cells import COUNTS, LAYOUTS, MONEY, codes_of, name_of
from gongkai.analysis.parquet import connected, lines_to, name, quoted, write_cells
from gongkai.analysis.store import Store


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that we hold, as JSON lines for duckdb; ``columns`` with their types in SQL."""

    columns: dict[str, str]
    lines: Callable[[Store], Iterable[str]]


@contextmanager
def views(store: Store, scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """duckdb over a run, with a view for each source and one of the ``cells`` (``write_cells``)."""
    cells = scratch / "cells.parquet"
    write_cells(store.cells(), cells, scratch)
    with connected(scratch) as db:
        for source, rows in SOURCES.items():
            path = lines_to(scratch / f"{source}.jsonl", rows.lines(store))
            types = ", ".join(f"{name(column)}: '{kind}'" for column, kind in rows.columns.items())
            db.execute(
                f"CREATE VIEW {source} AS SELECT * FROM read_json({quoted(path)}, columns = {{{types}}},"
                " format = 'newline_delimited')"
            )
        db.execute(f"CREATE VIEW cells AS SELECT * FROM read_parquet({quoted(cells)})")
        yield db


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
SOURCES = {
    "found": Source(
        {"place": "BIGINT", "number": "INTEGER"}
        | dict.fromkeys(("rule", "severity", "where", "name", "expected", "actual"), _TEXT)
        | dict.fromkeys(("message", "source"), _TEXT),
        Store.findings,
    ),
    "files": Source(
        {"place": "BIGINT"}
        | dict.fromkeys(("path", "status", "organ", "key", "region", "level"), _TEXT)
        | {"year": "INTEGER", "format": _TEXT, "errors": "INTEGER", "warnings": "INTEGER"}
        | {"infos": "INTEGER", "seconds": "DOUBLE", "sha256": _TEXT, "copy_of": _TEXT}
        | {"unproved": "VARCHAR[]", "trouble": _TEXT},
        Store.files,
    ),
    "codes": Source(
        {"layout": "UTINYINT"} | dict.fromkeys(("code", "table", "row", "column", "name", "kind"), _TEXT),
        _codes,
    ),
}

"""What duckdb does for us: figures and tables as files that other programs read."""

import errno
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from gongkai.analysis.cells import COUNTS, LAYOUTS, TEXTS, codes_of

_MEMORY = "1GB"
LARGE = 2**48  # sums of counts below this are exact in floating point
_IS_LARGE = f"coalesce(greatest(list_max(counts), -list_min(counts)) >= {LARGE}, false)"

_COUNTED = [len(set(COUNTS) & set(codes_of(layout))) for layout in LAYOUTS]
_IS_PARTIAL = f"list_count(counts) < {_COUNTED}[layout + 1]"


@contextmanager
def connected(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """duckdb with bounded memory, what does not fit in ``scratch``. Its trouble with files is an OSError."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": _MEMORY,
        "temp_directory": str(scratch),
        "autoinstall_known_extensions": "false",  # nothing is fetched, and what is used is built in
    }
    try:
        with duckdb.connect(config=settings) as db:
            yield db
    except duckdb.IOException as error:
        raise OSError(errno.EIO, str(error).splitlines()[0], str(scratch)) from error


def quoted(path: Path) -> str:
    """A path as SQL has it."""
    return "'" + str(path).replace("'", "''") + "'"


def name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def lines_to(path: Path, lines: Iterable[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)
    return path


def write_table(
    lines: Iterable[str], types: Mapping[str, str], about: Mapping[str, str], path: Path, scratch: Path
) -> Path:
    """Rows as JSON lines become a Parquet file, with the types of its columns and what is told of it."""
    source = lines_to(scratch / "table.jsonl", (f"{line}\n" for line in lines))
    columns = ", ".join(f"{name(column)}: '{kind}'" for column, kind in types.items())
    told = ", ".join(f"{name(key)}: ?" for key in about)
    with connected(scratch) as db:
        db.execute(
            f"COPY (SELECT * FROM read_json({quoted(source)}, columns = {{{columns}}},"
            f" format = 'newline_delimited')) TO {quoted(path)} (FORMAT parquet, KV_METADATA {{{told}}})",
            list(about.values()),
        )
    source.unlink()
    return path


def write_cells(lines: Iterable[str], path: Path, scratch: Path) -> None:
    """The figures of many reports (``Store.cells``) as Parquet: a row a report, a column a cell by its code.

    Counts are BIGINT; money and texts are VARCHAR, exact as printed. Unknown is NULL. ``is_large`` marks a
    report with a count from LARGE on, ``is_partial`` one that lacks a count.
    """
    source = lines_to(scratch / "cells.jsonl", lines)
    columns = (
        "{place: 'BIGINT', previous: 'BIGINT', year: 'INTEGER', layout: 'UTINYINT',"
        " counts: 'BIGINT[]', texts: 'VARCHAR[]'}"
    )
    cells = [
        "place",
        "previous",
        "year",
        "layout",
        f"{_IS_LARGE} AS is_large",
        f"{_IS_PARTIAL} AS is_partial",
    ]
    cells += [f"counts[{n}] AS {name(code)}" for n, code in enumerate(COUNTS, 1)]
    cells += [f"texts[{n}] AS {name(code)}" for n, code in enumerate(TEXTS, 1)]
    with connected(scratch) as db:
        db.execute(
            f"COPY (SELECT {', '.join(cells)} FROM read_json("
            f"{quoted(source)}, columns = {columns}, format = 'newline_delimited')) TO {quoted(path)}"
            " (FORMAT parquet)"
        )
    source.unlink()

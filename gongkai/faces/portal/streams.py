"""Tables as data files, line by line, for one may be the register of decades: CSV and JSON."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so would be run by a spreadsheet
Values = Sequence[Any]


class Column(Protocol):
    """A column: what data files call it, and what people do."""

    @property
    def key(self) -> str: ...

    @property
    def name(self) -> str: ...


def to_csv(_head: Mapping[str, Any], columns: Sequence[Column], rows: Iterable[Values]) -> Iterator[str]:
    """With a mark that Excel knows UTF-8 by."""
    yield "\ufeff"
    for values in ([column.name for column in columns], *rows):
        line = io.StringIO()
        csv.writer(line).writerow(map(_plain, values))
        yield line.getvalue()


def to_json(head: Mapping[str, Any], columns: Sequence[Column], rows: Iterable[Values]) -> Iterator[str]:
    """One object: what is said of the table, then its ``rows``, one to a line."""
    yield f'{json.dumps(head, ensure_ascii=False)[:-1]}, "rows": ['
    for number, line in enumerate(to_lines(columns, rows)):
        yield f"{',' if number else ''}\n{line}"
    yield "\n]}\n"


def to_lines(columns: Sequence[Column], rows: Iterable[Values]) -> Iterator[str]:
    """Each row as a JSON object of its own."""
    keys = [column.key for column in columns]
    for values in rows:
        yield json.dumps(dict(zip(keys, values, strict=True)), ensure_ascii=False, default=str)


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


#: The forms, each with its kind as HTTP tells it and how it is written.
FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
WRITERS: Mapping[str, Callable[[Mapping[str, Any], Sequence[Column], Iterable[Values]], Iterator[str]]] = {
    "csv": to_csv,
    "json": to_json,
}

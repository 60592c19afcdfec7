"""Rows as lines and lines as rows: the same lines from SQLite and from PostgreSQL.

The first line of a table names its columns, each further one is a row as a JSON list, in the order of keys.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connections, models
from django.db.models.functions import Collate
from django.utils.duration import duration_iso_string

from gongkai.backup.errors import Unusable
from gongkai.lib.language import _

BATCH = 1000
Tick = Callable[[int], None]


def count(model: type[models.Model], using: str) -> int:
    return model._base_manager.using(using).count()


def lines(model: type[models.Model], using: str) -> Iterator[bytes]:
    """A table as lines; memory stays flat."""
    names = [field.attname for field in _fields(model)]
    yield _line(names)
    rows = model._base_manager.using(using).order_by(_by_key(model, using)).values_list(*names)
    for row in rows.iterator(chunk_size=BATCH):
        yield _line(row)


def load(model: type[models.Model], source: Iterable[bytes], using: str, tick: Tick) -> None:
    """Write the lines of a table into the empty table of another database, just as they are.

    Past the models' own saving, which would stamp rows with the time of today.
    """
    fields, connection, rest = _fields(model), connections[using], iter(source)
    if json.loads(next(rest, b"null")) != [field.attname for field in fields]:
        raise Unusable(
            _("备份里的表{table} — 栏目不对 — 文件已损坏，请换一份备份。").format(
                table=model._meta.label_lower
            )
        )
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join("%s" for _field in fields)
    insert = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})"
    with connection.cursor() as cursor:
        while batch := list(islice(rest, BATCH)):
            cursor.executemany(insert, [_values(fields, json.loads(line), connection) for line in batch])
            tick(len(batch))


def difference(model: type[models.Model], source: Iterable[bytes], using: str, tick: Tick) -> int:
    """The number of the first row that is not as its line says, counted from 1; 0 when all are."""
    stored, number = lines(model, using), 0
    for number, line in enumerate(source):
        found = next(stored, b"null")
        # a JSON column may come back with its names in another order
        if line != found and json.loads(line) != json.loads(found):
            return number
        tick(1)
    return 0 if next(stored, None) is None else number + 1


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _by_key(model: type[models.Model], using: str) -> Any:
    """By the key, text in the order of its bytes wherever the database would collate it."""
    key = model._meta.pk
    is_text = isinstance(key, models.CharField | models.TextField)
    return Collate("pk", "C") if is_text and connections[using].vendor == "postgresql" else "pk"


def _values(fields: list[models.Field[Any, Any]], row: list[Any], connection: Any) -> list[Any]:
    """A row's values as the database takes them."""
    pairs = zip(fields, row, strict=True)
    return [field.get_db_prep_save(field.to_python(value), connection) for field, value in pairs]


def _line(values: Iterable[object]) -> bytes:
    text = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"), default=_text)
    return text.encode() + b"\n"


def _text(value: object) -> str:
    """What JSON does not know, in a writing that the field reads back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"no line for {type(value).__name__}")

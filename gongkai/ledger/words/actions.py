"""Writing the index: within the transaction that writes the rows."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from gongkai.ledger.words.engines import engine
from gongkai.ledger.words.rows import FIELDS, Row, of_values

BATCH = 500


def put(rows: Sequence[models.Model]) -> None:
    """Index rows of one table as they are now; of a table that is not searched, nothing."""
    if not rows or (table := rows[0]._meta.label_lower) not in FIELDS:
        return
    each: list[Any] = list(rows)
    values = ([getattr(row, name) for name in FIELDS[table]] for row in each)
    _write(of_values(table, row.pk, row.organ_id, texts) for row, texts in zip(each, values, strict=True))


@transaction.atomic
def rebuild() -> int:
    """Index every ledger anew; the number of rows that had been indexed wrongly or not at all is returned."""
    wrong = stale()
    with connection.cursor() as cursor:
        engine().clear(cursor)
    _write(_all())
    return wrong


def compact() -> None:
    """Leave nothing in the index of what was taken out of it; outside a transaction."""
    with connection.cursor() as cursor:
        engine().compact(cursor)


def stale() -> int:
    """How many rows are not in the index as they stand in the ledgers, and stand there without being any."""
    count = indexed = 0
    for batch in _batches(_all()):
        known = _known(batch)
        indexed += len(known)
        count += sum(known.get(row.id) != row for row in batch)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM words_text")
        return count + int(cursor.fetchone()[0]) - indexed


def _all() -> Iterator[Row]:
    for table, names in FIELDS.items():
        rows = apps.get_model(table)._default_manager.order_by("pk").values_list("pk", "organ_id", *names)
        for pk, organ_id, *values in rows.iterator(chunk_size=2000):
            yield of_values(table, pk, organ_id, values)


def _write(rows: Iterator[Row]) -> None:
    with connection.cursor() as cursor:
        for batch in _batches(rows):
            known = _known(batch)
            new = [row for row in batch if known.get(row.id) != row]
            engine().replace(cursor, [known[row.id] for row in new if row.id in known], new)


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _known(rows: Sequence[Row]) -> dict[int, Row]:
    """These rows as the index has them."""
    places = ", ".join(["%s"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, organ_id, text FROM words_text WHERE id IN ({places})", [row.id for row in rows]
        )
        return {row[0]: Row(*row) for row in cursor.fetchall()}

"""Writing the index: within the transaction that writes the rows."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models

from gongkai.ledger.words.indexing import Index
from gongkai.ledger.words.rows import FIELDS, Row, of_values


def put(rows: Sequence[models.Model]) -> None:
    """Index rows of one table as they are now; of a table that is not searched, nothing."""
    if not rows or (table := rows[0]._meta.label_lower) not in FIELDS:
        return
    each: list[Any] = list(rows)
    values = ([getattr(row, name) for name in FIELDS[table]] for row in each)
    WORDS.write(
        of_values(table, row.pk, row.organ_id, texts) for row, texts in zip(each, values, strict=True)
    )


def _all() -> Iterator[Row]:
    for table, names in FIELDS.items():
        rows = apps.get_model(table)._default_manager.order_by("pk").values_list("pk", "organ_id", *names)
        for pk, organ_id, *values in rows.iterator(chunk_size=2000):
            yield of_values(table, pk, organ_id, values)


WORDS = Index("words", Row, _all)

"""An index kept in step with its rows: written within the transaction that writes them, proved, made anew."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar

from django.db import connection, transaction

from gongkai.ledger.words import postgres, sqlite
from gongkai.ledger.words.engines import tables
from gongkai.ledger.words.kept import Kept

R = TypeVar("R", bound=Kept)
BATCH = 500


@dataclass(frozen=True)
class Index(Generic[R]):
    """``read`` makes a row of its columns again, ``every`` gives all rows as they should stand in it."""

    name: str
    read: Callable[..., R]
    every: Callable[[], Iterator[R]]
    columns: tuple[str, ...] = field(default=())

    @property
    def tables(self) -> sqlite.Tables | postgres.Tables:
        return tables(self.name, self.columns)

    def write(self, rows: Iterable[R]) -> None:
        """Have these rows stand there as they are."""
        with connection.cursor() as cursor:
            for batch in _batches(rows):
                known = self.known("id", [row.id for row in batch])
                new = [row for row in batch if known.get(row.id) != row]
                old = [known[row.id] for row in new if row.id in known]
                self.tables.replace(cursor, old, new)

    def take_out(self, rows: Sequence[R]) -> None:
        with connection.cursor() as cursor:
            self.tables.replace(cursor, rows, [])

    def take_out_all_of(self, organ_ids: Sequence[int]) -> None:
        for batch in _batches(self.known("organ_id", organ_ids).values()):
            self.take_out(batch)

    @transaction.atomic
    def rebuild(self) -> int:
        """All of it anew; how many rows had stood there wrongly or not at all."""
        wrong = self.stale()
        with connection.cursor() as cursor:
            self.tables.clear(cursor)
        self.write(self.every())
        return wrong

    def compact(self) -> None:
        """Leave nothing of what was taken out; outside a transaction."""
        with connection.cursor() as cursor:
            self.tables.compact(cursor)

    def stale(self) -> int:
        """How many rows are not in the index as they should be, and stand there without being any."""
        count = indexed = 0
        for batch in _batches(self.every()):
            known = self.known("id", [row.id for row in batch])
            indexed += len(known)
            count += sum(known.get(row.id) != row for row in batch)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self.tables.text}")
            return count + int(cursor.fetchone()[0]) - indexed

    def known(self, column: str, values: Sequence[int | str]) -> dict[int, R]:
        """The rows with one of these values in a column, as the index has them."""
        if not values:
            return {}
        places = ", ".join(["%s"] * len(values))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(self.tables.columns)} FROM {self.tables.text}"
                f" WHERE {column} IN ({places})",
                list(values),
            )
            return {row[0]: self.read(*row) for row in cursor.fetchall()}


def _batches(rows: Iterable[R]) -> Iterator[list[R]]:
    each = iter(rows)
    while batch := list(islice(each, BATCH)):
        yield batch

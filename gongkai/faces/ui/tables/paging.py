"""Pages of long lists: what lies behind the middle is read from the end, and several queries are one list."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


class Pages(Paginator):
    """A database passes over every row before the one it is asked for, so the last page of a million would
    cost the most; read backwards it costs what the first does. The order has to be total."""

    def page(self, number: Any) -> Page[Any]:
        found = super().page(number)
        if not isinstance(self.object_list, QuerySet) or not self.count:
            return found
        rows = _cut(self.object_list, found.start_index() - 1, found.end_index(), self.count)
        return Page(rows, found.number, self)


class InTurn(Sequence[Any]):
    """The rows of several queries one after the other: each in an order that an index serves, as no index
    serves what is open from the oldest and then what is closed from the latest."""

    def __init__(self, parts: Sequence[QuerySet[Any]]) -> None:
        self.parts = parts

    @cached_property
    def counts(self) -> list[int]:
        return [part.count() for part in self.parts]

    def __len__(self) -> int:
        return sum(self.counts)

    def __getitem__(self, at: Any) -> Any:
        if not isinstance(at, slice):
            return self[at : at + 1][0]
        first, last, _step = at.indices(len(self))
        found: list[Any] = []
        for part, count in zip(self.parts, self.counts, strict=True):
            if first < count and last > 0:
                found += _cut(part, max(first, 0), min(last, count), count)
            first, last = first - count, last - count
        return found

    def __iter__(self) -> Iterator[Any]:
        for part in self.parts:
            yield from part.iterator(chunk_size=2000)


def _cut(rows: QuerySet[Any], first: int, last: int, count: int) -> list[Any]:
    if first <= count // 2:
        return list(rows[first:last])
    return list(rows.reverse()[count - last : count - first])[::-1]

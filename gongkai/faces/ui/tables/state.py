"""What the address says of a table: which order, which rows, which columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, QueryDict

from gongkai.faces.ui.addresses import Here
from gongkai.faces.ui.tables.definition import Column, Table
from gongkai.faces.ui.tables.filters import Rows
from gongkai.faces.ui.tables.paging import InTurn


@dataclass(frozen=True, slots=True)
class State:
    """What the address says of a table."""

    table: Table
    here: Here
    columns: tuple[Column, ...]
    sorted_by: Column | None
    descending: bool
    narrowed: Mapping[str, Any]

    @classmethod
    def of(cls, table: Table, request: HttpRequest) -> "State":
        query = request.GET
        chosen = set(query.getlist("columns"))
        known = {column.code for column in table.columns}
        columns = tuple(
            column
            for place, column in enumerate(table.columns)
            if place == 0 or (column.code in chosen if chosen & known else column.shown)
        )
        sort = query.get("sort", "")
        by = next((c for c in table.columns if c.order and c.code == sort.removeprefix("-")), None)
        values = {each.code: each.read(query) for each in table.filters}
        narrowed = {code: value for code, value in values.items() if value is not None}
        return cls(table, Here.of(request), columns, by, sort.startswith("-"), narrowed)

    @property
    def query(self) -> QueryDict:
        return self.here.query

    def rows(self, rows: Rows) -> Rows:
        """The rows narrowed and in order."""
        for each in self.table.filters:
            if each.code in self.narrowed:
                rows = each.narrow(rows, self.narrowed[each.code])
        if self.sorted_by:
            rows = self.sorted_by.prepare(rows) if self.sorted_by.prepare else rows
            return _sorted(rows, self.sorted_by.order, descending=self.descending)
        if not isinstance(rows, QuerySet):
            return rows
        if self.table.in_turn:
            return InTurn(self.table.in_turn(rows))
        return rows.order_by(*self.table.order) if self.table.order else rows

    def to(self, **words: str | list[str] | None) -> str:
        """The address of the table with something changed, at its first page."""
        return self.here.with_(**({"page": None} | words))


def _sorted(rows: Rows, fields: Sequence[str], *, descending: bool) -> Rows:
    """By these fields, the unknown last; rows of the database by their key at the end, for steady pages."""
    if isinstance(rows, QuerySet):
        return rows.order_by(*(_key(rows, name, descending) for name in fields), "pk")
    known: Iterable[Any] = sorted(
        (row for row in rows if getattr(row, fields[0]) is not None),
        key=lambda row: tuple(getattr(row, name) for name in fields),
        reverse=descending,
    )
    return [*known, *(row for row in rows if getattr(row, fields[0]) is None)]


def _key(rows: QuerySet[Any], name: str, descending: bool) -> OrderBy:
    """Where nothing can be unknown it is not spoken of: no index serves an order that speaks of it."""
    known = {field.name: field.null for field in rows.model._meta.concrete_fields}
    last = True if known.get(name, True) else None
    return F(name).desc(nulls_last=last) if descending else F(name).asc(nulls_last=last)

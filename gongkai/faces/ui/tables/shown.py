"""A table ready to be drawn by ``ui/table.html``: a page of rows, and every address that it offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest

from gongkai.faces.ui.tables.definition import Column, Table, printed
from gongkai.faces.ui.tables.filters import Filter, Rows
from gongkai.faces.ui.tables.paging import Pages
from gongkai.faces.ui.tables.state import State

#: More characters than this have a column wide enough not to stand one below the other.
LONG = 6
#: More than these are shortened to two lines; the row's own page has them all.
WHOLE = 60


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; ``href`` sorts by it."""

    column: Column
    href: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell: what is printed, and how."""

    text: str
    column: Column
    value: Any
    href: str = ""
    classes: str = ""

    @property
    def is_shortened(self) -> bool:
        return len(self.text) > WHOLE


@dataclass(frozen=True, slots=True)
class Line:
    row: Any
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a filter: ``href`` narrows by it alone, ``count`` is what it would find."""

    value: str
    words: Any
    chosen: bool
    href: str
    count: int | None


@dataclass(frozen=True, slots=True)
class ShownFilter:
    filter: Filter
    value: Any
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class PageLink:
    words: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Picks:
    """Several rows are chosen for what ``href`` does with their keys ``id``; ``verb`` is its button."""

    verb: Any
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A table ready to be drawn by ``ui/table.html``."""

    table: Table
    state: State
    page: Page[Any]
    counts: Mapping[str, Mapping[str, int]]
    sums: Mapping[str, Any]
    picks: Picks | None = None

    @property
    def id(self) -> str:
        return f"table-{self.table.code}"

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def is_filtered(self) -> bool:
        return bool(self.state.narrowed)

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.state.columns]

    @property
    def lines(self) -> list[Line]:
        return [Line(row, tuple(_slot(column, row) for column in self.state.columns)) for row in self.page]

    @property
    def sum_slots(self) -> list[Slot]:
        return [_sum(column, self.sums.get(column.code, "")) for column in self.state.columns]

    @property
    def filters(self) -> list[ShownFilter]:
        return [self._filter(each) for each in self.table.filters]

    @property
    def in_line(self) -> list[ShownFilter]:
        return [each for each in self.filters if each.filter.in_line]

    @property
    def fields(self) -> list[ShownFilter]:
        return [each for each in self.filters if not each.filter.in_line]

    @property
    def kept_by_filters(self) -> tuple[tuple[str, str], ...]:
        return self.state.here.without({"page", *(n for each in self.fields for n in each.filter.names)})

    @property
    def kept_by_columns(self) -> tuple[tuple[str, str], ...]:
        return self.state.here.without({"columns"})

    @property
    def cleared(self) -> str:
        names = (name for each in self.table.filters for name in each.names)
        return self.state.to(**dict.fromkeys(names))

    @property
    def all_picked(self) -> bool:
        return self.state.query.get("picked") == "all"

    @property
    def pick_all(self) -> str:
        """The same page with every row chosen, or none."""
        return self.state.here.with_(picked=None if self.all_picked else "all")

    @property
    def unsorted(self) -> str:
        return self.state.to(sort=None)

    @property
    def column_choice(self) -> list[tuple[Column, bool]]:
        return [(column, column in self.state.columns) for column in self.table.columns[1:]]

    @property
    def exports(self) -> list[tuple[str, str]]:
        return [(words, self.state.to(export=form)) for form, words in (("xlsx", "Excel"), ("csv", "CSV"))]

    @property
    def pages(self) -> list[PageLink]:
        links = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [self._page(number) for number in links]

    @property
    def previous(self) -> str:
        return self._to(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next(self) -> str:
        return self._to(self.page.number + 1) if self.page.has_next() else ""

    def _head(self, column: Column) -> Head:
        if not column.order:
            return Head(column, "", "")
        is_sorted = column is self.state.sorted_by
        down = is_sorted and not self.state.descending
        now = ("descending" if self.state.descending else "ascending") if is_sorted else "none"
        return Head(column, self.state.to(sort=f"-{column.code}" if down else column.code), now)

    def _filter(self, each: Filter) -> ShownFilter:
        value = self.state.narrowed.get(each.code)
        counts = self.counts.get(each.code, {})
        options = []
        for known, words in each.options:
            href = self.state.to(**{each.code: known})
            options.append(Option(known, words, known == (value or ""), href, counts.get(known)))
        return ShownFilter(each, value, tuple(options))

    def _page(self, number: int | str) -> PageLink:
        if not isinstance(number, int):
            return PageLink(str(number), "")
        return PageLink(str(number), self._to(number), number == self.page.number)

    def _to(self, number: int) -> str:
        return self.state.here.with_(page=str(number))


def _slot(column: Column, row: Any) -> Slot:
    value = column.of(row)
    is_zero = column.number and value == 0
    is_date = isinstance(value, date)
    text = printed(value)
    is_long = len(text) > LONG
    said = (("is-number", column.number), ("is-zero", is_zero), ("is-date", is_date), ("is-long", is_long))
    classes = [*(name for name, applies in said if applies), f"of-{column.code}"]
    href = column.href(row) if column.href else ""
    return Slot(text, column, value, href, " ".join(classes))


def _sum(column: Column, value: Any) -> Slot:
    return Slot(printed(value), column, value, classes="is-number" if column.number else "")


def show(
    table: Table,
    request: HttpRequest,
    rows: Rows,
    *,
    counts: Mapping[str, Mapping[str, int]] | None = None,
    sums: Mapping[str, Any] | None = None,
    picks: Picks | None = None,
) -> Shown:
    """The page asked for. ``counts`` stand beside the options of filters, ``sums`` below the columns;
    ``picks`` lets rows be chosen."""
    state = State.of(table, request)
    page = Pages(state.rows(rows), table.a_page).get_page(state.query.get("page"))
    return Shown(table, state, page, counts or {}, sums or {}, picks)

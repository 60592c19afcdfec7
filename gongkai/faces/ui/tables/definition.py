"""What a table of work is: its columns, its order, what it can be narrowed by. A constant of its module."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from gongkai.faces.ui.tables.filters import Filter

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Column:
    """``value`` of a row is what is printed and exported; its attribute ``code`` where nothing else is said.
    ``order`` are the fields by which it sorts.

    ``href`` makes a link of it; ``template`` draws it instead, with ``row`` and ``value``. A column that is
    not ``shown`` waits in the choice of columns. ``lang`` is zh-CN where its words are typed, not translated.
    ``prepare`` gives rows the fields of ``order`` that are not their own, where they are sorted by them.
    """

    code: str
    head: Any
    value: Callable[[Any], Any] | None = None
    order: tuple[str, ...] = ()
    number: bool = False
    href: Callable[[Any], str] | None = None
    template: str = ""
    shown: bool = True
    lang: str = ""
    prepare: Callable[[Any], Any] | None = None

    def of(self, row: Any) -> Any:
        return self.value(row) if self.value else getattr(row, self.code)


@dataclass(frozen=True, slots=True)
class Empty:
    """What is not here, what to do, and one small button for it."""

    title: Any
    words: Any = ""
    href: str = ""
    label: Any = ""


@dataclass(frozen=True, slots=True)
class Table:
    """``order`` are the fields of the order that is meant, ``order_words`` say it: 按急缓排序. ``in_turn``
    instead parts the rows into queries that follow each other, each in its own order.

    The first column heads each row and always shows. ``does`` is the template of a row's last slot: its
    button.
    """

    code: str
    title: Any
    columns: tuple[Column, ...]
    empty: Empty
    filters: tuple[Filter, ...] = ()
    order: tuple[str, ...] = ()
    order_words: Any = ""
    in_turn: Callable[[Any], Sequence[Any]] | None = None
    does: str = ""
    a_page: int = A_PAGE


def printed(value: Any) -> str:
    """A value as a table prints it; nothing where it is unknown."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)

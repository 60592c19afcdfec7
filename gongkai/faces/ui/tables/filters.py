"""What a table can be narrowed by: one of a few values, words, two dates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

Rows = QuerySet[Any] | Sequence[Any]
LONGEST = 100  # characters that anyone searches for


@dataclass(frozen=True, slots=True)
class Choice:
    """One of ``options`` (value, words). ``in_line``: as links with what each finds, instead of a list."""

    code: str
    label: Any
    options: Sequence[tuple[str, Any]]
    narrow: Callable[[Any, str], Rows]
    in_line: bool = False
    kind: str = field(default="choice", init=False)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.code,)

    def read(self, query: QueryDict) -> str | None:
        value = query.get(self.code, "")
        return value if value and value in dict(self.options) else None


@dataclass(frozen=True, slots=True)
class Words:
    """What is typed."""

    code: str
    label: Any
    narrow: Callable[[Any, str], Rows]
    kind: str = field(default="words", init=False)
    in_line: bool = field(default=False, init=False)
    options: tuple[()] = field(default=(), init=False)

    @property
    def names(self) -> tuple[str, ...]:
        return (self.code,)

    def read(self, query: QueryDict) -> str | None:
        return query.get(self.code, "").strip()[:LONGEST] or None


@dataclass(frozen=True, slots=True)
class Dates:
    """From one day to another, both included; either may be open. ``narrow`` takes (from, to)."""

    code: str
    label: Any
    narrow: Callable[[Any, tuple[date | None, date | None]], Rows]
    kind: str = field(default="dates", init=False)
    in_line: bool = field(default=False, init=False)
    options: tuple[()] = field(default=(), init=False)

    @property
    def names(self) -> tuple[str, ...]:
        return f"{self.code}-from", f"{self.code}-to"

    def read(self, query: QueryDict) -> tuple[date | None, date | None] | None:
        days = tuple(_date(query.get(name, "")) for name in self.names)
        return (days[0], days[1]) if any(days) else None


Filter = Choice | Words | Dates


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

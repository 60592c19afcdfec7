"""The address of the page at hand with something changed: the state of a table lives in it."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls.converters import IntConverter


@dataclass(frozen=True, slots=True)
class Here:
    """An address as it was asked for; other words of its query are kept."""

    path: str
    query: QueryDict

    @classmethod
    def of(cls, request: HttpRequest) -> "Here":
        return cls(request.path, request.GET)

    def with_(self, **words: str | list[str] | None) -> str:
        """The same with these words; None and the empty one leave a word out."""
        changed = self.query.copy()
        for name, value in words.items():
            changed.setlist(name, [value] if isinstance(value, str) else value or [])
            if not value:
                del changed[name]
        return f"{self.path}?{changed.urlencode(safe='/')}" if changed else self.path

    def without(self, names: set[str]) -> tuple[tuple[str, str], ...]:
        """The other words, as the hidden fields of a form that sends these ``names`` itself."""
        return tuple(
            (name, value) for name, values in self.query.lists() if name not in names for value in values
        )


class Year(IntConverter):
    """A year in an address, with one before and one after it that are dates too."""

    regex = "[12][0-9]{3}"

"""What is done with a paper on its way, as its row keeps it: JSON objects in ``deeds``, the oldest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Self, TypeVar


class Deed(StrEnum):
    """One kind of paper's deeds, each with its words: ``DRAFT = "draft", "起草"``."""

    zh: str

    def __new__(cls, value: str, zh: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_, member.zh = value, zh
        return member

    @property
    def slug(self) -> str:
        """Its word in an address."""
        return self.value.replace("_", "-")


D = TypeVar("D", bound=Deed)


@dataclass(frozen=True, slots=True)
class Done(Generic[D]):
    """A deed: what was done by whom, when, and why where it needs a reason."""

    what: D
    by: str
    at: datetime
    reason: str = ""


def history(kind: type[D], deeds: Iterable[Mapping[str, Any]]) -> list[Done[D]]:
    return [
        Done(kind(one["what"]), one["by"], datetime.fromisoformat(one["at"]), one.get("reason", ""))
        for one in deeds
    ]


def told(what: Deed, by: str, at: datetime, **more: Any) -> dict[str, Any]:
    """A deed as the row keeps it; of ``more`` what there is."""
    said = {"what": what.value, "by": by, "at": at.isoformat()}
    return said | {name: value for name, value in more.items() if value}

"""A value by the date on which it is in force. Superseded values stay, so old cases keep their old rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from gongkai.law.sources import Source

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Version(Generic[T]):
    """One value, the day it came into force, and its source."""

    value: T
    since: date
    source: Source


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """Versions of one value in the order of their dates."""

    versions: tuple[Version[T], ...]

    def __post_init__(self) -> None:
        days = [version.since for version in self.versions]
        if not days or days != sorted(set(days)):
            raise ValueError("versions need distinct dates in ascending order")

    def version_on(self, day: date) -> Version[T]:
        """The version in force on ``day``; before the first one, LookupError."""
        for version in reversed(self.versions):
            if version.since <= day:
                return version
        raise LookupError(f"no rule in force on {day}; the first began {self.versions[0].since}")

    def version_for(self, day: date) -> Version[T]:
        """The version for what happened on ``day``: what is older than the first is held to the first."""
        return self.version_on(max(day, self.versions[0].since))

    def on(self, day: date) -> T:
        return self.version_on(day).value

    def __iter__(self) -> Iterator[Version[T]]:
        return iter(self.versions)

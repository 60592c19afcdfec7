"""Which report is the same organ's of the year before, where a name may be many organs'.

There is a 城关镇 in a hundred counties, and its reports do not say which. A false link would accuse an organ
of another's figures, so in doubt there is none.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sighting:
    """A report of some organ of one name. ``folders`` are the names of those it lies in; two with the same
    ``figures`` are one report twice."""

    place: int
    year: int
    folders: frozenset[str]
    figures: str


def links(sightings: Iterable[Sighting]) -> Iterator[tuple[int, int]]:
    """Places of reports with the place of the year before, for reports under one name.

    Where several reports of a year bear the name, that one is meant which shares most folders, if no other
    report of this year shares as many with it. A report that was named by the user (place below 0) is meant.
    """
    years: dict[int, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        years[sighting.year].append(sighting)
    for year, now in years.items():
        before = _distinct(years.get(year - 1, ()))
        for one in now:
            found = _meant(one, now, before)
            if found is not None:
                yield one.place, found.place


def _distinct(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Each report once, the first of its copies."""
    copies: dict[str, Sighting] = {}
    for sighting in sorted(sightings, key=lambda one: one.place):
        copies.setdefault(sighting.figures, sighting)
    return list(copies.values())


def _meant(one: Sighting, now: Sequence[Sighting], before: Sequence[Sighting]) -> Sighting | None:
    if before and before[0].place < 0:
        return before[0]
    shared = [len(one.folders & other.folders) for other in before]
    most = max(shared, default=0)
    nearest = [other for other, count in zip(before, shared, strict=True) if count == most]
    if len(nearest) != 1:
        return None
    has_rival = any(
        len(other.folders & nearest[0].folders) >= most for other in now if other.figures != one.figures
    )
    return None if has_rival else nearest[0]

"""What lies beside a report: its organ's report of the year before, further files of either, and namesakes.

There is a 城关镇 in a hundred counties, and its reports do not say which. A false link would accuse an organ
of another's figures, so in doubt there is none, and that is said. Which file is taken depends on nothing but
the files: not on the order in which they were named.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

#: Two reports under one name are one organ's if so many of the figures in either agree.
_ALIKE = 0.8
_CROWD = 50  # reports of one name and year, beyond which only the very same figures make two of them one


@dataclass(frozen=True, slots=True)
class Sighting:
    """A report of some organ of one name. ``folders`` are the names of those it lies in, ``figures`` a JSON
    array in an order that is the same for all; ``place`` is below 0 for the one that the user named."""

    place: int
    year: int
    path: str
    folders: frozenset[str]
    figures: str
    published_on: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Places of the files beside one: ``previous`` is last year's report, ``spare`` are further files of it,
    and ``is_doubtful`` that there are some of which none can be told to be its own. ``twins`` are further
    files of this report; ``namesakes`` counts this year's that may be another organ's, and ``namesake`` is
    the first of them."""

    place: int
    previous: int | None = None
    spare: tuple[int, ...] = ()
    is_doubtful: bool = False
    twins: tuple[int, ...] = ()
    namesake: int | None = None
    namesakes: int = 0


#: The files of one report, the one to be taken first.
Body = Sequence[Sighting]


def beside(sightings: Iterable[Sighting], *, is_one_organ: bool) -> Iterator[Beside]:
    """What lies beside each report under one name; ``is_one_organ`` where no other organ can bear it."""
    years: dict[int, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        years[sighting.year].append(sighting)
    bodies = {year: _bodies(seen, is_one_organ) for year, seen in years.items()}
    for year, now in bodies.items():
        before = bodies.get(year - 1, [])
        count = len(years[year])
        for body in now:
            rival = next((other for other in now if other is not body), None)
            for one in body:
                meant = _meant(one, body, now, before)
                previous = _nearest(one, meant) if meant else None
                yield Beside(
                    one.place,
                    previous.place if previous else None,
                    tuple(other.place for other in meant or () if other is not previous),
                    is_doubtful=bool(before) and meant is None,
                    twins=tuple(other.place for other in body if other is not one),
                    namesake=rival[0].place if rival else None,
                    namesakes=count - len(body),
                )


def _bodies(seen: Sequence[Sighting], is_one_organ: bool) -> list[Body]:
    """The reports of a year, each with all its files: that of the user first, then the latest published."""
    if len(seen) == 1:
        return [seen]
    bodies: list[list[Sighting]] = []
    copies: dict[object, list[Sighting]] = {}
    in_order = sorted(seen, key=lambda one: one.path)
    for one in sorted(in_order, key=lambda one: one.published_on, reverse=True):
        mark = one.figures if _has_figures(one.figures) else (one.figures, one.folders)
        body = copies.get(mark)
        if body is None and len(seen) <= _CROWD:
            body = next((body for body in bodies if is_one_organ or _are_alike(one, body[0])), None)
        if body is None:
            body = []
            bodies.append(body)
        body.append(one)
        copies.setdefault(mark, body)
    return [sorted(body, key=lambda one: one.place >= 0) for body in bodies]


def _meant(one: Sighting, own: Body, now: Sequence[Body], before: Sequence[Body]) -> Body | None:
    """Of several reports of last year that one which shares most folders, if no other of this year shares as
    many with it."""
    if named := next((body for body in before if body[0].place < 0), None):
        return named
    shared = [_shared(one, body) for body in before]
    most = max(shared, default=0)
    nearest = [body for body, count in zip(before, shared, strict=True) if count == most]
    if len(nearest) != 1:
        return None
    has_rival = any(_shared(other, nearest[0]) >= most for body in now if body is not own for other in body)
    return None if has_rival else nearest[0]


def _shared(one: Sighting, body: Body) -> int:
    return max(len(one.folders & other.folders) for other in body)


def _nearest(one: Sighting, body: Body) -> Sighting:
    """The file to be taken: of those with the same figures as the first, the one in the nearest folder."""
    same = [other for other in body if other.figures == body[0].figures]
    return body[0] if body[0].place < 0 else max(same, key=lambda other: len(one.folders & other.folders))


def _are_alike(one: Sighting, other: Sighting) -> bool:
    pairs = [pair for pair in zip(_read(one.figures), _read(other.figures), strict=True) if any(pair)]
    return bool(pairs) and sum(a == b for a, b in pairs) >= _ALIKE * len(pairs)


def _has_figures(figures: str) -> bool:
    """Whether anything happened: reports of noughts are everybody's, and copies in one folder only."""
    return any(_read(figures))


@lru_cache(maxsize=4 * _CROWD)
def _read(figures: str) -> tuple[object, ...]:
    return tuple(0 if _is_nought(figure) else figure for figure in json.loads(figures))


def _is_nought(figure: object) -> bool:
    return isinstance(figure, str) and not figure.strip("+-0.")

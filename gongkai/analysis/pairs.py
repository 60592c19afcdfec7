"""Two folders of reports side by side: which report of the one belongs to which of the other."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.analysis.batch import SECONDS, explained
from gongkai.analysis.engines.local import crew_for
from gongkai.analysis.files import Reading, find, read_file
from gongkai.analysis.organs import key_of
from gongkai.analysis.workers import Lost, Terms


@dataclass(frozen=True, slots=True)
class Met:
    """A file of a folder, by its path below it, and what it gave."""

    path: str
    below: str
    reading: Reading

    @property
    def key(self) -> str:
        return key_of(self.reading.organ)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports that belong together, or one that nothing on the other side belongs to."""

    a: Met | None
    b: Met | None


def read_folders(a: Path, b: Path) -> tuple[list[Met], list[Met]]:
    """Every file of both folders that may be a report, in the order of names."""
    paths = {folder: [str(path) for path in find([folder])] for folder in (a, b)}
    every = {path for found in paths.values() for path in found}
    with crew_for(len(every), Terms(SECONDS)) as crew:
        given = {path: _reading(path, got) for path, got in crew.each(read_file, sorted(every))}
    left, right = (
        [Met(path, str(Path(path).relative_to(folder)), given[path]) for path in paths[folder]]
        for folder in (a, b)
    )
    return left, right


def pairs(a: Sequence[Met], b: Sequence[Met]) -> Iterator[Pair]:
    """Reports of one organ and year belong together; of several that could be meant, those that lie in the
    same place. Where then each side has one report of an organ left, one year is held against another."""
    left, right = _by_organ(a), _by_organ(b)
    for organ in dict.fromkeys((*left, *right)):
        mine, yours = left.get(organ, []), right.get(organ, [])
        for belongs in (_same_year_and_place, _same_year, _only_ones) if organ else ():
            yield from _matched(mine, yours, belongs)
        yield from (Pair(one, None) for one in mine)
        yield from (Pair(None, one) for one in yours)


#: What two reports of one organ that belong together have in common.
Belongs = Callable[[Met], object]


def _same_year_and_place(one: Met) -> object:
    return one.reading.year, one.below


def _same_year(one: Met) -> object:
    return one.reading.year


def _only_ones(one: Met) -> object:
    return one.key


def _matched(mine: list[Met], yours: list[Met], belongs: Belongs) -> Iterator[Pair]:
    """The pairs of which there is no doubt, taken from both lists."""
    for common in dict.fromkeys(map(belongs, mine)):
        left, right = ([one for one in side if belongs(one) == common] for side in (mine, yours))
        if len(left) == len(right) == 1:
            mine.remove(left[0])
            yours.remove(right[0])
            yield Pair(left[0], right[0])


def _by_organ(found: Iterable[Met]) -> dict[str, list[Met]]:
    """Reports by their organ; a file that could not be read is of none."""
    organs: dict[str, list[Met]] = defaultdict(list)
    for one in found:
        organs[one.key].append(one)
    return organs


def _reading(path: str, got: Reading | Lost) -> Reading:
    return Reading(0.0, trouble=explained(Path(path).name, got, SECONDS)) if isinstance(got, Lost) else got

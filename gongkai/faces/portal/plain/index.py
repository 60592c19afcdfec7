"""The index by which the browser finds what the server would: every pair of neighbouring characters with the
places where it stands, so that words of any length are found exactly; the values of facets; what lists show.

It lies in many small files, of which a search fetches those of its own pairs. Their names hold a print of
what they say: only the map, ``search/index.json``, is ever replaced, so that nobody reads old parts with new
ones. A record is known by its number, which stands for nothing else: the order is in ``docs``.
"""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Any

from gongkai.faces.portal.plain.folder import Folder, packed

PLACE = "search"
#: Records to a file of lines; characters to one of pairs, about; pairs to be held in memory at once.
LINES, LARGEST, AT_ONCE = 50, 48_000, 8_000_000
_END = ""  # follows the last character of a line
Pairs = dict[str, Any]  # by the second character: numbers and places, as ``_flat`` writes them


@dataclass
class Map:
    """Which file holds what, by its print: of pairs by their first character, of facets, of lines."""

    docs: str = ""
    pairs: dict[str, list[str]] = field(default_factory=dict)
    facets: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    page: int = LINES

    @classmethod
    def kept(cls, folder: Folder) -> "Map":
        return cls(**json.loads(folder.said("map", "{}")))

    def keep(self, folder: Folder) -> None:
        folder.say({"map": packed(vars(self)).decode()})
        folder.write(f"{PLACE}/index.json", packed(vars(self)))


@dataclass(frozen=True, slots=True)
class Doc:
    """A record as it is indexed: its number, its evened text, its facets."""

    number: int
    text: str
    facets: Mapping[str, str]


def build(folder: Folder) -> None:
    """All of it anew, from the records of the book."""
    known = Map()
    for part, of in _parts(folder):
        for first, pairs in sorted(_collected(_docs(folder), part, of).items()):
            known.pairs[first] = _write_pairs(folder, first, pairs)
    for code, values in _facets(_docs(folder)).items():
        known.facets[code] = _write(folder, f"f-{code}", values)
    _around(folder, known, None)


def update(folder: Folder, old: Iterable[Doc], new: Iterable[Doc]) -> None:
    """Take out what stood there of some records, and put in what is to stand there."""
    gone, come = {doc.number: doc for doc in old}, {doc.number: doc for doc in new}
    known = Map.kept(folder)
    changed = _collected(iter(come.values()), 0, 1)
    for first in {*changed, *(char for doc in gone.values() for char in doc.text if char != "\n")}:
        known.pairs[first] = _amended(folder, first, known.pairs.get(first, []), gone, changed.get(first, {}))
        if not known.pairs[first]:
            del known.pairs[first]
    for code in {code for doc in (*gone.values(), *come.values()) for code in doc.facets}:
        _amend_facet(folder, known, code, gone, come)
    _around(folder, known, {*gone, *come})


def _docs(folder: Folder) -> Iterator[Doc]:
    rows = folder.book.execute("SELECT number, text, facets FROM records ORDER BY number")
    return (Doc(number, text, json.loads(facets)) for number, text, facets in rows)


def _parts(folder: Folder) -> Iterator[tuple[int, int]]:
    """In how many goes the texts are read, so that their pairs have room."""
    size = folder.book.execute("SELECT coalesce(sum(length(text)), 0) FROM records").fetchone()[0]
    of = int(size) // AT_ONCE + 1
    return ((part, of) for part in range(of))


def _collected(docs: Iterator[Doc], part: int, of: int) -> dict[str, dict[str, "array[int]"]]:
    """By first and second character the numbers of the records, each with how often and where."""
    found: dict[str, dict[str, array[int]]] = {}
    for doc in docs:
        places: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place, pair in enumerate(pairwise(f"{doc.text}\n")):
            if pair[0] != "\n" and (of == 1 or ord(pair[0]) % of == part):
                places[pair].append(place)
        for (first, second), where in places.items():
            row = found.setdefault(first, {}).setdefault(_END if second == "\n" else second, array("I"))
            row.extend((doc.number, len(where), *where))
    return found


def _write_pairs(folder: Folder, first: str, pairs: Mapping[str, "array[int]"]) -> list[str]:
    """The files of a first character: as many as keep each of them small."""
    size = sum(map(len, pairs.values())) * 3
    of = size // LARGEST + 1
    parts: list[Pairs] = [{} for _part in range(of)]
    for second, row in sorted(pairs.items()):
        parts[_part(second, of)][second] = _flat(row)
    return [_write(folder, _pairs_name(first, number), part) for number, part in enumerate(parts)]


def _part(second: str, of: int) -> int:
    return (ord(second) if second else 0) % of


def _pairs_name(first: str, part: int) -> str:
    return f"w-{ord(first):x}-{part}"


def _flat(row: Iterable[int]) -> list[int]:
    """Numbers and places as what each is more than the one before."""
    found: list[int] = []
    last, each = 0, iter(row)
    for number in each:
        found += (number - last, count := next(each))
        last, place = number, 0
        for _place in range(count):
            found.append((at := next(each)) - place)
            place = at
    return found


def _full(flat: Iterable[int]) -> dict[int, list[int]]:
    """The places by record again."""
    found: dict[int, list[int]] = {}
    number, each = 0, iter(flat)
    for step in each:
        number, place = number + step, 0
        places = found[number] = []
        for _place in range(next(each)):
            place += next(each)
            places.append(place)
    return found


def _amended(
    folder: Folder, first: str, prints: list[str], gone: Mapping[int, Doc], come: Mapping[str, "array[int]"]
) -> list[str]:
    """The files of a first character with some records taken out and others put in."""
    parts: list[Pairs] = [
        read(folder, f"{_pairs_name(first, number)}-{print_}") for number, print_ in enumerate(prints)
    ] or [{}]
    seconds = {pair[1] for doc in gone.values() for pair in pairwise(f"{doc.text}\n") if pair[0] == first}
    for second in {*come, *(_END if one == "\n" else one for one in seconds)}:
        pairs = parts[_part(second, len(parts))]
        places = {n: where for n, where in _full(pairs.get(second, ())).items() if n not in gone}
        places |= _full(_flat(come.get(second, ())))
        pairs.pop(second, None)
        if places:
            pairs[second] = _flat(n for number in sorted(places) for n in _row(number, places[number]))
    if not any(parts):
        for number, print_ in enumerate(prints):
            folder.drop(_path(f"{_pairs_name(first, number)}-{print_}"))
        return []
    return [
        _write(folder, _pairs_name(first, number), part, prints[number : number + 1])
        for number, part in enumerate(parts)
    ]


def _row(number: int, places: list[int]) -> Iterator[int]:
    yield number
    yield len(places)
    yield from places


def _facets(docs: Iterable[Doc]) -> dict[str, dict[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = {}
    for doc in docs:
        for code, value in doc.facets.items():
            found.setdefault(code, {}).setdefault(value, []).append(doc.number)
    return found


def _amend_facet(
    folder: Folder, known: Map, code: str, gone: Mapping[int, Doc], come: Mapping[int, Doc]
) -> None:
    last = known.facets.get(code)
    values = read(folder, f"f-{code}-{last}") if last else {}
    left = {value: [n for n in numbers if n not in gone] for value, numbers in values.items()}
    for doc in come.values():
        if value := doc.facets.get(code):
            left[value] = sorted({*left.get(value, ()), doc.number})
    there = {value: numbers for value, numbers in sorted(left.items()) if numbers}
    known.facets[code] = _write(folder, f"f-{code}", there, [last] if last else [])


def _around(folder: Folder, known: Map, changed: set[int] | None) -> None:
    """What leads from numbers to what is shown, and in which order; of the lines those that changed."""
    rows = folder.book.execute("SELECT number, pk, day FROM records ORDER BY number").fetchall()
    size = rows[-1][0] + 1 if rows else 0
    pks, days = [0] * size, [0] * size
    for number, pk, day in rows:
        pks[number], days[number] = pk, day
    known.docs = _write(folder, "docs", {"pks": pks, "days": _steps(days)}, [known.docs])
    pages = range((size + LINES - 1) // LINES)
    for page in pages:
        if changed is None or page >= len(known.lines) or any(number // LINES == page for number in changed):
            last = known.lines[page : page + 1]
            known.lines[page : page + 1] = [_write(folder, f"l-{page}", _lines(folder, page), last)]
    known.keep(folder)
    if changed is None:  # what an index before this one has left
        named = set(_named(known))
        for path in list(folder.names(f"{PLACE}/")):
            if path not in named:
                folder.drop(path)


def _named(known: Map) -> Iterator[str]:
    yield f"{PLACE}/index.json"
    yield _path(f"docs-{known.docs}")
    yield from (_path(f"f-{code}-{print_}") for code, print_ in known.facets.items())
    yield from (_path(f"l-{page}-{print_}") for page, print_ in enumerate(known.lines))
    for first, prints in known.pairs.items():
        yield from (_path(f"{_pairs_name(first, part)}-{one}") for part, one in enumerate(prints))


def _steps(numbers: list[int]) -> list[int]:
    return [number - last for last, number in pairwise([0, *numbers])]


def _lines(folder: Folder, page: int) -> list[str]:
    found = [""] * LINES
    span = page * LINES, (page + 1) * LINES
    sql = "SELECT number, line FROM records WHERE number >= ? AND number < ?"
    for number, line in folder.book.execute(sql, span):
        found[number - span[0]] = line
    return found


def _write(folder: Folder, name: str, said: Any, last: Iterable[str] = ()) -> str:
    """Write a part under its print, which is returned; what stood under the last print goes."""
    data = packed(said)
    print_ = sha256(data).hexdigest()[:10]
    folder.write(_path(f"{name}-{print_}"), data)
    for other in last:
        if other and other != print_:
            folder.drop(_path(f"{name}-{other}"))
    return print_


def read(folder: Folder, name: str) -> Any:
    return json.loads((folder.root / _path(name)).read_bytes())


def _path(name: str) -> str:
    return f"{PLACE}/{name}.json"

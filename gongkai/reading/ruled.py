"""Tables out of ruled lines: what boxes the rules enclose. For what knows only where lines stand on paper.

Coordinates run right and down. Two rules nearer than ``near`` are one rule, and a rule's end that misses
another by less than ``near`` touches it.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from typing import NamedTuple

from gongkai.reading.limits import MAX_CELLS, too_complex

_RULED = 0.8  # share of a box's side that must be drawn
_OPEN = 0.2  # share that may be, without there being a rule
_MOST_RULES = 2_000

#: Where a row and a column cross.
_Unit = tuple[int, int]


class Rule(NamedTuple):
    """A straight line across or down: how far down (or right) it stands, and from where to where it goes."""

    at: float
    start: float
    end: float

    def reaches(self, other: "Rule", near: float) -> bool:
        """Whether ``other``, which goes the other way, stands between this rule's ends."""
        return self.start - near <= other.at <= self.end + near


class Box(NamedTuple):
    """A ruled box, its place in the table and on paper.

    Without ``is_sound`` nobody can tell where it ends: a side of it is drawn in part, or it is no rectangle.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    left: float
    top: float
    right: float
    bottom: float
    is_sound: bool = True

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class Table(NamedTuple):
    """A ruled table: its boxes in reading order; where its columns and rows begin, and the last ones end."""

    boxes: tuple[Box, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    @property
    def left(self) -> float:
        return self.xs[0]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def right(self) -> float:
        return self.xs[-1]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    @property
    def height(self) -> int:
        """Rows."""
        return len(self.ys) - 1

    def by_unit(self) -> dict[_Unit, Box]:
        """The box that holds each crossing of a row and a column."""
        return {
            (row, column): box
            for box in self.boxes
            for row in range(box.row, box.row + box.rowspan)
            for column in range(box.column, box.column + box.colspan)
        }


def tables(across: Iterable[Rule], down: Iterable[Rule], *, near: float, name: str) -> list[Table]:
    """The tables that rules draw, top to bottom. A frame around prose, one box below another, is none."""
    groups = _groups(merged(across, near=near, name=name), merged(down, near=near, name=name), near)
    found = [_table(group, near, name) for group in groups]
    return sorted((table for table in found if table is not None), key=lambda table: (table.top, table.left))


def merged(rules: Iterable[Rule], *, near: float, name: str) -> list[Rule]:
    """Rules drawn in pieces, or twice, as one."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if lines and rule.at - lines[-1][-1].at <= near / 2 and rule.at - lines[-1][0].at <= near:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    whole = [rule for line in lines for rule in _joined(line, near)]
    if len(whole) > _MOST_RULES:
        raise too_complex(name)
    return whole


def _joined(line: Sequence[Rule], near: float) -> Iterator[Rule]:
    at = max(line, key=lambda rule: rule.end - rule.start).at
    first, *others = sorted(line, key=lambda rule: rule.start)
    start, end = first.start, first.end
    for rule in others:
        if rule.start > end + near:
            yield Rule(at, start, end)
            start, end = rule.start, rule.end
        end = max(end, rule.end)
    yield Rule(at, start, end)


@dataclass(slots=True)
class _Group:
    """Rules that touch one another."""

    across: list[Rule]
    down: list[Rule]


def _groups(across: Sequence[Rule], down: Sequence[Rule], near: float) -> list[_Group]:
    groups: list[_Group] = []
    for rule in across:
        own = _Group([rule], [other for other in down if _touch(rule, other, near)])
        others = []
        for group in groups:
            if any(other in group.down for other in own.down):
                own = _Group([*group.across, *own.across], list(dict.fromkeys([*group.down, *own.down])))
            else:
                others.append(group)
        groups = [*others, own]
    return [_held(_closed(group, near), near) for group in groups]


def _closed(group: _Group, near: float) -> _Group:
    """With a rule where several end in the open: a table goes on over a page's end, or has no sides."""
    return _Group(
        [*group.across, *_closing(group.down, near)],
        [*group.down, *_closing(group.across, near)],
    )


def _closing(rules: Sequence[Rule], near: float) -> Iterator[Rule]:
    if not rules:
        return
    first, last = min(rule.start for rule in rules), max(rule.end for rule in rules)
    for at, ending in (
        (first, [rule.at for rule in rules if rule.start - first <= near]),
        (last, [rule.at for rule in rules if last - rule.end <= near]),
    ):
        if len(ending) > 1:
            yield Rule(at, min(ending), max(ending))


def _held(group: _Group, near: float) -> _Group:
    """Without what touches fewer than two others, such as a stroke of a character that touches a rule."""
    kept = [
        {rule: [other for other in group.down if _touch(rule, other, near)] for rule in group.across},
        {rule: [other for other in group.across if _touch(rule, other, near)] for rule in group.down},
    ]
    loose = True
    while loose:
        loose = False
        for own, others in (kept, kept[::-1]):
            for rule in [rule for rule, touching in own.items() if not _is_held(touching, others, near)]:
                del own[rule]
                loose = True
    return _Group(*map(list, kept))


def _is_held(touching: Iterable[Rule], kept: Container[Rule], near: float) -> bool:
    places = [rule.at for rule in touching if rule in kept]
    return bool(places) and max(places) - min(places) > near


def _touch(rule: Rule, other: Rule, near: float) -> bool:
    return rule.reaches(other, near) and other.reaches(rule, near)


def _table(group: _Group, near: float, name: str) -> Table | None:
    xs, ys = _places(group.down, near), _places(group.across, near)
    if len(xs) < 3 or len(ys) < 2:
        return None
    if len(xs) * len(ys) > MAX_CELLS:
        raise too_complex(name)
    tops, lefts = _sides(group.across, ys, xs, near), _sides(group.down, xs, ys, near)
    boxes = list(_boxes(xs, ys, tops, lefts))
    if not any(a.row == b.row for a, b in pairwise(boxes)):
        return None
    return Table(tuple(boxes), tuple(xs), tuple(ys))


def _places(rules: Iterable[Rule], near: float) -> list[float]:
    places: list[float] = []
    for rule in sorted(rules):
        if not places or rule.at - places[-1] > near:
            places.append(rule.at)
    return places


def _sides(
    rules: Sequence[Rule], places: Sequence[float], cuts: Sequence[float], near: float
) -> Mapping[_Unit, float]:
    """For every place of these rules and every piece of their way, what share of it is drawn."""
    drawn: dict[_Unit, float] = {}
    for line, place in enumerate(places):
        own = [rule for rule in rules if 0 <= rule.at - place <= near]
        for piece, (start, end) in enumerate(pairwise(cuts)):
            margin = min(near, (end - start) / 4)  # rules of the neighbours overshoot
            low, high = start + margin, end - margin
            covered = sum(max(0.0, min(high, rule.end) - max(low, rule.start)) for rule in own)
            drawn[line, piece] = covered / (high - low)
    return drawn


def _boxes(
    xs: Sequence[float], ys: Sequence[float], tops: Mapping[_Unit, float], lefts: Mapping[_Unit, float]
) -> Iterator[Box]:
    """Units with no rule between them are one box."""
    height, width = len(ys) - 1, len(xs) - 1
    seen: set[_Unit] = set()
    for start in product(range(height), range(width)):
        if start in seen:
            continue
        units, is_sound = _grown(start, tops, lefts, height, width)
        seen |= units
        bottom, right = (max(unit[axis] for unit in units) + 1 for axis in (0, 1))
        top, left = (min(unit[axis] for unit in units) for axis in (0, 1))
        if len(units) == (bottom - top) * (right - left):
            sides = (xs[left], ys[top], xs[right], ys[bottom])
            yield Box(top, left, bottom - top, right - left, *sides, is_sound)
        else:
            for y, x in sorted(units):
                yield Box(y, x, 1, 1, xs[x], ys[y], xs[x + 1], ys[y + 1], False)


def _grown(
    start: _Unit, tops: Mapping[_Unit, float], lefts: Mapping[_Unit, float], height: int, width: int
) -> tuple[set[_Unit], bool]:
    """All units of the box that ``start`` is in, and whether its sides are certain."""
    units, waiting = {start}, [start]
    is_sound = True
    while waiting:
        y, x = waiting.pop()
        around = (
            ((y - 1, x), tops[y, x]),
            ((y + 1, x), tops[y + 1, x]),
            ((y, x - 1), lefts[x, y]),
            ((y, x + 1), lefts[x + 1, y]),
        )
        for unit, drawn in around:
            is_inside = 0 <= unit[0] < height and 0 <= unit[1] < width
            if is_inside and drawn < _OPEN and unit not in units:
                units.add(unit)
                waiting.append(unit)
            elif is_inside and _OPEN <= drawn < _RULED:
                is_sound = False
    return units, is_sound

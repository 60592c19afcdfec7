"""Tables three and four out of figures without limits between them, where the sums leave no choice.

Every figure of a row is a piece of the row's digits. In table three the sums of all rows and columns together
must leave exactly one way to cut them; one figure that is wrong in the source, and there is none. Table four
has too few sums for that.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from gongkai.law.annual_report.formats.parts import APPLICANTS, REMEDY_BLOCKS, REMEDY_COLUMNS
from gongkai.reading.proof import blocks_add_up

_COLUMNS = len(APPLICANTS)
_LONGEST = 9  # digits of a figure
_MOST_STEPS = 200_000
_MOST_STATES = 20_000

_MOST = 10**_LONGEST

Figures = tuple[int, ...]
Pieces = tuple[str, ...]


class Unsolved(Exception):
    """Why there is no answer, to be put into a sentence."""


@dataclass(slots=True)
class _Steps:
    """How much searching is left."""

    left: int = _MOST_STEPS

    def take(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise Unsolved("可能的分法太多")


def requests(digits: Mapping[str, Sequence[str]], results: Sequence[str]) -> dict[str, Figures]:
    """The seven figures of every row; ``digits`` are its digits, in pieces where the source parts them.

    Raises Unsolved when the sums leave none or several answers, or too much to try.
    """
    steps = _Steps()
    choices = {key: list(_rows(tuple(pieces), steps)) for key, pieces in digits.items()}
    if any(not rows for rows in choices.values()):
        raise Unsolved("怎样分开都有一行加不起来")
    balanced = _balanced(choices, steps)
    sums = _sums([choices[key] for key in results], list(balanced), steps)
    answers = [
        (total, three, sums[total])
        for total, fitting in balanced.items()
        if total in sums
        for three in fitting
    ]
    if not answers:
        raise Unsolved("怎样分开都有一列加不起来")
    total, (new, carried_in, carried_out), ways = answers[0]
    if len(answers) > 1 or len(ways) > 1:
        raise Unsolved("不止一种分法加得起来")
    found = {"new": new, "carried_in": carried_in, "total": total, "carried_out": carried_out}
    return found | dict(zip(results, ways[0], strict=True))


def remedies(pieces: Sequence[str]) -> Figures:
    """The fifteen figures of table four, block by block; raises Unsolved.

    Its three sums do not bear each other out: where one of them is off in the source, another way to cut the
    digits may well be the only one that adds up. So there must be but one way to cut them at all.
    """
    count = len(REMEDY_BLOCKS) * len(REMEDY_COLUMNS)
    cuts = (cut for cut, rest in _take(tuple(pieces), count, _MOST, _Steps()) if not rest)
    found = list(islice(cuts, 2))
    if len(found) != 1:
        raise Unsolved("数字不止一种分法，每组只有一个总计，不足以分辨" if found else f"数字不是{count}个")
    if not blocks_add_up(found[0]):
        raise Unsolved("怎样分开都有一组加不起来")
    return found[0]


def placed(rows: Mapping[str, Figures], results: Sequence[str]) -> dict[str, Figures]:
    """Rows below a lost head: where 总计 stands is told by the sums, the others are in the official order.

    Raises Unsolved unless every place of 总计 that fits gives the same figures.
    """
    fitting = []
    for place in range(_COLUMNS):
        table = {key: (*row[:place], *row[place + 1 :], row[place]) for key, row in rows.items()}
        if _holds(table, results) and table not in fitting:
            fitting.append(table)
    if len(fitting) != 1:
        raise Unsolved("不止一种排法加得起来" if fitting else "怎样排列都加不起来")
    return fitting[0]


def _holds(table: Mapping[str, Figures], results: Sequence[str]) -> bool:
    balance = zip(table["new"], table["carried_in"], table["total"], table["carried_out"], strict=True)
    sums = zip(table["total"], *(table[key] for key in results), strict=True)
    return (
        all(sum(row[:-1]) == row[-1] for row in table.values())
        and all(new + carried_in == total + out for new, carried_in, total, out in balance)
        and all(column[0] == sum(column[1:]) for column in sums)
    )


def _rows(pieces: Pieces, steps: _Steps) -> Iterator[Figures]:
    """Every way to cut a row's digits into seven figures of which the last is the sum of the others."""
    *before, last = pieces
    for length in range(1, min(len(last), _LONGEST) + 1):
        total = int(last[-length:])
        if length > 1 and last[-length] == "0":
            continue
        parts = (*before, last[:-length]) if length < len(last) else tuple(before)
        for figures, rest in _take(parts, _COLUMNS - 1, total, steps):
            if not rest and sum(figures) == total:
                yield (*figures, total)


def _take(pieces: Pieces, count: int, most: int, steps: _Steps) -> Iterator[tuple[Figures, Pieces]]:
    """Every way to cut ``count`` figures of at most ``most`` together off the front, and what is left.

    A figure has no leading 0.
    """
    steps.take()
    if count == 0:
        yield (), pieces
        return
    if not pieces:
        return
    first = pieces[0]
    longest = 1 if first[0] == "0" else min(len(first), _LONGEST)
    for length in range(1, longest + 1):
        value = int(first[:length])
        if value > most:
            return
        for figures, left in _take(_without(pieces, length), count - 1, most - value, steps):
            yield (value, *figures), left


def _without(pieces: Pieces, length: int) -> Pieces:
    first, *others = pieces
    return (first[length:], *others) if length < len(first) else tuple(others)


def _balanced(
    choices: Mapping[str, Sequence[Figures]], steps: _Steps
) -> dict[Figures, list[tuple[Figures, Figures, Figures]]]:
    """For every total row that can be, the new, carried-in and carried-out rows that fit it."""
    totals = set(choices["total"])
    found: dict[Figures, list[tuple[Figures, Figures, Figures]]] = {}
    for new, carried_in, carried_out in product(
        choices["new"], choices["carried_in"], choices["carried_out"]
    ):
        steps.take()
        total = tuple(a + b - c for a, b, c in zip(new, carried_in, carried_out, strict=True))
        if total in totals:
            found.setdefault(total, []).append((new, carried_in, carried_out))
    return found


def _sums(
    rows: Sequence[Sequence[Figures]], totals: Sequence[Figures], steps: _Steps
) -> dict[Figures, list[tuple[Figures, ...]]]:
    """For every sum of one choice a row, up to two ways to it; only sums that some total still allows."""
    ways: dict[Figures, list[tuple[Figures, ...]]] = {(0,) * _COLUMNS: [()]}
    for choices in rows:
        after: dict[Figures, list[tuple[Figures, ...]]] = {}
        for (reached, before), row in product(ways.items(), choices):
            steps.take()
            total = tuple(a + b for a, b in zip(reached, row, strict=True))
            if any(all(a <= b for a, b in zip(total, most, strict=True)) for most in totals):
                known = after.setdefault(total, [])
                known += [(*way, row) for way in before][: 2 - len(known)]
        if len(after) > _MOST_STATES:
            raise Unsolved("可能的分法太多")
        ways = after
    return ways

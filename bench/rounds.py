"""Timing on a machine that others use too: works take turns, round by round, in processor time."""

from collections.abc import Callable, Mapping
from statistics import median
from time import process_time

#: Seconds of each work in one round.
Round = Mapping[str, float]


def rounds(works: Mapping[str, Callable[[], object]], count: int) -> list[Round]:
    """``count`` rounds after one that fills the caches; a work may use what the one before it left."""
    done: list[Round] = [{name: _seconds(work) for name, work in works.items()} for _ in range(count + 1)]
    return done[1:]


def _seconds(work: Callable[[], object]) -> float:
    begin = process_time()
    work()
    return process_time() - begin


def typical(done: list[Round], *names: str) -> float:
    """Seconds of these works together in the middle round."""
    return median(sum(one[name] for name in names) for one in done)


def ratio(done: list[Round], base: str, *names: str) -> float:
    """These works together against ``base``, each round for itself: its middle."""
    return median(sum(one[name] for name in names) / one[base] for one in done)


def said(what: str, value: str, *, within: bool = True) -> bool:
    """Print one line of a result; whether it keeps its limit."""
    print(f"{what:<44}{value:>30}{'' if within else '   PAST THE LIMIT'}", flush=True)
    return within

"""Requests that wait for the cores of a site, simulated: how long each takes at a given rate.

Requests come at random (Poisson), are served in their order by whichever core is free, and take a time of the
processor that scatters as widely as an exponential one does: wider than pages do, so that the figures lie on
the safe side. What a queue of the textbook takes, the tests hold it against.
"""

import math
import random
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import simpy

#: Of a run so many requests, the first tenth of which only fills the queue.
REQUESTS = 20_000


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of request: which share of all it is, and the seconds of one core that it takes at the mean."""

    name: str
    share: float
    seconds: float


def demand(works: Sequence[Work]) -> float:
    """Seconds of one core that a request takes at the mean."""
    return sum(work.share * work.seconds for work in works) / sum(work.share for work in works)


def responses(
    works: Sequence[Work], rate: float, cores: int, *, requests: int = REQUESTS, seed: int = 2022
) -> list[float]:
    """Seconds from coming to answer of each request, the shortest first; so many come a second (``rate``)."""
    chance = random.Random(seed)
    world = simpy.Environment()
    free = simpy.Resource(world, capacity=cores)
    took: list[float] = []
    shares = [work.share for work in works]

    def request(seconds: float) -> Generator[simpy.Event, Any, None]:
        came = world.now
        with free.request() as turn:
            yield turn
            yield world.timeout(chance.expovariate(1 / seconds))
        took.append(world.now - came)

    def crowd() -> Generator[simpy.Event, Any, None]:
        for work in chance.choices(works, shares, k=requests):
            world.process(request(work.seconds))
            yield world.timeout(chance.expovariate(rate))

    world.process(crowd())
    world.run()
    return sorted(took[requests // 10 :])


def late(took: Sequence[float], share: float = 0.99) -> float:
    """The 99th of a hundred."""
    return took[int(len(took) * share)]


def cores_for(works: Sequence[Work], rate: float, limit: float) -> int:
    """The fewest cores with which the 99th of a hundred requests is answered within ``limit`` seconds."""
    cores = max(1, math.ceil(rate * demand(works)))
    while late(responses(works, rate, cores)) > limit:
        cores += max(1, cores // 50)
    return cores


def gives_way(works: Sequence[Work], cores: int, limit: float) -> float:
    """The rate a second up to which so many cores answer the 99th of a hundred within ``limit`` seconds."""
    low, high = 0.0, cores / demand(works)
    for _round in range(7):
        middle = (low + high) / 2
        if late(responses(works, middle, cores)) <= limit:
            low = middle
        else:
            high = middle
    return low

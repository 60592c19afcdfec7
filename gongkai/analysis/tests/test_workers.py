"""Work over processes: what goes wrong with one item costs that item."""

import os
import signal
import time
from collections.abc import Iterator

import pytest

from gongkai.analysis.workers import Crew, Fate, Lost


def square_or_worse(item: int | str) -> int:
    """What a worker does here: a number is squared, a word is what happens to the worker."""
    match item:
        case "dies":
            os._exit(9)
        case "hangs":
            time.sleep(60)
        case "fails":
            raise ValueError("no number")
        case int():
            return item * item
    return 0


def pid_after(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


@pytest.mark.slow
def test_one_bad_item_costs_that_item_only() -> None:
    items: list[int | str] = [1, "dies", 2, "hangs", 3, "fails", 4]
    with Crew(2, seconds=2) as crew:
        done = dict(crew.each(square_or_worse, items))
    assert {item: result for item, result in done.items() if isinstance(item, int)} == {
        1: 1,
        2: 4,
        3: 9,
        4: 16,
    }
    assert done["dies"] == Lost(Fate.KILLED)
    assert done["hangs"] == Lost(Fate.LATE)
    assert done["fails"] == Lost(Fate.FAILED, "ValueError: no number")


@pytest.mark.slow
def test_items_are_taken_one_by_one_as_workers_become_free() -> None:
    taken: list[int] = []

    def items() -> Iterator[int | str]:
        for item in range(100):
            taken.append(item)
            yield item

    with Crew(2, seconds=20) as crew:
        for finished, _ in enumerate(crew.each(square_or_worse, items()), 1):
            assert len(taken) <= finished + 1, "no more than one for each worker"
    assert len(taken) == 100


@pytest.mark.slow
def test_whoever_stops_listening_leaves_no_worker_behind() -> None:
    began = time.monotonic()
    items: list[int | str] = [1, "hangs", "hangs"]
    with Crew(2, seconds=60) as crew:
        assert next(crew.each(square_or_worse, items)) == (1, 1)
    assert time.monotonic() - began < 20, "does not wait for those that hang"


@pytest.mark.slow
def test_a_crew_goes_on_to_other_work_and_replaces_who_has_died_meanwhile() -> None:
    with Crew(1, seconds=20) as crew:
        (first,) = {pid for _, pid in crew.each(pid_after, [0, 0])}
        assert list(crew.each(square_or_worse, [5])) == [(5, 25)]
        assert list(crew.each(pid_after, [0])) == [(0, first)]
        assert isinstance(first, int)
        os.kill(first, signal.SIGTERM)
        time.sleep(0.5)
        ((_, second),) = crew.each(pid_after, [0])
    assert isinstance(second, int)
    assert second != first

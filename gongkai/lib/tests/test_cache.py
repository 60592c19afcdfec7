"""The cache that web processes share."""

import os
import time
from multiprocessing import get_context
from pathlib import Path

import pytest
import time_machine

from gongkai.lib.cache import FileCache


def test_the_oldest_go_first_when_there_are_too_many(tmp_path: Path) -> None:
    cache = FileCache(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 30}})
    for number in range(100):
        known = {*tmp_path.iterdir()}
        cache.set(str(number), number)
        for file in {*tmp_path.iterdir()} - known:
            os.utime(file, (number, number))  # as if a second had passed each time
    kept = [number for number in range(100) if cache.get(str(number)) is not None]
    assert len(kept) <= 30
    assert kept == list(range(100 - len(kept), 100))


def counted(folder: str, times: int) -> None:
    cache = FileCache(folder, {})
    for _time in range(times):
        if not cache.add("calls", 1, 60):
            cache.incr("calls")


def test_two_processes_that_count_at_once_lose_none(tmp_path: Path) -> None:
    both = [get_context("spawn").Process(target=counted, args=(str(tmp_path), 200)) for _one in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert FileCache(tmp_path, {}).get("calls") == 400


def test_what_is_counted_ends_when_it_would_have_ended(tmp_path: Path) -> None:
    cache, begun = FileCache(tmp_path, {}), time.time()
    with time_machine.travel(begun, tick=False) as clock:
        cache.add("calls", 1, 60)
        clock.shift(59)
        assert cache.incr("calls") == 2
        clock.shift(2)
        assert cache.get("calls") is None
        with pytest.raises(ValueError, match="calls"):
            cache.incr("calls")

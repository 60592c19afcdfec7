"""The cache that web processes share."""

import os
from pathlib import Path

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

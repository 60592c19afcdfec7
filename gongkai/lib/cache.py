"""The cache that web processes share: files, which count rightly, and of which the oldest go when there are
too many."""

import pickle
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks

COUNTING = "counting.lock"


class FileCache(FileBasedCache):
    """Django's own reads what is counted and writes it a moment later, when another process may have counted
    too; and it lets a count begin its time anew with each step. It takes out any third of its files, whatever
    was put in last: a page seen a moment ago would have to be reckoned anew. What nobody asks for any more,
    such as the sums of a ledger that has changed, is the oldest."""

    def __init__(self, dir: str | Path, params: dict[str, Any]) -> None:
        super().__init__(str(dir), params)
        self._folder = Path(dir)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        with self._alone():
            return super().add(key, value, timeout, version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """One more of what is there, which ends when it would have ended; ValueError where nothing is."""
        with self._alone():
            count: int | None = self.get(key, None, version)
            if count is None:
                raise ValueError(key)
            left = None if (end := self._end(key, version)) is None else end - time.time()
            self.set(key, count + delta, left, version)
        return count + delta

    def _end(self, key: Any, version: int | None) -> float | None:
        name = self._key_to_file(key, version)  # type: ignore[attr-defined]  # not in the stubs
        with Path(name).open("rb") as file:
            end: float | None = pickle.load(file)
        return end

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One thread of one process at a time."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / COUNTING).open("ab") as held:
            locks.lock(held, locks.LOCK_EX)
            try:
                yield
            finally:
                locks.unlock(held)

    def _cull(self) -> None:
        files = list(self._folder.glob(f"*{self.cache_suffix}"))
        if len(files) < self._max_entries:
            return
        for _, file in sorted((_written(file), file) for file in files)[: len(files) // self._cull_frequency]:
            with suppress(FileNotFoundError):  # another process took it out
                file.unlink()


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0

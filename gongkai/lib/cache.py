"""The cache that web processes share: files, of which the oldest go when there are too many."""

from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.cache.backends.filebased import FileBasedCache


class FileCache(FileBasedCache):
    """Django's own takes out any third of its files, whatever was put in last: a page seen a moment ago would
    have to be reckoned anew. What nobody asks for any more, such as the sums of a ledger that has changed, is
    the oldest."""

    def __init__(self, dir: str | Path, params: dict[str, Any]) -> None:
        super().__init__(str(dir), params)
        self._folder = Path(dir)

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

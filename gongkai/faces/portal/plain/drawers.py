"""The processes that draw. Each of them loads this module first, so it knows nothing of Django."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context


@contextmanager
def drawers(workers: int) -> Iterator[Executor | None]:
    """So many processes; none for one worker, who is this one."""
    if workers < 2:
        yield None
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin) as pool:
        yield pool


def _begin() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    import django

    django.setup()

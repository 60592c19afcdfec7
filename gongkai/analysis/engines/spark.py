"""The same work on a cluster: Spark's executors read and judge, and one store here keeps what they find.

Spark carries tasks out and results back. What is done to a report are the functions that one machine runs
too, each file in a process that it may bring down: one set of rules, one guard.
"""

import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import gongkai
from gongkai.analysis.engines.spark_java import in_words, knock, lacks, running
from gongkai.analysis.store import Store
from gongkai.analysis.workers import Crew, Lost, NoWorkers, Terms
from gongkai.lib.language import _

if TYPE_CHECKING:
    from pyspark import SparkContext

_HERE = "local[*]"  # Spark on this machine alone, when no master is named
_LOTS, _FILES = 2, 32  # a wave is so many lots for each core, of so many files; a lot costs Spark some 50 ms
_AHEAD = 2  # waves under way, and all that is held: the slowest file of one leaves nobody idle
_SECONDS = 180.0  # in which a cluster must have given its first executor

T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def cluster(store: Store, terms: Terms) -> "Iterator[Cluster]":
    """The executors of ``terms.master``, once they have shown that they can do the work."""
    if lack := lacks():
        raise NoWorkers(lack)
    master = terms.master or _HERE
    knock(master)
    with (
        tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as scratch,
        running(master, Path(scratch)) as context,
    ):
        # one that we see ourselves; and the root of all, which everybody sees, where there is none to be read
        _look_round(context, os.path.abspath(next(filter(os.path.exists, store.unread()), os.sep)))
        yield Cluster(context, terms.seconds)


class Cluster:
    """Workers all over a cluster: tasks go out in waves, results come back in the order of the tasks."""

    def __init__(self, context: "SparkContext", seconds: float) -> None:
        self._context = context
        self._seconds = seconds
        self._folder = os.getcwd()
        self._cores = context.defaultParallelism  # grows while executors come

    def each(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """As Workers. Two waves of tasks, or of their results, are here at once."""
        waves = self._waves(iter(tasks))
        with _aside(self._context, _AHEAD) as pool:

            def send(wave: list[T]) -> Future[list[R | Lost]]:
                return pool.submit(self._results, work, wave)

            under_way = deque((wave, send(wave)) for wave in islice(waves, _AHEAD))
            while under_way:
                wave, results = under_way.popleft()
                with in_words():
                    found = results.result()
                under_way.extend((more, send(more)) for more in islice(waves, 1))
                yield from zip(wave, found, strict=True)

    def _waves(self, tasks: Iterator[T]) -> Iterator[list[T]]:
        while wave := list(islice(tasks, self._cores * _LOTS * _FILES)):
            yield wave

    def _results(self, work: Callable[[T], R], wave: list[T]) -> list[R | Lost]:
        self._cores = self._context.defaultParallelism
        lots = self._context.parallelize(wave, min(len(wave), self._cores * _LOTS))
        found: list[R | Lost] = lots.mapPartitions(
            partial(_on_executor, self._folder, self._seconds, work)
        ).collect()
        return found


def _on_executor(
    folder: str, seconds: float, work: Callable[[T], R], tasks: Iterator[T]
) -> Iterator[R | Lost]:
    """What an executor does with one lot of tasks."""
    return (result for _task, result in _crew(folder, seconds).each(work, tasks))


@cache
def _crew(folder: str, seconds: float) -> Crew:
    """The one process beside an executor's own that meets the files, and is kept for the next lot.

    It works in the folder where the run was begun, for paths are as the user wrote them.
    """
    with suppress(OSError):  # then all paths are absolute, or _look_round has said so
        os.chdir(folder)
    return Crew(1, seconds)


def _look_round(context: "SparkContext", path: str) -> None:
    """Whether the executors have gongkai as we have it, and see the files: before the first is given up."""

    def look(path: str) -> tuple[str, bool]:  # goes out with its code: there may be no gongkai to find it in
        try:
            import gongkai.analysis.files
        except ImportError:
            return "", False
        return gongkai.__version__, os.path.exists(path)

    cores = context.defaultParallelism
    asked = context.parallelize([path] * cores, cores).map(look)
    with in_words(), _aside(context, 1) as pool:
        try:
            found = pool.submit(asked.collect).result(_SECONDS)
        except TimeoutError:
            raise NoWorkers(
                _(
                    "--engine spark — 集群{seconds:.0f}秒没有给出工作进程 — 请等它空闲，或核对--master。"
                ).format(seconds=_SECONDS)
            ) from None
    for version, is_seen in found:
        if version != gongkai.__version__:
            raise NoWorkers(
                _(
                    "--engine spark — 集群的工作进程里没有gongkai {version} — 请在每个节点的同一位置装好它，"
                    "或用环境变量PYSPARK_PYTHON指明装有它的Python。"
                ).format(version=gongkai.__version__)
            )
        if not is_seen:
            raise NoWorkers(
                _(
                    "--engine spark — 集群的工作进程读不到{path} — 请把年报放在各节点路径相同的共享文件夹里。"
                ).format(path=path)
            )


@contextmanager
def _aside(context: "SparkContext", threads: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that wait for Spark: a Ctrl-C meets us, and never a half-spoken word to Java. Whoever leaves
    early leaves no job behind."""
    with ThreadPoolExecutor(threads) as pool:
        try:
            yield pool
        except BaseException:
            with suppress(Exception):  # Spark may be the one who left
                context.cancelAllJobs()
            raise

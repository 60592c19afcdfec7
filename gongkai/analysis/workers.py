"""Who does the work: nobody but us, processes of this machine, or (engines/spark.py) a cluster.

One bad item costs that item only. A pool of the standard library breaks as a whole when one worker dies, and
cannot stop one that hangs. Here each worker has its own pipe and one item at a time, so what it was doing is
known and it can be replaced. Processes are spawned, never forked: it is the one way that every system has.
"""

import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import connection, get_context, parent_process
from multiprocessing.context import SpawnProcess
from typing import Any, Protocol, Self, TypeVar

_START = 120.0  # seconds in which a worker must have come up, on a slow machine too
_MEMORY = 3 * 1024**3  # bytes a worker may ask for, where the system can hold it to that

T = TypeVar("T")
R = TypeVar("R")


class Fate(StrEnum):
    """Why an item gave no result."""

    LATE = "late"
    KILLED = "killed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Lost:
    """An item that was given up; ``why`` is the exception where the work itself raised one."""

    fate: Fate
    why: str = ""


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: "connection.Connection[Any, Any]"
    task: Any = None
    ends: float = 0.0
    is_up: bool = False

    def give(self, work: Callable[[Any], Any], task: Any, seconds: float) -> None:
        self.task, self.ends = task, time.monotonic() + (seconds if self.is_up else _START)
        self.pipe.send((work, task))

    def dismiss(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


@dataclass(frozen=True, slots=True)
class Terms:
    """On which workers are had: ``seconds`` for one task, at most ``jobs`` processes, a cluster's address."""

    seconds: float
    jobs: int | None = None
    master: str | None = None


class Workers(Protocol):
    """Whoever does many tasks, each by itself."""

    def each(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """Every task with its result, or Lost. ``work`` is a function of a module; ``tasks`` are taken as
        there is somebody free for them, so nothing heaps up."""
        ...


class NoWorkers(Exception):
    """There are none to be had, or all were lost: one sentence. What they have done so far stands."""


class Here:
    """A crew of nobody: the work is done in this process, for so few tasks that others would take longer."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        return

    def each(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        return ((task, work(task)) for task in tasks)


class Crew:
    """At most ``jobs`` processes, started when there is work for them and ended with the ``with`` block."""

    def __init__(self, jobs: int, seconds: float) -> None:
        self.jobs = jobs
        self.seconds = seconds
        self._busy: list[_Worker] = []
        self._idle: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for worker in (*self._busy, *self._idle):
            worker.dismiss()

    def each(self, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[tuple[T, R | Lost]]:
        """As Workers, in the order in which tasks are done. One may take ``seconds``; then its worker is
        stopped and another takes its place."""
        source = iter(tasks)
        more = True
        while True:
            while more and len(self._busy) < self.jobs:
                try:
                    task = next(source)
                except StopIteration:
                    more = False
                else:
                    self._give(work, task)
            if not self._busy:
                return
            for worker, result in self._results():
                self._busy.remove(worker)
                if isinstance(result, Lost) and result.fate is not Fate.FAILED:
                    worker.dismiss()
                else:
                    self._idle.append(worker)
                yield worker.task, result

    def _give(self, work: Callable[[T], R], task: T) -> None:
        while self._idle:
            worker = self._idle.pop()
            try:
                worker.give(work, task, self.seconds)
            except OSError:  # it died of its own accord meanwhile; that is not this task's fault
                worker.dismiss()
            else:
                self._busy.append(worker)
                return
        worker = _hired()
        self._busy.append(worker)
        with suppress(OSError):  # it did not come up; waiting for its answer tells
            worker.give(work, task, self.seconds)

    def _results(self) -> list[tuple[_Worker, Any]]:
        """Wait until something has happened; the workers that are done with their task, or done for."""
        patience = max(0.0, min(worker.ends for worker in self._busy) - time.monotonic())
        ready = connection.wait([worker.pipe for worker in self._busy], patience)
        done: list[tuple[_Worker, Any]] = []
        for worker in self._busy:
            if worker.pipe in ready:
                try:
                    answer = worker.pipe.recv()
                except (EOFError, OSError):
                    done.append((worker, Lost(Fate.KILLED)))
                    continue
                if worker.is_up:
                    done.append((worker, answer))
                else:  # the first word of a worker only says that it has come up
                    worker.is_up, worker.ends = True, time.monotonic() + self.seconds
            elif time.monotonic() >= worker.ends:
                done.append((worker, Lost(Fate.LATE)))
        return done


def _hired() -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()  # so that the pipe ends when the worker does
    return _Worker(process, ours)


def _serve(pipe: "connection.Connection[Any, Any]") -> None:
    """What a worker does: take a task, answer, take the next, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C, and ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _hold_memory()
    spare_the_collector()
    try:
        pipe.send(True)
        while True:
            work, task = pipe.recv()
            try:
                answer: Any = work(task)
            except Exception as error:
                answer = Lost(Fate.FAILED, f"{type(error).__name__}: {error}"[:300])
            pipe.send(answer)
    except (EOFError, OSError):
        return


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def spare_the_collector() -> None:
    """What one task makes is gone with its last name; only now and then need somebody look for circles."""
    gc.freeze()
    gc.set_threshold(50_000)


def _hold_memory() -> None:
    """A hostile file ends its worker, not the machine."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    except (ImportError, ValueError, OSError):
        return  # Windows has no such limit, and some systems refuse it

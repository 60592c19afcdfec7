"""Engines: who evaluates the identities of many reports. All read the one table in ``law``; a test holds them
to the same findings. A new engine is one module here and its line in ENGINES."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gongkai.analysis.engines import duckdb
from gongkai.analysis.store import Store
from gongkai.law.annual_report.identities import Broken


@dataclass(frozen=True, slots=True)
class Engine:
    """``broken`` gives, in the order of the run, each report's place with the identities it breaks; scratch
    files go into the folder. None: whoever checks a report evaluates its identities on the way.
    """

    name: str
    broken: Callable[[Store, Path], Iterator[tuple[int, list[Broken]]]] | None


ENGINES = (
    Engine("local", None),
    Engine("duckdb", duckdb.of_store),
)
BY_NAME = {engine.name: engine for engine in ENGINES}

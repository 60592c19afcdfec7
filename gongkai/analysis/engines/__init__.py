"""Engines: who does the work on many reports, and who evaluates their identities. All go by the one table in
``law``; a test holds them to the same findings. A new engine is one module here and its line in ENGINES."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from gongkai.analysis.engines import duckdb, local, spark, spark_java
from gongkai.analysis.store import Store
from gongkai.analysis.workers import Terms, Workers
from gongkai.law.annual_report.identities import Broken


@dataclass(frozen=True, slots=True)
class Engine:
    """``workers`` are had for a run and let go with the ``with`` block; NoWorkers where there are none.

    ``broken`` gives, in the order of the run, each report's place with the identities it breaks; scratch
    files go into the folder. None: whoever checks a report evaluates its identities on the way.
    ``lacks`` says in one sentence what is to be installed first, or nothing.
    """

    name: str
    workers: Callable[[Store, Terms], AbstractContextManager[Workers]]
    broken: Callable[[Store, Path], Iterator[tuple[int, list[Broken]]]] | None = None
    lacks: Callable[[], str] = str
    is_cluster: bool = False


ENGINES = (
    Engine("local", local.crew),
    Engine("duckdb", local.crew, broken=duckdb.of_store),
    Engine("spark", spark.cluster, lacks=spark_java.lacks, is_cluster=True),
)
BY_NAME = {engine.name: engine for engine in ENGINES}

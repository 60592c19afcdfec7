"""Whoever asks a benchmark what it measures is told, and nothing is measured."""

import runpy
import sqlite3
import sys
from contextlib import closing
from math import factorial
from pathlib import Path

import pytest

from bench import ledgers, portal, queueing
from bench.queueing import Work

BENCHMARKS = sorted(
    path
    for path in (Path(__file__).parents[2] / "bench").glob("*.py")
    if "__main__" in path.read_text(encoding="utf-8")
)


@pytest.mark.slow
@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.stem)
def test_every_benchmark_explains_itself(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [path.name, "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(path), run_name="__main__")
    assert ended.value.code == 0
    text = runpy.run_path(str(path))["__doc__"]
    assert text.splitlines()[0] in capsys.readouterr().out


@pytest.mark.slow
def test_the_ledgers_that_benchmarks_fill_suit_the_tables_of_today(started_before: Path) -> None:
    with closing(sqlite3.connect(started_before / "gongkai.sqlite3")) as plain:
        ledgers.fill(plain, 1, 700, beside=True)
        plain.execute(portal.DISCLOSURES, {"organ": 2, "count": 70})
        assert plain.execute("SELECT count(*) FROM requests_foirequest").fetchone() == (700,)


def waiting(rate: float, seconds: float, cores: int) -> float:
    """Seconds from coming to answer at the mean, by Erlang's formula for such a queue (M/M/c)."""
    load = rate * seconds
    full = load**cores / factorial(cores) * cores / (cores - load)
    others = sum(load**busy / factorial(busy) for busy in range(cores))
    return seconds + full / (others + full) * seconds / (cores - load)


@pytest.mark.slow
@pytest.mark.parametrize(("rate", "cores"), [(50, 1), (160, 2), (640, 8)])
def test_a_simulated_queue_waits_as_long_as_the_formula_says(rate: float, cores: int) -> None:
    took = queueing.responses([Work("a page", 1, 0.01)], rate, cores)
    assert sum(took) / len(took) == pytest.approx(waiting(rate, 0.01, cores), rel=0.05)


@pytest.mark.slow
def test_cores_are_as_many_as_keep_the_queue_short_and_no_more() -> None:
    pages, within = [Work("kept", 0.9, 0.001), Work("made anew", 0.1, 0.02)], 0.5
    cores = queueing.cores_for(pages, 1000, within)
    assert queueing.late(queueing.responses(pages, 1000, cores)) <= within
    assert queueing.late(queueing.responses(pages, 1000, cores - 1)) > within
    assert queueing.gives_way(pages, cores - 1, within) < 1000

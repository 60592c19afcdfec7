"""Folders of reports for the tests."""

from collections.abc import Iterable
from pathlib import Path

from gongkai.analysis import batch
from gongkai.analysis.batch import run
from gongkai.analysis.engines import BY_NAME
from gongkai.analysis.files import find
from gongkai.analysis.store import Result, Store
from gongkai.analysis.workers import Here
from gongkai.law.annual_report.contract import dumps
from gongkai.law.annual_report.model import ReportData


def written(folder: Path, reports: Iterable[ReportData]) -> list[Path]:
    """Each report as a file of JSON in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for report in reports:
        paths.append(folder / f"{report.organ}-{report.year}.json")
        paths[-1].write_text(dumps(report), encoding="utf-8")
    return paths


def checked(
    *paths: Path,
    engine: str = "local",
    master: str | None = None,
    jobs: int = 2,
    previous: Path | None = None,
    seconds: float = 60,
) -> list[Result]:
    """What a run over ``paths`` gives, by path."""
    store = Store()
    try:
        store.register(find(paths), previous)
        run(store, engine=BY_NAME[engine], master=master, jobs=jobs, seconds=seconds)
        return list(store.results())
    finally:
        store.close()


def judged(folder: Path) -> Store:
    """A run over what lies in ``folder``, in this process: it starts no others."""
    store = Store()
    store.register(find([folder]))
    with Here() as crew:
        batch._read(store, crew, 60, lambda done, total: None)
        store.link_years()
        store.find_copies()
        batch._judge(store, crew, 60, None, lambda done, total: None)
    return store


def rules(result: Result, *, beyond: str = "info") -> set[tuple[str, str]]:
    """(rule, place) of what was found, hints left out."""
    return {(f["rule"], f["where"]) for f in result.findings if f["severity"] != beyond}


def endless(path: Path) -> Path:
    """A text that takes a reader a quarter of a minute, which is for ever in a test: lines without end."""
    path.write_text("收\n" * 3_900_000, encoding="utf-8")
    return path

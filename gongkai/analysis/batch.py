"""A run over many files: read each, then judge each beside its neighbours. What is known stays in the store.

Two passes, because a report is held against others that may be read after it: the same organ's of the year
before, and the one whose prose it resembles most.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from gongkai.analysis.engines import Engine
from gongkai.analysis.engines.local import Case, judge
from gongkai.analysis.files import Reading, read_file
from gongkai.analysis.store import Store
from gongkai.analysis.workers import Fate, Lost, Terms, Workers
from gongkai.law.annual_report.checks import Settings
from gongkai.law.annual_report.identities import Broken

SECONDS = 270.0  # for one file; a reader gives up by itself before that, over a scan after four minutes

#: Told after each file: how many of how many are done.
Progress = Callable[[int, int], None]


def run(
    store: Store,
    *,
    engine: Engine,
    jobs: int | None = None,
    master: str | None = None,
    reading: Progress = lambda done, total: None,
    judging: Progress = lambda done, total: None,
    seconds: float = SECONDS,
) -> None:
    """Read what is unread of the files registered in ``store`` and judge all. OSError for a full disk,
    NoWorkers for a cluster that is not to be had."""
    with engine.workers(store, Terms(seconds, jobs, master)) as workers, ExitStack() as held:
        _read(store, workers, seconds, reading)
        store.link_years()
        store.find_copies()
        broken = None
        if engine.broken:
            scratch = tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True)
            broken = engine.broken(store, Path(held.enter_context(scratch)))
        _judge(store, workers, seconds, broken, judging)


def _read(store: Store, workers: Workers, seconds: float, progress: Progress) -> None:
    total = store.count("TRUE")
    before = store.count("is_read = 1")
    for done, (path, found) in enumerate(workers.each(read_file, store.unread()), before + 1):
        if isinstance(found, Lost):
            name = Path(path).name
            store.keep(path, Reading(0.0, trouble=explained(name, found, seconds)), is_lost=True)
        else:
            store.keep(path, found)
        progress(done, total)
    store.commit()


def _judge(
    store: Store,
    workers: Workers,
    seconds: float,
    broken: Iterator[tuple[int, list[Broken]]] | None,
    progress: Progress,
) -> None:
    store.compare_sentences()
    total = store.count("place >= 0 AND report IS NOT NULL")
    for done, (case, found) in enumerate(workers.each(judge, _cases(store, broken)), 1):
        if isinstance(found, Lost):
            store.give_up(case.place, explained(Path(case.path).name, found, seconds))
        else:
            store.judge(case.place, found.findings, found.unproved, found.seconds)
        progress(done, total)
    store.commit()


def _cases(store: Store, broken: Iterator[tuple[int, list[Broken]]] | None) -> Iterator[Case]:
    settings = Settings()
    least = settings.overlap_least * settings.overlap_informs // 100
    ahead = next(broken, None) if broken else None
    for kept in store.reports():
        found: tuple[Broken, ...] | None = None
        if broken is not None:
            found = ()
            if ahead and ahead[0] == kept.place:
                found, ahead = tuple(ahead[1]), next(broken, None)
        yield Case(
            kept.place,
            kept.path,
            kept.report,
            store.year_before(kept),
            store.most_alike(kept, least),
            found,
            store.company(kept),
        )


def explained(name: str, lost: Lost, seconds: float) -> str:
    match lost.fate:
        case Fate.LATE:
            why = f"超过{seconds:.0f}秒还没有读完，已跳过 — 请只保留年度报告正文后再试"
        case Fate.KILLED:
            why = "读取时进程意外结束，可能是文件过大或已损坏 — 请另存为docx或pdf后再试"
        case Fate.FAILED:
            why = f"程序读取时出错（{lost.why}） — 请另存为别的格式再试，并把这个文件告诉维护者"
    return f"《{name}》 — {why}。"

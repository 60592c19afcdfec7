"""The journal of a run: what was read is not read again, unless there is a reason to."""

import os
import sqlite3
from pathlib import Path

import pytest

import gongkai
from gongkai.analysis.files import Reading, read_file
from gongkai.analysis.store import Store, StoreError
from gongkai.analysis.tests.folders import written
from gongkai.law.tests.annual_reports import a_report


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return written(tmp_path, [a_report(organ=organ) for organ in ("甲镇", "乙镇", "丙镇")])


def half_done(journal: Path, paths: list[Path]) -> None:
    """A run that broke off after the first file was read."""
    store = Store(journal)
    store.register(paths)
    first = next(store.unread())
    store.keep(first, read_file(first))
    store.commit()
    store.close()


def left(journal: Path, paths: list[Path], *, resume: bool = True) -> list[str]:
    """What a run that goes on still has to read."""
    store = Store(journal, resume=resume)
    store.register(paths)
    unread = [Path(path).stem for path in store.unread()]
    store.close()
    return unread


def test_a_resumed_run_reads_only_what_was_not_read(tmp_path: Path, paths: list[Path]) -> None:
    half_done(tmp_path / "j", paths)
    assert left(tmp_path / "j", paths) == ["乙镇-2022", "丙镇-2022"]


def test_a_run_that_is_not_resumed_reads_everything(tmp_path: Path, paths: list[Path]) -> None:
    half_done(tmp_path / "j", paths)
    assert len(left(tmp_path / "j", paths, resume=False)) == 3


def test_a_file_that_has_changed_is_read_again(tmp_path: Path, paths: list[Path]) -> None:
    half_done(tmp_path / "j", paths)
    os.utime(paths[0], ns=(1, 1))
    assert len(left(tmp_path / "j", paths)) == 3


def test_a_file_whose_reading_was_given_up_is_tried_again(tmp_path: Path, paths: list[Path]) -> None:
    store = Store(tmp_path / "j")
    store.register(paths)
    store.keep(str(paths[0]), Reading(9.0, trouble="超过时间"), is_lost=True)
    store.commit()
    store.close()
    assert len(left(tmp_path / "j", paths)) == 3


def test_files_that_are_no_longer_asked_for_are_forgotten(tmp_path: Path, paths: list[Path]) -> None:
    half_done(tmp_path / "j", paths)
    store = Store(tmp_path / "j", resume=True)
    store.register(paths[1:])
    assert [Path(result.path).stem for result in store.results()] == ["乙镇-2022", "丙镇-2022"]
    store.close()


def test_what_an_earlier_version_read_is_read_again(
    tmp_path: Path, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    half_done(tmp_path / "j", paths)
    monkeypatch.setattr(gongkai, "__version__", "99")
    assert len(left(tmp_path / "j", paths)) == 3


@pytest.mark.slow
def test_two_runs_on_one_journal_are_refused(tmp_path: Path, paths: list[Path]) -> None:
    first = Store(tmp_path / "j")
    first.register(paths)
    for resume in (True, False):
        with pytest.raises(StoreError, match="locked"):
            Store(tmp_path / "j", resume=resume)
    assert first.count() == 3
    first.close()


def test_a_spoilt_journal_is_said_when_resuming_and_replaced_when_not(
    tmp_path: Path, paths: list[Path]
) -> None:
    (tmp_path / "j").write_bytes(b"no journal at all" * 100)
    with pytest.raises(StoreError, match="not a database"):
        Store(tmp_path / "j", resume=True)
    assert len(left(tmp_path / "j", paths, resume=False)) == 3


def test_a_finished_run_leaves_no_journal(tmp_path: Path, paths: list[Path]) -> None:
    store = Store(tmp_path / "j")
    store.register(paths)
    store.discard()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("j")] == []
    with pytest.raises(sqlite3.ProgrammingError):
        store.count()

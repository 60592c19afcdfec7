"""Real processes: killed in the middle, two at once, and a disk that takes no more."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gongkai.ledger.workbook.tests.books import APPLICATION, table, xlsx

TOWN = "青石镇人民政府"


def gongkai(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "gongkai", "--data", str(folder), *words]


def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "GONGKAI_DATA"}}
    return kept | {"PYTHONPATH": str(Path(__file__).resolve().parents[4]), "PYTHONUTF8": "1"}


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        gongkai(folder, *words), capture_output=True, encoding="utf-8", env=environment(), timeout=120
    )


def start(folder: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        gongkai(folder, *words),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment(),
    )


def applications(path: Path, first: int, count: int) -> Path:
    rows = [{**APPLICATION, "申请编号": f"2022-{n}"} for n in range(first, first + count)]
    return xlsx(path, {"依申请公开": table(*rows)})


def ledger(folder: Path) -> dict[str, int]:
    tables = ("requests_foirequest", "requests_requestevent", "audit_entry", "organs_organ")
    database = sqlite3.connect(folder / "gongkai.sqlite3", timeout=30)
    try:
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    finally:
        database.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """A data folder with three applications, copied by each test."""
    folder = tmp_path_factory.mktemp("data")
    path = applications(folder / "a.xlsx", 1, 3)
    assert run(folder, "import", str(path), "--organ", TOWN).returncode == 0
    return folder


@pytest.fixture
def data(template, tmp_path) -> Path:
    import shutil

    return Path(shutil.copytree(template, tmp_path / "data"))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_in_the_middle_the_ledger_is_as_before(data, tmp_path):
    before = ledger(data)
    process = start(data, "import", str(applications(tmp_path / "b.xlsx", 100, 4000)))
    journal = data / "gongkai.sqlite3-wal"
    size, until = 0, time.monotonic() + 60
    # pages of the open transaction spill into the journal: that is the middle
    while process.poll() is None and size < 200_000 and time.monotonic() < until:
        size = journal.stat().st_size if journal.exists() else 0
        time.sleep(0.005)
    assert process.poll() is None, "the import was over before it could be killed"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert size >= 200_000
    assert ledger(data) == before
    assert run(data, "verify").returncode == 0


@pytest.mark.slow
def test_a_second_import_waits_for_the_first(data, tmp_path):
    path = applications(tmp_path / "b.xlsx", 100, 1500)
    both = [start(data, "import", str(path)) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert ledger(data)["requests_foirequest"] == 1503
    assert sorted("新增1500" in out for out, _err in said) == [False, True]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of file sizes")
def test_a_full_disk_ends_in_one_sentence_and_writes_nothing(data, tmp_path):
    before = ledger(data)
    path = applications(tmp_path / "b.xlsx", 100, 2000)
    words = gongkai(data, "import", str(path))
    limited = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000)); "
        f"sys.argv = {['gongkai', *words[3:]]!r}; runpy.run_module('gongkai', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited], capture_output=True, encoding="utf-8", env=environment(), timeout=120
    )
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "磁盘" in done.stderr
    assert ledger(data) == before

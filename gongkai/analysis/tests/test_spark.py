"""A cluster of real worker processes finds what one machine finds, and is gone when it is not needed."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import psutil
import pytest

from gongkai.analysis.engines.spark import cluster
from gongkai.analysis.engines.spark_java import cause, knock, lacks
from gongkai.analysis.files import find
from gongkai.analysis.store import Store
from gongkai.analysis.tests.folders import checked, endless, written
from gongkai.analysis.tests.test_workers import pid_after
from gongkai.analysis.workers import NoWorkers, Terms
from tests.synthetic.reports import reports

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "reports"
TRIAL = "local-cluster[2,1,1024]"  # two workers with one core each, all of them processes
on_spark = pytest.mark.skipif(bool(lacks()), reason=lacks())


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go meanwhile."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def store_of(*paths: Path) -> Store:
    store = Store()
    store.register(paths)
    return store


def family(of: int | None = None) -> set[psutil.Process]:
    return set(psutil.Process(of).children(recursive=True))


def command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:  # it has ended meanwhile
        return ""


def listeners(processes: set[psutil.Process]) -> Iterator[str]:
    """The addresses at which they can be reached."""
    for process in processes:
        for one in process.net_connections("inet"):
            if one.status == psutil.CONN_LISTEN:
                yield one.laddr.ip.removeprefix("::ffff:")


@on_spark
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no endless files")
def test_a_cluster_finds_word_for_word_what_one_machine_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # paths as a user writes them, from where he stands
    written(Path("年报"), [made.report for made in reports(60, seed=3)])
    Path("年报/半份.json").write_text('{"organ": ', encoding="utf-8")
    endless(Path("没完没了.txt"))
    published = [path for path in find([SAMPLES]) if "truth" not in path.name] if SAMPLES.is_dir() else []
    here, there = (
        [
            (result.path, result.report, result.findings, result.trouble)
            for result in checked(
                Path("年报"), Path("没完没了.txt"), *published, engine=engine, master=master, seconds=10
            )
        ]
        for engine, master in (("local", None), ("spark", TRIAL))
    )
    assert there == here
    assert sum(bool(trouble) for *_, trouble in there) >= 2, "the two that cannot be read"
    assert any(finding["rule"] == "AR-3.5" for _, _, found, _ in there for finding in found)


@on_spark
@pytest.mark.slow
def test_all_workers_take_part_none_is_heard_outside_and_nothing_stays(scratch: Path) -> None:
    before = family()
    with cluster(store_of(), Terms(60, master=TRIAL)) as workers:
        pids: set[object] = set()
        ends = time.monotonic() + 120
        while len(pids) < 2 and time.monotonic() < ends:  # one may come later than the other
            pids |= {pid for _, pid in workers.each(pid_after, [0.1] * 8)}
        ours = family() - before
        assert len(pids) == 2
        assert pids <= {process.pid for process in ours}
        assert set(listeners(ours)) <= {"127.0.0.1"}
        assert next(scratch.iterdir())
    assert psutil.wait_procs(ours, timeout=20)[1] == []
    assert not list(scratch.iterdir())
    assert not (Path(str(find_spec("pyspark").origin)).parent / "work").exists()  # type: ignore[union-attr]


@on_spark
@pytest.mark.slow
def test_a_cluster_that_breaks_down_is_told_in_words(scratch: Path) -> None:
    before = family()
    with cluster(store_of(), Terms(60, master="local[1]")) as workers:
        for process in family() - before:
            if process.name().startswith("java"):
                process.kill()
        with pytest.raises(NoWorkers, match=r"Spark停下了（.+） — 请核对"):
            list(workers.each(pid_after, [0.0]))
    assert not list(scratch.iterdir())


@on_spark
@pytest.mark.slow
def test_workers_without_gongkai_are_told_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    bare = getattr(sys, "_base_executable", sys.executable)  # the Python that .venv was made from
    monkeypatch.setenv("PYSPARK_PYTHON", bare)
    if bare == sys.executable:
        pytest.skip("需要在虚拟环境中运行：没有别的Python可比。")
    with pytest.raises(NoWorkers, match="集群的工作进程里没有gongkai"), cluster(store_of(), Terms(60)):
        pass


@on_spark
@pytest.mark.slow
def test_files_that_only_we_can_see_are_told_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "只在本机.html"
    monkeypatch.setattr("os.path.exists", lambda path: str(path) == str(ours) or os.access(path, os.F_OK))
    told = "读不到.*只在本机.html — 请把年报放在各节点路径相同的共享文件夹里。"
    with pytest.raises(NoWorkers, match=told), cluster(store_of(ours), Terms(60, master="local[1]")):
        pass


@on_spark
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither such files nor such signals")
def test_whoever_interrupts_a_cluster_leaves_no_process_behind(tmp_path: Path, scratch: Path) -> None:
    endless(tmp_path / "没完没了.txt")
    code = "import sys; from gongkai.cli.main import main; main(sys.argv[1:])"
    words = ["check", "没完没了.txt", "--engine", "spark", "--master", TRIAL, "--out", "结果.csv"]
    running = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(scratch)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    started: set[psutil.Process] = set()
    ends = time.monotonic() + 120
    while time.monotonic() < ends and not any("spawn_main" in command(one) for one in started):
        time.sleep(0.2)
        started |= {process for process in family(running.pid) if process.is_running()}
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does
    _, said = running.communicate(timeout=120)
    assert running.returncode == 130
    assert said == "已停止，读过的0份已记下 — 加--resume可以接着做。\n", "nothing of Java's either"
    gone, alive = psutil.wait_procs(started, timeout=20)
    assert (len(gone) > 3, alive) == (True, [])
    assert not list(scratch.iterdir())


def test_who_has_no_java_is_told_which_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = ModuleType("pyspark")
    installed.__spec__ = ModuleSpec("pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark", installed)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert lacks().startswith("--engine spark — 没有找到Java — 请安装Java 17")


def test_a_master_that_does_not_answer_is_told_at_once() -> None:
    with pytest.raises(NoWorkers, match="没有应答 — 请核对地址"):
        knock("spark://127.0.0.1:1")


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        (
            'Exception in thread "main" org.apache.spark.SparkException: Could not parse\n\tat a.b',
            "SparkException: Could not parse",
        ),
        (
            ": org.apache.spark.SparkException: Job aborted: java.io.IOException: Cannot run\n\tat a.b",
            "IOException: Cannot run",
        ),
        (
            "api.python.PythonException: Traceback (most recent call last):\n  File a\nKeyError: 'b'\n",
            "KeyError: 'b'",
        ),
        ("\nbin/java: not found\n", "bin/java: not found"),
        ("", "?"),
    ],
)
def test_of_all_that_java_prints_the_cause_is_told(printed: str, named: str) -> None:
    assert cause(printed) == named

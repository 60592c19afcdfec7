"""``gongkai check`` over folders, into files, and again after a break."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from gongkai.analysis.files import read_file
from gongkai.analysis.overview.query import Chosen, opened
from gongkai.analysis.store import Store
from gongkai.analysis.tests.folders import endless, written
from gongkai.cli.main import main
from tests.synthetic.reports import reports


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_LANG", raising=False)


def folder(count: int) -> None:
    """``count`` made-up reports in the folder 年报; some have faults."""
    written(Path("年报"), [made.report for made in reports(count, seed=1)])


def call(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["check", *arguments])
    return int(str(end.value.code))


def lines(path: str) -> list[dict[str, Any]]:
    """The lines of a result, without the time each took."""
    return [
        {**json.loads(line), "seconds": 0} for line in Path(path).read_text(encoding="utf-8").splitlines()
    ]


@pytest.mark.slow
def test_many_files_are_summed_up_and_the_result_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    folder(12)
    assert call("年报", "--out", "结果.csv") == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("共12份：")
    assert out[1:] == [f"已写入结果{table}.csv" for table in (".summary", ".facts", ".files", "")][::-1]
    with Path("结果.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {row["path"] for row in csv.DictReader(file) if row["severity"] == "error"}
    faulty = {path for path in found if Path(path).parent == Path("年报")}
    assert found == faulty != set()
    assert not Path("结果.csv.resume").exists()


@pytest.mark.slow
def test_a_result_is_put_on_the_page_by_one_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_DATA", "数据")
    monkeypatch.setenv("GONGKAI_TODAY", "2026-01-31")
    folder(4)
    assert call("年报", "--page", "全市", "--out", "结果.jsonl") in {0, 1}
    assert "已放到网页 /check/many/全市/" in capsys.readouterr().out
    with opened(Path("数据/many/全市.sqlite")) as overview:
        assert overview.made.made_on == "2026-01-31"
        assert overview.total(Chosen()).reports == len(lines("结果.jsonl")) == 4
    assert [path.name for path in Path("数据/many").iterdir()] == ["全市.sqlite"]


@pytest.mark.slow
def test_a_run_for_the_page_alone_goes_on_after_a_break(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_DATA", "数据")
    folder(2)
    journal = Path("数据/many/全市.sqlite.resume")
    journal.parent.mkdir(parents=True)
    first = Store(journal)
    first.register([Path("年报") / name for name in sorted(path.name for path in Path("年报").iterdir())])
    read = next(first.unread())
    first.keep(read, read_file(read))
    first.commit()
    first.close()
    before = Path(read).stat()
    Path(read).write_bytes(b" " * before.st_size)  # already read: its content is no longer looked at
    os.utime(read, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert call("年报", "--page", "全市", "--resume") in {0, 1}
    with opened(Path("数据/many/全市.sqlite")) as overview:
        assert overview.total(Chosen()).reports == 2
    assert not journal.exists()


@pytest.mark.slow
def test_both_engines_write_the_same_lines() -> None:
    folder(9)
    for engine in ("local", "duckdb"):
        call("年报", "--out", f"{engine}.jsonl", "--engine", engine, "--jobs", "1")
    assert lines("local.jsonl") == lines("duckdb.jsonl")
    assert len(lines("local.jsonl")) == 9


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed another way there")
def test_a_run_that_was_killed_goes_on_where_it_was_and_ends_with_the_same_result() -> None:
    folder(300)
    code = "import sys; from gongkai.cli.main import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, "check", "年报", "--out", "结果.jsonl", "--jobs", "1"]
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    journal = Path("结果.jsonl.resume")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not journal.exists() or journal.stat().st_size < 300_000):
        assert killed.poll() is None, "it was to be killed in the middle"
        time.sleep(0.005)
    time.sleep(0.05)  # what made the file grow is now whole
    killed.kill()
    killed.wait()
    assert not Path("结果.jsonl").exists()
    kept = Store(journal, resume=True)
    done = kept.count("is_read = 1")
    kept.close()
    assert done > 0
    last = sorted(Path("年报").iterdir())[0]
    before = last.stat()
    last.write_bytes(b" " * before.st_size)  # already read: its content is no longer looked at
    os.utime(last, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert call("年报", "--out", "结果.jsonl", "--resume") == 1
    assert {line["status"] for line in lines("结果.jsonl")} == {"ok", "errors"}
    assert len(lines("结果.jsonl")) == 300
    assert not journal.exists()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither such files nor such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_whoever_interrupts_a_run_is_told_how_to_go_on(number: signal.Signals, tmp_path: Path) -> None:
    folder(5)
    endless(Path("没完没了.txt"))
    code = "import sys; from gongkai.cli.main import main; main(sys.argv[1:])"
    command = [
        sys.executable,
        "-c",
        code,
        "check",
        "年报",
        "没完没了.txt",
        "--out",
        "结果.csv",
        "--jobs",
        "2",
    ]
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "TMPDIR": str(scratch)}
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8")
    while not Path("结果.csv.resume").exists():
        time.sleep(0.01)
    time.sleep(0.5)
    running.send_signal(number)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 130
    assert re.match("已停止，读过的[0-5]份已记下 — 加--resume可以接着做。\n", said)
    assert Path("结果.csv.resume").exists()
    assert not list(scratch.iterdir()), "nothing is left behind"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--engine", "spark", "--jobs", "2"], "--jobs — 用几个核心由集群决定"),
        (["--engine", "fast"], "没有这种方式 — 请用local、duckdb、spark。"),
        (["--master", "spark://a"], "--master — 只用于--engine spark"),
        (["--resume"], "请同时给出上次的--out文件或--page名称"),
        (["--page", "../全市"], "不能用作网页地址"),
        (["--out", "结果.xlsx"], "文件名请以.jsonl、.csv、.parquet结尾"),
        (["--out", "年报.csv"], "是一个文件夹"),
        (["--jobs", "0"], "--jobs"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_read(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(1)
    Path("年报.csv").mkdir()
    assert call("年报", *arguments) == 2
    captured = capsys.readouterr()
    assert says in captured.err
    assert len(captured.err.splitlines()) == 1
    assert captured.out == ""


def test_without_its_extra_a_cluster_is_refused_with_how_to_get_it_and_the_journal_stays(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder(1)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    Path("结果.csv.resume").write_bytes(b"of an earlier run")
    assert call("年报", "--engine", "spark", "--out", "结果.csv") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("--engine spark — 没有装扩展组件cluster（PySpark）")
    assert "python3 run.py setup --cluster" in line
    assert Path("结果.csv.resume").read_bytes() == b"of an earlier run"


@pytest.mark.slow
def test_a_second_run_on_the_same_result_is_told_to_wait(capsys: pytest.CaptureFixture[str]) -> None:
    folder(1)
    first = Store(Path("结果.csv.resume"))
    assert call("年报", "--out", "结果.csv") == 2
    assert "是别的检查正在写同一个结果就等它做完" in capsys.readouterr().err
    first.close()


@pytest.mark.slow
def test_an_out_file_of_one_report_is_written_beside_what_is_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder(1)
    call("年报", "--out", "下级/结果.parquet")
    assert "政府信息公开工作年度报告" in capsys.readouterr().out
    assert Path("下级/结果.facts.parquet").exists()

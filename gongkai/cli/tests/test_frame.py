"""Whatever a user does wrongly ends in one clear line and the promised exit code."""

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from gongkai.cli.main import COMMANDS, application, guarded, main


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it, with a data folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *arguments],
        env={**os.environ, "GONGKAI_DATA": str(folder), "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


WRONG = {
    "an unknown command": ["publsh"],
    "an unknown option": ["verify", "--hed"],
    "a missing argument": ["report"],
    "a year that is no number": ["report", "去年"],
    "a form that does not exist": ["report", "2022", "--format", "odt"],
    "--data without a folder": ["verify", "--data"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_a_mistyped_command_is_answered_in_one_line_with_exit_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"gongkai {version('gongkai')}\n")


@pytest.mark.parametrize("name", [name for name, _module, _attribute in COMMANDS])
def test_every_command_explains_itself_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    command = application().get_command(None, name)  # type: ignore[attr-defined]
    texts = [said] if not hasattr(command, "commands") else [sub.help for sub in command.commands.values()]
    assert all(f"例：gongkai {name}" in " ".join(str(text).split()) for text in texts)


@pytest.mark.slow
def test_the_data_folder_may_be_named_before_and_after_the_command(tmp_path: Path) -> None:
    for arguments in (["--data", str(tmp_path / "甲"), "verify"], ["verify", f"--data={tmp_path / '甲'}"]):
        ended = run(tmp_path / "unused", *arguments)
        assert ended.returncode == 2
        assert str(tmp_path / "甲") in ended.stderr


def test_an_empty_folder_says_what_to_do_first_and_stays_empty(tmp_path: Path) -> None:
    ended = run(tmp_path, "report", "2022")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "gongkai import" in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Windows keeps rights otherwise")
def test_the_data_can_be_read_by_their_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (tmp_path / "渠道发布.csv").write_text("月份,渠道,条数\n2022-03,网站,1\n", "utf-8")
    assert run(data, "import", str(tmp_path / "渠道发布.csv"), "--organ", "青石镇人民政府").returncode == 0
    rights = {path.name: path.stat().st_mode & 0o777 for path in (data, data / "gongkai.sqlite3")}
    assert rights == {"data": 0o700, "gongkai.sqlite3": 0o600}
    (data / "gongkai.sqlite3").chmod(0o644)
    told = run(data, "doctor")
    assert f"✗ {data / 'gongkai.sqlite3'} — 本机其他用户也能读" in told.stdout
    assert told.returncode == 1


@pytest.mark.slow
def test_data_written_by_a_newer_program_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "gongkai.sqlite3").touch()
    assert run(tmp_path, "verify").returncode == 0
    with sqlite3.connect(tmp_path / "gongkai.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '0999_later', '2030-01-01')"
        )
    ended = run(tmp_path, "verify")
    assert ended.returncode == 2
    assert "0999_later" in ended.stderr
    assert "升级程序" in ended.stderr


@pytest.mark.slow
def test_a_file_that_is_no_database_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "gongkai.sqlite3").write_text("this is not a database, whatever its name says" * 50)
    ended = run(tmp_path, "verify")
    assert ended.returncode == 2
    assert ended.stderr.strip().splitlines() == [
        "数据库 — gongkai.sqlite3不是数据库文件，可能被别的程序改写了 — 请从备份恢复这个文件夹。"
    ]


@pytest.mark.slow
def test_a_database_that_lost_the_record_of_a_table_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "gongkai.sqlite3").touch()
    assert run(tmp_path, "verify").returncode == 0
    with sqlite3.connect(tmp_path / "gongkai.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'organs'")
    ended = run(tmp_path, "verify")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.strip().splitlines() == [
        "数据库 — 升级记录前后矛盾，数据库已损坏或被改动 — 请停止使用，从备份恢复这个文件夹。"
    ]


def write_more_than_fits(database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA max_page_count = 2")
    connection.execute("INSERT INTO t VALUES (zeroblob(100000))")


def write_where_only_reading_is_allowed(database: Path) -> None:
    sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True).execute("INSERT INTO t VALUES (1)")


def open_what_is_not_there(database: Path) -> None:
    sqlite3.connect(database.parent / "没有" / "gongkai.sqlite3")


def read_what_was_overwritten(database: Path) -> None:
    content = database.read_bytes()
    database.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    sqlite3.connect(database).execute("SELECT * FROM t").fetchall()


def write_while_another_writes(database: Path) -> None:
    other = sqlite3.connect(database)
    other.execute("BEGIN IMMEDIATE")
    sqlite3.connect(database, timeout=0).execute("INSERT INTO t VALUES (1)")


@pytest.mark.parametrize(
    ("work", "says"),
    [
        (write_more_than_fits, "磁盘已满，这一步什么也没有写入 — 请腾出空间"),
        (write_where_only_reading_is_allowed, "只能读，不能写 — 请检查数据文件夹"),
        (open_what_is_not_there, "打不开 — 请检查数据文件夹是否还在"),
        (read_what_was_overwritten, "gongkai.sqlite3已损坏 — 请停止使用，从备份恢复"),
        (write_while_another_writes, "别的程序一直在写入，没有轮到这一步 — 请等它做完"),
    ],
)
def test_what_the_database_complains_of_is_told_with_its_mend(
    work: Callable[[Path], None], says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "gongkai.sqlite3"
    with sqlite3.connect(database) as made:
        made.execute("CREATE TABLE t (a)")
        made.execute("INSERT INTO t VALUES (zeroblob(1000))")
    with pytest.raises(SystemExit) as ended:
        guarded(lambda: work(database))
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith(f"数据库 — {says}")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("path", "says"), [(None, "磁盘已满 — 什么"), ("a.xlsx", "磁盘已满（a.xlsx） — 什么")]
)
def test_a_full_disk_is_told_with_the_file_where_it_is_known(
    path: str | None, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def write() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", path)

    with pytest.raises(SystemExit):
        guarded(write)
    assert capsys.readouterr().err.startswith(says)


@pytest.mark.slow
def test_english_is_spoken_where_it_is_asked_for(tmp_path: Path) -> None:
    ended = run(tmp_path, "report", "2022", GONGKAI_LANG="en")
    assert ended.returncode == 2
    assert ended.stderr.isascii() or "gongkai import" in ended.stderr

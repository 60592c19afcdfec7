"""Whatever a user does wrongly ends in one clear line and the promised exit code."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.cli.main import COMMANDS, application, main


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


@pytest.mark.parametrize("name", [name for name, _module, _attribute in COMMANDS])
def test_every_command_explains_itself_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    command = application().get_command(None, name)  # type: ignore[attr-defined]
    texts = [said] if not hasattr(command, "commands") else [sub.help for sub in command.commands.values()]
    assert all(f"例：gongkai {name}" in " ".join(str(text).split()) for text in texts)


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


def test_a_file_that_is_no_database_is_named_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "gongkai.sqlite3").write_text("this is not a database, whatever its name says" * 50)
    ended = run(tmp_path, "verify")
    assert ended.returncode == 2
    assert len(ended.stderr.strip().splitlines()) == 1


def test_english_is_spoken_where_it_is_asked_for(tmp_path: Path) -> None:
    ended = run(tmp_path, "report", "2022", GONGKAI_LANG="en")
    assert ended.returncode == 2
    assert ended.stderr.isascii() or "gongkai import" in ended.stderr

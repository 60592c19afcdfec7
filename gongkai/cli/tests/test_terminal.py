"""What is printed about a stranger's file cannot command the terminal."""

import io
import json
import sys
from pathlib import Path

import pytest

from gongkai.cli.main import main
from gongkai.cli.terminal import console, harmless, one_line, plain_output
from gongkai.cli.tests.test_check import write

ACTIVE = "\x1b[31m\x07\r\x9b2J\u202e\u2066\u200f\u2028\x7f"
EVIL = f"甲{ACTIVE}镇"


def run(*arguments: str) -> None:
    with pytest.raises(SystemExit):
        main(arguments)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_LANG", raising=False)


def test_what_a_terminal_obeys_is_shown_as_its_escape() -> None:
    assert harmless("甲\x1b[31m\u202e\n\t乙") == "甲\\u001b[31m\\u202e\n\t乙"
    assert one_line("甲\n乙") == "甲\\n乙"
    assert harmless("\udcff") == "\\udcff", "a name that is no UTF-8 can be printed at all"


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_names_of_files_and_organs_are_only_text(
    options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    write(f"{EVIL}.json", organ=EVIL)
    Path(f"坏{EVIL}\n第二行.txt").write_text("通知", encoding="utf-8")
    run("check", ".", *options)
    run("compare", f"{EVIL}.json", f"{EVIL}.json")
    run("check", f"没有{EVIL}.json")
    captured = capsys.readouterr()
    printed = captured.out + captured.err
    assert not set(ACTIVE) - set("[31m2J") & set(printed)
    assert "甲\\u001b[31m" in printed
    assert "坏甲" in captured.err
    assert "\n第二行" not in captured.err


def test_a_name_in_json_is_still_the_name(capsys: pytest.CaptureFixture[str]) -> None:
    write(f"{EVIL}.json", organ=EVIL)
    run("check", f"{EVIL}.json", "--json")
    line = json.loads(capsys.readouterr().out)
    assert (line["path"], line["report"]["organ"]) == (f"{EVIL}.json", EVIL)


def test_rich_keeps_its_own_colours_and_takes_none_from_names() -> None:
    screen = console(file=io.StringIO(), force_terminal=True, color_system="standard", highlight=False)
    screen.print("红", style="red", end="")
    screen.print("\x1b[32m绿\u202e", markup=False, end="")
    assert screen.file.getvalue() == "\x1b[31m红\x1b[0m\\u001b[32m绿\\u202e"  # type: ignore[attr-defined]


def test_the_streams_are_given_back() -> None:
    before = sys.stdout, sys.stderr
    with plain_output():
        assert (sys.stdout is before[0]) is False
        assert sys.stdout.isatty() == before[0].isatty()
    assert (sys.stdout, sys.stderr) == before

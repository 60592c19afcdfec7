"""What the documentation says exists, and what exists is documented."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from gongkai.cli.main import application
from gongkai.ledger.organs.options import OPTIONS
from tests.house.source import ROOT, modules

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RUN_COMMANDS = {"start", "test", "setup", "gongkai"}
#: Read by what the product stands on, not by its own code.
ENVIRONMENT = re.compile(r"\"(GONGKAI_[A-Z_]+|DATABASE_URL)\"")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def leaves(
    group: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that does something, by the words that call it."""
    if not isinstance(group, click.Group):
        yield path, group
        return
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None, word
        yield from leaves(command, (*path, word))


COMMANDS = dict(leaves(application()))


def typed(page: Path) -> Iterator[list[str]]:
    """The command lines in a page's code blocks, as words."""
    for block in re.findall(r"^```\w*\n(.*?)^```", page.read_text(encoding="utf-8"), re.S | re.M):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(re.sub(r"^[A-Z_]+=\S+ ", "", line), comments=True) if _is_ours(line) else []
            if words:
                yield words


def _is_ours(line: str) -> bool:
    return re.search(r"^([A-Z_]+=\S+ )?(python3 run\.py|gongkai|\.venv/bin/gongkai)( |$)", line) is not None


def complaint(words: list[str]) -> str:
    """What is wrong with a command line of the documentation; empty when it would be understood."""
    if words[0] == "python3":
        if len(words) > 2 and words[2] not in RUN_COMMANDS:
            return f"run.py has no {words[2]}"
        if words[2:3] == ["start"]:
            words = ["gongkai", "serve", *words[3:]]
        elif words[2:3] == ["gongkai"]:
            words = words[2:]
        else:
            return ""
    rest = words[1:]
    path = next((tuple(rest[:n]) for n in (2, 1) if tuple(rest[:n]) in COMMANDS), None)
    if path is None:
        return f"no command {' '.join(rest[:2])}"
    known = {
        option
        for parameter in COMMANDS[path].params
        for option in [*parameter.opts, *parameter.secondary_opts]
    }
    unknown = [word for word in rest if word.startswith("--") and word not in known | {"--data", "--help"}]
    return f"gongkai {' '.join(path)} has no {', '.join(unknown)}" if unknown else ""


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_command_line_in_the_documentation_would_be_understood(page: Path) -> None:
    wrong = {" ".join(words): complaint(words) for words in typed(page) if complaint(words)}
    assert wrong == {}


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("gongkai report 2022 --organ 四间房镇", ""),
        ("gongkai report 2022 --organisation 四间房镇", "gongkai report has no --organisation"),
        ("gongkai raport 2022", "no command raport 2022"),
        ("python3 run.py begin", "run.py has no begin"),
    ],
)
def test_a_mistyped_line_in_the_documentation_would_be_noticed(line: str, wrong: str) -> None:
    assert complaint(line.split()) == wrong


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = (list(typed(ROOT / page)) for page in ("README.md", "README.zh-CN.md"))
    assert english == chinese
    assert len(english) > 5


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_is_documented_and_shows_an_example(path: tuple[str, ...]) -> None:
    rows = re.findall(r"^\| (.*?) \|", (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"), re.M)
    row = next((row for row in rows if row.startswith(f"`gongkai {path[0]}")), "")
    assert all(re.search(rf"[`\s]{word}[`\s]", row) for word in path), (
        f"add {' '.join(path)} to docs/commands.md"
    )
    assert f"例：gongkai {' '.join(path)}" in (COMMANDS[path].help or "")


def test_every_environment_variable_is_a_row_of_the_settings_and_no_other_is() -> None:
    read = {
        found
        for path in modules().values()
        for found in ENVIRONMENT.findall(path.read_text(encoding="utf-8"))
    }
    rows = re.findall(
        r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.M
    )
    assert sorted(rows) == sorted(read)


def test_every_setting_of_an_organ_is_a_row_with_its_default() -> None:
    rows = re.findall(
        r"^\| `([a-z_]+)` \| (?:`([^`]+)`|empty)",
        (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"),
        re.M,
    )
    assert rows == [(option.code, str(option.default or "")) for option in OPTIONS]


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert broken == []


def test_every_decision_record_says_its_context_its_choice_and_its_price() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    for number, page in enumerate(records, 1):
        text = page.read_text(encoding="utf-8")
        assert page.name.startswith(f"{number:04}-")
        assert text.startswith(f"# {number}. ")
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.M) == ["Context", "Choice", "Price"], page.name
    assert len(records) >= 7

"""The pages written from the code say what the code says, and the check sees when they do not."""

import re
import subprocess
import sys
from pathlib import Path

from gongkai.law.decisions import DECISIONS
from gongkai.law.procedure import STATES, TRANSITIONS

ROOT = Path(__file__).resolve().parents[2]


def generate(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "docs" / "generate.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT)


def test_the_generated_pages_are_up_to_date() -> None:
    done = generate("--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_changed_and_a_missing_page_are_named(tmp_path: Path) -> None:
    assert generate(str(tmp_path)).returncode == 0
    assert generate("--check", str(tmp_path)).returncode == 0
    fees = tmp_path / "law" / "fees.md"
    fees.write_text(
        fees.read_text(encoding="utf-8").replace("| 68 | 10 | 380 |", "| 68 | 10 | 381 |"), encoding="utf-8"
    )
    (tmp_path / "glossary.md").unlink()
    done = generate("--check", str(tmp_path))
    assert done.returncode == 1
    assert "glossary.md, law/fees.md" in done.stderr


def test_the_glossary_gives_an_english_and_a_chinese_term_on_every_line() -> None:
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    terms = [row for row in rows if row[0] not in {"English term", "---"}]
    assert len(terms) > 300
    assert [
        row for row in terms if not (re.search("[a-z]", row[0]) and re.search(r"[\u4e00-\u9fff]", row[1]))
    ] == []


def test_every_decision_state_and_step_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    names = [f"decisions.{kind.code}" for kind in DECISIONS]
    names += [f"procedure.STATES.{state.code}" for state in STATES]
    names += [f"procedure.TRANSITIONS.{step.code}" for step in TRANSITIONS]
    assert [name for name in names if f"`{name}`" not in glossary] == []

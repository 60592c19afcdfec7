"""Every check there is, in order: ``python3 run.py test``, without PostgreSQL and browser ``test --quick``.

Each step is the command a developer would type, so a failing one can be repeated alone.
"""

import argparse
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTATION = ("tests/house/test_documentation.py", "tests/house/test_generated_docs.py")


@dataclass(frozen=True, slots=True)
class Step:
    """One check: what it is called, and what the interpreter is given to do it."""

    name: str
    command: tuple[str, ...]
    quick: bool = True
    in_short: tuple[str, ...] = ()  # what the quick run gives it besides

    def shortened(self) -> "Step":
        return replace(self, command=(*self.command, *self.in_short))

    @property
    def typed(self) -> str:
        """The command as a developer types it."""
        return shlex.join([".venv/bin/python", *self.command])


PYTEST = ("-m", "pytest", "-q")
PARALLEL = ("-n", "2")
IMPORTS = "from importlinter.cli import lint_imports_command as lint; lint()"
STEPS = (
    Step("lint", ("-m", "ruff", "check", ".")),
    Step("format", ("-m", "ruff", "format", "--check", ".")),
    Step("types", ("-m", "mypy")),
    Step("imports", ("-c", IMPORTS)),
    Step("migrations", ("-m", "django", "makemigrations", "--check", "--dry-run")),
    Step(
        "tests on SQLite",
        (
            *PYTEST,
            *PARALLEL,
            "-m",
            "not browser and not slow",
            *(f"--ignore={path}" for path in DOCUMENTATION),
        ),
        in_short=("--hypothesis-profile=quick",),
    ),
    Step("slow tests on SQLite", (*PYTEST, *PARALLEL, "-m", "slow and not browser"), quick=False),
    Step("tests on PostgreSQL", (*PYTEST, *PARALLEL, "--postgres", "-m", "not browser"), quick=False),
    # tests that build on each other stay with one worker (tests/e2e/conftest.py)
    Step("pages in a browser", (*PYTEST, *PARALLEL, "--dist", "loadgroup", "-m", "browser"), quick=False),
    Step("documentation", (*PYTEST, *DOCUMENTATION)),
)


def run(step: Step) -> tuple[bool, float]:
    """Do one step with its output as it comes; whether it passed, and its seconds."""
    print(f"\n=== {step.name}: {step.typed}", flush=True)
    began = time.monotonic()
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "gongkai.settings"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or every test module is compiled anew in every process
    code = subprocess.run([sys.executable, *step.command], cwd=ROOT, env=environment).returncode
    passed = code == 0
    return passed, time.monotonic() - began


def summary(outcomes: Sequence[tuple[Step, bool, float]]) -> str:
    lines = [
        f"{'ok    ' if passed else 'FAILED'} {seconds:6.1f} s  {step.name}"
        + ("" if passed else f"  (again: {step.typed})")
        for step, passed, seconds in outcomes
    ]
    failed = sum(not passed for _, passed, _ in outcomes)
    return "\n".join([*lines, f"{len(outcomes) - failed} passed, {failed} failed"])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python3 run.py test", description="Run every check.")
    parser.add_argument("--quick", action="store_true", help="leave out PostgreSQL and the browser")
    options = parser.parse_args(arguments)
    steps = [step.shortened() for step in STEPS if step.quick] if options.quick else STEPS
    outcomes = [(step, *run(step)) for step in steps]
    print(f"\n{summary(outcomes)}", flush=True)
    return 0 if all(passed for _, passed, _ in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())

"""What runs all the checks, and the PostgreSQL under some of them."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from tests import everything
from tests.everything import ROOT, STEPS, Step
from tests.postgres import PREFIX, sweep


def test_a_failed_check_does_not_hide_the_next_and_is_named_with_its_command(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = (Step("good", ("-c", "")), Step("bad", ("-c", "raise SystemExit(3)")), Step("last", ("-c", "")))
    monkeypatch.setattr(everything, "STEPS", steps)
    assert everything.main([]) == 1
    shown = capfd.readouterr().out
    assert "bad  (again: .venv/bin/python -c 'raise SystemExit(3)')" in shown
    assert shown.endswith("last\n2 passed, 1 failed\n")


def test_the_quick_run_leaves_out_postgresql_the_browser_and_what_takes_seconds() -> None:
    assert [step.name for step in STEPS if not step.quick] == [
        "slow tests on SQLite",
        "tests on PostgreSQL",
        "pages in a browser",
    ]


def test_what_is_checked_before_a_change_is_taken_is_the_readme_s_own_command() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "\npython3 run.py test </dev/null\n" in script
    assert "\npython3 run.py test\n" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.postgres
def test_a_server_whose_run_was_killed_is_stopped_by_the_next_run() -> None:
    code = (
        "import time; from tests.postgres import server\n"
        "with server(): print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline().strip() == b"up"
        folder = Path(tempfile.gettempdir(), f"{PREFIX}{run.pid}")
        server = psutil.Process(int((folder / "postmaster.pid").read_text("utf-8").split()[0]))
        os.kill(run.pid, signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
    assert server.is_running()
    sweep()
    assert not server.is_running()
    assert not folder.exists()


def test_a_stale_folder_never_costs_a_stranger_his_process() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    folder = Path(tempfile.gettempdir(), f"{PREFIX}{gone.pid}")
    folder.mkdir()
    (folder / "postmaster.pid").write_text(f"{os.getpid()}\n", encoding="utf-8")
    sweep()
    assert not folder.exists()
    assert psutil.pid_exists(os.getpid())

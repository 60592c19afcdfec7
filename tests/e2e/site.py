"""A site of one's own: ``gongkai serve`` on a data folder, and a browser to look at it."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Locator, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
#: The one that draws no window of its own first: a page costs it half as much.
NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell"),
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)
#: A container gives the browser neither a sandbox of its own nor much shared memory.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")


@contextmanager
def site(data: Path, *options: str, language: str = "", day: str = "", debug: bool = False) -> Iterator[str]:
    """Serve a data folder; gives the address, without the last slash. ``day`` is what day it is there."""
    set_here = {"GONGKAI_LANG": language, "GONGKAI_TODAY": day, "GONGKAI_DEBUG": "1" if debug else ""}
    server = subprocess.Popen(
        [sys.executable, "-m", "gongkai", "serve", "--no-browser", f"--port={free_port()}", *options],
        cwd=ROOT,
        env=environment(data) | set_here,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert server.stdout is not None
        yield _address(line) if (line := server.stdout.readline()) else _failed(server)
    finally:
        server.terminate()
        server.communicate(timeout=30)


def free_port() -> int:
    """One of the many that the system gives: two sites that look for the first free one may find the same."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def follow(control: Locator) -> None:
    """Press what leads to another page and wait until that stands: a click alone does not wait for it."""
    with control.page.expect_navigation():
        control.click()


def environment(data: Path) -> dict[str, str]:
    """What commands on a data folder are started with, whatever else is set for other work."""
    kept = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "GONGKAI_TODAY"}
    }
    here = {"GONGKAI_DATA": str(data), "GONGKAI_WEBHOOK_HOSTS": "127.0.0.1"}
    return kept | here | {"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}


def _address(line: str) -> str:
    found = re.search(r"http://[^/]+", line)
    assert found, line
    return found[0]


def _failed(server: subprocess.Popen[str]) -> str:
    raise RuntimeError(f"gongkai serve ended with {server.wait()}; what it said stands above")


def chromium() -> str | None:
    """Where the browser is: the system's own, else the one that playwright has fetched."""
    with sync_playwright() as playwright:
        fetched = playwright.chromium.executable_path
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return found or (fetched if Path(fetched).exists() else None)


@contextmanager
def browser(executable: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            yield opened
        finally:
            opened.close()

"""A ``gongkai serve`` of its own for a benchmark: a folder thrown away afterwards, a free port."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

PATIENCE = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its process, its address, and the seconds until it answered for the first time."""

    process: subprocess.Popen[bytes]
    address: str
    seconds: float

    def open(self, path: str) -> str:
        """A page; HTTPError where there is none."""
        with _opener().open(self.address + path.lstrip("/"), timeout=30) as answer:
            return str(answer.read().decode())


@contextmanager
def folder() -> Iterator[str]:
    """An empty data folder."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-", ignore_cleanup_errors=True) as name:
        yield name


@contextmanager
def serve(data: str, *options: str, **more: str) -> Iterator[Served]:
    """Start it on ``data``, wait until a page comes, stop it in the end; ``more`` of its environment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"GONGKAI_DATA": data, **more}
    command = [sys.executable, "-m", "gongkai", "serve", "--port", str(port), "--no-browser", *options]
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/"
        _wait(process, address)
        yield Served(process, address, time.perf_counter() - begin)
    finally:
        # the watcher stops its children itself; SIGTERM is what it waits for
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            sys.exit(f"serve ended with {process.returncode}")
        try:
            with _opener().open(address, timeout=30) as answer:
                answer.read()
                return
        except OSError:
            time.sleep(0.05)
    sys.exit(f"serve did not answer within {PATIENCE:g} s")


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))

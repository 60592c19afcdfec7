"""Work on a stranger's file in a child process: whatever the file does, it costs bounded time and memory.

A page of a PDF can keep a parser busy for an hour, and no Python code can stop a parser written in C. The
child is a fresh interpreter, because a web process with threads must not be forked; it costs about half a
second, and sees neither our environment nor our open files.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gongkai.reading.limits import MAX_BYTES, MEGABYTE

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from importlib import import_module; import_module(sys.argv[2]).answer()"
)
_ROOT = str(Path(__file__).resolve().parents[2])
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # each reserves memory of its own
#: What an interpreter needs to start. Nothing else of ours, such as a password, goes to the child.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL")


class TooSlow(Exception):
    """The child was at it for longer than it may."""


def ask(module: str, order: Mapping[str, Any], data: bytes, *, seconds: float, megabytes: int) -> bytes:
    """What ``module.answer()`` writes to standard output in a child, given ``order`` and ``data``.

    Nothing, or half of it, where the child died: of hunger for memory, or because a parser crashed.
    """
    child = subprocess.Popen(
        [sys.executable, "-I", "-X", "utf8", "-c", _START, _ROOT, module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**_ONE_THREAD, **{key: os.environ[key] for key in _ENVIRONMENT if key in os.environ}},
        start_new_session=True,
    )
    limits = {"megabytes": megabytes, "seconds": seconds}
    try:
        answered, _ = child.communicate(
            json.dumps({**order, **limits}).encode() + b"\n" + data, timeout=seconds
        )
    except subprocess.TimeoutExpired as error:
        raise TooSlow from error
    finally:
        _end(child)
    return answered


def taken() -> tuple[dict[str, Any], bytes]:
    """In the child: its order and its data, once the system holds it to its limits."""
    order: dict[str, Any] = json.loads(sys.stdin.buffer.readline())
    _limit(order["megabytes"], order["seconds"])
    return order, sys.stdin.buffer.read()


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End the child and what it started; a program that it called may still be running."""
    if child.poll() is None:
        if sys.platform == "win32":
            child.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
    child.communicate()


def _limit(megabytes: int, seconds: float) -> None:
    """Ask the system to hold this process to its limits. Windows cannot; macOS ignores the one for memory."""
    if sys.platform == "win32":
        return
    import resource

    wanted = {
        resource.RLIMIT_AS: megabytes * MEGABYTE,
        resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: MAX_BYTES,  # antiword copies what it reads
    }
    for kind, most in wanted.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))

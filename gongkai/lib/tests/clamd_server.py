"""A small server that speaks clamd's INSTREAM as documented, with its errors; and the real scanner."""

import os
import shutil
import socket
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

#: The test file that every scanner takes for a virus; in two parts, so that none takes this one for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner:
    """``behaviour``: found (looks for the test file), silent, closed, limit, nonsense. Gives host:port."""

    def __init__(self, behaviour: str = "found") -> None:
        self.behaviour = behaviour
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._done = threading.Event()

    def __enter__(self) -> str:
        self._thread.start()
        host, port = self._listening.getsockname()[:2]
        return f"{host}:{port}"

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # wakes who waits for the next to ask
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        with suppress(OSError):
            while not self._done.is_set():
                self._answer(self._listening.accept()[0])

    def _answer(self, asked: socket.socket) -> None:
        with asked:
            if self.behaviour == "silent":
                self._done.wait(5)
                return
            if self.behaviour == "closed":
                return
            if self.behaviour == "limit":
                asked.recv(100)
                asked.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
            data = self._received(asked)
            asked.sendall(b"what?\0" if self.behaviour == "nonsense" else self._verdict(data))

    def _received(self, asked: socket.socket) -> bytes:
        stream = asked.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!L", stream.read(4))[0]:
            data += stream.read(size)
        return data

    def _verdict(self, data: bytes) -> bytes:
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0"


def program() -> str | None:
    """Where the real scanner is, if it is installed; Debian has it beside the path of ordinary people."""
    return shutil.which("clamd", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))


@contextmanager
def daemon(clamd: str) -> Iterator[str]:
    """The real scanner on a socket of its own, knowing the one signature of the test file."""
    with tempfile.TemporaryDirectory(prefix="clamd-") as name:  # the path of a socket must be short
        folder, address = Path(name), f"{name}/socket"
        (folder / "test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
        settings = {"DatabaseDirectory": name, "LocalSocket": address, "Foreground": "yes"}
        (folder / "clamd.conf").write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
        command = [clamd, "--config-file", str(folder / "clamd.conf")]
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        try:
            _wait(process, folder)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Until it listens; what it said where it ends instead."""
    until = time.monotonic() + 60
    while not (folder / "socket").exists():
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError((folder / "said").read_text(errors="replace"))
        time.sleep(0.05)

"""A small server that speaks clamd's INSTREAM as documented, with its errors."""

import socket
import struct
import threading
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
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        try:
            asked, _address = self._listening.accept()
        except OSError:
            return
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

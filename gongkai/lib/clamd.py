"""The virus scanner clamd, asked over its socket: INSTREAM, nothing written to disk.

``NotScanned`` is every outcome but a verdict; whoever asks must not take such a file for a clean one.
"""

import socket
import struct
from contextlib import suppress

from gongkai.lib.language import _

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
SECONDS = 20.0


class NotScanned(Exception):
    """Why there is no verdict: one sentence."""


class Silent(NotScanned):
    """The scanner itself does not answer, whatever it is asked of."""


def found_in(data: bytes, address: str, *, seconds: float | None = None) -> str:
    """The name of what the scanner found; empty where it found nothing.

    ``address``: a path of a socket, or host:port.
    """
    try:
        with _connected(address, SECONDS if seconds is None else seconds) as scanner:
            with suppress(BrokenPipeError, ConnectionResetError):  # it may answer before all is sent
                _send(scanner, data)
            answer = _answer(scanner)
    except (OSError, ValueError) as error:
        raise _silent() from error
    return _verdict(answer)


def _send(scanner: socket.socket, data: bytes) -> None:
    scanner.sendall(b"zINSTREAM\0")
    for start in range(0, len(data), CHUNK):
        chunk = data[start : start + CHUNK]
        scanner.sendall(struct.pack("!L", len(chunk)) + chunk)
    scanner.sendall(struct.pack("!L", 0))


def _connected(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(seconds)
        try:
            scanner.connect(address)
        except OSError:
            scanner.close()
            raise
        return scanner
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=seconds)


def _answer(scanner: socket.socket) -> str:
    """Up to the NUL that ends an answer; a scanner that refuses a stream answers before it is sent whole."""
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        more = scanner.recv(1024)
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _silent() -> Silent:
    return Silent(_("病毒扫描 — 扫描程序没有应答 — 请系统管理员查看clamd是否在运行。"))


def _verdict(answer: str) -> str:
    if not answer:
        raise _silent()
    words = answer.removeprefix("stream:").strip()
    if words == "OK":
        return ""
    if words.endswith(" FOUND"):
        return words.removesuffix(" FOUND")
    if "size limit exceeded" in words:
        raise NotScanned(_("病毒扫描 — 文件超过扫描程序的上限 — 请系统管理员调大clamd的StreamMaxLength。"))
    raise NotScanned(_("病毒扫描 — 扫描程序的应答看不懂 — 请系统管理员查看clamd的日志。"))

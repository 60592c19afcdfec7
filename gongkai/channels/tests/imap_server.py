"""A mailbox on this machine that speaks IMAP over TLS, as far as it is asked (RFC 9051)."""

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.channels.mailbox import Mailbox
from gongkai.channels.tests.servers import HOST, own_certificate

USER, PASSWORD = "gk@example.gov.cn", "right"


@dataclass
class ImapServer:
    """``mails`` by their number, from 1; ``fetched`` are those whose body was asked for."""

    mails: list[bytes] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    fetched: list[int] = field(default_factory=list)
    trusted: Path = Path()
    port: int = 0

    @property
    def mailbox(self) -> Mailbox:
        return Mailbox(HOST, self.port, USER, PASSWORD)


class _Talk(socketserver.StreamRequestHandler):
    box: ImapServer

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline():
            tag, _space, asked = line.decode("ascii").rstrip("\r\n").partition(" ")
            if self._answer(asked):
                self._say(f"{tag} {self._done}")
            if asked.upper() == "LOGOUT":
                return

    def _answer(self, asked: str) -> bool:
        self._done = "OK done"
        if asked == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1")
        elif asked.startswith("LOGIN "):
            is_right = asked.replace('"', "") == f"LOGIN {USER} {PASSWORD}"
            self._done = "OK logged in" if is_right else f"NO wrong: {asked}"
        elif asked.startswith("SELECT ") and asked not in ('SELECT "INBOX"', 'SELECT "&UWxfAA- in"'):
            self._done = "NO no such mailbox"
        elif asked.startswith("SELECT "):
            self._say(f"* {len(self.box.mails)} EXISTS")
        elif asked == "UID SEARCH UNSEEN":
            unseen = [str(n) for n in range(1, len(self.box.mails) + 1) if n not in self.box.seen]
            self._say(" ".join(["* SEARCH", *unseen]))
        elif found := re.fullmatch(r"UID FETCH (\d+) \((.+)\)", asked):
            self._fetch(int(found[1]), found[2])
        elif found := re.fullmatch(r"UID STORE (\d+) \+FLAGS.SILENT \(\\Seen\)", asked):
            self.box.seen.add(int(found[1]))
        elif asked == "LOGOUT":
            self._say("* BYE")
        else:
            self._done = f"BAD {asked}"
        return True

    def _fetch(self, n: int, what: str) -> None:
        mail = self.box.mails[n - 1]
        if what == "BODY.PEEK[]":
            self.box.fetched.append(n)
            said, part = "BODY[]", mail
        else:
            said, part = f"RFC822.SIZE {len(mail)} BODY[HEADER]", mail.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        self.wfile.write(f"* {n} FETCH (UID {n} {said} {{{len(part)}}}\r\n".encode() + part + b")\r\n")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext, talk: type[_Talk]) -> None:
        super().__init__((HOST, 0), talk)
        self._context = context

    def finish_request(self, request: object, client_address: object) -> None:
        try:
            secured = self._context.wrap_socket(request, server_side=True)  # type: ignore[arg-type]
            super().finish_request(secured, client_address)
            secured.close()
        except OSError:  # who does not trust the certificate hangs up
            pass


@contextmanager
def imap_server(folder: Path) -> Iterator[ImapServer]:
    """The server; trusted by whoever reads ``SSL_CERT_FILE`` from its ``trusted``."""
    context, trusted = own_certificate(folder)
    box = ImapServer(trusted=trusted)
    with _Server(context, type("Talk", (_Talk,), {"box": box})) as server:
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield box
        finally:
            server.shutdown()

"""Servers for tests, on this machine: mail (aiosmtpd), and web addresses that answer as a robot would."""

import asyncio
import json
import socket
import ssl
import threading
from asyncio import Transport
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"


@dataclass
class Post:
    """What a web server was sent."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class WebServer:
    """Answers every POST with ``status`` and ``answer``; ``silent`` takes it and says nothing until told."""

    answer: object = field(default_factory=lambda: {"errcode": 0, "errmsg": "ok"})
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False
    posts: list[Post] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    @property
    def host(self) -> str:
        return f"{HOST}:{self.port}"

    @property
    def base(self) -> str:
        return f"http://{self.host}"


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """A server of one kind of requests, on a free port, until the block ends."""
    with ThreadingHTTPServer((HOST, 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join(5)


@contextmanager
def web_server(**behaviour: Any) -> Iterator[WebServer]:
    server = WebServer(**behaviour)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.posts.append(Post(self.path, dict(self.headers), body))
            server.arrived.set()
            if server.silent:
                server.released.wait(30)
                return
            sent = server.answer if isinstance(server.answer, bytes) else json.dumps(server.answer).encode()
            self.send_response(server.status)
            for name, value in server.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_words: object) -> None:
            pass

    with listening(Handler) as server.port:
        try:
            yield server
        finally:
            server.released.set()


@dataclass
class MailServer:
    """What arrived; ``says`` answers each message, ``to`` each addressee.

    ``silent``: it takes a message, and the line breaks before it answers; ``holds``: it never answers;
    ``holds_from``: it answers so many messages, and then no more.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    says: str = "250 OK"
    to: str = "250 OK"
    silent: bool = False
    holds: bool = False
    holds_from: int | None = None
    arrived: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.to.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        if self.holds_from is not None and len(self.mails) <= self.holds_from:
            return self.says
        self.arrived.set()
        if self.silent:
            assert isinstance(server.transport, Transport)
            server.transport.abort()
        if self.holds or self.holds_from is not None:
            await asyncio.Event().wait()
        return self.says

    @property
    def settings(self) -> dict[str, str]:
        return {
            "host": HOST,
            "port": str(self.port),
            "security": "plain",
            "sender": "gk@example.gov.cn",
            "username": "",
            "password": "",
        }


@contextmanager
def mail_server(
    *, login: tuple[str, str] | None = None, tls: ssl.SSLContext | None = None, **behaviour: Any
) -> Iterator[MailServer]:
    """``login``: the only name and password; ``tls``: it speaks STARTTLS with this context."""
    server = MailServer(**behaviour)

    def authenticate(
        _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        knows = (data.login.decode(), data.password.decode()) == login
        return AuthResult(success=knows, handled=False)

    asked: dict[str, Any] = {}
    if login:
        asked |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": tls is not None}
    if tls:
        asked |= {"tls_context": tls, "require_starttls": True}
    server.port = free_port()
    controller = Controller(server, hostname=HOST, port=server.port, **asked)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server((HOST, 0)) as listening:
        return int(listening.getsockname()[1])


def own_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A certificate of this machine that nobody knows, as a server's context and as a file to be trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    day = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - timedelta(days=1))
        .not_valid_after(day + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, key_file = folder / "certificate.pem", folder / "key.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key_file)
    return context, file

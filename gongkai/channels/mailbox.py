"""收件邮箱: read over IMAP with TLS, and nothing else. What is read stays in the mailbox, marked as seen."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from gongkai.channels.base import Later, Misconfigured
from gongkai.lib.language import _

SECONDS = 30
#: So many are looked at in one round; the others wait for the next.
MOST = 50
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where mail is read, as the installation's settings say."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that nobody has read: its size in bytes, and its head."""

    uid: str
    size: int
    head: bytes


class Opened:
    """A mailbox that is open."""

    def __init__(self, server: imaplib.IMAP4) -> None:
        self._server = server

    def waiting(self) -> Iterator[Waiting]:
        """The unread messages, the oldest first."""
        _status, found = self._server.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").decode("ascii").split()[:MOST]:
            said = self._asked(uid, "(RFC822.SIZE BODY.PEEK[HEADER])")
            size = _SIZE.search(b" ".join(part if isinstance(part, bytes) else part[0] for part in said))
            yield Waiting(uid, int(size[1]) if size else 0, _literal(said))

    def message(self, uid: str) -> bytes:
        """A message whole; it stays unread."""
        return _literal(self._asked(uid, "(BODY.PEEK[])"))

    def seen(self, uid: str) -> None:
        self._server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Seen)")

    def _asked(self, uid: str, what: str) -> list[bytes | tuple[bytes, bytes]]:
        _status, said = self._server.uid("FETCH", uid, what)
        return [part for part in said if part]


def _literal(said: list[bytes | tuple[bytes, bytes]]) -> bytes:
    return next((part[1] for part in said if isinstance(part, tuple)), b"")


@contextmanager
def opened(mailbox: Mailbox) -> Iterator[Opened]:
    """The mailbox, open. ``Misconfigured`` where it cannot be opened so, ``Later`` where out of reach."""
    try:
        server = imaplib.IMAP4_SSL(
            mailbox.host, mailbox.port, ssl_context=ssl.create_default_context(), timeout=SECONDS
        )
    except ssl.SSLCertVerificationError as error:
        raise Misconfigured(
            _("收件邮箱 — 服务器的证书不被信任 — 请核对服务器名；自建的请管服务器的人装上单位的根证书。")
        ) from error
    except ssl.SSLError as error:
        raise Misconfigured(_("收件邮箱 — 服务器不用TLS — 请核对端口，一般是993。")) from error
    except (OSError, imaplib.IMAP4.error) as error:
        raise _away() from error
    try:
        _enter(server, mailbox)
        yield Opened(server)
    except (OSError, imaplib.IMAP4.abort) as error:
        raise _away() from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _enter(server: imaplib.IMAP4, mailbox: Mailbox) -> None:
    try:
        server.login(mailbox.user, mailbox.password)
        status, _said = server.select(f'"{_written(mailbox.folder)}"')
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        # what the server says may repeat the password
        raise Misconfigured(
            _("收件邮箱 — 用户名或密码不对 — 请核对；很多邮箱要在网页里开通IMAP，用授权码作密码。")
        ) from None
    if status != "OK":
        raise Misconfigured(_("收件邮箱 — 没有“{folder}”这个文件夹 — 请核对。").format(folder=mailbox.folder))


def _written(folder: str) -> str:
    """A folder's name as IMAP writes it: what is not ASCII in UTF-7 of its own kind (RFC 3501, 5.1.3)."""
    plain = re.sub(r'["\\\r\n]', "_", folder).replace("&", "&-")
    return re.sub(
        "[^\x20-\x7e]+",
        lambda run: run[0].encode("utf-7").decode().replace("+", "&", 1).replace("/", ","),
        plain,
    )


def _away() -> Later:
    return Later(_("收件邮箱 — 连不上服务器 — 会自动再试；一直这样，请核对服务器名、端口和网络。"))

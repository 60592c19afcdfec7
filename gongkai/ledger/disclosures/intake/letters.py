"""What a mail from outside holds, whatever it was made to be: who says to have sent it, and its files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import default
from email.utils import parseaddr
from hashlib import sha256
from pathlib import PurePosixPath

from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.making.files import LARGEST, MOST
from gongkai.ledger.vault import MEGABYTE
from gongkai.lib.files import safe_name
from gongkai.lib.language import _

#: Bytes of a whole message, its files a third longer than they are; parts of it, and how deep they lie.
MOST_BYTES, MOST_PARTS, DEEPEST = 42 * MEGABYTE, 200, 10


@dataclass(frozen=True, slots=True)
class Head:
    """``sender`` in small letters, empty where it names none or several; ``key`` is of the mail."""

    sender: str
    key: str
    is_vouched: bool


def head(data: bytes, vouching: str) -> Head:
    """What the head of a message says. ``vouching``: the mail server whose word on the sender counts (RFC
    8601); empty where none is asked."""
    try:
        said = message_from_bytes(data, policy=default)
        senders = [str(one) for one in said.get_all("From", [])]
        number = str(said.get("Message-ID", "")).strip()
        words = [str(one) for one in said.get_all("Authentication-Results", [])]
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError, IndexError, TypeError):
        return Head("", f"mail:{sha256(data).hexdigest()}", False)
    named = [parseaddr(one)[1].lower() for one in senders]
    one = named[0] if len(named) == 1 and senders[0].count("@") <= 2 and "," not in senders[0] else ""
    return Head(
        one, f"mail:{number or sha256(data).hexdigest()}", not vouching or _vouched(words, vouching, one)
    )


def _vouched(words: list[str], vouching: str, sender: str) -> bool:
    """Whether our own server, whose line is the first, found the sender's domain to be true."""
    ours = [line for line in words if line.split(";")[0].strip().split(" ")[0].lower() == vouching.lower()]
    if not ours or ours[0] is not words[0]:
        return False
    domain = re.escape(sender.rpartition("@")[2])
    return bool(re.search(rf"\bdmarc=pass\b[^;]*\bheader\.from=\"?{domain}(?![\w.-])", ours[0], re.I))


def files(data: bytes) -> list[tuple[str, bytes]]:
    """The files of a message, with their names; Refused where it holds none, or what may not be."""
    try:
        said = message_from_bytes(data, policy=default)
        found = [(_named(part, n), _content(part)) for n, part in enumerate(_attached(said, 0, [0]), 1)]
    except (MessageError, ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise Refused(_("邮件 — 写法不对，读不出来 — 请另写一封，把文件作附件。")) from error
    if not found:
        raise Refused(_("邮件 — 没有附件 — 请把要公开的文件作附件再发。"))
    if len(found) > MOST:
        raise Refused(_("邮件 — 附件超过{most}个 — 请分几封发。").format(most=MOST))
    return found


def _attached(part: Message, depth: int, count: list[int]) -> Iterator[Message]:
    count[0] += 1
    if depth > DEEPEST or count[0] > MOST_PARTS:
        raise Refused(_("邮件 — 一层套一层，太深或太多 — 请另写一封，把文件直接作附件。"))
    if part.get_content_maintype() == "message":
        raise Refused(_("邮件 — 附件里是另一封邮件 — 请把里面的文件取出来，直接作附件。"))
    if part.is_multipart():
        for inner in part.get_payload():
            assert isinstance(inner, Message)
            yield from _attached(inner, depth + 1, count)
    elif _is_file(part):
        yield part


def _is_file(part: Message) -> bool:
    """A picture within the text, such as a signature's, is none."""
    disposition = part.get_content_disposition()
    return disposition == "attachment" or (
        disposition != "inline" and bool(part.get_filename()) and not part.get("Content-ID")
    )


def _named(part: Message, n: int) -> str:
    """Its name without any way to another folder, and without marks that turn it round."""
    name = str(part.get_filename() or f"{_('附件')}{n}").replace("\\", "/")
    plain = "".join(char for char in PurePosixPath(name).name if char.isprintable())
    return safe_name(plain)[:120]


def _content(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)  # only of parts that hold others there is none
    if len(data) > LARGEST:
        raise Refused(_("文件 — 超过{size}兆字节 — 请压缩或分开再放。").format(size=LARGEST // MEGABYTE))
    return data

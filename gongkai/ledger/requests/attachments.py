"""Files that people hand in: looked at in memory, then encrypted into the data folder or not kept at all.

What bears a secrecy mark is refused before it is stored, and nothing of it is kept (保密法).
"""

import secrets
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings

from gongkai.law import secrecy
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.requests.entries import Kept
from gongkai.ledger.requests.models import Attachment
from gongkai.ledger.requests.steps import Refused
from gongkai.lib import clamd, kinds
from gongkai.lib.crypto import UnknownKey
from gongkai.lib.files import safe_name, write_whole
from gongkai.lib.kinds import Kind
from gongkai.lib.language import _
from gongkai.reading import ReadError, safely

FOLDER = "attachments"
MEGABYTE = 1024 * 1024
LARGEST, MOST = 10 * MEGABYTE, 5
SECONDS, MEGABYTES = 20, 700  # of looking through one file
#: How long a file may wait for its form to be sent.
WAITS = 48 * 3600


class Barred(Refused):
    """A file that bears a secrecy mark: nothing of it may be kept, nor even its name."""


def keep(name: str, data: bytes) -> Kept:
    """Look at a file and store it; Refused, or Barred, where it may not be. Its words and the virus scanner
    are asked before anything is written."""
    kind = _checked(name, data)
    is_read = kind in kinds.WITH_WORDS and _looked_through(name, data)
    return store(name, data, kind, is_read=is_read, is_scanned=_scanned(data))


def store(name: str, data: bytes, kind: Kind, *, is_read: bool, is_scanned: bool) -> Kept:
    """Put a file that was looked at into the data folder, under a key of its own."""
    key, place = Fernet.generate_key(), secrets.token_hex(24)
    write_whole(path_of(place), Fernet(key).encrypt(data), private=True)
    return Kept(
        place=place,
        name_sealed=keys().seal(_shown_name(name, kind)),
        key_sealed=keys().seal(key.decode()),
        kind=kind.code,
        size=len(data),
        sha256=sha256(data).hexdigest(),
        is_read=is_read,
        is_scanned=is_scanned,
    )


def name_of(kept: Kept | Attachment) -> str:
    return keys().open(kept.name_sealed)


def content(kept: Kept | Attachment) -> bytes:
    """What was handed in; UnknownKey where the file is gone or is not the one that was stored."""
    try:
        data = Fernet(keys().open(kept.key_sealed)).decrypt(path_of(kept.place).read_bytes())
    except (OSError, ValueError) as error:
        raise UnknownKey(_("附件 — 文件不在数据文件夹里 — 请从备份恢复。")) from error
    if sha256(data).hexdigest() != kept.sha256:
        raise UnknownKey(_("附件 — 文件与登记的不符 — 请从备份恢复。"))
    return data


def drop(kept: Kept | Attachment) -> None:
    """Take a file back that no row names."""
    path_of(kept.place).unlink(missing_ok=True)


def sweep() -> int:
    """Drop the files whose form was never sent; how many."""
    named = set(Attachment.objects.values_list("place", flat=True))
    old = time.time() - WAITS
    stray = [path for path in _stored() if path.name not in named and path.stat().st_mtime < old]
    for path in stray:
        path.unlink(missing_ok=True)
    return len(stray)


def path_of(place: str) -> Path:
    return Path(settings.DATA) / FOLDER / place[:2] / place


def _stored() -> Iterable[Path]:
    return (path for path in (Path(settings.DATA) / FOLDER).glob("??/*") if not path.name.startswith("."))


def _checked(name: str, data: bytes) -> Kind:
    if secrecy.marked(name, of_file=True):
        raise _barred()
    if not data:
        raise Refused(_("附件 — 文件是空的 — 请打开看看，再选一次。"))
    if len(data) > LARGEST:
        raise Refused(_("附件 — 超过10兆字节 — 请压缩或分开，也可以当面或者邮寄提交。"))
    kind = kinds.kind_of(data)
    if kind is None:
        words = "、".join(kind.zh for kind in kinds.KINDS)
        raise Refused(_("附件 — 不是能收的文件 — 请改成这些再选：{kinds}。").format(kinds=words))
    return kind


def _looked_through(name: str, data: bytes) -> bool:
    """Whether the words of the file could be looked through; a scan has none that could."""
    try:
        words = safely.words_of(data, name=name, seconds=SECONDS, megabytes=MEGABYTES)
    except ReadError:
        return False
    if secrecy.marked(words, of_file=True):
        raise _barred()
    return bool(words.strip())


def _scanned(data: bytes) -> bool:
    """Whether the virus scanner found the file clean; where there is one, without its word nothing is
    kept."""
    if not settings.CLAMD:
        return False
    try:
        found = clamd.found_in(data, settings.CLAMD)
    except clamd.NotScanned as error:
        raise Refused(
            _("附件 — 病毒扫描没有做成，文件没有收下 — 请过一会儿再选，也可以当面或者邮寄提交。")
        ) from error
    if found:
        raise Refused(_("附件 — 查出病毒，文件没有收下 — 请换一份干净的文件。"))
    return True


def _barred() -> Barred:
    return Barred(_("附件 — 有密级或者不公开的标志，没有收下，也没有留存 — 请联系保密员。"))


def _shown_name(name: str, kind: Kind) -> str:
    """The name it came with, under the suffix of what it really is."""
    stem = Path(safe_name(name)).stem[:80] or _("附件")
    return f"{stem}{kind.suffix}"

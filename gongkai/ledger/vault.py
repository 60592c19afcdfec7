"""Files of the ledgers: looked at in memory, then encrypted into their store or not kept at all.

What bears a secrecy mark is refused before it is stored, and nothing of it is kept (保密法). Each file lies
under a random name; its key lies sealed in the row that names it: without the row nobody opens the file.
"""

import logging
import secrets
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from cryptography.fernet import Fernet
from django.conf import settings
from django.db.models import QuerySet

from gongkai.law import secrecy
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.base import Refused
from gongkai.lib import clamd, kinds
from gongkai.lib.crypto import UnknownKey
from gongkai.lib.files import safe_name, why
from gongkai.lib.kinds import Kind
from gongkai.lib.language import _
from gongkai.lib.stores import Access, Bucket, Folder, Store, Unavailable
from gongkai.reading import ReadError, safely

MEGABYTE = 1024 * 1024
SECONDS, MEGABYTES = 20, 700  # of looking through one file
#: How long a file may wait for its form to be sent.
WAITS = 48 * 3600
BATCH = 1000


logger = logging.getLogger("gongkai.vault")
WAITING = "waiting"  # in quarantine, for the virus scanner
_COLUMNS = ("place", "name_sealed", "key_sealed", "kind", "size", "sha256")


class Barred(Refused):
    """A file that bears a secrecy mark: nothing of it may be kept, nor even its name."""


class NotScanned(Refused):
    """A file of which the virus scanner gave no verdict."""


class Sealed(Protocol):
    """What tells where a file lies and how it is opened."""

    @property
    def place(self) -> str: ...

    @property
    def key_sealed(self) -> str: ...

    @property
    def sha256(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was looked at and stored, and waits for the row that names it."""

    place: str
    name_sealed: str
    key_sealed: str
    kind: str
    size: int
    sha256: str
    is_read: bool
    is_scanned: bool
    quarantine: str = ""

    @property
    def columns(self) -> dict[str, Any]:
        """What every row that names a file keeps of it."""
        return {name: getattr(self, name) for name in _COLUMNS}


@dataclass(frozen=True, slots=True)
class Vault:
    """A folder of the data folder, what kinds of file it takes, and how large they may be."""

    folder: str
    takes: tuple[Kind, ...]
    largest: int
    instead: Callable[[], str]  # what whoever is refused may do

    def keep(
        self,
        name: str,
        data: bytes,
        words: str | None = None,
        kind: Kind | None = None,
        *,
        may_wait: bool = False,
    ) -> Kept:
        """Look at a file and store it; Refused, or Barred, where it may not be. Its words and the virus
        scanner are asked before anything is written. ``words``: all that stand in it, and ``kind``: what
        it is, where known already. ``may_wait``: kept for the scanner where that gives no verdict."""
        kind, is_read = self._opened(name, data, words, kind)
        try:
            is_scanned = self._scanned(data)
        except NotScanned:
            if not may_wait:
                raise
            kept = self.store(name, data, kind, is_read=is_read, is_scanned=False)
            return replace(kept, quarantine=WAITING)
        return self.store(name, data, kind, is_read=is_read, is_scanned=is_scanned)

    def looked_at(
        self, name: str, data: bytes, words: str | None = None, kind: Kind | None = None
    ) -> tuple[Kind, bool, bool]:
        """What a file is, whether words were read in it, whether it was scanned; refused as ``keep`` does."""
        kind, is_read = self._opened(name, data, words, kind)
        return kind, is_read, self._scanned(data)

    def _opened(self, name: str, data: bytes, words: str | None, kind: Kind | None) -> tuple[Kind, bool]:
        """What a file is, and whether words were read in it; Barred where they bear a secrecy mark."""
        kind = self.checked(name, data, kind)
        if words is None:
            words = _words_of(name, data) if kind in kinds.WITH_WORDS else ""
        if secrecy.marked(words, of_file=True):
            raise barred()
        return kind, bool(words.strip())

    def store(self, name: str, data: bytes, kind: Kind, *, is_read: bool, is_scanned: bool) -> Kept:
        """Encrypt what was looked at, or made here, into the store; Refused where it cannot be kept."""
        key, place = Fernet.generate_key(), secrets.token_hex(24)
        try:
            store().put(self.name_of(place), Fernet(key).encrypt(data))
        except OSError as error:
            logger.exception("a file was not kept")
            raise Refused(
                _("附件 — 现在存不下（{why}），没有收下 — 请过一会儿再试，{instead}。").format(
                    why=why(error), instead=self.instead()
                )
            ) from error
        return Kept(
            place=place,
            name_sealed=keys().seal(shown_name(name, kind)),
            key_sealed=keys().seal(key.decode()),
            kind=kind.code,
            size=len(data),
            sha256=sha256(data).hexdigest(),
            is_read=is_read,
            is_scanned=is_scanned,
        )

    def content(self, kept: Sealed) -> bytes:
        """What was handed in; UnknownKey where the file is gone or is not the one that was stored,
        Unavailable where it cannot be had now."""
        try:
            data = Fernet(keys().open(kept.key_sealed)).decrypt(store().get(self.name_of(kept.place)))
        except (FileNotFoundError, ValueError) as error:
            raise UnknownKey(_("附件 — 文件不在数据文件夹里 — 请从备份恢复。")) from error
        except OSError as error:
            told = _("附件 — 现在取不出来（{why}），文件没有丢 — 请过一会儿再试，还不行就找管服务器的人。")
            raise Unavailable(told.format(why=why(error))) from error
        if sha256(data).hexdigest() != kept.sha256:
            raise UnknownKey(_("附件 — 文件与登记的不符 — 请从备份恢复。"))
        return data

    def drop(self, place: str) -> None:
        """Take a file back that no row names. Where that cannot be now, ``sweep`` does it: nobody opens it
        meanwhile, since its key is gone with its row."""
        try:
            store().drop(self.name_of(place))
        except OSError:
            logger.exception("a file that no row names was not taken away")

    @contextmanager
    def unless_named(self, places: Iterable[str]) -> Iterator[None]:
        """Drop the files that lie there by the end, where the rows that should name them were not written."""
        try:
            yield
        except BaseException:
            for place in places:
                self.drop(place)
            raise

    def sweep(self, named: Collection[str]) -> int:
        """Drop the files that no row names and whose form was never sent; how many."""
        old = time.time() - WAITS
        stray = [
            name
            for name, at in store().names(self.folder)
            if at < old and name.rpartition("/")[2] not in named
        ]
        for name in stray:
            store().drop(name)
        return len(stray)

    def holds(self, place: str) -> bool:
        """Whether a file is there; OSError where that cannot be found out."""
        return store().has(self.name_of(place))

    def places(self) -> set[str]:
        """Of all files that are there."""
        return {name.rpartition("/")[2] for name, _at in store().names(self.folder)}

    def name_of(self, place: str) -> str:
        return f"{self.folder}/{place[:2]}/{place}"

    def path_of(self, place: str) -> Path:
        """Where a file lies that is in no bucket."""
        return Path(settings.DATA) / self.name_of(place)

    def checked(self, name: str, data: bytes, kind: Kind | None = None) -> Kind:
        """What kind of file it is; Refused where it is none that is taken, Barred by its name."""
        if secrecy.marked(name, of_file=True):
            raise barred()
        if not data:
            raise Refused(_("附件 — 文件是空的 — 请打开看看，再选一次。"))
        if len(data) > self.largest:
            raise Refused(
                _("附件 — 超过{size}兆字节 — 请压缩或分开，{instead}。").format(
                    size=self.largest // MEGABYTE, instead=self.instead()
                )
            )
        kind = kind or kinds.kind_of(data)
        if kind is None and kinds.has_macros(data):
            raise Refused(_("附件 — 里面有宏（程序），没有收下 — 请另存为不带宏的Word、Excel再选。"))
        if kind not in self.takes:
            words = "、".join(kind.zh for kind in self.takes)
            raise Refused(_("附件 — 不是能收的文件 — 请改成这些再选：{kinds}。").format(kinds=words))
        return kind

    def _scanned(self, data: bytes) -> bool:
        """Whether the virus scanner found the file clean; where there is one, without its word nothing is
        kept."""
        if not settings.CLAMD:
            return False
        try:
            found = clamd.found_in(data, settings.CLAMD)
        except clamd.NotScanned as error:
            raise NotScanned(
                _("附件 — 病毒扫描没有做成，文件没有收下 — 请过一会儿再选，{instead}。").format(
                    instead=self.instead()
                )
            ) from error
        if found:
            raise Refused(_("附件 — 查出病毒，文件没有收下 — 请换一份干净的文件。"))
        return True


def store() -> Store:
    """Where the files of this installation lie: in its data folder, unless a bucket is set."""
    return bucket() or Folder(Path(settings.DATA))


def bucket() -> Bucket | None:
    if not settings.S3_BUCKET:
        return None
    access = Access(
        settings.S3_BUCKET, settings.S3_ENDPOINT, settings.S3_REGION, settings.S3_KEY, settings.S3_SECRET
    )
    return Bucket(access, Folder(Path(settings.DATA)))


def reseal_rows(rows: QuerySet[Any], names: Sequence[str]) -> int:
    """Seal the named columns of the rows anew under the newest key, some rows at a time; how many rows."""
    ring, count, taken = keys(), 0, iter(rows.iterator(chunk_size=BATCH))
    while batch := list(islice(taken, BATCH)):
        for row in batch:
            for name in names:
                setattr(row, name, ring.reseal(getattr(row, name)))
        rows.model._default_manager.bulk_update(batch, names)
        count += len(batch)
    return count


def barred() -> Barred:
    return Barred(_("附件 — 有密级或者不公开的标志，没有收下，也没有留存 — 请联系保密员。"))


def shown_name(name: str, kind: Kind) -> str:
    """The name it came with, under the suffix of what it really is."""
    stem = Path(safe_name(name)).stem[:80] or _("附件")
    return f"{stem}{kind.suffix}"


def _words_of(name: str, data: bytes) -> str:
    """The words of a file, as far as they can be looked through; a scan has none that could."""
    try:
        return safely.words_of(data, name=name, seconds=SECONDS, megabytes=MEGABYTES)
    except ReadError:
        return ""

"""One file with everything but the keys: a zip whose manifest says what is in it, with digests.

The manifest is written last and the file gets its name when it is whole, so a broken attempt leaves nothing
that could be taken for a backup. Laid out as in docs/adr/0009-backup-format.md.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, Any

from gongkai.backup.errors import Unusable
from gongkai.lib.files import DAMAGED_ZIP, ordinary
from gongkai.lib.language import _

FORMAT = 1
MANIFEST = "manifest.json"
TABLES, FILES = "tables/", "files/"
CHUNK = 1 << 16
#: How an archive is told to be none or damaged.
DAMAGE = (
    *DAMAGED_ZIP,
    *(KeyError, ValueError, TypeError, AttributeError),
    OSError,  # a place before the file's beginning
)
Tick = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One table or file. ``rows`` and ``last_id`` are a table's: how many, and the number given out last."""

    name: str
    size: int
    sha256: str
    rows: int | None = None
    last_id: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. ``audit`` is the head of the log, ``keys`` the marks of the keys."""

    format: int
    program: str
    made_at: str
    migrations: list[str]
    audit: str
    keys: list[str]
    parts: list[Part]

    @property
    def tables(self) -> list[Part]:
        return [part for part in self.parts if part.name.startswith(TABLES)]

    @property
    def files(self) -> list[Part]:
        return [part for part in self.parts if part.name.startswith(FILES)]

    @property
    def rows(self) -> int:
        return sum(part.rows or 0 for part in self.parts)

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)


class Writer:
    """A backup in the making."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED)
        self.parts: list[Part] = []

    def table(self, label: str, lines: Iterable[bytes], last_id: int | None) -> None:
        size, digest, count = self._add(f"{TABLES}{label}.jsonl", lines)
        self.parts.append(Part(f"{TABLES}{label}.jsonl", size, digest, count - 1, last_id))

    def file(self, path: str, content: IO[bytes]) -> None:
        size, digest, _lines = self._add(f"{FILES}{path}", iter(lambda: content.read(CHUNK), b""))
        self.parts.append(Part(f"{FILES}{path}", size, digest))

    def finish(self, manifest: Manifest) -> None:
        self._zip.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        self._zip.close()

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(OSError, ValueError):  # given up: it must not try again when it is swept away
            self._zip.close()

    def _add(self, name: str, chunks: Iterable[bytes]) -> tuple[int, str, int]:
        """The size, the digest and the number of lines of what was written."""
        rest, size, digest, count = iter(chunks), 0, hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as out:
            while block := b"".join(islice(rest, 64)):
                out.write(block)
                digest.update(block)
                size, count = size + len(block), count + block.count(b"\n")
        return size, digest.hexdigest(), count


def draft_of(path: Path) -> Path:
    """Where a file lies hidden until it is whole."""
    return path.with_name(f".{path.name}.part")


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that has its name once it is written to the end and on disk; until then it is hidden."""
    draft = draft_of(path)
    with ExitStack() as left:
        with open(draft, "xb", opener=_for_the_owner) as file:
            left.callback(draft.unlink, missing_ok=True)  # never another's, which was there before
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)


class Archive:
    """A backup that is there. Unusable where it is no backup, damaged, or of a newer program."""

    def __init__(self, path: Path) -> None:
        self.path = ordinary(path)
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = _manifest(self._zip.read(MANIFEST))
        except DAMAGE as error:
            raise Unusable(
                _("{file} — 不是gongkai的备份，或者已损坏、没有写完 — 请换一份备份。").format(file=path.name)
            ) from error

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def check(self, tick: Tick) -> None:
        """Hold every part against its digest; Unusable names the first that does not match."""
        names = sorted(part.name for part in self.manifest.parts)
        if sorted(self._zip.namelist()) != sorted([*names, MANIFEST]):
            raise self.inconsistent()
        for part in self.manifest.parts:
            digest, size = hashlib.sha256(), 0
            for block in self.blocks(part):
                digest.update(block)
                size += len(block)
                if size > part.size:  # never unpack more than was packed
                    break
                tick(len(block))
            if digest.hexdigest() != part.sha256:
                raise self._damaged(part)

    def inconsistent(self) -> Unusable:
        return Unusable(
            _("{file} — 里面的内容与清单不一致 — 文件已损坏，请换一份备份。").format(file=self.path.name)
        )

    def lines(self, part: Part) -> Iterator[bytes]:
        with self._open(part) as file:
            yield from file

    def blocks(self, part: Part) -> Iterator[bytes]:
        with self._open(part) as file:
            yield from iter(lambda: file.read(CHUNK), b"")

    @contextmanager
    def _open(self, part: Part) -> Iterator[IO[bytes]]:
        try:
            with self._zip.open(part.name) as file:
                yield file
        except DAMAGE as error:
            raise self._damaged(part) from error

    def _damaged(self, part: Part) -> Unusable:
        return Unusable(
            _("{file} — 其中的{part}与清单里的校验值不符 — 文件已损坏，请换一份备份。").format(
                file=self.path.name, part=part.name
            )
        )


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _manifest(content: bytes) -> Manifest:
    """The manifest; Unusable where a newer program wrote it, ValueError and its like where it is none."""
    said: dict[str, Any] = json.loads(content)
    if int(said["format"]) > FORMAT:
        raise newer(str(said["program"]))
    manifest = Manifest(**{**said, "parts": [Part(**part) for part in said["parts"]]})
    for part in manifest.parts:
        _inside(part.name)
    return manifest


def newer(program: str) -> Unusable:
    return Unusable(
        _("备份由更新版本的程序（{program}）写成 — 请先升级程序，再恢复。").format(program=program)
    )


def _inside(name: str) -> None:
    """ValueError where a part would be written anywhere but into the folder."""
    steps = PurePosixPath(name).parts
    if not name.startswith((TABLES, FILES)) or ".." in steps or "\\" in name or ":" in name or len(steps) < 2:
        raise ValueError(name)

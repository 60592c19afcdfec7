"""The folder that holds a portal as files. What it wrote there it has in a book of its own, so that it takes
over no folder of somebody else, and deletes and replaces nothing that it has not written."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from gongkai.ledger.base import Refused
from gongkai.lib.language import _

BOOK, SCHEMA = ".gongkai-site.sqlite3", "gongkai.site/1"
#: Stands in the book while a run is on its way.
_RUNNING = "running"
#: So many files are put on disk one by one; of more the whole disk is asked at once.
FEW = 500
_TABLES = """
CREATE TABLE said (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE files (path TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE records (
  pk INTEGER PRIMARY KEY, number INTEGER NOT NULL, day INTEGER NOT NULL,
  changed_on TEXT NOT NULL, turns_on TEXT NOT NULL,
  text TEXT NOT NULL, facets TEXT NOT NULL, line TEXT NOT NULL, fields TEXT NOT NULL, files TEXT NOT NULL
);
CREATE INDEX by_number ON records (number);
CREATE INDEX by_day ON records (day, pk);
"""


class Folder:
    """Writes files under temporary names and swaps them in. What a run means to write stands in the book
    before it is written: after a crash the next one knows it for its own. ``is_torn`` where the last run did
    not come to its end: what lies there may be other than the book says, so the next one writes everything
    again, and takes away whatever it has not written."""

    def __init__(self, root: Path, book: sqlite3.Connection) -> None:
        self.root, self.book = root, book
        self._known: dict[str, str] = dict(book.execute("SELECT path, digest FROM files"))
        self._written: dict[str, str] = {}
        self._gone: set[str] = set()
        self._seen: set[str] = set()
        self.is_torn = bool(self.said(_RUNNING))

    def begin(self) -> None:
        """Note for good that a run has begun, before anything is touched."""
        self.say({_RUNNING: "1"})
        if self.is_torn:
            self.book.execute("DELETE FROM said WHERE name GLOB 'report *' OR name GLOB 'table *'")
            self._known = dict.fromkeys(self._known, "")
            for path in self._known:
                _draft(self._place(path)).unlink(missing_ok=True)
        self.book.commit()

    def said(self, name: str, default: str = "") -> str:
        row = self.book.execute("SELECT value FROM said WHERE name = ?", [name]).fetchone()
        return str(row[0]) if row else default

    def say(self, values: Mapping[str, str]) -> None:
        self.book.executemany("INSERT OR REPLACE INTO said VALUES (?, ?)", list(values.items()))

    def names(self, prefix: str) -> Iterator[str]:
        """The files below a place, as the book has them."""
        return (path for path in self._known if path.startswith(prefix))

    def claim(self, paths: Iterable[str]) -> None:
        """Note what is going to be written, for good, before anything is. Refused where a file is in the way
        that somebody else has put there."""
        new = [path for path in paths if path not in self._known]
        for path in new:
            if os.path.lexists(self._place(path)):
                raise Refused(
                    _("{file} — 不是本程序写的，不能覆盖 — 请移走它，或者换一个空文件夹。").format(
                        file=self._place(path)
                    )
                )
        self.book.executemany("INSERT INTO files VALUES (?, '')", [(path,) for path in new])
        self.book.commit()
        self._known.update(dict.fromkeys(new, ""))

    def write(self, path: str, data: bytes) -> bool:
        """Put a file there unless it is there already; whether it was another one."""
        digest = sha256(data).hexdigest()[:32]
        self._gone.discard(path)
        self._seen.add(path)
        if self._known.get(path) == digest:
            return False
        if path not in self._known:
            self.claim([path])
        place = self._place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = _draft(place)
        try:
            draft.write_bytes(data)
            draft.replace(place)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        self._known[path] = self._written[path] = digest
        return True

    def drop(self, path: str) -> None:
        """Have a file taken away when all else is written."""
        if path in self._known:
            self._gone.add(path)

    def finish(self) -> tuple[int, int]:
        """Take away what is no more, and keep the book: how many files were written, and taken away."""
        if self.is_torn:
            self._gone |= self._known.keys() - self._seen
        for path in self._gone:
            place = self._place(path)
            place.unlink(missing_ok=True)
            self._prune(place.parent)
        self._to_disk()
        self.book.executemany(
            "UPDATE files SET digest = ? WHERE path = ?", [(d, p) for p, d in self._written.items()]
        )
        self.book.executemany("DELETE FROM files WHERE path = ?", [(path,) for path in self._gone])
        self.book.execute("DELETE FROM said WHERE name = ?", [_RUNNING])
        self.book.commit()
        done = len(self._written), len(self._gone)
        self._written, self._gone = {}, set()
        return done

    def _place(self, path: str) -> Path:
        """Where a file lies; Refused where the book, or a link laid into the folder, leads out of it."""
        pure = PurePosixPath(path)
        place = self.root.joinpath(*pure.parts)
        if pure.is_absolute() or ".." in pure.parts or not _is_below(place.parent, self.root):
            raise Refused(
                _("{file} — 指到文件夹外面去了 — 请删掉其中的链接，或者换一个空文件夹。").format(file=path)
            )
        return place

    def _prune(self, place: Path) -> None:
        """Folders that are empty now, up to the root."""
        with suppress(OSError):
            while place != self.root:
                place.rmdir()
                place = place.parent

    def _to_disk(self) -> None:
        if len(self._written) > FEW and hasattr(os, "sync"):
            os.sync()
            return
        for path in self._written:
            with self._place(path).open("rb+") as file:
                os.fsync(file.fileno())


def _draft(place: Path) -> Path:
    """Under which name a file is written before it is swapped in."""
    return place.with_name(f".{place.name}.new")


def _is_below(place: Path, root: Path) -> bool:
    return place.resolve().is_relative_to(root)


@contextmanager
def opened(root: Path, organ: str, base: str) -> Iterator[Folder]:
    """The folder of an organ's portal, for one run at a time. Refused where it is another's."""
    root = root.expanduser().resolve()
    path = root / BOOK
    if not path.exists():
        _found(root)
    with closing(_connected(path)) as book:
        try:
            book.execute("PRAGMA secure_delete = ON")  # what was withdrawn is not to lie about in it
            book.execute("BEGIN EXCLUSIVE")
            is_new = not book.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            book.rollback()
            if is_new:
                book.executescript(_TABLES)
            folder = Folder(root, book)
            if is_new:
                folder.say({"schema": SCHEMA, "organ": organ, "base": base})
                book.commit()
            whose = folder.said("schema"), folder.said("organ")
        except sqlite3.DatabaseError as error:
            raise Refused(
                _(
                    "{folder} — 里面的{book}打不开（{why}） — "
                    "请确认没有别的发布正在进行，或者换一个空文件夹。"
                ).format(folder=root, book=BOOK, why=error)
            ) from error
        if whose != (SCHEMA, organ):
            raise Refused(
                _("{folder} — 里面是{organ}的静态站 — 请换一个文件夹。").format(folder=root, organ=whose[1])
            )
        try:
            yield folder
        except BaseException:
            book.rollback()
            raise


def _found(root: Path) -> None:
    """Begin a folder, which has to be empty: what lies there is somebody's."""
    root.mkdir(parents=True, exist_ok=True)
    if any(root.iterdir()):
        raise Refused(
            _("{folder} — 不是空的，也不是本程序写的静态站 — 请换一个空文件夹。").format(folder=root)
        )


def _connected(path: Path) -> sqlite3.Connection:
    if path.is_symlink():
        raise Refused(_("{file} — 是个链接 — 请换一个空文件夹。").format(file=path))
    return sqlite3.connect(path, timeout=10)


def packed(value: Any) -> bytes:
    """A value as the browser reads it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

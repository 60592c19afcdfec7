"""Making a backup: one moment of the tables, and the files that belong to them."""

import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, models, transaction

import gongkai
from gongkai.backup import book, holdings, keys, rows, schema, sequences
from gongkai.backup.archive import FORMAT, Manifest, Writer, draft_of, whole
from gongkai.backup.errors import Unusable
from gongkai.backup.snapshot import snapshot
from gongkai.ledger.audit import actions as audit
from gongkai.lib.language import _
from gongkai.lib.today import now

#: What of a data folder is no part of its backup: the keys go apart, the rest is made anew.
APART = {"keys", "backups", "handover", "drop", "static", "cache", "once", "imports", book.FILE}
BACKUP = re.compile(r"gongkai-\d{8}-\d{6}(-\d+)?\.(zip|keys)")
ABANDONED = 24 * 3600  # seconds
Tick = Callable[[int], None]
Bar = Callable[[int], Tick]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made. ``keys`` is None where the data folder has no keys yet."""

    path: Path
    keys: Path | None
    manifest: Manifest

    def entry(self, by: str, *, proven: bool | None = None) -> book.Entry:
        """How the book of backups tells of it."""
        return book.Entry(self.manifest.made_at, str(self.path), str(self.keys or ""), by, proven)


def no_bar(_total: int) -> Tick:
    return lambda _step: None


def make(
    folder: Path, *, actor: str, by: str = book.COMMAND, keys_folder: Path | None = None, bar: Bar = no_bar
) -> Made:
    """Write a backup into ``folder`` and the copy of the keys into ``keys_folder``, or beside it."""
    data, folder = Path(settings.DATA), folder.resolve()
    keys_folder = (keys_folder or folder).resolve()
    if folder == data:
        raise Unusable(
            _("{folder} — 就是数据文件夹本身 — 请写到别的文件夹，最好在别的盘上。").format(folder=folder)
        )
    for place in (folder, keys_folder):
        place.mkdir(parents=True, exist_ok=True)
    _sweep(folder)
    path = _free_name(folder)
    if by != book.UPGRADE:  # before an upgrade the log's table may be another than the program's
        with transaction.atomic():
            audit.record([audit.Change(None, "backup.make", f"backup:{path.name}")], actor=actor)
    held = keys.held(data)
    key_path = keys_folder / path.with_suffix(keys.SUFFIX).name if held.marks else None
    try:
        if key_path:
            keys.write(held, key_path)
        manifest = _write(path, data, folder, held, bar)
    except BaseException:
        if key_path:
            key_path.unlink(missing_ok=True)
        raise
    made = Made(path, key_path, manifest)
    book.note(made.entry(by))
    return made


def _write(path: Path, data: Path, folder: Path, held: keys.KeyFile, bar: Bar) -> Manifest:
    with whole(path) as file, Writer(file) as writer:
        # Heads are noted after their commit: read before the snapshot, none is ahead of it.
        if (heads := audit.head_file()).exists():
            with heads.open("rb") as content:
                writer.file(heads.name, content)
        made_at = now().isoformat(timespec="seconds")
        with snapshot() as using:
            if keys.marks(data) != held.marks:
                raise Unusable(_("备份 — 密钥正在更换，没有备份 — 请等 gongkai keys rotate 做完再备份。"))
            names = schema.applied(using)
            head = add_tables(writer, names, using, bar)
            # After the snapshot began, for a file is there before the row that names it.
            for file_path, name in _files(data, folder):
                with suppress(FileNotFoundError), file_path.open("rb") as content:
                    writer.file(name, content)
            for name, read in holdings.in_bucket():
                with suppress(FileNotFoundError):
                    writer.file(name, BytesIO(read()))
        manifest = Manifest(FORMAT, gongkai.__version__, made_at, names, head, held.marks, writer.parts)
        writer.finish(manifest)
    return manifest


def add_tables(writer: Writer, names: Sequence[str], using: str, bar: Bar = no_bar) -> str:
    """Write every table that these migrations made; the head of the log, empty for an empty log."""
    tables = schema.tables(names)
    tick = bar(sum(rows.count(table, using) for table in tables))
    for table in tables:
        counted = _ticking(rows.lines(table, using), tick)
        writer.table(table._meta.label_lower, counted, sequences.last(table, using))
    return _head(tables, using)


def _files(data: Path, folder: Path) -> Iterator[tuple[Path, str]]:
    """The files of the data folder that belong to a backup, each with its name in it."""
    database = str(settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"])  # with what SQLite keeps beside it
    for place, below, names in os.walk(data):
        below[:] = sorted(name for name in below if not _is_apart(Path(place, name), data, folder))
        for name in sorted(names):
            path = Path(place, name)
            is_other = path == audit.head_file() or str(path).startswith(database)
            if path.is_file() and not is_other and not _is_apart(path, data, folder):
                yield path, path.relative_to(data).as_posix()


def _is_apart(path: Path, data: Path, folder: Path) -> bool:
    return (
        path.name.startswith(".")
        or path == folder
        or BACKUP.fullmatch(path.name) is not None
        or (path.parent == data and path.name in APART)
    )


def _ticking(lines: Iterator[bytes], tick: Tick) -> Iterator[bytes]:
    for line in lines:
        yield line
        tick(1)


def _head(tables: Sequence[type[models.Model]], using: str) -> str:
    """The last link of the log as the snapshot has it, written as it is printed; empty for an empty log."""
    log = next((table for table in tables if table._meta.label_lower == "audit.entry"), None)
    if log is None:
        return ""
    last = log._base_manager.using(using).order_by("-number").values_list("number", "hash", "at").first()
    return " ".join(map(str, last or ()))


def _free_name(folder: Path) -> Path:
    name = f"gongkai-{now():%Y%m%d-%H%M%S}"
    numbers = ("", *(f"-{number}" for number in range(2, 100)))
    paths = (folder / f"{name}{number}.zip" for number in numbers)
    return next(path for path in paths if not (path.exists() or draft_of(path).exists()))


def is_abandoned(path: Path) -> bool:
    """Whether a draft has been left by a killed process: nobody works on one for a day."""
    return path.exists() and time.time() - path.stat().st_mtime > ABANDONED


def _sweep(folder: Path) -> None:
    for draft in filter(is_abandoned, folder.glob(".gongkai-*.part")):
        draft.unlink(missing_ok=True)

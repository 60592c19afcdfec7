"""``gongkai backup`` and ``restore``: a data folder whole, out and in again."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import UNFINISHED, Fail, Found, data_folder, ledger, start_django
from gongkai.cli.organs import actor
from gongkai.cli.progress import progress
from gongkai.lib.language import _

if TYPE_CHECKING:
    from gongkai.backup.archive import Archive
    from gongkai.backup.keys import KeyFile

DATABASE = "gongkai.sqlite3"
#: What may stand in a folder that counts as empty: a new disk's own, and what a broken restore left.
NOTHING = {"lost+found", UNFINISHED}


def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("备份写到哪个文件夹，最好在别的盘上。"))],
    keys: Annotated[
        Path | None,
        typer.Option("--keys", metavar="DIR", help=_("密钥文件另写到哪里；不写就在备份旁边。")),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help=_("备份后在临时文件夹里真正恢复一次，逐行比对。"))
    ] = False,
) -> None:
    """备份全部数据：一个文件装台账和附件，另一个装密钥。不用停止网页。

    例：gongkai backup E:\\备份 --verify
    """
    ledger()
    from gongkai.backup import book, making, scheduled
    from gongkai.backup.errors import Unusable

    try:
        with _bar(_("备份")) as bar:
            made = making.make(folder, actor=actor(), keys_folder=keys, bar=bar)
    except Unusable as error:
        raise Fail(str(error)) from error
    print(
        _("已备份：{file}（{rows}行、{files}个文件）").format(
            file=made.path, rows=made.manifest.rows, files=len(made.manifest.files)
        )
    )
    if made.keys:
        print(_("密钥：{file} — 没有它打不开申请人信息，请与备份分开保管。").format(file=made.keys))
    if not verify:
        return
    if trouble := scheduled.try_out(made, by=book.COMMAND):
        print(trouble)
        raise Found
    print(_("已试恢复：逐行相同，操作日志完整。"))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("备份文件，gongkai-日期-时间.zip。"))],
    keys: Annotated[
        Path | None,
        typer.Option("--keys", metavar="FILE", help=_("密钥文件；不写就用同名的.keys文件。")),
    ] = None,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help=_("没有密钥也恢复；申请人信息打不开，其余都在。"))
    ] = False,
) -> None:
    """把备份恢复到空的数据文件夹（用--data指定），先核对，写入后逐行比对，再核验操作日志。

    例：gongkai restore gongkai-20261123-180000.zip --data 新文件夹
    """
    target = data_folder()
    _require_empty(target)
    # All is done inside the folder and moved up when it is whole; the database, by which a folder counts as
    # filled, comes last.
    staging = target / UNFINISHED
    os.environ["GONGKAI_DATA"] = str(staging)
    start_django()
    from gongkai.backup import restoring
    from gongkai.backup.archive import Archive
    from gongkai.backup.errors import Unusable

    try:
        with Archive(file) as archive:
            held = None if without_keys else _keys(file, keys)
            if archive.manifest.keys and not (held or without_keys):
                raise Fail(_no_keys(file))
            with _bar(_("核对")) as bar:
                restoring.check(archive, held, bar)
            _restore(archive, held, target, staging)
    except Unusable as error:
        raise Fail(str(error)) from error


def _restore(archive: "Archive", held: "KeyFile | None", target: Path, staging: Path) -> None:
    from gongkai.backup import restoring
    from gongkai.cli.upkeep import bring_up_to_date
    from gongkai.ledger import search as index

    if os.environ.get("DATABASE_URL") and not restoring.is_empty():
        raise Fail(_("数据库 — DATABASE_URL指的数据库里已有数据 — 请另建一个空的数据库再恢复。"))
    with _staged(target, staging):
        with _bar(_("恢复")) as bar:
            restoring.restore(archive, held, staging, bar=bar)
        bring_up_to_date(backup=False)
        index.rebuild()  # it is made of the rows, and in no backup
        with_keys = held is not None or not archive.manifest.keys
        broken = restoring.prove(archive, with_keys=with_keys)
        lines = list(_told(archive, with_keys=with_keys))
    print("\n".join(lines))
    if broken:
        print(_("{what} — 备份时就已如此 — 请换一份更早的备份，或查明原因。").format(what=broken))
        raise Found


def _told(archive: "Archive", *, with_keys: bool) -> Iterator[str]:
    from gongkai.ledger.requests.privacy import sealed

    manifest = archive.manifest
    yield _("已恢复{at}的备份：{rows}行、{files}个文件，写入后逐行比对过。").format(
        at=manifest.made_at, rows=manifest.rows, files=len(manifest.files)
    )
    if manifest.audit:
        yield _("操作日志共{number}条，与备份时相同。").format(number=manifest.audit.split()[0])
    if with_keys:
        return
    for name, count in sealed().items():
        yield _("{name}：{count}件仍是密文，打不开。").format(name=name, count=count)
    yield _("没有密钥 — 台账各行没有与操作日志核对 — 找到密钥文件后请运行 gongkai keys load 文件。")


def _keys(file: Path, given: Path | None) -> "KeyFile | None":
    """The keys that were named, else those beside the backup, else none."""
    from gongkai.backup import keys

    beside = file.with_suffix(keys.SUFFIX)
    return keys.read(given or beside) if given or beside.exists() else None


def _no_keys(file: Path) -> str:
    return _("{file} — 旁边没有同名的.keys密钥文件 — 请用 --keys 指明，确实没有的加 --without-keys。").format(
        file=file.name
    )


def _require_empty(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise Fail(_("{folder} — 是文件，不是文件夹 — 请用 --data 另指一个空文件夹。").format(folder=target))
    found = sorted({entry.name for entry in target.iterdir()} - NOTHING) if target.exists() else []
    if found:
        raise Fail(
            _("数据文件夹{folder} — 已有{name}，恢复不覆盖数据 — 请用 --data 另指一个空文件夹。").format(
                folder=target, name=found[0]
            )
        )


@contextmanager
def _staged(target: Path, staging: Path) -> Iterator[None]:
    """Everything or nothing: what was written is moved to its place, or taken away."""
    from django.db import connections

    is_new = not target.exists()
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    _clear(target)
    staging.mkdir(mode=0o700)
    if not os.environ.get("DATABASE_URL"):
        (staging / DATABASE).touch(mode=0o600)  # SQLite would make it as readable as any file
    try:
        yield
        connections.close_all()
        for path in sorted(staging.iterdir(), key=lambda path: path.name == DATABASE):
            path.rename(target / path.name)
        staging.rmdir()
    except BaseException:
        connections.close_all()
        _clear(target)
        if is_new:
            target.rmdir()
        raise


def _clear(target: Path) -> None:
    """Take away what a restore put into an empty folder."""
    for path in target.iterdir():
        if path.name not in NOTHING - {UNFINISHED}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def _bar(words: str) -> Iterator[Callable[[int], Callable[[int], None]]]:
    """A progress bar that learns its length later."""
    with ExitStack() as stack:
        yield lambda total: stack.enter_context(progress(total, words))

"""投放文件夹: whatever lies in it complete is taken in, then put aside.

Taken: a plain file that nobody has written to for a while. It is first moved to ``taking``, so that two
processes never take the same; from there to ``done``, or to ``refused`` with a sentence beside it. What bears
a secrecy mark is deleted, and the sentence does not say its name.
"""

import os
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures.intake import actions, queries
from gongkai.ledger.disclosures.making.files import LARGEST
from gongkai.ledger.disclosures.models import Intake
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.organs.queries import real_organs
from gongkai.ledger.vault import MEGABYTE, NotScanned
from gongkai.lib.files import UNFIT, write_whole
from gongkai.lib.language import _

TAKING, DONE, REFUSED = "taking", "done", "refused"
#: Seconds without a change, after which a file counts as complete; after which one that was left behind half
#: way is taken up again; for which what is done and what is refused stays.
STEADY, CUT_OFF, DONE_KEPT, REFUSED_KEPT = 30, 3600, 7 * 86400, 30 * 86400
#: How programs call what they have not finished.
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".download", ".filepart")
_WAY = Intake.Way.FOLDER


class _Unfit(Refused):
    """No plain file, or too large."""


def organs() -> list[Organ]:
    return [organ for organ in real_organs() if queries.takes_by_folder(organ)]


def is_due() -> bool:
    """Whether anything lies there to be taken; the folders are made where they are missing."""
    return any(_has_any(_made(organ)) for organ in organs())


def take_in() -> int:
    """Take in what is complete; how many files."""
    count = 0
    for organ in organs():
        folder = _made(organ)
        _take_up_again(folder)
        for path in list(_complete(folder)):
            count += _take(organ, folder, path)
    return count


def sweep() -> int:
    """Delete what was taken in, or refused, long ago; how many files."""
    gone = 0
    for organ in organs():
        for name, kept in ((DONE, DONE_KEPT), (REFUSED, REFUSED_KEPT)):
            for path in _files(queries.folder_of(organ) / name):
                if path.lstat().st_mtime < time.time() - kept:
                    path.unlink(missing_ok=True)
                    gone += 1
    return gone


def _made(organ: Organ) -> Path:
    folder = queries.folder_of(organ)
    for name in (TAKING, DONE, REFUSED):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return folder


def _has_any(folder: Path) -> bool:
    return next(_complete(folder), None) is not None or any(_files(folder / TAKING))


def _complete(folder: Path) -> Iterator[Path]:
    """What nobody is writing to any more, by name."""
    for path in _files(folder):
        name = path.name.lower()
        if name.startswith((".", "~$")) or name.endswith(_UNFINISHED):
            continue
        with suppress(OSError):
            told = path.lstat()
            if max(told.st_mtime, told.st_ctime) < time.time() - STEADY:
                yield path


def _files(folder: Path) -> list[Path]:
    """What lies there and is no folder; links too, which are refused."""
    return sorted(path for path in folder.iterdir() if path.is_symlink() or not path.is_dir())


def _take_up_again(folder: Path) -> None:
    """What a killed process left half way is looked at once more; what it had taken in is not taken twice."""
    for path in _files(folder / TAKING):
        with suppress(OSError):
            if max(path.lstat().st_ctime, path.lstat().st_mtime) < time.time() - CUT_OFF:
                path.rename(_free(folder, path.name))


def _take(organ: Organ, folder: Path, path: Path) -> int:
    """Take one file; 1 where it was dealt with."""
    claimed = _free(folder / TAKING, path.name)
    try:
        path.rename(claimed)
    except OSError:  # another process has it, or it was taken away
        return 0
    try:
        why, is_barred = _received(organ, path.name, claimed)
    except (NotScanned, OSError):
        claimed.rename(_free(folder, path.name))
        return 0
    if is_barred:
        claimed.unlink()
        _say(folder, time.strftime("%Y-%m-%d %H%M%S"), why)
    elif why:
        _say(folder, _put(claimed, folder / REFUSED, path.name).name, why)
    else:
        _put(claimed, folder / DONE, path.name)
    return 1


def _received(organ: Organ, name: str, path: Path) -> tuple[str, bool]:
    """Why a file was not taken in, and whether nothing may be kept of it."""
    try:
        data, changed = _read(path)
    except _Unfit as error:
        told = path.lstat()
        key = f"folder:{name}:{told.st_mtime_ns}:{told.st_ino}"
        if not actions.is_known(organ, key):
            actions.refuse(organ=organ, way=_WAY, key=key, said=str(error))
        return str(error), False
    key = f"folder:{name}:{changed}:{sha256(data).hexdigest()}"
    if known := actions.is_known(organ, key):
        if known.record_id:
            return "", False
        return _("这个文件以前放过，没有收下 — 请看当时的说明。"), False
    return actions.receive(organ=organ, way=_WAY, key=key, handed=[(name, data)])


def _read(path: Path) -> tuple[bytes, int]:
    """What is in a plain file, and when it was last written to; never through a link, nor from a device."""
    flags = os.O_RDONLY
    for more in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):  # each on some systems alone
        flags |= getattr(os, more, 0)
    told = path.lstat()
    if not stat.S_ISREG(told.st_mode) or told.st_nlink > 1:
        raise _Unfit(_("文件 — 不是普通文件 — 请放文件本身，不放链接。"))
    if told.st_size > LARGEST:
        raise _Unfit(_("文件 — 超过{size}兆字节 — 请压缩或分开再放。").format(size=LARGEST // MEGABYTE))
    with os.fdopen(os.open(path, flags), "rb") as file:
        opened = os.fstat(file.fileno())
        if (opened.st_ino, opened.st_dev) != (told.st_ino, told.st_dev):
            raise OSError
        data = file.read(LARGEST + 1)
        if os.fstat(file.fileno()).st_mtime_ns != told.st_mtime_ns or len(data) != told.st_size:
            raise OSError  # somebody still writes: it is looked at again
    return data, told.st_mtime_ns


def _put(path: Path, folder: Path, name: str) -> Path:
    """Move a file there; from now on its time of keeping runs."""
    to = path.rename(_free(folder, name))
    if not to.is_symlink():
        os.utime(to)
    return to


def _free(folder: Path, name: str) -> Path:
    """A place there under this name, or one like it."""
    path, stem, n = folder / name, Path(name), 1
    while path.exists() or path.is_symlink():
        n += 1
        path = folder / f"{stem.stem[:200]}（{n}）{stem.suffix}"
    return path


def _say(folder: Path, name: str, why: str) -> None:
    plain = "".join("_" if char in UNFIT else char for char in name)[:80]
    write_whole(_free(folder / REFUSED, f"{plain}.说明.txt"), f"{why}\n".encode())

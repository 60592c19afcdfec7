"""Writing files so that a reader never meets half of one."""

import errno
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from gongkai.lib.language import _

#: How the zip library tells of a file that is none or was damaged.
DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError)
#: What file names cannot hold on one system or another, or lead out of a folder.
UNFIT = '/\\:*?"<>|'


def write_whole(path: Path, data: bytes | Iterable[bytes], *, private: bool = False) -> None:
    """Replace ``path`` by ``data`` in one step: after a crash the old file or the new one is there, whole.

    OSError where ``path`` is there and is no ordinary file: a device or pipe is not to be replaced.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "不是普通文件", str(path))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def ordinary(path: Path) -> Path:
    """``path``; OSError where it is a pipe or device, which may hold whoever opens it for ever."""
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise OSError(errno.EINVAL, "不是普通文件", str(path))
    return path


def write_once(path: Path, data: bytes) -> None:
    """Write a private file unless it exists; of two writers at once the first one wins."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(data)
    try:
        os.link(draft, path)  # fails where the file exists, never shows it half written
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        if not path.exists():
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def why(error: OSError) -> str:
    """What the system complains of, in words."""
    words = {
        errno.EACCES: _("没有权限"),
        errno.EPERM: _("没有权限"),
        errno.EROFS: _("磁盘只能读"),
        errno.ENOSPC: _("磁盘已满"),
        errno.EDQUOT: _("超过了磁盘配额"),
        errno.EFBIG: _("超过了允许的文件大小"),
        errno.ENOENT: _("没有这个文件或文件夹"),
        errno.EEXIST: _("已有同名的文件"),
        errno.ENOTDIR: _("路径中有一段不是文件夹"),
        errno.EISDIR: _("是文件夹"),
        errno.ENAMETOOLONG: _("名称太长"),
        errno.EBUSY: _("正被别的程序使用"),
        errno.EIO: _("读写磁盘出错"),
        errno.EMFILE: _("打开的文件太多"),
        errno.EINVAL: _("不是普通文件"),
    }
    return words.get(error.errno or 0) or str(error.strerror or error)


def safe_name(text: str) -> str:
    """A text as a file name on any system: nothing in it leads out of the folder or is refused."""
    name = "".join("_" if char in UNFIT or ord(char) < 32 else char for char in text)
    return name.strip(" .") or "_"


def append_line(path: Path, line: str) -> None:
    """Append one line and put it on disk before returning; a line that a crash cut short stays apart."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        is_torn = file.tell() > 0 and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n"
        file.write(("\n" if is_torn else "").encode() + line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())

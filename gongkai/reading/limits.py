"""How much a stranger's file may ask of us. A published report is far below every limit here."""

import io
import stat
import time
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.reading.errors import ReadError

MEGABYTE = 1024 * 1024
MAX_BYTES = 40 * MEGABYTE
MAX_UNPACKED = 120 * MEGABYTE
MAX_MEMBERS = 4_000
MAX_PAGES = 300
MAX_CELLS = 60_000
MAX_SPAN = 200
MAX_CHARACTERS = 8_000_000
MAX_SECONDS = 60.0
MAX_PICTURES = 40
MAX_PIXELS = 50_000_000  # of one picture: A4 at 600 dots an inch has 35 million
PICTURE_SECONDS = 240.0  # for looking at pictures, which takes some five seconds a page

#: What zipfile and its decompressors raise over a file that is not whole.
BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A reading gives up between two pages or sheets once ``seconds`` have gone."""

    name: str
    seconds: float = MAX_SECONDS
    began: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        if time.monotonic() > self.began + self.seconds:
            seconds = f"{self.seconds:.0f}"
            raise ReadError(f"《{self.name}》读取超过{seconds}秒，已停止，请只保留年度报告正文后再试。")


def content_of(path: Path) -> bytes:
    """What is in a file. A pipe or device is not opened: it may keep whoever reads it for ever."""
    name = path.name or str(path)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ReadError(f"《{name}》是文件夹，请给出其中的年报文件。")
        if not stat.S_ISREG(found.st_mode):
            raise ReadError(f"《{name}》不是普通文件，请先存成文件再试。")
        if found.st_size > MAX_BYTES:
            raise too_large(name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ReadError(f"找不到文件《{name}》，请核对路径。") from error
    except OSError as error:
        raise ReadError(f"打不开文件《{name}》，请核对路径和读取权限。") from error


def unzip(data: bytes, name: str) -> zipfile.ZipFile:
    """The opened archive, once it is known to unpack within the limits.

    The sizes in the directory may lie, so every member is unpacked once and counted.
    """
    archive = archive_of(data, name)
    if len(archive.infolist()) > MAX_MEMBERS:
        raise ReadError(f"《{name}》内含的部件过多，打不开，请换用原始文件。")
    unpacked = 0
    for member in archive.infolist():
        if member.flag_bits & 0x1:
            raise ReadError(f"《{name}》设有密码，无法读取，请去掉密码后再试。")
        try:
            with archive.open(member) as stream:
                while unpacked <= MAX_UNPACKED and (block := stream.read(MEGABYTE)):
                    unpacked += len(block)
        except BROKEN as error:
            raise damaged(name) from error
        if unpacked > MAX_UNPACKED:
            raise ReadError(f"《{name}》解压后过大，打不开，请换用原始文件。")
    return archive


def archive_of(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive with its list of members, nothing unpacked yet."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise damaged(name) from error


def damaged(name: str) -> ReadError:
    return ReadError(f"《{name}》已损坏或不完整，无法打开，请重新下载或另存后再试。")


def too_large(name: str) -> ReadError:
    size = MAX_BYTES // MEGABYTE
    return ReadError(f"《{name}》超过{size}兆字节，不像年度报告，请只保留年度报告正文后再试。")


def too_complex(name: str) -> ReadError:
    return ReadError(f"《{name}》有一页过于复杂，无法读取，请另存为新的文件后再试。")


def too_many_pictures(name: str) -> ReadError:
    return ReadError(f"《{name}》的图片超过{MAX_PICTURES}页，不像年度报告，请只保留年度报告正文后再试。")


def too_large_a_picture(name: str) -> ReadError:
    return ReadError(f"《{name}》有一页图片过大，请用300点重新扫描或缩小后再试。")


def no_eyes(name: str) -> ReadError:
    """A picture, and the optional part that looks at pictures is not installed."""
    return ReadError(
        f"《{name}》是扫描件或图片，识别图片要用可选组件ocr，本机没有安装，"
        "请在项目文件夹运行“python3 run.py setup --ocr”后再试，或改用Word、网页、可复制文字的PDF。"
    )

"""Packages that go from one system to another (zip): the same contents give the same bytes; a receiver holds
names, sizes, digests and the signature against what the package says of itself before it opens anything."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongkai.lib.files import DAMAGED_ZIP
from gongkai.lib.language import _

MANIFEST, SIGNATURE = "manifest.json", "signature.bin"
_WHEN = (1980, 1, 1, 0, 0, 0)  # a fixed mark: the package says nothing of when it was made
#: What a receiver takes: bytes unpacked, and files.
LARGEST, MOST = 200 * 1024 * 1024, 500
LARGEST_MANIFEST = 1024 * 1024
#: The one algorithm that is signed and proved here; a manifest that names none was signed with it.
ALGORITHM = "Ed25519"


class BadBundle(Exception):
    """Why a package is not taken, in one sentence."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A package that holds what it says, by whom it was to be signed. ``digest``: the manifest's SHA-256."""

    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]
    digest: str


def zipped(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, data in parts.items():
            entry = zipfile.ZipInfo(path, _WHEN)
            entry.create_system, entry.compress_type = 3, zipfile.ZIP_DEFLATED  # the same on Windows
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return file.getvalue()


def digest(path: str, data: bytes) -> dict[str, Any]:
    """How a manifest tells of a file."""
    return {"path": path, "size": len(data), "sha256": sha256(data).hexdigest()}


def signed(said: Mapping[str, Any], files: Mapping[str, bytes], key: Ed25519PrivateKey) -> bytes:
    """A package: its manifest with every file, the signature over the bytes of the manifest, the files."""
    listed = {
        **said,
        "signature_algorithm": ALGORITHM,
        "files": [digest(path, data) for path, data in files.items()],
    }
    manifest = json.dumps(listed, ensure_ascii=False, indent=1).encode() + b"\n"
    return zipped({MANIFEST: manifest, SIGNATURE: key.sign(manifest), **files})


def opened(data: bytes, key: Ed25519PublicKey, schema: str) -> Bundle:
    """A package of one kind, signed by whom it has to be; BadBundle where anything is not as it says."""
    with _reading(data) as (archive, entries):
        manifest = _manifest(archive, entries)
        signature = archive.read(entries.pop(SIGNATURE))
        said = _said(manifest, signature, key, schema)
        files = _files(archive, entries, said["files"])
        return Bundle(said, files, sha256(manifest).hexdigest())


def claimed(data: bytes) -> dict[str, Any]:
    """What a package says of itself, nothing of it proved: no more than whose key is to prove it."""
    with _reading(data) as (archive, entries):
        return _object(_manifest(archive, entries))


def manifest_of(data: bytes) -> bytes:
    """The manifest of a package, byte by byte."""
    with _reading(data) as (archive, entries):
        return _manifest(archive, entries)


@contextmanager
def _reading(data: bytes) -> Iterator[tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive, _entries(archive)
    except KeyError as error:
        raise BadBundle(
            _("数据包 — 缺少清单或者签名（{name}） — 请让对方重新生成。").format(name=error.args[0])
        ) from error
    except (*DAMAGED_ZIP, ValueError, TypeError, OSError) as error:  # an offset before the file's beginning
        raise BadBundle(_("数据包 — 不是zip文件，或者已经损坏 — 请重新传送。")) from error


def _manifest(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> bytes:
    entry = entries.pop(MANIFEST)
    if entry.file_size > LARGEST_MANIFEST:
        raise BadBundle(_("数据包 — 清单太大 — 请让对方重新生成。"))
    return archive.read(entry)


def _object(manifest: bytes) -> dict[str, Any]:
    """What the bytes say; ValueError where it is no object."""
    said = json.loads(manifest)
    if not isinstance(said, dict):
        raise ValueError("no object")
    return said


def _entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """What it holds by name, before a byte of it is unpacked."""
    found = archive.infolist()
    if len(found) > MOST or sum(entry.file_size for entry in found) > LARGEST:
        raise BadBundle(
            _("数据包 — 太大 — 最多{count}个文件、{size}MB。").format(count=MOST, size=LARGEST >> 20)
        )
    for entry in found:
        pure = PurePosixPath(entry.filename)
        if pure.is_absolute() or ".." in pure.parts or "\\" in entry.filename or entry.is_dir():
            raise BadBundle(
                _("数据包 — 里面的“{name}”指到包外面 — 不要打开它，请联系对方。").format(name=entry.filename)
            )
    entries = {entry.filename: entry for entry in found}
    if len(entries) < len(found):
        raise BadBundle(_("数据包 — 有重名的文件 — 请让对方重新生成。"))
    return entries


def _said(manifest: bytes, signature: bytes, key: Ed25519PublicKey, schema: str) -> dict[str, Any]:
    if (other := _object(manifest).get("signature_algorithm", ALGORITHM)) != ALGORITHM:
        raise BadBundle(
            _(
                "数据包 — 是用{other}签名的，本程序只能验{algorithm} — 请让对方用{algorithm}密钥重新生成。"
            ).format(other=str(other)[:20], algorithm=ALGORITHM)
        )
    try:
        key.verify(signature, manifest)
    except InvalidSignature as error:
        raise BadBundle(
            _("数据包 — 签名对不上登记的公钥 — 可能被改过，或者不是这个机关发的，请联系对方。")
        ) from error
    said = _object(manifest)
    if said.get("schema") != schema:
        raise BadBundle(
            _("数据包 — 是{other}，不是{schema} — 请换对应的程序接收。").format(
                other=said.get("schema"), schema=schema
            )
        )
    return said


def _files(
    archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], listed: list[dict[str, Any]]
) -> dict[str, bytes]:
    sizes = {name: entry.file_size for name, entry in entries.items()}
    if {one["path"]: one.get("size", sizes.get(one["path"])) for one in listed} != sizes:
        raise BadBundle(_("数据包 — 文件和清单对不上（多了、少了，或者大小不同） — 请重新传送。"))
    files = {one["path"]: archive.read(entries[one["path"]]) for one in listed}
    for one in listed:
        if one["sha256"] != sha256(files[one["path"]]).hexdigest():
            raise BadBundle(
                _("数据包 — “{name}”的校验码对不上 — 传送中损坏或者被改过，请重新传送。").format(
                    name=one["path"]
                )
            )
    return files

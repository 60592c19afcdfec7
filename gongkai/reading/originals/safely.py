"""The door to originals: each is read, and copied, in a child process within bounded time and memory."""

import base64
import json
import sys
from dataclasses import replace
from typing import Any, NamedTuple

from gongkai.reading import child, words
from gongkai.reading.errors import ReadError
from gongkai.reading.limits import MAX_BYTES, too_large
from gongkai.reading.originals.covers import Covers
from gongkai.reading.originals.model import Original, Table, as_json, from_json

SECONDS, EYES_SECONDS = 40.0, 240.0
MEGABYTES, EYES_MEGABYTES = 1024, 2560
_WITH_WORDS = ("docx", "xlsx", "pdf")


class Opened(NamedTuple):
    """What was read of a file, and every word in it, wherever it stands."""

    original: Original
    words: str


def read(data: bytes, kind: str, *, name: str, with_eyes: bool = False) -> Opened:
    """A file of a kind of ``lib.kinds``; ReadError where it cannot be read. ``with_eyes``: pictures are
    looked at too, which takes seconds a page and the extra ``ocr``."""
    asked = {"what": "read", "kind": kind, "name": name, "with_eyes": with_eyes}
    said = _asked(asked, data, with_eyes=with_eyes)
    return Opened(from_json(said["original"]), said["words"])


def copied(data: bytes, kind: str, *, name: str, covers: Covers) -> tuple[bytes, Original]:
    """A copy of what is seen, words covered; and the copy read again."""
    said = _asked({"what": "copy", "kind": kind, "name": name, "covers": dict(covers)}, data)
    return base64.b64decode(said["copy"]), from_json(said["original"])


def _asked(order: dict[str, Any], data: bytes, *, with_eyes: bool = False) -> dict[str, Any]:
    name = order["name"]
    if len(data) > MAX_BYTES:
        raise too_large(name)
    seconds, megabytes = (EYES_SECONDS, EYES_MEGABYTES) if with_eyes else (SECONDS, MEGABYTES)
    try:
        answered = child.ask(__name__, order, data, seconds=seconds, megabytes=megabytes)
        said: dict[str, Any] = json.loads(answered)
    except child.TooSlow as error:
        raise ReadError(f"《{name}》读取超过{seconds:.0f}秒，已停止，请分成几份再试。") from error
    except ValueError as error:  # it died: out of memory, or a parser crashed
        raise ReadError(
            f"《{name}》无法读取：文件有异常，或所需内存过大，请另存为新的文件后再试。"
        ) from error
    if "refused" in said:
        raise ReadError(said["refused"])
    return said


def answer() -> None:
    """The child's work."""
    order, data = child.taken()
    try:
        said = (_copied if order["what"] == "copy" else _read)(order, data)
    except ReadError as error:
        said = {"refused": str(error)}
    sys.stdout.buffer.write(json.dumps(said).encode())


def _copied(order: dict[str, Any], data: bytes) -> dict[str, Any]:
    made: bytes = _module(order["kind"]).copy(data, order["name"], order["covers"])
    again: Original = _module(order["kind"]).read(made, order["name"])
    return {"copy": base64.b64encode(made).decode(), "original": as_json(again)}


def _read(order: dict[str, Any], data: bytes) -> dict[str, Any]:
    found: Original = _module(order["kind"]).read(data, order["name"])
    if order["with_eyes"]:
        from gongkai.reading.originals import seen

        looked = seen.look(data, order["kind"], order["name"])
        found = replace(found, pieces=(*found.pieces, *looked.pieces), unread=looked.unread)
    names = (block.name for block in found.blocks if isinstance(block, Table))
    beside = "\n".join((*found.texts(), *names, *(f"{piece.text}\n{piece.at}" for piece in found.pieces)))
    plainly = words.read(data) if order["kind"] in _WITH_WORDS else ""
    return {"original": as_json(found), "words": f"{plainly}\n{beside}"}


def _module(kind: str) -> Any:
    from gongkai.reading.originals import docx, pdf, pictures, xlsx

    return {
        "docx": docx, "xlsx": xlsx, "pdf": pdf, "jpeg": pictures, "png": pictures, "tiff": pictures
    }[kind]  # fmt: skip

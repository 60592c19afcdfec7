"""Proofs as files: that something stands in the log of what was made public, and that the log only grew.

Whoever has such a file and a head from elsewhere checks it with this alone, trusting nobody's server.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Self

from gongkai.lib import heads, merkle
from gongkai.lib.heads import TreeHead
from gongkai.lib.language import _

SCHEMA, GROWTH = "gongkai.proof/1", "gongkai.consistency/1"


class Unreadable(Exception):
    """It is no proof: one sentence."""


class Disproved(Exception):
    """The proof does not hold: one sentence."""


class Kind(StrEnum):
    """What a leaf tells of."""

    zh: str

    def __new__(cls, value: str, zh: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_, member.zh = value, zh
        return member

    RELEASE = "release", "公开信息"
    WITHDRAWAL = "withdrawal", "撤回公开信息"
    REPORT = "report", "公布年度报告"
    AMENDMENT = "amendment", "更正年度报告"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a leaf says: that something was made public or taken back, as a digest alone."""

    kind: Kind
    subject: str
    at: str
    digest: str

    @property
    def data(self) -> bytes:
        """The bytes of the leaf: JSON with its names in order and without blanks."""
        said = entry_to_json(self)
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Growth:
    """That the tree of the later head begins with that of the earlier one: nothing was changed or removed."""

    earlier: TreeHead
    later: TreeHead
    path: tuple[bytes, ...]

    def check(self) -> None:
        """Disproved unless the later tree begins with the earlier one."""
        first, second = self.earlier, self.later
        if not merkle.is_consistent(first.size, first.root, second.size, second.root, self.path):
            raise Disproved(_("存证 — 后一个日志头不是从前一个接下来的：日志被改写过，不能采信。"))


@dataclass(frozen=True, slots=True)
class Proof:
    """One leaf within the tree of a head: that which the leaf ends, whose code is on the paper. ``onward``
    leads from there to a head that was signed.

    ``content`` is what was made public; None where it was taken back for good, and with it the salt by which
    anybody could try whether a guess was it.
    """

    entry: Entry
    index: int
    path: tuple[bytes, ...]
    head: TreeHead
    content: str | None
    salt: str
    onward: Growth | None = None

    def check(self) -> None:
        """Disproved unless the content is that of the leaf, and the leaf one of the tree."""
        if self.content is not None and digest(self.content, self.salt) != self.entry.digest:
            raise Disproved(_("存证 — 里面的内容与登记的摘要不符：内容被改动过，不能采信。"))
        leaf = merkle.leaf_hash(self.entry.data)
        if not merkle.is_included(leaf, self.index, self.head.size, self.path, self.head.root):
            raise Disproved(_("存证 — 这一条不在它所说的公开日志里：证明是错的，不能采信。"))
        if self.onward:
            self.onward.check()


def digest(content: str, salt: str) -> str:
    return sha256(bytes.fromhex(salt) + content.encode()).hexdigest()


def entry_to_json(entry: Entry) -> dict[str, str]:
    return {"at": entry.at, "digest": entry.digest, "kind": entry.kind.value, "subject": entry.subject}


def to_json(proof: Proof) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "entry": entry_to_json(proof.entry),
        "index": proof.index,
        "path": _hex(proof.path),
        "head": heads.to_json(proof.head),
        "content": proof.content,
        "salt": proof.salt,
        "onward": growth_to_json(proof.onward) if proof.onward else None,
    }


def growth_to_json(growth: Growth) -> dict[str, Any]:
    ends = {"earlier": heads.to_json(growth.earlier), "later": heads.to_json(growth.later)}
    return {"schema": GROWTH, **ends, "path": _hex(growth.path)}


def read(text: bytes) -> Proof | Growth:
    """What a file proves; Unreadable where it is of neither kind."""
    try:
        said = json.loads(text)
        return _growth(said) if said["schema"] == GROWTH else _proof(said)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(_("不是存证文件，或者没有下载完整 — 请从公开页面重新下载。")) from error


def read_head(text: bytes) -> TreeHead:
    """A head as it was published; Unreadable where it is none."""
    try:
        return heads.from_json(json.loads(text))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(_("不是公开日志头 — 请从公开存证页面下载，或者直接写纸上印的存证码。")) from error


def _proof(said: Mapping[str, Any]) -> Proof:
    if said["schema"] != SCHEMA:
        raise ValueError(SCHEMA)
    entry = {name: str(said["entry"][name]) for name in ("subject", "at", "digest")}
    content = said["content"]
    if not isinstance(content, str | None):
        raise TypeError(SCHEMA)
    salt = str(said["salt"])
    bytes.fromhex(salt)
    return Proof(
        Entry(Kind(said["entry"]["kind"]), **entry),
        _index(said["index"]),
        _bytes(said["path"]),
        heads.from_json(said["head"]),
        content,
        salt,
        _growth(said["onward"]) if said["onward"] else None,
    )


def _growth(said: Mapping[str, Any]) -> Growth:
    return Growth(heads.from_json(said["earlier"]), heads.from_json(said["later"]), _bytes(said["path"]))


def _index(said: object) -> int:
    if not isinstance(said, int):
        raise TypeError(SCHEMA)
    return said


def _hex(hashes: Sequence[bytes]) -> list[str]:
    return [one.hex() for one in hashes]


def _bytes(written: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(map(bytes.fromhex, written))

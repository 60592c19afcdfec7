"""The head of the log of what was made public: how large its tree was at an instant, the root, the signature.

What is signed is the TreeHeadSignature of RFC 6962, section 3.5, by the Ed25519 key of the installation. On
paper a head is a short code: the size, and 125 bits of the root, enough that nobody makes two trees with one.
"""

import re
import struct
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongkai.lib.today import BEIJING

SCHEMA = "gongkai.tree-head/1"
#: Of the base 32 of Crockford: no letter is taken for a figure or for another.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans("OIL", "011")
_CODE = re.compile(rf"(\d{{1,12}})-((?:[{_LETTERS}]{{5}}-){{4}}[{_LETTERS}]{{5}})")
_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=BEIJING) + timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class TreeHead:
    """``timestamp`` in milliseconds since 1970, ``key`` the 32 bytes of the public key. Without a signature
    it is what somebody reckoned."""

    size: int
    root: bytes
    timestamp: int = 0
    signature: bytes = b""
    key: bytes = b""

    @property
    def code(self) -> str:
        """As it is printed: 12-ABCDE-FGHJK-…"""
        bits = int.from_bytes(self.root, "big") >> (len(self.root) * 8 - 125)
        letters = "".join(_LETTERS[bits >> shift & 31] for shift in range(120, -1, -5))
        return "-".join((str(self.size), *(letters[at : at + 5] for at in range(0, 25, 5))))

    @property
    def at(self) -> datetime:
        return _EPOCH + self.timestamp * _MILLISECOND

    @property
    def is_signed(self) -> bool:
        """Whether the signature is that of the key which it names."""
        try:
            key = Ed25519PublicKey.from_public_bytes(self.key)
            key.verify(self.signature, _signed(self.size, self.root, self.timestamp))
        except (ValueError, InvalidSignature):
            return False
        return True


def sign(size: int, root: bytes, at: datetime, key: Ed25519PrivateKey) -> TreeHead:
    timestamp = (at - _EPOCH) // _MILLISECOND
    signature = key.sign(_signed(size, root, timestamp))
    return TreeHead(size, root, timestamp, signature, key.public_key().public_bytes_raw())


def to_json(head: TreeHead) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "size": head.size,
        "root": head.root.hex(),
        "timestamp": head.timestamp,
        "signature": b64encode(head.signature).decode(),
        "key": head.key.hex(),
        "code": head.code,
    }


def from_json(said: Mapping[str, Any]) -> TreeHead:
    """ValueError, KeyError or TypeError where it is none."""
    head = TreeHead(
        _number(said["size"]),
        bytes.fromhex(said["root"]),
        _number(said["timestamp"]),
        b64decode(said["signature"], validate=True),
        bytes.fromhex(said["key"]),
    )
    if said["schema"] != SCHEMA or len(head.root) != 32:
        raise ValueError(SCHEMA)
    return head


def as_code(text: str) -> str:
    """A code as somebody typed it, in its one writing; empty where it is none."""
    size, _dash, letters = text.strip().upper().replace(" ", "").partition("-")
    found = _CODE.fullmatch(f"{size}-{letters.translate(_ALIKE)}")
    return f"{int(found[1])}-{found[2]}" if found else ""


def size_of(code: str) -> int:
    """Of how large a tree a code tells."""
    return int(code.partition("-")[0])


def _number(said: object) -> int:
    if not isinstance(said, int) or not 0 <= said < 2**63:
        raise ValueError(SCHEMA)
    return said


def _signed(size: int, root: bytes, timestamp: int) -> bytes:
    """version v1, signature_type tree_hash, timestamp, tree_size, sha256_root_hash."""
    return struct.pack(">BBQQ32s", 0, 1, timestamp, size, root)

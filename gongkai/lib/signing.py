"""The key with which an installation signs what it sends to other systems: Ed25519, made when it is first
used, kept and backed up with the other keys. The public half is what a county registers."""

from base64 import b64decode
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from gongkai.lib.crypto import UnknownKey
from gongkai.lib.files import write_once
from gongkai.lib.language import _

FILE = "signing.key"
#: The curve of SM2 (GB/T 32918, OID 1.2.156.10197.1.301) as a key names it.
_SM2 = bytes.fromhex("06082a811ccf5501822d")


def own_key(folder: Path) -> Ed25519PrivateKey:
    """The key in the folder of the keys."""
    path = folder / FILE
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        write_once(path, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise _unfit(path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unfit(path)
    return key


def public_text(key: Ed25519PrivateKey) -> bytes:
    """The half that anybody may have, as a PEM file."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def public_key(text: bytes, place: Path) -> Ed25519PublicKey:
    """Somebody's public key as they gave it; UnknownKey where it is none of these."""
    if _is_sm2(text):
        raise UnknownKey(
            _(
                "{file} — 是国密SM2公钥，本程序的数据包只用Ed25519签名 — "
                "请让对方在报送的程序里生成Ed25519密钥，再要一次公钥。"
            ).format(file=place)
        )
    try:
        key = load_pem_public_key(text)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _unfit(place) from error
    if not isinstance(key, Ed25519PublicKey):
        raise _unfit(place)
    return key


def _is_sm2(text: bytes) -> bool:
    """Whether a PEM file is a key on the curve of SM2, which no library among the dependencies signs with."""
    body = b"".join(line for line in text.splitlines() if not line.startswith(b"-----"))
    try:
        return _SM2 in b64decode(body)
    except ValueError:
        return False


def fingerprint(key: Ed25519PublicKey) -> str:
    """By what two make sure that they hold the same key: half of its SHA-256, in groups of four."""
    told = sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()[:32]
    return " ".join(told[at : at + 4] for at in range(0, len(told), 4))


def _unfit(path: Path) -> UnknownKey:
    return UnknownKey(
        _("{file} — 不是Ed25519密钥 — 请放回备份的密钥文件，或者向对方再要一次公钥。").format(file=path)
    )

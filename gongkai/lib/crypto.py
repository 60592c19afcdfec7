"""Sealing personal data at rest, and finding a sealed value again without opening it.

Keys are files in the data folder, readable by the owner alone. The newest sealing key is the first line;
older ones stay so that what they sealed can be opened until it is sealed anew.
"""

import hashlib
import hmac
import secrets
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from gongkai.lib.files import write_once, write_whole
from gongkai.lib.language import _

SEALING, LOOKUP = "sealing.keys", "lookup.key"


class UnknownKey(Exception):
    """A value cannot be opened with the keys at hand."""


class Keyring:
    """The keys of one data folder: ``sealing.keys`` opens, ``lookup.key`` finds and digests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sealing = folder / SEALING
        try:
            self._fernet = MultiFernet([Fernet(line) for line in self._sealing.read_bytes().split()])
            self._digest_key = bytes.fromhex((folder / LOOKUP).read_text("ascii").strip())
        except (OSError, ValueError) as error:
            raise UnknownKey(
                _("密钥文件夹{folder} — 缺文件或文件坏了 — 请放回备份的密钥文件。").format(folder=folder)
            ) from error

    def seal(self, text: str) -> str:
        """Encrypted text (AES-128-CBC with HMAC, the Fernet recipe); empty stays empty."""
        return self._fernet.encrypt(text.encode()).decode() if text else ""

    def open(self, sealed: str) -> str:
        """The plain text; UnknownKey where no key of this folder sealed it."""
        try:
            return self._fernet.decrypt(sealed.encode()).decode() if sealed else ""
        except InvalidToken as error:
            raise UnknownKey(
                _("密钥文件夹{folder}里没有能打开这条数据的密钥 — 请放回备份的密钥文件。").format(
                    folder=self.folder
                )
            ) from error

    def reseal(self, sealed: str) -> str:
        """The same text under the newest key."""
        return self._fernet.rotate(sealed.encode()).decode() if sealed else ""

    def fingerprint(self, text: str) -> str:
        """A keyed hash of 64 hex digits: equal texts have equal fingerprints, nothing else can be learnt."""
        return hmac.new(self._digest_key, text.encode(), hashlib.sha256).hexdigest() if text else ""

    def marks(self) -> list[str]:
        """A short digest of each key, the lookup key's first: tells keys apart and gives none away."""
        keys = [self._digest_key, *self._sealing.read_bytes().split()]
        return [hashlib.sha256(key).hexdigest()[:16] for key in keys]

    def add_key(self) -> None:
        """Put a new sealing key first; the old ones still open."""
        write_whole(self._sealing, Fernet.generate_key() + b"\n" + self._sealing.read_bytes(), private=True)
        keyring.cache_clear()

    def drop_old_keys(self) -> None:
        """Keep the newest key alone, once everything has been sealed anew."""
        newest = self._sealing.read_bytes().split()[0]
        write_whole(self._sealing, newest + b"\n", private=True)
        keyring.cache_clear()


def has_keys(folder: Path) -> bool:
    return (folder / SEALING).exists() and (folder / LOOKUP).exists()


def make_keys(folder: Path) -> None:
    """The first keys of a folder; existing ones stay."""
    write_once(folder / SEALING, Fernet.generate_key() + b"\n")
    write_once(folder / LOOKUP, secrets.token_hex(32).encode() + b"\n")


@lru_cache(maxsize=8)
def keyring(folder: Path) -> Keyring:
    """The keyring of a folder; UnknownKey where its files are missing or spoilt."""
    return Keyring(folder)

"""The second file: the keys, without which nobody opens what is sealed and with which anybody does."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction

from gongkai.backup.errors import Unusable
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.audit import queries
from gongkai.lib import signing as signing_key
from gongkai.lib.crypto import Keyring, UnknownKey, has_keys
from gongkai.lib.files import ordinary, write_whole
from gongkai.lib.language import _

FORMAT = 1
SUFFIX = ".keys"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The key files by name, and the marks of the keys in them."""

    contents: Mapping[str, str]
    marks: list[str]

    @property
    def name(self) -> str:
        """How the log names these keys, giving nothing of them away."""
        return "keys:" + sha256("".join(self.needed).encode()).hexdigest()[:16]

    @property
    def needed(self) -> list[str]:
        """The marks of what cannot be had again: what seals, and the key that signs once there is one."""
        signing = self.contents.get(signing_key.FILE)
        return [*self.marks, *([sha256(signing.encode()).hexdigest()[:16]] if signing else [])]

    def opens(self, marks: Sequence[str]) -> bool:
        """Whether these are the keys that bear ``marks``, with or without others."""
        return self.marks[:1] == list(marks[:1]) and set(marks) <= set(self.marks)


def marks(folder: Path) -> list[str]:
    """The marks of the keys of a data folder; empty where it has none yet."""
    keys = folder / "keys"
    return Keyring(keys).marks() if has_keys(keys) else []


def held(folder: Path) -> KeyFile:
    """The keys of a data folder as they are now; empty where it has none yet."""
    found = sorted((folder / "keys").glob("[!.]*"))
    return KeyFile({file.name: file.read_text("ascii") for file in found}, marks(folder))


def write(keys: KeyFile, path: Path) -> None:
    """Write a copy into one file that its owner alone can read."""
    said = {"format": FORMAT, "sha256": _digest(keys.contents), "keys": dict(keys.contents)}
    write_whole(path, json.dumps(said, indent=1).encode(), private=True)


def read(path: Path) -> KeyFile:
    """The copy in a file; Unusable where it is none or has been damaged."""
    try:
        said = json.loads(ordinary(path).read_bytes())
        contents = {str(name): str(text) for name, text in said["keys"].items()}
        if (
            said["format"] > FORMAT
            or said["sha256"] != _digest(contents)
            or not all(map(_is_plain, contents))
        ):
            raise ValueError(path.name)
        with TemporaryDirectory() as folder:
            put(contents, Path(folder))
            return KeyFile(contents, marks(Path(folder)))
    except (ValueError, KeyError, TypeError, AttributeError, UnknownKey) as error:
        raise Unusable(
            _("{file} — 不是密钥文件，或者文件已损坏 — 请换一份密钥文件。").format(file=path.name)
        ) from error


def put(contents: Mapping[str, str], folder: Path) -> None:
    """Put the key files into a data folder."""
    for name, text in contents.items():
        write_whole(folder / "keys" / name, text.encode(), private=True)


def confirm(path: Path, *, actor: str) -> None:
    """Log that somebody holds a good copy of the keys in use; Unusable where it is another's."""
    ours = held(Path(settings.DATA))
    if not ours.marks or read(path).needed != ours.needed:
        raise Unusable(
            _("{file} — 与正在使用的密钥不同 — 请用 gongkai keys save 另存一份新的。").format(file=path.name)
        )
    with transaction.atomic():
        audit.record([audit.Change(None, "keys.confirm", ours.name)], actor=actor)


def confirmed_at() -> str:
    """When a copy of the keys in use was last confirmed; empty where none was."""
    return queries.when("keys.confirm", held(Path(settings.DATA)).name)


def _digest(contents: Mapping[str, str]) -> str:
    return sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()


def _is_plain(name: str) -> bool:
    return name == Path(name).name and not name.startswith(".") and "\\" not in name

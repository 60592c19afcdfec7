"""What a job is asked for and what comes of it, in a folder of its own, until it is old."""

import json
import secrets
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.lib.files import write_whole


@dataclass(frozen=True, slots=True)
class Folder:
    """The places of one kind of job. ``kept``: for how many seconds a place stays."""

    name: str
    kept: int

    def new(self) -> str:
        """The key of a new place; what is old goes."""
        self.sweep()
        return secrets.token_hex(16)

    def place(self, key: str) -> Path:
        """Keys are of our own making: letters and digits, so that none leads out of the folder."""
        return Path(settings.DATA) / self.name / (key if key.isalnum() else "none")

    def sweep(self) -> None:
        """Take away what is long over, and what nobody will ever work off."""
        for place in self._places():
            if time.time() - place.stat().st_mtime > self.kept:
                shutil.rmtree(place, ignore_errors=True)

    def _places(self) -> Iterator[Path]:
        folder = Path(settings.DATA) / self.name
        yield from folder.iterdir() if folder.exists() else ()


def write(path: Path, content: object) -> None:
    write_whole(path, json.dumps(content, ensure_ascii=False).encode(), private=True)


def read(path: Path) -> Any:
    """What was written; None where nothing was."""
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None

"""Marks of work that was begun, in files: every process of a server sees them, and of two only one makes one.

No cache does for this: Django's own file cache looks first and writes afterwards, and one in the database
would wait for whoever is writing there.
"""

import time
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from gongkai.lib.files import write_whole

FOLDER = "once"
#: Seconds: a page open for longer is asked again by its session; work that takes so long has been cut off.
KEPT, CUT_OFF = 24 * 60 * 60, 10 * 60


class Mark:
    """The mark of one work. It is empty while the work goes on; then it says where the work led."""

    def __init__(self, name: str) -> None:
        self.path = Path(settings.DATA) / FOLDER / sha256(name.encode()).hexdigest()

    def make(self) -> bool:
        """Whether it was not there before."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep(self.path.parent)
        try:
            self.path.open("x").close()
        except FileExistsError:
            return False
        return True

    def keep(self, answer: str) -> None:
        write_whole(self.path, answer.encode(), private=True)

    def take_away(self) -> None:
        self.path.unlink(missing_ok=True)

    @property
    def answer(self) -> str:
        try:
            return self.path.read_text("utf-8")
        except FileNotFoundError:  # refused in the meantime
            return ""


def _sweep(folder: Path) -> None:
    for path in folder.iterdir():
        try:
            found = path.stat()
        except FileNotFoundError:  # somebody else sweeps
            continue
        if time.time() - found.st_mtime > (KEPT if found.st_size else CUT_OFF):
            path.unlink(missing_ok=True)

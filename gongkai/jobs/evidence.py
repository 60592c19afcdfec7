"""Packages of evidence that take long, made beside the web server and kept for a day, sealed."""

import time
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass

from django.conf import settings
from django_tasks import task

from gongkai.jobs.folders import Folder, read, write
from gongkai.ledger.audit.actions import keys
from gongkai.ledger.evidence import collecting, package
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.lib import calendars
from gongkai.lib.files import write_whole
from gongkai.lib.language import _
from gongkai.lib.today import today

FOLDER = Folder("evidence", 24 * 60 * 60)
_ASKED, _MADE, _FAILED, _TOLD = "asked.json", "made.sealed", "failed.json", "done"
#: Seconds without a word after which a package is not being made any more: its process has died.
CUT_OFF = 10 * 60


@dataclass(frozen=True, slots=True)
class Asked:
    organ: int
    year: int
    with_names: bool
    by: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a package is: made, or why not; neither while it waits or is made. ``done`` of ``total`` files
    are written."""

    asked: Asked
    is_made: bool
    failed: str
    done: int = 0
    total: int = 0


def begin(asked: Asked) -> str:
    """Have a package made; the key by which it is asked after."""
    key = FOLDER.new()
    write(FOLDER.place(key) / _ASKED, asdict(asked))
    make.enqueue(key)
    return key


def standing(key: str, organ: Organ, by: str) -> Standing | None:
    """How far a package is; None for whoever has not asked for it."""
    place = FOLDER.place(key)
    asked = read(place / _ASKED)
    if asked is None or asked["organ"] != organ.pk or asked["by"] != by:
        return None
    is_made, failed, told = (place / _MADE).exists(), read(place / _FAILED) or "", place / _TOLD
    if not is_made and not failed and told.exists() and time.time() - told.stat().st_mtime > CUT_OFF:
        failed = _("凭据包没有做完就中断了 — 做它的进程停了 — 请再做一次。")
    done, total = map(int, told.read_text("ascii").split("/")) if told.exists() else (0, 0)
    return Standing(Asked(**asked), is_made, failed, done, total)


def content(key: str) -> bytes:
    """A package that is made."""
    return b64decode(keys().open((FOLDER.place(key) / _MADE).read_text("ascii")))


def build(
    organ: Organ, year: int, *, with_names: bool, tell: package.Tell = package.unheard
) -> tuple[str, bytes]:
    """The package of a year as it stands today, with its name."""
    calendar = calendars.load(settings.DATA)
    found = collecting.of(organ, year, on=today(), calendar=calendar, with_names=with_names)
    return package.name_of(found), package.write(found, fonts_dir=settings.FONTS, tell=tell)


@task()
def make(key: str) -> None:
    """Make the package that was asked for; run twice, it is made once."""
    place = FOLDER.place(key)
    asked = read(place / _ASKED)
    organ = organs.at(asked["organ"]) if asked else None
    if organ is None or (place / _MADE).exists():
        return
    failed = _("凭据包没有做成 — 程序出错 — 请再试一次，还不行就找管理员。")

    def tell(done: int, total: int) -> None:
        write_whole(place / _TOLD, f"{done}/{total}".encode(), private=True)

    tell(0, 0)
    try:
        _name, data = build(organ, asked["year"], with_names=asked["with_names"], tell=tell)
        sealed = keys().seal(b64encode(data).decode())
        write_whole(place / _MADE, sealed.encode(), private=True)
        failed = ""
    finally:
        if failed:
            write(place / _FAILED, failed)

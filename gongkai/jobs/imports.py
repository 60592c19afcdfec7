"""Large workbooks taken in beside the web server: kept in a folder until it is done, then its outcome alone.

How far it is stands in files, not in the database: while it writes, nobody else does, and what it wrote is
seen by nobody until it is whole.
"""

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django_tasks import task

from gongkai.jobs.folders import Folder, read, write
from gongkai.law.holidays import NoticeError
from gongkai.ledger.audit.actions import Strayed
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.workbook import reading
from gongkai.ledger.workbook.importing import Import, import_workbooks
from gongkai.ledger.workbook.report import Report
from gongkai.lib import calendars
from gongkai.lib.files import write_whole
from gongkai.lib.language import _
from gongkai.lib.today import today

_ASKED, _FILES, _DONE, _CANCEL, _OUTCOME = "asked.json", "files", "done", "cancel", "outcome.json"
#: Seconds: how often it is told how far it is, when it must have been cut off, how long an outcome is kept.
OFTEN, CUT_OFF, KEPT = 0.5, 10 * 60, 7 * 24 * 60 * 60
FOLDER = Folder("imports", KEPT)


class Cancelled(Exception):
    """Whoever asked for it thought better of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; ``note`` is given back with the outcome as it is."""

    organ: int
    actor: str
    steps: int
    skip: bool
    dry: bool
    note: Any = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: a report, or in ``failed`` why nothing was taken in."""

    report: Report = field(default_factory=Report)
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an import is: ``outcome`` is None while it waits or runs."""

    asked: Asked
    done: int
    outcome: Outcome | None


def begin(asked: Asked, files: Iterable[tuple[str, Iterable[bytes]]]) -> str:
    """Keep the files and have them taken in; the key by which the import is asked after."""
    key = FOLDER.new()
    place = FOLDER.place(key)
    for name, blocks in files:
        write_whole(place / _FILES / Path(name).name, blocks, private=True)
    write(place / _ASKED, asdict(asked))
    take_in.enqueue(key)
    return key


def standing(key: str, organ: Organ) -> Standing | None:
    """How far an import of the organ is; None where it asked for none of this key."""
    place = FOLDER.place(key)
    asked = read(place / _ASKED)
    if asked is None or asked["organ"] != organ.pk:
        return None
    told = Asked(**asked)
    if found := read(place / _OUTCOME):
        return Standing(told, told.steps, Outcome(Report.from_json(found["report"]), found["failed"]))
    done = place / _DONE
    if not done.exists():
        return Standing(told, 0, None)
    if time.time() - done.stat().st_mtime > CUT_OFF:
        shutil.rmtree(place / _FILES, ignore_errors=True)
        return Standing(
            told, 0, Outcome(failed=_("导入中断了 — 不知道导进去没有 — 请再导入一次，已有的行不会重复。"))
        )
    return Standing(told, int(done.read_text("ascii") or 0), None)


def cancel(key: str) -> None:
    """Have it end without anything taken in; one that is over stays as it is."""
    place = FOLDER.place(key)
    (place / _CANCEL).touch()
    if not (place / _DONE).exists():
        _finish(place, _cancelled())


@task()
def take_in(key: str) -> None:
    """Take the kept workbooks in, all or nothing. Run twice, it finds the second time nothing to change."""
    place = FOLDER.place(key)
    asked = read(place / _ASKED)
    if asked is None or (place / _OUTCOME).exists():
        return
    outcome = Outcome(failed=_("导入没有做成 — 程序出错，什么也没有导入 — 请再试一次，还不行就找管理员。"))
    try:
        outcome = Outcome(_import(place, Asked(**asked)))
    except Cancelled:
        outcome = _cancelled()
    except (reading.Unreadable, NoticeError, Strayed) as error:
        outcome = Outcome(failed=str(error))
    finally:
        _finish(place, outcome)


def _cancelled() -> Outcome:
    return Outcome(failed=_("导入已取消，什么也没有导入。"))


def _finish(place: Path, outcome: Outcome) -> None:
    write(place / _OUTCOME, {"report": outcome.report.kept(), "failed": outcome.failed})
    shutil.rmtree(place / _FILES, ignore_errors=True)


def _import(place: Path, asked: Asked) -> Report:
    organ = organs.at(asked.organ)
    if organ is None:
        raise Cancelled
    tick = _ticking(place)
    tick(0)
    books = reading.read(sorted((place / _FILES).iterdir()))
    how = Import(
        find_organ=lambda _written: organ,
        actor=asked.actor,
        on=today(),
        calendar=calendars.load(settings.DATA),
        skip_bad=asked.skip,
        dry_run=asked.dry,
        together=True,
        tick=tick,
    )
    return import_workbooks(books, how)


def _ticking(place: Path) -> Callable[[int], None]:
    """Tells how many steps are done, and looks whether to go on."""
    done, told = 0, 0.0

    def tick(steps: int) -> None:
        nonlocal done, told
        done += steps
        if steps and time.monotonic() - told < OFTEN:
            return
        told = time.monotonic()
        if (place / _CANCEL).exists():
            raise Cancelled
        (place / _DONE).write_text(str(done), "ascii")

    return tick

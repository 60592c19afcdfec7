"""The portal of an organ as files, made beside the web server: a folder that the next run brings up to date,
and a zip of it to be taken along. It is written by ``gongkai publish`` in a process of its own.

What was taken back must not be handed out any longer: a zip goes with the first change after it was made.
"""

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django_tasks import task

from gongkai.ledger.audit import queries as audit
from gongkai.ledger.disclosures.public import queries as public
from gongkai.ledger.organs import queries as organs
from gongkai.ledger.organs.models import Organ
from gongkai.lib.files import write_whole
from gongkai.lib.language import _
from gongkai.lib.today import now

FOLDER = "sites"
_ASKED, _SITE, _TOLD, _OUTCOME, _ZIP = "asked.json", "site", "told", "outcome.json", "site.zip"
#: Seconds: when a run must have been cut off, and how long one may take.
CUT_OFF, LONGEST = 10 * 60, 2 * 60 * 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: what was written, in words, and how large the zip is; or in ``failed`` why not.
    ``log`` is the link of the log up to which it goes."""

    made_at: str
    log: int = 0
    said: str = ""
    size: int = 0
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the last run is; ``outcome`` is None while it waits or runs. ``changed``: of how many records
    something was written since, so that its zip is handed out no more."""

    base: str
    done: int = 0
    total: int = 0
    outcome: Outcome | None = None
    changed: int = 0

    @property
    def is_ready(self) -> bool:
        return self.outcome is not None and not self.outcome.failed and not self.changed


def begin(organ: Organ, base: str) -> None:
    """Have the portal written for this address; a run on its way goes on."""
    found = standing(organ)
    if found and found.outcome is None:
        return
    place = _place(organ)
    for name in (_OUTCOME, _TOLD, _ZIP):
        (place / name).unlink(missing_ok=True)
    _write(place / _ASKED, {"base": base, "at": now().isoformat()})
    make.enqueue(organ.pk)


def standing(organ: Organ) -> Standing | None:
    """How the last run of the organ stands; None where none was asked for."""
    place = _place(organ)
    asked = _read(place / _ASKED)
    if asked is None:
        return None
    if found := _read(place / _OUTCOME):
        outcome = Outcome(**found)
        return Standing(asked["base"], outcome=outcome, changed=len(public.touched(organ, outcome.log)))
    told = place / _TOLD
    if told.exists() and time.time() - told.stat().st_mtime > CUT_OFF:
        failed = _("静态网页没有做完就中断了 — 请再做一次，已经写好的不用重写。")
        return Standing(asked["base"], outcome=Outcome(asked["at"], failed=failed))
    done, _slash, total = told.read_text("ascii").partition("/") if told.exists() else ("", "", "")
    return Standing(asked["base"], int(done or 0), int(total or 0))


def zip_of(organ: Organ) -> Path | None:
    """What can be taken along; None where there is none, or where something has changed since."""
    found, path = standing(organ), _place(organ) / _ZIP
    return path if found and found.is_ready and path.exists() else None


@task()
def make(pk: int) -> None:
    """Write the folder anew where it changed, and the zip of it. Run twice, it does nothing more."""
    organ = organs.at(pk)
    place = _folder() / str(pk)
    asked = _read(place / _ASKED)
    if organ is None or asked is None or (place / _OUTCOME).exists():
        return
    head = audit.head()
    outcome = Outcome(now().isoformat(), failed=_broken())
    try:
        _told(place / _TOLD)
        outcome = _made(organ, place, asked["base"], head.number if head else 0)
    finally:
        _write(place / _OUTCOME, asdict(outcome))


def sweep() -> int:
    """Take away what was made of a portal that is closed, and what holds something that has changed since;
    how many."""
    gone = 0
    for place in _folder().iterdir() if _folder().exists() else ():
        organ = organs.at(int(place.name)) if place.name.isdigit() else None
        found = standing(organ) if organ else None
        is_on_its_way = found is not None and found.outcome is None
        if organ and organ.has_portal and (is_on_its_way or (found and found.is_ready)):
            continue
        shutil.rmtree(place, ignore_errors=True)
        gone += 1
    return gone


@task()
def forget() -> None:
    """Sweep as soon as something was taken back, and not only once a day."""
    sweep()


def _made(organ: Organ, place: Path, base: str, log: int) -> Outcome:
    ended = publish(organ.name, place / _SITE, base, place / _TOLD)
    if ended.returncode:
        last = ended.stderr.strip().splitlines()[-1:] or [_broken()]
        return Outcome(now().isoformat(), failed=last[0])
    size = _packed(place / _SITE, place / _ZIP)
    return Outcome(now().isoformat(), log, ended.stdout.strip(), size)


def _broken() -> str:
    return _("静态网页没有做成 — 程序出错 — 请再试一次，还不行就找管理员。")


def publish(organ: str, site: Path, base: str, told: Path) -> "subprocess.CompletedProcess[str]":
    """``gongkai publish``, whose pages are of a floor above: in a process of its own."""
    words = ["publish", "--static", str(site), "--base", base, "--organ", organ, "--told", str(told)]
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "gongkai", *words],
        env={**os.environ, "GONGKAI_DATA": str(settings.DATA)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LONGEST,
        check=False,
    )


def _packed(site: Path, path: Path) -> int:
    """The files of the site in one zip, its book left out; how large it is."""
    draft = path.with_suffix(".new")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed:
        for file in sorted(site.rglob("*")):
            if file.is_file() and not file.name.startswith(".gongkai-site"):
                packed.write(file, file.relative_to(site))
    draft.replace(path)
    return path.stat().st_size


def _told(path: Path) -> None:
    path.write_text("0/0", "ascii")


def _folder() -> Path:
    return Path(settings.DATA) / FOLDER


def _place(organ: Organ) -> Path:
    return _folder() / str(organ.pk)


def _write(path: Path, content: object) -> None:
    write_whole(path, json.dumps(content, ensure_ascii=False).encode(), private=True)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except FileNotFoundError:
        return None

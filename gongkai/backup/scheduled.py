"""The backup that the program makes by itself: made, restored on trial, and old ones taken away."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from gongkai.backup import book
from gongkai.backup.errors import Unusable
from gongkai.backup.making import Made, is_abandoned, make
from gongkai.lib.language import _

TRIAL = ".trial-"


def run() -> tuple[bool, str]:
    """Whether today's backup was made and proven, and what to tell of it."""
    folder, keys_folder = settings.BACKUP_DIR, settings.BACKUP_KEYS_DIR
    try:
        made = make(folder, actor="后台作业", by=book.SCHEDULE, keys_folder=keys_folder)
        if trouble := try_out(made, by=book.SCHEDULE):
            return False, trouble
        book.prune()
    except (Unusable, OSError) as error:
        return False, _("没有备份成（{why}）").format(why=error)
    return True, _("{file}已备份，并已试恢复").format(file=made.path.name)


def try_out(made: Made, *, by: str) -> str:
    """Really restore a backup, into a folder that is thrown away; what went wrong, empty when nothing did.

    Always into SQLite, whatever the tables live on, and in a process of its own, as on a new machine.
    """
    for left in filter(is_abandoned, Path(settings.DATA).glob(f"{TRIAL}*")):
        shutil.rmtree(left, ignore_errors=True)
    # on the disk of the data: a share that holds backups need not carry a database
    with TemporaryDirectory(dir=settings.DATA, prefix=TRIAL, ignore_cleanup_errors=True) as folder:
        words = [sys.executable, "-m", "gongkai", "restore", str(made.path), "--data", folder]
        words += ["--keys", str(made.keys)] if made.keys else []
        own = {"DATABASE_URL", "GONGKAI_S3_BUCKET"}
        environment = {name: value for name, value in os.environ.items() if name not in own}
        ended = subprocess.run(
            words, env=environment, capture_output=True, encoding="utf-8", errors="replace"
        )
    book.note(made.entry(by, proven=ended.returncode == 0))
    if ended.returncode == 0:
        return ""
    why = (ended.stderr or ended.stdout).strip().splitlines()[-1:]
    return _("{file}备份了，但试恢复没有通过（{why}）").format(file=made.path.name, why="".join(why))

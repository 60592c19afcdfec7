"""What every command stands on: the data folder, how to fail, and starting Django when it is needed."""

import os
from pathlib import Path

from gongkai.lib.files import why
from gongkai.lib.language import _

DATABASE = "gongkai.sqlite3"
#: Where ``restore`` works in a data folder until it is done.
UNFINISHED = ".restoring"


class Fail(Exception):
    """It could not be done: one clear line on stderr, exit code 2, nothing changed."""


class Found(SystemExit):
    """Done, and something wrong was found or refused: exit code 1."""

    def __init__(self) -> None:
        super().__init__(1)


def data_folder() -> Path:
    """The folder in which the data live: ``--data``, GONGKAI_DATA, or ./gongkai-data."""
    return Path(os.environ.get("GONGKAI_DATA", "gongkai-data")).expanduser().resolve()


def ledger(*, create: bool = False) -> None:
    """Start Django on the data folder. ``create`` prepares an empty folder and brings tables up to date;
    otherwise a folder without data is a Fail that says what to do."""
    folder = data_folder()
    if (folder / UNFINISHED).exists():
        raise Fail(
            _("数据文件夹{folder} — 上一次恢复没有做完 — 请清空它，再运行一次 gongkai restore。").format(
                folder=folder
            )
        )
    if not create and not os.environ.get("DATABASE_URL") and not (folder / DATABASE).exists():
        raise Fail(
            _("数据文件夹{folder}里还没有数据 — 请先用 gongkai import 导入台账。").format(folder=folder)
        )
    is_new = not os.environ.get("DATABASE_URL") and not (folder / DATABASE).exists()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if is_new:
            # SQLite would make it as readable as any file; its journals take the rights of the database
            (folder / DATABASE).touch(mode=0o600)
    except OSError as error:
        raise Fail(
            _("数据文件夹{folder} — 建不了（{why}） — 请用 --data 另指一个能写的文件夹。").format(
                folder=folder, why=why(error)
            )
        ) from error
    start_django()
    from gongkai.cli.upkeep import bring_up_to_date

    try:
        bring_up_to_date()
    except Exception:
        if is_new:  # half a database would pass for one that is to be upgraded
            _take_away(folder / DATABASE)
        raise


def _take_away(database: Path) -> None:
    from django.db import connections

    connections.close_all()
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{database}{ending}").unlink(missing_ok=True)


def start_django() -> None:
    """The settings are read now: what they are to say must stand in the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    import django

    django.setup()

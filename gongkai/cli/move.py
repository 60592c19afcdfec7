"""``gongkai move``: all data into another folder, on whichever database, by one command."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import Fail, Found, ledger
from gongkai.cli.organs import actor
from gongkai.lib.language import _

if TYPE_CHECKING:
    from gongkai.backup.making import Made


def move(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("新的数据文件夹，要是空的。"))],
    database: Annotated[
        str,
        typer.Option("--database", metavar="URL", help=_("新的PostgreSQL，要是空的；不写就用SQLite。")),
    ] = "",
) -> None:
    """把全部数据搬到另一个文件夹：SQLite搬到PostgreSQL，或者搬回来。先停止网页；原来的数据不动。

    例：gongkai move /srv/gongkai --database postgres://gongkai@db.example.gov.cn/gongkai
    """
    ledger()
    from django.conf import settings

    from gongkai.backup import making
    from gongkai.backup.errors import Unusable
    from gongkai.ledger.audit import queries as audit

    try:
        made = making.make(settings.BACKUP_DIR, actor=actor(), keys_folder=settings.BACKUP_KEYS_DIR)
    except Unusable as error:
        raise Fail(str(error)) from error
    _restore(made, folder, database)
    if str(audit.head() or "") != made.manifest.audit:
        print(
            _("{folder} — 搬的时候又有人写入，新文件夹里没有 — 请停止网页，清空新文件夹后再搬一次。").format(
                folder=folder
            )
        )
        raise Found
    print(
        _("原来的数据没有动；从现在起只用新的，启动前设置{settings}。").format(
            settings=_settings(folder, database)
        )
    )


def _restore(made: "Made", folder: Path, database: str) -> None:
    """In a process of its own, which reads the settings of the new place."""
    words = [sys.executable, "-m", "gongkai", "restore", str(made.path), "--data", str(folder)]
    words += ["--keys", str(made.keys)] if made.keys else []
    ended = subprocess.run(words, env={**os.environ, "DATABASE_URL": database}).returncode
    if ended:
        raise typer.Exit(ended)


def _settings(folder: Path, database: str) -> str:
    where = f"GONGKAI_DATA={folder.resolve()}"
    return f"{where} DATABASE_URL=…" if database else where

"""``gongkai doctor``: looks at the installation and the data, and says what to do."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from gongkai.cli.frame import DATABASE, Found, data_folder, ledger
from gongkai.cli.organs import actor
from gongkai.lib.language import _

LEAST_FREE = 1_000_000_000  # bytes
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Point:
    """One thing looked at: well or not, and what to do if not."""

    well: bool
    text: str


def doctor(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help=_("按事件逐件重算申请的收到、答复和结果，改正不一致的。"))
    ] = False,
) -> None:
    """检查安装和数据，逐项说明怎么办。

    例：gongkai doctor
    """
    ledger()
    points = [*_machine(), *_rights()]
    if rebuild:
        from gongkai.ledger.requests.actions import rebuild_projections

        mended = rebuild_projections(actor=actor()).mended
        points.append(Point(True, _("逐件重算完成：改正{count}件。").format(count=len(mended))))
    points += _data()
    for point in points:
        print(("✓ " if point.well else "✗ ") + point.text)
    if not all(point.well for point in points):
        raise Found


def _machine() -> Iterator[Point]:
    yield Point(True, f"Python {sys.version.split()[0]} · SQLite {sqlite3.sqlite_version}")
    free = shutil.disk_usage(data_folder() if data_folder().exists() else data_folder().parent).free
    yield Point(
        free > LEAST_FREE,
        _("磁盘还剩{free:.1f} GB。").format(free=free / 1e9)
        + ("" if free > LEAST_FREE else _("不到1 GB，请腾出空间。")),
    )


def _rights() -> Iterator[Point]:
    """Whether others on the machine may read the data; Windows keeps rights otherwise."""
    if os.name != "posix":
        return
    for path in (data_folder(), *data_folder().glob(f"{DATABASE}*")):
        if path.stat().st_mode & 0o077:
            text = _("{path} — 本机其他用户也能读 — 请运行 chmod go= {path}。")
            yield Point(False, text.format(path=path))


def _data() -> Iterator[Point]:
    from gongkai.jobs.queries import last_outcome
    from gongkai.ledger import proof
    from gongkai.ledger.organs import queries as organs
    from gongkai.ledger.requests.actions import rebuild_projections

    yield _keys()
    broken = proof.verify()
    yield Point(broken is None, broken.message if broken else _("操作日志完整，台账与日志相符。"))
    stale, suspect = rebuild_projections(actor=actor(), save=False)
    differing = _("有{count}件申请的收到、答复或结果与事件不符，请运行 gongkai doctor --rebuild。")
    if suspect:
        yield Point(False, _forged([row.number for row in suspect]))
    if stale or not suspect:
        text = differing.format(count=len(stale)) if stale else _("申请的各栏与事件逐件相符。")
        yield Point(not stale, text)
    if told := last_outcome("verify_log"):
        yield Point(True, _("每日核验：{told}").format(told=told))
    names = [organ.name for organ in organs.all_organs()]
    yield Point(
        True, _("机关{count}个：{names}。").format(count=len(names), names="、".join(names) or _("还没有"))
    )


def _forged(numbers: Sequence[str]) -> str:
    named = "、".join(numbers[:MOST_NAMED]) + ("……" if len(numbers) > MOST_NAMED else "")
    return _(
        "有{count}件申请的事件与操作日志不符，不能据以重算：{numbers} — "
        "台账被绕过程序改动过 — 请停止使用这份数据，从备份恢复。"
    ).format(count=len(numbers), numbers=named)


def _keys() -> Point:
    """Whether what was sealed can still be opened."""
    from gongkai.ledger.requests.privacy import opens
    from gongkai.lib.crypto import UnknownKey

    try:
        opens()
    except UnknownKey as error:
        return Point(False, str(error))
    return Point(True, _("密钥在{folder}，请另存一份到别的盘。").format(folder=data_folder() / "keys"))

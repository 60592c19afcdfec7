"""``gongkai doctor``: looks at the installation and the data, and says what to do."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import DATABASE, Found, data_folder, ledger
from gongkai.cli.organs import actor
from gongkai.lib.language import _
from gongkai.lib.today import BEIJING, now

if TYPE_CHECKING:
    from gongkai.backup.book import Entry

LEAST_FREE = 1_000_000_000  # bytes
MOST_NAMED = 10
DAY = timedelta(days=1)
GOOD, WARN, BAD = "✓", "！", "✗"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing looked at: how it stands, and what to do if not well. A warning is not an error yet."""

    mark: str
    text: str


def doctor(
    rebuild: Annotated[
        bool,
        typer.Option("--rebuild", help=_("按事件逐件重算申请的收到、答复和结果，重建搜索索引。")),
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
        points.append(Point(GOOD, _("逐件重算完成：改正{count}件。").format(count=len(mended))))
        from gongkai.ledger.search import rebuild as index_anew

        points.append(Point(GOOD, _("搜索索引已重建：改正{count}行。").format(count=index_anew())))
    points += [*_data(), *_backups(), *_jobs()]
    for point in points:
        print(point.mark, point.text)
    if any(point.mark == BAD for point in points):
        raise Found


def _machine() -> Iterator[Point]:
    yield Point(GOOD, f"Python {sys.version.split()[0]} · SQLite {sqlite3.sqlite_version}")
    free = shutil.disk_usage(data_folder() if data_folder().exists() else data_folder().parent).free
    yield Point(
        _either(free > LEAST_FREE),
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
            yield Point(BAD, text.format(path=path))


def _data() -> Iterator[Point]:
    from gongkai.ledger import proof
    from gongkai.ledger.organs import queries as organs
    from gongkai.ledger.requests.actions import rebuild_projections

    yield _keys()
    broken = proof.verify()
    yield Point(_either(broken is None), broken.message if broken else _("操作日志完整，台账与日志相符。"))
    stale, suspect = rebuild_projections(actor=actor(), save=False)
    differing = _("有{count}件申请的收到、答复或结果与事件不符，请运行 gongkai doctor --rebuild。")
    if suspect:
        yield Point(BAD, _forged([row.number for row in suspect]))
    if stale or not suspect:
        text = differing.format(count=len(stale)) if stale else _("申请的各栏与事件逐件相符。")
        yield Point(_either(not stale), text)
    yield _index()
    names = [organ.name for organ in organs.all_organs()]
    yield Point(
        GOOD, _("机关{count}个：{names}。").format(count=len(names), names="、".join(names) or _("还没有"))
    )


def _index() -> Point:
    """Whether the search finds what stands in the ledgers."""
    from gongkai.ledger.search import stale

    if count := stale():
        words = _("搜索索引 — 有{count}行与台账不符，搜索可能找不到 — 请运行 gongkai doctor --rebuild。")
        return Point(BAD, words.format(count=count))
    return Point(GOOD, _("搜索索引与台账逐行相符。"))


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
        return Point(BAD, str(error))
    return Point(GOOD, _("密钥在{folder}，能打开申请人信息。").format(folder=data_folder() / "keys"))


def _backups() -> Iterator[Point]:
    from gongkai.backup import book, keys

    yield _last_backup(book.last_good())
    if at := keys.confirmed_at():
        yield Point(GOOD, _("密钥另存的一份在{at}核对过。").format(at=_minute(datetime.fromisoformat(at))))
    else:
        yield Point(
            WARN,
            _(
                "密钥 — 还没有核对过另存的一份，这台电脑坏了就打不开申请人信息 — "
                "请用 gongkai keys save 存到U盘，再用 gongkai keys confirm 核对。"
            ),
        )


def _last_backup(last: "Entry | None") -> Point:
    from django.conf import settings

    if last is None:
        return Point(WARN, _("备份 — 还没有备份过 — 请运行 gongkai backup 文件夹 --verify，写到别的盘上。"))
    told = _("最近一次备份：{at}，{file}（{proven}）。").format(
        at=_minute(last.made_at), file=last.path, proven=_("已试恢复") if last.proven else _("没有试恢复过")
    )
    age = now() - last.made_at
    if settings.BACKUP_DAILY and age > 2 * DAY:
        return Point(BAD, told + _("每日备份停了{days}天，请看下面后台作业的情况。").format(days=age.days))
    if age > 7 * DAY:
        return Point(WARN, told + _("已过{days}天，请再备份一次。").format(days=age.days))
    if _is_on_one_disk(Path(last.path).parent, data_folder()):
        return Point(WARN, told + _("它和数据在同一块盘上，请再存一份到别的盘。"))
    return Point(GOOD, told)


def _is_on_one_disk(first: Path, second: Path) -> bool:
    return first.exists() and first.stat().st_dev == second.stat().st_dev


def _jobs() -> Iterator[Point]:
    from gongkai.jobs import queries

    for name, words in (("verify_log", _("每日核验：{told}")), ("back_up", _("每日备份：{told}"))):
        if outcome := queries.last_outcome(name):
            yield Point(_either(outcome[0]), words.format(told=outcome[1]))
    if failed := queries.queue()["FAILED"]:
        yield Point(BAD, _("后台作业有{count}个没有做成，请看日志里的task failed。").format(count=failed))
    if last := queries.last_tick():
        told = _("后台作业最近一次运行：{at}。").format(at=_minute(last))
        is_late = now() - last > queries.STOPPED
        yield Point(WARN if is_late else GOOD, told + (_("请用 gongkai serve 启动。") if is_late else ""))


def _either(is_well: bool) -> str:
    return GOOD if is_well else BAD


def _minute(instant: datetime) -> str:
    return f"{instant.astimezone(BEIJING):%Y-%m-%d %H:%M}"

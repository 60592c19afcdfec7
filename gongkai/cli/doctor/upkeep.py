"""What is done while nobody looks: backups, jobs, messages."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.cli.doctor.points import BAD, GOOD, WARN, Point, either, minute
from gongkai.cli.frame import data_folder
from gongkai.lib.language import _
from gongkai.lib.today import now

if TYPE_CHECKING:
    from gongkai.backup.book import Entry

DAY = timedelta(days=1)


def backups() -> Iterator[Point]:
    from gongkai.backup import book, keys

    yield _last_backup(book.last_good())
    if at := keys.confirmed_at():
        yield Point(GOOD, _("密钥另存的一份在{at}核对过。").format(at=minute(datetime.fromisoformat(at))))
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
        at=minute(last.made_at), file=last.path, proven=_("已试恢复") if last.proven else _("没有试恢复过")
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


def jobs() -> Iterator[Point]:
    from gongkai.jobs import queries

    for name, words in (
        ("verify_log", _("每日核验：{told}")),
        ("back_up", _("每日备份：{told}")),
        ("take_in_mail", _("收件：{told}")),
    ):
        if outcome := queries.last_outcome(name):
            yield Point(either(outcome[0]), words.format(told=outcome[1]))
    if failed := queries.queue()["FAILED"]:
        yield Point(BAD, _("后台作业有{count}个没有做成，请看日志里的task failed。").format(count=failed))
    if last := queries.last_tick():
        told = _("后台作业最近一次运行：{at}。").format(at=minute(last))
        if leader := queries.leader():
            told += _("到点的活由{process}来派。").format(process=leader)
        is_late = now() - last > queries.STOPPED
        yield Point(WARN if is_late else GOOD, told + (_("请用 gongkai serve 启动。") if is_late else ""))


def backup_folder() -> Iterator[Point]:
    """Whether the daily backup can be written at all."""
    import os

    from django.conf import settings

    folder = Path(settings.BACKUP_DIR)
    there = next(one for one in (folder, *folder.parents) if one.exists())
    if settings.BACKUP_DAILY and not (there.is_dir() and os.access(there, os.W_OK)):
        text = _("备份 — {folder}写不进去，每日备份做不成 — 请改权限，或者改 GONGKAI_BACKUP_DIR。")
        yield Point(BAD, text.format(folder=folder))


def messages() -> Iterator[Point]:
    """Whether reminders find their way out."""
    from gongkai.ledger.base import Scope
    from gongkai.ledger.organs import queries
    from gongkai.ledger.outbox import queries as outbox

    for organ in queries.real_organs():
        if count := outbox.stuck(Scope.of(organ)):
            text = _("{organ} — 有{count}条提醒渠道发不出去 — 请在“提醒”里看原因，改好再试。")
            yield Point(BAD, text.format(organ=organ.name, count=count))

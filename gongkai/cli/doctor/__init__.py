"""``gongkai doctor``: looks at the installation and the data, and says what to do."""

from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from gongkai.cli.doctor import data, machine, upkeep
from gongkai.cli.doctor.points import BAD, GOOD, Point
from gongkai.cli.frame import Found, ledger
from gongkai.cli.organs import actor
from gongkai.lib.language import _

#: What is looked at, in the order in which it is said.
LOOKS: tuple[Callable[[], Iterator[Point]], ...] = (
    machine.disk,
    machine.rights,
    machine.clock,
    machine.switches,
    machine.scanner,
    data.ledgers,
    data.index,
    data.storage,
    data.files,
    data.public_log,
    data.notices,
    data.organs,
    upkeep.backups,
    upkeep.backup_folder,
    upkeep.jobs,
    upkeep.messages,
)


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
    points = list(_rebuilt()) if rebuild else []
    points += [point for look in LOOKS for point in _looked(look)]
    for point in dict.fromkeys(points):
        print(point.mark, point.text)
    if any(point.mark == BAD for point in points):
        raise Found


def _looked(look: Callable[[], Iterator[Point]]) -> Iterator[Point]:
    """What a look says; without the keys some cannot look at all, and the others still can."""
    from gongkai.lib.crypto import UnknownKey

    try:
        yield from look()
    except UnknownKey as error:
        yield Point(BAD, str(error))


def _rebuilt() -> Iterator[Point]:
    from gongkai.ledger.requests.actions import rebuild_projections
    from gongkai.ledger.search import rebuild

    mended = rebuild_projections(actor=actor()).mended
    yield Point(GOOD, _("逐件重算完成：改正{count}件。").format(count=len(mended)))
    yield Point(GOOD, _("搜索索引已重建：改正{count}行。").format(count=rebuild()))

"""Which organ a command is about: ``--organ``, or the only one there is."""

import getpass
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gongkai.cli.frame import Fail
from gongkai.lib.language import _

if TYPE_CHECKING:
    from gongkai.ledger.organs.models import Organ


def choose(name: str | None, *, create: bool = False) -> "Organ":
    """The organ of that name, short name or former name; without a name the only one.

    ``create`` founds an unknown one. Samples are found by name but do not count as organs of the folder.
    Fail where the name is unknown (with the nearest names), missing, or left open by several organs.
    Needs ``frame.ledger()`` first.
    """
    from gongkai.ledger.organs import queries

    wanted = "".join((name or "").split())
    if not wanted:
        return _only_one()
    try:
        return queries.named(wanted)
    except queries.UnknownOrgan as unknown:
        if not create:
            raise Fail(str(unknown)) from unknown
        return create_organ(wanted)


def create_organ(name: str, aliases: Sequence[str] = ()) -> "Organ":
    """Found an organ; Fail where it cannot bear that name."""
    from gongkai.ledger.organs import actions

    try:
        return actions.create(name=name, aliases=aliases, actor=actor())
    except actions.UnfitName as error:
        raise Fail(str(error)) from error


def _only_one() -> "Organ":
    from gongkai.ledger.organs import queries

    organs = queries.real_organs() or queries.all_organs()
    if not organs:
        raise Fail(
            _("机关 — 数据文件夹里还没有机关 — 请先用 gongkai import 台账.xlsx --organ 机关名称 导入台账。")
        )
    if len(organs) > 1:
        raise Fail(
            _("机关 — 数据文件夹里有{count}个机关，要指明是哪一个 — 请加 --organ，可选：{names}。").format(
                count=len(organs), names="、".join(organ.name for organ in organs[:10])
            )
        )
    return organs[0]


def actor() -> str:
    """Who works at the terminal, as the log names them."""
    try:
        return f"命令行（{getpass.getuser()}）"
    except (KeyError, ImportError, OSError):  # no account name to be had, as in some containers
        return "命令行"

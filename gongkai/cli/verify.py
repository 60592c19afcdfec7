"""``gongkai verify``: proof that the log is whole."""

from typing import Annotated

import typer

from gongkai.cli.frame import Found, ledger
from gongkai.lib.language import _


def verify(
    head: Annotated[bool, typer.Option("--head", help=_("只打印链头：条数、哈希、时间。"))] = False,
) -> None:
    """证明操作日志完整：没有一条被改、被删、被插入，尾部也没有被截断。

    例：gongkai verify
    """
    ledger()
    from gongkai.ledger.audit import queries

    last = queries.head()
    if head:
        print(last or _("还没有日志"))
        return
    broken = queries.verify()
    if broken is not None:
        print(_("{what} — 请停止使用这份数据，从备份恢复后再核验。").format(what=broken.message))
        raise Found
    if last is None:
        print(_("操作日志还是空的。"))
    else:
        print(
            _("操作日志完整：共{count}条，链头{hash}（{at}）。").format(
                count=last.number, hash=last.hash, at=last.at
            )
        )

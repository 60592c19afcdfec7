"""``gongkai verify``: proof that the log is whole."""

from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import Fail, Found, ledger
from gongkai.lib.language import _

if TYPE_CHECKING:
    from gongkai.ledger.audit.chain import Head


def verify(
    head: Annotated[bool, typer.Option("--head", help=_("只打印链头：条数、哈希、时间。"))] = False,
    printed: Annotated[
        str, typer.Option("--printed", help=_("报告上印的台账校验码，看它是否在日志里。"))
    ] = "",
) -> None:
    """证明操作日志完整：没有一条被改、被删、被插入，尾部也没有被截断。

    例：gongkai verify
    """
    ledger()
    from gongkai.ledger import proof
    from gongkai.ledger.audit import queries

    last = queries.head()
    if head:
        print(last or _("还没有日志"))
        return
    broken = proof.verify() or (queries.holds(_head(printed)) if printed else None)
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


def _head(printed: str) -> "Head":
    from gongkai.ledger.audit.chain import Head

    try:
        return Head.parse(printed.removeprefix("台账校验码："))
    except ValueError as error:
        raise Fail(
            _("--printed — 不是台账校验码 — 请照报告末尾抄下条数、哈希和时间三段，加上引号。")
        ) from error

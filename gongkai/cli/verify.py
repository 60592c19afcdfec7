"""``gongkai verify``: proof that the log is whole, and that a paper is what was published."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli import evidence
from gongkai.cli.frame import Fail, Found, ledger
from gongkai.lib.language import _

if TYPE_CHECKING:
    from gongkai.ledger.audit.chain import Head


def verify(
    papers: Annotated[
        list[Path] | None, typer.Argument(metavar="[文件]…", help=_("和 --proof 一起：要核对的纸件或网页。"))
    ] = None,
    head: Annotated[bool, typer.Option("--head", help=_("只打印链头：条数、哈希、时间。"))] = False,
    printed: Annotated[
        str, typer.Option("--printed", help=_("报告上印的台账校验码，看它是否在日志里。"))
    ] = "",
    proof: Annotated[
        list[Path] | None,
        typer.Option("--proof", help=_("公开页面上下载的存证文件；不用数据文件夹，不联网。可写几个。")),
    ] = None,
    trusted: Annotated[
        list[str] | None,
        typer.Option("--trust", help=_("相信的日志头：存证码，或者日志头文件。可写几个。")),
    ] = None,
    key: Annotated[
        Path | None, typer.Option("--key", help=_("签署日志头的公钥文件（PEM），事先从别处得到的。"))
    ] = None,
) -> None:
    """证明操作日志完整：没有一条被改、被删、被插入，尾部也没有被截断。
    加 --proof，则核对一份公开的报告或信息，不必相信发布它的服务器。

    例：gongkai verify 年报.pdf --proof 年报.proof.json --trust 12-ABCDE-FGHJK-MNPQR-STVWX-YZ012
    """
    if proof:
        evidence.check(proof, papers or [], trusted or [], key)
        return
    if papers or trusted or key:
        raise Fail(_("verify — 核对文件要有它的存证 — 请用 --proof 写明从公开页面下载的存证文件。"))
    ledger()
    from gongkai.ledger import proof as ledgers
    from gongkai.ledger.audit import queries

    last = queries.head()
    if head:
        print(last or _("还没有日志"))
        return
    broken = ledgers.verify() or (queries.holds(_head(printed)) if printed else None)
    if broken is not None:
        print(_("{what} — 请停止使用这份数据，从备份恢复后再核验。").format(what=broken.message))
        raise Found
    if last is None:
        print(_("操作日志还是空的。"))
        return
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

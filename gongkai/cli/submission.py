"""``gongkai submission``: reports between two installations, and files of organs that have none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import Fail, ledger
from gongkai.cli.organs import actor, choose
from gongkai.lib.files import ordinary, write_whole
from gongkai.lib.language import _, retell

if TYPE_CHECKING:
    from gongkai.ledger.organs.models import Organ
    from gongkai.ledger.reports.models import Received

command = typer.Typer(
    no_args_is_help=True, help=_("年报报送：做报送包，收下级的，收回执，公钥。"), add_completion=False
)
OrganName = Annotated[str | None, typer.Option("--organ", help=_("机关名称或简称；只有一个机关时可不写。"))]
Package = Annotated[Path, typer.Argument(metavar="FILE.zip", help=_("报送包或者回执。"))]


@command.command()
def make(
    year: Annotated[int, typer.Argument(metavar=_("年度"), help=_("哪一年的报告，例如2022。"))],
    attach: Annotated[list[Path] | None, typer.Option("--attach", help=_("附件，可以写几个。"))] = None,
    out: Annotated[Path | None, typer.Option("--out", help=_("写到哪个文件。"))] = None,
    organ: OrganName = None,
) -> None:
    """把送审的年报做成签名的报送包，交给用另一套系统的上级。

    例：gongkai submission make 2022 --attach 盖章扫描件.pdf --out 报送包.zip
    """
    ledger()
    from gongkai.ledger.reports.queries import NoSuchYear
    from gongkai.ledger.reports.submissions import actions, queries

    files = [(path.name, ordinary(path).read_bytes()) for path in attach or ()]
    with _refusals(NoSuchYear):
        row = actions.make(organ=choose(organ), year=year, attachments=files, actor=actor())
    path = out or Path(queries.name_of(row))
    write_whole(path, queries.content(row))
    print(path)


@command.command()
def receipt(file: Package, organ: OrganName = None) -> None:
    """收上级的回执：它收到了哪一版，查出什么，通过还是退回。

    例：gongkai submission receipt 回执.zip
    """
    ledger()
    from gongkai.law.annual_report.stages import State
    from gongkai.ledger.reports.submissions import actions

    with _refusals():
        row = actions.take_receipt(organ=choose(organ), data=ordinary(file).read_bytes(), actor=actor())
    print("\t".join(filter(None, (str(row), _(State(row.receipt["state"]).zh), row.receipt["reason"]))))
    for finding in row.receipt["findings"]:
        print(retell(finding["message"]))


@command.command()
def receive(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("报送包，或者年报的Word、PDF、网页。"))],
    sender: Annotated[str | None, typer.Option("--from", help=_("不是报送包的：哪个下级机关的。"))] = None,
    year: Annotated[int | None, typer.Option("--year", help=_("不是报送包的：哪一年的。"))] = None,
    out: Annotated[
        Path | None, typer.Option("--receipt", metavar="FILE.zip", help=_("回执写到哪个文件。"))
    ] = None,
    organ: OrganName = None,
) -> None:
    """收下级的年报：验签名和校验码，或者读文件，按规则检查，登记待审。

    例：gongkai submission receive 报送包.zip --organ 滑县人民政府 --receipt 回执.zip
    """
    ledger()
    from gongkai.ledger.reports.models import Received
    from gongkai.ledger.reports.submissions import queries

    chosen = choose(organ)
    with _refusals():
        row = _received(chosen, ordinary(file), sender, year)
    print("\t".join((row.organ.name, str(row.year), *([str(row.revision)] if row.revision else ()))))
    for finding in queries.report_of(row).findings:
        print(f"{_(finding.severity.zh)} {finding.rule} {retell(finding.message)}")
    if out and row.came_as == Received.By.PACKAGE:
        write_whole(out, queries.receipt(row, chosen))
        print(out)


@command.command()
def key(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE.pem", help=_("对方的公钥；不写就看本机的指纹。"))
    ] = None,
    sender: Annotated[str | None, typer.Option("--from", help=_("哪个下级机关的；不写就是上级的。"))] = None,
    told: Annotated[str, typer.Option("--told", help=_("对方在电话里念的指纹。"))] = "",
    organ: OrganName = None,
) -> None:
    """登记下级或者上级的公钥；不写文件，就显示本机公钥的指纹。

    例：gongkai submission key 四间房镇.pem --from 四间房镇 --told "ab12 cd34 …"
    """
    ledger()
    from gongkai.ledger.reports.submissions import actions, keys

    if file is None:
        print(keys.own_fingerprint())
        return
    member = choose(sender) if sender else None
    with _refusals():
        row = actions.register_key(
            organ=choose(organ),
            member=member,
            text=ordinary(file).read_text("utf-8", "replace"),
            told=told,
            actor=actor(),
        )
    print(row.fingerprint)


def _received(organ: "Organ", file: Path, sender: str | None, year: int | None) -> "Received":
    from gongkai.ledger.reports.submissions import actions
    from gongkai.reading import ReadError, safely

    data = file.read_bytes()
    if sender is None:
        return actions.receive_package(organ=organ, data=data, actor=actor())
    if year is None:
        raise Fail(_("--year — 没有写年度 — 请写这份年报是哪一年的。"))
    try:
        report = safely.read_bytes(data, name=file.name)
    except ReadError as error:
        raise Fail(retell(str(error))) from error
    return actions.receive_file(
        organ=organ,
        member=choose(sender),
        year=year,
        name=file.name,
        data=data,
        report=report,
        actor=actor(),
    )


@contextmanager
def _refusals(*others: type[Exception]) -> Iterator[None]:
    """A refusal as the one line that a command fails with."""
    from gongkai.ledger.base import Refused

    refusals: tuple[type[Exception], ...] = (Refused, *others)
    try:
        yield
    except refusals as error:
        raise Fail(str(error)) from error

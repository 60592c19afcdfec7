"""``gongkai archive``: what can be archived, one package for each case, catalogues, what is due, cleaning."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import Fail, Found, ledger
from gongkai.cli.organs import actor, choose
from gongkai.cli.progress import progress
from gongkai.lib.language import _

if TYPE_CHECKING:
    from gongkai.ledger.organs.models import Organ
    from gongkai.ledger.requests.models import FoiRequest

command = typer.Typer(
    no_args_is_help=True, help=_("档案：归档、档案包、目录、到期的档案。"), add_completion=False
)
OrganName = Annotated[str | None, typer.Option("--organ", help=_("机关名称或简称；只有一个机关时可不写。"))]
Folder = Annotated[Path, typer.Option("--out", metavar="DIR", help=_("写到哪个文件夹；不写就是当前文件夹。"))]
BATCH = 50


@command.command()
def ready(organ: OrganName = None) -> None:
    """列出可以归档的件、保管期限和缺少的材料。

    例：gongkai archive ready --organ 四间房镇
    """
    ledger()
    from django.conf import settings

    from gongkai.ledger.archive import queries
    from gongkai.ledger.base import Scope
    from gongkai.lib import calendars
    from gongkai.lib.today import today

    chosen, calendar = choose(organ), calendars.load(settings.DATA)
    rows = list(queries.served(Scope.of(chosen)))
    for start in range(0, len(rows), BATCH):
        for one in queries.ready(chosen, rows[start : start + BATCH], calendar, today()):
            said = (one.row.number, one.closed_on.isoformat(), _(one.period.zh), *one.missing, one.why_not)
            print("\t".join(filter(None, said)))
    unserved = queries.unserved(Scope.of(chosen)).count()
    print(_("可以归档{count}件；缺送达记录{unserved}件。").format(count=len(rows), unserved=unserved))


@command.command()
def package(
    number: Annotated[str, typer.Argument(metavar=_("申请编号"), help=_("不写就要用 --year。"))] = "",
    year: Annotated[int | None, typer.Option("--year", help=_("某一年度已归档的全部。"))] = None,
    reason: Annotated[
        str, typer.Option("--reason", help=_("为什么要：里面有申请人的信息，记进操作日志。"))
    ] = "",
    out: Folder = Path(),
    organ: OrganName = None,
) -> None:
    """一件一个档案包：卷宗PDF、数据、日志、附件、目录。

    例：gongkai archive package 〔2022〕3号 --reason 移交档案馆 --out E:\\档案
    """
    ledger()
    if not reason.strip():
        raise Fail(_("--reason — 没有写原因 — 档案包里有申请人的信息，请写明为什么要。"))
    chosen = choose(organ)
    rows = list(_asked(chosen, number, year))
    with progress(len(rows), _("档案包")) as tick:
        for row in rows:
            print(_taken(row, out, reason))
            tick(1)


def _asked(organ: "Organ", number: str, year: int | None) -> "Iterable[FoiRequest]":
    from gongkai.ledger.archive import queries
    from gongkai.ledger.base import Scope
    from gongkai.ledger.requests import queries as requests

    if bool(number) == (year is not None):
        raise Fail(_("申请编号 — 编号和 --year 只写一个 — 例如 gongkai archive package --year 2022。"))
    if number:
        found = requests.by_number(Scope.of(organ), [number])
        if not found:
            raise Fail(_("申请编号 — 台账里没有{number} — 请照台账抄写编号。").format(number=number))
        return found.values()
    files = queries.listed(Scope.of(organ)).filter(box__year=year or 0, foi_request__erased_on=None)
    if not files:
        raise _nothing_of(year)
    return [file.foi_request for file in files]


def _nothing_of(year: int | None) -> Fail:
    return Fail(_("{year}年 — 没有归档的件 — 请先在工作台“档案”里归档。").format(year=year))


def _taken(row: "FoiRequest", out: Path, reason: str) -> Path:
    from django.conf import settings

    from gongkai.ledger.archive import package
    from gongkai.ledger.requests.steps import Refused
    from gongkai.lib import calendars
    from gongkai.lib.files import write_whole
    from gongkai.lib.today import today

    try:
        data = package.take(
            row,
            calendar=calendars.load(settings.DATA),
            on=today(),
            fonts_dir=settings.FONTS,
            actor=actor(),
            reason=reason,
        )
    except Refused as error:
        raise Fail(str(error)) from error
    path = out / package.name_of(row)
    write_whole(path, data, private=True)
    return path


@command.command()
def catalogue(
    year: Annotated[int, typer.Argument(metavar=_("年度"))],
    form: Annotated[str, typer.Option("--format", help=_("xlsx、docx或者pdf。"))] = "xlsx",
    out: Folder = Path(),
    organ: OrganName = None,
) -> None:
    """一年的归档文件目录，可以打印。

    例：gongkai archive catalogue 2022 --format docx
    """
    ledger()
    from django.conf import settings

    from gongkai import papers
    from gongkai.ledger.archive import papers as archive_papers
    from gongkai.ledger.archive import queries
    from gongkai.ledger.base import Scope
    from gongkai.lib.files import safe_name, write_whole

    if form not in {"xlsx", "docx", "pdf"}:
        raise Fail(_("--format — 没有{form}这种 — 请写xlsx、docx或者pdf。").format(form=form))
    chosen = choose(organ)
    files = list(queries.listed(Scope.of(chosen)).filter(box__year=year))
    if not files:
        raise _nothing_of(year)
    paper = archive_papers.catalogue(chosen, files, f"{year}年")
    path = out / safe_name(f"{chosen.name}{year}年{paper.title}.{form}")
    write_whole(path, papers.write(paper, form, fonts_dir=settings.FONTS))
    print(path)


@command.command()
def due(organ: OrganName = None) -> None:
    """列出保管期满、可以鉴定的档案；销毁要两个人在工作台里办。

    例：gongkai archive due --organ 四间房镇
    """
    ledger()
    from gongkai.ledger.archive import queries
    from gongkai.ledger.base import Scope
    from gongkai.lib.today import today

    chosen = choose(organ)
    files = list(queries.due(Scope.of(chosen), today()))
    held = queries.holds(chosen, files, today())
    for file in files:
        said = (file.archive_no, file.foi_request.number, file.closed_on.isoformat(), held.get(file.pk, ""))
        print("\t".join(filter(None, said)))
    arrivals = list(queries.due_unfiled(chosen, today()))
    kept = queries.holds_of_unfiled(chosen, arrivals, today())
    for arrival in arrivals:
        closed_on = queries.unfiled(arrival).closed_on.isoformat()
        said = (arrival.number, arrival.get_kind_display(), closed_on, kept.get(arrival.pk, ""))
        print("\t".join(filter(None, said)))
    counts = {"count": len(files) + len(arrivals), "held": len(held) + len(kept)}
    print(_("保管期满{count}件，其中要留的{held}件。").format(**counts))


@command.command()
def scrub() -> None:
    """把数据库里已经删掉的内容真正清除；销毁以后后台会自动做，这里可以马上做。

    例：gongkai archive scrub
    """
    ledger()
    from gongkai.ledger.archive import scrubbing

    if not scrubbing.scrub():
        print(_("数据库正忙，没有清理成 — 请停下网页，或者过一会儿再试。"))
        raise Found
    print(_("已清理：删掉的内容在数据库文件里也没有了；以前的备份要另外清理。"))

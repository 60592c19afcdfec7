"""``gongkai template``, ``import`` and ``export``: the year workbook in and out."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import Fail, Found, data_folder, ledger, start_django
from gongkai.cli.organs import actor, choose, create_organ
from gongkai.cli.progress import progress
from gongkai.cli.terminal import console
from gongkai.law.notices import NoticeError
from gongkai.law.workdays import Calendar
from gongkai.lib import calendars
from gongkai.lib.crypto import UnknownKey
from gongkai.lib.files import write_whole
from gongkai.lib.language import _
from gongkai.lib.today import today

if TYPE_CHECKING:
    from gongkai.ledger.organs.models import Organ
    from gongkai.ledger.workbook.report import Remark, Report

MOST_WARNINGS = 30  # on a screen; --json has them all
OrganName = Annotated[str | None, typer.Option("--organ", help=_("机关名称或简称；只有一个机关时可不写。"))]
Target = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=_("写到哪个文件。"))]
Force = Annotated[bool, typer.Option("--force", help=_("已经有这个文件也覆盖。"))]


def template(file: Target, force: Force = False) -> None:
    """写出空白的年度台账：下拉列表、表头说明、示例行。

    例：gongkai template 台账.xlsx
    """
    start_django()  # the sheets name database columns
    from gongkai.ledger.workbook.template import template as build

    _save(file, build(), over=force)
    print(_("已写出空白台账：{file}").format(file=file))


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help=_("台账.xlsx，或者以工作表命名的.csv。"))
    ],
    organ: OrganName = None,
    create: Annotated[bool, typer.Option("--create", help=_("没有这个机关就新建。"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("只试，不写入。"))] = False,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help=_("导入没有问题的行，列出其余的行。"))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("以JSON输出结果。"))] = False,
) -> None:
    """导入台账。有一行被拒收，整本就不导入；改好后可以反复导入，不会重复登记。

    例：gongkai import 台账.xlsx --organ 四间房镇人民政府
    """
    with ExitStack() as stack:
        if dry_run:
            stack.enter_context(_nothing_left_behind())
        start_django()  # the sheets name database columns
        from gongkai.ledger.workbook import importing, reading

        try:
            books = reading.read(files)
        except reading.Unreadable as error:
            raise Fail(str(error)) from error
        ledger(create=True)
        tick = stack.enter_context(progress(importing.rows_to_do(books), _("导入")))
        founded: list[Remark] = []
        how = importing.Import(
            find_organ=lambda written: _organ(organ, written, create=create, founded=founded),
            actor=actor(),
            on=today(),
            calendar=_calendar(),
            skip_bad=skip_bad,
            dry_run=dry_run,
            tick=tick,
            may_link=True,
        )
        report = importing.import_workbooks(books, how)
        report.warnings[:0] = founded
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _tell(report, dry_run=dry_run, skip_bad=skip_bad)
    if report.refused:
        raise Found


def export(
    file: Target,
    organ: OrganName = None,
    year: Annotated[
        int | None, typer.Option("--year", min=1990, max=2100, help=_("只导出这一年要计数的。"))
    ] = None,
    with_personal_data: Annotated[
        bool, typer.Option("--with-personal-data", help=_("证件号码、联系方式不打星号；逐件记入操作日志。"))
    ] = False,
    force: Force = False,
) -> None:
    """把台账导出为同样的工作簿；原样导入回来什么也不会变。

    例：gongkai export 台账.xlsx --organ 四间房镇 --year 2022
    """
    ledger()
    from gongkai.ledger.workbook import exporting

    what = exporting.Export(choose(organ), actor(), year, with_personal_data)
    with progress(exporting.rows_to_do(what), _("导出")) as tick:
        try:
            content = exporting.export(replace(what, tick=tick))
        except UnknownKey as error:
            raise Fail(str(error)) from error
    _save(file, content, over=force)
    print(_("已导出{organ}的台账：{file}").format(organ=what.organ.name, file=file))
    if with_personal_data:
        print(_("文件里有个人信息的明文，请妥善保管，用后删除。"))


def _calendar() -> Calendar:
    try:
        return calendars.load(data_folder())
    except NoticeError as error:
        raise Fail(str(error)) from error


def _organ(name: str | None, written: str, *, create: bool, founded: "list[Remark]") -> "Organ":
    """The organ to import into. The first import founds it, under the full name the workbook gives; where
    that is longer than the name given, ``founded`` gets a remark."""
    from gongkai.ledger.organs import queries

    written = "".join(written.split())
    first = not queries.real_organs()
    if first or create:
        wanted = "".join((name or (written if first else "")).split())
        if not wanted:
            raise Fail(
                _("机关 — 不知道导入到哪个机关 — 请加 --organ 机关名称，或者在“机关信息”表里填机关名称。")
            )
        organ = _known_or_founded(wanted, written, founded)
    else:
        organ = _existing(name)
    if organ.is_sample:
        raise Fail(
            _("机关“{name}” — 是示例，不能导入台账 — 请用 --data 另指一个文件夹。").format(name=organ.name)
        )
    return organ


def _known_or_founded(wanted: str, written: str, founded: "list[Remark]") -> "Organ":
    """柳林镇 while the workbook says 示范县柳林镇人民政府 means that organ, and is one of its short names."""
    from gongkai.ledger.organs import queries
    from gongkai.ledger.workbook.report import Remark
    from gongkai.ledger.workbook.sheets import ORGAN, ORGAN_NAME

    stem = queries.stem_of(wanted)
    if wanted == written or len(stem) < 2 or not queries.stem_of(written).endswith(stem):
        return choose(wanted, create=True)
    for name in (wanted, written):
        with suppress(queries.UnknownOrgan):
            return queries.named(name)
    short = dict.fromkeys((*queries.aliases_from(written), wanted, *queries.aliases_from(wanted)))
    if wanted not in queries.aliases_from(written):
        message = _(
            "机关名称 — 表里的全称是“{full}”，已按全称建立机关，“{short}”作为简称 — "
            "名称不对的，请用 gongkai organ rename 改正。"
        ).format(full=written, short=wanted)
        founded.append(Remark(ORGAN.name, 0, ORGAN_NAME, written, message))
    return create_organ(written, list(short))


def _existing(name: str | None) -> "Organ":
    try:
        return choose(name)
    except Fail as error:
        if not name:
            raise
        raise Fail(_("{error}要新建这个机关，请加 --create。").format(error=error)) from error


def _save(file: Path, content: bytes, *, over: bool) -> None:
    if file.suffix.lower() != ".xlsx":
        raise Fail(_("{file} — 只能写成.xlsx — 请把文件名改为以.xlsx结尾。").format(file=file))
    if not file.parent.is_dir():
        raise Fail(_("{file} — 没有这个文件夹 — 请先建好文件夹，或者换个地方。").format(file=file))
    if file.is_dir():
        raise Fail(_("{file} — 是文件夹 — 请换个文件名。").format(file=file))
    if file.exists() and not over:
        raise Fail(
            _(
                "{file} — 已经有这个文件，里面可能有填好的内容 — 请换个文件名，确实要覆盖就加 --force。"
            ).format(file=file)
        )
    write_whole(file, content)


@contextmanager
def _nothing_left_behind() -> Iterator[None]:
    """A trial on a folder without data happens in a folder of its own, which is thrown away."""
    if os.environ.get("DATABASE_URL") or (data_folder() / "gongkai.sqlite3").exists():
        yield
        return
    kept = os.environ.get("GONGKAI_DATA")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ["GONGKAI_DATA"] = folder
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()
            if kept is None:
                del os.environ["GONGKAI_DATA"]
            else:
                os.environ["GONGKAI_DATA"] = kept


def _tell(report: "Report", *, dry_run: bool, skip_bad: bool) -> None:
    if report.refused and not skip_bad:
        print(
            _("有{count}行被拒收，没有导入任何内容。改好后再导入；加 --skip-bad 可先导入其余的行。").format(
                count=len({(remark.sheet, remark.row) for remark in report.refused})
            )
        )
    elif dry_run:
        print(_("试导入（没有写入）："))
    for name in dict.fromkeys((*report.added, *report.changed, *report.unchanged)):
        counts = report.added[name], report.changed[name], report.unchanged[name]
        if any(counts):
            print(
                _("{sheet}：新增{added}，更正{changed}，不变{unchanged}").format(
                    sheet=name, added=counts[0], changed=counts[1], unchanged=counts[2]
                )
            )
    if report.refused:
        _table(_("被拒收的行"), report.refused)
    if report.warnings:
        _table(_("提醒（不影响导入）"), report.warnings[:MOST_WARNINGS])
        if len(report.warnings) > MOST_WARNINGS:
            print(
                _("……还有{count}条提醒，用 --json 可看全部。").format(
                    count=len(report.warnings) - MOST_WARNINGS
                )
            )


def _table(title: str, remarks: "list[Remark]") -> None:
    if not sys.stdout.isatty():
        print(_("{title}：").format(title=title))
        for remark in remarks:
            row = _("第{row}行").format(row=remark.row) if remark.row else ""
            print("\t".join((remark.sheet, row, remark.column, remark.value, remark.message)))
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False)
    for name, ratio in ((_("工作表"), 2), (_("行"), 1), (_("列"), 2), (_("内容"), 3), (_("怎么办"), 9)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for remark in remarks:
        cells = (remark.sheet, str(remark.row or ""), remark.column, remark.value, remark.message)
        table.add_row(*(Text(cell) for cell in cells))
    console(highlight=False).print(table)

"""``gongkai calendar``: the working-day calendar of a year, and importing a State Council notice."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli.frame import Fail, data_folder, ledger
from gongkai.cli.organs import actor
from gongkai.law import notices
from gongkai.law.holidays import FIRST_YEAR, LAST_YEAR, WEEKDAYS, Notice, NoticeError
from gongkai.law.workdays import OFFICIAL, Calendar, Day
from gongkai.lib import calendars
from gongkai.lib.files import ordinary
from gongkai.lib.language import _, retell

command = typer.Typer(add_completion=False, no_args_is_help=True, help=_("工作日历和放假通知。"))


@command.command()
def show(year: Annotated[int, typer.Argument(metavar="YEAR", help=_("年份。"))]) -> None:
    """列出一年的放假、调休上班和每月工作日数。

    例：gongkai calendar show 2026
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Fail(
            _("{year}年 — 工作日历只到{first}年至{last}年 — 请换一个年份。").format(
                year=year, first=FIRST_YEAR, last=LAST_YEAR
            )
        )
    try:
        calendar = calendars.load(data_folder())
    except NoticeError as error:
        raise Fail(str(error)) from error
    notice = calendar.notice_for(year)
    if notice is None:
        typer.echo(
            _(
                "{year}年还没有放假通知：暂按周末和日期固定的节日推算，"
                "春节等农历节日和调休未计，请在通知发布后导入。"
            ).format(year=year)
        )
    else:
        _print_notice(notice)
    ends = [date(year, 1, 1) - timedelta(1)]
    ends += [date(year + month // 12, month % 12 + 1, 1) - timedelta(1) for month in range(1, 13)]
    months = [calendar.count(first, last) for first, last in pairwise(ends)]
    typer.echo(
        _("工作日：") + " ".join(_("{n}月{days}").format(n=n, days=d) for n, d in enumerate(months, 1))
    )
    typer.echo(_("全年{days}个工作日").format(days=sum(months)))


@command.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("通知全文（.txt）、TOML或CSV文件。"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("只看会有什么变化，不保存。"))] = False,
) -> None:
    """导入国务院办公厅的放假通知。

    例：gongkai calendar import 2027年放假通知.txt --dry-run
    """
    try:
        notice = notices.load(ordinary(file))
    except NoticeError as error:
        raise Fail(str(error)) from error
    _print_notice(notice)
    before = _calendar_before()
    changes = calendars.preview(before, notice)
    for change in changes:
        typer.echo(
            _("{date}：{before} → {after}").format(
                date=change.date, before=_in_words(change.before), after=_in_words(change.after)
            )
        )
    typer.echo(_("共{count}天有变化。").format(count=len(changes)))
    if dry_run:
        typer.echo(_("未保存；去掉--dry-run即导入。"))
        return
    path = _kept(notice, before.notice_for(notice.year))
    typer.echo(_("已保存到{path}，各申请的期限随即按新日历计算。").format(path=path))


def _kept(notice: Notice, before: Notice | None) -> Path:
    """Write the notice and its row in the log, both or neither: it moves the deadline of every request."""
    ledger(create=True)
    from django.db import transaction

    from gongkai.ledger.audit.actions import Change, record

    with transaction.atomic():
        change = Change(
            None,
            "calendar.import",
            f"calendar:{notice.year}",
            before={"notice": notices.to_toml(before)} if before else None,
            after={"notice": notices.to_toml(notice)},
            reason=(notice.number or notice.title)[:200],
        )
        record([change], actor=actor())
        return calendars.add(data_folder(), notice)


def _calendar_before() -> Calendar:
    try:
        return calendars.load(data_folder())
    except NoticeError:
        return OFFICIAL  # a damaged file is mended by this very import


def _print_notice(notice: Notice) -> None:
    typer.echo(str(notice))
    for amendment in notice.amended_by:
        typer.echo(_("其后{number}：{about}").format(number=amendment.number, about=amendment.about))
    for span in notice.off:
        dates = str(span.first) if span.first == span.last else f"{span.first}—{span.last}"
        typer.echo(
            _("  {name}  {dates}  放假{count}天").format(name=span.name, dates=dates, count=len(span.days()))
        )
    worked = "、".join(f"{day}（周{WEEKDAYS[day.weekday()]}）" for day in notice.work)
    typer.echo(_("  调休上班  {days}").format(days=worked or _("无")))


def _in_words(day: Day) -> str:
    return _("{why}，{works}").format(why=retell(day.why), works=_("上班") if day.works else _("不上班"))

"""``gongkai privacy``: what is held of whom, what is held of one person, what a breach would mean."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gongkai.cli.frame import Fail, data_folder, ledger
from gongkai.cli.organs import actor, choose
from gongkai.lib.files import write_whole
from gongkai.lib.language import _
from gongkai.lib.today import today

if TYPE_CHECKING:
    from gongkai.papers.model import Document

command = typer.Typer(
    add_completion=False, no_args_is_help=True, help=_("个人信息：清单、查阅复制、泄露演练。")
)
FORMS = ("docx", "pdf", "xlsx", "html")
Organ = Annotated[
    str | None, typer.Option("--organ", metavar="NAME", help=_("机关名称；只有一个机关时不用写。"))
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=_("写到这个文件。"))]
Format = Annotated[str, typer.Option("--format", metavar="FORM", help=_("docx、pdf、xlsx或者html。"))]


@command.command()
def register(organ: Organ = None, form: Format = "docx", out: Out = None) -> None:
    """个人信息处理活动清单：收了谁的什么、为什么、谁看得到、保存多久、现在有多少。

    例：gongkai privacy register --format xlsx
    """
    ledger()
    from gongkai.processing import document

    found = choose(organ)
    _write(document.build(found), form, out)


@command.command()
def person(
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=_("申请时写的姓名或者名称。"))],
    number: Annotated[
        str, typer.Option("--number", metavar="NUMBER", help=_("申请时写的证件号码、电话或者邮箱。"))
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=_("为什么取，记入操作日志。"))],
    out: Annotated[Path, typer.Option("--out", metavar="FILE.zip", help=_("写到这个文件。"))],
    organ: Organ = None,
) -> None:
    """查阅、复制：一个人在本机关的全部申请和收件，装成一个文件交给本人；每件都记日志。

    例：gongkai privacy person --name 张三 --number 13800138000 --reason 本人到场要求复制 --out 张三.zip
    """
    ledger()
    from django.conf import settings

    from gongkai.ledger.base import Refused
    from gongkai.lib import calendars
    from gongkai.processing import person as processing

    if not reason.strip():
        raise Fail(_("--reason — 还没有写 — 请写明为什么取，例如本人到场要求复制。"))
    try:
        data = processing.take(
            choose(organ),
            name=name,
            number=number,
            actor=actor(),
            reason=reason,
            on=today(),
            calendar=calendars.load(data_folder()),
            fonts_dir=settings.FONTS,
        )
    except Refused as error:
        raise Fail(str(error)) from error
    write_whole(out, data, private=True)
    print(out)


@command.command()
def drill(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help=_("database、folder或者account，见说明。"))
    ],
    who: Annotated[
        str,
        typer.Option("--actor", metavar="NAME", help=_("被冒用的账号，照操作日志里的写法；只用于account。")),
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help=_("从哪天，例如2026-11-01；只用于account。"))
    ] = "",
    organ: Organ = None,
    form: Format = "docx",
    out: Out = None,
) -> None:
    """泄露演练：数据库被拿走、连同密钥被拿走、账号被冒用时，涉及谁的什么，并起草告知书；什么也不发送。

    例：gongkai privacy drill account --actor 王敏 --since 2026-11-01
    """
    ledger()
    from gongkai.processing import breach

    found = choose(organ)
    try:
        case = breach.Scenario(scenario)
    except ValueError as error:
        known = "、".join(f"{one.value}（{_(one.zh)}）" for one in breach.Scenario)
        raise Fail(
            _("{given} — 没有这种情形 — 可以写{known}。").format(given=scenario, known=known)
        ) from error
    if case is breach.Scenario.ACCOUNT:
        if not who:
            raise Fail(_("--actor — 还没有写 — 请写明是谁的账号，照操作日志里的写法。"))
        outcome = breach.of_account(found, who, _day(since), today())
    else:
        outcome = breach.of_data(case)
    for line in breach.told(outcome):
        print(line)
    _write(breach.notice(found, outcome, today()), form, out)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if text else date(2000, 1, 1)
    except ValueError as error:
        raise Fail(_("--since — {given}不是日期 — 请写成2026-11-01这样。").format(given=text)) from error


def _write(document: "Document", form: str, out: Path | None) -> None:
    from django.conf import settings

    from gongkai import papers

    if form not in FORMS:
        words = _("--format — 没有“{given}”这种形式 — 可以写{known}。")
        raise Fail(words.format(given=form, known="、".join(FORMS)))
    path = out or Path(f"{document.title}.{form}")
    write_whole(path, papers.write(document, form, fonts_dir=settings.FONTS), private=True)
    print(path)

"""``gongkai deadline``: the due date of a request, and the day-by-day reason."""

import json
import re
import unicodedata
from datetime import date
from typing import Annotated

import typer

from gongkai.cli.frame import Fail, data_folder
from gongkai.law import clocks
from gongkai.law.events import Corrected, Event, Extended, Paused, Received
from gongkai.law.findings import Severity
from gongkai.law.holidays import NoticeError
from gongkai.law.periods import EXTENSION
from gongkai.lib import calendars
from gongkai.lib.language import _, retell

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d\d)(\d\d))")


def deadline(
    received: Annotated[str, typer.Option("--received", metavar="DATE", help=_("收到申请之日。"))],
    corrected: Annotated[
        str | None, typer.Option("--corrected", metavar="DATE", help=_("收到补正之日，期限由此重新起算。"))
    ] = None,
    extended: Annotated[
        int | None, typer.Option("--extended", metavar="N", help=_("延期的工作日数，1至20。"))
    ] = None,
    pause: Annotated[
        list[str] | None,
        typer.Option("--pause", metavar="FROM:TO", help=_("不计的日子：FROM的次日至TO，可写多次。")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("输出JSON。"))] = False,
) -> None:
    """计算答复期限，并逐日说明理由。

    例：gongkai deadline --received 2026-09-18 --pause 2026-09-21:2026-09-30
    """
    received_on = _read("--received", received)
    events = _events(received_on, corrected, extended, pause or [])
    try:
        calendar = calendars.load(data_folder())
        result = clocks.run(events, on=max(event.on for event in events), calendar=calendar)
    except (NoticeError, ValueError) as error:
        raise Fail(str(error)) from error
    if result.due is None:
        raise Fail(result.findings[0].message)
    for finding in result.findings:
        # A question about dates has no answer that could be late.
        if finding.severity is Severity.WARNING and finding.rule != "CLK-reply":
            typer.echo(retell(finding.message), err=True)
    typer.echo(_as_json(result) if as_json else _as_text(result, result.due))


def _events(received_on: date, corrected: str | None, extended: int | None, pauses: list[str]) -> list[Event]:
    events: list[Event] = [Received(received_on)]
    start = received_on
    if corrected is not None:
        start = _read("--corrected", corrected)
        _not_before(received_on, start, "--corrected")
        events.append(Corrected(start))
    for text in pauses:
        first, colon, last = text.replace("：", ":").partition(":")
        if not colon:
            raise Fail(
                _("--pause {text} — 应为起止两个日期 — 请写成2026-09-21:2026-09-30。").format(text=text)
            )
        pause = Paused(_read("--pause", first), _read("--pause", last))
        _not_before(received_on, pause.on, "--pause")
        _not_before(pause.on, pause.through, "--pause")
        events.append(pause)
    if extended is not None:
        most = EXTENSION.on(start)
        if not 1 <= extended <= most:
            raise Fail(
                _("--extended {days} — 延期为1至{most}个工作日 — 请改正天数。").format(
                    days=extended, most=most
                )
            )
        events.append(Extended(start, extended))
    return events


def _read(option: str, text: str) -> date:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        if not found:
            raise ValueError
        year, month, day = (int(part) for part in found.groups() if part)
        return date(year, month, day)
    except ValueError:
        raise Fail(
            _("{option} {text} — 不是日期 — 请写成2026-09-18。").format(option=option, text=text)
        ) from None


def _not_before(first: date, second: date, option: str) -> None:
    if second < first:
        raise Fail(
            _("{option} {second} — 早于{first} — 请核对日期。").format(
                option=option, second=second, first=first
            )
        )


def _as_json(result: clocks.Deadline) -> str:
    content = {
        "received": str(result.received_on),
        "due": str(result.due),
        "calendar": "provisional" if result.provisional else "official",
        "steps": [
            {"date": str(step.date), "counts": step.counts, "n": step.n, "why": step.why}
            for step in result.steps
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _weekday(day: date) -> str:
    return (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[day.weekday()]


def _as_text(result: clocks.Deadline, due: date) -> str:
    lines = [
        _("答复期限：{due}（{weekday}）").format(due=due, weekday=_weekday(due)),
        *(f"  {retell(step.why)}" for step in result.steps),
    ]
    if result.provisional:
        lines.append(_("暂定：其间有的年份还没有放假通知，请在通知发布后用gongkai calendar import导入。"))
    return "\n".join(lines)

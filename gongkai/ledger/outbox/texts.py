"""What a message says: of each thing its number, what it is and the day, and where to log in; nothing else.

No name, no matter, no text of a document may leave this way.
"""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse

from gongkai.channels import Message
from gongkai.law.reminders import OF_OTHERS, OVERDUE, WITHOUT_LIMIT
from gongkai.law.workdays import Calendar
from gongkai.ledger.outbox.models import Dispatch, Notice
from gongkai.lib.language import _
from gongkai.lib.today import BEIJING

#: So many things are named; the others are a number.
MOST = 40


def message(
    dispatch: Dispatch, notices: Sequence[Notice], *, on: date, calendar: Calendar, to: str = ""
) -> Message:
    lines = [line(notice, on, calendar) for notice in notices[:MOST]]
    if more := len(notices) - MOST:
        lines += [_("还有{count}件。").format(count=more)] if more > 0 else []
    where = address(dispatch.organ_id)
    lines += ["", _("请登录办理：{address}").format(address=where) if where else _("请登录工作台办理。")]
    return Message(
        dispatch.key,
        _("政府信息公开提醒：{count}件").format(count=len(notices)),
        "\n".join([f"{dispatch.organ.name}：", *lines]),
        to,
        _event(dispatch, notices[0], where),
    )


def line(notice: Notice, on: date, calendar: Calendar) -> str:
    """〔2025〕7号 答复期限 2025-03-31，还剩3个工作日."""
    return f"{notice.number} {_(notice.what)} {notice.due}".strip() + _("，") + standing(notice, on, calendar)


def standing(notice: Notice, on: date, calendar: Calendar) -> str:
    """How long there is."""
    if notice.due < on:
        if notice.step in OF_OTHERS:
            return _("期限已满，可以办下一步")
        if notice.step in WITHOUT_LIMIT:
            return _("没有法定期限，请及时办")
        return _("已逾期{count}个工作日").format(count=calendar.count(notice.due, on))
    if notice.due == on:
        return _("今天最后一日")
    return _("还剩{count}个工作日").format(count=calendar.count(on, notice.due))


def address(organ_id: int) -> str:
    """The day's page, which asks to log in; empty where nobody said where the workbench is."""
    return f"{settings.SITE_URL}{reverse('workbench:today', args=(organ_id,))}" if settings.SITE_URL else ""


def _event(dispatch: Dispatch, notice: Notice, where: str) -> dict[str, str]:
    return {
        "event": "deadline.overdue" if notice.stage == OVERDUE else "deadline.near",
        "organ": dispatch.organ.name,
        "object": f"{notice.ledger}:{notice.record or notice.step}",
        "at": notice.told_at.astimezone(BEIJING).isoformat(),
        "url": where,
    }

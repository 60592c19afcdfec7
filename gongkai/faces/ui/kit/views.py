"""The page itself. Its day is the one of the design's pictures, so that it can be held against them."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.faces.ui import clock, tables
from gongkai.faces.ui.clock import Clock
from gongkai.faces.ui.frame import Entry, Frame, Person, at
from gongkai.faces.ui.kit import county
from gongkai.faces.ui.month import Due, month
from gongkai.law import clocks
from gongkai.law.events import ConsultationSent, Event, OpinionReceived, Party, Received
from gongkai.law.sources import REGULATION
from gongkai.law.workdays import OFFICIAL

DAY = date(2022, 10, 19)


@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    if file := tables.export(county.ORGANS, request, county.ROWS):
        return file
    context = {
        "frame": at(_frame(), request.path),
        "clocks": _clocks(),
        "month": _month(),
        "table": tables.show(county.ORGANS, request, county.ROWS, counts=county.counts(), sums=county.sums()),
        "article": REGULATION.at("第三十三条第三款"),
    }
    return render(request, "ui/kit/kit.html", context)


def _frame() -> Frame:
    here = reverse("ui:kit")
    daily = (
        Entry(_("样张"), here, "calendar-check", 8),
        Entry(_("依申请公开"), f"{here}#requests", "message-square-text", 4),
        Entry(_("主动公开"), f"{here}#disclosures", "megaphone", 6),
        Entry(_("复议诉讼"), f"{here}#remedies", "scale"),
        Entry(_("监督保障"), f"{here}#supervision", "flag", 1, urgent=True),
        Entry(_("年度报告"), f"{here}#report", "table-2"),
    )
    seldom = (
        Entry(_("工作交接"), f"{here}#handover", "arrow-right-to-line"),
        Entry(_("机关设置"), f"{here}#settings", "settings"),
        Entry(_("操作日志"), f"{here}#log", "list"),
    )
    person = Person("王敏", _("公开专员"), (Entry(_("我的账号"), f"{here}#account"),), sign_out=here)
    return Frame("四间房镇", (daily, seldom), here, search=here, person=person, note=_("示例数据"))


def _application(*events: Event) -> Clock:
    return clock.of(clocks.run(events, on=DAY))


def _clocks() -> list[tuple[str, Clock]]:
    consulted = (
        Received(date(2022, 9, 16)),
        ConsultationSent(date(2022, 9, 21), Party.THIRD_PARTY, "1", date(2022, 9, 21)),
        OpinionReceived(date(2022, 9, 28), "1"),
    )
    return [
        (_("正常"), _application(Received(date(2022, 9, 20)))),
        (_("停过"), _application(*consulted)),
        (_("今天到期"), clock.counting(date(2022, 10, 10), 7, on=DAY)),
        (_("逾期"), clock.counting(date(2022, 9, 9), 20, on=DAY)),
        (_("刚收到"), _application(Received(date(2022, 10, 17)))),
        (_("办结"), clock.counting(date(2022, 9, 9), 20, on=DAY, done_on=date(2022, 9, 30))),
    ]


def _month() -> object:
    due = {
        date(2022, 10, 13): Due(1, overdue=True, href="#clocks"),
        date(2022, 10, 19): Due(2, href="#clocks"),
        date(2022, 10, 21): Due(2, href="#clocks"),
        date(2022, 10, 26): Due(1, href="#clocks"),
    }
    return month(date(2022, 10, 1), on=DAY, calendar=OFFICIAL, due=due, previous="#clocks", next="#clocks")

"""The living page of all components, for programmers: /ui/ with GONGKAI_DEBUG. All data on it is invented."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongkai.faces.ui.frame import Entry, Frame, Person, at


@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/kit/kit.html", {"frame": at(_frame(), request.path)})


def _frame() -> Frame:
    here = reverse("ui:kit")
    daily = (
        Entry(_("样张"), here, "calendar-check", 8),
        Entry(_("依申请公开"), f"{here}#requests", "message-square-text", 4),
        Entry(_("主动公开"), f"{here}#disclosures", "megaphone", 6, urgent=True),
        Entry(_("复议诉讼"), f"{here}#remedies", "scale"),
        Entry(_("监督保障"), f"{here}#supervision", "flag", 1),
        Entry(_("年度报告"), f"{here}#report", "table-2"),
    )
    seldom = (
        Entry(_("工作交接"), f"{here}#handover", "arrow-right-to-line"),
        Entry(_("机关设置"), f"{here}#settings", "settings"),
        Entry(_("操作日志"), f"{here}#log", "list"),
    )
    person = Person("王敏", _("公开专员"), (Entry(_("我的账号"), f"{here}#account"),), sign_out=here)
    return Frame("四间房镇", (daily, seldom), here, search=here, person=person, note=_("示例数据"))

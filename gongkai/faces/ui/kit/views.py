"""The page itself. Its day is the one of the design's pictures, so that it can be held against them."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import clock, confirming, drafts, progress, tables
from gongkai.faces.ui.clock import Clock
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.findings import Action, Handled, Shown, numbered
from gongkai.faces.ui.frame import Entry, Frame, Person, at
from gongkai.faces.ui.kit import county
from gongkai.faces.ui.kit.charts import charts
from gongkai.faces.ui.kit.colours import palettes
from gongkai.faces.ui.kit.forms import ReceivedOn, Specimen
from gongkai.faces.ui.kit.official import cells
from gongkai.faces.ui.month import Due, Month, month
from gongkai.faces.ui.once import once
from gongkai.faces.ui.progress import Progress
from gongkai.faces.ui.toasts import Toast, say
from gongkai.law import clocks
from gongkai.law.events import ConsultationSent, Event, OpinionReceived, Party, Received
from gongkai.law.findings import Finding, Severity
from gongkai.law.sources import REGULATION, REGULATION_2008
from gongkai.law.workdays import OFFICIAL
from gongkai.lib.differences import Line, differences

DAY = date(2022, 10, 19)


@require_http_methods(["GET", "HEAD", "POST"])
@once
def kit(request: HttpRequest) -> HttpResponse:
    if file := tables.export(county.ORGANS, request, county.ROWS):
        return file
    if request.method == "POST" and request.headers.get("HX-Request"):
        return drafts.saved()
    form = Specimen(request.POST or None, request.FILES or None, origins={"number": _("取自第2行")})
    if form.is_bound and form.is_valid():
        here = reverse("ui:kit")
        say(
            request,
            _("{number}已登记。").format(number=form.cleaned_data["number"]),
            undo=here,
            undo_label=_("撤回登记"),
        )
        return redirect(here)
    context = {
        "frame": frame(request),
        "palettes": palettes(),
        "spaces": (4, 8, 16, 24, 32, 48, 64),
        "clocks": _clocks(),
        "badges": _badges(),
        "official": cells(),
        "changes": [Told(line) for line in differences(_BEFORE, _AFTER)] + [Told(Line(None, None), True)],
        "form": form,
        "wrong_form": _wrong_form(),
        "question": _question(),
        "toast": Toast(_("〔2022〕13号补正告知书已送审。"), _("撤回送审"), reverse("ui:kit")),
        "article": REGULATION.at("第三十三条第三款"),
        "old_article": REGULATION_2008.at("第二十四条", verified=False),
        "list_article": REGULATION.at("第二十条第（七）项"),
        "task_article": REGULATION.at("第二十六条"),
        "correction_article": REGULATION.at("第三十条"),
        "findings": _findings(),
        "sum_finding": _sum_finding(),
        "month": _month(),
        "charts": charts(),
        "table": tables.show(county.ORGANS, request, county.ROWS, counts=county.counts(), sums=county.sums()),
    }
    return render(request, "ui/kit/kit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        say(request, _("送达已登记。"))
        return redirect("ui:kit")
    return confirming.ask(request, _question(), frame=frame(request))


@require_safe
def long_work(request: HttpRequest) -> HttpResponse:
    """Work that is three times asked after, then done."""
    asked = int(request.GET.get("asked", "0"))
    here = reverse("ui:kit-progress")
    done = asked >= 3
    shown = Progress(
        _("核对120份年报"),
        f"{here}?asked={asked + 1}",
        done=40 * asked,
        total=120,
        result=reverse("ui:kit") if done else "",
        label=_("看结果"),
        cancel=reverse("ui:kit-question"),
    )
    return progress.answer(request, shown, frame=frame(request))


@dataclass(frozen=True, slots=True)
class Told:
    """A line that differs; ``is_hidden`` where what stood there is not told."""

    line: Line
    is_hidden: bool = False


_BEFORE = ("补贴每亩30元，10月底前发放。", "咨询请到村委会。")
_AFTER = ("补贴每亩35元，10月底前发放。", "自发布之日起施行。")


def frame(request: HttpRequest) -> Frame:
    here = reverse("ui:kit")
    daily = (
        Entry(_("样张"), here, "calendar-check", 8),
        Entry(_("依申请公开"), f"{here}#form", "message-square-text", 4),
        Entry(_("主动公开"), f"{here}#errors", "megaphone", 6),
        Entry(_("复议诉讼"), f"{here}#clocks", "scale"),
        Entry(_("监督保障"), f"{here}#clocks", "flag", 1, urgent=True),
        Entry(_("年度报告"), f"{here}#table-organs", "table-2"),
    )
    seldom = (
        Entry(_("工作交接"), f"{here}#form", "arrow-right-to-line"),
        Entry(_("机关设置"), f"{here}#form", "settings"),
        Entry(_("操作日志"), f"{here}#form", "list"),
    )
    person = Person("王敏", _("公开专员"), (Entry(_("我的账号"), f"{here}#form"),), sign_out=here)
    shown = Frame("四间房镇", (daily, seldom), here, search=here, person=person, note=_("示例数据"))
    return at(shown, request.path)


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


def _badges() -> list[tuple[str, str, str]]:
    return [
        ("done", _("已核验"), _("办妥，不着色；颜色只留给要动手的")),
        ("mine", _("待核"), _("轮到您办")),
        ("others", _("填报中"), _("别人在办，您等")),
        ("warning", _("建议4处"), _("不拦，但请看一眼")),
        ("error", _("逾期4个工作日"), _("必须办；写明几件、几天")),
        ("not-begun", _("未做"), _("还没有开始，也不算错")),
    ]


def _wrong_form() -> ReceivedOn:
    return ReceivedOn({"wrong-received_on": "2022-13-45"}, prefix="wrong")


def _question() -> Question:
    return Question(
        title=_("送达后不能改正文。现在登记送达？"),
        words=_("登记后停止计时，计入2022年表三（二）部分公开。"),
        verb=_("登记送达"),
        safe=_("先不登记"),
        back=reverse("ui:kit"),
        action=reverse("ui:kit-question"),
    )


def _findings() -> tuple[Shown, ...]:
    found = [
        Finding(
            "LTR-2",
            Severity.ERROR,
            "phone",
            _("告知书发给申请人，带出联系人和号码会泄露个人信息 — 删去括号内文字。"),
        ),
        Finding(
            "LTR-7",
            Severity.WARNING,
            "basis",
            _("区分处理的依据是第三十七条，正文没有写 — 改为“第十五条、第三十二条、第三十七条”。"),
            "《政府信息公开条例》第三十七条",
        ),
        Finding("LTR-9", Severity.WARNING, "card", _("公开即泄露，不是公示必需 — 已遮盖。")),
    ]
    places = {"phone": "第三方的手机号", "basis": "依据少一条", "card": "身份证号186处"}
    done = Handled(_("已遮盖，留前6位、后4位"), "王敏", "10:06", undo="#form")
    return numbered(
        found,
        place=places.__getitem__,
        link=lambda where, number: f"#finding-{number}",
        action=lambda finding: (
            Action(_("删去"), "#form") if finding.where == "phone" else Action(_("补上"), "#form")
        ),
        handled=lambda finding: done if finding.where == "card" else None,
    )


def _sum_finding() -> Shown:
    found = Finding(
        "AR-3.1",
        Severity.ERROR,
        "total",
        _("〔2022〕9号已送达，但没有登记答复类型，所以没有计入任何一行 — 登记后两边即相等。"),
        "《政府信息公开工作年度报告格式》表三",
        expected=14,
        actual=13,
    )
    (shown,) = numbered(
        [found],
        place=lambda where: "勾稽关系差1件",
        link=lambda where, number: "#specimen",
        action=lambda finding: Action(_("去登记"), "#form"),
        first=4,
    )
    return shown


def _month() -> Month:
    due = {
        date(2022, 10, 13): Due(1, overdue=True, href="#clocks"),
        date(2022, 10, 19): Due(2, href="#clocks"),
        date(2022, 10, 21): Due(2, href="#clocks"),
        date(2022, 10, 26): Due(1, href="#clocks"),
    }
    return month(date(2022, 10, 1), on=DAY, calendar=OFFICIAL, due=due, previous="#clocks", next="#clocks")

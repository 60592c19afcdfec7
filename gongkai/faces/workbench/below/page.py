"""下级年报: where the reports of the organs below stand, and what is asked of them for the year."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.ui import tables, toasts
from gongkai.faces.ui.forms import DateField
from gongkai.faces.ui.once import once
from gongkai.faces.ui.standing import Standing
from gongkai.faces.ui.tables import Choice, Column, Empty, Table, Words
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.words import said
from gongkai.law.annual_report.stages import State
from gongkai.law.workdays import Calendar
from gongkai.ledger.below import CELLS, Line, lines, sums
from gongkai.ledger.people import queries as people
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import actions, queries
from gongkai.ledger.reports.models import YearNotice
from gongkai.ledger.reports.progress import Refused
from gongkai.lib import calendars
from gongkai.lib.today import today


class Notice(Standing):
    """What is asked of the organs below for a year."""

    document_no = forms.CharField(label=gettext_lazy("通知文号"), max_length=100, required=False)
    due_on = DateField(label=gettext_lazy("报送期限"), help_text=gettext_lazy("下级机关的今日页按这一天提醒"))
    longest = forms.IntegerField(
        label=gettext_lazy("正文最多字数"), required=False, min_value=100, max_value=100_000
    )
    text = forms.CharField(
        label=gettext_lazy("通知要点"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    items = forms.CharField(
        label=gettext_lazy("要写的内容"),
        help_text=gettext_lazy("一行一项"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    attachments = forms.CharField(
        label=gettext_lazy("要报的材料"),
        help_text=gettext_lazy("一行一项，例如：盖章扫描件、电子版"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


#: How each state shows here: the kind of its badge, and its sign where there is no room for words.
LOOKS = {
    State.DRAFT: ("others", gettext_lazy("填")),
    State.CHECKED: ("others", gettext_lazy("填")),
    State.APPROVED: ("others", gettext_lazy("填")),
    State.SUBMITTED: ("mine", gettext_lazy("核")),
    State.RETURNED: ("error", gettext_lazy("退")),
    State.PASSED: ("done", ""),
    State.PUBLISHED: ("done", ""),
    State.FILED: ("done", ""),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Where an organ's report stands, as a badge or, where there is no room for words, as a tile."""

    kind: str
    words: str
    sign: object
    organ: str

    @classmethod
    def of(cls, line: Line) -> "Shown":
        kind, sign = LOOKS[line.state]
        words = _(line.state.zh)
        if line.has_moved and line.is_handed_in:
            kind, words = "warning", _("{state}，之后变过").format(state=words)
        return cls(kind, words, sign, line.organ.name)

    def __str__(self) -> str:
        return self.words


_TO_DO, _WAITING, _HANDED_IN = "to-do", "waiting", "handed-in"


def _narrowed(rows: Sequence[Line], part: str) -> list[Line]:
    return [row for row in rows if _is_of(row, part)]


def _is_of(row: Line, part: str) -> bool:
    if part == _WAITING:
        return row.state is State.SUBMITTED
    return row.is_handed_in is (part == _HANDED_IN)


def _cell(code: str) -> Callable[[Line], str]:
    """The way to the cell of the organ's own report that says a figure; none where it says nothing."""
    return lambda row: "" if getattr(row, code) is None else f"{report_of(row)}?cell={CELLS[code]}"


def _chapter(figure: str, part: str) -> Callable[[Line], str]:
    """The way to the chapter of its report that tells of a figure, where there is anything to be told."""
    return lambda row: f"{report_of(row)}?part={part}" if getattr(row, figure) else ""


def card_of(row: Line) -> str:
    """The card of its last assessment, which is the own work of the organ above."""
    if row.assessed and row.opens_card:
        return reverse("workbench:card", args=(row.above.pk, row.assessed.pk))
    return ""


def report_of(row: Line) -> str:
    """Where the report of an organ below is read: its own here, or what came of it."""
    if row.arrival:
        return reverse("workbench:received", args=(row.above.pk, row.year, row.arrival))
    return reverse("workbench:report", args=(row.organ.pk, row.year))


ORGANS = Table(
    "organs",
    gettext_lazy("下级年报"),
    (
        Column("name", gettext_lazy("机关"), lambda row: row.organ.name, lang="zh-CN"),
        Column(
            "state", gettext_lazy("年报"), lambda row: Shown.of(row), ("state",), template="ui/state.html"
        ),
        Column(
            "handed_in",
            gettext_lazy("报送日期"),
            lambda row: row.timing,
            ("handed_in_on",),
            template="workbench/below/timing.html",
        ),
        Column("errors", gettext_lazy("要改"), order=("errors",), number=True),
        Column("warnings", gettext_lazy("建议"), order=("warnings",), number=True),
        Column(
            "received", gettext_lazy("新收申请"), order=("received",), number=True, href=_cell("received")
        ),
        Column("answered", gettext_lazy("办结"), order=("answered",), number=True, href=_cell("answered")),
        Column(
            "carried_out",
            gettext_lazy("结转下年"),
            order=("carried_out",),
            number=True,
            href=_cell("carried_out"),
            shown=False,
        ),
        Column(
            "lost",
            gettext_lazy("被纠正"),
            order=("lost",),
            number=True,
            href=_chapter("lost", "remedies"),
        ),
        Column("overdue", gettext_lazy("在办逾期"), number=True, template="ui/late.html"),
        Column(
            "published",
            gettext_lazy("公开（条）"),
            order=("published",),
            number=True,
            href=_chapter("published", "overview"),
        ),
        Column("assessed", gettext_lazy("考核"), lambda row: said(row.grade), order=("grade",), href=card_of),
        Column("published_on", gettext_lazy("公开日期"), order=("published_on",), shown=False),
        Column("chased_on", gettext_lazy("最近催办"), order=("chased_on",), shown=False),
        Column("last_on", gettext_lazy("最近动作"), order=("last_on",)),
    ),
    Empty(
        gettext_lazy("本机关没有下级机关"),
        gettext_lazy("请下级机关在“机关设置”里把上级写成本机关，它的年报就列在这里。"),
    ),
    (
        Choice(
            "part",
            gettext_lazy("年报"),
            (
                ("", gettext_lazy("全部")),
                (_WAITING, gettext_lazy("等着审核")),
                (_TO_DO, gettext_lazy("还没有报")),
                (_HANDED_IN, gettext_lazy("已报")),
            ),
            _narrowed,
            in_line=True,
        ),
        Words("q", gettext_lazy("找机关"), lambda rows, text: [r for r in rows if text in r.organ.name]),
    ),
    order_words=gettext_lazy("按急缓排序"),
    does="workbench/below/below_does.html",
    a_page=100,
)


@require_safe
@needs(Duty.SUPERVISE)
def below(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """The organs below with what their reports come to, those first that wait for a word from here."""
    refuse_far(year)
    on, calendar = today(), calendars.load(settings.DATA)
    rows = lines(visit.organ, year, on=on, calendar=calendar, opens_cards=visit.may(Duty.READ))
    if file := tables.export(ORGANS, request, rows):
        return file
    handed_in = sum(row.is_handed_in for row in rows)
    parts = [part for part, _words in ORGANS.filters[0].options if part]
    counts = {"": len(rows)} | {part: len(_narrowed(rows, part)) for part in parts}
    named = {"name": _("已报{count}个").format(count=handed_in)}
    notice = queries.notice_by(visit.organ, year)
    context = {
        "frame": frame(request, visit),
        "organ": visit.organ,
        "year": year,
        "tiles": [Shown.of(row) for row in rows],
        "states": list(Counter(Shown.of(row).words for row in rows).items()),
        "waiting": counts[_WAITING],
        "missing": len(rows) - handed_in,
        "unpublished": sum(not row.published_on for row in rows),
        "notice": notice,
        "can_compare": year > queries.FIRST_YEAR,
        "can_receive": year < on.year,
        "to_chase": len(_to_chase(rows, on)) if year < on.year else 0,
        "days": _days_left(notice, on, calendar),
        "table": tables.show(
            ORGANS, request, rows, counts={"part": counts}, sums=named | sums(rows) if handed_in else None
        ),
    }
    return render(request, "workbench/below/below.html", context)


@require_POST
@needs(Duty.SUPERVISE)
@once
def chase(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Ask for every report that is late; nobody is asked twice a day."""
    refuse_far(year)
    on = today()
    if year >= on.year:
        raise Http404
    rows = lines(visit.organ, year, on=on, calendar=calendars.load(settings.DATA))
    late = [row.organ for row in _to_chase(rows, on)]
    asked = actions.chase(above=visit.organ, late=late, year=year, actor=str(request.user))
    toasts.say(request, _("已催办{count}个机关。").format(count=len(asked)))
    if nobody := people.without_people(asked):
        words = _("其中{names}在本系统里没有人员，收不到提醒 — 请打电话。")
        toasts.say(request, words.format(names="、".join(organ.name for organ in nobody)))
    return redirect("workbench:below", visit.organ.pk, year)


def _to_chase(rows: Sequence[Line], on: date) -> list[Line]:
    return [row for row in rows if not row.is_handed_in and row.chased_on != on]


def _days_left(notice: YearNotice | None, on: date, calendar: Calendar) -> int | None:
    """Working days until reports are due; None where no day was named, or it has passed."""
    return calendar.count(on, notice.due_on) if notice and notice.due_on >= on else None


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SUPERVISE)
@once
def notice(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Keep the year's notice."""
    refuse_far(year)
    known = queries.notice_by(visit.organ, year)
    names = [name for name in Notice.base_fields if name != "seen"]
    initial = {name: getattr(known, name) for name in names} if known else {"due_on": date(year + 1, 1, 31)}
    form = Notice(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        try:
            actions.keep_notice(organ=visit.organ, year=year, actor=str(request.user), **values)
        except Refused as error:
            form.add_error("due_on", str(error))
        else:
            toasts.say(request, _("{year}年年报通知已保存。").format(year=year))
            return redirect("workbench:below", visit.organ.pk, year)
    context = {
        "frame": frame(request, visit),
        "title": _("{year}年年报通知").format(year=year),
        "form": form,
        "verb": _("保存"),
        "back": reverse("workbench:below", args=(visit.organ.pk, year)),
    }
    return render(request, "workbench/form.html", context, status=422 if form.is_bound else 200)


def refuse_far(year: int) -> None:
    if not queries.FIRST_YEAR <= year <= today().year:
        raise Http404

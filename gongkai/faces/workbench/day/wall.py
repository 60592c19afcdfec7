"""全年: the year on one wall, month by month, each duty with how it stands and what proves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import dates, toasts
from gongkai.faces.ui.forms import DateField, Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.matters import ways as matter_ways
from gongkai.faces.workbench.reports.addresses import of_duty
from gongkai.law.duties import BY_CODE as DUTY
from gongkai.law.duties import Duty as Round
from gongkai.law.sources import PRACTICE, Source
from gongkai.ledger import agenda, wall
from gongkai.ledger.base import Refused
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports.queries import FIRST_YEAR
from gongkai.ledger.supervision import actions, queries
from gongkai.ledger.supervision.models import Discharge
from gongkai.ledger.wall import Count, Mark, Month, State
from gongkai.lib import calendars
from gongkai.lib.language import listed
from gongkai.lib.today import today

#: How the rounds that wait for somebody are badged; what is done has its day, what is ahead nothing.
BADGES: Mapping[State, tuple[str, object]] = {
    State.LATE: ("error", gettext_lazy("逾期")),
    State.OPEN: ("mine", gettext_lazy("要办")),
    State.UNKNOWN: ("not-begun", gettext_lazy("台账里没有")),
}
#: What is counted, and the ledger that lists it.
COUNTED: Mapping[str, tuple[object, str]] = {
    "requests": (gettext_lazy("答复申请"), "requests"),
    "disclosures": (gettext_lazy("20个工作日内公开"), "disclosures"),
    "review_withheld": (gettext_lazy("不公开信息再评估"), "disclosures"),
    "remedies": (gettext_lazy("复议诉讼答复"), "remedies"),
    "retention": (gettext_lazy("保管期满，可以鉴定"), ""),
}


class DischargeForm(Form):
    done_on = DateField(label=gettext_lazy("哪天办的"))
    proof = forms.CharField(
        label=gettext_lazy("凭据"),
        max_length=300,
        help_text=gettext_lazy("例如报送的文号、网址，或者材料放在哪里"),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A round as the page shows it; ``href`` is empty where there is nothing to open, and what is mere
    practice has no ``law``."""

    mark: Mark
    href: str
    badge: tuple[str, object] | None
    law: Source | None


@dataclass(frozen=True, slots=True)
class Sum:
    """A count as the page shows it."""

    label: object
    state: State
    words: str
    href: str


@require_safe
@needs(Duty.READ)
def page(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    on = today()
    if not FIRST_YEAR <= year <= on.year + 1:
        raise Http404
    months = wall.wall(visit.organ, year, on=on, calendar=calendars.load(settings.DATA))
    states = [mark.state for month in months for mark in month.marks]
    context = {
        "year": year,
        "months": [_month(month, visit) for month in months],
        "this_month": on.replace(day=1),
        "is_past_or_now": year <= on.year,
        "late": states.count(State.LATE),
        "open": states.count(State.OPEN),
        "ahead": states.count(State.AHEAD),
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year <= on.year else None,
    }
    return pages.show(request, visit, "day/wall", context)


def _month(month: Month, visit: Visit) -> tuple[date, list[Line], list[Sum]]:
    return (
        month.first,
        [_line(mark, visit) for mark in month.marks],
        [_sum(one, visit) for one in month.counts],
    )


def _line(mark: Mark, visit: Visit) -> Line:
    law = mark.source if mark.source.verified and mark.source.instrument != PRACTICE else None
    return Line(mark, _href(mark, visit), BADGES.get(mark.state), law)


def _href(mark: Mark, visit: Visit) -> str:
    """Where it is done, or where what proves it stands."""
    organ = visit.organ.pk
    if mark.report is not None:
        is_there = mark.state is not State.AHEAD and mark.report >= FIRST_YEAR
        if is_there and mark.state is not State.DONE:
            return of_duty(visit, mark.code, mark.report)
        return reverse("workbench:report", args=(organ, mark.report)) if is_there else ""
    if mark.proof and mark.proof.activity:
        return reverse("workbench:record", args=(organ, "supervision", mark.proof.activity))
    if mark.code not in DUTY or mark.state is State.AHEAD or not visit.may(Duty.RECORD):
        return ""
    return way_to(DUTY[mark.code], mark.last, organ)


def way_to(duty: Round, last: date, organ: int) -> str:
    """Where a round of a duty is worked off: among the matters of its kind, or on a page of its own."""
    if queries.is_activity(duty):
        return matter_ways.list_address(organ, duty.code)
    return reverse("workbench:discharge", args=(organ, duty.code, last.isoformat()))


def _sum(count: Count, visit: Visit) -> Sum:
    label, ledger = COUNTED[count.code]
    left = count.due - (count.done or 0)
    words = [_("{count}件").format(count=count.due)]
    if count.done and left:
        words.append(_("还差{count}件").format(count=left))
    if count.tardy:
        words.append(_("{count}件办晚了").format(count=count.tardy))
    if count.late:
        words.append(_("{count}件逾期").format(count=count.late))
    state = State.LATE if count.late else State.OPEN if left else State.DONE
    page, more = ("workbench:ledger", (ledger,)) if ledger else ("workbench:archive-due", ())
    return Sum(label, state, listed(words), reverse(page, args=(visit.organ.pk, *more)))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def discharge(request: HttpRequest, visit: Visit, code: str, last: str) -> HttpResponse:
    """Note that a round is done, or take that back where it was noted."""
    duty, day = _round(visit, code, last)
    noted = queries.discharge_of(visit.scope, duty, day)
    form = (Reason if noted else DischargeForm)(request.POST if request.method == "POST" else None)
    back = reverse("workbench:wall", args=(visit.organ.pk, day.year))
    if form.is_valid():
        act = actions.take_back if noted else actions.discharge
        try:
            act(organ=visit.organ, duty=duty, last_day=day, actor=str(request.user), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            said = _("{duty}的登记已撤回。") if noted else _("{duty}已登记办了。")
            toasts.say(request, said.format(duty=_(duty.zh)))
            return redirect(back)
    title = _("撤回登记：{duty}") if noted else _("登记已办：{duty}")
    return pages.ask(
        request,
        visit,
        form,
        title=title.format(duty=_(duty.zh)),
        verb=_("撤回登记") if noted else _("登记已办"),
        back=back,
        lead=_told(duty, day, noted),
    )


def _round(visit: Visit, code: str, last: str) -> tuple[Round, date]:
    """The duty of an address and the last day of its round, which has begun and is shown nowhere else."""
    duty = DUTY.get(code)
    if duty is None or queries.is_activity(duty) or not agenda.has_duty(visit.organ, duty):
        raise Http404
    try:
        day = date.fromisoformat(last)
    except ValueError:
        raise Http404 from None
    begun = [end for first, end in duty.rounds_in(day.year) if first <= today()]
    if code in agenda.REPORTS or day not in begun or day.year < FIRST_YEAR:
        raise Http404
    return duty, day


def _told(duty: Round, last: date, noted: Discharge | None) -> str:
    if noted and noted.done_on:
        return _("{day}办的，凭据：{proof}").format(day=dates.full(noted.done_on, today()), proof=noted.proof)
    return _("到{day}为止的这一轮。{source}").format(day=dates.full(last, today()), source=duty.source)

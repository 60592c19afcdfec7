"""下级年报: where the reports of the organs below stand, and what is asked of them for the year."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import toasts
from gongkai.faces.ui.forms import DateField
from gongkai.faces.ui.once import once
from gongkai.faces.ui.standing import Standing
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.law.annual_report.stages import State
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import actions, queries
from gongkai.ledger.reports.models import ReportYear
from gongkai.lib.today import today


@dataclass(frozen=True, slots=True)
class Below:
    """An organ below and where its report stands; ``waits``: for a word from here."""

    organ: Organ
    state: str
    waits: bool
    href: str
    published_on: date | None


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


@require_safe
@needs(Duty.SUPERVISE)
def below(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """The organs below, those first that wait for a word from here."""
    _refuse_far(year)
    rows = [_row(organ, year, row) for organ, row in queries.states_below(visit.organ, year)]
    context = {
        "frame": frame(request, visit),
        "organ": visit.organ,
        "year": year,
        "rows": sorted(rows, key=lambda row: not row.waits),
        "counts": list(Counter(row.state for row in rows).items()),
        "waiting": sum(row.waits for row in rows),
        "missing": sum(not row.published_on for row in rows),
        "notice": queries.notice_by(visit.organ, year),
    }
    return render(request, "workbench/below.html", context)


def _row(organ: Organ, year: int, row: ReportYear | None) -> Below:
    state = State(row.state) if row else State.DRAFT
    return Below(
        organ,
        _(state.zh),
        state is State.SUBMITTED,
        reverse("workbench:report", args=(organ.pk, year)),
        row.published_on if row else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SUPERVISE)
@once
def notice(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Keep the year's notice."""
    _refuse_far(year)
    known = queries.notice_by(visit.organ, year)
    names = [name for name in Notice.base_fields if name != "seen"]
    initial = {name: getattr(known, name) for name in names} if known else {"due_on": date(year + 1, 1, 31)}
    form = Notice(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        actions.keep_notice(organ=visit.organ, year=year, actor=str(request.user), **values)
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


def _refuse_far(year: int) -> None:
    if not queries.FIRST_YEAR <= year <= today().year:
        raise Http404

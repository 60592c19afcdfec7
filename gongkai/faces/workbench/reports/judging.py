"""What becomes of the findings on a report: a suggestion may stay as it is, with a reason."""

from collections.abc import Callable, Sequence
from hashlib import sha256

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.faces.ui import confirming, toasts
from gongkai.faces.ui import findings as finding_list
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.dates import moment
from gongkai.faces.ui.findings import Action, Handled, Shown
from gongkai.faces.ui.forms import Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.law.annual_report.form import Form as ReportForm
from gongkai.law.findings import Finding, Severity
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import actions, queries
from gongkai.ledger.reports.editions import MOVED
from gongkai.ledger.reports.progress import Progress, Refused
from gongkai.ledger.reports.remembered import Years
from gongkai.lib.language import retell


class Acceptance(Form):
    reason = forms.CharField(
        label=gettext_lazy("不改的理由"),
        max_length=200,
        help_text=gettext_lazy("检查的人看得到，例如：按县里口径计算"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def shown(
    visit: Visit,
    year: int,
    findings: Sequence[Finding],
    form: ReportForm,
    at: Progress,
    *,
    link: Callable[[str, int], str],
) -> tuple[Shown, ...]:
    """The findings with what became of each, and the way to leave a suggestion as it is."""
    accepted = {(one.rule, one.where, one.message): one for one in at.accepted}

    def address(page: str, finding: Finding) -> str:
        return reverse(f"workbench:{page}", args=(visit.organ.pk, year, key_of(finding)))

    def action(finding: Finding) -> Action | None:
        if finding.severity is Severity.ERROR or finding.rule == MOVED or not visit.may(Duty.REPORT):
            return None
        return Action(_("不改，写明理由"), address("finding-accept", finding))

    def handled(finding: Finding) -> Handled | None:
        one = accepted.get((finding.rule, finding.where, finding.message))
        if one is None:
            return None
        undo = address("finding-judge", finding) if visit.may(Duty.REPORT) else ""
        words = _("已处理，不改：{reason}").format(reason=one.reason)
        return Handled(words, one.by, moment(one.at), undo)

    return finding_list.shown(findings, form, link=link, action=action, handled=handled)


def key_of(finding: Finding) -> str:
    """A finding in an address: its rule, place and words."""
    return sha256(repr((finding.rule, finding.where, finding.message)).encode()).hexdigest()[:16]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.REPORT)
@once
def accept(request: HttpRequest, visit: Visit, year: int, key: str) -> HttpResponse:
    """Leave a suggestion as it is, with the reason."""
    finding = _find(visit, year, key)
    form = Acceptance(request.POST if request.method == "POST" else None)
    back = reverse("workbench:report", args=(visit.organ.pk, year))
    if form.is_valid():
        try:
            actions.accept(
                organ=visit.organ,
                year=year,
                finding=finding,
                reason=form.cleaned_data["reason"],
                actor=str(request.user),
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            undo = reverse("workbench:finding-judge", args=(visit.organ.pk, year, key))
            toasts.say(request, _("记下了，这一条不改。"), undo=undo, undo_label=_("改判"))
            return redirect(back + _where(finding))
    question = Question(
        _("{rule}这一条不改？").format(rule=finding.rule),
        retell(finding.message),
        _("不改"),
        _("返回"),
        back + _where(finding),
        request.path,
    )
    return confirming.ask(request, question, form=form, frame=frame(request, visit))


@require_POST
@needs(Duty.REPORT)
@once
def judge_anew(request: HttpRequest, visit: Visit, year: int, key: str) -> HttpResponse:
    """改判: the suggestion stands again."""
    finding = _find(visit, year, key)
    actions.judge_anew(organ=visit.organ, year=year, finding=finding, actor=str(request.user))
    return redirect(reverse("workbench:report", args=(visit.organ.pk, year)) + _where(finding))


def _find(visit: Visit, year: int, key: str) -> Finding:
    try:
        report = Years(visit.organ, visit.scope).public(year)
    except queries.NoSuchYear:
        raise Http404 from None
    found = next((finding for finding in report.findings if key_of(finding) == key), None)
    if found is None:
        raise Http404
    return found


def _where(finding: Finding) -> str:
    """The chapter of the finding, as the report's page is asked for it."""
    part = finding.where.removeprefix("narrative/").split("/")[0]
    return "" if part == "report" else f"?part={part}"

"""The chapters in words: written with bound figures beside the preview, kept as drafts while typing."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.faces.ui import dates, drafts, toasts
from gongkai.faces.ui import prose as drawing
from gongkai.faces.ui.findings import Shown
from gongkai.faces.ui.forms import Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.meanwhile import read_anew
from gongkai.faces.workbench.reports import judging
from gongkai.faces.workbench.reports.addresses import Addresses
from gongkai.faces.workbench.reports.due import due
from gongkai.law.annual_report import narrative
from gongkai.law.annual_report.narrative import FIGURES, NarrativeError, NarrativeFacts, check_written
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import actions, document, queries, remarks
from gongkai.ledger.reports import prose as texts
from gongkai.ledger.reports.models import ProseDraft
from gongkai.ledger.reports.progress import Refused
from gongkai.ledger.reports.remembered import Years
from gongkai.lib.language import retell
from gongkai.lib.today import now

#: How long ago somebody must have typed to be told of.
LATELY = timedelta(minutes=30)
LONGEST = 30_000  # characters of a chapter
CHAPTERS = {
    "overview": gettext_lazy("一、总体情况"),
    "problems": gettext_lazy("五、存在的主要问题及改进情况"),
    "other_matters": gettext_lazy("六、其他需要报告的事项"),
}


def _chapter(key: str, *, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=CHAPTERS[key], max_length=LONGEST, required=False, widget=widget)


class Chapters(Form):
    """The three chapters. By ``seen`` it is known that nobody has saved them meanwhile."""

    overview = _chapter("overview", rows=16)
    problems = _chapter("problems", rows=8)
    other_matters = _chapter("other_matters", rows=8)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, with the line ends of no system."""
        return {key: "\n".join(self.cleaned_data[key].splitlines()) for key in CHAPTERS}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key in CHAPTERS:
            try:
                check_written(cleaned.get(key, ""))
            except NarrativeError as error:
                self.add_error(key, retell(str(error)))
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.REPORT)
@once
@read_anew
def prose(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Write the year's prose. Whoever saved it meanwhile is not overwritten unseen."""
    organ, scope, actor = visit.organ, visit.scope, str(request.user)
    years = Years(organ, scope)
    if year not in years.reportable():
        raise Http404
    drafted = years.drafted(year)
    kept = queries.text_of(organ, year, scope=scope)
    stands = {**drafted, **kept}
    seen = texts.print_of(stands)
    typing = queries.drafts_of(organ, year, scope=scope)
    own = next((row for row in typing if row.actor == actor), None)
    form = Chapters(
        request.POST if request.method == "POST" else None,
        initial={**stands, "seen": seen, **(own.texts if own else {})},
    )
    if form.is_valid() and form.cleaned_data["seen"] != seen:
        form.data = request.POST.copy()
        form.data["seen"] = seen  # told of it, they may save over it
        form.add_error(
            None, _("正文 — 刚才被别人改过，您的文字还没有保存 — 请对照右边的现文，合并后再保存。")
        )
    elif form.is_valid():
        written = texts.only_written(form.texts, drafted)
        try:
            actions.write_prose(organ=organ, year=year, texts=written, actor=actor, over=kept)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("正文已保存。"))
            return redirect("workbench:prose", organ.pk, year)
    return _page(request, visit, years, year, form, stands, typing)


def _page(
    request: HttpRequest,
    visit: Visit,
    years: Years,
    year: int,
    form: Chapters,
    stands: Mapping[str, str],
    typing: Sequence[ProseDraft],
) -> HttpResponse:
    page = reverse("workbench:report", args=(visit.organ.pk, year))
    report, at, facts = years.report(year), years.progress(year), years.prose_facts(year)
    addresses = Addresses(page, report.form, compare=False)
    findings = judging.shown(visit, year, report.findings, report.form, at, link=addresses.finding)
    here = [finding for finding in findings if _is_of_prose(finding) and finding.is_open]
    was_changed = form.is_bound and bool(form.non_field_errors())
    context = {
        "frame": frame(request, visit),
        "trail": [(_("年度报告"), page), (_("{year}年").format(year=year), page), (_("正文"), "")],
        "organ": visit.organ,
        "year": year,
        "form": form,
        "back": page,
        "may_write": at.may_write,
        "state": _(at.state.zh),
        "others": _others(typing, str(request.user)),
        "preview": _preview(stands if was_changed else _typed(form), facts),
        "findings": here,
        "due": due(visit.organ, year, years.notice(year)),
        "figures": [(f"{{{one.name}}}", one.description, one.value(facts)) for one in FIGURES],
    }
    return render(request, "workbench/reports/prose.html", context, status=422 if form.errors else 200)


def _is_of_prose(finding: Shown) -> bool:
    return finding.chapter in CHAPTERS or finding.rule in remarks.OF_NOTICE


def _typed(form: Chapters) -> dict[str, str]:
    return {key: str(form[key].value() or "") for key in CHAPTERS}


def _others(typing: Sequence[ProseDraft], actor: str) -> list[str]:
    """Who else is at it, in words."""
    lately = (row for row in typing if row.actor != actor and row.at > now() - LATELY)
    return [
        _("{person}{time}也在改，还没有保存").format(person=row.actor, time=dates.clock(row.at))
        for row in lately
    ]


def _preview(written: Mapping[str, str], facts: NarrativeFacts) -> list[tuple[object, list[drawing.Line]]]:
    """Each chapter as it will be printed; a text that cannot be yet stands as it is."""
    return [
        (heading, list(drawing.lines(document.prose(_rendered(written.get(key, ""), facts)), [])))
        for key, heading in CHAPTERS.items()
    ]


def _rendered(text: str, facts: NarrativeFacts) -> str:
    try:
        return narrative.render(text, facts)
    except NarrativeError:
        return text


@require_POST
@needs(Duty.REPORT)
def draft(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Keep what is being typed; the answer says when, and who else is at it."""
    actor = str(request.user)
    typed = {key: request.POST.get(key, "")[:LONGEST] for key in (*CHAPTERS, "seen")}
    try:
        actions.keep_draft(organ=visit.organ, year=year, texts=typed, actor=actor)
    except Refused as error:
        return drafts.refused(str(error))
    others = _others(queries.drafts_of(visit.organ, year, scope=visit.scope), actor)
    return drafts.saved(others)


@require_POST
@needs(Duty.REPORT)
def preview(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """What is being typed as it will be printed."""
    try:
        facts = Years(visit.organ, visit.scope).prose_facts(year)
    except queries.NoSuchYear:
        raise Http404 from None
    written = {key: request.POST.get(key, "")[:LONGEST] for key in CHAPTERS}
    return render(request, "workbench/reports/prose_preview.html", {"preview": _preview(written, facts)})

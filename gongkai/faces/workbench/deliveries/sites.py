"""静态网站: the whole portal as files for a host that runs no program, made by the jobs process and taken
along as a zip."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import progress
from gongkai.faces.ui.dates import moment
from gongkai.faces.ui.forms import Form
from gongkai.faces.ui.once import once
from gongkai.faces.ui.progress import Progress
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.jobs import sites
from gongkai.jobs.sites import Standing
from gongkai.ledger.people.roles import Duty
from gongkai.lib.today import today


class SiteForm(Form):
    """Where the files will be opened: their links and feeds say so."""

    base = forms.URLField(
        label=gettext_lazy("网站的网址"),
        max_length=300,
        assume_scheme="https",
        help_text=gettext_lazy("这些文件将来放在哪个网址下，例如 https://www.example.gov.cn/zwgk/"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What was made last, and the form that has it made anew."""
    found = sites.standing(visit.organ)
    form = SiteForm(request.POST or None, initial={"base": found.base if found else settings.SITE_URL})
    if form.is_valid() and not visit.organ.has_portal:
        form.add_error(None, _("静态网站 — 公开门户还没有开通 — 请系统管理员先在“机关设置”里开通。"))
    if form.is_valid():
        sites.begin(visit.organ, form.cleaned_data["base"])
        return redirect("workbench:site-progress", visit.organ.pk)
    context = {
        "form": form,
        "found": found,
        "is_running": found is not None and found.outcome is None,
        "made_at": moment(datetime.fromisoformat(found.outcome.made_at)) if found and found.outcome else "",
        "trail": _trail(visit),
    }
    return pages.show(request, visit, "deliveries/site", context, status=422 if form.is_bound else 200)


@require_safe
@needs(Duty.RECORD)
def standing(request: HttpRequest, visit: Visit) -> HttpResponse:
    """How far it is."""
    found = sites.standing(visit.organ)
    if found is None:
        raise Http404
    return progress.answer(request, _shown(visit, found), frame=frame(request, visit), organ=visit.organ)


@require_safe
@needs(Duty.RECORD)
def download(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    """The files in one; 404 where something has changed since they were made."""
    path = sites.zip_of(visit.organ)
    if path is None:
        raise Http404
    name = f"{visit.organ.name}静态网站{today()}.zip"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


def _shown(visit: Visit, found: Standing) -> Progress:
    outcome = found.outcome
    return Progress(
        _("静态网站"),
        reverse("workbench:site-progress", args=(visit.organ.pk,)),
        done=found.done,
        total=found.total,
        result=reverse("workbench:site", args=(visit.organ.pk,)) if outcome and not outcome.failed else "",
        label=_("去下载"),
        failed=outcome.failed if outcome else "",
    )


def _trail(visit: Visit) -> list[tuple[str, str]]:
    return [
        (_("主动公开"), reverse("workbench:ledger", args=(visit.organ.pk, "disclosures"))),
        (_("静态网站"), ""),
    ]

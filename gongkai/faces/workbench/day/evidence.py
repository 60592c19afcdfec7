"""考核凭据: what proves the year's duties as one file, at once or, when there is much, once it is made."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import progress
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.forms import Form
from gongkai.faces.ui.progress import Progress
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.jobs import evidence as jobs
from gongkai.jobs.evidence import Asked
from gongkai.ledger.evidence import collecting, package
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports.queries import FIRST_YEAR
from gongkai.lib.today import today

ZIP = "application/zip"
#: So many rows are worked off while somebody waits.
AT_ONCE = 300


class EvidenceForm(Form):
    """Whether the names of those who came go with it, and then why."""

    with_names = forms.BooleanField(
        label=gettext_lazy("连同参加人员名单和上传的材料"),
        required=False,
        help_text=gettext_lazy("里面可能有个人信息；写明用途，记入操作日志"),
    )
    reason = forms.CharField(label=gettext_lazy("用途"), max_length=200, required=False)

    def __init__(self, *args: Any, may_see_names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_see_names:
            del self.fields["with_names"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("with_names") and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("用途 — 连同名单的要写 — 请写给谁、做什么用，例如县里年度考核。"))
        return {"with_names": False, **cleaned}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.READ)
def take(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """The package of a year; that it was taken is logged."""
    if not FIRST_YEAR <= year <= today().year:
        raise Http404
    may_see_names = visit.may(Duty.UNMASK)
    form = EvidenceForm(request.POST if request.method == "POST" else None, may_see_names=may_see_names)
    if form.is_valid():
        return _given(request, visit, year, **form.cleaned_data)
    lead = _(
        "全年每件例行的事一个文件夹，加上申请、公开、案件、培训会议的清单和一页目录（PDF、Word、Excel），"
        "打成一个压缩文件。都从台账里来，不用另外填。"
    )
    return pages.ask(
        request,
        visit,
        form,
        title=_("{year}年考核凭据").format(year=year),
        verb=_("打包下载"),
        back=reverse("workbench:wall", args=(visit.organ.pk, year)),
        lead=lead,
    )


def _given(request: HttpRequest, visit: Visit, year: int, *, with_names: bool, reason: str) -> HttpResponse:
    actor = str(request.user)
    package.log(visit.organ, year, with_names=with_names, actor=actor, reason=reason)
    if collecting.size(visit.organ, year) > AT_ONCE:
        key = jobs.begin(Asked(visit.organ.pk, year, with_names, actor))
        return redirect("workbench:evidence-made", visit.organ.pk, year, key)
    name, data = jobs.build(visit.organ, year, with_names=with_names)
    return attachment(data, name, ZIP)


@require_safe
@needs(Duty.READ)
def made(request: HttpRequest, visit: Visit, year: int, key: str) -> HttpResponse:
    """How far a package is; with ``file`` the package itself, for whoever asked for it."""
    found = jobs.standing(key, visit.organ, str(request.user))
    if found is None:
        raise Http404
    here = reverse("workbench:evidence-made", args=(visit.organ.pk, year, key))
    if "file" in request.GET and found.is_made:
        return attachment(jobs.content(key), f"{visit.organ.name}{year}年考核凭据.zip", ZIP)
    shown = Progress(
        _("{year}年考核凭据").format(year=year),
        here,
        found.done,
        found.total,
        result=f"{here}?file=1" if found.is_made else "",
        label=_("下载"),
        failed=found.failed,
        again=reverse("workbench:evidence", args=(visit.organ.pk, year)),
    )
    return progress.answer(request, shown, frame=frame(request, visit), organ=visit.organ)

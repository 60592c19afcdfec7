"""要报的材料 on screen: handed in beside the report, and read by the organ above."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.ui import toasts, uploads
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.forms import FileDrop, FilesField, Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.reports.packages import asked_for, refuse_over, refuse_running, uploading
from gongkai.ledger.base import Refused
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import materials, queries
from gongkai.ledger.reports.models import Material
from gongkai.ledger.reports.submissions import LARGEST_FILE
from gongkai.ledger.reports.submissions import queries as submissions
from gongkai.lib.kinds import BY_CODE


class Papers(Form):
    attached = FilesField(
        label=gettext_lazy("材料"),
        help_text=gettext_lazy("通知要的，例如盖章扫描件；带密级标志的不收"),
        widget=FileDrop(multiple=True),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.REPORT)
@uploading
@once
def add(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Hand in what the notice asks for besides the report."""
    refuse_running(year)
    form = Papers(request.POST, request.FILES) if request.method == "POST" else Papers()
    if form.is_valid():
        try:
            refuse_over(request, LARGEST_FILE)
            files = uploads.handed_in(request, "attached")
            materials.add(organ=visit.organ, year=year, files=files, actor=str(request.user))
        except Refused as error:
            form.add_error("attached", str(error))
        else:
            toasts.say(request, _("已交{count}个文件，送审时一起报。").format(count=len(files)))
            return redirect("workbench:report", visit.organ.pk, year)
    lead = asked_for(visit, year)
    title, back = _("交{year}年年报要报的材料").format(year=year), _back(visit, year)
    return pages.ask(request, visit, form, title=title, verb=_("交上"), back=back, lead=lead)


@require_safe
@needs(Duty.READ_REPORT)
def file(request: HttpRequest, visit: Visit, year: int, pk: int) -> HttpResponse:
    """One of them, as it was handed in; never shown inside a page."""
    row = _find(visit, year, pk)
    return attachment(submissions.content(row), submissions.name_of(row), BY_CODE[row.kind].content_type)


@require_POST
@needs(Duty.REPORT)
@once
def drop(request: HttpRequest, visit: Visit, year: int, pk: int) -> HttpResponse:
    try:
        materials.drop(row=_find(visit, year, pk), actor=str(request.user))
    except Refused as error:
        toasts.say(request, str(error))
    else:
        toasts.say(request, _("已删去，要报的请另交。"))
    return redirect(_back(visit, year))


def _find(visit: Visit, year: int, pk: int) -> Material:
    found = next((row for row in queries.materials(visit.scope, year) if row.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _back(visit: Visit, year: int) -> str:
    return reverse("workbench:report", args=(visit.organ.pk, year))

"""The files of a review or suit: notices and decisions that came, evidence that goes out."""

from django import forms
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
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.faces.workbench.requests.intake import uploading
from gongkai.ledger.base import Refused
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.remedies import files
from gongkai.ledger.remedies.models import RemedyCase, RemedyFile
from gongkai.lib.kinds import BY_CODE


class FilesForm(Form):
    title = forms.CharField(
        label=gettext_lazy("材料"),
        max_length=100,
        help_text=gettext_lazy("例如答复通知书、证据第1组、判决书"),
    )
    attached = FilesField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("PDF、图片、Word、OFD，每个不超过10兆字节；带密级标志的不收"),
        widget=FileDrop(multiple=True),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@uploading
@once
def add(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row: RemedyCase = find_record(visit, "remedies", pk)
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    back = reverse("workbench:record", args=(visit.organ.pk, "remedies", pk))
    if form.is_valid():
        try:
            if uploads.is_over(request):
                raise Refused(_("材料 — 超过10兆字节 — 请压缩或分开再选。"))
            handed = uploads.handed_in(request, "attached")
            files.add(case=row, title=form.cleaned_data["title"], files=handed, actor=str(request.user))
        except Refused as error:
            form.add_error("attached", str(error))
        else:
            toasts.say(request, _("材料已放好。"))
            return redirect(back)
    title = _("{number}：放入材料").format(number=row.case_no)
    return pages.ask(request, visit, form, title=title, verb=_("放好"), back=back)


@require_safe
@needs(Duty.UNMASK)
def file(request: HttpRequest, visit: Visit, pk: int, file_id: int) -> HttpResponse:
    """A file as it came, with whatever names stand in it."""
    found = _find(visit, pk, file_id)
    return attachment(files.content(found), files.name_of(found), BY_CODE[found.kind].content_type)


@require_POST
@needs(Duty.RECORD)
def drop(request: HttpRequest, visit: Visit, pk: int, file_id: int) -> HttpResponse:
    files.drop(_find(visit, pk, file_id), actor=str(request.user))
    toasts.say(request, _("材料已去掉。"))
    return redirect("workbench:record", visit.organ.pk, "remedies", pk)


def _find(visit: Visit, pk: int, file_id: int) -> RemedyFile:
    row: RemedyCase = find_record(visit, "remedies", pk)
    found = next((one for one in files.of(row) if one.pk == file_id), None)
    if found is None:
        raise Http404
    return found

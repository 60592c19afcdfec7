"""The files of a redaction: the document that is put in, its pages as pictures, the redacted one."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import toasts, uploads
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.forms import FileDrop, Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.faces.workbench.redactions.page import ZOOMS, address_of, find, number_of, sees
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import attachments
from gongkai.ledger.requests.models import FoiRequest, Redaction
from gongkai.ledger.requests.redactions import actions, progress, queries
from gongkai.ledger.requests.steps import Refused
from gongkai.redaction import safely
from gongkai.redaction.errors import RedactionError

State = Redaction.State


@require_safe
@needs(Duty.READ)
def picture(
    request: HttpRequest, visit: Visit, pk: int, redaction_id: int, which: str, number: int
) -> HttpResponse:
    """A page as a picture, as it was handed in or redacted."""
    redaction = find(visit, pk, redaction_id)
    if which not in {"source", "result"} or redaction.state == State.VOID:
        raise Http404
    if which == "source" and not sees(visit):
        raise PermissionDenied(_("原件 — 只有起草、审核和签发的人能看。"))
    data = queries.result(redaction) if which == "result" else queries.source(redaction)
    if data is None:
        raise Http404
    dots = ZOOMS[number_of(request.GET.get("zoom"), max(ZOOMS))]
    try:
        return HttpResponse(safely.picture(data, number, dots=dots), content_type="image/png")
    except RedactionError as error:
        raise Http404 from error


@require_safe
@needs(Duty.READ)
def file(request: HttpRequest, visit: Visit, pk: int, redaction_id: int) -> HttpResponse:
    """The redacted document, whose proof holds."""
    redaction = find(visit, pk, redaction_id)
    data = queries.result(redaction) if redaction.state == State.MADE else None
    if data is None:
        raise Http404
    return attachment(data, f"{redaction.title}.pdf", "application/pdf")


class NewForm(Form):
    """A document of the organ that is to be given in part."""

    title = forms.CharField(
        label=gettext_lazy("材料名称"),
        max_length=100,
        help_text=gettext_lazy("印在告知书的附件里，例如低保发放名册；不写姓名"),
    )
    document = forms.FileField(
        label=gettext_lazy("材料"),
        widget=FileDrop,
        help_text=gettext_lazy("PDF或者图片，不超过10兆字节；涉密的不要放进来"),
    )


@uploads.in_memory(largest=attachments.LARGEST, body=attachments.LARGEST + 100_000)
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def new(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Put in a document; what looks like personal data is proposed, and nothing is hidden yet."""
    row: FoiRequest = find_record(visit, "requests", pk)
    back = reverse("workbench:record", args=(visit.organ.pk, "requests", pk))
    if why := progress.why_not_begin(row, row.events.all()):
        toasts.say(request, why)
        return redirect(back)
    form = NewForm(request.POST or None, request.FILES or None)
    if uploads.is_over(request):
        form.add_error("document", _("材料 — 超过10兆字节 — 请压缩或者分成几份。"))
    elif form.is_valid():
        document = form.cleaned_data["document"]
        try:
            redaction = actions.begin(
                foi_request=row,
                title=form.cleaned_data["title"],
                name=str(document.name),
                data=document.read(),
                actor=str(request.user),
            )
        except Refused as error:
            form.add_error("document", str(error))
        else:
            return redirect(address_of(redaction))
    lead = _("先看建议遮盖的，再自己补；生成的文件里，遮盖的内容真正删除，并重新读一遍来检验。")
    return pages.ask(
        request, visit, form, title=_("区分处理：放入材料"), verb=_("放入"), back=back, lead=lead
    )

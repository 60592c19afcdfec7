"""Files that go out with a letter: put beside its draft, reviewed with it, fixed with its signature."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.ui import toasts, uploads
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.forms import FileDrop, FilesField, Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.letters.page import address_of, find, moment
from gongkai.faces.workbench.requests.intake import uploading
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import attachments, inbox
from gongkai.ledger.requests.entries import Kept
from gongkai.ledger.requests.letters import actions
from gongkai.ledger.requests.models import Attachment, Letter
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.kinds import BY_CODE


class AnnexForm(Form):
    attached = FilesField(
        label=gettext_lazy("附件"),
        help_text=gettext_lazy("PDF、图片、Word、OFD，每个不超过10兆字节；带密级标志的不收"),
        widget=FileDrop(multiple=True),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@uploading
@once
def add(request: HttpRequest, visit: Visit, pk: int, letter_id: int) -> HttpResponse:
    letter, _all, _case = find(visit, pk, letter_id)
    form = AnnexForm(request.POST, request.FILES) if request.method == "POST" else AnnexForm()
    if form.is_valid():
        kept: Sequence[Kept] = ()
        try:
            kept = _kept(request, visit)
            actions.annex(letter=letter, files=kept, actor=str(request.user), at=moment())
        except Refused as error:
            for one in kept:
                attachments.drop(one)
            form.add_error("attached", str(error))
        else:
            toasts.say(request, _("附件已放好，随文书一起审核。"))
            return redirect(address_of(letter))
    title = _("{number}：加附件").format(number=letter.foi_request.number)
    return pages.ask(request, visit, form, title=title, verb=_("放好"), back=address_of(letter))


@require_safe
@needs(Duty.READ)
def file(request: HttpRequest, visit: Visit, pk: int, letter_id: int, file_id: int) -> HttpResponse:
    letter, _all, _case = find(visit, pk, letter_id)
    annex = _annex(letter, file_id)
    content_type = BY_CODE[annex.kind].content_type
    return attachment(attachments.content(annex), attachments.name_of(annex), content_type)


@require_POST
@needs(Duty.DRAFT)
def drop(request: HttpRequest, visit: Visit, pk: int, letter_id: int, file_id: int) -> HttpResponse:
    letter, _all, _case = find(visit, pk, letter_id)
    try:
        annex = _annex(letter, file_id)
        actions.drop_annex(letter=letter, annex=annex, actor=str(request.user), at=moment())
    except Refused as error:
        toasts.say(request, str(error))
    else:
        toasts.say(request, _("附件已去掉。"))
    return redirect(address_of(letter))


def _kept(request: HttpRequest, visit: Visit) -> Sequence[Kept]:
    if uploads.is_over(request):
        raise Refused(_("附件 — 超过10兆字节 — 请压缩或分开再选。"))
    files = uploads.handed_in(request, "attached")
    return inbox.keep_files(organ=visit.organ, actor=str(request.user), files=files)


def _annex(letter: Letter, file_id: int) -> Attachment:
    found = next((one for one in letter.annexes.all() if one.pk == file_id), None)
    if found is None:
        raise Http404
    return found

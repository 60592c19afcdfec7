"""报送包: the report on its way to an organ above that works elsewhere, and the receipt that comes back."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import toasts, uploads
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.forms import FileDrop, FilesField, Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.law.annual_report.stages import State
from gongkai.ledger.base import Refused
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports import queries as reports
from gongkai.ledger.reports.models import Sent
from gongkai.ledger.reports.submissions import LARGEST, LARGEST_FILE, actions, keys, queries
from gongkai.lib.kinds import BY_CODE
from gongkai.lib.today import today

#: What a whole package may weigh, with the frame of its form.
uploading = uploads.in_memory(largest=LARGEST, body=LARGEST + 1_000_000)


class Attachments(Form):
    """What goes along besides the report."""

    attached = FilesField(
        label=gettext_lazy("附件"),
        required=False,
        help_text=gettext_lazy("上级通知要的材料，例如盖章扫描件；带密级标志的不收"),
        widget=FileDrop(multiple=True),
    )


class ReceiptFile(Form):
    file = forms.FileField(
        label=gettext_lazy("回执"), help_text=gettext_lazy("上级发回来的zip文件"), widget=FileDrop()
    )


class KeyForm(Form):
    """Somebody's public key, and its fingerprint as they told it."""

    text = forms.CharField(
        label=gettext_lazy("公钥"),
        max_length=2000,
        help_text=gettext_lazy("对方给的公钥文件用记事本打开，全部粘贴"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    told = forms.CharField(
        label=gettext_lazy("指纹"),
        max_length=60,
        help_text=gettext_lazy("打电话请对方念，不要从送公钥的同一封信里抄"),
    )


@require_safe
@needs(Duty.REPORT)
def list_(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    refuse_running(year)
    above = keys.registered(visit.organ, None)
    context = {
        "year": year,
        "trail": _trail(visit, year),
        "rows": queries.sent(visit.organ, year),
        "state": reports.progress_of(visit.organ, year, scope=visit.scope).state,
        "sendable": (State.SUBMITTED, State.PASSED, State.PUBLISHED, State.FILED),
        "fingerprint": keys.own_fingerprint(),
        "above": above,
    }
    return pages.show(request, visit, "reports/packages", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.REPORT)
@uploading
@once
def make(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    refuse_running(year)
    form = Attachments(request.POST, request.FILES) if request.method == "POST" else Attachments()
    if form.is_valid():
        try:
            refuse_over(request, LARGEST_FILE)
            files = uploads.handed_in(request, "attached")
            made = actions.make(organ=visit.organ, year=year, attachments=files, actor=str(request.user))
        except reports.NoSuchYear:
            raise Http404 from None
        except Refused as error:
            form.add_error("attached", str(error))
        else:
            toasts.say(request, _("报送包第{number}版已做好，请下载交给上级。").format(number=made.revision))
            return redirect("workbench:packages", visit.organ.pk, year)
    lead = asked_for(visit, year)
    title, back = _("做{year}年年报的报送包").format(year=year), _back(visit, year)
    return pages.ask(request, visit, form, title=title, verb=_("做好"), back=back, lead=lead)


@require_safe
@needs(Duty.REPORT)
def file(request: HttpRequest, visit: Visit, year: int, pk: int) -> HttpResponse:
    row = _find(visit, year, pk)
    return attachment(queries.content(row), queries.name_of(row), BY_CODE[row.kind].content_type)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.REPORT)
@uploading
@once
def receipt(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Read what the organ above has signed."""
    refuse_running(year)
    form = ReceiptFile(request.POST, request.FILES) if request.method == "POST" else ReceiptFile()
    if form.is_valid():
        try:
            refuse_over(request, LARGEST)
            ((_name, data),) = uploads.handed_in(request, "file")
            row = actions.take_receipt(organ=visit.organ, data=data, actor=str(request.user))
        except Refused as error:
            form.add_error("file", str(error))
        else:
            toasts.say(request, _("报送包第{number}版的回执已收好。").format(number=row.revision))
            return redirect("workbench:packages", visit.organ.pk, row.year)
    title, back = _("收上级的回执"), _back(visit, year)
    return pages.ask(request, visit, form, title=title, verb=_("收下"), back=back)


@require_safe
@needs(Duty.ENTER)
def own_key(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The public half of this installation's key: anybody may have it."""
    return attachment(keys.own_text(), _("本机公钥.pem"), "application/octet-stream")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.REPORT)
@once
def superior_key(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Whose signature under a receipt is believed."""
    back = reverse("workbench:packages", args=(visit.organ.pk, today().year - 1))
    return key_page(request, visit, None, title=_("登记上级机关的公钥"), back=back)


def key_page(
    request: HttpRequest, visit: Visit, member: Organ | None, *, title: str, back: str
) -> HttpResponse:
    """The form in which a key is registered: of an organ below, or of the one above."""
    form = KeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        try:
            actions.register_key(organ=visit.organ, member=member, actor=str(request.user), **said)
        except Refused as error:
            form.add_error("told", str(error))
        else:
            toasts.say(request, _("公钥已登记。"))
            return redirect(back)
    lead = ""
    if known := keys.registered(visit.organ, member):
        lead = _("现在登记的指纹：{mark}；登记新的，旧的就停用。").format(mark=known.fingerprint)
    return pages.ask(request, visit, form, title=title, verb=_("登记"), back=back, lead=lead)


def _find(visit: Visit, year: int, pk: int) -> Sent:
    row = next((row for row in queries.sent(visit.organ, year) if row.pk == pk), None)
    if row is None:
        raise Http404
    return row


def refuse_over(request: HttpRequest, largest: int) -> None:
    """Refused where a file of the form was larger; it was not taken."""
    if uploads.is_over(request):
        raise Refused(_("文件 — 超过{size}兆字节 — 请压缩以后再选。").format(size=largest >> 20))


def refuse_running(year: int) -> None:
    """404 for a year that has no report yet."""
    if not reports.FIRST_YEAR <= year < today().year:
        raise Http404


def asked_for(visit: Visit, year: int) -> str:
    """What the notice asks for besides the report, in a sentence; empty where it asks for nothing."""
    notice = reports.notice_for(visit.organ, year)
    papers = notice.papers if notice else []
    return _("通知要报的材料：{names}").format(names="、".join(papers)) if papers else ""


def _back(visit: Visit, year: int) -> str:
    return reverse("workbench:packages", args=(visit.organ.pk, year))


def _trail(visit: Visit, year: int) -> list[tuple[str, str]]:
    page = reverse("workbench:report", args=(visit.organ.pk, year))
    return [(_("年度报告"), page), (_("{year}年").format(year=year), page), (_("报送包"), "")]

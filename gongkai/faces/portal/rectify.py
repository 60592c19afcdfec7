"""更正本人信息 (条例 Art 41): whoever finds a record about themselves wrong says so, on one page."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.faces.portal.apply import draft as apply_draft
from gongkai.faces.portal.apply.draft import Receipt
from gongkai.faces.portal.apply.page import of_organ, page_of, question_of, uploading
from gongkai.faces.public import limits
from gongkai.faces.ui import uploads
from gongkai.faces.ui.application import ATTACHED, Who
from gongkai.faces.ui.forms import FileDrop, FilesField
from gongkai.faces.ui.once import once
from gongkai.law import secrecy
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import inbox
from gongkai.ledger.requests.entries import Kept, Said
from gongkai.ledger.requests.models import Arrival
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.today import now


class RectifyForm(Who):
    """Who asks, which record is wrong, what proves it."""

    content = forms.CharField(
        label=gettext_lazy("哪一份记录，哪里不准确，应当是什么"),
        help_text=gettext_lazy("例如：2022年良种补贴公示名单，我家的面积写成3亩，应当是5亩"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=3000,
        min_length=2,
    )
    attached = FilesField(
        label=gettext_lazy("证据"),
        required=False,
        widget=FileDrop({"accept": ATTACHED}, multiple=True),
        help_text=gettext_lazy(
            "证明记录不准确的材料；也可以当面或者邮寄补交。PDF、图片或Word，每个10兆字节以内，最多5个"
        ),
    )

    def __init__(self, *args: Any, question: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["phone"].help_text = gettext_lazy("需要补交证据、告知结果时联系您；电话最快")
        self.fields["address"].help_text = gettext_lazy("要邮寄处理结果才需要")
        self.fields["agent"].help_text = gettext_lazy("有人替您办理才填；附上授权委托书")
        if question:
            self.fields["answer"] = forms.CharField(label=question, max_length=8, required=False)

    def clean_content(self) -> str:
        content: str = self.cleaned_data["content"].strip()
        if secrecy.marked(content, of_file=False):
            raise forms.ValidationError(
                _("内容 — 里面有密级标志，本系统不能接收 — 请去掉，或者联系本机关的保密员。")
            )
        return content


@require_http_methods(["GET", "HEAD", "POST"])
@of_organ
@uploading
@once
def page(request: HttpRequest, organ: Organ) -> HttpResponse:
    question = question_of(request)
    words = question.words if question else ""
    form = RectifyForm(request.POST or None, request.FILES or None, question=words)
    is_doubtful = False
    if question and form.is_valid() and not question.is_answered(form.cleaned_data["answer"]):
        is_doubtful = "again" in request.POST
        if not is_doubtful:
            form.add_error("answer", _("简单问题 — 答案不对 — 请再算一次；算不出来也可以再按一次提交。"))
    if form.is_valid() and (files := _files(request, organ, form)) is not None:
        return _file(request, organ, form, files, is_doubtful=is_doubtful)
    context = {
        "form": form,
        "question": request.session.get("question") if question else "",
        "again": bool(question) and form.is_bound,
    }
    return page_of(request, organ, "rectify", context, status=422 if form.is_bound else 200)


def _files(request: HttpRequest, organ: Organ, form: RectifyForm) -> list[Kept] | None:
    """The files, all or none of them; None where one is refused, which is said beside the field."""
    try:
        if uploads.is_over(request):
            raise Refused(_("附件 — 超过10兆字节 — 请压缩或分开，也可以当面或者邮寄提交。"))
        files = uploads.handed_in(request, "attached")
        return inbox.keep_files(organ=organ, actor=inbox.APPLICANT, files=files, may_wait=True)
    except Refused as error:
        form.add_error("attached", str(error))
        return None


def _file(
    request: HttpRequest, organ: Organ, form: RectifyForm, files: list[Kept], *, is_doubtful: bool
) -> HttpResponse:
    limits.FILING.count(request)
    request.session.pop("question", None)
    known = Said.__dataclass_fields__
    filed = inbox.arrive(
        organ=organ,
        channel="internet",
        kind=Arrival.Kind.RECTIFICATION,
        said=Said(**{name: value for name, value in form.cleaned_data.items() if name in known}),
        at=now(),
        actor=inbox.APPLICANT,
        files=files,
        is_doubtful=is_doubtful,
    )
    receipt = Receipt(filed.arrival.number, filed.code, kind=Arrival.Kind.RECTIFICATION)
    apply_draft.keep_receipt(request, organ, receipt)
    return redirect("portal:apply-receipt", organ.pk)

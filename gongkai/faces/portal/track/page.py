"""查进度: with number and code, and from then on with nothing in the address. What is sent here waits in the
inbox of the organ until somebody there confirms it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.portal.apply import draft as apply_draft
from gongkai.faces.portal.apply.page import uploading
from gongkai.faces.portal.track.course import Course, course_of
from gongkai.faces.public import limits
from gongkai.faces.ui import toasts, uploads
from gongkai.faces.ui.forms import FileDrop, FilesField, Form, Radios
from gongkai.faces.ui.once import once
from gongkai.law import secrecy
from gongkai.ledger.requests import inbox, privacy, queries
from gongkai.ledger.requests.entries import Kept, Said
from gongkai.ledger.requests.models import Arrival, Grade
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.today import now

#: Seconds for which a page once opened may be read on.
OPEN = 30 * 60
KEY = "tracking"
Kind = Arrival.Kind


class FindForm(Form):
    """What stands on the receipt."""

    number = forms.CharField(
        label=gettext_lazy("收件编号"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=gettext_lazy("查询码"),
        max_length=40,
        help_text=gettext_lazy("回执上的12位，大小写、横线都不影响"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def _text(label: Any, hint: Any = "", *, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, help_text=hint, max_length=3000, required=required, widget=area)


class MessageForm(Form):
    """Words, and files where they may be needed."""

    content = _text(gettext_lazy("要说的"))

    def clean_content(self) -> str:
        content: str = self.cleaned_data["content"].strip()
        if secrecy.marked(content, of_file=False):
            raise forms.ValidationError(
                _("内容 — 里面有密级标志，本系统不能接收 — 请去掉，或者联系本机关的保密员。")
            )
        return content


class CorrectionForm(MessageForm):
    content = _text(gettext_lazy("补正的内容"), gettext_lazy("照通知要求的，一次补全"))
    attached = FilesField(label=gettext_lazy("附件"), required=False, widget=FileDrop(multiple=True))


class PaymentForm(MessageForm):
    content = _text(gettext_lazy("说明"), gettext_lazy("缴费日期、票据号"))
    attached = FilesField(label=gettext_lazy("缴费凭证"), required=False, widget=FileDrop(multiple=True))


class ReasonForm(MessageForm):
    content = _text(
        gettext_lazy("说明的理由"), gettext_lazy("照通知写明为什么申请这么多；不说明也可以等答复")
    )
    attached = FilesField(label=gettext_lazy("附件"), required=False, widget=FileDrop(multiple=True))


class WithdrawalForm(MessageForm):
    content = _text(
        gettext_lazy("撤回的说明"), gettext_lazy("不必写原因；写明撤回哪件即可，确认后这件就办结")
    )


class SuggestionForm(MessageForm):
    content = _text(
        gettext_lazy("为什么建议向所有人公开"), gettext_lazy("本机关审核后，可以公开的列入主动公开")
    )


class ContactForm(Form):
    phone = forms.CharField(label=gettext_lazy("电话"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("电子邮箱"), max_length=120, required=False)
    address = forms.CharField(label=gettext_lazy("通信地址"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.values()) and not self.errors:
            self.add_error("phone", _("联系方式 — 还没有填 — 电话、邮箱、地址至少填一个。"))
        return said


class RatingForm(Form):
    rating = forms.TypedChoiceField(
        label=gettext_lazy("对这次答复"),
        coerce=int,
        widget=Radios,
        choices=[(grade.value, gettext_lazy(grade.label)) for grade in Grade],
    )
    content = _text(gettext_lazy("还想说的"), required=False)


@dataclass(frozen=True, slots=True)
class Message:
    """Something that can be sent about an application: what it is called, what is asked, what becomes of
    it."""

    kind: Kind
    title: Any
    words: Any
    form: type[Form]
    verb: Any


MESSAGES: tuple[Message, ...] = (
    Message(
        Kind.CORRECTION,
        gettext_lazy("网上补正"),
        gettext_lazy("工作人员确认收到后，答复期限从次日重新计算。"),
        CorrectionForm,
        gettext_lazy("提交补正"),
    ),
    Message(
        Kind.PAYMENT,
        gettext_lazy("提交缴费凭证"),
        gettext_lazy("核对到账后，答复期限从缴清次日重新计算。"),
        PaymentForm,
        gettext_lazy("提交凭证"),
    ),
    Message(
        Kind.REASON,
        gettext_lazy("说明理由"),
        gettext_lazy("条例第三十五条：理由合理的，继续办理。期限不停。"),
        ReasonForm,
        gettext_lazy("提交理由"),
    ),
    Message(
        Kind.CONTACT,
        gettext_lazy("更正联系方式"),
        gettext_lazy("只填要改的，没有填的照旧；工作人员确认后替换。"),
        ContactForm,
        gettext_lazy("提交更正"),
    ),
    Message(
        Kind.SUGGESTION,
        gettext_lazy("建议向所有人公开"),
        gettext_lazy("条例第四十四条：认为可以公开的，列入主动公开。"),
        SuggestionForm,
        gettext_lazy("提交建议"),
    ),
    Message(
        Kind.RATING,
        gettext_lazy("评价这次答复"),
        gettext_lazy("只汇总每年各等次的件数，不影响您的任何权利；不服答复，请走复议或者诉讼。"),
        RatingForm,
        gettext_lazy("提交评价"),
    ),
    Message(
        Kind.WITHDRAWAL,
        gettext_lazy("撤回申请"),
        gettext_lazy("撤回后这件不再办理；以后仍可以重新申请。"),
        WithdrawalForm,
        gettext_lazy("撤回申请"),
    ),
)


#: A demand to rectify is taken back in words of its own: it is no application.
NO_APPLICATION = Message(
    Kind.WITHDRAWAL,
    gettext_lazy("撤回更正要求"),
    gettext_lazy("撤回后不再核对；以后仍可以重新提出。"),
    WithdrawalForm,
    gettext_lazy("撤回更正要求"),
)


def _offered(course: Course) -> list[Message]:
    """What can be sent now."""
    messages = [one for one in MESSAGES if one.kind in course.may_send]
    if not course.is_rectification:
        return messages
    return [NO_APPLICATION if one.kind == Kind.WITHDRAWAL else one for one in messages]


def opened(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of the application that this browser has opened with number and code, while that lasts."""

    @wraps(view)
    def wrapper(request: HttpRequest, **more: Any) -> HttpResponseBase:
        pk, until = request.session.get(KEY, (0, 0))
        found = queries.application(pk) if now().timestamp() < until else None
        if found is None:
            return redirect("portal:track")
        return view(request, course_of(found), **more)

    return wrapper


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Number and code. What does not fit is told alike, whether such a number exists or not."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and limits.GUESSING.is_reached(request):
        response = render(request, "portal/track.html", {"form": FindForm(), "is_slow": True}, status=429)
        response["Retry-After"] = str(limits.GUESSING.window)
        return response
    if form.is_valid():
        found = queries.tracked(form.cleaned_data["number"].strip().upper(), form.cleaned_data["code"])
        if found:
            request.session.cycle_key()
            request.session[KEY] = (found.pk, now().timestamp() + OPEN)
            return redirect("portal:track-case")
        limits.GUESSING.count(request)
        # what was destroyed is known here no more, and whoever guesses learns nothing by it
        told = _(
            "编号和查询码 — 对不上 — 请照回执核对；保管期满的申请已经销毁，在这里查不到；"
            "找不到回执，请打电话或到现场查询。"
        )
        form.add_error(None, told)
    return render(request, "portal/track.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@opened
def case(request: HttpRequest, course: Course) -> HttpResponse:
    """Where the application stands, its clock, what happened, and what its applicant can do now."""
    return render(request, "portal/track_case.html", {"course": course, "offered": _offered(course)})


@require_http_methods(["GET", "HEAD", "POST"])
@opened
@uploading
@once
def send(request: HttpRequest, course: Course, kind: str) -> HttpResponse:
    """Something more about the application."""
    message = next((one for one in _offered(course) if one.kind == kind), None)
    if message is None:
        return _late(request, course, kind)
    form = message.form(request.POST, request.FILES) if request.method == "POST" else message.form()
    if form.is_valid() and (files := _files(request, course, form)) is not None:
        known = Said.__dataclass_fields__
        said = Said(**{name: value for name, value in form.cleaned_data.items() if name in known})
        inbox.send(about=course.arrival, kind=kind, said=said, files=files)
        toasts.say(request, _("已提交，等工作人员确认。"))
        return redirect("portal:track-case")
    context = {"course": course, "message": message, "form": form}
    return render(request, "portal/track_send.html", context, status=422 if form.is_bound else 200)


def _late(request: HttpRequest, course: Course, kind: str) -> HttpResponse:
    """What cannot be sent, or not any more. What was sent before, from another tab or by a second click, has
    arrived; other words stay on the page with where to take them. 404 for what never was."""
    sent = [one for one in queries.sent_later(course.arrival) if one.kind == kind]
    message = next((one for one in MESSAGES if one.kind == kind), None)
    if message is None:
        raise Http404
    form = message.form(request.POST, request.FILES) if request.method == "POST" else None
    if sent and (form is None or _has_said(sent, form)):
        words = _("您{day}提交的{what}已经收到，这次没有重复收；办到哪一步，请看“经过”。")
        what = _(sent[-1].get_kind_display())
        toasts.say(request, words.format(day=inbox.arrived_on(sent[-1]), what=what))
        return redirect("portal:track-case")
    context = {"course": course, "message": message, "form": form, "is_late": True, "sent": bool(sent)}
    return render(request, "portal/track_send.html", context, status=404 if form is None else 409)


def _has_said(sent: Sequence[Arrival], form: Form) -> bool:
    """Whether the same words were sent before."""
    said = {name: value.strip() for name, value in form.data.items() if name in Said.__dataclass_fields__}
    earlier = [privacy.opened(one) for one in sent]
    return any(all(str(getattr(one, name) or "") == said[name] for name in said) for one in earlier)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Nothing of the application stays open in this browser."""
    apply_draft.close(request)
    return redirect("portal:track")


def _files(request: HttpRequest, course: Course, form: Form) -> list[Kept] | None:
    """The files, all or none of them; None where one is refused, which is said beside the field."""
    if "attached" not in form.fields:
        return []
    try:
        if uploads.is_over(request):
            raise Refused(_("附件 — 超过10兆字节 — 请压缩或分开，也可以当面或者邮寄提交。"))
        files = uploads.handed_in(request, "attached")
        return inbox.keep_files(organ=course.arrival.organ, actor=inbox.APPLICANT, files=files, may_wait=True)
    except Refused as error:
        form.add_error("attached", str(error))
        return None

"""转为主动公开: an answer in words for all, proposed by one person and released by another (条例 Art 44)."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui import toasts
from gongkai.faces.ui.forms import Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import answers
from gongkai.ledger.requests.answers import Words
from gongkai.ledger.requests.models import FoiRequest, PublicAnswer
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.today import today


class WordsForm(Form):
    title = forms.CharField(label=gettext_lazy("标题"), max_length=200)
    gist = forms.CharField(
        label=gettext_lazy("答复要点"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("从答复里摘，认得出的个人信息已经打了星号或者“某”，其余的请自己看"),
    )


class SeenForm(Form):
    """The words that whoever releases them has read."""

    title = forms.CharField(widget=forms.HiddenInput)
    gist = forms.CharField(widget=forms.HiddenInput, strip=False)


class WithdrawalForm(Form):
    reason = forms.CharField(
        label=gettext_lazy("为什么撤回"),
        max_length=200,
        help_text=gettext_lazy("公众只看到已撤回和日期，看不到原因"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def propose(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row: FoiRequest = find_record(visit, "requests", pk)
    known = answer_of(row)
    words = Words(known.title, known.gist) if known else answers.usual(row)
    form = WordsForm(request.POST or None, initial=words._asdict())
    if form.is_valid():
        try:
            answers.propose(foi_request=row, words=Words(**form.cleaned_data), actor=str(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已提交，等别人核发。"))
            return redirect(_back(visit, pk))
    lead = _("写给所有人看：不写申请人，也不写别人的姓名、号码和住址。")
    title = _("{number}：答复向所有人公开").format(number=row.number)
    return pages.ask(request, visit, form, title=title, verb=_("提交核发"), back=_back(visit, pk), lead=lead)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RELEASE)
@once
def release(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row, answer = _find(visit, pk)
    form = SeenForm(request.POST or None, initial={"title": answer.title, "gist": answer.gist})
    if form.is_valid():
        try:
            seen = Words(form.cleaned_data["title"], "\n".join(form.cleaned_data["gist"].split("\r\n")))
            answers.release(answer=answer, seen=seen, on=today(), actor=str(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已公开；别人申请同样的信息时先看到它。"))
            return redirect(_back(visit, pk))
    context: dict[str, Any] = {"row": row, "answer": answer, "form": form, "back": _back(visit, pk)}
    return pages.show(
        request, visit, "requests/answer_release", context, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RELEASE)
@once
def withdraw(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row, answer = _find(visit, pk)
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            answers.withdraw(answer=answer, on=today(), actor=str(request.user), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已撤回，公众看不到内容了。"))
            return redirect(_back(visit, pk))
    title = _("{number}：撤回公开的答复").format(number=row.number)
    return pages.ask(request, visit, form, title=title, verb=_("撤回"), back=_back(visit, pk))


def answer_of(row: FoiRequest) -> PublicAnswer | None:
    return getattr(row, "public_answer", None)


def _find(visit: Visit, pk: int) -> tuple[FoiRequest, PublicAnswer]:
    row: FoiRequest = find_record(visit, "requests", pk)
    answer = answer_of(row)
    if answer is None:
        raise Http404
    return row, answer


def _back(visit: Visit, pk: int) -> str:
    return reverse("workbench:case", args=(visit.organ.pk, pk))

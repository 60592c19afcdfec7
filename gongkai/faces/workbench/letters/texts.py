"""文书样本: the organ's own text of each kind of letter, beside the default."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.ui import toasts
from gongkai.faces.ui.forms import Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.law import letter_texts
from gongkai.law.letter_texts import FIELDS, Template
from gongkai.law.letters import BY_CODE
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests.letters import actions, queries


class TextForm(Form):
    text = forms.CharField(
        label=gettext_lazy("本机关的正文"),
        widget=forms.Textarea(attrs={"rows": 16}),
        max_length=4000,
        help_text=gettext_lazy("一行一段；花括号里是栏目，方括号里没有内容的不印"),
    )

    def __init__(self, *args: Any, code: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.code = code

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
        if wrong := list(letter_texts.complaints(self.code, text)):
            raise forms.ValidationError(wrong)
        return text


@require_safe
@needs(Duty.READ)
def list_(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Every kind of letter, and which the organ has worded itself."""
    own = queries.texts(visit.organ)
    rows = [
        (code, letter_texts.template(code).title, letter.source, code in own)
        for code, letter in BY_CODE.items()
    ]
    return pages.show(request, visit, "letters/texts", {"rows": rows, "may_write": visit.may(Duty.APPROVE)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.APPROVE)
@once
def edit(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    template = _find(code)
    own = queries.texts(visit.organ).get(code, "")
    form = TextForm(
        request.POST if request.method == "POST" else None, code=code, initial={"text": own or template.text}
    )
    if form.is_valid():
        actions.write_template(organ=visit.organ, code=code, actor=str(request.user), **form.cleaned_data)
        return _done(request, visit, _("{letter}的正文已改。").format(letter=_(template.title)))
    context: dict[str, Any] = {
        "form": form,
        "code": code,
        "standard": template,
        "fields": [(f"{{{name}}}", FIELDS[name], name in template.needed) for name in template.fields],
        "is_own": bool(own),
        "trail": [
            (_("文书样本"), reverse("workbench:letter-texts", args=(visit.organ.pk,))),
            (_(template.title), ""),
        ],
    }
    return pages.show(request, visit, "letters/text", context, status=422 if form.errors else 200)


@require_POST
@needs(Duty.APPROVE)
def reset(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Back to the default text."""
    template = _find(code)
    actions.reset_template(organ=visit.organ, code=code, actor=str(request.user))
    return _done(request, visit, _("{letter}已恢复标准文本。").format(letter=_(template.title)))


def _find(code: str) -> Template:
    if code not in BY_CODE:
        raise Http404
    return letter_texts.template(code)


def _done(request: HttpRequest, visit: Visit, words: str) -> HttpResponse:
    toasts.say(request, words)
    return redirect("workbench:letter-texts", visit.organ.pk)

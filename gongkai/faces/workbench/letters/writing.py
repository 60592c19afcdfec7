"""Letters drafted and changed, beside how they will look; what is typed is kept until it is saved."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.faces.ui import drafts, toasts
from gongkai.faces.ui.addresses import Here
from gongkai.faces.ui.once import once
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.asking import AskForm, field_of
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.faces.workbench.letters import drafts as letter_drafts
from gongkai.faces.workbench.letters.drafts import Typed
from gongkai.faces.workbench.letters.page import address_of, find, moment
from gongkai.faces.workbench.letters.paper import paper
from gongkai.faces.workbench.requests import fee
from gongkai.faces.workbench.requests.case import case_of
from gongkai.faces.workbench.requests.fee import Fee
from gongkai.faces.workbench.requests.steps import choose, framed, kind_of
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import hindrances
from gongkai.ledger.requests.letters import actions, plans, queries
from gongkai.ledger.requests.letters.actions import Text
from gongkai.ledger.requests.letters.drafting import Draft
from gongkai.ledger.requests.letters.plans import ADDRESSEE
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.today import BEIJING, today

_LONGEST = 4000


class LetterForm(AskForm):
    """The fields of a letter and its text; ``seen`` is how many deeds were done when it was opened."""

    saved = ""  # when what it shows saved itself
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    source = forms.CharField(
        label=gettext_lazy("正文"),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=_LONGEST,
        help_text=gettext_lazy("花括号里的照登记、法律和上面填的印出来；方括号里没有内容的不印"),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields([name for name in self.fields if name != "source"])

    def _post_clean(self) -> None:
        """A draft is kept before all is written; what is missing is told on its page."""
        for name, errors in self.errors.as_data().items():
            if all(error.code == "required" for error in errors):
                del self.errors[name]
                self.cleaned_data[name] = ""

    def text(self) -> Text:
        said = self.said(self.cleaned_data)
        addressee = str(said.pop(ADDRESSEE.name, ""))
        return Text(said, self.cleaned_data["source"], addressee)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def new(request: HttpRequest, visit: Visit, pk: int, code: str) -> HttpResponse:
    """Draft the letter of a step, or one of no step; an answer first asks of which kind it is."""
    row: FoiRequest = find_record(visit, "requests", pk)
    kind = kind_of(request)
    if code == "answer" and kind is None:
        return choose(request, visit, row)
    plan = plans.plan(code, kind.code if kind else "")
    if plan is None:
        raise Http404
    draft = queries.begin(plan, row, case_of(visit, list(row.events.all())), today())
    name = _name_of_new(pk, code, kind.code if kind else "")
    typed = letter_drafts.of(request, name)
    worked = fee.of(request, row) if code == fee.STEP else None
    form = form_of(request, draft, seen=0, typed=typed, taken=worked.taken if worked else {})
    if form.is_valid():
        try:
            letter = actions.draft(foi_request=row, plan=plan, text=form.text(), actor=str(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            letter_drafts.forget(request, name)
            toasts.say(request, _("{letter}已起草。").format(letter=_(plan.template.title)))
            return redirect("workbench:letter", visit.organ.pk, pk, letter.pk)
    back = reverse("workbench:record", args=(visit.organ.pk, "requests", pk))
    keeps = reverse("workbench:letter-new-draft", args=(visit.organ.pk, pk, code))
    query = f"?kind={kind.code}" if kind else ""
    return _edit_page(request, visit, draft, form, back=back, keeps=f"{keeps}{query}", worked=worked)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def edit(request: HttpRequest, visit: Visit, pk: int, letter_id: int) -> HttpResponse:
    """Change a draft. Whoever changed it meanwhile is not overwritten unseen."""
    letter, all_of_it, case = find(visit, pk, letter_id)
    draft = queries.draft(letter, all_of_it, case, today())
    name = str(letter.pk)
    form = form_of(request, draft, seen=len(letter.deeds), typed=letter_drafts.of(request, name))
    if form.is_valid():
        try:
            actions.edit(
                letter=letter,
                text=form.text(),
                actor=str(request.user),
                seen=form.cleaned_data["seen"],
                at=moment(),
            )
        except Refused as error:
            form.data = request.POST.copy()
            form.data["seen"] = str(len(letter.deeds))  # told of it, they may save over it
            form.add_error(None, str(error))
        else:
            letter_drafts.forget(request, name)
            toasts.say(request, _("文书已保存。"))
            return redirect("workbench:letter", visit.organ.pk, pk, letter_id)
    keeps = reverse("workbench:letter-draft", args=(visit.organ.pk, pk, letter_id))
    return _edit_page(request, visit, draft, form, back=address_of(letter), keeps=keeps)


@require_POST
@needs(Duty.DRAFT)
def keep_new(request: HttpRequest, visit: Visit, pk: int, code: str) -> HttpResponse:
    """Keep what is typed of a letter that is not saved yet."""
    find_record(visit, "requests", pk)
    kind = kind_of(request)
    return _kept(request, _name_of_new(pk, code, kind.code if kind else ""))


@require_POST
@needs(Duty.DRAFT)
def keep(request: HttpRequest, visit: Visit, pk: int, letter_id: int) -> HttpResponse:
    """Keep what is typed into a draft."""
    find(visit, pk, letter_id)
    return _kept(request, str(letter_id))


def _kept(request: HttpRequest, name: str) -> HttpResponse:
    ours = [key for key in request.POST if key.startswith("says-") or key in {"source", "seen"}]
    typed = {key: str(request.POST[key])[: 2 * _LONGEST] for key in ours}
    letter_drafts.keep(request, name, typed)
    return drafts.saved()


def _name_of_new(pk: int, code: str, kind: str) -> str:
    return f"{pk}/{code}/{kind}"


def form_of(
    request: HttpRequest,
    draft: Draft,
    seen: int,
    typed: Typed | None = None,
    taken: Mapping[str, Any] = MappingProxyType({}),
) -> LetterForm:
    """The form as the letter has it; over it what was typed and not saved, and what was ``taken`` since."""
    said = {**draft.fields, ADDRESSEE.name: draft.addressee}
    initial = {field_of(name): value for name, value in said.items()}
    form = LetterForm(
        request.POST if request.method == "POST" else None,
        asks=draft.plan.asks(draft.case, draft.text_in_use),
        initial={
            **initial,
            "source": draft.text_in_use,
            "seen": seen,
            **(typed.fields if typed else {}),
            **{field_of(name): value for name, value in taken.items()},
        },
    )
    form.saved = drafts.saved_at(typed.at.astimezone(BEIJING)) if typed else ""
    return form


def _edit_page(
    request: HttpRequest,
    visit: Visit,
    draft: Draft,
    form: LetterForm,
    *,
    back: str,
    keeps: str,
    worked: Fee | None = None,
) -> HttpResponse:
    plan = draft.plan
    step = plan.step
    why_not = step and (
        draft.case.why_not(step, draft.on, draft.on, plan.kind) or hindrances.why_not(draft.row, step)
    )
    context = {
        **framed(request, visit, draft.row, _(plan.template.title)),
        **paper(draft.row, draft, ()),
        "form": form,
        "fee": worked,
        "plan": plan,
        "why_not": why_not,
        "back": back,
        "keeps": keeps,
        "fresh": Here.of(request).with_(fresh="1") if form.saved else "",
    }
    return render(request, "workbench/letters/edit.html", context, status=422 if form.errors else 200)

"""扫码签到: who comes to a training writes their name, on its day; then, where there is one, the short test.

Open only where the county has asked for it with a document. Whoever has the link may; whose the
answers are is not kept.
"""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui.forms import Form, Radios
from gongkai.faces.ui.once import once
from gongkai.ledger.base import Refused
from gongkai.ledger.organs.queries import units_of
from gongkai.ledger.supervision import matters, progress, queries
from gongkai.ledger.supervision.deeds import Deed
from gongkai.ledger.supervision.models import Matter
from gongkai.lib.today import today

#: Kept in the session: at which matters somebody signed in, and how many answers were right.
SIGNED, ANSWERED = "signed-in", "quiz-answered"


class SignInForm(Form):
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    unit = forms.ChoiceField(label=gettext_lazy("单位"), required=False)

    def __init__(self, *args: Any, matter: Matter, **more: Any) -> None:
        super().__init__(*args, **more)
        names = [unit.name for unit in units_of(matter.organ, matter.on)]
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", matter.organ.name), *((name, name) for name in names)]


class QuizForm(Form):
    """A question each, with its choices."""

    def __init__(self, *args: Any, matter: Matter, **more: Any) -> None:
        super().__init__(*args, **more)
        for number, one in enumerate(matter.quiz, 1):
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=one["ask"],
                widget=Radios,
                choices=[(str(place), words) for place, words in enumerate(one["choices"])],
            )

    @property
    def answers(self) -> list[int]:
        return [int(self.cleaned_data[name]) for name in self.fields]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def page(request: HttpRequest, key: str) -> HttpResponse:
    row = queries.signing_in(key)
    if row is None:
        raise Http404
    if why := progress.why_not(Deed.SIGN_IN, row, on=today(), actor=""):
        return _show(request, row, None, why=why)
    if row.pk not in request.session.get(SIGNED, []):
        return _sign_in(request, row, key)
    return _quiz(request, row, key)


def _sign_in(request: HttpRequest, row: Matter, key: str) -> HttpResponse:
    form = SignInForm(request.POST or None, matter=row)
    if form.is_valid():
        try:
            matters.sign_in(matter=row, **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            request.session[SIGNED] = [*request.session.get(SIGNED, []), row.pk]
            return redirect("portal:sign-in", key)
    return _show(request, row, form, verb=_("签到"))


def _quiz(request: HttpRequest, row: Matter, key: str) -> HttpResponse:
    if str(row.pk) in request.session.get(ANSWERED, {}) or not progress.makes_sense(Deed.TAKE_QUIZ, row):
        return _show(request, row, None, done=True)
    form = QuizForm(request.POST or None, matter=row)
    if form.is_valid():
        try:
            right = matters.take_quiz(matter=row, answers=form.answers)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            request.session[ANSWERED] = {**request.session.get(ANSWERED, {}), str(row.pk): sum(right)}
            return redirect("portal:sign-in", key)
    return _show(request, row, form, verb=_("交卷"), is_quiz=True)


def _show(
    request: HttpRequest,
    row: Matter,
    form: Form | None,
    *,
    why: str = "",
    verb: str = "",
    done: bool = False,
    is_quiz: bool = False,
) -> HttpResponse:
    right = request.session.get(ANSWERED, {}).get(str(row.pk)) if done else None
    context: dict[str, Any] = {
        "row": row,
        "form": form,
        "why": why,
        "verb": verb,
        "done": done,
        "is_quiz": is_quiz,
        "right": right,
        "answers": row.quiz if right is not None else [],
    }
    is_refused = form is not None and form.is_bound
    return render(request, "portal/sign_in.html", context, status=422 if is_refused else 200)

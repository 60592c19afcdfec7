"""社会评议: whoever has the link says what they think of the work, and reads the result once it is public.

Nothing is asked of who they are. A browser that has answered is thanked and not asked again; one address that
sends much is asked a plain question.
"""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongkai.faces.portal.apply.page import question_of
from gongkai.faces.public import limits
from gongkai.faces.ui.forms import Form, Radios
from gongkai.faces.ui.once import once
from gongkai.ledger.assessment import queries, surveys
from gongkai.ledger.assessment.models import Survey
from gongkai.ledger.base import Refused
from gongkai.ledger.requests.models import Grade
from gongkai.lib.today import today

#: Under which a browser keeps which surveys it has answered.
ANSWERED = "evaluated"


class SheetForm(Form):
    """A grade for each question; what is left open is not counted."""

    def __init__(self, *args: Any, survey: Survey, question: str = "", **more: Any) -> None:
        fields: dict[str, forms.Field] = {
            f"q{place}": forms.TypedChoiceField(
                label=words,
                required=False,
                coerce=int,
                empty_value=None,
                widget=Radios,
                choices=[(grade.value, gettext_lazy(grade.label)) for grade in Grade],
            )
            for place, words in enumerate(survey.questions)
        }
        if question:
            fields["answer"] = forms.CharField(label=question, max_length=8)
        super().__init__(*args, fields=fields, **more)

    def grades(self) -> list[Grade | None]:
        said = (value for name, value in self.cleaned_data.items() if name != "answer")
        return [None if value is None else Grade(value) for value in said]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once
def page(request: HttpRequest, key: str) -> HttpResponse:
    row = queries.survey_behind(key)
    if row is None:
        raise Http404
    is_open, has_answered = row.takes_answers(today()), row.key in request.session.get(ANSWERED, [])
    question = question_of(request, limits.EVALUATING) if is_open else None
    said = request.POST if request.method == "POST" else None
    form = SheetForm(said, survey=row, question=question.words if question else "")
    if request.method == "POST" and is_open and not has_answered and _is_sent(request, row, form, question):
        return redirect("portal:evaluate", key)
    context = {
        "row": row,
        "organ": row.organ,
        "form": form,
        "question": request.session.get("question") if question else "",
        "is_open": is_open,
        "has_answered": has_answered,
        "grades": [_(grade.label) for grade in Grade],
        "rows": _rows(row) if row.published_on else [],
    }
    return render(request, "portal/evaluate.html", context, status=422 if form.is_bound else 200)


def _rows(row: Survey) -> list[tuple[str, list[int]]]:
    return [(one.question, [one.counts[grade] for grade in Grade]) for one in queries.outcomes(row)]


def _is_sent(request: HttpRequest, row: Survey, form: SheetForm, question: limits.Question | None) -> bool:
    """Whether a sheet is taken; why not is said above it."""
    if not form.is_valid():
        return False
    if question and not question.is_answered(form.cleaned_data["answer"]):
        form.add_error("answer", _("简单问题 — 答案不对 — 请再算一次。"))
        return False
    try:
        surveys.answer(survey=row, grades=form.grades())
    except Refused as error:
        form.add_error(None, str(error))
        return False
    limits.EVALUATING.count(request)
    request.session.pop("question", None)
    request.session[ANSWERED] = [*request.session.get(ANSWERED, []), row.key]
    return True

"""What is printed of an assessment, and what follows from a card: drafted, issued by the leader, dropped."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import confirming
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.files import paper as handed_out
from gongkai.faces.ui.forms import Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.assessments.ways import card_address, done, find, find_card
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.words import said
from gongkai.ledger.assessment import consequences, queries
from gongkai.ledger.assessment import papers as documents
from gongkai.ledger.assessment.models import Card, Consequence
from gongkai.ledger.people.roles import Duty
from gongkai.lib import calendars
from gongkai.lib.today import today


class ConsequenceForm(Form):
    """The text as it will be issued, drafted from the card."""

    text = forms.CharField(
        label=gettext_lazy("正文"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("按考核表起草，逐字看过再送签；不写个人姓名"),
    )
    document_no = forms.CharField(label=gettext_lazy("文号"), max_length=100, required=False)
    points = forms.DecimalField(
        label=gettext_lazy("扣几分"), min_value=0, max_value=999, decimal_places=2, max_digits=5
    )

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        if kind != Consequence.Kind.DEDUCTION:
            del self.fields["points"]


@require_safe
@needs(Duty.READ)
def result(request: HttpRequest, visit: Visit, pk: int, form: str) -> HttpResponse:
    """考核结果通报; 404 while nothing is final."""
    row = find(visit, pk)
    cards = list(queries.cards(visit.scope).filter(assessment=row))
    if not any(card.state == Card.State.FINAL for card in cards):
        raise Http404
    return handed_out(documents.result(row, cards), form)


@require_safe
@needs(Duty.ENTER)
def card(request: HttpRequest, visit: Visit, pk: int, form: str) -> HttpResponse:
    """考核表 of whoever may see it."""
    row, _is_own = find_card(request, visit, pk)
    lines = queries.lines(row, on=today(), calendar=calendars.load(settings.DATA))
    return handed_out(documents.card(row, lines), form)


@require_safe
@needs(Duty.ENTER)
def paper(request: HttpRequest, visit: Visit, pk: int, form: str) -> HttpResponse:
    """What follows from a card, as a file; once it is issued, for whoever speaks for the village too."""
    row = _find(visit, pk)
    find_card(request, visit, row.card_id)
    if row.state != Consequence.State.ISSUED and not visit.may(Duty.READ):
        raise Http404
    return handed_out(documents.consequence(row), form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def new(request: HttpRequest, visit: Visit, pk: int, kind: str) -> HttpResponse:
    """起草."""
    row, _is_own = find_card(request, visit, pk)
    chosen = next((one for one in consequences.kinds_for(visit.organ) if one == kind), None)
    if chosen is None or row.state != Card.State.FINAL:
        raise Http404
    form = ConsequenceForm(
        request.POST or None, kind=chosen, initial={"text": consequences.proposed(row, chosen)}
    )

    def do() -> None:
        actor, told = str(request.user), form.cleaned_data
        consequences.draft(card=row, kind=chosen, actor=actor, **told)

    zh = said(chosen.label)
    if done(request, form, _("已起草，等领导签发。"), do):
        return redirect(card_address(row))
    title = _("{name}：起草{kind}").format(name=row.name, kind=zh)
    return pages.ask(request, visit, form, title=title, verb=_("送签"), back=card_address(row))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SIGN)
@once
def issue(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """签发: the text stands on the page that asks."""
    row = _find(visit, pk)
    form = Form(request.POST if request.method == "POST" else None)

    def do() -> None:
        consequences.issue(consequence=row, actor=str(request.user))

    back = card_address(row.card)
    if done(request, form, _("已签发，登记簿里记了一行。"), do):
        return redirect(back)
    title = _("签发“{title}”？").format(title=documents.title_of(row))
    question = Question(title, row.text, _("签发"), _("先不签"), back, request.path)
    return confirming.ask(request, question, form=form, frame=frame(request, visit))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def drop(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row = _find(visit, pk)
    form = Reason(request.POST or None)

    def do() -> None:
        consequences.drop(consequence=row, actor=str(request.user), **form.cleaned_data)

    back = card_address(row.card)
    if done(request, form, _("不发了，原因已记下。"), do):
        return redirect(back)
    return pages.ask(request, visit, form, title=documents.title_of(row), verb=_("不发了"), back=back)


def _find(visit: Visit, pk: int) -> Consequence:
    """What follows from a card of this organ; 404 for any other."""
    row = queries.consequences(visit.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row

"""What is done with a letter on its way to the signature, each asked on a page of its own."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui import confirming, toasts
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.forms import Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench.access import View, Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.letters.page import WORDS, address_of, find, key_of, may, moment, no_duty
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.letters import actions, plans, queries
from gongkai.ledger.requests.letters.deeds import Deed
from gongkai.ledger.requests.letters.progress import REVIEWS
from gongkai.ledger.requests.models import Letter
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.today import today

DEEDS = (Deed.SUBMIT, *REVIEWS, Deed.RETURN, Deed.SIGN, Deed.VOID)
#: The duty that opens the page; of the others the letter says whose they are.
_DUTIES = {Deed.SUBMIT: Duty.DRAFT, **REVIEWS}


class Seen(Form):
    """The latest event of the case that whoever signs knew of."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


def page_of(deed: Deed) -> View:
    """The page on which a deed is asked and done."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @needs(_DUTIES.get(deed, Duty.READ))
    @once
    def page(request: HttpRequest, visit: Visit, pk: int, letter_id: int) -> HttpResponse:
        letter, _all, _case = find(visit, pk, letter_id)
        if not may(visit, deed, plans.of(letter), letter):
            raise PermissionDenied(no_duty(deed, plans.of(letter)))
        return _ask(request, visit, letter, deed)

    return page


def _ask(request: HttpRequest, visit: Visit, letter: Letter, deed: Deed) -> HttpResponse:
    form = _form(request, letter, deed)
    title = _(plans.of(letter).template.title)
    if form.is_valid():
        try:
            done = _do(letter, deed, str(request.user), form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            words = _("{letter}：{deed}。").format(letter=title, deed=_(deed.zh))
            number = (
                _("文号{number}。").format(number=done.document_no)
                if deed is Deed.SIGN and done.document_no
                else ""
            )
            toasts.say(request, words + number)
            return redirect(address_of(letter))
    question = Question(
        _("{letter}：{deed}？").format(letter=title, deed=_(deed.zh)),
        WORDS[deed],
        _(deed.zh),
        _("先不办"),
        address_of(letter),
        request.path,
    )
    return confirming.ask(request, question, form=form, frame=frame(request, visit))


def _form(request: HttpRequest, letter: Letter, deed: Deed) -> Form:
    data = request.POST if request.method == "POST" else None
    if deed is Deed.SIGN:
        return Seen(data, initial={"seen": requests.last_of(letter.foi_request.events.all())})
    return Reason(data) if deed in {Deed.RETURN, Deed.VOID} else Form(data)


def _do(letter: Letter, deed: Deed, actor: str, said: dict[str, Any]) -> Letter:
    if deed is Deed.SIGN:
        return actions.sign(letter=letter, actor=actor, at=moment(), **said)
    if deed is Deed.VOID:
        return actions.void(letter=letter, actor=actor, at=moment(), **said)
    return actions.do(letter=letter, deed=deed, actor=actor, at=moment(), **said)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.APPROVE)
@once
def accept(request: HttpRequest, visit: Visit, pk: int, letter_id: int, key: str) -> HttpResponse:
    """Set an error aside with the reason: 工作机构负责人 answers for it."""
    letter, all_of_it, case = find(visit, pk, letter_id)
    found = queries.draft(letter, all_of_it, case, today()).findings
    finding = next((one for one in found if key_of(one) == key), None)
    if finding is None:
        raise Http404
    form = Reason(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.accept(
                letter=letter, finding=finding, actor=str(request.user), at=moment(), **form.cleaned_data
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("记下了，这一条不改。"))
            return redirect(address_of(letter))
    question = Question(
        _("{rule}这一条不改？").format(rule=finding.rule),
        finding.message,
        _("不改"),
        _("返回"),
        address_of(letter),
        request.path,
    )
    return confirming.ask(request, question, form=form, frame=frame(request, visit))

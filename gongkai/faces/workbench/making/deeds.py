"""What is done with a record on its way to the public and back, each asked on a page of its own."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.faces.ui import confirming, toasts
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.forms import Form, Radios, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import View, Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.making.forms import (
    ChangeForm,
    ClassifyForm,
    CoordinateForm,
    RenameForm,
    WithdrawForm,
)
from gongkai.faces.workbench.making.ways import WORDS, address, find
from gongkai.jobs import sites
from gongkai.ledger.base import Refused
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.disclosures.catalogue import queries as catalogue
from gongkai.ledger.disclosures.making import (
    actions,
    coordination,
    progress,
    proposals,
    publishing,
    queries,
    screening,
    typed,
)
from gongkai.ledger.disclosures.making.deeds import Deed
from gongkai.ledger.disclosures.making.publishing import Withdrawal
from gongkai.ledger.disclosures.making.screening import Verdict
from gongkai.ledger.disclosures.models import Record
from gongkai.ledger.people.roles import Duty
from gongkai.lib.today import today

DEEDS = tuple(WORDS)
_WITH_REASON = {Deed.RETURN, Deed.RELEASE_URGENTLY}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def classify(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """定公开属性: proposals with their reasons, to be looked at."""
    row = find(visit, pk)
    if row.disclosure is None:
        return redirect(address(row, "elements"))
    form = ClassifyForm(request.POST or None, lines=catalogue.grouped(visit.scope), **_proposed(row))
    if form.is_valid():
        try:
            row = actions.classify(record=row, said=form.said(), actor=str(request.user), on=today())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("公开属性已定。"))
            return redirect(address(row))
    title = _("{title}：定公开属性").format(title=queries.title_of(row))
    lead = _("建议都写明理由，不对就改；不公开的要写明依据和权衡。")
    return pages.ask(request, visit, form, title=title, verb=_("就这样定"), back=address(row), lead=lead)


def _proposed(row: Record) -> dict[str, Any]:
    """As it was decided, else as it is proposed with the reasons."""
    if row.disclosure and row.disclosure.attribute:
        names = ("field", "catalogue_line", "topic", "audience", "ground", "weighing")
        said = {name: getattr(row, name) for name in names}
        return {"initial": said | {"attribute": row.disclosure.attribute, "clause": row.disclosure.clause}}
    found = proposals.proposals(row, proposals.text_of(row))
    return {
        "initial": {name: one.value for name, one in found.items()},
        "origins": {name: _("{why}，可改").format(why=one.why) for name, one in found.items()},
    }


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def judge(request: HttpRequest, visit: Visit, pk: int, key: str) -> HttpResponse:
    """Mask, remove or keep what was found."""
    row = find(visit, pk)
    group = next((one for one in screening.groups(row, screening.screened(row)) if one.key == key), None)
    if group is None or not group.verdicts:
        raise Http404
    choices = [(verdict.value, _(verdict.zh)) for verdict in group.verdicts]
    asked = {
        "verdict": forms.ChoiceField(label=_("怎样处理"), choices=choices, widget=Radios),
        "reason": forms.CharField(
            label=_("保留的理由"), max_length=200, required=False, help_text=_("保留的要写，例如：公务电话")
        ),
    }
    form = Form(request.POST or None, fields=asked, initial={"verdict": choices[0][0]})
    if form.is_valid():
        try:
            actions.judge(
                record=row,
                key=key,
                verdict=Verdict(form.cleaned_data["verdict"]),
                reason=form.cleaned_data["reason"],
                actor=str(request.user),
            )
        except Refused as error:
            form.add_error("reason", str(error))
        else:
            return redirect(f"{address(row)}#findings")
    title = screening.in_words(group)
    lead = f"{_(group.where)}：{group.example}"
    return pages.ask(request, visit, form, title=title, verb=_("记下"), back=address(row), lead=lead)


@require_POST
@needs(Duty.DRAFT)
@once
def judge_anew(request: HttpRequest, visit: Visit, pk: int, key: str) -> HttpResponse:
    """改判."""
    row = find(visit, pk)
    try:
        actions.judge_anew(record=row, key=key, actor=str(request.user))
    except Refused as error:
        toasts.say(request, str(error))
    return redirect(f"{address(row)}#findings")


def page_of(deed: Deed) -> View:
    """The page on which a deed is asked and done."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @needs(progress.duty_of(deed))
    @once
    def page(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
        row = find(visit, pk)
        if row.state not in progress.STATES[deed]:
            raise PermissionDenied(
                _("{deed} — 这条现在不能这样办 — 请看它现在可以办的。").format(deed=_(deed.zh))
            )
        _tell_first(request, row, deed)
        return _ask(request, visit, row, deed)

    return page


def _tell_first(request: HttpRequest, row: Record, deed: Deed) -> None:
    """Why it cannot be done now by this person, before anything is asked."""
    if request.method != "POST" and deed in {Deed.RELEASE, Deed.RELEASE_URGENTLY, Deed.REVIEW}:
        screened = screening.screened(row)
        groups = screening.groups(row, screened)
        if why := progress.why_not(deed, row, screened, groups, actor=str(request.user)):
            raise PermissionDenied(why)


def _ask(request: HttpRequest, visit: Visit, row: Record, deed: Deed) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    title = queries.title_of(row)
    form = _FORMS.get(deed, Reason if deed in _WITH_REASON else Form)(data)
    if form.is_valid():
        try:
            _do(row, deed, str(request.user), form)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{title}：{deed}。").format(title=title, deed=_(deed.zh)))
            return redirect(address(row))
    question = Question(
        _("{title}：{deed}？").format(title=title, deed=_(deed.zh)),
        _words(row, deed),
        _(deed.zh),
        _("先不办"),
        address(row),
        request.path,
    )
    return confirming.ask(request, question, form=form, frame=frame(request, visit))


_FORMS: dict[Deed, type[Form]] = {
    Deed.CHANGE: ChangeForm,
    Deed.WITHDRAW: WithdrawForm,
    Deed.COORDINATE: CoordinateForm,
}


def _words(row: Record, deed: Deed) -> Any:
    """What comes of it, after what is still open with other organs."""
    if deed in {Deed.RELEASE, Deed.RELEASE_URGENTLY} and (told := coordination.warning(row)):
        return f"{told} {WORDS[deed]}"
    return WORDS[deed]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(progress.duty_of(Deed.WITHDRAW))
@once
def withdraw_typed(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """撤回 of a row of the register that no record stands behind."""
    row = disclosures.of(visit.scope).filter(pk=pk).first()
    if row is None or not typed.may_be_withdrawn(row):
        raise Http404
    form = RenameForm(request.POST or None)
    if form.is_valid():
        try:
            record = typed.withdraw(row=row, said=Withdrawal(**form.cleaned_data), actor=str(request.user))
            sites.forget.enqueue()
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已撤回，门户上只留原因。"))
            return redirect(address(record))
    title = _("{title}：撤回").format(title=row.title)
    lead = _("公众马上看不到，原处留一条说明；写了新标题的，原来的标题连历史里的一起删去，不能恢复。")
    back = reverse("workbench:record", args=(visit.organ.pk, "disclosures", pk))
    return pages.ask(request, visit, form, title=title, verb=_("撤回"), back=back, lead=lead)


def _do(row: Record, deed: Deed, actor: str, form: Form) -> None:
    said = form.cleaned_data
    if isinstance(form, CoordinateForm):
        coordination.ask(record=row, asked=form.asked(), actor=actor)
    elif deed in {Deed.RELEASE, Deed.RELEASE_URGENTLY}:
        urgently = deed is Deed.RELEASE_URGENTLY
        reason = said.get("reason", "")
        publishing.release(record=row, actor=actor, on=today(), reason=reason, urgently=urgently)
    elif deed is Deed.WITHDRAW:
        publishing.withdraw(record=row, said=Withdrawal(**said), actor=actor)
        sites.forget.enqueue()
    elif deed is Deed.CHANGE:
        publishing.change(record=row, actor=actor, **said)
    else:
        actions.advance(record=row, deed=deed, actor=actor, **said)

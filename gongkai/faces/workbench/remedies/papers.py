"""The papers of a review or suit on screen: what is written for each, and the paper as Word or PDF."""

from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import confirming, toasts
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.files import FORMS
from gongkai.faces.ui.files import paper as handed_out
from gongkai.faces.ui.forms import Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.law.remedy_papers import PAPER, Paper, Part
from gongkai.ledger.base import Refused
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.remedies import actions, queries, signing
from gongkai.ledger.remedies import papers as drafts
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.lib import calendars
from gongkai.lib.today import today

LONGEST = 20_000


class SignForm(Form):
    """``seen`` is a print of what was to be read before signing."""

    seen = forms.CharField(widget=forms.HiddenInput)


class PaperForm(Form):
    """The parts of a paper. ``seen`` is a print of what stood there when it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, paper: Paper, **more: Any) -> None:
        super().__init__(*args, fields={part.code: _field(part) for part in paper.parts}, **more)


def _field(part: Part) -> forms.Field:
    shared: dict[str, Any] = {"label": _(part.zh), "help_text": _(part.hint), "required": False}
    if part.is_line:
        return forms.CharField(max_length=200, **shared)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), max_length=LONGEST, **shared)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.DRAFT)
@once
def edit(request: HttpRequest, visit: Visit, pk: int, code: str) -> HttpResponse:
    row, paper = find(visit, pk, code)
    if signing.in_force(row, code):
        raise PermissionDenied(_("{paper} — 已经签发 — 要改的先作废，再起草。").format(paper=_(paper.zh)))
    stands = row.papers.get(code, {})
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        paper=paper,
        initial={**drafts.texts(row, paper, calendars.load(settings.DATA)), "seen": _print(stands)},
    )
    back = reverse("workbench:record", args=(visit.organ.pk, "remedies", pk))
    if form.is_valid():
        said = {part.code: form.cleaned_data[part.code].replace("\r\n", "\n") for part in paper.parts}
        over = stands if form.cleaned_data["seen"] == _print(stands) else {"": ""}
        try:
            actions.write_paper(case=row, code=code, said=said, over=over, actor=str(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{paper}的草稿已保存，可以下载。").format(paper=_(paper.zh)))
            return redirect(back)
    title = _("{number}：{paper}").format(number=row.case_no, paper=_(paper.zh))
    lead = _("{article}。保存以后在这一案的“文书”里下载Word或PDF；盖章前请核对。").format(
        article=paper.source
    )
    return pages.ask(request, visit, form, title=title, verb=_("保存草稿"), back=back, lead=lead)


@require_safe
@needs(Duty.READ)
def file(request: HttpRequest, visit: Visit, pk: int, code: str, form: str) -> HttpResponse:
    """The paper as Word or PDF: as it was signed, else as it is drafted, or with ``void`` a void one; with
    the full names for whoever may see them, which is a row of the log."""
    if form not in FORMS:
        raise Http404
    row, paper = find(visit, pk, code)
    signed = _void_one(row, code, request.GET["void"]) if "void" in request.GET else None
    signed = signed or signing.in_force(row, code)
    said = dict(signed["said"]) if signed else drafts.texts(row, paper, calendars.load(settings.DATA))
    on = date.fromisoformat(signed["on"]) if signed else today()
    if visit.may(Duty.UNMASK):
        claimant, third = actions.unmask(case=row, actor=str(request.user), reason=_(paper.zh))
    else:
        claimant, third = queries.shown_claimant(row), queries.shown(row, row.third_person)
        said = {name: queries.shown(row, text) for name, text in said.items()}
    built = drafts.build(row, paper, said, claimant=claimant, third_person=third, on=on, signed=signed)
    return handed_out(built, form, f"{paper.zh}{row.case_no}")


def _void_one(row: RemedyCase, code: str, place: str) -> signing.Signed:
    """One of the void papers of a kind, by its place."""
    found = signing.void_ones(row, code)
    if not (place.isascii() and place.isdigit() and len(place) < 4 and int(place) < len(found)):
        raise Http404
    return found[int(place)]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SIGN)
@once
def sign(request: HttpRequest, visit: Visit, pk: int, code: str) -> HttpResponse:
    """签发: the text stands on the page that asks, with names as whoever signs may see them."""
    row, paper = find(visit, pk, code)
    if why := signing.why_not(row, paper, actor=str(request.user)):
        raise PermissionDenied(why)
    form = SignForm(request.POST or None, initial={"seen": _print(row.papers[code])})
    back = reverse("workbench:record", args=(visit.organ.pk, "remedies", pk))
    if form.is_valid():
        stands = row.papers[code] if form.cleaned_data["seen"] == _print(row.papers[code]) else {"": ""}
        said = {name: text for name, text in stands.items() if name != signing.WRITER}
        try:
            signing.sign(case=row, paper=paper, said=said, actor=str(request.user), on=today())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{paper}已签发。").format(paper=_(paper.zh)))
            return redirect(back)
    shown = [
        f"{_(part.zh)}{_('：')}{queries.shown(row, row.papers[code].get(part.code, '')) or _('没有写')}"
        for part in paper.parts
    ]
    lead = _("签发以后给出文号（编文号的），原文不再改。请逐字看过：")
    title = _("签发“{paper}”？").format(paper=_(paper.zh))
    question = Question(title, "\n".join([lead, *shown]), _("签发"), _("先不签"), back, request.path)
    return confirming.ask(request, question, form=form, frame=frame(request, visit))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SIGN)
@once
def void(request: HttpRequest, visit: Visit, pk: int, code: str) -> HttpResponse:
    """作废: its number is not used again."""
    row, paper = find(visit, pk, code)
    back = reverse("workbench:record", args=(visit.organ.pk, "remedies", pk))
    form = Reason(request.POST or None)
    if form.is_valid():
        try:
            signing.void(case=row, code=code, actor=str(request.user), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{paper}已作废，文号不再使用。").format(paper=_(paper.zh)))
            return redirect(back)
    title = _("{number}：作废{paper}").format(number=row.case_no, paper=_(paper.zh))
    lead = _("写明原因，记在文号登记簿里；草稿还在，可以改了再签，给下一个文号。")
    return pages.ask(request, visit, form, title=title, verb=_("作废"), back=back, lead=lead)


def find(visit: Visit, pk: int, code: str) -> tuple[RemedyCase, Paper]:
    """The case and paper of an address; 404 where a case of its kind has no such paper."""
    row: RemedyCase = find_record(visit, "remedies", pk)
    paper = PAPER.get(code)
    if paper is None or row.kind not in paper.of:
        raise Http404
    return row, paper


def _print(stands: dict[str, str]) -> str:
    return sha256(repr(sorted(stands.items())).encode()).hexdigest()[:16]

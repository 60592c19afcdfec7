"""The papers of a review or suit on screen: what is written for each, and the paper as Word or PDF."""

from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import toasts
from gongkai.faces.ui.files import FORMS
from gongkai.faces.ui.files import paper as handed_out
from gongkai.faces.ui.forms import Form
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.ledgers.registers import find_record
from gongkai.law.remedy_papers import PAPER, Paper, Part
from gongkai.ledger.base import Refused
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.remedies import actions, queries
from gongkai.ledger.remedies import papers as drafts
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.lib import calendars
from gongkai.lib.today import today

LONGEST = 20_000


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
    """The paper as Word or PDF; with the full names for whoever may see them, which is a row of the log."""
    if form not in FORMS:
        raise Http404
    row, paper = find(visit, pk, code)
    said = drafts.texts(row, paper, calendars.load(settings.DATA))
    if visit.may(Duty.UNMASK):
        claimant, third = actions.unmask(case=row, actor=str(request.user), reason=_(paper.zh))
    else:
        claimant, third = queries.shown_claimant(row), queries.shown(row, row.third_person)
        said = {name: queries.shown(row, text) for name, text in said.items()}
    built = drafts.build(row, paper, said, claimant=claimant, third_person=third, on=today())
    return handed_out(built, form, f"{paper.zh}{row.case_no}")


def find(visit: Visit, pk: int, code: str) -> tuple[RemedyCase, Paper]:
    """The case and paper of an address; 404 where a case of its kind has no such paper."""
    row: RemedyCase = find_record(visit, "remedies", pk)
    paper = PAPER.get(code)
    if paper is None or row.kind not in paper.of:
        raise Http404
    return row, paper


def _print(stands: dict[str, str]) -> str:
    return sha256(repr(sorted(stands.items())).encode()).hexdigest()[:16]

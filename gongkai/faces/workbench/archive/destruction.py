"""到期鉴定和销毁: what may be appraised, proposals, and the records that are kept for ever."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai import papers
from gongkai.faces.ui import confirming, toasts
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.forms import Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.archive import page as archive
from gongkai.faces.workbench.archive.page import FORMS, MOST, paper, picked
from gongkai.faces.workbench.frame import frame
from gongkai.jobs import tick
from gongkai.ledger.archive import actions, queries
from gongkai.ledger.archive import papers as archive_papers
from gongkai.ledger.archive.models import ArchivedCase, Destruction, UnfiledArrival
from gongkai.ledger.archive.papers import matter_of
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.requests.models import Arrival
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.today import today


@dataclass(frozen=True, slots=True)
class Due:
    """A line of what may be appraised: by which field and key it is picked, and ``why`` it must stay."""

    field: str
    key: int
    kept: ArchivedCase | UnfiledArrival
    href: str
    matter: str
    why: str


class OpinionForm(Form):
    opinion = forms.CharField(
        label=gettext_lazy("鉴定意见"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("逐件看过，为什么不用再保存；清册上印出来，不写姓名"),
    )


@require_safe
@needs(Duty.READ)
def due(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _due_page(request, visit, OpinionForm())


@require_POST
@needs(Duty.RECORD)
@once
def propose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Put what was picked on a list of what is to be destroyed."""
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            row = actions.propose(
                organ=visit.organ,
                files=picked(request, queries.due(visit.scope, today())),
                arrivals=picked(request, queries.due_unfiled(visit.organ, today()), "arrival"),
                on=today(),
                actor=str(request.user),
                **form.cleaned_data,
            )
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已列入清册，等另一个有签发职责的人监销。"))
            return redirect("workbench:destruction", visit.organ.pk, row.pk)
    return _due_page(request, visit, form)


def _due_page(request: HttpRequest, visit: Visit, form: OpinionForm) -> HttpResponse:
    files = queries.due(visit.scope, today())
    arrivals = queries.due_unfiled(visit.organ, today())
    context = {
        "due": [*_files(visit, files[:MOST]), *_arrivals(visit, arrivals[:MOST])],
        "count": files.count() + arrivals.count(),
        "most": MOST,
        "records": list(queries.destructions(visit.scope)[:MOST]),
        "form": form,
        "can_record": visit.may(Duty.RECORD),
        "tabs": archive.tabs(visit, "archive-due"),
    }
    return pages.show(request, visit, "archive/due", context, status=422 if form.is_bound else 200)


def _files(visit: Visit, rows: Iterable[ArchivedCase]) -> Iterator[Due]:
    found = list(rows)
    held = queries.holds(visit.organ, found, today())
    for row in found:
        href = reverse("workbench:case", args=(visit.organ.pk, row.foi_request_id))
        yield Due("pick", row.pk, row, href, matter_of(row.foi_request), held.get(row.pk, ""))


def _arrivals(visit: Visit, rows: Iterable[Arrival]) -> Iterator[Due]:
    found = list(rows)
    held = queries.holds_of_unfiled(visit.organ, found, today())
    for row in found:
        href = reverse("workbench:arrival", args=(visit.organ.pk, row.pk))
        yield Due("arrival", row.pk, queries.unfiled(row), href, matter_of(row), held.get(row.pk, ""))


@require_safe
@needs(Duty.READ)
def record(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One list: proposed, withdrawn or carried out."""
    row = _find(visit, pk)
    context = {
        "row": row,
        "lines": queries.lines_of(row),
        "forms": [papers.BY_NAME[name] for name in FORMS],
        "can_record": visit.may(Duty.RECORD) and row.is_open,
        "can_sign": visit.may(Duty.SIGN) and row.is_open,
        "is_own": row.proposed_by == str(request.user),
        "trail": [(_("到期鉴定和销毁"), _back(visit)), (str(row), "")],
    }
    return pages.show(request, visit, "archive/destruction", context)


@require_safe
@needs(Duty.READ)
def record_file(request: HttpRequest, visit: Visit, pk: int, form: str) -> HttpResponse:
    """销毁清册."""
    row = _find(visit, pk)
    return paper(archive_papers.record(row, queries.lines_of(row)), form, str(row.proposed_on))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def drop(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The list is withdrawn, what stands on it is kept on."""
    row = _find(visit, pk)
    form = Reason(request.POST or None)
    back = reverse("workbench:destruction", args=(visit.organ.pk, pk))
    if not row.is_open and request.method != "POST":
        return redirect(back)
    if form.is_valid():
        try:
            actions.drop(destruction=row, on=today(), actor=str(request.user), **form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已撤回，这些档案接着保存。"))
            return redirect(back)
    title = _("{record}：撤回").format(record=row)
    return pages.ask(request, visit, form, title=title, verb=_("撤回"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SIGN)
@once
def carry_out(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """监销 by another person: asked once more, for it cannot be undone."""
    row = _find(visit, pk)
    form = Form(request.POST if request.method == "POST" else None)
    back = reverse("workbench:destruction", args=(visit.organ.pk, pk))
    if not row.is_open and request.method != "POST":
        return redirect(back)
    if form.is_valid():
        try:
            actions.carry_out(destruction=row, on=today(), actor=str(request.user))
        except Refused as error:
            form.add_error(None, str(error))
        else:
            tick.ask("scrub")
            toasts.say(request, _("已销毁，清册永久保存。"))
            return redirect(back)
    question = Question(
        _("销毁{count}件档案，不能恢复？").format(count=len(queries.lines_of(row))),
        _(
            "申请内容、申请人信息、文书和附件都删掉，年报的数不变，清册永久保存。以前的备份里还有，要另外按期清理。"
        ),
        _("监销"),
        _("先不办"),
        back,
        request.path,
    )
    return confirming.ask(request, question, form=form, frame=frame(request, visit))


def _find(visit: Visit, pk: int) -> Destruction:
    found = queries.destructions(visit.scope).select_related("organ").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _back(visit: Visit) -> str:
    return reverse("workbench:archive-due", args=(visit.organ.pk,))

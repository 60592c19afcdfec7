"""收年报: packages and files of the organs below, read and checked on arrival, and judged one by one."""

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.public import intake
from gongkai.faces.ui import confirming, toasts, uploads
from gongkai.faces.ui import findings as finding_list
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.files import attachment
from gongkai.faces.ui.findings import Shown
from gongkai.faces.ui.forms import FileDrop, Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import View, Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.reports import chapters
from gongkai.faces.workbench.reports.packages import key_page, refuse_over, refuse_running, uploading
from gongkai.faces.workbench.reports.way import Explained
from gongkai.law.annual_report.stages import State
from gongkai.ledger.base import Refused, Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.reports.models import Received
from gongkai.ledger.reports.submissions import LARGEST, actions, keys, queries
from gongkai.lib.kinds import BY_CODE
from gongkai.lib.today import today


class Arrival(Form):
    """What came. Whose it is stands in a package; of a file it is chosen."""

    file = forms.FileField(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("报送包（zip），或者年报的Word、PDF、网页、Excel"),
        widget=FileDrop(),
    )
    member = forms.ChoiceField(label=gettext_lazy("机关"), required=False)

    def __init__(self, *args: object, members: list[Organ], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        asked = self.fields["member"]
        assert isinstance(asked, forms.ChoiceField)
        asked.choices = [
            ("", _("报送包不用选")),
            *((str(member.pk), member.name) for member in members),
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SUPERVISE)
@uploading
@once
def receive(request: HttpRequest, visit: Visit, year: int) -> HttpResponse:
    """Take in a package, or the file of an organ that works without this program."""
    refuse_running(year)
    members = queries.members(visit.organ, year)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = Arrival(*sent, members=members)
    if form.is_valid():
        chosen = next((one for one in members if str(one.pk) == form.cleaned_data["member"]), None)
        try:
            row = _taken(request, visit.organ, chosen, year)
        except Refused as error:
            form.add_error("file", str(error))
        except intake.Refused as error:
            form.add_error("file", error.message)
        else:
            toasts.say(request, _("{name}{year}年年报已收到。").format(name=row.organ.name, year=row.year))
            return redirect("workbench:received", visit.organ.pk, row.year, row.pk)
    title = _("收下级{year}年年报").format(year=year)
    return pages.ask(request, visit, form, title=title, verb=_("收下"), back=_below(visit, year))


def _taken(request: HttpRequest, organ: Organ, member: Organ | None, year: int) -> Received:
    refuse_over(request, LARGEST)
    ((name, data),) = uploads.handed_in(request, "file")
    actor = str(request.user)
    if member is None:
        return actions.receive_package(organ=organ, data=data, actor=actor)
    with intake.TURNSTILE.place():
        reading = intake.read(intake.HandedIn(report=intake.File(name, data)))
    assert reading  # a file was handed in
    return actions.receive_file(
        organ=organ, member=member, year=year, name=name, data=data, report=reading.report, actor=actor
    )


@require_safe
@needs(Duty.SUPERVISE)
def page(request: HttpRequest, visit: Visit, year: int, pk: int) -> HttpResponse:
    """The whole of what came, every chapter below the other, with what was found in it."""
    row = _find(visit, year, pk)
    report = queries.report_of(row)
    cell = request.GET.get("cell", "")
    findings = finding_list.shown(
        report.findings, report.form, link=lambda where, number: f"#finding-{number}"
    )
    latest = queries.latest(Scope.of(row.organ), year)[row.organ_id]
    context = {
        "year": year,
        "row": row,
        "report": report,
        "name": queries.name_of(row),
        "state": State(row.state),
        "is_latest": latest.pk == row.pk,
        "latest": latest,
        "trail": _trail(visit, row),
        "chapters": [
            chapters.drawn(report, chapter.key, findings, cell=cell) for chapter in report.form.chapters
        ],
        **_weighed(findings),
    }
    return pages.show(request, visit, "below/received", context)


def _weighed(findings: tuple[Shown, ...]) -> dict[str, object]:
    """As the list of findings wants them."""
    return {
        "findings": [one for one in findings if one.is_open],
        "notes": [one for one in findings if not one.is_open],
        "errors": [one for one in findings if one.severity == "error"],
        "warnings": [one for one in findings if one.severity == "warning"],
    }


@require_safe
@needs(Duty.SUPERVISE)
def file(request: HttpRequest, visit: Visit, year: int, pk: int) -> HttpResponse:
    """What came, as it came; never shown inside a page."""
    row = _find(visit, year, pk)
    return attachment(queries.content(row), queries.name_of(row), BY_CODE[row.kind].content_type)


@require_safe
@needs(Duty.SUPERVISE)
def receipt(request: HttpRequest, visit: Visit, year: int, pk: int) -> HttpResponse:
    """What the sender is to have of it, signed."""
    row = _find(visit, year, pk)
    if row.came_as != Received.By.PACKAGE:
        raise Http404
    name = _("{name}{year}年年报回执（第{number}版）.zip").format(
        name=row.organ.name, year=year, number=row.revision
    )
    return attachment(queries.receipt(row, visit.organ), name, "application/zip")


#: How each judgement is asked for: its address, its verb, its words.
JUDGEMENTS = {
    State.PASSED: (
        "pass",
        gettext_lazy("通过"),
        gettext_lazy("通过以后计入汇总；有建议没有改的，写明为什么可以。"),
    ),
    State.RETURNED: ("return", gettext_lazy("退回"), gettext_lazy("退回以后不计入汇总，等它再送一份。")),
}


def judge(state: State) -> View:
    """The page on which what came is judged so."""
    _code, verb, words = JUDGEMENTS[state]
    form_of: Callable[..., Form] = Explained if state is State.PASSED else Reason

    @require_http_methods(["GET", "HEAD", "POST"])
    @needs(Duty.SUPERVISE)
    @once
    def view(request: HttpRequest, visit: Visit, year: int, pk: int) -> HttpResponse:
        row = _find(visit, year, pk)
        form = form_of(request.POST if request.method == "POST" else None)
        back = reverse("workbench:received", args=(visit.organ.pk, year, pk))
        if form.is_valid():
            try:
                actions.judge(
                    row=row, state=state, reason=form.cleaned_data["reason"], actor=str(request.user)
                )
            except Refused as error:
                form.add_error("reason", str(error))
            else:
                toasts.say(request, _("{name}：已{verb}。").format(name=row.organ.name, verb=verb))
                return redirect(back)
        title = _("{name}{year}年年报：{verb}？").format(name=row.organ.name, year=year, verb=verb)
        question = Question(title, words, verb, _("先不办"), back, request.path)
        return confirming.ask(request, question, form=form, frame=frame(request, visit))

    return view


@require_safe
@needs(Duty.SUPERVISE)
def key_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """By which key each organ's packages are proved."""
    year = today().year - 1
    known = queries.registered_keys(visit.organ)
    rows = [(member, known.get(member.pk)) for member in queries.members(visit.organ, year)]
    trail = [(_("下级年报"), _below(visit, year)), (_("公钥"), "")]
    context = {"rows": rows, "trail": trail, "fingerprint": keys.own_fingerprint(), "known": len(known)}
    return pages.show(request, visit, "below/sender_keys", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.SUPERVISE)
@once
def key(request: HttpRequest, visit: Visit, member_id: int) -> HttpResponse:
    """Register the key of an organ below."""
    members = queries.members(visit.organ, today().year - 1)
    member = next((one for one in members if one.pk == member_id), None)
    if member is None:
        raise Http404
    back = reverse("workbench:sender-keys", args=(visit.organ.pk,))
    title = _("登记{name}的公钥").format(name=member.name)
    return key_page(request, visit, member, title=title, back=back)


def _find(visit: Visit, year: int, pk: int) -> Received:
    """What came of an organ below; 404 for any other."""
    scope = Scope.of(*queries.members(visit.organ, year))
    row = queries.received(scope, year).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _below(visit: Visit, year: int) -> str:
    return reverse("workbench:below", args=(visit.organ.pk, year))


def _trail(visit: Visit, row: Received) -> list[tuple[str, str]]:
    return [
        (_("下级年报"), _below(visit, row.year)),
        (_("{year}年").format(year=row.year), _below(visit, row.year)),
        (row.organ.name, ""),
    ]

"""What is done with a matter: entered, changed, passed on, attended, written up, closed."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongkai.faces.ui import confirming, toasts, uploads
from gongkai.faces.ui.confirming import Question
from gongkai.faces.ui.forms import Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import Visit, needs
from gongkai.faces.workbench.frame import frame
from gongkai.faces.workbench.matters.forms import (
    AttendanceForm,
    EditForm,
    FileForm,
    MatterForm,
    MinutesForm,
    ProblemForm,
    QuizForm,
    TaskForm,
)
from gongkai.faces.workbench.matters.ways import WORDS, address, find, kind_at, list_address
from gongkai.law.masks import BY_CODE as KIND_OF
from gongkai.law.personal_data import Confidence, scan
from gongkai.ledger import quarter
from gongkai.ledger.base import Refused
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.supervision import files, matters, progress, queries, quiz, tasks
from gongkai.ledger.supervision.deeds import Deed
from gongkai.ledger.supervision.kinds import MEETING, Kind
from gongkai.ledger.supervision.models import Matter
from gongkai.lib import calendars
from gongkai.lib.language import listed
from gongkai.lib.today import today

uploading = uploads.in_memory(largest=files.LARGEST, body=files.LARGEST + uploads.MEGABYTE)
NEW = {
    "training": gettext_lazy("安排一次培训"),
    "meeting": gettext_lazy("安排一次推进会"),
    "notice": gettext_lazy("登记要传达的通知"),
    "rectification": gettext_lazy("登记要整改的问题"),
    "accountability": gettext_lazy("登记责任追究"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def new(request: HttpRequest, visit: Visit, kind: str) -> HttpResponse:
    """登记一件."""
    chosen = kind_at(kind)
    form = _new_form(request, visit, chosen)
    if form.is_valid():
        try:
            row = _planned(request, visit, chosen, form)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("已登记，编号{number}。").format(number=row.number))
            _warn_of_personal(request, row)
            return redirect(address(row))
    back = list_address(visit.organ.pk, chosen.code)
    return pages.ask(request, visit, form, title=str(NEW[chosen.code]), verb=_("登记"), back=back)


def _warn_of_personal(request: HttpRequest, row: Matter) -> None:
    """What is written here is printed, passed on and drawn upon by the report."""
    said = "\n".join((row.title, row.text, row.measure))
    if kinds := dict.fromkeys(_(KIND_OF[hit.kind].zh) for hit in scan(said, least=Confidence.MEDIUM)):
        words = _("文字里像有{kinds} — 会印在通知、纪要里，也可能写进年报 — 请点“修改”，删去或者打星号。")
        toasts.say(request, words.format(kinds=listed(kinds)))


def _new_form(request: HttpRequest, visit: Visit, kind: Kind) -> MatterForm:
    data, initial = request.POST or None, {"on": today(), **_proposed(request, visit, kind)}
    if kind.code == "rectification":
        return ProblemForm(data, kind=kind, visit=visit, initial=initial)
    return MatterForm(data, kind=kind, initial=initial)


def _proposed(request: HttpRequest, visit: Visit, kind: Kind) -> dict[str, Any]:
    """What the page from which one came has said already."""
    if before := _followed(request, visit, kind):
        return {name: getattr(before, name) for name in ("title", "source", "measure", "by")}
    if kind is MEETING:
        text = quarter.draft(visit.organ, today(), calendars.load(settings.DATA))
        return {"title": quarter.title_of(today()), "text": text}
    return {name: request.GET[name][:300] for name in ("title", "source") if name in request.GET}


def _followed(request: HttpRequest, visit: Visit, kind: Kind) -> Matter | None:
    """The closed problem that came back."""
    key = request.GET.get("follows", "")
    if kind.code != "rectification" or not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    return queries.matters(visit.scope).filter(pk=int(key), kind=kind.code).first()


def _planned(request: HttpRequest, visit: Visit, kind: Kind, form: MatterForm) -> Matter:
    said = form.matter()
    if before := _followed(request, visit, kind):
        said = {**said, "follows": before}
    return matters.plan(
        organ=visit.organ,
        kind=kind.code,
        said=said,
        actor=str(request.user),
        assignment=form.assignment(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def edit(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row = _open(visit, pk, Deed.EDIT)
    form = EditForm(request.POST or None, matter=row)

    def do(said: dict[str, Any]) -> None:
        seen = said.pop("seen")
        matters.edit(matter=row, said=said, seen=seen, actor=str(request.user))
        row.refresh_from_db()
        _warn_of_personal(request, row)

    return _do(request, visit, row, form, Deed.EDIT, do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@uploading
@once
def add_file(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row = _open(visit, pk, Deed.ADD_FILE)
    form = FileForm(request.POST or None, request.FILES or None)

    def do(said: dict[str, Any]) -> None:
        (name, data), *_rest = uploads.handed_in(request, "file")
        matters.add_file(matter=row, name=name, data=data, actor=str(request.user))

    if uploads.is_over(request):
        form.add_error("file", _("文件 — 超过20兆字节 — 请压缩或者分开再传。"))
    return _do(request, visit, row, form, Deed.ADD_FILE, do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def attend(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row = _open(visit, pk, Deed.ATTEND)
    form = AttendanceForm(
        request.POST if request.method == "POST" else None, initial={"names": row.attendance}
    )

    def do(said: dict[str, Any]) -> None:
        matters.attend(matter=row, actor=str(request.user), **said)

    return _do(request, visit, row, form, Deed.ATTEND, do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def open_sign_in(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row = _open(visit, pk, Deed.OPEN_SIGN_IN)
    form = Form(request.POST if request.method == "POST" else None)

    def do(said: dict[str, Any]) -> None:
        matters.open_sign_in(matter=row, actor=str(request.user))

    return _do(request, visit, row, form, Deed.OPEN_SIGN_IN, do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def write_quiz(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row = _open(visit, pk, Deed.WRITE_QUIZ)
    posted = request.POST if request.method == "POST" else None
    form = QuizForm(posted, initial={"text": quiz.text_of(row.quiz)})

    def do(said: dict[str, Any]) -> None:
        matters.write_quiz(matter=row, actor=str(request.user), **said)

    return _do(request, visit, row, form, Deed.WRITE_QUIZ, do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def write_up(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row = _open(visit, pk, Deed.WRITE_UP)
    form = MinutesForm(request.POST or None, initial={"minutes": row.minutes})

    def do(said: dict[str, Any]) -> None:
        matters.write_up(matter=row, actor=str(request.user), **said)

    return _do(request, visit, row, form, Deed.WRITE_UP, do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def give_out(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """传达: to everybody of the organ's sections and villages unless some are left out."""
    row = _open(visit, pk, Deed.GIVE_OUT)
    form = TaskForm(request.POST or None, visit=visit, what=row.title, initial={"due": row.due})
    form.initial["owners"] = list(form.offered.units)

    def do(said: dict[str, Any]) -> None:
        matters.give_out(matter=row, assignment=form.assignment(), actor=str(request.user))

    return _do(request, visit, row, form, Deed.GIVE_OUT, do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def give(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """交办."""
    row = find(visit, pk)
    if not progress.may_give(row):
        raise PermissionDenied(_("交办 — {number}已经办结 — 请另登记一件。").format(number=row.number))
    form = TaskForm(request.POST or None, visit=visit)

    def do(said: dict[str, Any]) -> None:
        tasks.give(matter=row, assignment=form.assignment(), actor=str(request.user))

    return _ask(request, visit, row, form, _("交办"), "", do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.READ)
@once
def close(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """办结, by whoever may settle this kind."""
    row = find(visit, pk)
    duty = progress.duty_of(Deed.CLOSE, row)
    if not visit.may(duty):
        raise PermissionDenied(_("{duty} — 您在本机关的角色没有这一项").format(duty=_(duty.zh)))
    form = Form(request.POST if request.method == "POST" else None)

    def do(said: dict[str, Any]) -> None:
        matters.close(matter=row, actor=str(request.user))

    return _confirm(request, visit, row, form, Deed.CLOSE, do)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.RECORD)
@once
def drop(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    row = find(visit, pk)
    form = Reason(request.POST or None)

    def do(said: dict[str, Any]) -> None:
        matters.drop(matter=row, actor=str(request.user), **said)

    return _confirm(request, visit, row, form, Deed.DROP, do)


def _open(visit: Visit, pk: int, deed: Deed) -> Matter:
    """The matter, while this is something that can be done with it."""
    row = find(visit, pk)
    if not progress.makes_sense(deed, row):
        raise PermissionDenied(
            _("{deed} — 这件现在不能这样办 — 请看它现在可以办的。").format(deed=_(deed.zh))
        )
    return row


def _done(
    request: HttpRequest, row: Matter, form: Form, verb: str, do: Callable[[dict[str, Any]], None]
) -> bool:
    """Whether it is done; what is refused is said above the form."""
    if not form.is_valid():
        return False
    try:
        do(dict(form.cleaned_data))
    except Refused as error:
        form.add_error(None, str(error))
        return False
    toasts.say(request, _("{number}：{deed}。").format(number=row.number, deed=verb))
    return True


def _do(
    request: HttpRequest,
    visit: Visit,
    row: Matter,
    form: Form,
    deed: Deed,
    do: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    return _ask(request, visit, row, form, _(deed.zh), str(WORDS[deed]), do)


def _ask(
    request: HttpRequest,
    visit: Visit,
    row: Matter,
    form: Form,
    verb: str,
    lead: str,
    do: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    """Ask, do, and go back to the matter."""
    if _done(request, row, form, verb, do):
        return redirect(address(row))
    title = f"{row.number}：{verb}"
    return pages.ask(request, visit, form, title=title, verb=verb, back=address(row), lead=lead)


def _confirm(
    request: HttpRequest,
    visit: Visit,
    row: Matter,
    form: Form,
    deed: Deed,
    do: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    """The question before what cannot be undone; why it cannot be done now is said instead."""
    if why := progress.why_not(deed, row, on=today(), actor=str(request.user)):
        raise PermissionDenied(why)
    verb = _(deed.zh)
    if _done(request, row, form, verb, do):
        return redirect(address(row))
    title = _("{title}：{deed}？").format(title=row.number, deed=verb)
    question = Question(title, WORDS[deed], verb, _("先不办"), address(row), request.path)
    return confirming.ask(request, question, form=form, frame=frame(request, visit))

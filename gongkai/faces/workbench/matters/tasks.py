"""Tasks on screen: one's own, everybody's, and a page on which each is reported, checked, opened again.

Whoever speaks for a section or village sees its tasks with what the matter says, and nothing else of it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.ui import tables, toasts, uploads
from gongkai.faces.ui.forms import Form, Reason
from gongkai.faces.ui.once import once
from gongkai.faces.ui.tables import Choice, Column, Dates, Empty, Table, Words
from gongkai.faces.workbench import pages
from gongkai.faces.workbench.access import View, Visit, needs
from gongkai.faces.workbench.ledgers.registers import between, holding
from gongkai.faces.workbench.matters.forms import CheckForm, DueForm, ReportForm
from gongkai.faces.workbench.matters.page import give
from gongkai.faces.workbench.matters.ways import (
    TASK_WORDS,
    TITLES,
    deeds_of,
    find_file,
    find_task,
    tabs,
    task_address,
    task_badge,
    task_ways,
)
from gongkai.faces.workbench.words import choices
from gongkai.ledger.base import Refused
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.supervision import files, progress, queries
from gongkai.ledger.supervision import tasks as actions
from gongkai.ledger.supervision.deeds import TaskDeed
from gongkai.ledger.supervision.kinds import KINDS, kind_of
from gongkai.ledger.supervision.models import Task
from gongkai.lib.today import today

uploading = uploads.in_memory(largest=files.LARGEST, body=files.LARGEST + uploads.MEGABYTE)


def _of_state(rows: Any, state: str) -> Any:
    if state == "late":
        return rows.filter(state=Task.State.OPEN, due__lt=today())
    return rows.filter(state=state)


def _of_kind(rows: Any, kind: str) -> Any:
    return rows.filter(matter__kind=kind)


_STATES = (("", gettext_lazy("全部")), ("late", gettext_lazy("逾期")), *choices(Task.State))
TASKS = Table(
    "tasks",
    gettext_lazy("任务"),
    (
        Column("what", gettext_lazy("任务"), order=("what",), href=task_address, lang="zh-CN"),
        Column("owner", gettext_lazy("由谁办"), lang="zh-CN"),
        Column("due", gettext_lazy("期限"), order=("due",)),
        Column("state", gettext_lazy("状态"), task_badge, template="workbench/badge.html"),
        Column("done_on", gettext_lazy("办好的日期"), order=("done_on",)),
        Column("source", gettext_lazy("来自"), lambda row: row.matter.number, lang="zh-CN"),
        Column("words", gettext_lazy("办理情况"), shown=False, lang="zh-CN"),
    ),
    Empty(
        gettext_lazy("没有任务"),
        gettext_lazy("通知传达、推进会定下的事、问题整改交办以后会到这里；没有就不用填。"),
    ),
    (
        Choice("state", gettext_lazy("状态"), _STATES, _of_state, in_line=True),
        Choice(
            "kind",
            gettext_lazy("来自"),
            [("", gettext_lazy("全部")), *((kind.code, TITLES[kind.code]) for kind in KINDS)],
            _of_kind,
        ),
        Words("q", gettext_lazy("找"), holding("supervision.task")),
        Dates("due", gettext_lazy("期限"), between("due")),
    ),
    order_words=gettext_lazy("没有办结的在前，先到期的先列"),
    in_turn=queries.by_urgency,
)


@require_safe
@needs(Duty.ENTER)
def list_(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One's own tasks; whoever may read the ledgers sees everybody's with a switch."""
    own = queries.own_tasks(visit.scope, request.user, visit.organ, today())
    sees_all = visit.may(Duty.READ)
    shows_all = sees_all and "mine" not in request.GET
    rows = queries.tasks(visit.scope) if shows_all else own
    context = {
        "sees_all": sees_all,
        "shows_all": shows_all,
        "own": own.filter(state=Task.State.OPEN).count(),
        "late": rows.filter(state=Task.State.OPEN, due__lt=today()).count(),
        "open": rows.filter(state=Task.State.OPEN).count(),
        "tabs": tabs(visit, "tasks") if sees_all else [],
    }
    file = tables.export(TASKS, request, rows)
    return file or pages.show(
        request, visit, "matters/tasks", {**context, "table": tables.show(TASKS, request, rows)}
    )


@require_safe
@needs(Duty.ENTER)
def page(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """One task: what is asked, by whom, how it stands."""
    row, is_own = find_task(request, visit, pk)
    offered, refused = task_ways(request, visit, row, is_own=is_own)
    context = {
        "row": row,
        "matter": row.matter,
        "trail": [
            (TASKS.title, reverse("workbench:tasks", args=(visit.organ.pk,))),
            (row.matter.number, ""),
        ],
        "kind": kind_of(row.matter),
        "state": task_badge(row),
        "sees_matter": visit.may(Duty.READ),
        "files": [(one, files.name_of(one)) for one in queries.files_of(row.matter)],
        "proofs": [(one, files.name_of(one)) for one in queries.files_of(row.matter, row)],
        "history": deeds_of(TaskDeed, row.deeds),
        "ways": offered,
        "refused": refused,
    }
    return pages.show(request, visit, "matters/task", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Duty.ENTER)
@uploading
@once
def report(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """报办好: by its owner, or by whoever keeps the register on their behalf."""
    row, is_own = find_task(request, visit, pk)
    _refuse(TaskDeed.REPORT, visit, row, str(request.user), is_own=is_own)
    initial = {"on": today(), "words": row.words, "address": row.address}
    form = ReportForm(request.POST or None, request.FILES or None, initial=initial)
    if uploads.is_over(request):
        form.add_error("file", _("文件 — 超过20兆字节 — 请压缩或者分开再传。"))

    def do(said: dict[str, Any]) -> None:
        handed = uploads.handed_in(request, "file")
        actions.report(task=row, proof=form.proof(handed[0] if handed else None), actor=str(request.user))

    return _ask(request, visit, row, form, TaskDeed.REPORT, do)


#: What each deed asks, and what does it.
_FORMS: Mapping[TaskDeed, tuple[type[Form], Callable[..., Task]]] = {
    TaskDeed.CHECK: (CheckForm, actions.check),
    TaskDeed.RETURN: (Reason, actions.send_back),
    TaskDeed.REOPEN: (DueForm, actions.reopen),
    TaskDeed.MOVE: (DueForm, actions.move),
    TaskDeed.DROP: (Reason, actions.drop),
}
DEEDS = tuple(_FORMS)


def page_of(deed: TaskDeed) -> View:
    """The page on which a deed is asked and done."""
    asks, act = _FORMS[deed]

    @require_http_methods(["GET", "HEAD", "POST"])
    @needs(Duty.READ)
    @once
    def done(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
        row, is_own = find_task(request, visit, pk)
        _refuse(deed, visit, row, str(request.user), is_own=is_own)
        form = asks(request.POST if request.method == "POST" else None)

        def do(said: dict[str, Any]) -> None:
            act(task=row, actor=str(request.user), **said)

        return _ask(request, visit, row, form, deed, do)

    return done


def _refuse(deed: TaskDeed, visit: Visit, row: Task, actor: str, *, is_own: bool) -> None:
    """Nothing is asked that could not be done."""
    if not progress.may(deed, visit.duties, is_owner=is_own):
        raise PermissionDenied(
            _("{deed} — 您在本机关的角色没有这一项 — 请由公开专员或者领导办理。").format(deed=_(deed.zh))
        )
    if why := progress.why_not_with(deed, row, actor=actor):
        raise PermissionDenied(why)


def _ask(
    request: HttpRequest,
    visit: Visit,
    row: Task,
    form: Form,
    deed: TaskDeed,
    do: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except Refused as error:
            form.add_error(None, str(error))
        else:
            toasts.say(request, _("{task}：{deed}。").format(task=row.what, deed=_(deed.zh)))
            return redirect(task_address(row))
    title = f"{row.what}：{_(deed.zh)}"
    lead = str(TASK_WORDS[deed])
    return pages.ask(request, visit, form, title=title, verb=_(deed.zh), back=task_address(row), lead=lead)


@require_safe
@needs(Duty.ENTER)
def file(request: HttpRequest, visit: Visit, pk: int, file_id: int) -> HttpResponse:
    """A file of the matter, or of what proves that the task is done, for whoever may see the task."""
    row, _is_own = find_task(request, visit, pk)
    of_task = {one.pk for one in queries.files_of(row.matter, row)}
    return give(find_file(row.matter, file_id, row if file_id in of_task else None))

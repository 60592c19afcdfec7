"""Where the pages of matters and tasks stand, how they are told, and what can be done with them now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.faces.ui.dates import moment
from gongkai.faces.workbench.access import Visit
from gongkai.ledger.deeds import history
from gongkai.ledger.people.roles import Duty
from gongkai.ledger.supervision import progress, queries
from gongkai.ledger.supervision.deeds import Deed, TaskDeed
from gongkai.ledger.supervision.kinds import KINDS, Kind, kind_of
from gongkai.ledger.supervision.models import Enclosure, Matter, Task
from gongkai.lib.today import today

#: What the list of each kind is called.
TITLES: Mapping[str, Any] = {
    "training": gettext_lazy("培训"),
    "meeting": gettext_lazy("推进会"),
    "notice": gettext_lazy("通知传达"),
    "rectification": gettext_lazy("问题整改"),
    "accountability": gettext_lazy("责任追究"),
}
#: What comes of each deed, in the order in which they are offered; the first that can be done is the next.
WORDS: Mapping[Deed, Any] = {
    Deed.GIVE_OUT: gettext_lazy("选传达给哪些部门、村和人，各报各的；群里、邮件里只发编号、日期和网址。"),
    Deed.ATTEND: gettext_lazy("输入或粘贴名单，人数进登记簿；打印的签到表在右边。"),
    Deed.OPEN_SIGN_IN: gettext_lazy(
        "县里发文要求的才开：来的人当天扫码写姓名，自动进名单；二维码在右边打印。"
    ),
    Deed.WRITE_QUIZ: gettext_lazy("县里发文要求的才开：签到以后答几题，只记答对的题数，不记是谁。"),
    Deed.WRITE_UP: gettext_lazy("会上说了什么、定了什么。"),
    Deed.CLOSE: gettext_lazy("登记簿里记一行，年度报告按它计数。"),
    Deed.EDIT: gettext_lazy("改日期、内容。"),
    Deed.ADD_FILE: gettext_lazy("讲义、上级文件等，加密保存。"),
    Deed.DROP: gettext_lazy("写明原因，不计数；没有办完的任务一起取消。"),
}
TASK_WORDS: Mapping[TaskDeed, Any] = {
    TaskDeed.REPORT: gettext_lazy("写怎样办的，或者填网址、传文件，一样就够。"),
    TaskDeed.CHECK: gettext_lazy("看过凭据，确实办好了；报的人不能自己复核。"),
    TaskDeed.RETURN: gettext_lazy("写明哪里没有办好，退给办的人。"),
    TaskDeed.MOVE: gettext_lazy("原来的期限留在经过里。"),
    TaskDeed.REOPEN: gettext_lazy("又出现了、没有办好的，定一个新的期限。"),
    TaskDeed.DROP: gettext_lazy("写明原因，不算没有办。"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done now, and what comes of it. ``is_main``: it is what comes next."""

    verb: str
    words: Any
    href: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as a badge: what kind, and the word, which alone is exported."""

    kind: str
    words: Any

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """A task as a list has it."""

    row: Task
    badge: Badge
    href: str


def ways(request: HttpRequest, visit: Visit, matter: Matter) -> tuple[list[Way], list[str]]:
    """What can be done with a matter now, the next thing first; and why others cannot."""
    offered, refused = [], []
    for deed, words in WORDS.items():
        if not progress.makes_sense(deed, matter):
            continue
        if not visit.may(progress.duty_of(deed, matter)):
            continue
        if why := progress.why_not(deed, matter, on=today(), actor=str(request.user)):
            refused.append(why)
        else:
            is_main = deed is next_deed(matter)
            offered.append(Way(_(deed.zh), words, address(matter, deed.slug), is_main))
    if visit.may(Duty.RECORD) and progress.may_give(matter) and not kind_of(matter).is_given_out:
        way = Way(_("交办"), _("定下的事交给部门、村或者人，各有期限。"), address(matter, "give"))
        offered.append(way)
    if matter.kind == "rectification" and matter.state == Matter.State.CLOSED and visit.may(Duty.RECORD):
        page = reverse("workbench:matter-new", args=(matter.organ_id, matter.kind))
        words = _("另登记一件，接着这一件；这一件已经计数，不动。")
        offered.append(Way(_("又出现了"), words, f"{page}?follows={matter.pk}"))
    return sorted(offered, key=lambda way: not way.is_main), refused


def next_deed(matter: Matter) -> Deed:
    """What a matter of its kind goes on with: passed on, attended, written up, closed."""
    kind = kind_of(matter)
    if kind.is_given_out and matter.given_out_on is None:
        return Deed.GIVE_OUT
    if kind.has_minutes and not matter.minutes:
        return Deed.WRITE_UP if matter.on <= today() else Deed.EDIT
    if kind.has_list and not kind.has_minutes and not matter.attendance:
        return Deed.ATTEND if matter.on <= today() else Deed.EDIT
    return Deed.CLOSE


def task_ways(request: HttpRequest, visit: Visit, task: Task, *, is_own: bool) -> tuple[list[Way], list[str]]:
    offered, refused = [], []
    for deed, words in TASK_WORDS.items():
        if task.state not in progress.STATES[deed]:
            continue
        if not progress.may(deed, visit.duties, is_owner=is_own):
            continue
        if why := progress.why_not_with(deed, task, actor=str(request.user)):
            refused.append(why)
        else:
            is_main = deed in {TaskDeed.REPORT, TaskDeed.CHECK}
            offered.append(Way(_(deed.zh), words, task_address(task, deed.slug), is_main))
    return offered, refused


def badge_of(matter: Matter) -> Badge:
    """How a matter stands."""
    if matter.state != Matter.State.OPEN:
        is_done = matter.state == Matter.State.CLOSED
        return Badge("done" if is_done else "not-begun", _(matter.get_state_display()))
    kind = kind_of(matter)
    if kind.is_given_out:
        return Badge("others", _("已传达")) if matter.given_out_on else Badge("mine", _("待传达"))
    if kind.closing is Duty.RELEASE:
        return Badge("mine", _("待核定"))
    if kind.has_list:
        return Badge("mine", _("待登记")) if matter.on <= today() else Badge("others", _("已安排"))
    return Badge("others", _("整改中"))


_BADGES = {
    Task.State.OPEN: "others",
    Task.State.DONE: "mine",
    Task.State.CLOSED: "done",
    Task.State.DROPPED: "not-begun",
}


def task_badge(task: Task) -> Badge:
    if task.state == Task.State.OPEN and task.is_late(today()):
        return Badge("error", _("逾期{count}天").format(count=(today() - task.due).days))
    return Badge(_BADGES[Task.State(task.state)], _(task.get_state_display()))


def lines(tasks: Any) -> list[Line]:
    return [Line(row, task_badge(row), task_address(row)) for row in tasks]


def deeds_of(kind: Any, deeds: Any) -> list[tuple[str, str, Any]]:
    """What was done, the latest first: when, what, and by whom and why."""
    return [(moment(one.at), _(one.what.zh), one) for one in reversed(history(kind, deeds))]


def find(visit: Visit, pk: int) -> Matter:
    """A matter of this organ; 404 for any other."""
    row = queries.matters(visit.scope).select_related("organ", "activity", "follows").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def find_task(request: HttpRequest, visit: Visit, pk: int) -> tuple[Task, bool]:
    """A task of this organ, and whether it is the visitor's own; 404 for one that they may not see."""
    row = queries.tasks(visit.scope).filter(pk=pk).first()
    if row is None:
        raise Http404
    is_own = queries.is_own(row, request.user, today())
    if not is_own and not visit.may(Duty.READ):
        raise Http404
    return row, is_own


def find_file(matter: Matter, pk: int, task: Task | None = None) -> Enclosure:
    found = next((one for one in queries.files_of(matter, task) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def address(matter: Matter, step: str = "") -> str:
    return reverse(
        f"workbench:matter-{step}" if step else "workbench:matter", args=(matter.organ_id, matter.pk)
    )


def task_address(task: Task, step: str = "") -> str:
    return reverse(f"workbench:task-{step}" if step else "workbench:task", args=(task.organ_id, task.pk))


def list_address(organ_id: int, kind: str) -> str:
    return reverse("workbench:matters", args=(organ_id, kind))


def tabs(visit: Visit, here: str) -> list[tuple[Any, str, bool]]:
    """The pages of 监督保障: words, address, whether it is this one."""
    organ = visit.organ.pk
    kinds = [(TITLES[kind.code], list_address(organ, kind.code), kind.code == here) for kind in KINDS]
    assessments = (_("考核"), reverse("workbench:assessments", args=(organ,)), here == "assessments")
    surveys = (_("社会评议"), reverse("workbench:surveys", args=(organ,)), here == "surveys")
    tasks = (_("任务"), reverse("workbench:tasks", args=(organ,)), here == "tasks")
    register = (_("登记簿"), reverse("workbench:ledger", args=(organ, "supervision")), here == "register")
    return [register, *kinds, assessments, surveys, tasks]


def trail(matter: Matter, page: str = "") -> list[tuple[Any, str]]:
    """The way to a page: the list of its kind, the matter, and what is done with it."""
    here = (matter.number, address(matter) if page else "")
    ways = [(TITLES[matter.kind], list_address(matter.organ_id, matter.kind)), here]
    return [*ways, (page, "")] if page else ways


def kind_at(code: str) -> Kind:
    found = next((kind for kind in KINDS if kind.code == code), None)
    if found is None:
        raise Http404
    return found

"""What may be done with a matter or a task as it stands, by whom, and why not."""

from collections.abc import Collection, Iterator
from datetime import date

from gongkai.ledger.people.roles import Duty
from gongkai.ledger.supervision.deeds import Deed, TaskDeed
from gongkai.ledger.supervision.kinds import kind_of
from gongkai.ledger.supervision.models import Matter, Task
from gongkai.lib.language import _

_OPEN, _CLOSED = Matter.State.OPEN, Matter.State.CLOSED
#: Whoever has one of these may look again at what somebody else reported done.
CHECKS = frozenset({Duty.RECORD, Duty.RELEASE})
UNFINISHED = {Task.State.OPEN, Task.State.DONE}


def duty_of(deed: Deed, matter: Matter) -> Duty:
    return kind_of(matter).closing if deed is Deed.CLOSE else Duty.RECORD


def why_not(deed: Deed, matter: Matter, *, on: date, actor: str) -> str:
    """Why a deed cannot be done with a matter now; empty where it can. Duties are asked before."""
    return next(_hindrances(deed, matter, on, actor), "")


def makes_sense(deed: Deed, matter: Matter) -> bool:
    """Whether a deed is one of this kind of matter, and not behind it already."""
    kind = kind_of(matter)
    return {
        Deed.EDIT: matter.state == _OPEN,
        Deed.ADD_FILE: matter.state == _OPEN,
        Deed.ATTEND: kind.has_list and matter.state == _OPEN,
        Deed.WRITE_UP: kind.has_minutes and matter.state == _OPEN,
        Deed.GIVE_OUT: kind.is_given_out and matter.state == _OPEN,
        Deed.CLOSE: matter.state == _OPEN,
        Deed.DROP: matter.state == _OPEN and matter.activity_id is None,
    }[deed]


def may_give(matter: Matter) -> bool:
    """Whether tasks can be given out: of what waits for them only as long as it is open."""
    return matter.state == _OPEN or (matter.state == _CLOSED and not kind_of(matter).waits)


def _hindrances(deed: Deed, matter: Matter, on: date, actor: str) -> Iterator[str]:
    if not makes_sense(deed, matter):
        yield _("{deed} — 这件现在是“{state}” — 请看它现在可以办的。").format(
            deed=_(deed.zh), state=_(matter.get_state_display())
        )
    if deed is Deed.CLOSE:
        yield from _unready(matter, on, actor)


def _unready(matter: Matter, on: date, actor: str) -> Iterator[str]:
    kind = kind_of(matter)
    if matter.on > on:
        yield _("办结 — {day}还没有到 — 请在那天以后登记；改了日期的，先改事项。").format(day=matter.on)
    if kind.has_minutes and not matter.minutes.strip():
        yield _("办结 — 还没有写纪要 — 请先写纪要，定下的事逐件交办。")
    if kind.is_given_out and matter.given_out_on is None:
        yield _("办结 — 还没有传达 — 请先选传达给谁；不用传达的，选“不办了”。")
    if kind.waits and (left := matter.tasks.filter(state__in=UNFINISHED).count()):
        yield _("办结 — 还有{count}项任务没有办完 — 请等办完、复核过；不用办的逐项注明。").format(count=left)
    if kind.waits and not matter.tasks.filter(state=Task.State.CLOSED).exists():
        yield _("办结 — 没有一项任务办完 — 请先交办；不是问题、不用办的，选“不办了”。")
    if kind.closing is Duty.RELEASE and actor in _writers(matter):
        yield _("办结 — 是您登记的，自己登记的不能自己核定 — 请由领导核定。")


def _writers(matter: Matter) -> set[str]:
    """Whoever wrote it: none of them settles what needs two people."""
    return {deed["by"] for deed in matter.deeds if deed["what"] in {Deed.PLAN, Deed.EDIT}}


#: In which states a task's deed is done.
STATES: dict[TaskDeed, set[Task.State]] = {
    TaskDeed.REPORT: {Task.State.OPEN},
    TaskDeed.CHECK: {Task.State.DONE},
    TaskDeed.RETURN: {Task.State.DONE},
    TaskDeed.MOVE: {Task.State.OPEN},
    TaskDeed.PASS: {Task.State.OPEN},
    TaskDeed.DROP: UNFINISHED,
    TaskDeed.REOPEN: {Task.State.CLOSED, Task.State.DROPPED},
}
_CHECKING = {TaskDeed.CHECK, TaskDeed.RETURN}


def may(deed: TaskDeed, duties: Collection[Duty], *, is_owner: bool) -> bool:
    """Whether a task's deed is for whoever has these duties, or is its owner."""
    if deed is TaskDeed.REPORT:
        return is_owner or Duty.RECORD in duties
    return bool(CHECKS & set(duties)) if deed in _CHECKING else Duty.RECORD in duties


def why_not_with(deed: TaskDeed, task: Task, *, actor: str) -> str:
    """Why a deed cannot be done with a task now; empty where it can."""
    if task.state not in STATES[deed]:
        return _("{deed} — 这项任务现在是“{state}” — 请看它现在可以办的。").format(
            deed=_(deed.zh), state=_(task.get_state_display())
        )
    if deed in _CHECKING and task.done_by == actor:
        return _("{deed} — 是您报的办好，自己报的不能自己复核 — 请由别人复核。").format(deed=_(deed.zh))
    if deed is TaskDeed.REOPEN and not may_give(task.matter):
        return _("{deed} — {number}已经办结 — 又出现的问题请另登记一件，注明接着哪一件。").format(
            deed=_(deed.zh), number=task.matter.number
        )
    return ""

"""Writing tasks: given, reported done with proof, checked by somebody else, opened again."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from gongkai.law import secrecy
from gongkai.ledger.audit import actions as audit
from gongkai.ledger.base import Refused, state_of
from gongkai.ledger.deeds import told
from gongkai.ledger.organs.models import Organ, Unit
from gongkai.ledger.people.models import Person
from gongkai.ledger.supervision import files, progress
from gongkai.ledger.supervision.deeds import TaskDeed
from gongkai.ledger.supervision.entries import Assignment, Proof
from gongkai.ledger.supervision.kinds import kind_of
from gongkai.ledger.supervision.models import Matter, Task
from gongkai.ledger.vault import Kept
from gongkai.ledger.words import actions as index
from gongkai.lib.language import _
from gongkai.lib.today import now, today

State = Task.State


@transaction.atomic
def give(*, matter: Matter, assignment: Assignment, actor: str) -> list[Task]:
    """交办: a task for each owner. Whoever has this very one in hand already is left out."""
    if not progress.may_give(matter):
        raise Refused(_("交办 — {number}已经办结 — 请另登记一件。").format(number=matter.number))
    rows = []
    for owner in assignment.owners:
        owned = {"unit": owner} if isinstance(owner, Unit) else {"person": owner}
        in_hand = matter.tasks.filter(state__in=progress.UNFINISHED, what=assignment.what, **owned)
        if in_hand.exists():
            continue
        row = Task(organ=matter.organ, matter=matter, what=assignment.what, due=assignment.due, **owned)
        rows.append(_put(row, TaskDeed.GIVE, None, actor))
    if not rows:
        raise Refused(_("交办 — 选的都已经有这项任务在办 — 请看任务列表；改期限在任务里改。"))
    return rows


def report(*, task: Task, proof: Proof, actor: str) -> Task:
    """报办好: with what proves it; where nobody checks it again, it is done by that."""
    if not (proof.words.strip() or proof.address or proof.file):
        raise Refused(_("办理情况 — 还没有写 — 请写怎样办的，或者填网址、传文件，一样就够。"))
    if proof.file is None:
        return _report(task, proof, actor, None)
    kept = files.keep(task.organ, *proof.file, actor)
    with files.VAULT.unless_named([kept.place]):
        return _report(task, proof, actor, kept)


@transaction.atomic
def _report(task: Task, proof: Proof, actor: str, kept: Kept | None) -> Task:
    row, before = _locked(task, TaskDeed.REPORT, actor)
    row.words, row.address, row.done_on, row.done_by = proof.words, proof.address, proof.on, actor
    row.state = State.DONE
    if not kind_of(row.matter).checks_tasks:
        row.state, row.closed_on = State.CLOSED, today()
    if kept:
        file = files.row_of(kept)
        file.organ, file.matter, file.task = row.organ, row.matter, row
        audit.put(file, None, "matter.enclosure", actor=actor)
    return _put(row, TaskDeed.REPORT, before, actor)


@transaction.atomic
def check(*, task: Task, words: str, actor: str) -> Task:
    """复核通过: somebody else than whoever reported it has looked."""
    row, before = _locked(task, TaskDeed.CHECK, actor)
    row.state, row.closed_on = State.CLOSED, today()
    return _put(row, TaskDeed.CHECK, before, actor, words)


@transaction.atomic
def send_back(*, task: Task, reason: str, actor: str) -> Task:
    """退回再办."""
    row, before = _locked(task, TaskDeed.RETURN, actor)
    _open(row)
    return _put(row, TaskDeed.RETURN, before, actor, reason)


@transaction.atomic
def reopen(*, task: Task, due: date, reason: str, actor: str) -> Task:
    """重新打开, with a new day."""
    row, before = _locked(task, TaskDeed.REOPEN, actor)
    _open(row)
    row.due = due
    return _put(row, TaskDeed.REOPEN, before, actor, reason)


@transaction.atomic
def move(*, task: Task, due: date, reason: str, actor: str) -> Task:
    """改期限; the old day stays in the log and in what was done."""
    row, before = _locked(task, TaskDeed.MOVE, actor)
    if due == row.due:
        raise Refused(_("期限 — 和原来的一样 — 请填新的期限。"))
    reason = _("由{old}改为{new}：{reason}").format(old=row.due, new=due, reason=reason)
    row.due = due
    return _put(row, TaskDeed.MOVE, before, actor, reason)


@transaction.atomic
def hand_over(*, organ: Organ, person: Person, successor: Person, actor: str) -> int:
    """交接: what a person has in hand is the successor's; how many."""
    rows = list(Task.objects.filter(organ=organ, person=person, state=State.OPEN))
    for task in rows:
        row, before = _locked(task, TaskDeed.PASS, actor)
        row.person = successor
        _put(row, TaskDeed.PASS, before, actor, f"{person.name}→{successor.name}")
    return len(rows)


@transaction.atomic
def drop(*, task: Task, reason: str, actor: str) -> Task:
    """不用办了."""
    row, before = _locked(task, TaskDeed.DROP, actor)
    row.state, row.closed_on = State.DROPPED, today()
    return _put(row, TaskDeed.DROP, before, actor, reason)


def _open(row: Task) -> None:
    """Back to its owner; what was reported stays in its words until it is reported again."""
    row.state, row.closed_on, row.done_on, row.done_by = State.OPEN, None, None, ""


def _locked(task: Task, deed: TaskDeed, actor: str) -> tuple[Task, dict[str, object]]:
    rows = Task.objects.select_for_update(of=("self",)).select_related("organ", "matter", "unit", "person")
    row = rows.get(pk=task.pk)
    if why := progress.why_not_with(deed, row, actor=actor):
        raise Refused(why)
    return row, state_of(row)


def _put(
    row: Task, deed: TaskDeed, before: Mapping[str, object] | None, actor: str, reason: str = ""
) -> Task:
    if secrecy.marked(f"{row.what}\n{row.words}", of_file=False):
        raise Refused(_("内容 — 有密级标志，不能录入 — 请联系保密员。"))
    row.deeds = [*row.deeds, told(deed, actor, now(), reason=reason)]
    audit.put(row, before, f"task.{deed.value}", actor=actor, reason=reason)
    index.put([row])
    return row

"""What came of the regular tasks, and how the queue stands."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.channels.retry import CUT_OFF
from gongkai.jobs.models import TICK, Round
from gongkai.lib.today import BEIJING, now

#: It looks once a minute; without that for so long it has stopped.
STOPPED = timedelta(minutes=5)
_BEGUN = now()
STATES = tuple(str(status) for status in TaskResultStatus)


def last_outcome(name: str) -> tuple[bool, str] | None:
    """Whether a task went well the last time, with its outcome and when; None while it has not run."""
    row = last_round(name)
    if row is None or row.finished_at is None:
        return None
    return row.is_well, f"{row.outcome}（{row.finished_at.astimezone(BEIJING):%Y-%m-%d %H:%M}）"


def last_round(name: str) -> Round | None:
    """The last time a task came to an end; None while it has not run."""
    return Round.objects.filter(name=name, finished_at__isnull=False).first()


def is_on_its_way(task: Task[[], None]) -> bool:
    """Whether the task waits in the queue or runs; what a killed process had begun does not for ever."""
    waits = Q(status=TaskResultStatus.READY)
    runs = Q(status=TaskResultStatus.RUNNING, started_at__gt=now() - CUT_OFF)
    return DBTaskResult.objects.filter(waits | runs, task_path=task.module_path).exists()


def last_tick() -> datetime | None:
    """When the jobs process last looked for what is due; None where it never ran."""
    return Round.objects.filter(name=TICK).values_list("finished_at", flat=True).first()


def leader() -> str:
    """Which process looked last, as machine:number; empty where that is not known."""
    return Round.objects.filter(name=TICK).values_list("outcome", flat=True).first() or ""


def stopped_since() -> datetime | None:
    """Since when the jobs process does not look for what is due; None while it does, or where it never ran.

    Whoever has just begun waits first: the jobs begin together with the pages.
    """
    last = last_tick()
    return last if last and now() - max(last, _BEGUN) > STOPPED else None


def queue() -> dict[str, int]:
    """How many tasks are in each state."""
    counted = DBTaskResult.objects.order_by().values_list("status").annotate(count=Count("pk"))
    return dict.fromkeys(STATES, 0) | {str(status): count for status, count in counted}

"""What is due is enqueued once a day, or as soon as there is something to do, however many processes tick."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django_tasks.base import Task

from gongkai.jobs import reminders, tasks
from gongkai.jobs.models import TICK, Round
from gongkai.jobs.queries import is_on_its_way
from gongkai.ledger.deliveries import queries as deliveries
from gongkai.ledger.disclosures.intake import folder
from gongkai.ledger.disclosures.subscriptions import sending as subscriptions
from gongkai.ledger.requests import quarantine
from gongkai.ledger.transparency import queries as transparency
from gongkai.lib.today import now, today

#: Tasks that run once a day, each with the setting that switches it on; empty where nothing switches it off.
DAILY: tuple[tuple[str, Task[[], None], str], ...] = (
    ("verify_log", tasks.verify_log, ""),
    ("back_up", tasks.back_up, "BACKUP_DAILY"),
    ("sweep", tasks.sweep, ""),
    ("end_disclosures", tasks.end_disclosures, ""),
    ("scrub", tasks.scrub, ""),
)


def tick(by: str = "") -> None:
    """Enqueue what has not been enqueued today. ``by``: the process that does."""
    for name, task in _wanted():
        with transaction.atomic():
            row, _new = Round.objects.select_for_update().get_or_create(
                name=name, defaults={"enqueued_on": "1970-01-01"}
            )
            if str(row.enqueued_on) < today().isoformat():
                row.enqueued_on = today()
                row.save(update_fields=["enqueued_on"])
                task.enqueue()
    for is_due, task in (
        (reminders.are_due, tasks.remind),
        (_has_files_to_scan, tasks.look_at_files),
        (_has_deliveries, tasks.deliver),
        (_has_dropped, tasks.take_in_folders),
        (_has_mailbox, tasks.take_in_mail),
        (_has_subscribers, tasks.tell_subscribers),
        (transparency.is_due, tasks.sign_public_log),
    ):
        if is_due() and not is_on_its_way(task):
            task.enqueue()
    seen = {"enqueued_on": today(), "finished_at": now(), "outcome": by[:300]}
    Round.objects.update_or_create(name=TICK, defaults=seen)


def _has_files_to_scan() -> bool:
    return quarantine.waiting().exists()


def _has_subscribers() -> bool:
    return subscriptions.is_due(today())


def _has_dropped() -> bool:
    return settings.SENDING and folder.is_due()


def _has_mailbox() -> bool:
    """A copy on trial leaves the mailbox to the installation whose it is."""
    return settings.SENDING and tasks.mail_is_due()


def _has_deliveries() -> bool:
    return deliveries.is_due(now())


def ask(name: str) -> None:
    """Enqueue a task of ``DAILY`` now, unless it waits or runs already."""
    task = next(task for known, task, _setting in DAILY if known == name)
    Round.objects.get_or_create(name=name, defaults={"enqueued_on": today()})
    if not is_on_its_way(task):
        task.enqueue()


def _wanted() -> Iterator[tuple[str, Task[[], None]]]:
    for name, task, setting in DAILY:
        if not setting or getattr(settings, setting):
            yield name, task

"""What is due is enqueued once, however many processes tick."""

from django.db import transaction
from django_tasks.base import Task

from gongkai.jobs import tasks
from gongkai.jobs.models import Round
from gongkai.lib.today import today

#: Tasks that run once a day.
DAILY: tuple[tuple[str, Task[[], None]], ...] = (("verify_log", tasks.verify_log),)


def tick() -> None:
    """Enqueue what has not been enqueued today."""
    for name, task in DAILY:
        with transaction.atomic():
            row, _new = Round.objects.select_for_update().get_or_create(
                name=name, defaults={"enqueued_on": "1970-01-01"}
            )
            if str(row.enqueued_on) < today().isoformat():
                row.enqueued_on = today()
                row.save(update_fields=["enqueued_on"])
                task.enqueue()

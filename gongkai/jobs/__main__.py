"""The jobs process: works off the queue and, where it leads, ticks once a minute."""

import logging
import os
import threading

import django
from django.core.management import call_command
from django_tasks.base import TaskResult, TaskResultStatus

MINUTE = 60.0
logger = logging.getLogger("gongkai.jobs")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from django.db import close_old_connections
    from django_tasks.signals import task_finished

    from gongkai.jobs import leader
    from gongkai.jobs.tick import tick

    task_finished.connect(tell_of_failure)
    stopping, candidate, name = threading.Event(), leader.candidate(), leader.own_name()

    def every_minute() -> None:
        while True:
            close_old_connections()
            try:
                if candidate.leads():
                    tick(by=name)
            except Exception:  # the database may be away for a while; the next minute tries again
                logger.exception("tick failed")
            if stopping.wait(MINUTE):
                return

    threading.Thread(target=every_minute, daemon=True, name="tick").start()
    try:
        call_command("db_worker", interval=5, verbosity=0)
    finally:
        stopping.set()


def tell_of_failure(task_result: TaskResult, **_more: object) -> None:
    if task_result.status == TaskResultStatus.FAILED:
        kind = task_result.errors[-1].exception_class_path if task_result.errors else ""
        logger.error("task failed: %s %s", task_result.task.module_path, kind)


if __name__ == "__main__":
    main()

"""The jobs process: ticks once a minute and works off the queue."""

import os
import threading

import django
from django.core.management import call_command

MINUTE = 60.0


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from gongkai.jobs.tick import tick

    stopping = threading.Event()

    def every_minute() -> None:
        while True:
            tick()
            if stopping.wait(MINUTE):
                return

    threading.Thread(target=every_minute, daemon=True, name="tick").start()
    try:
        call_command("db_worker", interval=5, verbosity=0)
    finally:
        stopping.set()


if __name__ == "__main__":
    main()

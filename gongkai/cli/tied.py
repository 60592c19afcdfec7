"""Running a module in a process that ends with the one that started it, however that ended.

``python -m gongkai.cli.tied MODULE ARGS…``. The starter holds the other end of standard input and never
writes: end of file means that it is gone, be it by ``kill -9``. So it is on every system.
"""

import os
import runpy
import signal
import sys
import threading
import time

PATIENCE = 15  # seconds to end in good order


def _end_with_starter() -> None:
    # not through sys.stdin: a server that forks would inherit the lock this thread holds on it
    os.read(sys.stdin.fileno(), 1)
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGTERM)  # a web server stops its workers
        time.sleep(PATIENCE)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_starter, daemon=True, name="starter").start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)

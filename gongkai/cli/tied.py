"""Running a module in a process that ends with the one that started it, however that ended.

``python -m gongkai.cli.tied MODULE ARGS…``. The starter holds the other end of standard input and never
writes: end of file means that it is gone, be it by ``kill -9``. So it is on every system. What the module
forks, as a web server does its workers, is tied in the same way.
"""

import os
import runpy
import signal
import sys
import threading
import time

PATIENCE = 15  # seconds to end in good order


def _tie() -> None:
    # a number of its own, not sys.stdin: a forked worker closes that one, and would inherit its lock
    threading.Thread(target=_end_with_starter, args=(os.dup(0),), daemon=True, name="starter").start()


def _tie_forked() -> None:
    """A worker begins with the server's handlers, which in it do nothing: until it has set its own, a signal
    must end it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _tie()


def _end_with_starter(starter: int) -> None:
    os.read(starter, 1)
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGTERM)  # a web server stops its workers
        time.sleep(PATIENCE)
    os._exit(1)


if __name__ == "__main__":
    _tie()
    if sys.platform != "win32":
        os.register_at_fork(after_in_child=_tie_forked)
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)

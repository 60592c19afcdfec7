"""A working day's crowd, doubled until it gives way: ``python -m bench.load [--seconds 600] [--postgres]``.

20 clerks and 200 citizens at two web processes, each doing one thing every ten seconds at random moments:
citizens read, one in twenty files an application, clerks open their day, inbox and list. The first round
lasts as long as is asked for, each further one, with twice as many, a fifth of it; the last is the one that
gives way: where something fails, or the 99th of a hundred takes longer than the limit. Exit code 1 where the
first does.
"""

import argparse
import os
import random
import secrets
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

import requests

from bench.options import explained
from bench.requests import Browser, staffed
from bench.rounds import said
from bench.served import Served, serve

CLERKS, CITIZENS, EVERY = 20, 200, 10.0
FILES = 0.05  # of what citizens do
LIMIT = 5.0  # seconds that the 99th of a hundred may take
MOST = 16  # times as many as at first


@dataclass(slots=True)
class Round:
    """``answers``: how each deed ended; ``took``: seconds of those that were done."""

    answers: Counter[str] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)

    @property
    def late(self) -> float:
        """Seconds of the 99th of a hundred."""
        return sorted(self.took)[int(len(self.took) * 0.99)] if self.took else float("inf")

    @property
    def is_well(self) -> bool:
        return set(self.answers) == {"done"} and self.late <= LIMIT


def main() -> int:
    parser = explained(__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--postgres", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    with ExitStack() as held:
        folder = held.enter_context(
            tempfile.TemporaryDirectory(prefix="gongkai-bench-", ignore_cleanup_errors=True)
        )
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {"GONGKAI_DATA": folder, "GONGKAI_SECRET_KEY": secrets.token_urlsafe(50)}
        if asked.postgres:
            from tests.postgres import server

            os.environ["DATABASE_URL"] = held.enter_context(server())
        from gongkai.cli.frame import ledger

        ledger(create=True)
        organ, cookies = staffed(CLERKS)
        url = os.environ.get("DATABASE_URL", "")
        served = held.enter_context(serve(folder, "--workers", "2", DATABASE_URL=url))
        times, seconds, first = 1, asked.seconds, True
        while times <= MOST:
            found = crowd(served, organ, cookies, times, seconds)
            done = found.answers["done"]
            told = f"{done / seconds:6.1f}/s  p99 {found.late * 1000:5.0f} ms  {dict(found.answers)}"
            said(f"{CLERKS * times} clerks, {CITIZENS * times} citizens, {seconds:.0f} s", told)
            if not found.is_well:
                return 1 if first else 0
            times, seconds, first = times * 2, asked.seconds / 5, False
    return 0


def crowd(served: Served, organ: int, cookies: list[tuple[str, str]], times: int, seconds: float) -> Round:
    """All of them at once, for so long."""
    found, lock, until = Round(), threading.Lock(), time.monotonic() + seconds
    desk = [f"/desk/organs/{organ}/{place}" for place in ("", "inbox/", "ledger/requests/")]

    def reads(browser: Browser, chance: random.Random) -> None:
        if chance.random() < FILES:
            Browser(served).file(organ, f"第{chance.randrange(10**9)}号工程的验收记录")
        else:
            browser.open(chance.choice(("/", "/track/", "/check/", f"/apply/{organ}/")))

    def works(browser: Browser, chance: random.Random) -> None:
        browser.open(chance.choice(desk))

    def lives(seed: int, browser: Browser, deed: Callable[[Browser, random.Random], None]) -> None:
        chance = random.Random(seed)
        pause = chance.uniform(0, EVERY)
        while time.monotonic() + pause < until:
            time.sleep(pause)
            begun = time.monotonic()
            ended = _ended(lambda: deed(browser, chance))
            took = time.monotonic() - begun
            with lock:
                found.answers[ended] += 1
                if ended == "done":
                    found.took.append(took)
            pause = max(0.0, chance.uniform(0.5, 1.5) * EVERY - took)

    people = [
        threading.Thread(target=lives, args=(number, Browser(served, cookies[number % CLERKS]), works))
        for number in range(CLERKS * times)
    ]
    people += [
        threading.Thread(target=lives, args=(-number, Browser(served), reads))
        for number in range(1, CITIZENS * times + 1)
    ]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return found


def _ended(deed: Callable[[], object]) -> str:
    try:
        deed()
    except requests.HTTPError as error:
        return str(error.response.status_code) if error.response is not None else "?"
    except requests.RequestException as error:
        return type(error).__name__
    return "done"


if __name__ == "__main__":
    sys.exit(main())

"""Applications under load: ``python -m bench.requests [--only ledger|sqlite|postgres]``.

The ledger: 100,000 applications, and eight connections at once that file one, follow one, open a case: how
many a second and the 99th of a hundred, beside a constant page of the same server. The crowd, on SQLite and
on PostgreSQL: 200 citizens file at once while 20 clerks confirm what comes in; nothing may fail, no number be
given twice. Exit code 1 where anything does, or past a limit.
"""

import argparse
import os
import re
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, TypeVar

import requests

from bench.ledgers import fill
from bench.options import explained
from bench.rounds import said
from bench.served import Served, serve

COUNT, CONNECTIONS, SECONDS = 100_000, 8, 5.0
CITIZENS, CLERKS, EACH = 200, 20, 2  # so many each clerk confirms: they race for every number
#: ms that the 99th of a hundred may take with eight at once, on two cores.
LIMIT = 2_000
WHO = {
    "applicant_kind": "natural_person",
    "applicant_name": "欧阳示例",
    "id_number": "11010519491231002X",
    "email": "shili@example.cn",
}
HOW = {"form": "电子文件", "route": "电子邮件"}
NUMBER = re.compile(r"\d{8}-[0-9A-Z]{4}")
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
_KEPT = re.compile(r'<input[^>]*name="(question|csrfmiddlewaretoken|once|shown|number)"[^>]*>')
_VALUE = re.compile('value="([^"]*)"')
_SUM = re.compile("(.)加(.)等于几")
B = TypeVar("B")
_DIGITS = "零一二三四五六七八九"


class Browser(requests.Session):
    """Somebody at the site: keeps cookies, sends back what stands in a form, answers the plain sum."""

    def __init__(self, served: Served, cookie: tuple[str, str] | None = None) -> None:
        super().__init__()
        self.trust_env = False  # no proxy stands before the loopback
        self.at = served.address.rstrip("/")
        if cookie:
            self.cookies.set(*cookie)

    def open(self, path: str) -> requests.Response:
        answer = self.get(f"{self.at}{path}", timeout=60)
        answer.raise_for_status()
        return answer

    def fill(self, path: str, typed: dict[str, str]) -> requests.Response:
        """Fill in the form of a page and send it; what is refused in words is sent once more."""
        answer = self.answer(path, self.open(path).text, typed)
        return self.answer(path, answer.text, typed) if answer.status_code == 422 else answer

    def answer(self, path: str, page: str, typed: dict[str, str]) -> requests.Response:
        held = {field[1]: value[1] for field in _KEPT.finditer(page) if (value := _VALUE.search(field[0]))}
        if asked := _SUM.search(page):
            held["answer"] = str(sum(map(_DIGITS.index, asked.groups())))
        answer = self.post(f"{self.at}{path}", {**held, **typed}, timeout=60)
        if answer.status_code != 422:
            answer.raise_for_status()
        return answer

    def file(self, organ: int, content: str) -> tuple[str, str]:
        """Apply on line; number and code of the receipt."""
        for step, typed in (("who", WHO), ("what", {"content": content}), ("how", HOW)):
            page = self.fill(f"/apply/{organ}/steps/{step}/", typed).text
        return NUMBER.findall(page)[0], CODE.findall(page)[0]


def main() -> int:
    """Each part in a process of its own, on a folder of its own."""
    parts = ("ledger", "sqlite", "postgres")
    parser = explained(__doc__)
    parser.add_argument("--only", choices=parts)
    parser.add_argument("--one", choices=parts, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        return 0 if _one(asked.one) else 1
    run = [sys.executable, "-m", "bench.requests", "--one"]
    return max(subprocess.run([*run, part]).returncode for part in parts if asked.only in {None, part})


def _one(part: str) -> bool:
    with ExitStack() as held:
        folder = held.enter_context(
            tempfile.TemporaryDirectory(prefix="gongkai-bench-", ignore_cleanup_errors=True)
        )
        os.environ.pop("DATABASE_URL", None)
        # the sessions that are begun here are read by the server
        os.environ |= {"GONGKAI_DATA": folder, "GONGKAI_SECRET_KEY": secrets.token_urlsafe(50)}
        if part == "postgres":
            from tests.postgres import server

            os.environ["DATABASE_URL"] = held.enter_context(server())
        from gongkai.cli.frame import ledger

        ledger(create=True)
        organ, cookies = staffed(CLERKS)
        if part == "ledger":
            with closing(sqlite3.connect(Path(folder, "gongkai.sqlite3"))) as plain:
                fill(plain, organ, COUNT)
            from gongkai.ledger.words.actions import WORDS

            WORDS.rebuild()
        served = held.enter_context(serve(folder, DATABASE_URL=os.environ.get("DATABASE_URL", "")))
        return (
            _ledger(served, organ, cookies[0]) if part == "ledger" else _crowd(served, organ, cookies, part)
        )


def staffed(count: int) -> tuple[int, list[tuple[str, str]]]:
    """An organ that takes applications on line, and so many clerks who have logged in: their cookies."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from gongkai.ledger.organs import actions
    from gongkai.ledger.people import actions as people

    organ = actions.create(
        name="示例市人民政府", actor="bench", options={"online_apply": "on", "online_basis": "指南第三条"}
    )
    cookies = []
    for number in range(count):
        person = people.enrol(organ=organ, username=f"clerk{number}", name="王敏", actor="bench")
        people.give_role(person=person, organ=organ, role="clerk", actor="bench")
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        name = settings.SESSION_COOKIE_NAME
        cookies.append((name, client.cookies[name].value))
    connection.close()
    return organ.pk, cookies


def _ledger(served: Served, organ: int, cookie: tuple[str, str]) -> bool:
    follower = Browser(served)
    number, code = follower.file(organ, "2026年城乡道路养护资金的分配方案")
    follower.fill("/track/", {"number": number, "code": code})
    case = f"/desk/organs/{organ}/ledger/requests/77777/"
    works: dict[str, Callable[[Browser], Any]] = {
        "a constant page": lambda browser: browser.open("/health/live/"),
        "filing (three steps, six requests)": lambda browser: Browser(served).file(
            organ, "道路养护资金的方案"
        ),
        "following by number and code": lambda browser: browser.open("/track/case/"),
        "a case": lambda browser: browser.open(case),
        "the list": lambda browser: browser.open(f"/desk/organs/{organ}/ledger/requests/"),
    }
    fine, constant = True, 0.0
    for what, work in works.items():
        browsers = [Browser(served, cookie) for _ in range(CONNECTIONS)]
        if "following" in what:
            for browser in browsers:
                browser.cookies = follower.cookies.copy()
        each, late = at_once(browsers, work)
        constant = constant or each
        fine &= said(
            what, f"{each:6.1f}/s  p99 {late:5.0f} ms  1/{constant / each:.0f}", within=late <= LIMIT
        )
    return fine


def at_once(browsers: Sequence[B], work: Callable[[B], Any]) -> tuple[float, float]:
    """How often a second the work is done by all of them at once, and ms of the 99th of a hundred."""
    until = time.perf_counter() + SECONDS

    def busy(browser: B) -> list[float]:
        took = []
        while (begin := time.perf_counter()) < until:
            work(browser)
            took.append(time.perf_counter() - begin)
        return took

    with ThreadPoolExecutor(len(browsers)) as pool:
        took = sorted(second for done in pool.map(busy, browsers) for second in done)
    return len(took) / SECONDS, took[int(len(took) * 0.99)] * 1000


def _crowd(served: Served, organ: int, cookies: list[tuple[str, str]], part: str) -> bool:
    """All citizens at once; each clerk confirms some of what they filed as soon as it is there."""
    begin = time.perf_counter()

    def clerk(place: int, filed: list[Any]) -> int:
        browser = Browser(served, cookies[place])
        return sum(_confirmed(browser, organ, one.result()[0]) for one in filed[place::CLERKS][:EACH])

    with ThreadPoolExecutor(CITIZENS + CLERKS) as pool:
        filed = [pool.submit(Browser(served).file, organ, f"第{n}号工程的验收记录") for n in range(CITIZENS)]
        confirmed = sum(pool.map(clerk, range(CLERKS), [filed] * CLERKS))
    took = time.perf_counter() - begin
    arrivals = {one.result()[0] for one in filed}
    numbers = _numbers()
    what = f"{part}: {CITIZENS} citizens, {CLERKS} clerks at once"
    right = len(arrivals) == CITIZENS and len(set(numbers)) == len(numbers) == confirmed == CLERKS * EACH
    return said(what, f"{took:.0f} s, {len(set(numbers))} numbers, none twice", within=right)


def _confirmed(browser: Browser, organ: int, number: str) -> int:
    """Confirm one arrival today; another clerk may take its number first, then the next is proposed."""
    inbox = f"/desk/organs/{organ}/inbox/"
    listed = rf'href="({inbox}\d+/)">[^<]*<span class="hidden-words">{number}'
    link = re.search(listed, browser.open(inbox).text)
    assert link, number
    day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600))
    for _try in range(CITIZENS):
        page = f"{link[1]}confirm/"
        answer = browser.answer(
            page, browser.open(page).text, {"applicant_kind": "natural_person", "confirmed_on": day}
        )
        if answer.status_code != 422:
            return 1
    return 0


def _numbers() -> list[str]:
    from gongkai.ledger.requests.models import FoiRequest

    return list(FoiRequest.objects.values_list("number", flat=True))


if __name__ == "__main__":
    sys.exit(main())

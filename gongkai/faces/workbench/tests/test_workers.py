"""Two web processes are one server: a form sent to both does its work once, a report is added up once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROUNDS = 5
START = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.settings"
import django
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.models import Person
from gongkai.ledger.requests.models import FoiRequest
"""
FOUND = """
from gongkai.faces.tests.organs import organ_to_mend, staff
staff(organ_to_mend(), "clerk")
"""
WORK = """
(organ,) = Organ.objects.all()
client = Client(SERVER_NAME="localhost")
client.force_login(Person.objects.get(), "allauth.account.auth_backends.AuthenticationBackend")
desk = f"/desk/organs/{organ.pk}/"
from gongkai.ledger.workbook.sheets import APPLICATIONS
names = {column.name: f"c{place}" for place, column in enumerate(APPLICATIONS.columns)}
typed = {"收到日期": "2025-03-03", "申请人类型": "自然人", "申请人": "张三", "申请内容": "道路"}
me = str(os.getpid())
print("ready", flush=True)
for line in sys.stdin:
    what, word = line.split()
    if what == "form":
        form = {names[name]: value for name, value in (typed | {"申请编号": word}).items()}
        answer = client.post(f"{desk}ledger/requests/new/", form | {"once": word})
        print(answer.status_code, FoiRequest.objects.filter(content="道路").count(), flush=True)
    elif what == "own":
        form = {names[name]: value for name, value in (typed | {"申请编号": word, "申请内容": me}).items()}
        answer = client.post(f"{desk}ledger/requests/new/", form)
        says = "taken" if "已经登记过" in answer.content.decode() else "done"
        stays = FoiRequest.objects.get(number=word).content == me or me in answer.content.decode()
        print(answer.status_code, says, stays, flush=True)
    else:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"{desk}reports/{word}/")
        print(answer.status_code, len(asked), flush=True)
"""


class Worker:
    """A process of its own that does as it is told, line by line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def tell(self, *words: str) -> None:
        assert self._process.stdin is not None
        print(*words, file=self._process.stdin, flush=True)

    def hear(self) -> list[str]:
        assert self._process.stdout is not None
        return self._process.stdout.readline().split()


@contextmanager
def working(folder: Path) -> Iterator[Worker]:
    process = subprocess.Popen(
        [sys.executable, "-c", START + WORK],
        env=environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        worker = Worker(process)
        assert worker.hear() == ["ready"]
        yield worker
    finally:
        process.communicate(timeout=30)


def environment(folder: Path) -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return known | {"GONGKAI_DATA": str(folder), "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def workers(started_before: Path) -> Iterator[list[Worker]]:
    around = environment(started_before)
    subprocess.run([sys.executable, "-c", START + FOUND], env=around, check=True, timeout=120)
    with ExitStack() as stack:
        yield [stack.enter_context(working(started_before)) for _number in range(2)]


def test_a_form_sent_to_both_at_once_does_its_work_once(workers: list[Worker]) -> None:
    # done twice, the second would be refused: the number is in the ledger
    for number in range(1, ROUNDS + 1):
        for worker in workers:
            worker.tell("form", f"另{number}号")
        assert [worker.hear()[0] for worker in workers] == ["302", "302"]
    workers[0].tell("form", f"另{ROUNDS}号")
    assert workers[0].hear() == ["302", str(ROUNDS)]


def test_of_two_people_who_give_one_number_at_once_the_second_is_refused(workers: list[Worker]) -> None:
    for number in range(1, ROUNDS + 1):
        for worker in workers:
            worker.tell("own", f"同{number}号")
        heard = sorted(worker.hear() for worker in workers)
        assert heard == [["302", "done", "True"], ["422", "taken", "True"]]


def test_what_one_process_has_added_up_the_other_knows(workers: list[Worker]) -> None:
    def cost(worker: Worker) -> int:
        worker.tell("report", "2025")
        status, count = worker.hear()
        assert status == "200"
        return int(count)

    first, other, again = cost(workers[0]), cost(workers[1]), cost(workers[0])
    assert first > other == again

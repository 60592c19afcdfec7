"""A process killed at the worst moments of sending: nothing is sent twice, and nothing is lost unseen."""

import json
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from gongkai.channels.tests.servers import mail_server, web_server
from gongkai.channels.tests.wechat_server import wechat_server
from tests.processes import begun, done, set_up

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,  # for the run on PostgreSQL too
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL"),
]
REMIND = "from gongkai.jobs.reminders import remind; remind()"
#: The same, up to where what is to be told of is written, and whether that is committed.
TOLD = """
from datetime import date
from django.db import transaction
from gongkai.jobs import reminders
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.organs.models import Organ
def tell():
    reminders.look(Organ.objects.get(), date(2025, 3, 24), OFFICIAL)
def wait():
    print("here", flush=True)
    time.sleep(60)
"""
WRITTEN = f"{TOLD}tell(); wait()"
COMMITTED_NOT = f"{TOLD}\nwith transaction.atomic(): tell(); wait()"
STATES = """
from gongkai.ledger.outbox.models import Dispatch, Notice
print(json.dumps([list(Dispatch.objects.values_list("state", flat=True)), Notice.objects.count()]))
"""


#: A released record that is to go through an outlet.
RELEASED = """
from gongkai.cli.prepare import prepare
prepare(demo=False)
from gongkai.ledger.deliveries import actions
from gongkai.ledger.deliveries.actions import Opening
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
town = organs.create(name="四间房镇人民政府", actor="测试")
record = made.published(town)
"""
DELIVER = "from gongkai.ledger.deliveries import sending; sending.send()"
AGAIN = """
from gongkai.ledger.deliveries import actions
from gongkai.ledger.deliveries.models import Delivery
actions.again(delivery=Delivery.objects.get(), actor="王敏")
"""
DELIVERIES = """
from gongkai.ledger.deliveries.models import Delivery
print(json.dumps(list(Delivery.objects.values_list("state", flat=True))))
"""


def killed(process: subprocess.Popen[str]) -> None:
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL


def outbox(place: dict[str, str]) -> Any:
    return json.loads(done(place, STATES).splitlines()[-1])


def test_killed_after_the_mail_was_taken_and_before_that_was_noted_it_is_not_sent_again(
    place: dict[str, str],
) -> None:
    with mail_server(holds=True) as server:
        done(place, set_up("mail", server.settings))
        process = begun(place, REMIND, "2025-03-24")
        assert server.arrived.wait(60)
        killed(process)
        assert outbox(place) == [["sending"], 1]
        server.holds = False
        done(place, REMIND)  # another process may still be at it
        done(place, REMIND, "2025-03-25")
        assert (len(server.mails), outbox(place)) == (1, [["unsure"], 1])


def test_killed_while_sending_to_a_system_that_knows_messages_again_it_is_sent_under_the_same_key(
    place: dict[str, str],
) -> None:
    with web_server(silent=True) as server:
        done(place, set_up("webhook", {"address": f"{server.base}/hook", "secret": "x" * 16}))
        process = begun(place, REMIND, "2025-03-24")
        assert server.arrived.wait(60)
        killed(process)
        server.silent = False
        done(place, REMIND, "2025-03-25")
        assert outbox(place) == [["sent"], 1]
        first, second = server.posts
        assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
        assert first.body == second.body


@pytest.mark.parametrize(
    ("code", "left"),
    [(WRITTEN, [["waiting"], 1]), (COMMITTED_NOT, [[], 0])],
    ids=["written", "not committed"],
)
def test_killed_before_anything_was_sent_it_is_sent_once(
    place: dict[str, str], code: str, left: list[object]
) -> None:
    with mail_server() as server:
        done(place, set_up("mail", server.settings))
        process = begun(place, code, "2025-03-24")
        assert process.stdout
        assert process.stdout.readline() == "here\n"
        killed(process)
        assert outbox(place) == left
        for day in ("2025-03-24", "2025-03-25"):
            done(place, REMIND, day)
        assert (len(server.mails), outbox(place)) == (1, [["sent"], 1])


def test_two_processes_at_once_send_it_once(place: dict[str, str]) -> None:
    with mail_server() as server:
        done(place, set_up("mail", server.settings))
        both = [begun(place, REMIND, "2025-03-24") for _time in range(2)]
        for process in both:
            process.communicate(timeout=120)
        assert [process.returncode for process in both] == [0, 0]
        assert (len(server.mails), outbox(place)) == (1, [["sent"], 1])


def asked_for(code: str, said: dict[str, str]) -> str:
    return (
        f"{RELEASED}\nopening = Opening({code!r}, {said!r}, registration='备案')\n"
        f"outlet = actions.set_up(organ=town, code={code!r}, opening=opening, actor='测试')\n"
        "actions.ask(record=record, outlet=outlet, actor='测试')"
    )


def deliveries(place: dict[str, str]) -> Any:
    return json.loads(done(place, DELIVERIES).splitlines()[-1])


def test_killed_while_a_record_goes_to_another_system_it_stands_there_once(place: dict[str, str]) -> None:
    with web_server(silent=True) as server:
        done(place, asked_for("webhook", {"address": f"{server.base}/hook", "secret": "x" * 16}))
        process = begun(place, DELIVER, "2025-03-24")
        assert server.arrived.wait(60)
        killed(process)
        assert deliveries(place) == ["sending"]
        server.silent = False
        done(place, DELIVER, "2025-03-25")
        assert deliveries(place) == ["done"]
        first, second = server.posts
        assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]


def test_killed_between_two_addressees_of_a_record_the_first_gets_it_once(place: dict[str, str]) -> None:
    with mail_server(holds_from=1) as server:
        said = server.settings | {"to": "archive@example.cn, lib@example.cn"}
        done(place, asked_for("mail", said))
        process = begun(place, DELIVER, "2025-03-24")
        assert server.arrived.wait(60)
        killed(process)
        server.holds_from = None
        done(place, DELIVER, "2025-03-25")
        assert deliveries(place) == ["unsure"]  # of the second nobody knows: somebody looks, and asks again
        done(place, AGAIN, "2025-03-25")
        done(place, DELIVER, "2025-03-25")
        assert deliveries(place) == ["done"]
        to = [mail["To"] for mail in server.mails]
        assert to == ["archive@example.cn", "lib@example.cn", "lib@example.cn"]


@pytest.mark.parametrize("call", ["freepublish/submit", "freepublish/get"])
def test_killed_while_a_record_goes_to_wechat_it_stands_there_once(place: dict[str, str], call: str) -> None:
    with wechat_server(silent={call}) as platform:
        done(place, asked_for("wechat", platform.settings))
        process = begun(place, DELIVER, "2025-03-24")
        assert platform.arrived[call].wait(60)
        killed(process)
        platform.silent.clear()
        done(place, DELIVER, "2025-03-25")
        assert deliveries(place) == ["done"]
    assert (len(platform.articles), platform.drafts) == (1, {})
    assert platform.calls.count("freepublish/submit") == 1

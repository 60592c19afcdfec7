"""Processes of their own over one data folder, on whichever database a run is about."""

import os
import subprocess
import sys

START = "import django, json, sys, time; django.setup(); "
#: An organ that may be told at any hour, and an application whose limit is five working days off.
TOWN = """
from datetime import date
from gongkai.cli.prepare import prepare
prepare(demo=False)
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.outbox import actions
from gongkai.ledger.people import actions as people
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
town = organs.create(name="四间房镇人民政府", actor="测试")
options = {"quiet_hours": "", "remind_days": "every_day", "remind_pace": "each", "duty_meeting": "off"}
for code, value in options.items():
    organs.set_option(organ=town, code=code, value=value, actor="测试")
clerk = people.enrol(organ=town, username="clerk", name="王敏", actor="测试", email="wang@example.gov.cn")
people.give_role(person=clerk, organ=town, role="clerk", actor="测试")
said = {"channel": "in_person", "applicant_kind": "natural_person"}
received = EventEntry("received", date(2025, 3, 3), said)
entry = RequestEntry("1", (received,), applicant_name="张三", content="合同")
requests.receive(organ=town, entries=[entry], actor="测试")
"""


def begun(place: dict[str, str], code: str, day: str) -> subprocess.Popen[str]:
    known = {**os.environ, **place, "GONGKAI_TODAY": day, "DJANGO_SETTINGS_MODULE": "gongkai.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", f"{START}\n{code}"], env=known, stdout=subprocess.PIPE, encoding="utf-8"
    )


def done(place: dict[str, str], code: str, day: str = "2025-03-24") -> str:
    process = begun(place, code, day)
    said, _nothing = process.communicate(timeout=120)
    assert process.returncode == 0
    return said


def set_up(code: str, said: dict[str, str]) -> str:
    return f"{TOWN}\nactions.set_up(organ=town, code={code!r}, said={said!r}, is_on=True, actor='测试')"

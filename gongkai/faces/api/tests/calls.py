"""Calling the API in tests, and what they call it about."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client

from gongkai.faces.tests.organs import staff
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.tokens import actions as tokens
from gongkai.ledger.tokens.options import Permit
from gongkai.lib.today import today

ROOT = "/api/v1"


def opened(organ: Organ) -> Organ:
    """Its portal, and with it what the API says of it, is open to everybody."""
    for code, value in (("portal", "on"), ("portal_basis", "指南（2022年版）第二条")):
        organs.set_option(organ=organ, code=code, value=value, actor="测试")
    return organ


def secret_of(organ: Organ, *permits: Permit, name: str = "大数据平台") -> str:
    """The secret of a token that works, by somebody who may do all of it."""
    roles = ("clerk", "office_head", "supervisor", "administrator")
    who = staff(organ, *roles, username=f"u{organ.pk}{len(permits)}{name}")
    until = today() + timedelta(days=30)
    return tokens.make(organ=organ, name=name, permits=permits, expires_on=until, by=who)[1]


def with_(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def at(organ: Organ, place: str = "") -> str:
    return f"{ROOT}/organs/{organ.pk}{place}"


def told(client: Client, address: str, **headers: str) -> Any:
    """What a call gives, where all is well."""
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200, answer.content.decode()
    return json.loads(answer.content)


def problem(answer: Any) -> dict[str, Any]:
    """The problem that a call ended in."""
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    found: dict[str, Any] = json.loads(answer.content)
    assert found["status"] == answer.status_code
    return found

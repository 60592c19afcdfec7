"""An application as a citizen files it, step by step."""

from typing import Any

from django.test import Client

from gongkai.faces.tests.html import parsed, texts
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ

NAME, ID_NUMBER, PHONE, EMAIL = "欧阳晓明", "11010519491231002X", "13912345678", "ouyang@example.cn"
WHO = {
    "applicant_kind": "natural_person",
    "applicant_name": NAME,
    "id_number": ID_NUMBER,
    "phone": PHONE,
    "email": EMAIL,
}
WHAT = {"content": "2022年小麦良种补贴发放名单"}
HOW = {"form": "电子文件", "route": "电子邮件"}


def open_on_line(organ: Organ) -> Organ:
    for code, value in (("online_apply", "on"), ("online_basis", "指南（2022年版）第三条")):
        organs.set_option(organ=organ, code=code, value=value, actor="测试")
    organs.describe(
        organ=organ,
        profile={"address": "政府街1号", "phone": "0372-8000000", "office": "党政办公室"},
        actor="测试",
    )
    return organ


def steps_of(organ: Organ, code: str) -> str:
    return f"/apply/{organ.pk}/steps/{code}/"


def fill(client: Client, organ: Organ, **more: Any) -> Any:
    """The three steps; the answer to the last."""
    for code, said in (("who", WHO), ("what", WHAT)):
        answer = client.post(steps_of(organ, code), {**said, **{k: v for k, v in more.items() if k in said}})
        assert answer.status_code == 302, why(answer)
    files = {"attached": more["attached"]} if "attached" in more else {}
    return client.post(steps_of(organ, "how"), {**HOW, **files})


def file(client: Client, organ: Organ, **more: Any) -> tuple[str, str]:
    """File an application; its number and code."""
    answer = fill(client, organ, **more)
    assert answer.status_code == 302, why(answer)
    number, code = texts(parsed(client.get(answer["Location"]).content), "//*[@class='card receipt']//dd")
    return number, code


def why(answer: Any) -> list[str]:
    return texts(parsed(answer.content), "//*[@class='error-summary']//li")

"""A log-in that expired while somebody was typing loses nothing, and gives nothing to anybody else."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from gongkai.faces.tests.html import parsed, texts
from gongkai.faces.tests.organs import staff
from gongkai.faces.workbench.tests.test_rows import APPLICATION, fields, place, the_only
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people import actions as people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
DAY, PASSWORD = "2022-10-19", "芒种前后点瓜种豆2022"


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    with time_machine.travel(DAY, tick=False):
        yield


@pytest.fixture
def sent(client: Client, real: Organ, day: None) -> str:
    """A clerk typed a row; when it is sent, the session is gone. Gives the address of the form."""
    token = people.invite(person=staff(real, "clerk"), organ=real, actor="测试")
    client.force_login(people.accept(token=token, password=PASSWORD))
    url = place(real, "requests", "new")
    names = fields(client, url)
    typed = {names[label]: value for label, value in APPLICATION.items()}
    client.logout()
    answer = client.post(url, typed)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=/desk/resume/")
    return url


def log_in(client: Client) -> Any:
    said = {"login": "wangmin", "password": PASSWORD, "next": "/desk/resume/"}
    return client.post("/account/login/", said, follow=True)


def test_what_was_typed_is_sent_again_after_the_log_in(client: Client, real: Organ, sent: str) -> None:
    tree = parsed(log_in(client).content)
    assert texts(tree, "//h1") == ["登录刚才过期了，您填的还在"]
    (form,) = [form for form in tree.xpath("//main//form") if form.get("action") == sent]
    assert client.post(sent, dict(form.form_values())).status_code == 302
    assert the_only(real).applicant_name == "张三"
    assert client.get("/desk/resume/")["Location"] == "/desk/"


def test_it_lies_sealed_and_not_for_long(client: Client, sent: str) -> None:
    held = [str(session.get_decoded()) for session in Session.objects.all()]
    assert held
    assert not any("张三" in text or "道路养护" in text for text in held)
    with time_machine.travel("2022-10-19T00:16:00"):
        assert "您填的还在" not in log_in(client).content.decode()

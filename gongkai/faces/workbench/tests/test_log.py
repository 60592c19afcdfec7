"""The log on screen: of one organ, in words, with its chain proved at a button's press."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

import gongkai
from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import application, real_organ, staff
from gongkai.faces.workbench.organ import log_words
from gongkai.jobs import tasks
from gongkai.law.annual_report.stages import STEPS
from gongkai.ledger import logbook, proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Disclosure
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.queries import of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
CODE = re.compile(r"[a-z]+(\.[a-z_]+)+")


@pytest.fixture
def auditor(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "auditor", username="sunli", name="孙立"))
    return client


def place(organ: Organ, more: str = "") -> str:
    return f"/desk/organs/{organ.pk}/log/{more}"


def column(client: Client, url: str, code: str) -> list[str]:
    return texts(page(client, url), f"//tbody//*[contains(@class, 'of-{code}')]")


def codes() -> Iterator[str]:
    """Every code of an action that the ledgers' actions write themselves."""
    for path in Path(gongkai.__file__).parent.glob("ledger/*/actions.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                for given in node.args:
                    if isinstance(given, ast.Constant) and CODE.fullmatch(str(given.value)):
                        yield str(given.value)


def test_everything_that_is_logged_has_its_words() -> None:
    found = set(codes())
    assert {"request.receive", "people.person.invite", "organs.superior.end"} <= found
    found |= {f"report.{step.code}" for step in STEPS}
    assert found <= log_words.ACTIONS.keys()
    assert {table._meta.label_lower for table in proof.LOGGED} == log_words.THINGS.keys()


@pytest.mark.slow
def test_the_log_says_who_did_what_to_which_record_and_why(auditor: Client, real: Organ) -> None:
    (row,) = requests.receive(organ=real, entries=[application(9)], actor="王敏（wangmin）")
    requests.unmask(foi_request=row, field="contact", actor="王敏（wangmin）", reason="寄送答复书")
    url = place(real)
    assert column(auditor, url, "action")[:2] == ["查看联系方式", "登记申请"]
    assert column(auditor, url, "subject")[:2] == ["申请 〔2025〕9号"] * 2
    assert column(auditor, url, "reason")[0] == "寄送答复书"
    link = f"/desk/organs/{real.pk}/ledger/requests/{row.pk}/"
    assert page(auditor, url).xpath(f"//tbody//a[@href='{link}']")


def test_another_organ_s_entries_are_not_there(auditor: Client, real: Organ, sample: Organ) -> None:
    assert of(Scope.of(sample)).exists()
    assert not logbook.of(real).filter(subject__startswith="requests.").exists()
    assert set(column(auditor, place(real), "subject")) == {
        "机关信息 真实镇人民政府",
        "人员 孙立",
        "角色 孙立",
    }


def test_a_record_that_is_gone_has_no_link(auditor: Client, real: Organ) -> None:
    document = Disclosure(organ=real, index_no="1", title="低保名册", formed_on=date(2022, 9, 9))
    disclosures.register(organ=real, rows=[document], actor="王敏")
    assert column(auditor, place(real), "subject")[0] == "公开信息 低保名册"
    Disclosure.objects.all().delete()
    assert column(auditor, place(real), "subject")[0] == "公开信息"
    assert not page(auditor, place(real)).xpath("//tbody//a")


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("?kind=people", ["登记角色", "登记人员"]),
        ("?kind=request.unmask", ["查看证件号码"]),
        ("?actor=wangmin", ["查看证件号码", "登记申请"]),
        ("?at-to=2022-03-01", ["登记角色", "登记人员", "登记机关信息"]),
        ("?at-from=2022-03-02&at-to=2022-03-02", ["登记申请"]),
    ],
)
def test_the_log_is_narrowed_by_kind_person_and_days(client: Client, narrowed: str, found: list[str]) -> None:
    with time_machine.travel("2022-03-01T15:59:00+00:00"):  # 23:59 in Beijing
        organ = real_organ()
        auditor = staff(organ, "auditor", username="sunli", name="孙立")
    with time_machine.travel("2022-03-02T01:00:00+00:00"):
        (row,) = requests.receive(organ=organ, entries=[application(1)], actor="王敏（wangmin）")
    with time_machine.travel("2022-03-03T01:00:00+00:00"):
        requests.unmask(foi_request=row, field="id_number", actor="王敏（wangmin）", reason="核对")
    with time_machine.travel("2022-03-04T01:00:00+00:00"):
        client.force_login(auditor)
        assert column(client, place(organ, narrowed), "action") == found


def test_the_log_is_given_out_as_a_file(auditor: Client, real: Organ) -> None:
    answer = auditor.get(place(real, "?export=csv"))
    first, *rows = answer.content.decode("utf-8-sig").splitlines()
    assert first == "条,时间,经办人,做了什么,哪一件,原因"
    assert rows[-1].endswith("测试,登记机关信息,机关信息 真实镇人民政府,")


@pytest.mark.slow
def test_the_chain_is_proved_at_the_press_of_a_button(auditor: Client, real: Organ, head_noted: None) -> None:
    assert "还没有核对过" in auditor.get(place(real)).content.decode()
    for _twice in range(2):
        assert auditor.post(place(real, "prove/"))["Location"] == place(real, "proof/")
    assert DBTaskResult.objects.count() == 1
    assert "正在排队" in auditor.get(place(real, "proof/")).content.decode()
    tasks.verify_log.call()
    DBTaskResult.objects.update(status="SUCCESSFUL")
    assert "办好了" in auditor.get(place(real, "proof/")).content.decode()
    assert "日志完整，台账和日志一致" in auditor.get(place(real)).content.decode()


def test_a_log_that_was_tampered_with_is_told_in_the_heading(
    auditor: Client, real: Organ, head_noted: None
) -> None:
    Entry.objects.filter(number=1).update(actor="李某")
    auditor.post(place(real, "prove/"))
    tasks.verify_log.call()
    assert "最近一次核对没有通过" in texts(page(auditor, place(real)), "//h1")[0]


@pytest.mark.slow
def test_the_log_costs_the_same_however_long_it_is(auditor: Client, real: Organ) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert auditor.get(place(real)).status_code == 200
        return len(queries)

    before = cost()
    requests.receive(organ=real, entries=[application(number) for number in range(1, 60)], actor="王敏")
    assert cost() == before
    assert before <= 12

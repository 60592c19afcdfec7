"""更正本人信息 at the desk: taken in, decided, its letters, its list; no row of the ledger and no figure."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
import time_machine
from django.test import Client

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import staff
from gongkai.faces.workbench.tests.test_inbox import NAME, PAPER, SAID, arrive, at, why
from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import privacy
from gongkai.ledger.requests.models import Arrival, FoiRequest

pytestmark = pytest.mark.django_db
END = {"state": "rectified", "outcome": f"{NAME}家的面积改为5亩。"}


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with time_machine.travel("2022-10-19T10:00:00+08:00"):
        yield


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "clerk"))
    return client


@pytest.fixture
def leader(real: Organ) -> Client:
    client = Client()
    client.force_login(staff(real, "signer", username="lijianguo", name="李建国"))
    return client


def agree(leader: Client, real: Organ, row: Arrival) -> Any:
    """The leader consents to what stands there."""
    row.refresh_from_db()
    return leader.post(at(real, row, "agree"), {"seen": row.said_print})


@pytest.fixture
def demand(real: Organ) -> Arrival:
    return arrive(real, said=SAID, kind="rectification")


def test_at_the_counter_it_is_written_down_with_its_code_and_asks_for_no_receipt(
    clerk: Client, real: Organ
) -> None:
    answer = clerk.post(f"{at(real)}new/", {**PAPER, "kind": "rectification"})
    row = Arrival.objects.get()
    assert (answer["Location"], row.kind) == (at(real, row), "rectification")
    tree = page(clerk, at(real, row))
    assert "查询码" in texts(tree, "//*[@class='note info']")[0]
    assert texts(tree, "//*[@class='ways']//a") == ["提出处理结果"]
    assert clerk.get(at(real, row, "close")).status_code == 404
    assert "条例没有规定期限" in "".join(texts(page(clerk, at(real)), "//*[@class='tasks']//*[@class='why']"))


def test_its_end_is_sealed_masked_in_the_log_and_counts_nowhere(
    clerk: Client, leader: Client, real: Organ, demand: Arrival, head_noted: None
) -> None:
    assert clerk.post(at(real, demand, "confirm"), END)["Location"] == at(real, demand)
    assert agree(leader, real, demand)["Location"] == at(real, demand)
    demand.refresh_from_db()
    assert privacy.opened(demand).agreed == "李建国（lijianguo），2022年10月19日"
    assert (demand.state, demand.closed_at is not None) == ("rectified", True)
    assert privacy.opened(demand).outcome == f"予以更正。{NAME}家的面积改为5亩。"
    assert NAME not in repr(list(Arrival.objects.values()))
    assert NAME not in repr(list(Entry.objects.values()))
    assert NAME not in clerk.get(at(real, demand)).content.decode()
    assert not FoiRequest.objects.within(Scope.of(real)).exists()
    assert proof.verify() is None


def test_the_letter_says_the_result_and_what_is_open_and_that_it_was_taken_is_logged(
    clerk: Client, leader: Client, real: Organ, demand: Arrival
) -> None:
    clerk.post(at(real, demand, "confirm"), {**END, "document_no": "真政更〔2022〕1号"})
    agree(leader, real, demand)
    answer = clerk.get(f"{at(real, demand)}papers/notice.docx")
    words = "\n".join(line.text for line in docx.Document(BytesIO(answer.content)).paragraphs)
    assert f"{NAME}：" in words
    assert f"现告知处理结果：予以更正。{NAME}家的面积改为5亩。" in words
    assert "向滑县人民政府申请行政复议，或者在6个月内向滑县人民法院提起行政诉讼" in words
    assert Entry.objects.latest("pk").action == "request.unmask.arrival"
    assert clerk.get(f"{at(real, demand)}papers/transfer.docx").status_code == 404


def test_what_is_passed_on_has_a_letter_to_the_organ_that_may(
    clerk: Client, leader: Client, real: Organ, demand: Arrival
) -> None:
    passed = {**END, "state": "passed_on", "outcome": "原件一并转去。"}
    refused = clerk.post(at(real, demand, "confirm"), passed)
    assert why(refused) == ["有权更正的机关 — 还没有填 — 转送、告知都要写明是哪个机关。"]
    unreasoned = clerk.post(at(real, demand, "confirm"), {**END, "outcome": ""})
    assert "还没有填" in why(unreasoned)[0]
    clerk.post(at(real, demand, "confirm"), {**passed, "competent": "滑县农业农村局"})
    agree(leader, real, demand)
    answer = clerk.get(f"{at(real, demand)}papers/transfer.docx")
    words = "\n".join(line.text for line in docx.Document(BytesIO(answer.content)).paragraphs)
    assert "滑县农业农村局：" in words
    assert "将该申请及其证据材料转送贵机关处理" in words


@pytest.mark.parametrize(
    "named",
    ["滑县新镇人民政府", "滑县新镇政府", "新镇", "河南省滑县新镇政府，电话1", "{before}（电话0372-1234567）"],
)
def test_the_organ_itself_is_not_the_other_organ_that_may_rectify(
    clerk: Client, real: Organ, demand: Arrival, named: str
) -> None:
    competent = named.format(before=real.name)
    organs.rename(organ=real, name="滑县新镇人民政府", on=date(2022, 1, 1), actor="测试")
    organs.describe(organ=real, profile={"superior_name": "滑县人民政府"}, actor="测试")
    said = {**END, "state": "referred", "competent": competent}
    refused = clerk.post(at(real, demand, "confirm"), said)
    assert "填的是本机关" in why(refused)[0]


def test_it_is_decided_by_two_people_of_whom_each_is_logged_in(
    client: Client, leader: Client, real: Organ, demand: Arrival
) -> None:
    head = Client()
    head.force_login(staff(real, "office_head", username="wangmin", name="王敏"))
    head.post(at(real, demand, "confirm"), END)
    demand.refresh_from_db()
    assert (demand.state, demand.proposed, demand.proposed_by) == ("waiting", "rectified", "王敏（wangmin）")
    own = agree(head, real, demand)
    assert "自己不能同意" in texts(parsed(own.content), "//*[@class='error-summary']//li")[0]
    assert not page(head, at(real, demand)).xpath(f"//a[@href='{at(real, demand, 'agree')}']")
    assert page(leader, at(real, demand)).xpath(f"//a[@href='{at(real, demand, 'agree')}']")
    assert "等另一个人同意" in "".join(texts(page(head, at(real)), "//*[@class='tasks']//*[@class='why']"))
    agree(leader, real, demand)
    demand.refresh_from_db()
    assert (demand.state, demand.proposed) == ("rectified", "")


def test_whoever_does_not_agree_says_why_and_it_is_proposed_anew(
    clerk: Client, leader: Client, real: Organ, demand: Arrival
) -> None:
    clerk.post(at(real, demand, "confirm"), END)
    demand.refresh_from_db()
    said = {"seen": demand.said_print, "reason": "丈量表还没有核对"}
    assert leader.post(at(real, demand, "object"), said).status_code == 302
    assert "丈量表还没有核对" in " ".join(texts(page(clerk, at(real, demand)), "//dl"))
    assert leader.get(at(real, demand, "agree")).status_code == 404
    clerk.post(at(real, demand, "confirm"), {**END, "state": "upheld"})
    assert agree(leader, real, demand).status_code == 302
    demand.refresh_from_db()
    assert demand.state == "upheld"


def test_nobody_agrees_to_what_was_changed_after_it_was_read(
    clerk: Client, leader: Client, real: Organ, demand: Arrival
) -> None:
    clerk.post(at(real, demand, "confirm"), END)
    demand.refresh_from_db()
    seen = demand.said_print
    clerk.post(at(real, demand, "confirm"), {**END, "outcome": "面积改为50亩。"})
    late = leader.post(at(real, demand, "agree"), {"seen": seen})
    assert "刚才变了" in texts(parsed(late.content), "//*[@class='error-summary']//li")[0]
    demand.refresh_from_db()
    assert demand.state == "waiting"


def test_where_nobody_else_may_agree_the_page_says_who_is_to_be_added(
    clerk: Client, real: Organ, demand: Arrival
) -> None:
    clerk.post(at(real, demand, "confirm"), END)
    assert "没有别人能同意" in texts(page(clerk, at(real, demand)), "//*[@class='note warning']")[0]


def test_what_was_taken_back_needs_nobodys_consent_and_speaks_to_nobody(
    clerk: Client, real: Organ, demand: Arrival
) -> None:
    clerk.post(at(real, demand, "confirm"), {"state": "withdrawn", "outcome": "电话里说的。"})
    words = " ".join(texts(page(clerk, at(real, demand)), "//main"))
    assert "更正要求已撤回。电话里说的。" in words
    assert "申请内容" not in words
    assert "您" not in words


def test_a_letter_that_would_have_a_blank_is_not_made(clerk: Client, real: Organ, demand: Arrival) -> None:
    organs.set_option(organ=real, code="court", value="", actor="测试")
    refused = clerk.post(at(real, demand, "confirm"), END)
    assert why(refused) == [
        "【管辖的人民法院】 — 还没有填 — 请系统管理员在“机关设置”里填写“管辖的人民法院”。"
    ]
    demand.refresh_from_db()
    assert demand.state == "waiting"


def test_all_of_them_stand_in_a_list_that_names_nobody(clerk: Client, real: Organ, demand: Arrival) -> None:
    arrive(real)  # an application is none of them
    tree = page(clerk, f"/desk/organs/{real.pk}/rectifications/")
    assert texts(tree, "//h1") == ["更正本人信息"]
    assert texts(tree, "//tbody//tr/*") == [demand.number, "2022-10-18", "互联网", "待确认", ""]
    exported = clerk.get(f"/desk/organs/{real.pk}/rectifications/", {"export": "csv"}).content.decode()
    assert exported.splitlines()[1] == f"{demand.number},2022-10-18,互联网,待确认,"


def test_what_may_not_stand_empty_is_not_called_free(clerk: Client, real: Organ, demand: Arrival) -> None:
    labels = texts(page(clerk, at(real, demand, "confirm")), "//main//form//label")
    free = {label.removesuffix("（可不填）") for label in labels if label.endswith("（可不填）")}
    assert free == {"文号"}


def test_a_day_for_which_no_remedy_is_known_is_refused_in_words(
    clerk: Client, real: Organ, demand: Arrival
) -> None:
    with time_machine.travel("2016-10-19T10:00:00+08:00"):
        client = Client()
        client.force_login(staff(real, "clerk", username="lisi", name="李四"))
        refused = client.post(at(real, demand, "confirm"), END)
    assert why(refused) == ["处理结果 — 2016-10-19怎么复议、诉讼，本系统不知道 — 请核对这台电脑的日期。"]

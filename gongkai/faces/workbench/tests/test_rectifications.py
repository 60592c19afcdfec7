"""更正本人信息 at the desk: taken in, decided, its letters, its list; no row of the ledger and no figure."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import docx
import pytest
import time_machine
from django.test import Client

from gongkai.faces.tests.html import page, texts
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
END = {"state": "rectified", "outcome": f"{NAME}家的面积改为5亩。", "agreed": "李建国，10月19日"}


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with time_machine.travel("2022-10-19T10:00:00+08:00"):
        yield


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "clerk"))
    return client


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
    assert texts(tree, "//*[@class='ways']//a") == ["登记处理结果"]
    assert clerk.get(at(real, row, "close")).status_code == 404
    assert "条例没有规定期限" in "".join(texts(page(clerk, at(real)), "//*[@class='tasks']//*[@class='why']"))


def test_its_end_is_sealed_masked_in_the_log_and_counts_nowhere(
    clerk: Client, real: Organ, demand: Arrival, head_noted: None
) -> None:
    assert clerk.post(at(real, demand, "confirm"), END)["Location"] == at(real, demand)
    demand.refresh_from_db()
    assert (demand.state, demand.closed_at is not None) == ("rectified", True)
    assert privacy.opened(demand).outcome == f"予以更正。{NAME}家的面积改为5亩。"
    assert NAME not in repr(list(Arrival.objects.values()))
    assert NAME not in repr(list(Entry.objects.values()))
    assert NAME not in clerk.get(at(real, demand)).content.decode()
    assert not FoiRequest.objects.within(Scope.of(real)).exists()
    assert proof.verify() is None


def test_the_letter_says_the_result_and_what_is_open_and_that_it_was_taken_is_logged(
    clerk: Client, real: Organ, demand: Arrival
) -> None:
    clerk.post(at(real, demand, "confirm"), {**END, "document_no": "真政更〔2022〕1号"})
    answer = clerk.get(f"{at(real, demand)}papers/notice.docx")
    words = "\n".join(line.text for line in docx.Document(BytesIO(answer.content)).paragraphs)
    assert f"{NAME}：" in words
    assert f"现告知处理结果：予以更正。{NAME}家的面积改为5亩。" in words
    assert "向滑县人民政府申请行政复议，或者在6个月内向滑县人民法院提起行政诉讼" in words
    assert Entry.objects.latest("pk").action == "request.unmask.arrival"
    assert clerk.get(f"{at(real, demand)}papers/transfer.docx").status_code == 404


def test_what_is_passed_on_has_a_letter_to_the_organ_that_may(
    clerk: Client, real: Organ, demand: Arrival
) -> None:
    passed = {**END, "state": "passed_on", "outcome": "原件一并转去。"}
    refused = clerk.post(at(real, demand, "confirm"), passed)
    assert why(refused) == ["有权更正的机关 — 还没有填 — 转送、告知都要写明是哪个机关。"]
    unreasoned = clerk.post(at(real, demand, "confirm"), {**END, "outcome": ""})
    assert "还没有填" in why(unreasoned)[0]
    clerk.post(at(real, demand, "confirm"), {**passed, "competent": "滑县农业农村局"})
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


@pytest.mark.parametrize("agreed", ["", "李", "10月19日", "王敏，10月19日"])
def test_it_is_decided_by_two_people_of_whom_the_other_is_named(
    clerk: Client, real: Organ, demand: Arrival, agreed: str
) -> None:
    refused = clerk.post(at(real, demand, "confirm"), {**END, "agreed": agreed})
    assert "要写另一个人的姓名" in why(refused)[0]
    demand.refresh_from_db()
    assert demand.state == "waiting"


def test_whoever_agreed_is_one_of_those_who_may_where_the_organ_has_entered_them(
    clerk: Client, real: Organ, demand: Arrival
) -> None:
    staff(real, "signer", username="lijianguo", name="李建国")
    refused = clerk.post(at(real, demand, "confirm"), {**END, "agreed": "赵不存在"})
    assert "能同意的是：李建国" in why(refused)[0]
    taken = clerk.post(at(real, demand, "confirm"), END)
    assert taken["Location"] == at(real, demand)


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


def test_whoever_agreed_has_a_day_and_what_may_not_stand_empty_is_not_called_free(
    clerk: Client, real: Organ, demand: Arrival
) -> None:
    labels = texts(page(clerk, at(real, demand, "confirm")), "//main//form//label")
    free = {label.removesuffix("（可不填）") for label in labels if label.endswith("（可不填）")}
    assert free == {"文号"}
    refused = clerk.post(at(real, demand, "confirm"), {**END, "agreed": "李建国"})
    assert "没有写哪一天" in why(refused)[0]

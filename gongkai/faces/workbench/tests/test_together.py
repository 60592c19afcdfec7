"""Several applications handled alike on screen: each is told beforehand and told of afterwards."""

from collections import defaultdict
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import staff
from gongkai.faces.workbench.tests.test_rows import fields
from gongkai.faces.workbench.tests.test_steps import take
from gongkai.faces.workbench.tests.test_today import receive
from gongkai.ledger import proof
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.entries import EventEntry
from gongkai.ledger.requests.models import EventKind, FoiRequest, Letter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
DAY = "2022-10-19"
WHY_LATE = "不能延长答复期限 — 答复期限已于2022年10月14日届满 — 请尽快答复。"
EXTENSION = {"理由": "涉及三个部门", "政府信息公开工作机构负责人": "李主任10月18日"}


@pytest.fixture
def three(client: Client, real: Organ) -> list[FoiRequest]:
    """Two of 22 September, which are due on 25 October, and one that was due on the 14th; a clerk is in."""
    client.force_login(staff(real, "clerk"))
    receive(real, date(2022, 9, 22), date(2022, 9, 22), date(2022, 9, 13))
    return sorted(requests.of(Scope.of(real)), key=lambda row: row.number)


def place(rows: list[FoiRequest], *what: str) -> str:
    path = "/".join([f"/desk/organs/{rows[0].organ_id}/ledger/requests/together", *what, ""])
    return f"{path}?{'&'.join(f'id={row.pk}' for row in rows)}"


def filled(client: Client, url: str, said: dict[str, str]) -> dict[str, list[str]]:
    """The form of a page with what a person writes into it; of one name there may be several fields."""
    (form,) = page(client, url).xpath("//form[@class='form' or @class='form wide']")
    typed: dict[str, list[str]] = defaultdict(list)
    for name, value in form.form_values():
        typed[name].append(value)
    names = fields(client, url)
    return {**typed, **{names[label]: [value] for label, value in said.items()}}


def told(answer: Any) -> list[list[str]]:
    return [
        [" ".join(cell.text_content().split()) for cell in row]
        for row in parsed(answer.content).xpath("//tbody/tr")
    ]


@time_machine.travel(DAY)
def test_rows_are_chosen_in_the_list_by_whoever_may_record(
    client: Client, three: list[FoiRequest], real: Organ
) -> None:
    ledger = f"/desk/organs/{real.pk}/ledger/requests/"
    boxes = page(client, f"{ledger}?picked=all").xpath("//tbody//input[@type='checkbox']")
    assert [box.get("aria-label") for box in boxes] == [
        "选中〔2022〕3号",
        "选中〔2022〕1号",
        "选中〔2022〕2号",
    ]
    assert all(box.get("checked") is not None for box in boxes)
    assert "选中的一起办" in texts(page(client, ledger), "//form[@class='picks']/button")
    client.force_login(staff(real, "auditor", username="zhaoli"))
    assert page(client, ledger).xpath("//form[@class='picks']") == []


@time_machine.travel(DAY)
def test_each_step_says_of_how_many_it_is_lawful_today(client: Client, three: list[FoiRequest]) -> None:
    shown = page(client, place(three))
    ways = dict(zip(texts(shown, "//ul[@class='ways']/li/a"), texts(shown, "//ul//strong"), strict=True))
    assert ways["起草延期答复告知书"] == "2件能办"
    assert ways["起草答复"] == "3件都能办"
    assert "送达" not in ways


@time_machine.travel(DAY)
def test_what_was_posted_together_has_a_number_each(client: Client, three: list[FoiRequest]) -> None:
    answered = EventEntry(
        EventKind.ANSWERED, date(2022, 10, 18), {"row": "granted", "kind": "granted_provided"}
    )
    for row in three[:2]:
        actions.add_event(foi_request=row, event=answered, actor="王敏")
    url = place(three[:2], "steps", "serve")
    said = {
        "送达方式": "post",
        "由谁寄送": "postal",
        "交邮日期": "2022-10-19",
        "〔2022〕1号 单号、签收人": "EMS1111",
        "〔2022〕2号 单号、签收人": "EMS2222",
    }
    client.post(url, filled(client, url, said))
    served = [row.events.get(kind="served").data for row in three[:2]]
    assert [one["proof"] for one in served] == ["EMS1111", "EMS2222"]
    assert {one["posted_on"] for one in served} == {"2022-10-19"}


@pytest.mark.slow
@time_machine.travel(DAY)
def test_what_can_be_done_is_done_and_what_cannot_says_why(
    client: Client, three: list[FoiRequest], head_noted: None
) -> None:
    url = place(three, "steps", "extend")
    shown = told(client.get(url))
    assert shown[2] == ["〔2022〕3号", "不办", WHY_LATE]
    answer = client.post(url, filled(client, url, EXTENSION), follow=True)
    assert told(answer) == [
        ["〔2022〕3号", "没有办", WHY_LATE],
        ["〔2022〕1号", "办了", ""],
        ["〔2022〕2号", "办了", ""],
    ]
    assert texts(parsed(answer.content), "//h1") == ["延长答复期限：办了2件，1件没有办"]
    assert [row.events.filter(kind="extended").count() for row in three] == [1, 1, 0]
    assert proof.verify() is None


@time_machine.travel(DAY)
def test_on_another_day_others_can_be_done_and_the_page_is_read_again(
    client: Client, three: list[FoiRequest]
) -> None:
    url = place(three, "steps", "extend")
    typed = filled(client, url, {**EXTENSION, "日期": "2022-10-12"})
    again = client.post(url, typed)
    assert again.status_code == 422
    assert "能办的和刚才不一样了" in again.content.decode()
    assert [line[1] for line in told(again)] == ["办", "办", "办"]
    (form,) = parsed(again.content).xpath("//form[@class='form']")
    ready = [value for name, value in form.form_values() if name == "ready"]
    assert client.post(url, {**typed, "ready": ready}).status_code == 302
    assert all(row.events.filter(kind="extended", on="2022-10-12").exists() for row in three)


@pytest.mark.slow
@time_machine.travel(DAY)
def test_what_happened_meanwhile_is_not_done_over(client: Client, three: list[FoiRequest]) -> None:
    url = place(three, "steps", "extend")
    typed = filled(client, url, EXTENSION)
    case = f"/desk/organs/{three[0].organ_id}/ledger/requests/{three[0].pk}/"
    take(client, case, "consult_third_party", {"征求意见的政府信息": "合同"})
    assert client.post(url, typed).status_code == 422
    assert not any(row.events.filter(kind="extended").exists() for row in three)


@pytest.mark.slow
@time_machine.travel(DAY)
def test_all_is_taken_back_but_what_something_has_followed(
    client: Client, three: list[FoiRequest], real: Organ
) -> None:
    url = place(three, "steps", "extend")
    client.post(url, filled(client, url, EXTENSION))
    case = f"/desk/organs/{real.pk}/ledger/requests/{three[0].pk}/"
    take(client, case, "consult_third_party", {"征求意见的政府信息": "合同"})
    undo = f"/desk/organs/{real.pk}/ledger/requests/together/undo/"
    assert texts(page(client, undo), "//h1") == ["撤回这2件的“延长答复期限”？"]
    answer = client.post(undo, {"reason": "选错了"}, follow=True)
    assert [line[:2] for line in told(answer)] == [["〔2022〕1号", "没有撤回"], ["〔2022〕2号", "撤回了"]]
    assert "之后又有了新的办理情况" in told(answer)[0][2]
    assert three[1].events.get(kind="voided").reason == "选错了"
    assert client.get(undo).status_code == 404


@pytest.mark.slow
@time_machine.travel(DAY)
def test_the_same_letter_is_drafted_for_many_each_from_its_own_case_and_never_twice(
    client: Client, three: list[FoiRequest]
) -> None:
    url = place(three, "letters", "extend")
    said = {"延长几个工作日": "10", "理由": "涉及三个部门"}
    answer = client.post(url, filled(client, url, said), follow=True)
    assert [line[:2] for line in told(answer)][1:] == [["〔2022〕1号", "办了"], ["〔2022〕2号", "办了"]]
    for letter in Letter.objects.order_by("foi_request__number"):
        shown = page(
            client,
            f"/desk/organs/{letter.organ_id}/ledger/requests/{letter.foi_request_id}/letters/{letter.pk}/",
        )
        assert letter.foi_request.number in shown.text_content()
        assert letter.fields["reasons"] == "涉及三个部门"
    assert Letter.objects.count() == 2
    assert {line[2] for line in told(client.get(url))} == {
        WHY_LATE,
        "已经有一份没有签发的政府信息公开申请延期答复告知书 — 不再起草第二份。",
    }
    undo = f"/desk/organs/{three[0].organ_id}/ledger/requests/together/undo/"
    client.post(undo, {"reason": "写错了"})
    assert set(Letter.objects.values_list("state", flat=True)) == {"void"}


@time_machine.travel(DAY)
def test_an_answer_first_asks_of_which_kind_it_is(
    client: Client, three: list[FoiRequest], real: Organ
) -> None:
    url = place(three, "steps", "answer")
    (link,) = page(client, url).xpath("//a[contains(@href, 'kind=rejected_repeat')]/@href")
    assert link == f"?{url.partition('?')[2]}&kind=rejected_repeat"
    answer = f"{url}&kind=rejected_repeat"
    said = {"原答复的文号和日期": "四政公复〔2022〕1号", "签发人": "李镇长"}
    assert client.post(answer, filled(client, answer, said)).status_code == 302
    assert {row.result for row in requests.of(Scope.of(real))} == {"rejected_repeat"}


@time_machine.travel(DAY)
def test_each_answer_has_a_number_of_its_own_and_an_objection_is_asked_about_where_it_was_raised(
    client: Client, three: list[FoiRequest]
) -> None:
    against = three[1]
    for kind, data in (
        (EventKind.CONSULTATION_SENT, {"party": "third_party"}),
        (EventKind.OPINION_RECEIVED, {"opinion": "objects"}),
    ):
        event = EventEntry(kind, date(2022, 10, 10), data, "1")
        actions.add_event(foi_request=against, event=event, actor="王敏")
    labels = fields(client, f"{place(three, 'steps', 'answer')}&kind=granted_provided")
    asked = {label for label in labels if "不同意仍公开" in label}
    assert asked == {f"{against.number} 第三方不同意仍公开的理由和告知"}
    assert {f"{row.number} 文号" for row in three} <= set(labels)


@time_machine.travel(DAY)
def test_cases_of_another_organ_and_what_is_no_number_are_not_chosen(
    client: Client, three: list[FoiRequest], lively: Organ
) -> None:
    other = requests.of(Scope.of(lively))[0]
    assert (
        "选中0件"
        in page(client, f"{place(three).partition('?')[0]}?id={other.pk}&id=二&id=9e9").text_content()
    )
    assert client.get(f"{place(three, 'steps', 'extend').partition('?')[0]}?id={other.pk}").status_code == 404


@time_machine.travel(DAY)
def test_the_page_costs_the_same_however_many_are_chosen(client: Client, three: list[FoiRequest]) -> None:
    def cost(rows: list[FoiRequest]) -> int:
        client.get(place(rows))
        with CaptureQueriesContext(connection) as counted:
            client.get(place(rows))
        return len(counted)

    assert cost(three) == cost(three[:1]) <= 12

"""Rows typed, pasted and corrected on screen."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.interleaved import before_the_first
from gongkai.faces.tests.organs import staff
from gongkai.faces.workbench.ledgers.registers import find_ledger
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import logbook, proof
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import queries as disclosures
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.models import FoiRequest
from gongkai.ledger.supervision import queries as supervision
from gongkai.ledger.workbook import typed
from gongkai.ledger.workbook.history import corrections_of
from gongkai.ledger.workbook.importing import Import, import_workbooks
from gongkai.ledger.workbook.sheets import APPLICATIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
DAY = "2022-10-19"
APPLICATION = {
    "申请编号": "〔2022〕1号",
    "收到日期": "2022-10-10",
    "申请人类型": "自然人",
    "申请人": "张三",
    "申请内容": "道路养护资金",
}


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "clerk"))
    return client


def place(organ: Organ, code: str = "requests", *more: object) -> str:
    return "/".join([f"/desk/organs/{organ.pk}/ledger/{code}", *map(str, more), ""])


def fields(client: Client, url: str) -> dict[str, str]:
    """The names of a form's fields by what stands over them."""
    tree = page(client, url)
    labels = tree.xpath("//form//label[@for]")
    return {
        " ".join(label.text_content().split()).removesuffix("（可不填）"): tree.get_element_by_id(
            label.get("for")
        ).get("name")
        for label in labels
    }


def send(client: Client, url: str, cells: dict[str, str]) -> Any:
    """Fill in the form of a page and send it, as a person does: what stood in it stays."""
    (form,) = page(client, url).xpath("//form[@class='form' or @class='form wide']")
    names = fields(client, url)
    typed = {names[label]: value for label, value in cells.items()}
    return client.post(url, {**dict(form.form_values()), **typed})


def row_of(organ: Organ, number: str) -> FoiRequest:
    return requests.by_number(Scope.of(organ), [number])[number]


def the_only(organ: Organ) -> FoiRequest:
    (row,) = requests.of(Scope.of(organ))
    return row


@time_machine.travel(DAY)
def test_days_that_cannot_be_in_this_order_are_refused_beside_their_field(clerk: Client, real: Organ) -> None:
    case = {"案号": "复议1", "类型": "行政复议", "收到日期": "2022-05-09", "审结日期": "2022-05-08"}
    answer = send(clerk, place(real, "remedies", "new"), case)
    assert answer.status_code == 422
    assert "审结日期 — 早于收到日期2022-05-09 — 请核对这两个日期。" in parsed(answer.content).text_content()


@time_machine.travel(DAY)
def test_a_case_about_an_application_that_the_ledger_does_not_have_is_taken_and_that_is_said(
    clerk: Client, real: Organ
) -> None:
    case = {"案号": "复议1", "类型": "行政复议", "收到日期": "2022-05-09", "关联申请编号": "〔2022〕99号"}
    answer = send(clerk, place(real, "remedies", "new"), case)
    assert answer.status_code == 302
    assert "关联申请编号 — 台账里没有这件申请" in page(clerk, answer["Location"]).text_content()


@time_machine.travel(DAY)
def test_in_english_a_refusal_calls_the_columns_as_the_fields_are_called(clerk: Client, real: Organ) -> None:
    form = fields(clerk, url := place(real, "remedies", "new"))
    case = {"案号": "审结日期1", "类型": "行政复议", "收到日期": "2022-05-09", "审结日期": "2022-05-08"}
    clerk.cookies["django_language"] = "en"
    answer = clerk.post(url, {form[column]: value for column, value in case.items()})
    (error,) = texts(parsed(answer.content), "//div[@class='error-summary']//a")
    assert error == "Concluded on — before Received on 2022-05-09 — check the two dates."


@time_machine.travel(DAY)
def test_a_row_is_typed_with_five_fields(clerk: Client, real: Organ) -> None:
    answer = send(clerk, place(real, "requests", "new"), APPLICATION)
    assert answer.status_code == 302
    row = the_only(real)
    assert (row.number, row.applicant_name, row.received_on.isoformat()) == (
        "〔2022〕1号",
        "张三",
        "2022-10-10",
    )


@pytest.mark.slow
@time_machine.travel(DAY)
def test_the_day_of_receipt_is_proposed(clerk: Client, real: Organ) -> None:
    assert send(clerk, place(real, "requests", "new"), {**APPLICATION, "收到日期": DAY}).status_code == 302
    tree = page(clerk, place(real, "requests", "new"))
    assert DAY in tree.xpath("//input[@type='date']/@value")


@pytest.mark.slow
@time_machine.travel(DAY)
@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("收到日期", "2022-10-29", "晚于今天"),
        ("收到日期", "不知道", "收到日期"),
        ("申请人", "", "还没有填"),
        ("答复日期", "2022-10-01", "答复类型"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    clerk: Client, real: Organ, column: str, value: str, says: str
) -> None:
    answer = send(clerk, place(real, "requests", "new"), {**APPLICATION, column: value})
    assert answer.status_code == 422
    tree = parsed(answer.content)
    assert says in " ".join(texts(tree, "//*[@class='wrong-why']"))
    assert "道路养护资金" in tree.text_content()
    assert not requests.of(Scope.of(real)).exists()


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_number_is_given_once(clerk: Client, real: Organ) -> None:
    send(clerk, place(real, "requests", "new"), APPLICATION)
    answer = send(clerk, place(real, "requests", "new"), {**APPLICATION, "申请内容": "别的"})
    assert answer.status_code == 422
    assert "已经登记过" in answer.content.decode()
    assert the_only(real).content == "道路养护资金"


@pytest.mark.slow
@time_machine.travel(DAY)
def test_of_what_bears_no_number_a_second_like_the_first_is_one_more(clerk: Client, real: Organ) -> None:
    training = {"日期": "2022-05-20", "类别": "培训", "主题": "业务培训", "人数": "32"}
    for _time in range(2):
        assert send(clerk, place(real, "supervision", "new"), training).status_code == 302
    assert supervision.of(Scope.of(real)).count() == 2


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_correction_is_an_event_with_a_reason_and_the_old_one_stays(
    clerk: Client, real: Organ, head_noted: None
) -> None:
    send(clerk, place(real, "requests", "new"), APPLICATION)
    row = the_only(real)
    url = place(real, "requests", row.pk, "correct")
    assert send(clerk, url, {"收到日期": "2022-10-11"}).status_code == 422  # no reason
    assert send(clerk, url, {"收到日期": "2022-10-11", "更正的原因": "看错了收件章"}).status_code == 302
    row = the_only(real)
    assert row.received_on.isoformat() == "2022-10-11"
    assert [(event.on.isoformat(), event.reason) for event in row.events.order_by("pk")] == [
        ("2022-10-10", "登记"),
        ("2022-10-11", "看错了收件章"),
    ]
    assert proof.verify() is None


@pytest.mark.slow
@time_machine.travel(DAY)
def test_the_page_tells_what_was_corrected_from_what_to_what_by_whom_and_why_without_a_name(
    clerk: Client, real: Organ, head_noted: None
) -> None:
    send(clerk, place(real, "requests", "new"), {**APPLICATION, "申请内容": "张三丰家的危房补助"})
    pk = the_only(real).pk
    url = place(real, "requests", pk, "correct")
    first = {"申请人": "张三丰", "收到日期": "2022-10-11", "更正的原因": "漏了一个字"}
    assert send(clerk, url, first).status_code == 302
    send(clerk, url, {"申请人": "李四光", "申请内容": "村里的危房补助", "更正的原因": "张三丰是代办人"})
    tree = page(clerk, place(real, "requests", pk))
    told = [
        (" ".join(texts(one, "./span[@class='main']")), texts(one, ".//dt"), texts(one, ".//dd"))
        for one in tree.xpath("//section[header/h2='更正的历史']//li")
    ]
    assert told == [
        (
            "张某某是代办人",
            ["申请人", "申请内容"],
            ["原来是张某某 →改为 李某某", "原来是张某某家的危房补助 →改为 村里的危房补助"],
        ),
        (
            "漏了一个字",
            ["收到日期", "申请人"],
            ["原来是2022-10-10 →改为 2022-10-11", "原来是张某 →改为 张某某"],
        ),
    ]
    assert "王敏" in tree.xpath("//section[header/h2='更正的历史']")[0].text_content()
    assert not any(name in tree.text_content() for name in ("张三", "李四"))
    seen = clerk.post(place(real, "requests", pk, "who"), {"what": ["former"], "reason": "核对代办人"})
    assert texts(parsed(seen.content), "//main//dd") == [
        "申请人：张三；申请人：张三丰；申请内容：张三丰家的危房补助"
    ]
    assert logbook.of(real).filter(action="request.unmask.former", reason="核对代办人").exists()
    assert proof.verify() is None


@pytest.mark.slow
@time_machine.travel(DAY)
def test_who_asked_is_masked_where_it_is_corrected_and_stays_whole_where_it_is_left_so(
    clerk: Client, real: Organ
) -> None:
    said = {"申请内容": "张三的低保，电话13800138000", "代理人": "欧阳小明", "备注": "张三来过"}
    (row,) = receive(real, {**APPLICATION, **said})
    url = place(real, "requests", row.pk, "correct")
    shown = clerk.get(url).content.decode()
    assert not any(word in shown for word in ("张三", "欧阳小明", "13800138000"))
    assert "显示全名" in shown
    masked = {"申请内容": "张某上半年的低保，电话138****8000", "更正的原因": "漏了半年"}
    assert send(clerk, url, masked).status_code == 302
    row = the_only(real)
    assert (row.applicant_name, row.agent, row.remarks) == ("张三", "欧阳小明", "张三来过")
    assert row.content == "张三上半年的低保，电话13800138000"


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_mask_that_may_mean_two_numbers_is_refused_and_nothing_is_lost(clerk: Client, real: Organ) -> None:
    (row,) = receive(real, {**APPLICATION, "申请内容": "电话13800138000、13811118000的登记"})
    url = place(real, "requests", row.pk, "correct")
    answer = send(clerk, url, {"申请内容": "电话138****8000的登记", "更正的原因": "写错"})
    assert answer.status_code == 422
    assert "不止一个" in " ".join(texts(parsed(answer.content), "//*[@class='wrong-why']"))
    assert the_only(real).content == "电话13800138000、13811118000的登记"


def receive(organ: Organ, cells: dict[str, str]) -> list[FoiRequest]:
    """An application of the ledger with these cells."""
    take = Import(lambda _name: organ, "测试", date.fromisoformat(DAY), OFFICIAL)
    assert not import_workbooks([typed.typed(APPLICATIONS, cells)], take).refused
    return list(requests.of(Scope.of(organ)))


@pytest.mark.slow
@time_machine.travel(DAY)
def test_an_emptied_day_takes_back_what_happened_on_it(clerk: Client, real: Organ) -> None:
    answered = {**APPLICATION, "答复日期": "2022-10-18", "答复类型": "予以公开"}
    send(clerk, place(real, "requests", "new"), answered)
    row = the_only(real)
    assert row.result == "granted"
    url = place(real, "requests", row.pk, "correct")
    emptied = {"答复日期": "", "答复类型": "", "更正的原因": "登错了件"}
    assert send(clerk, url, emptied).status_code == 302
    assert the_only(real).answered_on is None


@pytest.mark.slow
@time_machine.travel(DAY)
def test_two_who_correct_one_record_are_told_of_each_other(clerk: Client, real: Organ) -> None:
    send(clerk, place(real, "requests", "new"), APPLICATION)
    url = place(real, "requests", the_only(real).pk, "correct")
    old = dict(page(clerk, url).xpath("//form[@class='form']")[0].form_values())
    names = fields(clerk, url)
    send(clerk, url, {"申请内容": "第一个人改的", "更正的原因": "补全"})
    late = {**old, names["申请内容"]: "第二个人改的", names["更正的原因"]: "补全", "once": "other"}
    answer = clerk.post(url, late)
    assert answer.status_code == 422
    assert "刚才被别人改过" in answer.content.decode()
    told = parsed(answer.content)
    assert "申请内容现在是“第一个人改的”" in told.text_content()
    assert "第二个人改的" in answer.content.decode()
    assert the_only(real).content == "第一个人改的"
    (form,) = told.xpath("//form[@class='form']")
    assert clerk.post(url, dict(form.form_values())).status_code == 302  # told of it, they save over it
    assert the_only(real).content == "第二个人改的"


@pytest.mark.slow
@time_machine.travel(f"{DAY}T09:40+08:00", tick=False)
@pytest.mark.parametrize("path", ["correct", "steps/extend"])
def test_whoever_opens_a_record_is_told_who_else_has_it_open_until_they_have_saved(
    clerk: Client, real: Organ, path: str
) -> None:
    send(clerk, place(real, "requests", "new"), APPLICATION)
    pk = the_only(real).pk
    head = Client()
    head.force_login(staff(real, "office_head", username="head", name="李建国"))
    url, told = place(real, "requests", pk, path), "//main//p[@class='note warning']"
    assert texts(page(clerk, url), told) == []
    assert texts(page(head, url), told) == ["王敏（wangmin）9:40也打开了这一件，还没有保存"]
    (typing,) = page(clerk, url).xpath("//form//p[@role='status']/@hx-post")
    assert clerk.post(typing).content.decode() == "李建国（head）9:40也打开了这一件，还没有保存"
    correction = place(real, "requests", pk, "correct")
    assert send(head, correction, {"申请内容": "养护", "更正的原因": "补全"}).status_code == 302
    assert clerk.post(typing).content == b""
    assert clerk.post(place(real, "requests", 0, "typing")).status_code == 404


@pytest.mark.slow
@time_machine.travel(DAY)
@pytest.mark.parametrize(
    ("code", "cells", "column"),
    [
        ("requests", APPLICATION, "申请内容"),
        ("requests", APPLICATION, "答复日期"),
        ("supervision", {"日期": "2022-05-20", "类别": "培训", "主题": "业务培训"}, "主题"),
    ],
)
def test_two_who_correct_one_record_at_the_same_moment_are_told_of_each_other(
    clerk: Client,
    real: Organ,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    cells: dict[str, str],
    column: str,
) -> None:
    send(clerk, place(real, code, "new"), cells)
    (row,) = find_ledger(code).of(Scope.of(real))
    url = place(real, code, row.pk, "correct")
    names, old = fields(clerk, url), dict(page(clerk, url).xpath("//form[@class='form']")[0].form_values())
    said = ("2022-10-17", "2022-10-18") if column == "答复日期" else ("第一个人改的", "第二个人改的")
    result = {names["答复类型"]: "予以公开"} if column == "答复日期" else {}
    first, second = (
        {**old, **result, names[column]: words, names["更正的原因"]: "补全", "once": words} for words in said
    )

    def between() -> None:
        assert clerk.post(url, first).status_code == 302

    before_the_first(monkeypatch, typed, "correct", between)
    answer = clerk.post(url, second)
    assert answer.status_code == 422
    told = parsed(answer.content)
    assert f"{column}现在是“{said[0]}”" in told.text_content()
    assert said[1] in answer.content.decode()
    (form,) = told.xpath("//form[@class='form']")
    assert clerk.post(url, dict(form.form_values())).status_code == 302  # told of it, they save over it


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_row_of_a_register_is_corrected_and_emptied(clerk: Client, real: Organ) -> None:
    training = {"日期": "2022-05-20", "类别": "培训", "主题": "业务培训", "人数": "32"}
    send(clerk, place(real, "supervision", "new"), training)
    (row,) = supervision.of(Scope.of(real))
    url = place(real, "supervision", row.pk, "correct")
    assert send(clerk, url, {"人数": "", "主题": "条例培训", "更正的原因": "没有点名"}).status_code == 302
    (row,) = supervision.of(Scope.of(real))
    assert (row.topic, row.people) == ("条例培训", None)
    told = page(clerk, place(real, "supervision", row.pk)).xpath("//section[header/h2='更正的历史']//li")
    (words,) = (" ".join(one.text_content().split()) for one in told)
    assert "主题原来是业务培训 →改为 条例培训人数原来是32 →改为 （空）" in words


@pytest.mark.slow
@time_machine.travel(DAY)
def test_rows_copied_out_of_a_spreadsheet_are_tried_and_then_taken(clerk: Client, real: Organ) -> None:
    text = "索引号\t标题\t形成日期\nQS-1\t低保名册\t2022.9.9\nQS-2\t预算\t2022年1月5日\n"
    url = place(real, "disclosures", "paste")
    tried = clerk.post(url, {"rows": text})
    assert "试过了，可以登记" in tried.content.decode()
    assert not disclosures.of(Scope.of(real)).exists()
    assert clerk.post(url, {"rows": text, "take": "1"}).status_code == 302
    assert [row.title for row in disclosures.of(Scope.of(real))] == ["预算", "低保名册"]


@pytest.mark.slow
@time_machine.travel(DAY)
def test_pasted_rows_that_change_known_ones_say_what_they_change_and_ask_first(
    clerk: Client, real: Organ
) -> None:
    (row,) = receive(real, APPLICATION)
    head = "申请编号\t收到日期\t申请人类型\t申请人\t申请内容"
    new = "〔2022〕2号\t2022-10-11\t自然人\t李四\t预算"
    text = f"{head}\n〔2022〕1号\t2022-10-11\t自然人\t张三\t张三家的道路\n{new}\n"
    url = place(real, "requests", "paste")
    tried = parsed(clerk.post(url, {"rows": text, "take": "1"}).content)  # whatever was seen before
    assert the_only(real).content == "道路养护资金"
    assert "其中1行改动已有的登记" in tried.text_content()
    assert "更正的原因（可不填）" not in tried.text_content()
    assert tried.xpath("//main//section//li//a/@href") == [place(real, "requests", row.pk)]
    assert texts(tried, "//main//section//li//dd") == [
        "原来是2022-10-10 →改为 2022-10-11",
        "原来是道路养护资金 →改为 张某家的道路",
    ]
    (agreed,) = tried.xpath("//button[@name='take']/@value")
    other = clerk.post(url, {"rows": text.replace("道路", "水渠"), "take": agreed})
    assert "张某家的水渠" in other.content.decode()  # not what was agreed to
    assert the_only(real).content == "道路养护资金"
    unsaid = clerk.post(url, {"rows": text, "take": agreed})
    assert "更正的原因 — " in parsed(unsaid.content).text_content()
    assert (unsaid.status_code, the_only(real).content) == (422, "道路养护资金")
    assert clerk.post(url, {"rows": text, "take": agreed, "reason": "看错了"}).status_code == 302
    assert [one.reason for one in corrections_of(row_of(real, "〔2022〕1号"))] == ["看错了"]
    assert [one.content for one in requests.of(Scope.of(real)).order_by("number")] == ["张三家的道路", "预算"]


@time_machine.travel(DAY)
def test_one_bad_row_among_the_pasted_stops_all_of_them(clerk: Client, real: Organ) -> None:
    text = "索引号\t标题\t形成日期\nQS-1\t低保名册\t2022-09-09\nQS-2\t预算\t昨天\n"
    answer = clerk.post(place(real, "disclosures", "paste"), {"rows": text, "take": "1"})
    assert "什么也没有登记" in answer.content.decode()
    assert "昨天" in answer.content.decode()
    assert not disclosures.of(Scope.of(real)).exists()


@time_machine.travel(DAY)
def test_another_organ_s_record_is_not_there(clerk: Client, real: Organ, sample: Organ) -> None:
    row = requests.of(Scope.of(sample)).first()
    assert row is not None
    assert clerk.get(place(real, "requests", row.pk)).status_code == 404
    assert clerk.get(place(real, "requests", row.pk, "correct")).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("code", ["requests", "disclosures", "acts", "remedies", "supervision"])
def test_a_record_shows_what_was_entered_and_nothing_else(client: Client, lively: Organ, code: str) -> None:
    first = page(client, place(lively, code)).xpath("//tbody//a/@href")[0]
    shown = texts(page(client, first), "//dd")
    assert shown
    assert not {"None", "False", ""} & set(shown)


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_correction_keeps_a_kind_of_answer_that_the_drop_down_does_not_offer(
    clerk: Client, real: Organ
) -> None:
    fine = {"答复日期": "2022-10-18", "答复类型": "已主动公开，告知获取方式、途径", "答复文号": "答1号"}
    head, row = "\t".join([*APPLICATION, *fine]), "\t".join([*APPLICATION.values(), *fine.values()])
    assert (
        clerk.post(place(real, "requests", "paste"), {"rows": f"{head}\n{row}\n", "take": "1"}).status_code
        == 302
    )
    url = place(real, "requests", the_only(real).pk, "correct")
    assert send(clerk, url, {"申请内容": "养护合同", "更正的原因": "录入时看错"}).status_code == 302
    assert the_only(real).content == "养护合同"
    assert fine["答复类型"] in texts(page(clerk, place(real, "requests", the_only(real).pk)), "//dd")


@pytest.mark.slow
@time_machine.travel(DAY)
def test_the_next_number_is_proposed_as_the_organ_writes_it_and_said_when_it_is_taken(
    clerk: Client, real: Organ
) -> None:
    url = place(real, "requests", "new")
    assert proposed(clerk, url) == "〔2022〕1号"
    send(clerk, url, {**APPLICATION, "申请编号": "四公开〔2022〕007号"})
    tree = page(clerk, place(real, "requests"))
    assert texts(tree, "//*[@class='toasts']//p") == ["四公开〔2022〕007号已登记。"]
    assert proposed(clerk, url) == "四公开〔2022〕008号"


def proposed(client: Client, url: str) -> str:
    (field,) = page(client, url).xpath("//form//label[contains(., '申请编号')]/following::input[1]/@value")
    return str(field)


@pytest.mark.slow
@time_machine.travel(DAY)
def test_what_is_folded_opens_only_for_an_error_in_it(clerk: Client, real: Organ) -> None:
    url = place(real, "requests", "new")
    assert not parsed(send(clerk, url, {}).content).xpath("//details[@class='more'][@open]")
    late = {**APPLICATION, "答复日期": "没有"}
    assert parsed(send(clerk, url, late).content).xpath("//details[@class='more'][@open]")


@time_machine.travel(DAY)
def test_a_choice_that_must_be_made_does_not_offer_to_make_none(clerk: Client, real: Organ) -> None:
    tree = page(clerk, place(real, "requests", "new"))
    (must,) = tree.xpath("//label[starts-with(., '申请人类型')]/following::select[1]/option[1]")
    (may,) = tree.xpath("//label[starts-with(., '收到方式')]/following::select[1]/option[1]")
    assert (must.text, may.text) == ("请选择", "（不填）")


@time_machine.travel(DAY)
def test_the_list_has_what_is_open_first_from_the_oldest_and_says_so(clerk: Client, real: Organ) -> None:
    done = {"答复日期": "2022-10-12", "答复类型": "予以公开"}
    told: tuple[tuple[str, str, dict[str, str]], ...] = (
        ("1", "2022-10-09", {}),
        ("2", "2022-10-10", done),
        ("3", "2022-10-08", {}),
        ("4", "2022-10-11", done),
    )
    for number, day, more in told:
        receive(real, {**APPLICATION, "申请编号": number, "收到日期": day, **more})
    shown = page(clerk, place(real, "requests"))
    assert texts(shown, "//tbody//th") == ["3", "1", "4", "2"]
    assert "在办的在前" in shown.xpath("//p[@class='order']")[0].text_content()


@time_machine.travel(DAY)
def test_a_number_of_somebody_is_refused_beside_the_title_and_what_is_public_is_taken_back(
    client: Client, real: Organ
) -> None:
    client.force_login(staff(real, "clerk", "leader"))
    said = {
        "索引号": "1",
        "形成日期": "2022-10-10",
        "信息类别": "其他",
        "公开日期": DAY,
        "公开属性": "主动公开",
    }
    url = place(real, "disclosures", "new")
    answer = send(client, url, {**said, "标题": "欧阳娜13866554433救助公示"})
    assert "标题里有个人信息" in parsed(answer.content).text_content()
    assert send(client, url, {**said, "标题": "欧阳娜救助公示"}).status_code == 302
    (row,) = disclosures.of(Scope.of(real))
    here = place(real, "disclosures", row.pk)
    (way,) = page(client, here).xpath("//a[normalize-space()='撤回']/@href")
    answer = send(client, way, {"撤回的原因": "写出了谁", "标题改为": "救助公示（已撤回）"})
    assert "救助公示（已撤回）" in page(client, answer["Location"]).text_content()
    assert not page(client, here).xpath("//a[normalize-space()='撤回']")

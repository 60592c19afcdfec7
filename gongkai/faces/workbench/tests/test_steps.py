"""An application taken through its steps on screen: what is lawful is offered, what is not says why."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import staff
from gongkai.faces.workbench.asking import AskForm
from gongkai.faces.workbench.tests.test_rows import send
from gongkai.faces.workbench.tests.test_today import receive
from gongkai.ledger import proof
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.entries import EventEntry
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.ledger.requests.steps import Ask, Kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
DAY = "2022-10-19"


@pytest.fixture
def case(client: Client, real: Organ) -> str:
    """The page of an application received on 22 September 2022, which is due on 25 October."""
    client.force_login(staff(real, "clerk"))
    receive(real, date(2022, 9, 22))
    return place(real)


def the_only(organ: Organ) -> FoiRequest:
    return requests.of(Scope.of(organ)).get()


def place(organ: Organ, *more: str) -> str:
    return "/".join([f"/desk/organs/{organ.pk}/ledger/requests/{the_only(organ).pk}", *more, ""])


def take(client: Client, case: str, step: str, said: dict[str, str]) -> Any:
    """Fill in the page of a step and send it; of an answer ``answer/?kind=partial``."""
    return send(client, f"{case}steps/{step}" + ("" if "?" in step else "/"), said)


def offers(client: Client, case: str) -> list[str]:
    return texts(page(client, case), "//ul[@class='ways']/li/a")


@pytest.mark.slow
@time_machine.travel(DAY)
def test_only_lawful_steps_are_offered_and_the_others_say_why(client: Client, case: str) -> None:
    assert offers(client, case)[:1] == ["起草答复"]
    assert "起草延期答复告知书" in offers(client, case)
    assert "送达" not in offers(client, case)
    assert "起草补正告知书" not in offers(client, case)
    refused = texts(page(client, case), "//details[@class='notes']//li")
    assert "不能告知补正 — 告知补正最晚应在2022年10月8日 — 现已超过，请按现有内容答复。" in refused


@time_machine.travel(DAY)
def test_a_number_that_two_applications_have_is_told_of(client: Client, real: Organ) -> None:
    client.force_login(staff(real, "clerk"))
    receive(real, date(2022, 9, 21), date(2022, 9, 22))
    for row in requests.of(Scope.of(real)):
        there = f"/desk/organs/{real.pk}/ledger/requests/{row.pk}/"
        said = {"申请的数量、频次": "30件", "说明理由的期限": "2022-11-20", "文号": "真政〔2022〕7号"}
        take(client, there, "request_reason", said)
    assert "〔2022〕1号也登记了这个文号" in " ".join(texts(page(client, there), "//body"))


@time_machine.travel("2022-09-30")
def test_a_date_told_for_later_is_later_than_the_limit(client: Client, case: str) -> None:
    take(client, case, "request_reason", {"申请的数量、频次": "30件", "说明理由的期限": "2022-10-20"})
    take(client, case, "receive_reason", {"申请人说明的理由和认定意见": "要写村志"})
    said = {"另定的答复期限": "2022-10-24", "理由": "多", "政府信息公开工作机构负责人": "李主任"}
    refused = take(client, case, "delay", said)
    assert "2022-10-24不晚于现在的期限2022-10-25" in refused.content.decode()


@time_machine.travel("2022-09-27")
def test_two_letters_of_one_day_are_told_apart(client: Client, case: str) -> None:
    for number in ("7", "8"):
        said = {"征求意见的政府信息": "合同", "文号": f"真政函〔2022〕{number}号"}
        take(client, case, "consult_third_party", said)
    step = page(client, f"{case}steps/receive_opinion/")
    assert texts(step, "//dl[1]/dt") == ["现在"]  # what comes of it depends on which is meant
    options = texts(step, "//*[contains(text(), '第三方')]")
    assert "第1份 2022-09-27 第三方 真政函〔2022〕7号 合同" in options
    assert "第2份 2022-09-27 第三方 真政函〔2022〕8号 合同" in options
    assert "第几份征求意见书" in texts(page(client, case), "//dt")


@time_machine.travel("2022-11-01")
def test_the_page_says_what_the_silence_of_a_third_party_means(client: Client, case: str) -> None:
    asked = {"日期": "2022-09-27", "征求意见的政府信息": "合同", "对方收到日期": "2022-09-27"}
    take(client, case, "consult_third_party", asked)
    (told,) = [one for one in texts(page(client, case), "//p[@class='note info']") if "没有答复" in one]
    assert told == "第三方到2022年10月21日没有答复 — 不等于同意，也不等于不同意 — 由本机关决定是否公开。"


@time_machine.travel("2022-09-27")
def test_letters_of_a_consultation_are_offered_where_there_was_one(client: Client, case: str) -> None:
    def offered() -> str:
        return " ".join(texts(page(client, case), "//main//a"))

    assert "征求意见告知书" not in offered()
    assert "告知第三方" not in offered()
    take(client, case, "consult_third_party", {"征求意见的政府信息": "合同"})
    assert "征求意见告知书" in offered()
    assert "告知第三方" in offered()


@time_machine.travel("2022-09-27")
def test_a_step_says_what_it_does_to_the_clock_before_it_is_taken(client: Client, case: str) -> None:
    shown = " ".join(texts(page(client, f"{case}steps/extend/"), "//dl[1]/dd"))
    assert "10月25日（周二）前答复" in shown
    assert "已延期，办理中 · 11月22日（周二）前答复" in shown


@pytest.mark.slow
@time_machine.travel("2022-09-27")
def test_a_step_tells_nothing_beforehand_of_a_day_that_nobody_can_guess(client: Client, case: str) -> None:
    take(client, case, "request_reason", {"申请的数量、频次": "一个月30件", "说明理由的期限": "2022-10-20"})
    take(client, case, "receive_reason", {"申请人说明的理由和认定意见": "要写村志"})
    shown = texts(page(client, f"{case}steps/delay/"), "//dl[1]/dt")
    assert shown == ["现在"]


@pytest.mark.slow
@time_machine.travel("2022-10-25")
def test_a_case_goes_from_correction_over_consultation_to_the_archive(
    client: Client, case: str, real: Organ, head_noted: None
) -> None:
    take(
        client,
        case,
        "request_correction",
        {"日期": "2022-09-27", "需要补正的事项": "哪一条路", "补正期限": "2022-10-20"},
    )
    take(client, case, "receive_correction", {"日期": "2022-10-10"})
    take(client, case, "consult_third_party", {"日期": "2022-10-11", "征求意见的政府信息": "合同"})
    opinion = {"日期": "2022-10-18", "意见": "objects"}
    take(client, case, "receive_opinion", opinion)
    answered = take(
        client,
        case,
        "answer/?kind=partial",
        {
            "日期": "2022-10-24",
            "公开的部分": "正文",
            "不予公开的部分": "附件三",
            "理由": "商业秘密",
            "签发人": "李建国10月24日",
            "不予公开的事由（第十四条、第十五条、第十六条的款、项）": "third_party",
        },
    )
    assert answered.status_code == 302, answered.content.decode()
    assert the_only(real).result == "partial"
    assert take(client, case, "serve", {"日期": "2022-10-25", "送达方式": "direct"}).status_code == 302
    assert (
        take(
            client, case, "archive", {"日期": "2022-10-25", "政府信息公开工作机构负责人": "李主任"}
        ).status_code
        == 302
    )
    assert offers(client, case) == ["复议决定责令重作", "判决责令重作"]
    assert proof.verify() is None


@time_machine.travel(DAY)
def test_an_answer_says_in_which_row_and_column_it_will_count(client: Client, case: str) -> None:
    shown = texts(page(client, f"{case}steps/answer/?kind=partial"), "//dl[1]/dd")
    assert "（二）部分公开（区分处理的，只计这一情形，不计其他情形） · 自然人" in [s.strip() for s in shown]


@pytest.mark.slow
@time_machine.travel(DAY)
def test_whoever_may_not_sign_writes_down_who_did(client: Client, case: str, real: Organ) -> None:
    refused = take(client, case, "answer/?kind=granted_published", {"获取该信息的网址或者地点": "官网"})
    assert refused.status_code == 422
    assert "签发人 — 还没有填 — 请填写。" in refused.content.decode()
    client.force_login(staff(real, "clerk", "signer", username="lijianguo"))
    taken = take(client, case, "answer/?kind=granted_published", {"获取该信息的网址或者地点": "官网"})
    assert taken.status_code == 302


@pytest.mark.slow
@time_machine.travel(DAY)
def test_what_is_not_lawful_on_its_day_is_refused_with_the_reason(client: Client, case: str) -> None:
    late = take(client, case, "request_correction", {"需要补正的事项": "哪条路", "补正期限": "2022-11-01"})
    assert late.status_code == 422
    assert "告知补正最晚应在2022年10月8日" in late.content.decode()
    tomorrow = take(
        client, case, "extend", {"日期": "2022-10-20", "理由": "多", "政府信息公开工作机构负责人": "李主任"}
    )
    assert "日期在今天之后" in tomorrow.content.decode()


@time_machine.travel(DAY)
def test_the_page_of_a_step_that_no_day_allows_says_why_and_has_no_button(client: Client, case: str) -> None:
    barred = page(client, f"{case}steps/serve/")
    assert texts(barred, "//p[@class='note warning']") == [
        "不能送达 — 现在是“办理中” — 这一步只能在“已答复，待送达”时办理。"
    ]
    assert not barred.xpath("//main//form[@class='form']")
    late = page(client, f"{case}steps/request_correction/")
    assert "如果是以前办的，请填当时的日期" in texts(late, "//p[@class='note warning']")[0]
    assert late.xpath("//main//form[@class='form']//button")
    take(client, case, "withdraw", {"申请人撤回申请的书面意思表示": "来信撤回"})
    assert not page(client, f"{case}steps/answer/").xpath("//main//a[contains(@href, 'kind=')]")


@time_machine.travel(DAY)
def test_two_who_work_on_one_case_are_told_of_each_other(client: Client, case: str) -> None:
    (form,) = page(client, f"{case}steps/extend/").xpath("//form[@class='form']")
    typed = {**dict(form.form_values()), "says-reason": "材料多", "says-consent": "李主任"}
    take(client, case, "consult_third_party", {"征求意见的政府信息": "合同"})
    answer = client.post(f"{case}steps/extend/", typed)
    assert answer.status_code == 422
    assert "这件申请刚才有了新的办理情况" in answer.content.decode()
    assert "材料多" in answer.content.decode()


@pytest.mark.slow
@time_machine.travel(DAY)
def test_an_entry_that_was_wrong_is_taken_back_and_stays_in_the_history(
    client: Client, case: str, real: Organ
) -> None:
    take(client, case, "consult_third_party", {"征求意见的政府信息": "合同"})
    (link,) = page(client, case).xpath("//ol[contains(@class,'history')]//a[contains(.,'撤回登记')]/@href")
    assert client.post(link, {"reason": "登记到别的申请上了"}).status_code == 302
    history = texts(page(client, case), "//ol[contains(@class,'history')]/li")
    assert any("征求意见" in line for line in history)
    assert any("登记到别的申请上了" in line for line in history)
    assert "征求意见" not in " ".join(texts(page(client, case), "//section[contains(@class,'clock-head')]"))


@time_machine.travel(DAY)
def test_a_step_entered_late_keeps_both_dates(client: Client, case: str) -> None:
    take(
        client,
        case,
        "request_reason",
        {"日期": "2022-10-10", "申请的数量、频次": "一月40件", "说明理由的期限": "2022-10-20"},
    )
    assert any(
        "2022-10-19登记" in line for line in texts(page(client, case), "//ol[contains(@class,'history')]/li")
    )


@time_machine.travel(DAY)
def test_names_and_numbers_in_the_words_of_a_step_are_masked(client: Client, case: str) -> None:
    take(client, case, "withdraw", {"申请人撤回申请的书面意思表示": "张三13800138000来信撤回"})
    (history,) = [" ".join(texts(page(client, case), "//ol[contains(@class,'history')]"))]
    assert "张三" not in history
    assert "13800138000" not in history


@time_machine.travel(DAY)
def test_a_case_costs_at_most_fifteen_queries(client: Client, case: str) -> None:
    client.get(case)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        client.get(case)
    assert len(counted) <= 15


@pytest.mark.parametrize(
    ("step", "said", "why"),
    [
        (
            "request_correction",
            {"日期": "2022-09-27", "需要补正的事项": "哪条路", "补正期限": "2022-09-27"},
            "补正期限 — 2022-09-27与办理日期2022-09-27的先后不对",
        ),
        (
            "consult_third_party",
            {"日期": "2022-09-27", "征求意见的政府信息": "合同", "对方收到日期": "2022-09-26"},
            "对方收到日期 — 2022-09-26与办理日期2022-09-27的先后不对",
        ),
        (
            "consult_third_party",
            {"日期": "2022-09-27", "征求意见的政府信息": "合同", "对方收到日期": "2022-10-20"},
            "对方收到日期 — 2022-10-20与办理日期2022-09-27的先后不对",
        ),
    ],
)
@time_machine.travel(DAY)
def test_days_that_cannot_follow_each_other_are_refused(
    client: Client, case: str, step: str, said: dict[str, str], why: str
) -> None:
    refused = take(client, case, step, said)
    assert refused.status_code == 422
    assert why in refused.content.decode()


@pytest.mark.slow
@time_machine.travel(DAY)
def test_an_answer_is_posted_neither_before_it_was_signed_nor_after_it_arrived(
    client: Client, case: str
) -> None:
    answer = {"日期": "2022-10-17", "获取该信息的网址或者地点": "官网", "签发人": "李建国"}
    take(client, case, "answer/?kind=granted_published", answer)
    post = {"日期": "2022-10-19", "送达方式": "post"}
    misdated = {"2022-10-16": "早于答复日期2022-10-17", "2022-10-20": "与办理日期2022-10-19的先后不对"}
    for wrong, why in misdated.items():
        refused = take(client, case, "serve", {**post, "交邮日期": wrong})
        assert f"交邮日期 — {wrong}{why}" in refused.content.decode()
    right = {**post, "交邮日期": "2022-10-17", "由谁寄送": "courier"}
    assert take(client, case, "serve", right).status_code == 302
    assert "其他快递不能以交邮之日为准" in " ".join(texts(page(client, case), "//main"))


@pytest.mark.slow
@time_machine.travel(DAY)
def test_an_answer_for_which_something_lacks_is_not_offered_and_says_why(client: Client, case: str) -> None:
    tree = page(client, f"{case}steps/answer/")
    assert not tree.xpath("//ul[@class='ways wide']//a[contains(@href, 'rejected_excessive')]")
    assert any("还没有要求申请人说明理由" in line for line in texts(tree, "//details[@class='notes']//li"))
    barred = f"{case}steps/answer/?kind=rejected_excessive"
    assert "还没有要求申请人说明理由" in texts(page(client, barred), "//p[@class='note warning']")[0]
    assert client.post(barred, {"on": DAY}).status_code == 422


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_fee_is_worked_out_by_both_scales_and_the_one_taken_fills_the_notice(
    client: Client, case: str, real: Organ
) -> None:
    why = page(client, f"{case}steps/notify_fee/").xpath("string(//main)")
    assert "本机关没有开通收费" in why
    organs.set_option(organ=real, code="fee_collection", value="on", actor="测试")
    for place in ("steps/notify_fee/", "letters/new/notify_fee/"):
        tree = page(client, f"{case}{place}?pages=68")
        both = " ".join(texts(tree, "//section[contains(., '按量计收')]//dl/dd"))
        assert "第1件，不收费" in both
        assert "第1至30页，不收费" in both
        assert "第31至68页，38页×10元＝380元" in both
        (take_it,) = tree.xpath("//a[contains(@href, 'scale=')]/@href")
        taken = page(client, f"{case}{place}{take_it}")
        assert taken.xpath("//input[@name='says-amount']/@value") == ["380"]
        assert taken.xpath("//input[@name='says-pages']/@value") == ["68"]
        assert texts(taken, "//textarea[@name='says-fee']")[0].startswith("按量计收，提供68页：")
        assert "小于0" in " ".join(texts(page(client, f"{case}{place}?pages=-1"), "//main"))


@pytest.mark.slow
@time_machine.travel(DAY)
@pytest.mark.parametrize(
    ("amount", "more", "why"),
    [
        ("0", {}, "0元就是不收费"),
        ("99999", {}, "99999元不是算出来的数：按件计收0元 — "),
        ("380", {"pages": "69"}, "380元不是算出来的数：按件计收0元，按量计收390元 — "),
        ("380", {"pages": "68"}, ""),
        ("300", {"pages": "68", "fee_reason": "申请人生活困难，减收"}, ""),
        ("99999", {"pages": "68", "fee_reason": "工作量大"}, "99999元不是算出来的数"),
    ],
)
def test_a_fee_notice_asks_what_a_scale_gives_or_says_why_not_and_never_nothing(
    client: Client, case: str, real: Organ, head_noted: None, amount: str, more: dict[str, str], why: str
) -> None:
    organs.set_option(organ=real, code="fee_collection", value="on", actor="测试")
    (form,) = page(client, f"{case}steps/notify_fee/").xpath("//form[@method='post' and @class='form']")
    said = {"amount": amount, "fee": "按量计收", "consent": "李主任", **more}
    typed = {**dict(form.form_values()), **{f"says-{name}": value for name, value in said.items()}}
    answer = client.post(f"{case}steps/notify_fee/", typed)
    assert answer.status_code == (422 if why else 302), answer.content.decode()
    assert why in answer.content.decode()


@pytest.mark.slow
@time_machine.travel(DAY)
@pytest.mark.parametrize(
    ("named", "is_own"),
    [("真实镇政府，电话0372-1234567", True), ("滑县真实镇", True), ("真实镇财政所", False)],
)
def test_an_answer_that_names_another_organ_does_not_name_this_one(
    client: Client, case: str, real: Organ, head_noted: None, named: str, is_own: bool
) -> None:
    organs.describe(organ=real, profile={"superior_name": "滑县人民政府"}, actor="测试")
    url = f"{case}steps/answer/?kind=unavailable_other_organ"
    (form,) = page(client, url).xpath("//form[@method='post' and @class='form']")
    said = {"reasons": "没有这项职责", "right_organ": named, "consent": "李主任"}
    answer = client.post(url, dict(form.form_values()) | {f"says-{key}": text for key, text in said.items()})
    assert answer.status_code == (422 if is_own else 302)
    assert ("填的是本机关" in answer.content.decode()) is is_own


@time_machine.travel(DAY)
def test_the_sum_of_a_fee_notice_stands_with_its_two_decimals(client: Client, case: str, real: Organ) -> None:
    notice = EventEntry(EventKind.FEE_NOTICED, date(2022, 10, 10), {"amount": "380"})
    actions.add_event(foi_request=the_only(real), event=notice, actor="测试")
    facts = page(client, case).xpath("//dt[.='收费金额']/following-sibling::dd[1]")
    assert [fact.text_content() for fact in facts] == ["380.00"]


@pytest.mark.parametrize("typed", ["720", "720.0", "720.00"])
def test_a_sum_of_money_is_kept_in_one_writing(typed: str) -> None:
    form = AskForm({"says-amount": typed}, asks=[Ask("amount", "数额（元）", Kind.MONEY)])
    assert form.is_valid()
    assert form.said(form.cleaned_data) == {"amount": "720.00"}


@pytest.mark.slow
@time_machine.travel(DAY)
def test_the_day_on_which_a_letter_came_is_entered_later_and_moves_its_period(
    client: Client, case: str, real: Organ, head_noted: None
) -> None:
    take(client, case, "consult_third_party", {"日期": "2022-09-27", "征求意见的政府信息": "合同"})
    (link,) = page(client, case).xpath("//a[contains(@href, '/deliver/')]/@href")
    for wrong in ("2022-09-26", "2022-10-20"):
        refused = send(client, link, {"对方收到日期": wrong})
        assert f"对方收到日期 — {wrong}早于发出的2022-09-27，或者还没有到" in refused.content.decode()
    assert send(client, link, {"对方收到日期": "2022-09-30"}).status_code == 302
    event = requests.standing(the_only(real))[-1]
    assert event.data["delivered_on"] == "2022-09-30"
    assert client.get(link).status_code == 404
    assert not page(client, case).xpath("//a[contains(@href, '/deliver/')]")
    assert proof.verify() is None

"""Letters on screen: drafted from the case, findings on their words, signed by somebody else, as files."""

import io
from datetime import date
from typing import Any

import pdfplumber
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import staff
from gongkai.faces.workbench.tests.test_rows import send
from gongkai.faces.workbench.tests.test_steps import offers, place, the_only
from gongkai.faces.workbench.tests.test_today import receive
from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import queries as requests
from gongkai.ledger.requests.tests.test_requests import received, register

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
DAY = "2022-10-19"
PLACE = {"获取该信息的网址或者地点": "县政府网站“重点项目”栏目"}


@pytest.fixture
def case(client: Client, real: Organ) -> str:
    """The page of an application received on 22 September 2022; a clerk is logged in."""
    for code, value in {"review_organ": "滑县人民政府", "court": "滑县人民法院"}.items():
        organs.set_option(organ=real, code=code, value=value, actor="测试")
    client.force_login(staff(real, "clerk"))
    receive(real, date(2022, 9, 22))
    return place(real)


def leader(real: Organ, *roles: str) -> Client:
    other = Client()
    other.force_login(staff(real, *(roles or ("signer",)), username="lijianguo", name="李建国"))
    return other


def draft(client: Client, case: str, what: str, said: dict[str, str]) -> str:
    """Draft a letter; the address of its page."""
    answer = send(client, f"{case}letters/new/{what}", said)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def do(client: Client, letter: str, deed: str, said: dict[str, str] | None = None) -> Any:
    return send(client, f"{letter}{deed}/", said or {})


@time_machine.travel(DAY)
def test_the_case_offers_to_draft_first_and_only_to_record_second(client: Client, case: str) -> None:
    assert offers(client, case)[0] == "起草答复"
    assert "只登记答复" in "".join(texts(page(client, case), "//ul[@class='ways']/li[1]//span/a"))
    assert "起草延期答复告知书" in offers(client, case)


@pytest.mark.slow
@time_machine.travel(DAY)
def test_an_answer_goes_from_draft_to_signature_by_two_people(
    client: Client, case: str, real: Organ, head_noted: None
) -> None:
    letter = draft(client, case, "answer/?kind=granted_published", PLACE)
    paper = " ".join(texts(page(client, letter), "//article//p"))
    assert "向滑县人民政府申请行政复议" in paper
    assert "签发后计入表三：（一）予以公开 · 自然人" in page(client, letter).text_content()
    assert do(client, letter, "submit").status_code == 302
    assert do(leader(real), letter, "sign").status_code == 302
    row = the_only(real)
    assert (row.answered_on, row.result) == (date(2022, 10, 19), "granted")
    assert "真实镇公开告〔2022〕1号" in page(client, letter).text_content()
    assert proof.verify() is None


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_step_that_is_not_lawful_now_can_be_drafted_and_says_why(client: Client, case: str) -> None:
    shown = page(client, f"{case}letters/new/request_correction/").text_content()
    assert "告知补正最晚应在2022年10月8日" in shown
    said = {"需要补正的事项": "哪一条路", "补正期限": "2022-11-10"}
    letter = draft(client, case, "request_correction/", said)
    do(client, letter, "submit")
    assert "告知补正最晚应在2022年10月8日" in page(client, letter).text_content()


@time_machine.travel(DAY)
def test_a_finding_stands_on_its_words_and_in_the_margin(client: Client, case: str) -> None:
    letter = draft(
        client,
        case,
        "answer/?kind=partial",
        {
            "公开的部分": "正文",
            "不予公开的部分": "附件三",
            "理由": "承建单位联系电话13800138000",
            "不予公开的事由（第十四条、第十五条、第十六条的款、项）": "third_party",
        },
    )
    shown = page(client, letter)
    (mark,) = shown.xpath("//a[@class='quoted error']")
    assert mark.get("href") == "#finding-1"
    assert "13800138000" not in shown.text_content()
    assert "手机号码" in shown.xpath("string(//article[@id='finding-1'])")


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_draft_is_kept_before_all_is_written_and_says_what_is_missing(client: Client, case: str) -> None:
    letter = draft(client, case, "answer/?kind=granted_published", {})
    assert "【获取该信息的网址或者地点】" in page(client, letter).text_content()
    refused = do(client, letter, "submit")
    assert refused.status_code == 422
    assert "获取该信息的网址或者地点还没有填" in refused.content.decode()


@pytest.mark.slow
@time_machine.travel(DAY)
def test_two_who_edit_are_told_of_each_other(client: Client, case: str) -> None:
    letter = draft(client, case, "answer/?kind=granted_published", {})
    (form,) = page(client, f"{letter}edit/").xpath("//form[contains(@class, 'wide')]")
    opened = {**dict(form.form_values()), "says-place": "甲"}
    send(client, f"{letter}edit/", {"获取该信息的网址或者地点": "乙"})
    answer = client.post(f"{letter}edit/", opened)
    assert answer.status_code == 422
    assert "改过，您写的还没有保存" in answer.content.decode()
    assert "甲" in answer.content.decode()


@pytest.mark.slow
@time_machine.travel(DAY)
def test_what_is_typed_saves_itself_sealed_until_it_is_saved(client: Client, case: str) -> None:
    new = f"{case}letters/new/answer/"
    kind = "?kind=granted_published"
    kept = client.post(
        f"{new}draft/{kind}", {"says-place": "县政府网站重点项目栏目", "source": "{place}。{remedies}"}
    )
    assert "自动保存" in kept.content.decode()
    assert "重点项目" not in str(dict(client.session))
    assert written(client, f"{new}{kind}") == ("县政府网站重点项目栏目", True)  # after a lost connection
    assert written(client, f"{new}{kind}&fresh=1") == ("", False)
    letter = draft(client, case, f"answer/{kind}", {})
    assert "县政府网站重点项目栏目" in page(client, letter).text_content()
    client.post(f"{letter}draft/", {"says-place": "乙", "source": "{place}", "seen": "1"})
    assert written(client, f"{letter}edit/") == ("乙", True)
    send(client, f"{letter}edit/", {"获取该信息的网址或者地点": "丙"})
    assert written(client, f"{letter}edit/") == ("丙", False)


def written(client: Client, url: str) -> tuple[str, bool]:
    """What stands in the field of a letter's form, and whether it saved itself."""
    (form,) = page(client, url).xpath("//form[contains(@class, 'wide')]")
    return dict(form.form_values())["says-place"].strip(), "自动保存" in form.xpath(
        "string(.//p[@role='status'])"
    )


@pytest.mark.slow
@time_machine.travel(DAY)
def test_the_head_of_the_office_sets_an_error_aside_with_a_reason(
    client: Client, case: str, real: Organ
) -> None:
    letter = draft(client, case, "answer/?kind=granted_published", PLACE)
    (form,) = page(client, f"{letter}edit/").xpath("//form[contains(@class, 'wide')]")
    text = dict(form.form_values())["source"].replace(
        "{remedies}", "{remedies}或者向上一级主管部门申请行政复议。"
    )
    assert send(client, f"{letter}edit/", {"正文": text}).status_code == 302
    do(client, letter, "submit")
    signer = leader(real, "signer", "office_head")
    refused = do(signer, letter, "sign")
    assert "还有1处要改" in refused.content.decode()
    (accept,) = page(signer, letter).xpath(
        "//article[contains(@class,'finding')]//a[contains(@href,'accept')]"
    )
    assert send(signer, accept.get("href"), {"原因": "上级要求保留"}).status_code == 302
    assert "已处理，不改：上级要求保留" in page(signer, letter).text_content()
    assert do(signer, letter, "sign").status_code == 302


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_spoiled_number_stays_in_the_register_which_can_be_taken_along(
    client: Client, case: str, real: Organ
) -> None:
    letter = draft(client, case, "answer/?kind=granted_published", PLACE)
    do(client, letter, "submit")
    signer = leader(real)
    do(signer, letter, "sign")
    assert client.get(f"{letter}void/").status_code == 403
    assert do(signer, letter, "void", {"原因": "盖错章"}).status_code == 302
    assert the_only(real).answered_on is None
    register = page(client, f"/desk/organs/{real.pk}/numbers/")
    assert texts(register, "//title")[0].startswith("文号登记簿")
    rows = texts(register, "//tbody/tr[1]/*")
    assert rows[0].strip() == "真实镇公开告〔2022〕1号"
    assert {"作废", "盖错章"} <= {cell.strip() for cell in rows}
    file = client.get(f"/desk/organs/{real.pk}/numbers/?export=csv")
    assert "真实镇公开告〔2022〕1号" in file.content.decode()


@pytest.mark.slow
@time_machine.travel(DAY)
def test_whoever_signs_sees_on_the_day_that_a_letter_waits(client: Client, case: str, real: Organ) -> None:
    signer, desk = leader(real), f"/desk/organs/{real.pk}/"
    letter = draft(client, case, "answer/?kind=granted_published", PLACE)
    assert "等审核和签发" not in page(signer, desk).text_content()
    do(client, letter, "submit")
    assert "文书已送审，等审核和签发" in page(signer, desk).text_content()


@pytest.mark.slow
@time_machine.travel(DAY)
def test_an_event_of_a_letter_is_taken_back_with_the_letter(client: Client, case: str, real: Organ) -> None:
    letter = draft(client, case, "answer/?kind=granted_published", PLACE)
    do(client, letter, "submit")
    do(leader(real), letter, "sign")
    event = the_only(real).events.get(kind="answered")
    answer = client.get(f"{case}events/{event.pk}/void/")
    assert answer.status_code == 302
    assert answer["Location"] == f"{letter}void/"


@pytest.mark.slow
@time_machine.travel(DAY)
def test_files_bear_the_full_name_for_whoever_may_see_it_and_the_log_knows(
    client: Client, case: str, real: Organ
) -> None:
    letter = draft(client, case, "answer/?kind=granted_published", PLACE)
    looked = Entry.objects.filter(action="request.unmask.letter")
    name = the_only(real).applicant_name
    assert f"{name}：" not in pdf_text(leader(real), letter)
    assert not looked.exists()
    assert f"{name}：" in pdf_text(client, letter)
    assert looked.count() == 1
    docx = client.get(f"{letter}files/docx")
    assert docx["Content-Type"].endswith("wordprocessingml.document")
    assert client.get(f"{letter}files/html").status_code == 404


def pdf_text(client: Client, letter: str) -> str:
    with pdfplumber.open(io.BytesIO(client.get(f"{letter}files/pdf").content)) as opened:
        return "".join(page.extract_text() for page in opened.pages).replace(" ", "")


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_third_partys_name_is_on_no_page(client: Client, case: str) -> None:
    letter = draft(
        client,
        case,
        "consult_third_party/",
        {"第三方的姓名或者名称": "赵铁柱", "征求意见的政府信息": "分项报价"},
    )
    for address in (letter, case):
        assert "赵铁柱" not in client.get(address).content.decode()
    assert "赵某某：" in page(client, letter).text_content()


@pytest.mark.slow
@time_machine.travel(DAY)
def test_an_organs_own_text_is_written_beside_the_default_and_reset(
    client: Client, case: str, real: Organ
) -> None:
    head = leader(real, "office_head")
    address = f"/desk/organs/{real.pk}/letter-texts/published/"
    wrong = send(head, address, {"本机关的正文": "您好。"})
    assert wrong.status_code == 422
    assert "缺少“获取该信息的网址或者地点” — 请补上{place}。" in wrong.content.decode()
    own = "{received_on}收到申请（编号：{application_no}）：{request}。依{basis}，见{place}。\n{remedies}"
    assert send(head, address, {"本机关的正文": own}).status_code == 302
    letter = draft(client, case, "answer/?kind=granted_published", PLACE)
    assert "见县政府网站" in page(client, letter).text_content()
    head.post(f"{address}reset/")
    assert "现告知您获取该信息的方式、途径" in page(client, letter).text_content()


@pytest.mark.slow
@time_machine.travel(DAY)
@pytest.mark.parametrize("what", ["", "edit/"])
def test_a_letters_page_asks_the_database_a_few_times_whatever_its_history(
    client: Client, case: str, what: str
) -> None:
    letter = draft(client, case, "answer/?kind=granted_published", PLACE)
    for _ in range(3):
        draft(client, case, "consult_third_party/", {"第三方的姓名或者名称": "赵铁柱"})
    client.get(letter)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{letter}{what}")
    assert len(asked) <= 12, [one["sql"][:120] for one in asked]


def the_only_pk(case: str) -> str:
    return case.strip("/").rpartition("/")[2]


@pytest.mark.slow
@time_machine.travel(DAY)
def test_a_letter_of_another_case_or_organ_is_not_there(client: Client, case: str, real: Organ) -> None:
    letter = draft(client, case, "answer/?kind=granted_published", PLACE)
    register(real, "〔2022〕2号", received("2022-09-23"))
    other = requests.of(Scope.of(real)).get(number="〔2022〕2号")
    elsewhere = letter.replace(case, case.replace(f"/{the_only_pk(case)}/", f"/{other.pk}/"))
    assert client.get(elsewhere).status_code == 404
    assert client.get(letter).status_code == 200
    assert client.get(f"{case}letters/new/nonsense/").status_code == 404

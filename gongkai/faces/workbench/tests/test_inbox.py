"""The inbox of the workbench: every channel with its evidence, what is like it, and no name for whoever may
not see."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import staff
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions, attachments, inbox, privacy
from gongkai.ledger.requests.entries import EventEntry, Said
from gongkai.ledger.requests.inbox import Evidence
from gongkai.ledger.requests.models import Arrival, EventKind, FoiRequest
from gongkai.lib.today import BEIJING

pytestmark = pytest.mark.django_db
NAME, ID_NUMBER, PHONE = "欧阳晓明", "11010519491231002X", "13912345678"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
SAID = Said(
    content="2022年小麦良种补贴发放名单",
    applicant_kind="natural_person",
    applicant_name=NAME,
    id_number=ID_NUMBER,
    phone=PHONE,
)


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with time_machine.travel("2022-10-19T10:00:00+08:00"):
        yield


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "clerk"))
    return client


def arrive(organ: Organ, channel: str = "internet", said: Said = SAID, **more: Any) -> Arrival:
    at = datetime(2022, 10, 18, 9, tzinfo=BEIJING)
    return inbox.arrive(organ=organ, channel=channel, said=said, at=at, actor=inbox.APPLICANT, **more).arrival


def at(organ: Organ, row: Arrival | None = None, step: str = "") -> str:
    where = f"/desk/organs/{organ.pk}/inbox/"
    return f"{where}{row.pk}/{f'{step}/' if step else ''}" if row else where


def why(answer: Any) -> list[str]:
    return texts(parsed(answer.content), "//*[@class='error-summary']//li")


PAPER = {
    "kind": "application",
    "channel": "in_person",
    "arrived_on": "2022-10-19",
    "applicant_kind": "natural_person",
    "applicant_name": NAME,
    "content": "道路硬化招标文件",
}


def test_what_came_to_the_counter_is_written_down_and_received_in_two_forms(
    clerk: Client, real: Organ
) -> None:
    scan = SimpleUploadedFile("申请表.png", PNG)
    answer = clerk.post(f"{at(real)}new/", {**PAPER, "attached": scan})
    row = Arrival.objects.get()
    assert answer["Location"] == at(real, row, "confirm")
    tree = page(clerk, at(real, row, "confirm"))
    assert texts(tree, "//section//dd")[0] == row.number
    assert tree.xpath("//input[@name='number']/@value") == ["〔2022〕1号"]
    done = clerk.post(at(real, row, "confirm"), {"number": "〔2022〕1号", "applicant_kind": "natural_person"})
    found = FoiRequest.objects.get()
    assert done["Location"] == f"/desk/organs/{real.pk}/ledger/requests/{found.pk}/"
    assert found.received_on == date(2022, 10, 19)
    assert row.attachments.count() == 1
    for path in [attachments.path_of(row.attachments.get().place)]:
        path.unlink()


def test_what_bears_a_secrecy_mark_is_not_written_down(clerk: Client, real: Organ) -> None:
    said = {**PAPER, "content": "机密★10年 关于某文件"}
    assert any("有密级标志" in line for line in why(clerk.post(f"{at(real)}new/", said)))
    assert not Arrival.objects.exists()


def test_an_oral_request_without_its_written_record_is_told_of(clerk: Client, real: Organ) -> None:
    for channel, is_told in (("oral", True), ("in_person", False)):
        words = " ".join(texts(page(clerk, at(real, arrive(real, channel), "confirm")), "//main"))
        assert ("还没有附代写笔录" in words) is is_told


def filled(tree: Any) -> dict[str, str]:
    """The form of a page as it would be sent."""
    return {name: value for name, value in tree.xpath("//main//form")[0].fields.items() if value is not None}


@pytest.mark.slow
def test_two_who_confirm_with_the_same_proposed_number_get_two_numbers(clerk: Client, real: Organ) -> None:
    rows = [arrive(real, "in_person") for _ in range(3)]
    opened = [filled(page(clerk, at(real, row, "confirm"))) for row in rows]
    assert {one["number"] for one in opened} == {"〔2022〕1号"}
    opened[2]["number"] = "补录1号"
    for row, form in zip(rows, opened, strict=True):
        assert clerk.post(at(real, row, "confirm"), form).status_code == 302
    assert [one.number for one in FoiRequest.objects.order_by("pk")] == [
        "〔2022〕1号",
        "〔2022〕2号",
        "补录1号",
    ]


@pytest.mark.parametrize(
    ("channel", "missing", "evidence"),
    [
        ("registered_mail", "缺少签收日期", {"signed_on": "2022-10-18"}),
        ("plain_letter", "缺少与申请人确认的日期", {"confirmed_on": "2022-10-19", "confirmed_how": "电话"}),
        ("internet", "缺少与申请人确认的日期", {"confirmed_on": "2022-10-19"}),
        ("fax", "缺少与申请人确认的日期", {"confirmed_on": "2022-10-19"}),
    ],
)
def test_a_channel_asks_for_its_own_evidence_and_says_what_is_missing(
    clerk: Client, real: Organ, channel: str, missing: str, evidence: dict[str, str]
) -> None:
    row = arrive(real, channel)
    assert missing in " ".join(texts(page(clerk, at(real, row)), "//main"))
    sent = {"number": "1", "applicant_kind": "natural_person"}
    refused = clerk.post(at(real, row, "confirm"), sent)
    assert refused.status_code == 422
    assert any(missing in line for line in why(refused))
    assert clerk.post(at(real, row, "confirm"), {**sent, **evidence}).status_code == 302
    assert FoiRequest.objects.get().received_on == date.fromisoformat(next(iter(evidence.values())))


def test_what_lies_ahead_is_not_written_down(clerk: Client, real: Organ) -> None:
    answer = clerk.post(f"{at(real)}new/", {**PAPER, "arrived_on": "2022-10-20"})
    assert why(answer) == ["到达日期 — 在今天之后 — 还没有发生的事先不登记。"]


def test_the_menu_counts_and_the_agenda_tells_what_waits(clerk: Client, real: Organ) -> None:
    row = arrive(real)
    tree = page(clerk, f"/desk/organs/{real.pk}/")
    assert texts(tree, "//aside//a[contains(@href, '/inbox/')]") == ["收件1"]
    assert texts(tree, "//ol[@class='tasks']//a") == [f"去确认{row.number}"]
    assert NAME not in " ".join(texts(tree, "//main"))


@pytest.mark.slow
def test_the_same_applicant_the_same_matter_and_the_months_count_stand_beside_it(
    clerk: Client, real: Organ
) -> None:
    for number in range(1, 11):
        inbox.receive(
            arrival=arrive(real),
            number=f"〔2022〕{number}号",
            applicant_kind="natural_person",
            evidence=Evidence(confirmed_on=date(2022, 10, 18)),
            actor="王敏",
        )
    words = " ".join(texts(page(clerk, at(real, arrive(real))), "//main"))
    assert "同一申请人10月的第11件。" in words
    assert "按件计收的话，这一件100元" in words
    assert "〔2022〕10号" in words


def test_what_waits_and_is_about_the_same_stands_beside_it(clerk: Client, real: Organ) -> None:
    other = arrive(real, said=replace(SAID, applicant_name="李四", id_number="", phone="13900139001"))
    arrive(real, said=replace(SAID, content="人民医院扩建工程的预算"))
    row = arrive(real)
    beside = page(clerk, at(real, row)).xpath("//h3[.='同一件事，还没有确认收到']/following-sibling::ul[1]")
    assert texts(beside[0], ".//a") == [other.number]


def test_the_same_telephone_is_told_of_and_not_counted(clerk: Client, real: Organ) -> None:
    inbox.receive(
        arrival=arrive(real),
        number="〔2022〕1号",
        applicant_kind="natural_person",
        evidence=Evidence(confirmed_on=date(2022, 10, 18)),
        actor="王敏",
    )
    other = arrive(real, said=replace(SAID, applicant_name="尉迟甲", id_number="110101199003077758"))
    words = " ".join(texts(page(clerk, at(real, other)), "//main"))
    assert "同一申请人10月的第1件。" in words
    assert "也许是同一申请人" in words


def test_a_letter_is_split_and_a_double_is_joined(clerk: Client, real: Organ) -> None:
    kept = attachments.keep("信封.png", PNG)
    row, double = arrive(real), arrive(real, "registered_mail", files=[kept])
    one = clerk.post(at(real, row, "split"), {"matters": "预算", "reason": "同意"})
    assert any("2到20段" in line for line in why(one))
    clerk.post(at(real, row, "split"), {"matters": "预算\r\n\r\n决算", "reason": "表上勾了同意"})
    assert Arrival.objects.filter(state="waiting").count() == 3
    clerk.post(at(real, double, "join"), {"into": str(row.pk)})
    double.refresh_from_db()
    assert (double.state, double.about) == ("joined", row)
    (file,) = page(clerk, at(real, row)).xpath("//a[contains(@href, '/files/')]/@href")
    assert clerk.post(file, {"reason": "核对"}).content == PNG
    attachments.path_of(kept.place).unlink()


def test_nobody_opens_a_file_that_lies_in_quarantine(clerk: Client, real: Organ) -> None:
    row = arrive(real, files=[attachments.keep("信封.png", PNG)])
    kept = row.attachments.get()
    where = f"{at(real, row)}files/{kept.pk}/"
    assert clerk.get(where).status_code == 200
    for state, told in (("waiting", "隔离中"), ("infected", "查出病毒，不能打开")):
        row.attachments.update(quarantine=state)
        assert told in " ".join(texts(page(clerk, at(real, row)), "//main"))
        assert clerk.post(where, {"reason": "核对"}).status_code == 404
    attachments.path_of(kept.place).unlink()


def test_the_page_tells_of_an_earlier_letter_and_its_day_counts(clerk: Client, real: Organ) -> None:
    signed = Evidence(signed_on=date(2022, 10, 18))
    web, post = arrive(real), arrive(real, "registered_mail", evidence=signed)
    clerk.post(at(real, post, "join"), {"into": str(web.pk)})
    told = f"并入了{post.number}（邮寄签收），2022-10-18收到。"
    for step in ("", "confirm"):
        assert told in " ".join(texts(page(clerk, at(real, web, step)), "//main"))
    assert web.number in " ".join(texts(page(clerk, at(real, post)), "//main"))
    said = {"number": "1", "applicant_kind": "natural_person", "confirmed_on": ""}
    assert clerk.post(at(real, web, "confirm"), said).status_code == 302
    assert FoiRequest.objects.get().received_on == date(2022, 10, 18)


def test_what_is_no_application_stays_with_its_reason(clerk: Client, real: Organ) -> None:
    row = arrive(real)
    said = {"state": "no_application", "reason": "属于投诉，请拨打12345"}
    assert clerk.post(at(real, row, "close"), said).status_code == 302
    assert "属于投诉" in " ".join(texts(page(clerk, at(real, row)), "//main"))
    assert clerk.get(at(real, row, "confirm"))["Location"] == at(real, row)


def test_what_an_applicant_sent_later_is_confirmed_as_the_step_that_it_is(clerk: Client, real: Organ) -> None:
    arrival = arrive(real)
    row = inbox.receive(
        arrival=arrival,
        number="1",
        applicant_kind="natural_person",
        evidence=Evidence(confirmed_on=date(2022, 10, 18)),
        actor="王敏",
    )
    arrival.refresh_from_db()
    message = inbox.send(about=arrival, kind="withdrawal", said=Said("不要了"))
    case = f"/desk/organs/{real.pk}/ledger/requests/{row.pk}/"
    assert texts(page(clerk, case), "//p[@class='note warning']") == [
        f"申请人提交了撤回申请，等着确认。 去确认{message.number}"
    ]
    for place in (at(real, message), at(real, message, "confirm")):
        assert page(clerk, place).xpath(f"//p/a[@href='{case}']/text()") == ["1"]
    assert any("关于1这件" in line for line in texts(page(clerk, at(real)), "//ol/li"))
    day = " ".join(texts(page(clerk, f"/desk/organs/{real.pk}/"), "//main"))
    assert "申请人提交的，等着核对" in day
    assert "等着确认收到" not in day
    future = clerk.post(at(real, message, "confirm"), {"on": "2022-10-21"})
    assert any("还没有发生的事先不登记" in line for line in why(future))
    assert clerk.post(at(real, message, "confirm"), {"on": "2022-10-19"}).status_code == 302
    row.refresh_from_db()
    assert (row.result, row.answered_on) == ("other_other", date(2022, 10, 19))


def test_what_changes_nothing_is_declined_with_a_reason_that_its_sender_can_read(
    clerk: Client, real: Organ
) -> None:
    message = inbox.send(about=arrive(real), kind="contact", said=Said(phone="13900139000"))
    clerk.post(at(real, message, "close"), {"reason": "号码是空号，请核对"})
    message.refresh_from_db()
    assert (message.state, message.reason) == ("declined", "号码是空号，请核对")


def test_full_names_and_files_are_seen_only_with_a_reason_and_each_look_is_logged(
    clerk: Client, real: Organ
) -> None:
    kept = attachments.keep("欧阳晓明.png", PNG)
    row = arrive(real, files=[kept])
    assert clerk.post(at(real, row, "who"), {"reason": ""}).status_code == 422
    shown = clerk.post(at(real, row, "who"), {"reason": "打电话确认收到"}).content.decode()
    assert all(known in shown for known in (NAME, ID_NUMBER, PHONE))
    address = f"{at(real, row)}files/{row.attachments.get().pk}/"
    answer = clerk.post(address, {"reason": "核对身份"})
    assert answer.content == PNG
    assert answer["Content-Disposition"].startswith("attachment;")
    assert list(Entry.objects.order_by("-number").values_list("action", "reason")[:2]) == [
        ("request.unmask.attachment", "核对身份"),
        ("request.unmask.arrival", "打电话确认收到"),
    ]
    attachments.path_of(kept.place).unlink()


@pytest.mark.slow
@pytest.mark.parametrize("role", ["leader", "auditor", "secrecy_reviewer"])
def test_whoever_may_not_see_who_asked_does_not(client: Client, real: Organ, role: str) -> None:
    row = arrive(real, said=Said(**{**_plain(SAID), "content": f"{NAME}家的补贴，电话{PHONE}"}))
    client.force_login(staff(real, role))
    for address in (at(real), at(real, row), f"/desk/organs/{real.pk}/"):
        shown = client.get(address).content.decode()
        assert not any(known in shown for known in (NAME, ID_NUMBER, PHONE)), address
    assert client.get(at(real, row, "who")).status_code == 403


def _plain(said: Said) -> dict[str, Any]:
    return {name: getattr(said, name) for name in Said.__dataclass_fields__}


@pytest.mark.parametrize("many", [1, 30])
def test_the_pages_cost_the_same_however_much_waits(clerk: Client, real: Organ, many: int) -> None:
    rows = [arrive(real, said=Said(f"第{number}件", id_number=str(number))) for number in range(many)]
    for address in (at(real), at(real, rows[0])):
        with CaptureQueriesContext(connection) as spent:
            assert clerk.get(address).status_code == 200
        assert len(spent) <= 14, [query["sql"][:150] for query in spent]


def test_a_file_with_a_secrecy_mark_is_refused_at_the_counter_too(clerk: Client, real: Organ) -> None:
    secret = SimpleUploadedFile("内部资料.png", PNG)
    answer = clerk.post(f"{at(real)}new/", {**PAPER, "attached": secret})
    assert any("请联系保密员" in line for line in why(answer))
    assert Arrival.objects.count() == 0
    assert Entry.objects.latest("number").action == "arrival.barred"


def test_a_phone_is_kept_sealed(clerk: Client, real: Organ) -> None:
    clerk.post(f"{at(real)}new/", {**PAPER, "phone": PHONE})
    row = Arrival.objects.get()
    assert PHONE not in repr(Arrival.objects.values().get())
    assert privacy.opened(row).phone == PHONE


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("contact", []), ("rating", []), ("withdrawal", ["日期"]), ("payment", ["日期", "财政票据号"])],
)
def test_only_what_is_a_step_asks_for_its_day_and_only_a_payment_for_its_receipt(
    clerk: Client, real: Organ, kind: str, asked: list[str]
) -> None:
    message = inbox.send(about=arrive(real), kind=kind, said=Said("见附件", phone="13900139000"))
    labels = texts(page(clerk, at(real, message, "confirm")), "//main//form//label")
    assert [label.removesuffix("（可不填）") for label in labels] == asked


def test_ratings_are_summed_by_year_and_grade_for_everybody_at_the_desk_and_say_nothing_of_whom(
    clerk: Client, real: Organ
) -> None:
    rated = arrive(real)
    for rating in (5, 5, 3, 1):  # the last was 很不满意 in a scale that had five
        inbox.send(about=rated, kind="rating", said=Said(NAME, rating=rating))
    tree = page(clerk, f"/desk/organs/{real.pk}/ratings/")
    assert texts(tree, "//h1") == ["答复的评议"]
    assert texts(tree, "//thead//th") == ["年度", "优秀", "满意", "基本满意", "不满意", "合计"]
    assert texts(tree, "//tbody//tr/*") == ["2022", "2", "0", "1", "1", "4"]
    assert NAME not in "".join(texts(tree, "//*"))
    exported = clerk.get(f"/desk/organs/{real.pk}/ratings/", {"export": "csv"}).content.decode()
    assert exported.splitlines()[1] == "2022,2,0,1,1,4"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("asked", "sent", "ends", "kind"),
    [
        (
            EventEntry(EventKind.FEE_NOTICED, date(2022, 9, 5), {"amount": "380"}),
            "payment",
            "fee",
            "缴费凭证",
        ),
        (
            EventEntry(EventKind.CORRECTION_REQUESTED, date(2022, 9, 5), {"due": "2022-09-20"}),
            "correction",
            "correction",
            "补正",
        ),
    ],
)
def test_nothing_is_abandoned_while_what_was_asked_for_waits_in_the_inbox(
    clerk: Client, real: Organ, head_noted: None, asked: EventEntry, sent: str, ends: str, kind: str
) -> None:
    at_the_counter = datetime(2022, 9, 1, 9, tzinfo=BEIJING)
    about = inbox.arrive(organ=real, channel="in_person", said=SAID, at=at_the_counter, actor="王敏").arrival
    row = inbox.receive(
        arrival=about, applicant_kind="natural_person", evidence=inbox.NO_EVIDENCE, actor="王敏"
    )
    actions.add_event(foi_request=row, event=asked, actor="王敏")
    case = f"/desk/organs/{real.pk}/ledger/requests/{row.pk}/"
    step = f"{case}steps/abandon_{ends}/"
    assert page(clerk, case).xpath(f"//ul[@class='ways']//a[@href='{step}']")
    about.refresh_from_db()
    message = inbox.send(about=about, kind=sent, said=Said("见附件"))
    assert not page(clerk, case).xpath(f"//ul[@class='ways']//a[@href='{step}']")
    shown = page(clerk, step)
    assert any(kind in line for line in texts(shown, "//p[@class='note warning']"))
    assert shown.xpath(f"//p[@class='note warning']/a[@href='{at(real, message)}']")
    assert not shown.xpath("//main//form[@class='form']")
    said = {"on": "2022-10-19", "seen": actions.last_of(row.events.all()), "says-overdue_fact": "逾期"}
    refused = clerk.post(step, {**said, "says-consent": "李主任"})
    assert refused.status_code == 422
    assert f"申请人提交的{kind}（{message.number}）还没有办" in refused.content.decode()
    inbox.close(arrival=message, state="declined", reason="票据是别的事的", actor="王敏")
    assert clerk.post(step, {**said, "says-consent": "李主任"}).status_code == 302


@pytest.mark.slow
def test_what_was_paid_in_time_and_found_after_it_was_abandoned_is_to_be_taken_up_again(
    clerk: Client, real: Organ, head_noted: None
) -> None:
    at_the_counter = datetime(2022, 9, 1, 9, tzinfo=BEIJING)
    about = inbox.arrive(organ=real, channel="in_person", said=SAID, at=at_the_counter, actor="王敏").arrival
    row = inbox.receive(
        arrival=about, applicant_kind="natural_person", evidence=inbox.NO_EVIDENCE, actor="王敏"
    )
    for event in (
        EventEntry(EventKind.FEE_NOTICED, date(2022, 9, 5), {"amount": "380", "delivered_on": "2022-09-05"}),
        EventEntry(EventKind.ANSWERED, date(2022, 10, 18), {"row": "other_no_payment"}),
    ):
        actions.add_event(foi_request=row, event=event, actor="王敏")
    about.refresh_from_db()
    message = inbox.send(about=about, kind="payment", said=Said("见附件"))
    paid = {"on": "2022-09-20", "note": "豫财00123"}
    answer = clerk.post(f"{at(real, message)}confirm/", paid)
    assert answer.status_code == 302, why(answer)
    case = f"/desk/organs/{real.pk}/ledger/requests/{row.pk}/"
    shown = page(clerk, case)
    (head,) = texts(shown, "//section[contains(@class, 'clock-head')]//h2")
    assert head == "“不再处理”没有了前提：请撤回登记，继续办理，10月21日（周五）前答复"
    (undo, *_others) = shown.xpath("//ul[@class='ways']/li")
    (link,) = undo.xpath("a/@href")
    assert clerk.post(link, {"reason": "申请人在期限内缴了费"}).status_code == 302
    (head,) = texts(page(clerk, case), "//section[contains(@class, 'clock-head')]//h2")
    assert "10月21日（周五）前答复" in head
    assert "不再处理" not in head

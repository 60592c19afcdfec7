"""With number and code an applicant follows the application; nobody else learns that it exists."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.portal.tests.applying import EMAIL, ID_NUMBER, NAME, PHONE, file, open_on_line, why
from gongkai.faces.portal.track import page as track_page
from gongkai.faces.public import limits
from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import real_organ
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.actions import set_option
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions, inbox, privacy, ratings
from gongkai.ledger.requests.dossier.erasing import erase
from gongkai.ledger.requests.entries import EventEntry
from gongkai.ledger.requests.inbox import Confirmation, Evidence
from gongkai.ledger.requests.models import Arrival, Attachment, EventKind, FoiRequest, Grade

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db: None) -> Organ:
    return open_on_line(real_organ())


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    cache.clear()
    with time_machine.travel("2022-10-18T10:00:00+08:00"):
        yield


def received(*events: EventEntry) -> FoiRequest:
    row = inbox.receive(
        arrival=Arrival.objects.get(kind="application"),
        number="〔2022〕1号",
        applicant_kind="natural_person",
        evidence=Evidence(confirmed_on=date(2022, 10, 18), how="电话"),
        actor="王敏",
    )
    for event in events:
        actions.add_event(foi_request=row, event=event, actor="王敏")
    return row


def track(client: Client, number: str, code: str) -> Any:
    return client.post("/track/", {"number": number, "code": code})


def shown(client: Client) -> str:
    return " ".join(texts(page(client, "/track/case/"), "//main"))


ASKED = EventEntry(
    EventKind.CORRECTION_REQUESTED, date(2022, 10, 18), {"points": "请写明年份", "due": "2022-11-08"}
)


def test_before_both_sides_have_confirmed_no_clock_runs_and_the_law_says_why(
    client: Client, town: Organ
) -> None:
    number, code = file(client, town)
    other = Client()
    answer = track(other, number, code)
    assert (answer.status_code, answer["Location"]) == (302, "/track/case/")
    words = shown(other)
    assert "期限还没有起算" in words
    assert "以双方确认之日为收到申请之日" in words


def test_after_receipt_the_last_day_is_there_with_its_reasons(client: Client, town: Organ) -> None:
    track(client, *file(client, town))
    received()
    words = shown(client)
    assert "还剩20个工作日，11月15日" in words
    assert "收到您的申请，答复期限从次日起算" in words


def test_a_letter_that_was_signed_for_was_confirmed_by_nobody(client: Client, town: Organ) -> None:
    track(client, *file(client, town))
    row = received()
    event = row.events.get()
    event.data = {**event.data, "channel": "registered_mail"}
    event.save()
    assert "以行政机关签收之日为收到申请之日" in shown(client)
    assert "双方" not in shown(client)


def test_neither_number_nor_code_nor_anything_personal_stands_in_an_address_or_a_title(
    client: Client, town: Organ
) -> None:
    number, code = file(client, town)
    track(client, number, code)
    tree = page(client, "/track/case/")
    titles = tree.findtext(".//title")
    links = " ".join(tree.xpath("//@href | //@action"))
    for known in (number, code, NAME, ID_NUMBER, PHONE, EMAIL, "小麦"):
        assert known not in titles + links


@pytest.mark.slow
def test_a_wrong_code_anothers_number_and_no_number_are_answered_alike(client: Client, town: Organ) -> None:
    first, second = file(client, town), file(client, town)
    answers = [
        track(Client(), number, code)
        for number, code in (
            (first[0], "2222-2222-2222"),
            (first[0], second[1]),
            (second[0], first[1]),
            ("20221018-2222", first[1]),
            ("x" * 40, "🎋" * 12),
        )
    ]
    assert {answer.status_code for answer in answers} == {422}
    said = {
        answer.content.decode().partition("error-summary")[2].partition("</div>")[0] for answer in answers
    }
    assert len(said) == 1


def test_whoever_follows_what_was_destroyed_reads_the_same_as_a_guesser_with_the_way_on(
    client: Client, town: Organ
) -> None:
    number, code = file(client, town)
    row = received()
    with transaction.atomic():
        erase(foi_request=row, on=date(2033, 1, 4), actor="李建国", reason="销毁")
    (said,) = why(track(Client(), number, code))
    assert [said] == why(track(Client(), "20221018-2222", "2222-2222-2222"))
    assert "保管期满的申请已经销毁，在这里查不到" in said


def test_a_wrong_pair_costs_what_another_wrong_pair_costs(client: Client, town: Organ) -> None:
    number, _code = file(client, town)
    spent = []
    for pair in ((number, "2222-2222-2222"), ("20221018-2222", "2222-2222-2222")):
        with CaptureQueriesContext(connection) as queries:
            track(Client(), *pair)
        spent.append(len(queries))
    assert spent[0] == spent[1]


@pytest.mark.slow
def test_whoever_guesses_is_told_to_wait_even_with_the_right_code(client: Client, town: Organ) -> None:
    number, code = file(client, town)
    for _ in range(limits.GUESSING.most):
        assert track(client, number, "2222-2222-2222").status_code == 422
    slow = track(client, number, code)
    assert (slow.status_code, slow["Retry-After"]) == (429, "900")
    assert client.post("/track/", {"number": number, "code": code}, REMOTE_ADDR="10.1.2.3").status_code == 302


def test_without_number_and_code_no_page_of_a_case_opens(client: Client, town: Organ) -> None:
    file(client, town)
    for address in ("/track/case/", "/track/case/send/withdrawal/"):
        assert Client().get(address)["Location"] == "/track/"


def test_a_case_is_open_for_half_an_hour_and_until_its_reader_leaves(client: Client, town: Organ) -> None:
    pair = file(client, town)
    track(client, *pair)
    with time_machine.travel("2022-10-18T10:31:00+08:00"):
        assert client.get("/track/case/").status_code == 302
    track(client, *pair)
    client.post("/track/leave/")
    assert client.get("/track/case/").status_code == 302


def offered(client: Client) -> list[str]:
    return texts(page(client, "/track/case/"), "//ul[@class='ways']//a")


@pytest.mark.slow
def test_only_what_can_be_done_now_is_offered(client: Client, town: Organ) -> None:
    track(client, *file(client, town))
    assert offered(client) == ["更正联系方式", "撤回申请"]
    row = received(ASKED)
    assert offered(client) == ["网上补正", "更正联系方式", "建议向所有人公开", "撤回申请"]
    answered = EventEntry(
        EventKind.ANSWERED, date(2022, 10, 18), {"row": "granted", "kind": "granted_provided"}
    )
    actions.add_event(foi_request=row, event=answered, actor="王敏")
    assert offered(client) == ["建议向所有人公开"]  # nobody rates what they have not been given
    assert "待送达" in shown(client)
    assert "按期办结" not in shown(client)
    served = EventEntry(EventKind.SERVED, date(2022, 10, 18), {"way": "direct"})
    actions.add_event(foi_request=row, event=served, actor="王敏")
    assert offered(client) == ["建议向所有人公开", "评价这次答复"]
    assert "按期办结" in shown(client)
    late = client.get("/track/case/send/payment/")
    assert late.status_code == 404
    (told,) = texts(parsed(late.content), "//*[@role='alert']")
    assert "这件现在是“已送达”，网上不收这一项了" in told
    assert client.get("/track/case/send/nonsense/").status_code == 404


def test_whatever_the_ledger_knows_how_to_confirm_can_be_sent() -> None:
    later = set(Arrival.Kind) - {Arrival.Kind.APPLICATION, Arrival.Kind.RECTIFICATION}
    assert {message.kind for message in track_page.MESSAGES} == later


def test_what_was_handed_in_is_listed_with_what_it_waits_for(client: Client, town: Organ) -> None:
    number, code = file(
        client, town, attached=SimpleUploadedFile("身份证.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99)
    )
    assert "身份证.png" in " ".join(texts(page(client, f"/apply/{town.pk}/receipt/"), "//dd"))
    Attachment.objects.update(quarantine=Attachment.Quarantine.WAITING)
    track(client, number, code)
    words = shown(client)
    assert "身份证.png" in words
    assert "等病毒扫描，扫过以后工作人员才能打开" in words


@pytest.mark.slow
def test_a_correction_on_line_waits_for_the_organ_and_is_not_sent_twice(client: Client, town: Organ) -> None:
    track(client, *file(client, town))
    received(ASKED)
    words = shown(client)
    assert "请写明年份 请在11月8日（周二）前补正。" in words
    assert client.post("/track/case/send/correction/", {"content": ""}).status_code == 422
    client.post("/track/case/send/correction/", {"content": "要2022年的"})
    (message,) = Arrival.objects.filter(kind="correction")
    assert (message.state, privacy.opened(message).content) == ("waiting", "要2022年的")
    assert "您提交了：补正" in shown(client)
    assert "网上补正" not in offered(client)
    again = client.post("/track/case/send/correction/", {"content": "要2022年的"})  # from another tab
    assert again["Location"] == "/track/case/"
    told = texts(page(client, "/track/case/"), "//body")
    assert "您2022-10-18提交的补正已经收到" in " ".join(told)
    other = client.post("/track/case/send/correction/", {"content": "还要2021年的"})
    assert (other.status_code, texts(parsed(other.content), "//textarea")) == (409, ["还要2021年的"])
    assert "已经收到过一份" in " ".join(texts(parsed(other.content), "//*[@role='alert']"))
    assert Arrival.objects.filter(kind="correction").count() == 1


@pytest.mark.slow
def test_reasons_that_were_asked_for_are_given_on_line_and_become_the_step_once_confirmed(
    client: Client, town: Organ
) -> None:
    track(client, *file(client, town))
    said = {"frequency": "一个月30件", "due": "2022-11-08"}
    row = received(EventEntry(EventKind.REASON_REQUESTED, date(2022, 10, 18), said))
    assert offered(client)[0] == "说明理由"
    assert "一个月30件 请在11月8日（周二）前说明。" in shown(client)
    client.post("/track/case/send/reason/", {"content": "写村志用"})
    assert "说明理由" not in offered(client)
    message = Arrival.objects.get(kind="reason")
    today = date(2022, 10, 18)
    inbox.accept(message=message, confirmed=Confirmation(today, "王敏", today, OFFICIAL))
    assert row.events.latest("pk").data == {"reasons_heard": "写村志用"}
    assert "收到您说明的理由" in shown(client)


@pytest.mark.slow
def test_a_new_telephone_and_a_rating_reach_the_inbox(client: Client, town: Organ) -> None:
    track(client, *file(client, town))
    client.post("/track/case/send/contact/", {"phone": "13900139000"})
    received(
        EventEntry(EventKind.ANSWERED, date(2022, 10, 18), {"row": "granted", "kind": "granted_provided"}),
        EventEntry(EventKind.SERVED, date(2022, 10, 18), {"way": "direct"}),
    )
    client.post("/track/case/send/rating/", {"rating": "2", "content": "太慢"})
    contact, rating = Arrival.objects.exclude(kind="application").order_by("pk")
    assert privacy.opened(contact).phone == "13900139000"
    assert privacy.opened(rating).rating == 2
    inbox.close(arrival=rating, state="declined", reason="不属实", actor="王敏")
    assert "评价这次答复" not in offered(client)  # an answer is rated once, whatever the organ thinks of it
    (year,) = ratings.by_year(Scope.of(town))
    assert (year.year, year.counts) == (2022, {Grade.POOR: 1})


def test_an_answer_says_before_whom_and_until_when_it_can_be_contested(client: Client, town: Organ) -> None:
    track(client, *file(client, town))
    received(
        EventEntry(EventKind.ANSWERED, date(2022, 10, 18), {"row": "granted", "kind": "granted_provided"}),
        EventEntry(EventKind.SERVED, date(2022, 10, 18), {"way": "electronic"}),
    )
    words = shown(client)
    assert "申请行政复议" in words
    assert "复议到2022-12-19" in words  # the sixtieth day is a Saturday
    assert "起诉到2023-04-18" in words


def test_the_bodies_are_those_of_the_organs_letters(client: Client, town: Organ) -> None:
    for code, name in (("review_organ", "滑县人民政府"), ("court", "安阳铁路运输法院")):
        set_option(organ=town, code=code, value=name, actor="周凯")
    track(client, *file(client, town))
    received(
        EventEntry(EventKind.ANSWERED, date(2022, 10, 18), {"row": "granted", "kind": "granted_provided"})
    )
    words = shown(client)
    assert "向滑县人民政府申请行政复议" in words
    assert "向安阳铁路运输法院提起行政诉讼" in words


def test_whoever_has_no_answer_in_time_is_told_of_complaint_and_review(client: Client, town: Organ) -> None:
    pair = file(client, town)
    received()
    track(client, *pair)
    assert "过了期限没有答复怎么办" not in shown(client)
    with time_machine.travel("2022-11-16T10:00:00+08:00"):
        track(client, *pair)
        words = shown(client)
    assert "向上一级行政机关或者政府信息公开工作主管部门投诉、举报" in words
    assert "能否直接提起行政诉讼各地掌握不一" in words


def test_whom_the_organ_consults_is_no_affair_of_this_page(client: Client, town: Organ) -> None:
    track(client, *file(client, town))
    sent = EventEntry(
        EventKind.CONSULTATION_SENT,
        date(2022, 10, 18),
        {"party": "third_party", "information": "李四的补贴", "consent": "张主任"},
        "1",
    )
    received(sent)
    words = shown(client)
    assert "正在征求意见" in words
    assert "李四" not in words
    assert "张主任" not in words


def test_the_page_costs_few_queries_however_much_happened(client: Client, town: Organ) -> None:
    track(client, *file(client, town))
    row = received(ASKED)
    for day in range(1, 9):
        note = EventEntry(EventKind.REASON_REQUESTED, date(2022, 10, 18), {"frequency": str(day)})
        actions.add_event(foi_request=row, event=note, actor="王敏")
    with CaptureQueriesContext(connection) as spent:
        assert client.get("/track/case/").status_code == 200
    assert len(spent) <= 12


@pytest.mark.parametrize(
    ("today", "words"),
    [("2022-10-18", "等您缴费，到11月15日"), ("2022-11-21", "您的缴费期限到11月15日，已经过了")],
)
def test_whoever_is_to_pay_is_spoken_to_and_told_when_the_last_day_has_passed(
    client: Client, town: Organ, today: str, words: str
) -> None:
    number, code = file(client, town)
    fee = {"amount": 720.0, "delivered_on": "2022-10-18", "fee": "按量计收"}
    received(EventEntry(EventKind.FEE_NOTICED, date(2022, 10, 18), fee))
    with time_machine.travel(f"{today}T10:00:00+08:00"):
        track(client, number, code)
        told = page(client, "/track/case/")
    assert texts(told, "//h1") == ["等您缴费"]
    assert texts(told, "//section[contains(@class, 'clock-head')]//h2") == [words]
    assert "720.00元" in " ".join(texts(told, "//ol"))

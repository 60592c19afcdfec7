"""What arrives: it counts nowhere before its receipt is certain, and then exactly once."""

from dataclasses import replace
from datetime import date, datetime
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.actions import create
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions, inbox, privacy, queries
from gongkai.ledger.requests.entries import EventEntry, Said
from gongkai.ledger.requests.inbox import Confirmation, Evidence
from gongkai.ledger.requests.models import Arrival, EventKind, FoiRequest, RequestEvent
from gongkai.ledger.requests.steps import Refused
from gongkai.lib.today import BEIJING

pytestmark = pytest.mark.django_db
ID_NUMBER, PHONE = "11010519491231002X", "13800138000"
SAID = Said(
    content="2022年小麦良种补贴发放名单",
    applicant_kind="natural_person",
    applicant_name="欧阳晓明",
    id_number=ID_NUMBER,
    phone=PHONE,
    form="电子文件",
    route="电子邮件",
)
CONFIRMED = Evidence(confirmed_on=date(2022, 10, 19), how="电话")


@pytest.fixture
def town(head_noted: None) -> Organ:
    return create(name="四间房镇人民政府", actor="测试")


def arrive(
    town: Organ,
    channel: str = "internet",
    said: Said = SAID,
    on: int = 18,
    evidence: Evidence = inbox.NO_EVIDENCE,
) -> inbox.Filed:
    at = datetime(2022, 10, on, 23, 30, tzinfo=BEIJING)
    return inbox.arrive(
        organ=town, channel=channel, said=said, at=at, actor=inbox.APPLICANT, evidence=evidence
    )


def receive(arrival: Arrival, number: str = "〔2022〕1号", evidence: Evidence = CONFIRMED) -> FoiRequest:
    return inbox.receive(
        arrival=arrival, number=number, applicant_kind="natural_person", evidence=evidence, actor="王敏"
    )


def counted(town: Organ) -> int:
    return sum(group.count for group in queries.groups(Scope.of(town), 2022))


def test_what_has_arrived_counts_nowhere_before_both_sides_have_confirmed(town: Organ) -> None:
    filed = arrive(town)
    assert (counted(town), queries.years(Scope.of(town))) == (0, set())
    with pytest.raises(Refused, match=r"缺少与申请人确认的日期"):
        receive(filed.arrival, evidence=inbox.NO_EVIDENCE)
    assert counted(town) == 0
    row = receive(filed.arrival)
    assert (counted(town), row.received_on, row.applicant_name) == (1, date(2022, 10, 19), "欧阳晓明")
    assert privacy.keys().open(row.id_number_sealed) == ID_NUMBER
    assert queries.standing(row)[0].data == {
        "channel": "internet",
        "applicant_kind": "natural_person",
        "arrived_on": "2022-10-18",
        "confirmed_on": "2022-10-19",
        "confirmed_how": "电话",
    }


def test_how_receipt_was_confirmed_is_sealed_and_masked_in_the_event(town: Organ) -> None:
    how = "打13800138000，欧阳晓明说收到了"
    row = receive(arrive(town).arrival, evidence=Evidence(confirmed_on=date(2022, 10, 19), how=how))
    assert privacy.opened(row.arrivals.get()).confirmed_how == how
    kept = repr([*Arrival.objects.values(), *RequestEvent.objects.values()])
    assert not {told for told in (PHONE, "欧阳晓明") if told in kept}
    assert queries.standing(row)[0].data["confirmed_how"] == "打138****8000，欧阳某某说收到了"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_stood_in_clear_before_is_sealed_and_the_log_still_holds(town: Organ) -> None:
    row = receive(arrive(town).arrival)
    said = f"打{PHONE}，欧阳晓明说收到了"
    last = MigrationExecutor(connection).loader.graph.leaf_nodes("requests")
    old = ("requests", "0016_rectifications_by_two_people")
    MigrationExecutor(connection).migrate([old])
    apps = MigrationExecutor(connection).loader.project_state([old]).apps
    seal = import_module("gongkai.ledger.requests.migrations.0017_seal_how_receipt_was_confirmed")
    with transaction.atomic():
        before = apps.get_model("requests", "FoiRequest").objects.get(pk=row.pk)
        (arrival,), (event,) = before.arrivals.all(), before.events.all()
        was, stood = seal._state(arrival), actions.state(before, before.events.all())
        arrival.confirmed_how, event.data["confirmed_how"] = said, said
        arrival.save()
        event.save()
        seal._log(arrival, was, seal._state(arrival))
        seal._log(before, stood, actions.state(before, before.events.all()))
    MigrationExecutor(connection).migrate(last)
    assert privacy.opened(row.arrivals.get()).confirmed_how == said
    assert queries.standing(row)[0].data["confirmed_how"] == "打138****8000，欧阳某某说收到了"
    assert proof.verify() is None


@pytest.mark.parametrize(
    ("channel", "evidence", "day"),
    [
        ("in_person", Evidence(), 18),
        ("oral", Evidence(), 18),
        ("registered_mail", Evidence(signed_on=date(2022, 10, 18)), 18),
        ("plain_letter", CONFIRMED, 19),
        ("fax", CONFIRMED, 19),
    ],
)
def test_each_channel_has_the_receipt_date_of_its_own_evidence(
    town: Organ, channel: str, evidence: Evidence, day: int
) -> None:
    assert receive(arrive(town, channel).arrival, evidence=evidence).received_on == date(2022, 10, day)


def test_evidence_before_the_arrival_is_refused(town: Organ) -> None:
    with pytest.raises(Refused, match="早于到达日期"):
        receive(arrive(town, on=20).arrival)


def test_an_arrival_is_received_once(town: Organ) -> None:
    arrival = arrive(town).arrival
    receive(arrival)
    with pytest.raises(Refused, match="刚才已经办过"):
        receive(arrival, number="〔2022〕2号")
    assert FoiRequest.objects.count() == 1


def test_a_number_that_the_ledger_has_is_refused_and_the_arrival_waits_on(town: Organ) -> None:
    receive(arrive(town).arrival)
    second = arrive(town).arrival
    with pytest.raises(Refused, match="已经有〔2022〕1号"):
        receive(second)
    second.refresh_from_db()
    assert second.state == "waiting"
    assert queries.next_number(Scope.of(town), 2022) == "〔2022〕2号"


@pytest.mark.parametrize(
    ("used", "number"),
    [
        ("〔2022〕12号", "〔2023〕1号"),
        ("2022-0907", "2023-0001"),
        ("36号", "〔2023〕1号"),
    ],
)
def test_a_new_year_begins_with_one_as_the_organ_writes_its_numbers(
    town: Organ, used: str, number: str
) -> None:
    receive(arrive(town).arrival, used)
    assert queries.next_number(Scope.of(town), 2023) == number


def test_what_came_in_the_old_year_is_numbered_in_the_year_of_its_receipt(town: Organ) -> None:
    receive(arrive(town).arrival, "2022-0907")
    late = Evidence(confirmed_on=date(2023, 1, 3), how="电话")
    assert receive(arrive(town).arrival, "", late).number == "2023-0001"


def test_nothing_of_whoever_asks_can_be_read_in_the_table_or_the_log(town: Organ) -> None:
    arrival = arrive(town).arrival
    stored = repr(list(Arrival.objects.values())) + repr(list(Entry.objects.values()))
    for known in ("欧阳晓明", ID_NUMBER, PHONE, "小麦"):
        assert known not in stored
    assert privacy.opened(arrival) == SAID


def test_number_and_code_find_it_and_no_other_pair_does(town: Organ) -> None:
    first, second = arrive(town), arrive(town)
    assert queries.tracked(first.arrival.number, first.code.lower()) == first.arrival
    assert queries.tracked(first.arrival.number, f"{first.code[:4]}-{first.code[4:]}") == first.arrival
    for number, code in (
        (first.arrival.number, second.code),
        (second.arrival.number, first.code),
        (first.arrival.number, ""),
        ("20221018-0000", first.code),
    ):
        assert queries.tracked(number, code) is None


def test_a_letter_with_several_matters_becomes_several_applications_under_one_code(town: Organ) -> None:
    filed = arrive(town)
    parts = inbox.split(
        arrival=filed.arrival, matters=["预算", "决算"], actor="王敏", reason="10月19日电话同意"
    )
    assert [privacy.opened(part).content for part in parts] == ["预算", "决算"]
    assert [row.pk for row in queries.of_code(filed.arrival)] == [part.pk for part in parts]
    rows = [receive(part, f"〔2022〕{number}号") for number, part in enumerate(parts, 1)]
    assert [row.content for row in rows] == ["预算", "决算"]
    assert [part.foi_request_id for part in Arrival.objects.order_by("pk")] == [row.pk for row in rows]


def test_the_same_application_by_web_and_by_post_is_one(town: Organ) -> None:
    web, post = arrive(town).arrival, arrive(town, "registered_mail", on=20).arrival
    inbox.join(arrival=post, into=web, actor="王敏")
    row = receive(web)
    post.refresh_from_db()
    assert (post.state, post.foi_request, counted(town)) == ("joined", row, 1)
    with pytest.raises(Refused):
        inbox.join(arrival=arrive(town).arrival, into=post, actor="王敏")


def test_of_two_that_are_one_the_earlier_receipt_counts(town: Organ) -> None:
    signed = Evidence(signed_on=date(2022, 10, 17))
    post = arrive(town, "registered_mail", on=17, evidence=signed).arrival
    fax, web = arrive(town, "fax").arrival, arrive(town).arrival
    inbox.join(arrival=post, into=fax, actor="王敏")
    inbox.join(arrival=fax, into=web, actor="王敏")  # with what was joined to it before
    row = receive(web)
    assert queries.standing(row)[0].data["channel"] == "registered_mail"
    assert (row.received_on, counted(town)) == (date(2022, 10, 17), 1)


def test_what_is_certain_by_the_letter_needs_no_confirmation_of_the_form(town: Organ) -> None:
    signed = Evidence(signed_on=date(2022, 10, 17))
    post, web = arrive(town, "registered_mail", on=17, evidence=signed).arrival, arrive(town).arrival
    inbox.join(arrival=post, into=web, actor="王敏")
    assert receive(web, evidence=inbox.NO_EVIDENCE).received_on == date(2022, 10, 17)


def test_an_earlier_letter_moves_the_receipt_of_what_was_received_meanwhile(town: Organ) -> None:
    signed = Evidence(signed_on=date(2022, 10, 17))
    post, web = arrive(town, "registered_mail", on=17, evidence=signed).arrival, arrive(town).arrival
    row = receive(web)
    inbox.join(arrival=post, into=web, actor="王敏")
    row.refresh_from_db()
    assert row.received_on == date(2022, 10, 17)
    assert queries.standing(row)[0].reason == f"并入{post.number}"


def confirm(message: Arrival, on: date) -> Arrival:
    confirmed = Confirmation(on=on, actor="王敏", today=on, calendar=OFFICIAL)
    return inbox.accept(message=message, confirmed=confirmed)


def test_a_correction_sent_on_line_restarts_the_clock_only_once_it_is_confirmed(town: Organ) -> None:
    arrival = arrive(town).arrival
    row = receive(arrival)
    asked = EventEntry(
        EventKind.CORRECTION_REQUESTED, date(2022, 10, 20), {"points": "年份", "due": "2022-11-10"}
    )
    actions.add_event(foi_request=row, event=asked, actor="王敏")
    arrival.refresh_from_db()
    message = inbox.send(about=arrival, kind="correction", said=Said("要2022年的"))
    assert [event.kind for event in queries.standing(row)] == ["received", "correction_requested"]
    confirm(message, date(2022, 10, 24))
    row.refresh_from_db()
    assert queries.standing(row)[-1].kind == EventKind.CORRECTED


def test_a_step_that_the_law_does_not_allow_leaves_what_was_sent_waiting(town: Organ) -> None:
    arrival = arrive(town).arrival
    receive(arrival)
    arrival.refresh_from_db()
    message = inbox.send(about=arrival, kind="correction", said=Said("补充"))
    with pytest.raises(Refused):
        confirm(message, date(2022, 10, 24))
    message.refresh_from_db()
    assert message.state == "waiting"


def test_what_is_taken_back_before_receipt_never_enters_the_ledger(town: Organ) -> None:
    arrival = arrive(town).arrival
    confirm(inbox.send(about=arrival, kind="withdrawal", said=Said("不要了")), date(2022, 10, 19))
    arrival.refresh_from_db()
    assert (arrival.state, counted(town)) == ("withdrawn", 0)


def test_a_new_telephone_reaches_the_ledger_sealed_and_the_mailbox_stays(town: Organ) -> None:
    arrival = arrive(town, said=replace(SAID, email="ou@example.com", address="文明路5号")).arrival
    confirm(inbox.send(about=arrival, kind="contact", said=Said(address="文明路6号")), date(2022, 10, 18))
    arrival.refresh_from_db()
    row = receive(arrival)
    arrival.refresh_from_db()
    for phone in ("13900139000", "13900139001"):
        confirm(inbox.send(about=arrival, kind="contact", said=Said(phone=phone)), date(2022, 10, 20))
    row.refresh_from_db()
    assert privacy.keys().open(row.contact_sealed) == "13900139001;ou@example.com;文明路6号"


def test_one_telephone_makes_nobody_the_same_applicant(town: Organ) -> None:
    row = receive(arrive(town).arrival)
    other = arrive(town, said=replace(SAID, applicant_name="尉迟甲", id_number="110101199003077758")).arrival
    nameless = arrive(town, said=replace(SAID, id_number="")).arrival
    family = arrive(town, said=replace(SAID, applicant_name="尉迟甲", id_number="")).arrival
    assert [list(queries.of_applicant(one)) for one in (other, nameless, family)] == [[], [row], []]
    assert [list(queries.perhaps_of_applicant(one)) for one in (other, nameless)] == [[row], []]
    assert queries.of_month(other, date(2022, 10, 18)) == 0


def test_each_of_several_that_wait_has_its_own_place_in_the_month(town: Organ) -> None:
    before = arrive(town).arrival
    Arrival.objects.filter(pk=before.pk).update(arrived_at=datetime(2022, 9, 30, 9, tzinfo=BEIJING))
    rows = [arrive(town).arrival for _each in range(3)]
    assert [queries.of_month(row, date(2022, 10, 18)) for row in rows] == [0, 1, 2]


def test_the_same_applicant_and_the_same_matter_are_found(town: Organ) -> None:
    row = receive(arrive(town).arrival)
    again = arrive(town, said=Said("小麦良种补贴的发放名单", id_number=ID_NUMBER)).arrival
    assert list(queries.of_applicant(again)) == [row]
    scope = Scope.of(town)
    assert queries.alike(scope, "我想知道小麦良种补贴发给了谁") == [row]
    assert queries.alike(scope, "村道路硬化招标文件") == []


@pytest.mark.usefixtures("town")
def test_the_inbox_is_held_against_the_log_and_outlives_a_change_of_keys(town: Organ) -> None:
    arrival = arrive(town).arrival
    inbox.split(arrival=arrival, matters=["预算", "决算"], actor="王敏", reason="同意")
    privacy.keys().add_key()
    actions.reseal(actor="王敏")
    privacy.keys().drop_old_keys()
    arrival.refresh_from_db()
    assert privacy.opened(arrival).content == "预算"
    assert proof.verify() is None
    Arrival.objects.filter(pk=arrival.pk).update(channel="in_person")
    broken = proof.verify()
    assert broken is not None
    assert f"收件{arrival.number}" in broken.message


def test_whatever_an_applicant_can_send_later_can_be_confirmed() -> None:
    later = set(Arrival.Kind) - {Arrival.Kind.APPLICATION, Arrival.Kind.RECTIFICATION}
    assert set(inbox._ACCEPT) == later


def test_one_organ_sees_nothing_of_another(town: Organ) -> None:
    other = create(name="留固镇人民政府", actor="测试")
    arrive(town)
    assert list(queries.waiting(Scope.of(other))) == []


def test_a_sixth_file_is_refused_in_words_and_none_is_dropped_unseen(town: Organ) -> None:
    with pytest.raises(Refused, match="最多5个"):
        inbox.keep_files(organ=town, actor="王敏", files=[(f"{n}.txt", b"x") for n in range(6)])

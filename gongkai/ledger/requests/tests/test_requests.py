"""Applications: events that stay, projections that follow, identities that are sealed."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.law.annual_report.tally import RequestGroup
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.base import Scope
from gongkai.ledger.organs.actions import create
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import actions, facts, privacy, queries
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind, FoiRequest, RequestEvent
from gongkai.ledger.requests.steps import STEP, Refused
from gongkai.lib.today import now

pytestmark = pytest.mark.django_db
ID_NUMBER = "11010519491231002X"


@pytest.fixture
def town() -> Organ:
    return create(name="四间房镇人民政府", actor="测试")


def received(on: str, kind: str = "natural_person", **data: Any) -> EventEntry:
    return EventEntry(EventKind.RECEIVED, date.fromisoformat(on), {"applicant_kind": kind, **data})


def answered(on: str, row: str = "granted") -> EventEntry:
    return EventEntry(EventKind.ANSWERED, date.fromisoformat(on), {"row": row})


def register(town: Organ, number: str, *events: EventEntry, **details: Any) -> FoiRequest:
    entry = RequestEntry(
        number, events, **{"applicant_name": "张三", "content": "道路硬化招标公告", **details}
    )
    return actions.receive(organ=town, entries=[entry], actor="王敏")[0]


def test_columns_follow_the_events(town: Organ) -> None:
    row = register(town, "1", received("2022-12-20"), answered("2023-01-10", "partial"))
    assert (row.received_year, row.answered_year, row.result) == (2022, 2023, "partial")


def test_a_correction_keeps_the_mistaken_event_and_says_why(town: Organ) -> None:
    row = register(town, "1", received("2022-03-01"), answered("2022-03-20"))
    corrected = RequestEntry("1", (received("2022-03-01"), answered("2022-03-25", "partial")))
    assert actions.amend(organ=town, pairs=[(row, corrected)], actor="王敏", reason="导入") == [row]
    row.refresh_from_db()
    assert (row.answered_on, row.result) == (date(2022, 3, 25), "partial")
    answers = RequestEvent.objects.filter(foi_request=row, kind="answered").order_by("id")
    assert [(event.on.day, event.reason) for event in answers] == [(20, ""), (25, "导入")]
    assert answers[1].replaces == answers[0]


def test_saying_the_same_again_changes_nothing(town: Organ) -> None:
    entry = RequestEntry(
        "1",
        (received("2022-03-01", channel="counter"), answered("2022-03-20")),
        applicant_name="张三",
        content="预算",
        id_number=ID_NUMBER,
        contact="13812345678",
    )
    (row,) = actions.receive(organ=town, entries=[entry], actor="王敏")
    logged = Entry.objects.count()
    masked = dataclasses.replace(entry, id_number=row.id_number_masked, contact=row.contact_masked)
    for again in (entry, masked):
        assert actions.amend(organ=town, pairs=[(row, again)], actor="王敏", reason="导入") == []
    assert Entry.objects.count() == logged


def test_what_an_entry_does_not_say_is_not_erased(town: Organ) -> None:
    row = register(
        town, "1", received("2022-03-01", channel="counter"), answered("2022-03-20"), agent="李律师"
    )
    actions.amend(
        organ=town, pairs=[(row, RequestEntry("1", (received("2022-03-01"),)))], actor="王敏", reason="导入"
    )
    row.refresh_from_db()
    assert row.agent == "李律师"
    assert row.answered_on == date(2022, 3, 20)
    assert facts.in_force(row.events.all())[0].data["channel"] == "counter"


def test_only_the_first_answer_counts_when_review_orders_another(town: Organ) -> None:
    row = register(town, "1", received("2022-03-01"), answered("2022-03-20", "refused_internal"))
    actions.add_event(
        foi_request=row, event=EventEntry(EventKind.REDO_ORDERED, date(2022, 6, 1)), actor="王敏"
    )
    second = EventEntry(EventKind.ANSWERED, date(2022, 6, 20), {"row": "granted"}, slot="redo")
    actions.add_event(foi_request=row, event=second, actor="王敏")
    row.refresh_from_db()
    assert (row.answered_on, row.result) == (date(2022, 3, 20), "refused_internal")


def test_an_answer_that_was_never_given_is_voided_and_the_case_is_open_again(town: Organ) -> None:
    row = register(town, "1", received("2022-03-01"), answered("2022-03-20"))
    event = row.events.get(kind="answered")
    actions.void_event(event=event, actor="王敏", reason="登记到了别的申请上")
    row.refresh_from_db()
    assert (row.answered_on, row.result) == (None, "")
    assert row.events.count() == 3


def test_a_withdrawal_closes_the_case_as_other(town: Organ) -> None:
    row = register(town, "1", received("2022-03-01"), EventEntry(EventKind.WITHDRAWN, date(2022, 3, 3)))
    assert (row.answered_on, row.result) == (date(2022, 3, 3), "other_other")


def test_an_answer_before_the_receipt_does_not_enter_the_database(town: Organ) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        register(town, "1", received("2022-03-01"), answered("2022-02-01"))


def test_replaying_all_events_finds_nothing_to_mend(town: Organ) -> None:
    for number in range(20):
        register(town, str(number), received(f"2022-03-{number + 1:02}"), answered("2022-04-20"))
    assert actions.rebuild_projections(actor="王敏") == ([], [])


def test_a_projection_that_was_tampered_with_is_mended_and_logged(town: Organ) -> None:
    row = register(town, "1", received("2022-03-01"), answered("2022-03-20"))
    FoiRequest.objects.filter(pk=row.pk).update(result="refused_secret")
    assert actions.rebuild_projections(actor="王敏") == ([row], [])
    assert FoiRequest.objects.get().result == "granted"
    assert Entry.objects.filter(action="request.rebuild").count() == 1


def test_a_forged_event_is_named_and_never_made_the_truth_by_a_replay(town: Organ) -> None:
    row = register(town, "1", received("2022-03-01"), answered("2022-03-20"))
    RequestEvent.objects.filter(kind="answered").update(data={"row": "refused_secret"})
    assert actions.rebuild_projections(actor="王敏") == ([], [row])
    assert FoiRequest.objects.get().result == "granted"
    assert not Entry.objects.filter(action="request.rebuild").exists()


def test_an_application_slipped_in_past_the_program_is_not_mended(town: Organ) -> None:
    row = FoiRequest.objects.create(
        organ=town, number="1", received_on=date(2022, 3, 1), received_year=2021, applicant_kind="other"
    )
    event = {"kind": "received", "on": date(2022, 3, 1), "data": {"applicant_kind": "other"}}
    RequestEvent.objects.create(foi_request=row, recorded_at=now(), recorded_by="", **event)
    assert actions.rebuild_projections(actor="王敏") == ([], [row])


def test_what_the_program_projects_otherwise_than_before_is_brought_up_to_date(
    town: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(facts, "_result", lambda _end: "")
        row = register(town, "1", received("2022-03-01"), answered("2022-03-20"))
    assert actions.rebuild_projections(actor="王敏") == ([row], [])
    assert FoiRequest.objects.get().result == "granted"


def test_identity_and_contact_are_not_in_the_database_in_clear(town: Organ) -> None:
    row = register(town, "1", received("2022-03-01"), id_number=ID_NUMBER, contact="13812345678")
    table, log = FoiRequest._meta.db_table, Entry._meta.db_table
    with connection.cursor() as cursor:
        for name in (table, log, RequestEvent._meta.db_table):
            cursor.execute(f"SELECT * FROM {name}")
            stored = repr(cursor.fetchall())
            assert ID_NUMBER not in stored
            assert "13812345678" not in stored
    assert row.contact_masked == "138****5678"


@pytest.mark.parametrize(
    ("kind", "name", "shown"),
    [
        ("business", "河阳沙石有限公司", "河阳沙石有限公司"),
        ("business", "欧阳建国", "欧阳某某"),
        ("business", "古丽娜尔·买买提", "古某某"),
        ("natural_person", "河阳沙石有限公司", "河某某"),
    ],
)
def test_an_organisation_is_shown_by_its_name_and_whatever_may_be_a_person_s_is_not(
    town: Organ, kind: str, name: str, shown: str
) -> None:
    row = register(town, "1", received("2022-03-01", kind), applicant_name=name, content=f"{name}的罚款")
    assert (privacy.shown_applicant(row), privacy.masked(row, row.content)) == (shown, f"{shown}的罚款")


def test_a_sealed_number_is_found_by_its_fingerprint(town: Organ) -> None:
    row = register(town, "1", received("2022-03-01"), id_number=ID_NUMBER)
    assert FoiRequest.objects.get(id_number_print=privacy.fingerprint("110105 19491231 002x")) == row


def opine(row: FoiRequest, day: date, opinion: str, slot: str = "1") -> None:
    actions.take(
        foi_request=row,
        step=STEP["receive_opinion"],
        on=day,
        said={"slot": slot, "opinion": opinion},
        actor="王敏",
        today=date(2022, 11, 1),
        calendar=OFFICIAL,
        seen=actions.last_of(row.events.all()),
    )


def asked(town: Organ, delivered_on: str) -> FoiRequest:
    """Received on 6 June 2022; a third party asked on the 15th."""
    row = register(town, "1", EventEntry(EventKind.RECEIVED, date(2022, 6, 6), {"channel": "in_person"}))
    said = {"party": "third_party", "information": "合同", "delivered_on": delivered_on}
    actions.add_event(
        foi_request=row,
        event=EventEntry(EventKind.CONSULTATION_SENT, date(2022, 6, 15), said, "1"),
        actor="王敏",
    )
    return row


def test_that_nobody_answered_is_noted_once_the_period_is_over(town: Organ) -> None:
    row = asked(town, "2022-06-17")
    with pytest.raises(Refused, match="对方的期限到2022-07-08才满"):
        opine(row, date(2022, 7, 8), "silent")
    opine(row, date(2022, 7, 11), "silent")


def test_no_opinion_comes_before_the_letter_did(town: Organ) -> None:
    row = asked(town, "2022-06-17")
    with pytest.raises(Refused, match="2022-06-16早于对方收到征求意见书的2022-06-17"):
        opine(row, date(2022, 6, 16), "objects")
    opine(row, date(2022, 6, 17), "objects")
    with pytest.raises(Refused, match="没有等着答复的征求意见书"):
        opine(row, date(2022, 6, 20), "agrees")


def test_an_opinion_after_the_period_is_noted_all_the_same(town: Organ) -> None:
    row = asked(town, "2022-06-17")
    opine(row, date(2022, 7, 12), "objects")
    assert queries.standing(row)[-1].data["opinion"] == "objects"


def test_no_letter_is_delivered_after_it_was_answered(town: Organ) -> None:
    row = asked(town, "")
    opine(row, date(2022, 6, 20), "objects")
    (sent,) = row.events.filter(kind=EventKind.CONSULTATION_SENT)
    with pytest.raises(Refused, match="晚于收到意见的日期"):
        actions.deliver(event=sent, on=date(2022, 6, 21), actor="王敏", today=date(2022, 11, 1))


def test_of_third_parties_a_person_is_masked_and_a_firm_is_named() -> None:
    assert privacy.shown_name("赵铁柱") == "赵某某"
    assert privacy.shown_name("示例建设有限公司") == "示例建设有限公司"


def test_a_number_is_masked_however_it_is_written() -> None:
    for written in ("110101 19900307 7758", "11010119900307 7758", "１１０１０１１９９００３０７７７５８"):
        assert privacy.without(f"身份证号{written}。", ()) == "身份证号110***********7758。"


def test_unmasking_is_a_row_of_the_log(town: Organ) -> None:
    row = register(town, "1", received("2022-03-01"), id_number=ID_NUMBER)
    plain = actions.unmask(foi_request=row, field="id_number", actor="王敏", reason="寄送答复书")
    assert plain == ID_NUMBER
    entry = Entry.objects.order_by("number").last()
    assert entry is not None
    assert (entry.action, entry.actor, entry.reason) == ("request.unmask.id_number", "王敏", "寄送答复书")


def test_a_new_key_opens_everything_and_the_old_one_nothing(town: Organ) -> None:
    row = register(town, "1", received("2022-03-01"), id_number=ID_NUMBER)
    sealed = row.id_number_sealed
    privacy.keys().add_key()
    assert actions.reseal(actor="王敏") == 1
    privacy.keys().drop_old_keys()
    row.refresh_from_db()
    assert row.id_number_sealed != sealed
    assert actions.unmask(foi_request=row, field="id_number", actor="王敏", reason="核对") == ID_NUMBER


def test_a_year_is_grouped_in_one_query_whatever_its_size(town: Organ) -> None:
    for number in range(6):
        register(town, str(number), received("2022-03-01"), answered("2022-03-20"))
    register(town, "open", received("2022-12-30", kind="business"))
    with CaptureQueriesContext(connection) as caught:
        groups = set(queries.groups(Scope.of(town), 2022))
    assert len(caught) == 1
    assert groups == {
        RequestGroup(2022, 2022, "natural_person", "granted", 6),
        RequestGroup(2022, None, "business", "", 1),
    }


def test_another_organs_cases_are_not_there(town: Organ) -> None:
    register(town, "1", received("2022-03-01"))
    stranger = Scope.of(create(name="留固镇人民政府", actor="测试"))
    assert not queries.of(stranger).exists()
    assert queries.by_number(stranger, ["1"]) == {}
    assert queries.groups(stranger, 2022) == ()


def test_a_number_stands_once_in_an_organ_and_freely_in_another(town: Organ) -> None:
    register(town, "1", received("2022-03-01"))
    register(create(name="留固镇人民政府", actor="测试"), "1", received("2022-03-01"))
    with pytest.raises(IntegrityError), transaction.atomic():
        register(town, "1", received("2022-03-01"))

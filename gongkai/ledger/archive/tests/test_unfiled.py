"""What never became an application: how long it is kept, what forbids its destruction, what that leaves."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from gongkai.ledger import proof
from gongkai.ledger.archive import actions, papers, queries
from gongkai.ledger.archive.models import Destruction, UnfiledArrival
from gongkai.ledger.archive.tests import cases
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests import attachments, inbox, privacy, rectifications
from gongkai.ledger.requests.attachments import path_of
from gongkai.ledger.requests.entries import Said
from gongkai.ledger.requests.models import Arrival, Attachment
from gongkai.ledger.requests.queries import ended, tracked
from gongkai.ledger.requests.steps import Refused
from gongkai.ledger.requests.tests import rectified as decided
from gongkai.ledger.requests.tests.bodies import BODIES

pytestmark = pytest.mark.django_db
CLERK, LEADER = "王敏", "李建国"
CLOSED, OVER = "2022-10-19T10:00:00+08:00", date(2033, 1, 4)


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试", options={"letter_mark": "四政", **BODIES})


@pytest.fixture(autouse=True)
def day() -> Iterator[Any]:
    with time_machine.travel("2033-01-04T10:00:00+08:00", tick=False) as traveller:
        yield traveller


def came(organ: Organ, kind: str = "application") -> inbox.Filed:
    kept = [attachments.keep("石榴园照片.png", cases.PICTURE)]
    return inbox.arrive(
        organ=organ,
        channel="in_person",
        kind=kind,
        said=cases.SAID,
        at=cases.at(cases.ARRIVED),
        actor=inbox.APPLICANT,
        files=kept,
    )


def rectified(organ: Organ) -> inbox.Filed:
    """A demand to rectify that ended in 2022."""
    told = Said(outcome="面积改为5亩。", document_no="四政更〔2022〕1号")
    filed = came(organ, "rectification")
    with time_machine.travel(CLOSED):
        decided.rectified(filed.arrival, "rectified", told, by=CLERK, second=LEADER)
    filed.arrival.refresh_from_db()
    return filed


def withdrawn(organ: Organ) -> Arrival:
    with time_machine.travel(CLOSED):
        return inbox.close(arrival=came(organ).arrival, state="withdrawn", reason="欧阳石榴来电", actor=CLERK)


def proposed(*arrivals: Arrival, on: date = OVER) -> Destruction:
    return actions.propose(organ=arrivals[0].organ, arrivals=arrivals, opinion="已满十年", on=on, actor=CLERK)


def destroyed(*arrivals: Arrival) -> Destruction:
    return actions.carry_out(destruction=proposed(*arrivals), on=OVER, actor=LEADER)


@pytest.mark.slow
def test_each_way_to_end_without_an_application_is_due_from_the_year_after_its_last(town: Organ) -> None:
    demand, taken_back = rectified(town).arrival, withdrawn(town)
    with time_machine.travel(CLOSED):
        none = inbox.close(arrival=came(town).arrival, state="no_application", reason="投诉", actor=CLERK)
    came(town, "rectification")  # waits
    assert not queries.due_unfiled(town, date(2032, 12, 31))
    assert set(queries.due_unfiled(town, date(2033, 1, 1))) == {demand, taken_back, none}
    with pytest.raises(Refused, match="保管期限还没有满"):
        proposed(demand, on=date(2032, 12, 31))
    assert not UnfiledArrival.objects.exists()


@pytest.mark.slow
def test_an_application_goes_with_its_file_and_what_waits_goes_nowhere(town: Organ) -> None:
    cases.served(town)
    waiting = came(town, "rectification").arrival
    assert not ended(cases.scope(town)).exists()
    with pytest.raises(Refused, match="还没有办结，或者随申请归档"):
        proposed(waiting)


@pytest.mark.parametrize(
    ("period", "on", "is_due"),
    [("d10", date(2033, 1, 1), True), ("d30", date(2052, 12, 31), False), ("d30", date(2053, 1, 1), True)],
)
def test_the_organ_sets_how_long(town: Organ, period: str, on: date, is_due: bool) -> None:
    row = rectified(town).arrival
    organs.set_option(organ=town, code="retention_unfiled", value=period, actor="测试")
    row.organ.refresh_from_db()
    assert queries.due_unfiled(row.organ, on).exists() == is_due
    organs.set_option(organ=town, code="retention_unfiled", value="permanent", actor="测试")
    row.organ.refresh_from_db()
    assert not queries.due_unfiled(row.organ, date(2999, 1, 1)).exists()


@pytest.mark.slow
def test_what_is_destroyed_says_nothing_any_more_and_that_it_came_and_ended_stays(
    town: Organ, django_capture_on_commit_callbacks: Any
) -> None:
    filed = rectified(town)
    row, picture = filed.arrival, path_of(Attachment.objects.get().place)
    assert picture.exists()
    with django_capture_on_commit_callbacks(execute=True):
        record = destroyed(row)
    row = Arrival.objects.get()
    assert (row.erased_on, row.state, row.kind) == (OVER, "rectified", "rectification")
    assert (row.said_sealed, row.said_print, row.id_number_print, row.contact_print) == ("", "", "", "")
    assert privacy.opened(row) == Said()
    assert list(rectifications.papers(row)) == []
    assert not Attachment.objects.exists()
    assert not picture.exists()
    assert tracked(row.number, filed.code) == row
    assert not queries.due_unfiled(town, OVER).exists()
    assert list(queries.unscrubbed()) == [record]
    assert proof.verify() is None


@pytest.mark.slow
def test_the_record_tells_what_it_was_and_nothing_of_what_it_said(town: Organ) -> None:
    (file,) = cases.filed(cases.served(town))
    row = rectified(town).arrival
    listed = actions.propose(
        organ=town, files=[file], arrivals=[row], opinion="已满十年", on=OVER, actor=CLERK
    )
    planned = queries.lines_of(listed)
    record = actions.carry_out(destruction=listed, on=OVER, actor=LEADER)
    assert record.lines == planned
    assert [line["archive_no"] for line in record.lines] == [file.archive_no, row.number]
    assert record.lines[1] == {
        "number": 2,
        "archive_no": row.number,
        "application": "更正本人信息",
        "year": 2022,
        "period": "10年",
        "closed_on": "2022-10-19",
        "result": "已更正",
        "pages": "",
    }
    paper = repr(papers.record(record, record.lines))
    assert "已更正" in paper
    assert "石榴" not in paper


def test_who_proposes_does_not_carry_out(town: Organ) -> None:
    row = proposed(rectified(town).arrival)
    with pytest.raises(Refused, match="自己提出的不能自己监销"):
        actions.carry_out(destruction=row, on=OVER, actor=CLERK)


@pytest.mark.slow
def test_what_was_joined_to_it_or_sent_about_it_goes_with_it(town: Organ) -> None:
    first, twin = came(town).arrival, came(town).arrival
    inbox.join(arrival=twin, into=first, actor=CLERK)
    sent = inbox.send(about=twin, kind="contact", said=Said(phone="13900139000"))
    with time_machine.travel(CLOSED):
        inbox.close(arrival=first, state="withdrawn", reason="不要了", actor=CLERK)
    assert list(ended(cases.scope(town))) == [first]
    with pytest.raises(Refused, match=f"{sent}还没有办"):
        proposed(first)
    inbox.close(arrival=sent, state="declined", reason="已经撤回", actor=CLERK)
    destroyed(first)
    assert {row.erased_on for row in Arrival.objects.all()} == {OVER}
    assert not {row.said_sealed for row in Arrival.objects.all()} - {""}
    assert not Attachment.objects.exists()
    assert proof.verify() is None


def test_another_part_of_the_same_letter_stays(town: Organ) -> None:
    both = came(town).arrival
    first, second = inbox.split(arrival=both, matters=["石榴园", "水渠"], actor=CLERK, reason="同意")
    with time_machine.travel(CLOSED):
        inbox.close(arrival=first, state="withdrawn", reason="不要了", actor=CLERK)
    destroyed(first)
    second.refresh_from_db()
    assert (second.erased_on, privacy.opened(second).content) == (None, "水渠")
    assert privacy.shown(second).applicant_name == "欧阳某某"


@pytest.mark.parametrize("named", ["{row.number}", "四政更〔2022〕1号"])
def test_a_review_that_names_it_or_its_letter_forbids_it(town: Organ, named: str) -> None:
    row = rectified(town).arrival
    case = RemedyCase(
        organ=town,
        case_no="滑政复〔2033〕1号",
        kind="reconsideration",
        received_on=date(2033, 1, 3),
        request_number=named.format(row=row),
    )
    (case,) = remedies.register(organ=town, rows=[case], actor="测试")
    with pytest.raises(Refused, match="行政复议滑政复〔2033〕1号还没有审结"):
        proposed(row)
    RemedyCase.objects.filter(pk=case.pk).update(concluded_on=date(2033, 1, 3), result="upheld")
    with pytest.raises(Refused, match="保管期限是30年，还没有满"):
        proposed(row)


@pytest.mark.slow
def test_somebody_holds_it_for_a_reason_and_a_listed_one_waits_for_its_list(town: Organ) -> None:
    row = rectified(town).arrival
    actions.hold_unfiled(arrival=row, reason="信访正在用", actor=CLERK)
    with pytest.raises(Refused, match="信访正在用"):
        proposed(row)
    actions.hold_unfiled(arrival=row, reason="", actor=CLERK)
    listed = proposed(row)
    assert not queries.due_unfiled(town, OVER).exists()
    for deed in (
        lambda: proposed(row),
        lambda: actions.hold_unfiled(arrival=row, reason="要用", actor=CLERK),
    ):
        with pytest.raises(Refused, match="销毁清册"):
            deed()
    actions.drop(destruction=listed, reason="还要用", on=OVER, actor=LEADER)
    assert list(queries.due_unfiled(town, OVER)) == [row]
    assert queries.lines_of(listed) == []
    assert proof.verify() is None


@pytest.mark.slow
def test_nothing_brings_back_what_was_destroyed(town: Organ) -> None:
    row = withdrawn(town)
    destroyed(row)
    with pytest.raises(Refused, match="刚才已经办过"):
        inbox.amend(arrival=row, said=cases.SAID, actor=CLERK, reason="补")
    with pytest.raises(Refused, match="销毁清册"):
        proposed(row)
    for said in ({"said_sealed": "x"}, {"contact_print": "x"}, {"reason": "欧阳石榴来电"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Arrival.objects.filter(pk=row.pk).update(**said)


@pytest.mark.slow
def test_new_keys_and_the_count_of_what_is_sealed_pass_it_over(town: Organ) -> None:
    destroyed(withdrawn(town))
    left = rectified(town).arrival
    assert privacy.sealed()["收件内容"] == 1
    requests.reseal(actor="测试")
    left.refresh_from_db()
    assert privacy.opened(left).content == cases.SAID.content
    assert proof.verify() is None

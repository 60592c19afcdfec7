"""A ledger row that was changed, deleted or inserted past the program is found and named."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from gongkai.ledger import proof
from gongkai.ledger.audit import actions as log
from gongkai.ledger.audit.actions import Change, Strayed, subject
from gongkai.ledger.base import OrganRecord, state_of
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import AdministrativeAct, Disclosure
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports import actions as reports
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.ledger.requests.privacy import keys

Queries = Callable[[int], AbstractContextManager[object]]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def town(head_noted: None) -> Organ:
    """A ledger with a row of several kinds, corrected on the way."""
    town = organs.create(name="四间房镇人民政府", actor="测试")
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试", since=date(2020, 1, 1))
    organs.place_under(organ=town, superior=county, actor="测试", since=date(2021, 1, 1))
    events = (
        EventEntry(EventKind.RECEIVED, date(2022, 3, 1), {"applicant_kind": "natural_person"}),
        EventEntry(EventKind.FEE_NOTICED, date(2022, 3, 5), {"amount": "380"}),
        EventEntry(EventKind.ANSWERED, date(2022, 3, 20), {"row": "granted"}),
    )
    entry = RequestEntry("1", events, "张三", "预算", id_number="11010519491231002X")
    (row,) = requests.receive(organ=town, entries=[entry], actor="王敏")
    corrected = RequestEntry("1", (EventEntry(EventKind.ANSWERED, date(2022, 3, 21), {"row": "partial"}),))
    requests.amend(organ=town, pairs=[(row, corrected)], actor="王敏", reason="导入")
    act = AdministrativeAct(organ=town, on=date(2022, 3, 1), kind="fees", amount=Decimal("380"))
    document = Disclosure(
        organ=town, index_no="1", title="通知", formed_on=date(2022, 1, 1), channels=["网站"]
    )
    disclosures.register(organ=town, rows=[act], actor="王敏")
    disclosures.register(organ=town, rows=[document], actor="王敏")
    disclosures.amend(organ=town, pairs=[(document, {"title": "通告"})], actor="王敏", reason="导入")
    reports.write_prose(organ=town, year=2022, texts={"problems": "没有。"}, actor="王敏")
    requests.unmask(foi_request=row, field="id_number", actor="王敏", reason="核对")
    return town


def test_what_the_program_wrote_is_what_the_log_says() -> None:
    assert proof.verify() is None


def test_a_new_key_changes_no_digest() -> None:
    keys().add_key()
    requests.reseal(actor="王敏")
    keys().drop_old_keys()
    assert proof.verify() is None


TAMPERINGS = {
    "an answer bent": ("UPDATE requests_requestevent SET data = replace(data, 'partial', 'granted')", "不符"),
    "an event deleted": ("DELETE FROM requests_requestevent WHERE kind = 'fee_noticed'", "不符"),
    "a column bent": ("UPDATE requests_foirequest SET result = 'granted'", "不符"),
    "an amount bent": ("UPDATE disclosures_administrativeact SET amount = 38", "不符"),
    "a document deleted": ("DELETE FROM disclosures_disclosure", "不在了"),
    "prose bent": ("UPDATE reports_reportyear SET texts = '{}'", "不符"),
    "an organ bent": ("UPDATE organs_organ SET level = 'county' WHERE name = '四间房镇人民政府'", "不符"),
    "an act slipped in": (
        "INSERT INTO disclosures_channelcount (organ_id, remarks, extra, corrections, month, channel, count, "
        "note) SELECT id, '', '{}', '[]', '2022-03-01', '网站', 99, '' FROM organs_organ",
        "没有登记",
    ),
}


@pytest.mark.parametrize(("sql", "said"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_whatever_was_done_past_the_program_is_named(sql: str, said: str) -> None:
    if connection.vendor == "postgresql":
        sql = sql.replace(
            "replace(data, 'partial', 'granted')", "replace(data::text, 'partial', 'granted')::jsonb"
        )
        sql = sql.replace("'2022-03-01'", "date '2022-03-01'").replace("'{}', date", "'{}'::jsonb, date")
    with connection.cursor() as cursor:
        cursor.execute(sql)
    broken = proof.verify()
    assert broken is not None
    assert said in broken.message


NAMED = {
    "a document": ("UPDATE disclosures_disclosure SET title = '假'", "四间房镇人民政府·主动公开1 — "),
    "an act": ("UPDATE disclosures_administrativeact SET amount = 38", "·行政事业性收费2022-03-01 — "),
}


@pytest.mark.parametrize(("sql", "said"), NAMED.values(), ids=NAMED)
def test_a_row_is_named_as_people_know_it(sql: str, said: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
    broken = proof.verify()
    assert broken is not None
    assert said in broken.message


def bend() -> Disclosure:
    """A document whose title was changed past the program."""
    Disclosure.objects.update(title="假")
    return Disclosure.objects.get()


def correct(document: Disclosure) -> None:
    disclosures.amend(
        organ=document.organ,
        pairs=[(document, {"document_no": "滑政〔2022〕1号"})],
        actor="王敏",
        reason="导入",
    )


def test_a_correction_of_a_bent_row_is_refused_so_that_it_cannot_cover_it_up() -> None:
    with pytest.raises(Strayed, match=r"^四间房镇人民政府·主动公开1 — 与操作日志最后一次记下的不符"):
        correct(bend())


def test_a_row_slipped_in_is_not_made_good_by_a_correction(town: Organ) -> None:
    slipped = Disclosure.objects.create(organ=town, index_no="2", title="假", formed_on=date(2022, 1, 1))
    with pytest.raises(Strayed, match="主动公开2"):
        correct(slipped)


def test_a_correction_that_did_cover_up_a_bent_row_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old:
        old.setattr(log, "goes_on", lambda *_states: True)  # as versions before this rule wrote
        correct(bend())
    broken = proof.verify()
    assert broken is not None
    assert "主动公开1 — 操作日志第" in broken.message
    assert "又被后来的更正盖住" in broken.message


def test_a_row_brought_back_to_what_the_log_says_is_whole_again() -> None:
    FoiRequest.objects.update(result="granted")
    assert len(requests.rebuild_projections(actor="王敏").mended) == 1
    assert proof.verify() is None


def test_many_corrections_ask_the_log_once(town: Organ, django_assert_num_queries: Queries) -> None:
    rows = [
        Disclosure(organ=town, index_no=f"{n}", title="通知", formed_on=date(2022, 1, 1))
        for n in range(2, 40)
    ]
    disclosures.register(organ=town, rows=rows, actor="王敏")
    changes = [Change(town, "test.change", subject(row), state_of(row), {"n": 1}) for row in rows]
    lock = connection.vendor == "postgresql"  # SQLite locks the whole file with the transaction
    # the chain's end, the rows' last states, the new
    with transaction.atomic(), django_assert_num_queries(lock + 3):
        log.record(changes, actor="王敏")


def test_every_table_of_the_log_names_its_rows() -> None:
    assert [model for model in proof.LOGGED if model.__str__ is Model.__str__] == []


def test_every_ledger_table_is_held_against_the_log() -> None:
    assert {model for model in apps.get_models() if issubclass(model, OrganRecord)} <= set(proof.LOGGED)

"""Destruction by two people: what forbids it, what it takes away for good, what stays."""

import os
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import proof
from gongkai.ledger.archive import actions, package, papers, queries, scrubbing
from gongkai.ledger.archive.models import ArchivedCase, Destruction
from gongkai.ledger.archive.tests import cases
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests import inbox, ratings
from gongkai.ledger.requests.attachments import path_of
from gongkai.ledger.requests.entries import EventEntry, RequestEntry, Said
from gongkai.ledger.requests.models import (
    Arrival,
    Attachment,
    EventKind,
    FoiRequest,
    Grade,
    Letter,
    LetterNumber,
)
from gongkai.ledger.requests.queries import groups, tracked
from gongkai.ledger.requests.steps import Refused
from gongkai.ledger.requests.tests.bodies import BODIES
from gongkai.ledger.words.grams import of_texts
from gongkai.ledger.words.queries import newest

pytestmark = pytest.mark.django_db
CLERK, LEADER = "王敏", "李建国"
OVER = date(2033, 1, 4)


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试", options={"letter_mark": "四政", **BODIES})


@pytest.fixture(autouse=True)
def day() -> Any:
    with time_machine.travel(OVER, tick=False):
        yield


def proposed(*files: ArchivedCase, on: date = OVER) -> Destruction:
    return actions.propose(
        organ=files[0].organ, files=files, opinion="已满十年，没有继续保存的价值", on=on, actor=CLERK
    )


def destroyed(*files: ArchivedCase) -> Destruction:
    return actions.carry_out(destruction=proposed(*files), on=OVER, actor=LEADER)


def test_a_file_is_due_from_the_year_after_its_last_and_never_before(town: Organ) -> None:
    (file,) = cases.filed(cases.served(town))
    scope = cases.scope(town)
    assert not queries.due(scope, date(2032, 12, 31)).exists()
    assert list(queries.due(scope, date(2033, 1, 1))) == [file]
    with pytest.raises(Refused, match="保管期限还没有满"):
        proposed(file, on=date(2032, 12, 31))


def test_who_proposes_does_not_carry_out(town: Organ) -> None:
    (file,) = cases.filed(cases.served(town))
    row = proposed(file)
    with pytest.raises(Refused, match="自己提出的不能自己监销"):
        actions.carry_out(destruction=row, on=OVER, actor=CLERK)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database keeps it too
        Destruction.objects.filter(pk=row.pk).update(carried_by=CLERK, carried_on=OVER)
    assert actions.carry_out(destruction=row, on=OVER, actor=LEADER).carried_by == LEADER
    with pytest.raises(Refused, match="刚才已经办过"):
        actions.carry_out(destruction=row, on=OVER, actor=LEADER)


def pending(organ: Organ, row: FoiRequest, **more: Any) -> RemedyCase:
    values = {
        "case_no": "滑政复〔2033〕1号",
        "kind": "reconsideration",
        "received_on": date(2033, 1, 3),
    } | more
    (case,) = remedies.register(
        organ=organ, rows=[RemedyCase(organ=organ, foi_request=row, **values)], actor="测试"
    )
    return case


def test_a_pending_review_forbids_it_even_after_it_was_proposed(town: Organ) -> None:
    (file,) = cases.filed(cases.served(town))
    row = proposed(file)
    pending(town, file.foi_request)
    with pytest.raises(Refused, match="行政复议滑政复〔2033〕1号还没有审结"):
        actions.carry_out(destruction=row, on=OVER, actor=LEADER)
    assert FoiRequest.objects.get().content == cases.SAID.content


def test_what_was_contested_after_it_was_archived_is_kept_as_long_as_what_was_before(town: Organ) -> None:
    (file,) = cases.filed(cases.served(town))
    pending(town, file.foi_request, concluded_on=date(2033, 1, 3), result="upheld")
    with pytest.raises(Refused, match="保管期限是30年，还没有满"):
        proposed(file)


@pytest.mark.slow
def test_what_is_answered_anew_or_held_by_somebody_is_kept(town: Organ) -> None:
    first, second = cases.filed(cases.served(town), cases.served(town, "〔2022〕2号"))
    organs.set_option(organ=town, code="retention_contested", value="d10", actor="测试")
    redo = EventEntry(EventKind.REDO_ORDERED, date(2032, 12, 20), {"by": "judgment", "due": "2033-01-20"})
    requests.add_event(foi_request=cases.again(first.foi_request), event=redo, actor=CLERK)
    actions.hold(file=second, reason="审计正在用", actor=CLERK)
    for file, why in ((first, "还在办理"), (second, "审计正在用")):
        with pytest.raises(Refused, match=why):
            proposed(file)
    actions.hold(file=second, reason="", actor=CLERK)
    assert proposed(second).files.count() == 1


def test_what_is_listed_stays_listed_until_the_list_is_withdrawn(town: Organ) -> None:
    (file,) = cases.filed(cases.served(town))
    row = proposed(file)
    assert not queries.due(cases.scope(town), OVER).exists()
    for deed in (
        lambda: proposed(file),
        lambda: actions.take_out(file=file, reason="错了", actor=CLERK),
        lambda: actions.hold(file=file, reason="要用", actor=CLERK),
    ):
        with pytest.raises(Refused, match="销毁清册"):
            deed()
    actions.drop(destruction=row, reason="还要用", on=OVER, actor=LEADER)
    assert queries.due(cases.scope(town), OVER).count() == 1
    assert proof.verify() is None


@pytest.mark.slow
def test_what_is_destroyed_is_gone_and_what_is_counted_stays(
    town: Organ, django_capture_on_commit_callbacks: Any
) -> None:
    row = cases.served(town)
    corrected = RequestEntry(row.number, (), applicant_name="石榴园村民委员会")
    requests.amend(organ=town, pairs=[(row, corrected)], actor=CLERK, reason="漏了村名")
    arrival = Arrival.objects.get()
    inbox.send(about=arrival, kind="rating", said=Said("欧阳石榴不满意", rating=1))
    before = groups(cases.scope(town), 2022)
    rated = ratings.by_year(cases.scope(town))
    assert [(one.year, dict(one.counts)) for one in rated] == [(OVER.year, {Grade.POOR: 1})]
    (file,) = cases.filed(row)
    picture = path_of(Attachment.objects.get().place)
    assert picture.exists()
    with django_capture_on_commit_callbacks(execute=True):
        row_of_record = destroyed(file)
    row = cases.again(row)
    assert groups(cases.scope(town), 2022) == before
    assert ratings.by_year(cases.scope(town)) == rated
    assert (row.number, row.received_on, row.answered_on, row.result) == (
        "〔2022〕1号",
        cases.ARRIVED,
        cases.ANSWERED,
        "granted",
    )
    assert [event.kind for event in row.events.all()] == ["received", "answered", "served", "archived"]
    for table in (FoiRequest, Letter, LetterNumber, Arrival, Attachment, ArchivedCase, Destruction):
        assert not {"石榴", "第七页", "1234567890123"} & found_in(repr(list(table.objects.values())))
    assert repr(list(row.events.values())).count("第七页") == 0
    assert not Letter.objects.exists()
    assert not Arrival.objects.exists()
    assert list(LetterNumber.objects.values_list("document_no", "letter")) == [
        ("四政公开告〔2022〕1号", None)
    ]
    assert tracked(arrival.number, "any") is None
    assert newest(cases.scope(town), ["石榴园"], 5) == {}
    assert not picture.exists()
    assert proof.verify() is None
    assert [line["archive_no"] for line in row_of_record.lines] == [file.archive_no]
    assert "石榴" not in repr(papers.record(row_of_record, row_of_record.lines))
    with pytest.raises(Refused, match="没有档案包"):
        package.build(row, calendar=OFFICIAL, on=OVER, fonts_dir=None)


def found_in(text: str) -> set[str]:
    return {word for word in ("石榴", "第七页", "1234567890123") if word in text}


@pytest.mark.slow
def test_nothing_brings_back_what_was_destroyed(town: Organ) -> None:
    (file,) = cases.filed(cases.served(town))
    destroyed(file)
    row = cases.again(file.foi_request)
    old = RequestEntry(row.number, (), applicant_name="欧阳石榴", content="石榴园", contact="13900139000")
    assert requests.amend(organ=town, pairs=[(row, old)], actor=CLERK, reason="导入") == []
    archived = row.events.get(kind=EventKind.ARCHIVED)
    with pytest.raises(Refused, match="档案已经销毁"):
        requests.void_event(event=archived, actor=CLERK, reason="错了")
    with pytest.raises(IntegrityError), transaction.atomic():
        FoiRequest.objects.filter(pk=row.pk).update(content="石榴园")


@pytest.mark.slow
def test_another_application_of_the_same_letter_stays(town: Organ) -> None:
    both = inbox.arrive(
        organ=town, channel="in_person", said=cases.SAID, at=cases.at(cases.ARRIVED), actor="申请人"
    ).arrival
    parts = inbox.split(arrival=both, matters=["石榴园", "水渠"], actor=CLERK, reason="同意")
    rows = [
        inbox.receive(
            arrival=part,
            number=f"〔2022〕{n}号",
            applicant_kind="natural_person",
            evidence=inbox.NO_EVIDENCE,
            actor=CLERK,
        )
        for n, part in enumerate(parts, 1)
    ]
    cases.finish(rows[0])
    destroyed(*cases.filed(cases.again(rows[0])))
    (left,) = Arrival.objects.all()
    assert (left.foi_request, left.about) == (rows[1], None)
    assert proof.verify() is None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_database_is_cleaned_after_it_and_only_then_is_it_said(town: Organ) -> None:
    row = destroyed(*cases.filed(cases.served(town)))
    assert list(queries.unscrubbed()) == [row]
    assert scrubbing.scrub()
    assert not queries.unscrubbed().exists()
    assert proof.verify() is None


def holding(folder: Path, word: str) -> list[str]:
    """The files of a data folder in which a word stands, log and keys included."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in files if word.encode() in path.read_bytes())


def pairs_of(database: Path) -> set[str]:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as opened:
        opened.execute("CREATE VIRTUAL TABLE temp.pairs USING fts5vocab('main', 'words_grams', 'row')")
        return {term.partition("x")[2] for (term,) in opened.execute("SELECT term FROM temp.pairs")}


def stands_in_index(database: Path, last: str) -> bool:
    """Whether a pair that ends with this character stands in the blocks of the index, be it taken out of it:
    of a token they hold at least how it ends."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as opened:
        blocks = opened.execute("SELECT block FROM words_grams_data").fetchall()
    end = last.encode().hex()[-4:].encode()
    return any(end in block for (block,) in blocks)


@pytest.mark.slow
def test_nothing_of_it_is_left_in_the_files_of_the_data_folder(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "gongkai.settings",
        "GONGKAI_DATA": str(tmp_path),
    }
    command = [sys.executable, "-m", "gongkai.ledger.archive.tests.destroying"]

    def run(verb: str) -> str:
        done = subprocess.run(
            [*command, verb], env=environment, capture_output=True, text=True, timeout=120, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    run("prepare")
    words = ("石榴园灌溉工程款", "欧阳石榴", "灌溉栏目第七页", "西门吹雪", "水渠的图纸")
    with sqlite3.connect(tmp_path / "gongkai.sqlite3") as database:
        sealed = database.execute(
            "SELECT id_number_sealed FROM requests_foirequest UNION SELECT said_sealed FROM requests_arrival"
        ).fetchall()
    assert all(holding(tmp_path, word) for word in words)
    assert stands_in_index(tmp_path / "gongkai.sqlite3", "榴")
    assert len(list(tmp_path.glob("attachments/??/*"))) == 2
    assert run("destroy") == "whole"
    assert [holding(tmp_path, word) for word in words[:3]] == [[], [], []]
    assert all(holding(tmp_path, word) == ["gongkai.sqlite3"] for word in words[3:])
    left = [text for (text,) in sealed if holding(tmp_path, text)]
    assert len(left) == len(sealed) // 2
    assert len(list(tmp_path.glob("attachments/??/*"))) == 1
    assert not stands_in_index(tmp_path / "gongkai.sqlite3", "榴")
    assert stands_in_index(tmp_path / "gongkai.sqlite3", "渠")
    pairs = pairs_of(tmp_path / "gongkai.sqlite3")
    assert not of_texts(["石榴园灌溉"]) & pairs
    assert of_texts(["西边水渠的图纸"]) <= pairs

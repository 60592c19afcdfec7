"""The evidence of a year: each duty with what proves it, the lists of the ledgers, nobody named in vain."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from gongkai.law.assessment import shipped
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.assessment.actions import adopt
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Attribute, Disclosure
from gongkai.ledger.evidence import collecting, package
from gongkai.ledger.evidence.collecting import Evidence
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind
from gongkai.ledger.supervision import matters, queries
from gongkai.ledger.supervision.models import Matter
from gongkai.reading.readers import pdf, xlsx

pytestmark = pytest.mark.django_db
ON = date(2022, 12, 31)
MEETING = date(2022, 2, 10)


@pytest.fixture
def town() -> Organ:
    return organs.create(name="四间房镇人民政府", level="town", actor="测试")


def hold_a_meeting(organ: Organ) -> Matter:
    said = {"title": "第一季度推进会", "on": MEETING, "text": "一、通报情况"}
    row = matters.plan(organ=organ, kind="meeting", said=said, actor="测试")
    matters.attend(matter=row, names="张海涛\n李建国", actor="测试")
    matters.write_up(matter=row, minutes="会议定下两件事。", actor="测试")
    matters.add_file(matter=row, name="签到表.pdf", data=_PDF, actor="测试")
    return matters.close(matter=row, actor="测试")


_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def answer_one(organ: Organ) -> None:
    said = {"channel": "in_person", "applicant_kind": "natural_person"}
    events = (
        EventEntry(EventKind.RECEIVED, date(2022, 3, 1), said),
        EventEntry(EventKind.ANSWERED, date(2022, 3, 10), {"row": "granted"}),
        EventEntry(EventKind.SERVED, date(2022, 3, 11), {"way": "direct"}),
    )
    entry = RequestEntry("〔2022〕1号", events, applicant_name="张三", content="张三要的道路合同")
    requests.receive(organ=organ, entries=[entry], actor="测试")


def evidence(organ: Organ, *, with_names: bool = False) -> Evidence:
    return collecting.of(organ, 2022, on=ON, calendar=OFFICIAL, with_names=with_names)


def packed(found: Evidence) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package.write(found, fonts_dir=None))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_meeting_brings_its_papers_into_the_folder_of_its_quarter(town: Organ) -> None:
    hold_a_meeting(town)
    files = packed(evidence(town))
    (minutes,) = [name for name in files if "纪要" in name]
    assert minutes.split("/")[0].endswith("工作推进会")
    text = str(pdf.read(files[minutes], "纪要.pdf"))
    assert "会议定下两件事" in text
    assert "张海涛" not in text
    contents = str(pdf.read(files["目录.pdf"], "目录.pdf"))
    assert "已办" in contents


def test_who_came_and_what_was_handed_in_go_along_only_for_whoever_may_see_names(town: Organ) -> None:
    hold_a_meeting(town)
    with_names = packed(evidence(town, with_names=True))
    (minutes,) = [name for name in with_names if "纪要" in name]
    assert "张海涛" in str(pdf.read(with_names[minutes], "纪要.pdf"))
    assert [name for name in with_names if name.endswith("签到表.pdf")]
    assert not [name for name in packed(evidence(town)) if name.endswith("签到表.pdf")]


def test_the_lists_tell_what_was_in_time_and_name_nobody(town: Organ) -> None:
    answer_one(town)
    late = Disclosure(
        organ=town,
        index_no="S-1",
        title="道路通知",
        formed_on=date(2022, 3, 1),
        published_on=date(2022, 6, 1),
        attribute=Attribute.PROACTIVE,
    )
    disclosures.register(organ=town, rows=[late], actor="测试")
    applications, published, _cases, _done = evidence(town).listings
    assert applications.lines == [
        ("〔2022〕1号", date(2022, 3, 1), date(2022, 3, 29), date(2022, 3, 10), "（一）予以公开", "按期")
    ]
    assert published.lines[0][-2] == "逾期"
    sheets = str(xlsx.read(packed(evidence(town))["依申请公开办理清单.xlsx"], "清单.xlsx"))
    assert "〔2022〕1号" in sheets
    assert "张三" not in sheets


def test_what_was_never_answered_or_published_stands_in_the_lists_and_its_being_late_in_the_mark(
    town: Organ,
) -> None:
    answer_one(town)
    said = {"channel": "in_person", "applicant_kind": "natural_person"}
    for number, received in (("2号", date(2022, 10, 10)), ("3号", date(2022, 12, 20))):
        event = EventEntry(EventKind.RECEIVED, received, said)
        entry = RequestEntry(number, (event,), applicant_name="李四", content="李四要的合同")
        requests.receive(organ=town, entries=[entry], actor="测试")
    unpublished = [
        Disclosure(organ=town, index_no=no, title=no, formed_on=formed, attribute=Attribute.PROACTIVE)
        for no, formed in (("S-1", date(2022, 10, 10)), ("S-2", date(2022, 12, 20)))
    ]
    disclosures.register(organ=town, rows=unpublished, actor="测试")
    found = evidence(town)
    applications, published, _cases, _done = found.listings
    assert [(line[0], line[3], line[-1]) for line in applications.lines] == [
        ("〔2022〕1号", date(2022, 3, 10), "按期"),
        ("2号", None, "逾期，还没有答复"),
        ("3号", None, "没有到期"),
    ]
    assert [(line[0], line[-2]) for line in published.lines] == [
        ("S-1", "逾期，还没有公开"),
        ("S-2", "没有到期"),
    ]
    (answered,) = [one for one in found.indicated if one.indicator.method == "answered"]
    assert [fact.words for fact in answered.found.met] == ["〔2022〕1号"]
    assert [(fact.words, fact.why) for fact in answered.found.faults] == [
        ("2号", "期限2022-11-07，到2022-12-31还没有答复，逾期39个工作日")
    ]


def test_the_same_ledger_on_the_same_day_gives_the_same_bytes(town: Organ) -> None:
    hold_a_meeting(town)
    first, second = (package.write(evidence(town), fonts_dir=None) for _time in range(2))
    assert first == second


def test_a_corrected_case_is_held_against_the_organ_that_acted_and_a_complaint_against_nobody(
    town: Organ,
) -> None:
    cases = [("1号", "reconsideration", False), ("2号", "reconsideration", True), ("3号", "complaint", False)]
    rows = [
        RemedyCase(
            organ=town,
            case_no=number,
            kind=kind,
            as_reviewer_only=only_reviews,
            received_on=date(2022, 3, 1),
            concluded_on=date(2022, 5, 1),
            result="corrected",
        )
        for number, kind, only_reviews in cases
    ]
    remedies.register(organ=town, rows=rows, actor="测试")
    (upheld,) = [one for one in evidence(town).indicated if one.indicator.method == "upheld"]
    assert [(fact.words, fact.why) for fact in upheld.rows] == [("1号", "结果纠正")]


def test_another_organs_papers_are_not_found(town: Organ) -> None:
    row = hold_a_meeting(town)
    other = organs.create(name="留固镇人民政府", actor="测试")
    assert row.activity_id
    assert queries.papers_behind(Scope.of(other), row.activity_id, with_names=True) == []
    assert queries.files_behind(Scope.of(other), row.activity_id) == []


def test_each_indicator_has_a_list_of_the_rows_behind_its_mark_and_the_contents_lead_there(
    town: Organ,
) -> None:
    answer_one(town)
    files = packed(evidence(town))
    (answered,) = [name for name in files if name.startswith("考核指标/")]
    assert "答复" in answered
    rows = str(xlsx.read(files[answered], "指标.xlsx"))
    assert "〔2022〕1号" in rows
    assert "合要求" in rows
    assert "张三" not in rows
    contents = str(pdf.read(files["目录.pdf"], "目录.pdf"))
    assert "1件，0件不合要求" in contents
    assert "没有要看的" in contents
    county = organs.create(name="滑县人民政府", level="county", actor="测试")
    organs.place_under(organ=town, superior=county, since=date(2022, 1, 1), actor="测试")
    adopt(organ=county, year=2022, said=replace(shipped(), title="县考核办法"), document_no="", actor="县办")
    assert "县考核办法" in evidence(town).measure

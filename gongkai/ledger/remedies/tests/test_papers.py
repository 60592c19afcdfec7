"""The papers of a case: what they say is read back out of Word and PDF."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document as open_docx

from gongkai import papers
from gongkai.law.remedy_papers import PAPER, PAPERS, evidence_rows, papers_of
from gongkai.law.workdays import OFFICIAL
from gongkai.ledger.base import Refused
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions
from gongkai.ledger.remedies import papers as drafts
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry, RequestEntry
from gongkai.ledger.requests.models import EventKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Organ:
    return organs.create(name="四间房镇人民政府", actor="测试")


def case(town: Organ, kind: str = "reconsideration") -> RemedyCase:
    answer = {"row": "refused_process", "kind": "refused_process", "document_no": "四政公开告〔2026〕1号"}
    events = (
        EventEntry(EventKind.RECEIVED, date(2026, 5, 11), {"applicant_kind": "natural_person"}),
        EventEntry(EventKind.ANSWERED, date(2026, 6, 1), answer),
    )
    entry = RequestEntry("〔2026〕1号", events, applicant_name="张三", content="道路养护资金")
    (application,) = requests.receive(organ=town, entries=[entry], actor="测试")
    row = RemedyCase(
        organ=town,
        case_no="滑复〔2026〕3号",
        kind=kind,
        received_on=date(2026, 7, 1),
        body="滑县人民政府",
        foi_request=application,
    )
    return actions.register(organ=town, rows=[row], actor="测试")[0]


def words(row: RemedyCase, code: str) -> str:
    paper = PAPER[code]
    said = drafts.texts(row, paper, OFFICIAL)
    built = drafts.build(row, paper, said, claimant="张三", third_person="", on=date(2026, 7, 8))
    read = open_docx(BytesIO(papers.write(built, "docx")))
    cells = [cell.text for table in read.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(one.text for one in read.paragraphs), *cells])


def test_the_answer_to_a_review_tells_the_course_of_the_application_and_its_articles(town: Organ) -> None:
    told = words(case(town), "review_answer")
    for said in (
        "2026年5月11日，收到申请。",
        "2026年6月1日，答复（四政公开告〔2026〕1号）。",
        "申请人：张三。",
        "答复人于2026年7月1日收到行政复议申请书副本",
        "《政府信息公开条例》第三十六条第（三）项",
        "请求复议机关依法维持答复人作出的答复。",
        "滑县人民政府",
    ):
        assert said in told
    assert "【姓名、职务】" in told  # nobody wrote it yet, and nothing is invented


def test_what_was_written_once_stands_in_the_other_papers(town: Organ) -> None:
    row = case(town, "litigation_direct")
    said = {"head": "李明，镇长", "people": "王敏，党政办主任，13800138000", "powers": "一般代理"}
    row = actions.write_paper(case=row, code="power", said=said, over={}, actor="王敏")
    assert "李明，镇长，系四间房镇人民政府的法定代表人" in words(row, "identity")
    assert "答辩人（被告）：四间房镇人民政府" in words(row, "defence")
    with pytest.raises(Refused, match="刚才有人改过"):
        actions.write_paper(case=row, code="power", said=said, over={}, actor="李四")


def test_the_evidence_comes_from_what_happened_and_each_line_is_a_row(town: Organ) -> None:
    told = words(case(town), "evidence")
    assert "政府信息公开申请表及收到凭证" in told
    assert "答复书（四政公开告〔2026〕1号）" in told
    assert evidence_rows("申请表｜收到日期｜1\n\n答复书|内容") == (
        ("申请表", "收到日期", "1"),
        ("答复书", "内容", ""),
    )


def test_every_kind_of_case_but_a_complaint_has_its_papers() -> None:
    assert papers_of("complaint") == ()
    assert {paper.code for kind in ("reconsideration", "litigation_direct") for paper in papers_of(kind)} == {
        paper.code for paper in PAPERS
    }

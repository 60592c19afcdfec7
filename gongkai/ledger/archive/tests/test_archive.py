"""Closed applications into boxes and out again; one package each, which anybody can prove."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest
import time_machine

from gongkai.law.workdays import OFFICIAL
from gongkai.ledger import proof
from gongkai.ledger.archive import actions, package, papers, queries
from gongkai.ledger.archive.tests import cases
from gongkai.ledger.audit.chain import Head
from gongkai.ledger.audit.queries import holds
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions as remedies
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.entries import EventEntry
from gongkai.ledger.requests.letters import actions as letters
from gongkai.ledger.requests.models import EventKind, FoiRequest
from gongkai.ledger.requests.queries import standing
from gongkai.ledger.requests.redactions import actions as redactions
from gongkai.ledger.requests.steps import Refused
from gongkai.ledger.requests.tests.bodies import BODIES
from gongkai.papers import write

pytestmark = pytest.mark.django_db
HOWTO = Path(__file__).parents[4] / "docs" / "howto" / "archive.md"


@pytest.fixture
def town(head_noted: None) -> Organ:
    return organs.create(
        name="四间房镇人民政府", actor="测试", options={"fonds_no": "0123", "letter_mark": "四政", **BODIES}
    )


@pytest.fixture(autouse=True)
def day() -> object:
    with time_machine.travel(date(2023, 1, 10), tick=False):
        yield


def build(row: FoiRequest) -> bytes:
    return package.build(row, calendar=OFFICIAL, on=date(2023, 1, 10), fonts_dir=None)


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


@pytest.mark.slow
def test_files_are_numbered_within_year_and_period_through_all_boxes(town: Organ) -> None:
    first, second = cases.filed(cases.served(town), cases.served(town, "〔2022〕2号"))
    (third,) = cases.filed(cases.served(town, "〔2022〕3号"), new_box=True)
    assert [file.archive_no for file in (first, second, third)] == [
        "0123-WS·2022-D10-0001",
        "0123-WS·2022-D10-0002",
        "0123-WS·2022-D10-0003",
    ]
    assert [file.box.number for file in (first, second, third)] == [1, 1, 2]
    row = first.foi_request
    assert standing(row)[-1].data == {"place": "2022年·10年·第1盒·0123-WS·2022-D10-0001"}
    assert proof.verify() is None


@pytest.mark.slow
def test_what_is_served_or_archived_is_not_made_void(town: Organ) -> None:
    row = cases.served(town)
    letter, answer = row.letters.get(), row.events.get(kind="answered")
    moment = letters.Moment(date(2023, 2, 1), OFFICIAL)
    with pytest.raises(Refused, match="这份答复已经送达"):
        letters.void(letter=letter, reason="盖错章", actor="李建国", at=moment)
    cases.filed(row)
    with pytest.raises(Refused, match="这件已经归档"):
        letters.void(letter=letter, reason="盖错章", actor="李建国", at=moment)
    with pytest.raises(Refused, match="从档案盒取出"):
        requests.void_event(event=answer, actor="王敏", reason="登记错了")
    roster: dict[str, Any] = {"title": "名册", "name": "名册.png", "data": cases.PICTURE}
    with pytest.raises(Refused, match="已经归档"):
        redactions.begin(foi_request=cases.again(row), actor="王敏", **roster)


def test_what_went_to_a_review_or_a_court_is_kept_longer(town: Organ) -> None:
    plain, reviewed, named = (cases.served(town, f"〔2022〕{n}号") for n in (1, 2, 3))
    rows = [
        RemedyCase(
            organ=town,
            case_no=f"滑政复〔2022〕{n}号",
            kind="reconsideration",
            received_on=date(2022, 4, 2),
            foi_request=row,
            request_number=number,
        )
        for n, row, number in ((1, reviewed, ""), (2, None, "〔2022〕3号"))
    ]
    remedies.register(organ=town, rows=rows, actor="测试")
    assert [file.box.retention for file in cases.filed(plain, reviewed, named)] == ["d10", "d30", "d30"]


def test_the_organs_own_table_of_periods_holds(town: Organ) -> None:
    organs.set_option(organ=town, code="retention_ordinary", value="permanent", actor="测试")
    (file,) = cases.filed(cases.served(town))
    assert file.archive_no == "0123-WS·2022-Y-0001"
    assert file.box.period.last_day(file.closed_on) is None


def test_what_is_open_or_not_served_cannot_be_archived(town: Organ) -> None:
    row = cases.served(town)
    served = standing(row)[-1]
    requests.void_event(event=served, actor="王敏", reason="退回了")
    (found,) = queries.ready(town, queries.closed(cases.scope(town)), OFFICIAL, date(2023, 1, 10))
    assert "现在是“已答复，待送达”" in found.why_not
    assert found.missing == ("答复 — 没有送达的记录",)
    with pytest.raises(Refused, match="不能归档"):
        cases.filed(row)
    assert not queries.files(cases.scope(town)).exists()


def test_what_proof_is_missing_is_said_and_hinders_nothing(town: Organ) -> None:
    row = cases.served(town, proof="")
    extended = EventEntry(EventKind.EXTENDED, date(2022, 3, 10), {"days": 20, "reason": "多"})
    requests.add_event(foi_request=row, event=extended, actor="王敏")
    (found,) = queries.ready(town, [row], OFFICIAL, date(2022, 9, 1))
    assert found.missing == (
        "2022-03-10延期 — 没有签发的文书，也没有文号",
        "2022-03-20送达 — 没有登记回执、单号或者签收人",
    )
    assert (found.why_not, found.contestable_until) == ("", date(2022, 9, 20))
    (file,) = cases.filed(row)
    assert file.missing == list(found.missing)


@pytest.mark.slow
def test_twice_is_refused_and_out_again_leaves_a_gap(town: Organ) -> None:
    row = cases.served(town)
    (file,) = cases.filed(row)
    with pytest.raises(Refused, match="已经在档案盒里"):
        cases.filed(row)
    with pytest.raises(Refused, match="原因 — 还没有填"):
        actions.take_out(file=file, reason=" ", actor="王敏")
    actions.take_out(file=file, reason="漏了回执", actor="王敏")
    row.refresh_from_db()
    assert standing(row)[-1].kind == EventKind.SERVED
    other = cases.served(town, "〔2022〕2号")
    assert [one.item for one in cases.filed(other, row)] == [1, 2]
    assert proof.verify() is None


@pytest.mark.slow
def test_the_same_state_gives_the_same_package(town: Organ) -> None:
    row = cases.served(town)
    cases.filed(row)
    first = build(row)
    with time_machine.travel(date(2024, 5, 6), tick=False):
        reason = {"actor": "王敏", "reason": "移交"}
        second = package.take(row, calendar=OFFICIAL, on=date(2024, 5, 6), fonts_dir=None, **reason)
    assert sha256(first).hexdigest() == sha256(second).hexdigest()
    event = EventEntry(EventKind.REDO_ORDERED, date(2023, 2, 1), {"by": "review", "due": "2023-03-01"})
    requests.add_event(foi_request=cases.again(row), event=event, actor="王敏")
    assert build(row) != first


@pytest.mark.slow
def test_a_package_has_the_shape_of_the_contract(town: Organ) -> None:
    row = cases.served(town)
    cases.filed(row)
    with opened(build(row)) as archive:
        assert archive.namelist() == [
            "case.json",
            "case.pdf",
            "audit.jsonl",
            "contents.xlsx",
            "attachments/01-石榴园照片.png",
        ]
        assert archive.read("attachments/01-石榴园照片.png") == cases.PICTURE
        case = json.loads(archive.read("case.json"))
        sheet = openpyxl.load_workbook(archive.open("contents.xlsx")).worksheets[0]
    line = [str(cell.value) for cell in list(sheet)[-1]]
    assert case["schema"] == "gongkai.case/1"
    assert case["applicant"] == {
        "kind": "natural_person",
        "name": "欧阳石榴",
        "agent": "",
        "joint_applicants": None,
        "id_number": "11010519491231002X",
        "contact": "13900139000",
        "other_personal": "",
    }
    assert [event["kind"] for event in case["events"]] == ["received", "answered", "served", "archived"]
    assert case["letters"][0]["document_no"] == "四政公开告〔2022〕1号"
    assert case["arrivals"][0]["said"]["content"] == "石榴园灌溉工程款的去向"
    assert case["archive"]["archive_no"] == "0123-WS·2022-D10-0001"
    assert [line[at] for at in (1, 3, 5)] == ["0123-WS·2022-D10-0001", "四政公开告〔2022〕1号", "20220320"]
    assert "石榴园灌溉工程款的去向" in line[4]


@pytest.mark.slow
def test_the_paper_file_has_cover_contents_letters_and_proof_on_the_pages_it_says(town: Organ) -> None:
    row = cases.served(town, proof="")
    (file,) = cases.filed(row)
    with opened(build(row)) as archive, pdfplumber.open(io.BytesIO(archive.read("case.pdf"))) as pdf:
        pages = [page.extract_text() or "" for page in pdf.pages]
    assert len(pages) == file.pages
    assert "政府信息公开申请办理卷宗" in pages[0]
    assert "0123-WS·2022-D10-0001" in pages[0]
    listed = dict(
        re.findall(r"(政府信息公开申请表|政府信息公开告知书|办理经过和送达凭证) 20220\d{3} (\d+)", pages[1])
    )
    assert len(listed) == 3
    for title, number in listed.items():
        assert title in pages[int(number) - 1].replace("\n", "")
    assert "11010519491231002X" in pages[int(listed["政府信息公开申请表"]) - 1]
    assert "邮政寄送" in pages[int(listed["办理经过和送达凭证"]) - 1]
    assert "缺少：2022-03-20送达 — 没有登记回执" in pages[-1].replace("\n", "")


def prove(data: bytes, folder: Path) -> tuple[int, str]:
    """What the script of the how-to says, run by a Python that knows nothing of this program."""
    (script,) = re.findall(r"```python\n(.*?)```", HOWTO.read_text("utf-8"), re.DOTALL)
    (folder / "case.zip").write_bytes(data)
    command = [sys.executable, "-I", "-c", script, str(folder / "case.zip")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def forged(data: bytes, path: str, old: str, new: str) -> bytes:
    """The package with some words of one file exchanged, its digests made anew."""
    with opened(data) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in parts[path]
    parts[path] = parts[path].replace(old.encode(), new.encode())
    case = json.loads(parts["case.json"])
    for file in case["files"]:
        file["sha256"] = sha256(parts[file["path"]]).hexdigest()
    parts["case.json"] = json.dumps(case).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.slow
def test_whoever_gets_a_package_can_prove_it_without_this_program(town: Organ, tmp_path: Path) -> None:
    row = cases.served(town)
    cases.served(town, "〔2022〕2号")  # its rows of the log lie between
    cases.filed(row)
    data = build(row)
    code, said = prove(data, tmp_path)
    assert code == 0, said
    assert holds(Head.parse(said)) is None
    with opened(data) as archive:
        log = [json.loads(line) for line in archive.read("audit.jsonl").splitlines()]
    submitted = next(row for row in log if row["action"] == "letter.submit")
    line = json.dumps(submitted, ensure_ascii=False) + "\n"
    for old, new, complaint in (
        ("李建国", "李建设", "was changed"),
        (line, "", "were left out"),
    ):
        code, said = prove(forged(data, "audit.jsonl", old, new), tmp_path)
        assert (code, complaint in said) == (1, True), said


@pytest.mark.slow
def test_a_changed_letter_or_attachment_is_noticed(town: Organ, tmp_path: Path) -> None:
    data = build(cases.served(town))
    with opened(data) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["case.pdf"] += b" "
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert prove(file.getvalue(), tmp_path) == (1, "changed: case.pdf\n")


@pytest.mark.slow
def test_catalogue_and_spine_name_nobody(town: Organ) -> None:
    matter = cases.of("欧阳石榴", "欧阳石榴家石榴园的灌溉款，电话13900139000")
    cases.filed(cases.served(town, said=matter), cases.served(town, "〔2022〕2号"))
    files = list(queries.files(cases.scope(town)))
    (box,) = queries.boxes(cases.scope(town))
    said = {name: getattr(box, name) for name in ("first", "last", "count", "sheets")}
    assert said == {"first": 1, "last": 2, "count": 2, "sheets": sum(file.pages for file in files)}
    paper = papers.catalogue(town, files, str(box))
    texts = repr(paper) + repr(papers.spine(town, box, files))
    assert "欧阳石榴" not in texts
    assert "13900139000" not in texts
    assert "欧阳某某家石榴园的灌溉款" in texts
    assert "0001—0002" in texts
    for form in ("xlsx", "docx", "pdf"):
        assert write(paper, form)


@pytest.mark.slow
def test_readiness_costs_the_same_however_many_there_are(
    town: Organ, django_assert_num_queries: object
) -> None:
    rows = [cases.served(town, f"〔2022〕{n}号") for n in range(1, 4)]
    for some in (rows[:1], rows):
        with django_assert_num_queries(7):  # type: ignore[operator]
            queries.ready(town, some, OFFICIAL, date(2023, 1, 10))

"""Redacting on screen: with forms alone, each refusal in words, the result shown beside its proof."""

import io
from datetime import date
from typing import Any

import pdfplumber
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gongkai import papers
from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import staff
from gongkai.faces.tests.test_bad_input import BAD
from gongkai.faces.workbench.tests.test_letters import DAY, draft, leader
from gongkai.faces.workbench.tests.test_steps import place
from gongkai.faces.workbench.tests.test_today import receive
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests.models import Redaction
from gongkai.papers.model import Document, Paragraph

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder"), pytest.mark.slow]
NUMBER = "11010519491231002X"
GROUND = {"ground": "third_party/privacy"}
PARTIAL = {
    "公开的部分": "名册",
    "不予公开的部分": "证件号码",
    "理由": "属于个人隐私",
    "不予公开的事由（第十四条、第十五条、第十六条的款、项）": "third_party",
}


@pytest.fixture(scope="module")
def roster() -> bytes:
    lines = (f"领取人张三，身份证号{NUMBER}。", "领取人李四，金额三百元。")
    return papers.write(Document("低保发放名册", tuple(map(Paragraph, lines))), "pdf")


@pytest.fixture
def case(client: Client, real: Organ) -> str:
    client.force_login(staff(real, "clerk"))
    with time_machine.travel(DAY):
        receive(real, date(2022, 9, 22))
    return place(real)


@pytest.fixture
def opened(client: Client, case: str, roster: bytes) -> str:
    """The page of a redaction that was just begun."""
    answer = put_in(client, case, "名册.pdf", roster)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def put_in(client: Client, case: str, name: str, data: bytes) -> Any:
    url = f"{case}redactions/new/"
    (form,) = page(client, url).xpath("//form[@class='form']")
    document = SimpleUploadedFile(name, data)
    return client.post(url, {**dict(form.form_values()), "title": "低保发放名册", "document": document})


def do(client: Client, opened: str, deed: str, **said: Any) -> Any:
    return client.post(f"{opened}do/{deed}/?page=1", {"page": "1", **said})


def words_of(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as read:
        return "".join(one.extract_text() for one in read.pages).replace(" ", "")


def test_a_document_is_redacted_with_forms_alone_and_goes_along_with_the_answer(
    client: Client, case: str, opened: str, real: Organ
) -> None:
    with time_machine.travel(DAY):
        letter = draft(client, case, "answer/?kind=partial", PARTIAL)
        assert "公民身份号码 110***********002X" in page(client, opened).text_content()
        assert do(client, opened, "accept", all="1", **GROUND).status_code == 302
        assert do(client, opened, "words", words="张三", **GROUND).status_code == 302
        answer = do(client, opened, "make")
        assert answer.status_code == 302
        shown = page(client, answer["Location"])
        assert "检验通过" in shown.text_content()
        (image,) = shown.xpath("//*[local-name()='image']/@href")
        assert "/result/1.png" in image
        number = letter.rstrip("/").rpartition("/")[2]
        assert do(client, opened, "annex", letter=number).status_code == 302
        assert texts(page(client, letter), "//article//p[starts-with(., '附件')]") == ["附件：低保发放名册"]
        words = words_of(client.get(f"{opened}file.pdf").content)
    assert NUMBER not in words
    assert "张三" not in words
    assert "李四" in words


def test_a_box_is_typed_in_millimetres_and_taken_back(client: Client, opened: str) -> None:
    box = {"left": "30", "top": "60.5", "width": "40", "height": "6", "ground": "internal/personnel"}
    assert do(client, opened, "add", **box).status_code == 302
    assert "人事管理 第十六条第一款" in page(client, opened).text_content()
    assert do(client, opened, "undo").status_code == 302
    assert "人事管理 第十六条第一款" not in page(client, opened).text_content()


def test_lines_are_chosen_by_what_stands_on_them(client: Client, opened: str) -> None:
    shown = page(client, f"{opened}?lines=1")
    lines = texts(shown, "//form[contains(@action, '/lines/')]//label")
    (place_of_line,) = [
        str(at) for at, text in enumerate(one for one in lines if one != "事由") if "李四" in text
    ]
    assert do(client, opened, "lines", lines=place_of_line, **GROUND).status_code == 302
    assert "遮盖1处" in page(client, opened).text_content()


@pytest.mark.parametrize(
    ("deed", "said", "why"),
    [
        ("add", {"left": "x", "ground": "third_party/privacy"}, "左（毫米） — 不是数字"),
        ("add", {"left": "1", "top": "1", "width": "9", "height": "9"}, "事由 — 还没有选"),
        ("add", {"left": "900", "top": "1", "width": "9", "height": "9", **GROUND}, "不在页面上"),
        ("words", {"words": "没有的字", "ground": "process/draft"}, "要遮盖的字 — 没有找到"),
        ("accept", {}, "哪几处 — 还没有选"),
        ("accept", {"marks": "1"}, "事由 — 还没有选"),
        ("make", {}, "还有1处建议没有看"),
        ("annex", {"letter": "0"}, "没有这份告知书"),
    ],
    ids=lambda one: one if isinstance(one, str) and one.isascii() else "",
)  # fmt: skip
def test_what_cannot_be_done_is_answered_in_words_on_the_same_page(
    client: Client, opened: str, deed: str, said: dict[str, str], why: str
) -> None:
    answer = do(client, opened, deed, **said)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert "低保发放名册" in answer.content.decode()


def test_whatever_is_typed_is_refused_in_words_and_kept(client: Client, opened: str) -> None:
    for text in BAD.values():
        answer = do(client, opened, "add", left=text, top=text, width=text, height=text, ground=text)
        assert answer.status_code == 422
        assert " — " in answer.content.decode()
        assert do(client, opened, "words", words=text, **GROUND).status_code == 422
    assert client.get(f"{opened}?page=٣&zoom=1e9&view=x").status_code == 200


def test_the_document_is_seen_by_whoever_drafts_or_signs_and_the_log_knows(
    client: Client, opened: str, real: Organ
) -> None:
    for _ in range(2):
        client.get(opened)
    assert Entry.objects.filter(action="request.unmask.redaction").count() == 1
    picture = client.get(f"{opened}source/1.png?zoom=2")
    with Image.open(io.BytesIO(picture.content)) as seen:
        assert seen.width == pytest.approx(210 / 25.4 * 150, abs=3)
    assert "no-store" in picture["Cache-Control"]
    auditor = Client()
    auditor.force_login(staff(real, "auditor", username="shenji", name="钱审"))
    assert auditor.get(f"{opened}source/1.png").status_code == 403
    assert "/source/1.png" not in auditor.get(opened).content.decode()
    assert leader(real).get(f"{opened}source/1.png").status_code == 200
    assert leader_does(real, opened) == 403


def leader_does(real: Organ, opened: str) -> int:
    other = Client()
    other.force_login(staff(real, "leader", username="fenguan", name="周分管"))
    return int(do(other, opened, "undo").status_code)


def test_a_photograph_of_a_paper_is_redacted_too(client: Client, case: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (900, 1300), "white").save(out, "JPEG")
    opened = put_in(client, case, "照片.jpg", out.getvalue())["Location"]
    box = {"left": "20", "top": "20", "width": "60", "height": "9", "ground": "third_party/privacy"}
    assert do(client, opened, "add", **box).status_code == 302
    assert do(client, opened, "make").status_code == 302
    assert client.get(f"{opened}file.pdf").content.startswith(b"%PDF")


def test_what_is_no_document_to_redact_is_refused_beside_its_field(client: Client, case: str) -> None:
    for name, data, why in (
        ("名册.docx", b"PK\x03\x04", "只能遮盖PDF和图片"),
        ("名册.pdf", b"%PDF-1.7 half", "已损坏"),
        ("名册.pdf", b"", "文件是空的"),
    ):
        answer = put_in(client, case, name, data)
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert not Redaction.objects.exists()


def test_a_withdrawn_redaction_shows_its_history_and_no_page(client: Client, opened: str) -> None:
    assert client.post(f"{opened}void/").status_code == 302
    shown = client.get(opened).content.decode()
    assert "已经撤销" in shown
    assert "/source/1.png" not in shown
    assert client.get(f"{opened}source/1.png").status_code == 404


def test_a_redaction_of_another_case_is_not_there(client: Client, opened: str, case: str) -> None:
    number = opened.rstrip("/").rpartition("/")[2]
    assert client.get(f"{case}redactions/{int(number) + 1}/").status_code == 404
    assert client.get(f"{opened}nonsense/1.png").status_code == 404
    assert client.get(f"{opened}file.pdf").status_code == 404

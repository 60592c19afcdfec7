"""Reviews and suits on screen: a case is registered, its steps taken, its cells of chapter four opened."""

from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as open_docx

from gongkai.faces.tests.html import page, parsed
from gongkai.faces.tests.organs import YEAR, application, staff
from gongkai.faces.workbench.remedies.case import BY_THEN, WORDS
from gongkai.law.remedies import EITHER, ORGAN, PERIODS
from gongkai.law.remedy_course import SET
from gongkai.law.remedy_procedure import STEP, STEPS
from gongkai.ledger import agenda, proof
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.remedies import actions, files
from gongkai.ledger.remedies.models import RemedyCase
from gongkai.ledger.remedies.steps import asks
from gongkai.ledger.requests import actions as requests
from gongkai.ledger.requests.letters import numbers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static_folder")]
DAY = f"{YEAR}-06-10"


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "clerk"))
    return client


def place(organ: Organ, *parts: object) -> str:
    return f"/desk/organs/{organ.pk}/ledger/remedies/" + "".join(f"{part}/" for part in parts)


def case(organ: Organ, **more: object) -> RemedyCase:
    application_ = requests.receive(organ=organ, entries=[application(1)], actor="测试")[0]
    said = {"case_no": "滑复3号", "kind": "reconsideration", "received_on": f"{YEAR}-06-03", **more}
    row = RemedyCase(organ=organ, foi_request=application_, **said)
    actions.register(organ=organ, rows=[row], actor="测试")
    row.refresh_from_db()
    return row


def send(client: Client, url: str, **typed: str) -> str:
    """Fill in the form of a page and send it; the words of the page that comes of it."""
    (form,) = page(client, url).xpath("//form[@class='form']")
    answer = client.post(url, {**dict(form.form_values()), **typed}, follow=True)
    return " ".join(parsed(answer.content).text_content().split())


@time_machine.travel(DAY)
def test_the_page_tells_the_last_day_and_every_day_before_it(clerk: Client, real: Organ) -> None:
    words = page(clerk, place(real, case(real).pk)).text_content()
    assert "还剩5个工作日，6月17日（周二）前提交书面答复和证据" in words
    assert "《行政复议法》第四十八条" in words
    assert "适用程序 — 还没有登记" in words
    assert "张某" in words
    assert "张三" not in words


@time_machine.travel(DAY)
def test_a_simplified_procedure_shortens_the_limit_and_what_is_answered_is_done(
    clerk: Client, real: Organ
) -> None:
    row = case(real)
    steps = {"accept": {"on": f"{YEAR}-05-30", "says-procedure": "simplified"}, "answer": {"on": DAY}}
    words = send(clerk, place(real, row.pk, "steps", "accept"), **steps["accept"])
    assert "今天是最后一日：提交书面答复和证据" in words
    words = send(clerk, place(real, row.pk, "steps", "answer"), **steps["answer"])
    assert "审理中，现在没有本机关要办的期限" in words
    row.refresh_from_db()
    assert [one["step"] for one in row.events] == ["accept", "answer"]


@time_machine.travel(DAY)
def test_what_is_taken_back_stays_in_the_history_with_its_reason(clerk: Client, real: Organ) -> None:
    row = case(real)
    said = {"says-outcome": "review_upheld", "says-redo": "no", "on": DAY}
    words = send(clerk, place(real, row.pk, "steps", "decide"), **said)
    assert "表四 行政复议 · 结果维持" in words
    answer = clerk.post(place(real, row.pk, "entries", 1, "void"), {"reason": "是另一案的"}, follow=True)
    words = parsed(answer.content).text_content()
    assert "是另一案的" in words
    assert "表四 行政复议 · 尚未审结" in words


@time_machine.travel(DAY)
def test_a_redo_opens_the_application_again(clerk: Client, real: Organ) -> None:
    row = case(real, received_on=f"{YEAR}-04-03")
    said = {"says-outcome": "review_annulled", "says-redo": "yes", "on": f"{YEAR}-06-05"}
    words = send(clerk, place(real, row.pk, "steps", "decide"), **said)
    assert "关联的申请已经重新打开，按新的期限办理。" in words
    application_ = f"/desk/organs/{real.pk}/ledger/requests/{row.foi_request_id}/"
    assert "责令重作，办理中" in page(clerk, application_).text_content()


@time_machine.travel(DAY)
def test_the_names_of_the_other_side_are_seen_by_whoever_may_and_that_is_logged(
    clerk: Client, real: Organ
) -> None:
    row = case(real, claimant="李四光")
    url = place(real, row.pk, "parties")
    assert "李四光" not in page(clerk, place(real, row.pk)).text_content()
    send(clerk, url, filed_on=f"{YEAR}-05-28")
    row.refresh_from_db()
    assert (row.claimant, str(row.filed_on)) == ("李四光", f"{YEAR}-05-28")
    assert Entry.objects.filter(action="request.unmask.remedy").exists()


@time_machine.travel(DAY)
def test_a_case_is_registered_from_its_application(clerk: Client, real: Organ) -> None:
    row = case(real)
    here = f"/desk/organs/{real.pk}/ledger/requests/{row.foi_request_id}/"
    (link,) = page(clerk, here).xpath("//a[text()[contains(., '登记一案')]]/@href")
    held = dict(page(clerk, link).xpath("//form[contains(@class, 'form')]")[0].form_values())
    assert row.foi_request is not None
    assert {row.foi_request.number, real.name} <= set(held.values())


@time_machine.travel(DAY)
def test_a_cell_of_chapter_four_opens_its_cases(clerk: Client, real: Organ) -> None:
    row = case(real)
    report = f"/desk/organs/{real.pk}/reports/{YEAR}/"
    links = page(clerk, f"{report}cases/remedies/reconsideration/pending").xpath("//tbody//a/@href")
    assert links == [place(real, row.pk)]


@time_machine.travel(DAY)
def test_a_paper_is_drafted_and_handed_out_with_names_only_to_whoever_may_see_them(
    clerk: Client, real: Organ, client: Client
) -> None:
    row = case(real, claimant="李四光")
    send(
        clerk, place(real, row.pk, "papers", "review_answer"), head="李明，镇长", reasons="李四光的主张不成立"
    )
    row.refresh_from_db()
    assert row.papers["review_answer"]["head"] == "李明，镇长"
    url = f"{place(real, row.pk)}papers/review_answer.docx"
    assert "李四光" in paper_text(clerk.get(url).content)
    client.force_login(staff(real, "leader", username="leader", name="赵六"))
    told = paper_text(client.get(url).content)
    assert "李某某的主张不成立" in told
    assert "李四光" not in told


def paper_text(data: bytes) -> str:
    return "\n".join(one.text for one in open_docx(BytesIO(data)).paragraphs)


@time_machine.travel(DAY)
def test_a_file_of_a_case_is_encrypted_given_out_and_dropped(clerk: Client, real: Organ) -> None:
    row = case(real)
    data = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
    handed = {"title": "答复通知书", "attached": SimpleUploadedFile("通知.png", data)}
    assert clerk.post(place(real, row.pk, "files", "new"), handed).status_code == 302
    (kept,) = files.of(row)
    url = place(real, row.pk, "files", kept.pk)
    assert clerk.get(url).content == data
    assert data not in files.VAULT.path_of(kept.place).read_bytes()
    clerk.post(f"{url}drop/")
    assert clerk.get(url).status_code == 404
    assert list(proof.differences()) == []


@time_machine.travel(DAY)
def test_a_file_with_a_secrecy_mark_is_not_kept(clerk: Client, real: Organ) -> None:
    row = case(real)
    handed = {
        "title": "请示",
        "attached": SimpleUploadedFile("机密★请示.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 99),
    }
    answer = clerk.post(place(real, row.pk, "files", "new"), handed)
    assert "有密级或者不公开的标志，没有收下" in parsed(answer.content).text_content()
    assert files.of(row) == []


@time_machine.travel(DAY)
def test_what_was_taught_is_written_once_and_shown(clerk: Client, real: Organ) -> None:
    row = case(real)
    words = send(clerk, place(real, row.pk, "lesson"), kind="refused_process", said="没有写明属于哪一种")
    assert "没有写明属于哪一种" in words


@time_machine.travel(DAY)
@pytest.mark.parametrize(
    ("kind", "body"), [("行政复议", "滑县人民政府"), ("未经复议直接起诉", "滑县人民法院"), ("投诉举报", "")]
)
def test_the_body_that_hears_it_is_the_organ_s_own_for_that_kind(
    clerk: Client, real: Organ, kind: str, body: str
) -> None:
    for code, value in (("review_organ", "滑县人民政府"), ("court", "滑县人民法院")):
        organs.set_option(organ=real, code=code, value=value, actor="测试")
    url = place(real, "new")
    (form,) = page(clerk, url).xpath("//form[contains(@class, 'form')]")
    held = dict(form.form_values())
    names = {
        label.text_content().split("（")[0].strip(): label.get("for") for label in form.xpath(".//label")
    }
    said = {"案号": "1号", "类型": kind, "收到日期": DAY}
    typed = {form.xpath(f".//*[@id='{names[label]}']/@name")[0]: value for label, value in said.items()}
    assert clerk.post(url, {**held, **typed}).status_code == 302
    assert RemedyCase.objects.get().body == body


@time_machine.travel(DAY)
def test_another_organ_s_clerk_finds_no_such_case(client: Client, real: Organ) -> None:
    row, other = case(real), organs.create(name="邻镇人民政府", actor="测试")
    client.force_login(staff(other, "clerk", username="other"))
    assert client.get(place(other, row.pk)).status_code == 404
    assert client.get(place(real, row.pk)).status_code in {403, 404}


def test_every_step_and_every_limit_of_the_organ_has_its_words() -> None:
    assert set(WORDS) == set(STEP)
    assert all(asks(step, kind) for step in STEPS for kind in step.of)
    ours = {period.code for period in PERIODS if period.bound in {ORGAN, EITHER}} | set(SET)
    of_a_reviewer = {"review_acceptance", "review_decision", "review_decision_simplified"}
    assert set(BY_THEN) == ours | of_a_reviewer
    assert set(agenda.OF_REMEDIES) == set(BY_THEN)
    assert set(agenda.OF_REMEDIES.values()) <= set(agenda.WORDS)


@time_machine.travel(DAY)
def test_a_paper_is_signed_with_its_number_by_another_and_a_void_one_says_why(
    clerk: Client, real: Organ
) -> None:
    row = case(real, claimant="李四光", body="滑县人民政府")
    paper = place(real, row.pk, "papers", "review_answer")
    signing, voiding = f"{paper}sign/", f"{paper}void/"
    client = Client()
    client.force_login(staff(real, "leader", username="leader", name="赵六"))
    typed = {"head": "李明，镇长", "basis": "《条例》第三十六条"}
    send(clerk, paper, **typed)
    assert "还没有填事实和理由" in client.get(signing).content.decode()
    send(clerk, paper, **typed, reasons="主张不成立")
    assert clerk.get(signing).status_code == 403
    assert "主张不成立" in "".join(page(client, signing).xpath("string(//main)").split())
    seen = dict(page(client, signing).xpath("//form[@class='form']")[0].form_values())
    send(clerk, paper, **typed, reasons="改了以后")
    assert client.post(signing, seen).status_code == 422  # another text than was read
    assert "已签发" in send(client, signing)
    row.refresh_from_db()
    number = f"真实镇复答〔{DAY[:4]}〕1号"
    assert [one["document_no"] for one in row.signed] == [number]
    assert clerk.get(paper).status_code == 403
    told = paper_text(clerk.get(f"{paper[:-1]}.docx").content)
    assert number in told
    assert "草稿" not in told

    assert "文号不再使用" in send(client, voiding, reason="引错条款")
    assert "（此件已作废）" in paper_text(clerk.get(f"{paper[:-1]}.docx?void=0").content)
    assert "草稿" in paper_text(clerk.get(f"{paper[:-1]}.docx").content)
    assert clerk.get(f"{paper[:-1]}.docx?void=1").status_code == 404
    assert "已签发" in send(client, signing)
    shown = "".join(page(clerk, f"/desk/organs/{real.pk}/numbers/").xpath("string(//main)").split())
    assert f"行政复议答复书（{row.case_no}）：引错条款" in shown
    assert number.replace("1号", "2号") in shown
    assert "已经作废" in numbers.why_taken(real, number)

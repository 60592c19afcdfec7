"""Applying on line: look first, three steps, a receipt at once; nothing lost, nobody refused for coming
often."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.portal.tests.applying import HOW, WHAT, WHO, file, fill, open_on_line, steps_of, why
from gongkai.faces.public import limits
from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import real_organ
from gongkai.ledger.base import Scope
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.models import Attribute, Disclosure
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.requests import attachments, privacy, queries
from gongkai.ledger.requests.models import Arrival

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100


@pytest.fixture
def town(db: None) -> Organ:
    return open_on_line(real_organ())


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    cache.clear()
    _clear()
    yield
    _clear()


def _clear() -> None:
    for path in _stored():
        path.unlink()


def _stored() -> list[Path]:
    return [path for path in (Path(conf.DATA) / attachments.FOLDER).rglob("*") if path.is_file()]


def published(town: Organ, title: str, index_no: str = "1") -> Disclosure:
    row = Disclosure(
        organ=town,
        index_no=index_no,
        title=title,
        formed_on=date(2022, 10, 1),
        published_on=date(2022, 10, 17),
        attribute=Attribute.PROACTIVE,
        channels=["网站"],
    )
    disclosures.register(organ=town, rows=[row], actor="测试")
    return row


def test_three_steps_lead_to_a_receipt_and_to_an_arrival_that_counts_nowhere(
    client: Client, town: Organ
) -> None:
    number, code = file(client, town)
    assert re.fullmatch(r"\d{8}-[2-9A-Z]{4}", number)
    assert re.fullmatch(r"([2-9A-Z]{4}-){2}[2-9A-Z]{4}", code)
    arrival = Arrival.objects.get()
    said = privacy.opened(arrival)
    assert (arrival.number, arrival.channel, arrival.state) == (number, "internet", "waiting")
    assert (said.content, said.contact) == (WHAT["content"], f"{WHO['phone']}；{WHO['email']}")
    assert queries.groups(Scope.of(town), arrival.arrived_at.year) == ()


@pytest.mark.parametrize("code", ["online_apply", "online_basis"])
def test_without_the_line_in_the_guide_there_is_no_form(client: Client, town: Organ, code: str) -> None:

    organs.set_option(organ=town, code=code, value={"online_apply": "off"}.get(code, ""), actor="测试")
    for address in (f"/apply/{town.pk}/", steps_of(town, "who"), f"/apply/{town.pk}/form.pdf"):
        assert client.get(address).status_code == 404
    assert texts(page(client, "/apply/"), "//main//strong") == ["还没有机关开通网上申请"]


def test_neither_purpose_nor_anything_else_is_asked_that_the_regulation_does_not_ask(
    client: Client, town: Organ
) -> None:
    for code, said in (("who", WHO), ("what", WHAT)):
        client.post(steps_of(town, code), said)
    names: set[str] = set()
    for code in ("who", "what", "how"):
        names |= set(page(client, steps_of(town, code)).xpath("//main//form//*[@name]/@name"))
    ours = names - {"csrfmiddlewaretoken", "once", "help", "may_split", "agent", "attached"}
    assert ours == {
        *("applicant_kind", "applicant_name", "id_number", "phone", "email", "address"),
        *("content", "form", "route"),
    }


def test_a_step_cannot_be_jumped_over(client: Client, town: Organ) -> None:
    answer = client.get(steps_of(town, "how"))
    assert answer["Location"] == steps_of(town, "who")


@pytest.mark.parametrize(
    ("code", "said", "reason"),
    [
        ("who", {**WHO, "applicant_name": ""}, "姓名或者名称 — 还没有填"),
        ("who", {**WHO, "id_number": "110105194912310021"}, "校验位对不上"),
        ("who", {**WHO, "phone": "", "email": ""}, "至少填一个"),
        ("what", {"content": ""}, "还没有填"),
        ("what", {"content": "秘密★10年的文件"}, "本系统不能接收"),
        ("what", {"content": "字" * 3001}, "超过3000个字"),
        ("how", {"form": "纸质", "route": "邮寄"}, "没有填通信地址"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, town: Organ, code: str, said: dict[str, str], reason: str
) -> None:
    for before, words in (("who", WHO), ("what", WHAT)):
        if before != code:
            client.post(steps_of(town, before), words)
    answer = client.post(steps_of(town, code), said)
    assert answer.status_code == 422
    assert any(reason in line for line in why(answer))
    shown = answer.content.decode()
    assert all(value[:50] in shown for value in said.values())


def test_what_is_typed_saves_itself_sealed_and_is_there_after_a_lost_connection(
    client: Client, town: Organ
) -> None:
    answer = client.post(
        f"{steps_of(town, 'who')}draft/", {"applicant_name": WHO["applicant_name"], "email": "x"}
    )
    assert "自动保存" in answer.content.decode()
    assert WHO["applicant_name"] not in repr(dict(client.session))
    tree = page(client, steps_of(town, "who"))
    assert tree.xpath("//input[@name='applicant_name']/@value") == [WHO["applicant_name"]]


def test_leaving_clears_this_browser(client: Client, town: Organ) -> None:
    fill(client, town, attached=SimpleUploadedFile("a.png", PNG))
    client.post(steps_of(town, "who"), WHO)
    client.post(f"/apply/{town.pk}/leave/")
    assert client.get(f"/apply/{town.pk}/receipt/")["Location"] == f"/apply/{town.pk}/"
    assert page(client, steps_of(town, "who")).xpath("//input[@name='applicant_name']/@value") == []


def test_a_second_click_files_nothing_twice(client: Client, town: Organ) -> None:
    for code, said in (("who", WHO), ("what", WHAT)):
        client.post(steps_of(town, code), said)
    (token,) = page(client, steps_of(town, "how")).xpath("//main//form[@enctype]//input[@name='once']/@value")
    answers = [client.post(steps_of(town, "how"), {**HOW, "once": token}) for _ in range(2)]
    assert [answer["Location"] for answer in answers] == [f"/apply/{town.pk}/receipt/"] * 2
    assert Arrival.objects.count() == 1


def test_a_file_comes_along_and_can_be_taken_back(client: Client, town: Organ) -> None:
    for code, said in (("who", WHO), ("what", WHAT)):
        client.post(steps_of(town, code), said)
    attached = SimpleUploadedFile("身份证.png", PNG)
    answer = client.post(steps_of(town, "how"), {"form": "", "route": "", "attached": attached})
    assert answer.status_code == 422  # the form is wrong; the file is kept all the same
    (place,) = (path.name for path in _stored())
    client.post(f"/apply/{town.pk}/files/{place}/drop/")
    assert _stored() == []
    file(client, town, attached=SimpleUploadedFile("身份证.png", PNG))
    (kept,) = Arrival.objects.get().attachments.all()
    assert attachments.content(kept) == PNG


def test_nothing_handed_in_touches_the_disk_before_it_was_looked_at(
    client: Client, town: Organ, settings: Any, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "not there"  # Django would write a file of this size here
    for code, said in (("who", WHO), ("what", WHAT)):
        client.post(steps_of(town, code), said)
    attached = SimpleUploadedFile("内部资料.png", PNG + b"\0" * 4_000_000)
    assert client.post(steps_of(town, "how"), {**HOW, "attached": attached}).status_code == 422
    assert _stored() == []
    large = SimpleUploadedFile("照片.png", PNG + b"\0" * attachments.LARGEST)
    answer = client.post(steps_of(town, "how"), {**HOW, "attached": large})
    assert any("超过10兆字节" in line for line in why(answer))


def test_a_file_with_a_secrecy_mark_is_refused_and_only_the_fact_is_logged(
    client: Client, town: Organ
) -> None:
    for code, said in (("who", WHO), ("what", WHAT)):
        client.post(steps_of(town, code), said)
    secret = SimpleUploadedFile("机密★5年.png", PNG)
    answer = client.post(steps_of(town, "how"), {**HOW, "attached": secret})
    assert answer.status_code == 422
    assert any("请联系保密员" in line for line in why(answer))
    assert _stored() == []
    assert "机密★5年" not in repr(dict(client.session))


def test_an_empty_file_is_told_of_once(client: Client, town: Organ) -> None:
    answer = fill(client, town, attached=SimpleUploadedFile("申请表.pdf", b""))
    assert why(answer) == ["附件 — 文件是空的 — 请打开看看，再选一次。"]


@pytest.mark.parametrize("name", ["program.exe", "a.svg"])
def test_a_file_of_another_kind_is_refused_in_words(client: Client, town: Organ, name: str) -> None:
    for code, said in (("who", WHO), ("what", WHAT)):
        client.post(steps_of(town, code), said)
    attached = SimpleUploadedFile(name, b"<svg/>")
    answer = client.post(steps_of(town, "how"), {**HOW, "attached": attached})
    assert any("不是能收的文件" in line for line in why(answer))


def test_what_is_published_is_shown_before_it_is_asked_for(client: Client, town: Organ) -> None:
    published(town, "四间房镇2022年小麦良种补贴实施方案")
    published(town, "农村公路修补工程建设进展", "2")
    client.post(steps_of(town, "who"), WHO)
    partial = client.post(f"/apply/{town.pk}/similar/", WHAT).content.decode()
    assert "小麦良种补贴" in partial
    assert "公路" not in partial
    first = client.post(steps_of(town, "what"), WHAT)  # without scripts nothing was shown yet
    assert first.status_code == 422
    tree = parsed(first.content)
    assert texts(tree, "//div[@class='bar']/button") == ["都不是，继续申请"]
    assert texts(tree, "//*[@class='answers']//b") == ["2022", "小麦良种补贴"]
    (shown,) = tree.xpath("//input[@name='shown']/@value")
    assert client.post(steps_of(town, "what"), {**WHAT, "shown": shown})["Location"] == steps_of(town, "how")


@pytest.mark.slow
def test_the_organ_that_a_matter_names_or_that_has_published_like_it_is_shown(
    client: Client, town: Organ
) -> None:
    titles = {
        "滑县自然资源局": "国有建设用地使用权出让成交公示",
        "滑县卫生健康委员会": "医院建设用地使用情况",
    }
    for name, title in titles.items():
        other = organs.create(name=name, actor="测试")
        for code, value in (("portal", "on"), ("portal_basis", "指南（2022年版）第一条")):
            organs.set_option(organ=other, code=code, value=value, actor="测试")
        published(other, title)

    def shown(content: str) -> list[str]:
        partial = client.post(f"/apply/{town.pk}/similar/", {"content": content})
        return texts(parsed(partial.content), "//*[@class='answers']//li//span[@class='title']")

    assert shown("滑县自然资源局的征地补偿方案") == ["滑县自然资源局"]
    (likest,) = shown("建设用地使用权出让成交结果")
    assert likest.startswith("滑县自然资源局")
    assert shown("四间房镇人民政府的道路硬化合同") == []


@pytest.mark.parametrize("name", ["张\u202e三", "\u200b\ufeff"])
def test_a_name_that_hides_or_turns_around_what_it_says_is_refused(
    client: Client, town: Organ, name: str
) -> None:
    answer = client.post(steps_of(town, "who"), {**WHO, "applicant_name": name})
    assert answer.status_code == 422
    assert why(answer)[0].startswith("姓名或者名称 — ")


def test_an_answer_found_ends_it_and_is_counted_without_anybody(client: Client, town: Organ) -> None:
    item = published(town, "四间房镇2022年小麦良种补贴实施方案")
    client.post(steps_of(town, "who"), WHO)
    answer = client.post(f"/apply/{town.pk}/answered/", {"by": f"disclosures:{item.pk}", **WHAT})
    assert answer.status_code == 302
    assert queries.avoided(Scope.of(town), date(2020, 1, 1), date(2100, 1, 1)) == 1
    assert page(client, steps_of(town, "who")).xpath("//input[@name='applicant_name']/@value") == []
    assert Arrival.objects.count() == 0


@pytest.mark.slow
def test_past_the_limit_a_plain_question_is_put_and_the_application_is_kept_all_the_same(
    client: Client, town: Organ
) -> None:
    for _ in range(limits.FILING.most):
        file(client, town)
    answer = fill(client, town)
    assert answer.status_code == 422
    tree = parsed(answer.content)
    question = " ".join(texts(tree, "//label"))
    first, second = re.search("(.)加(.)等于几", question).groups()  # type: ignore[union-attr]
    right = "零一二三四五六七八九".index(first) + "零一二三四五六七八九".index(second)
    (token,) = tree.xpath("//input[@name='question']/@value")
    assert (
        client.post(steps_of(town, "how"), {**HOW, "question": token, "answer": str(right)}).status_code
        == 302
    )
    assert fill(client, town).status_code == 422
    wrong = client.post(steps_of(town, "how"), {**HOW, "answer": "99", "again": "1"}, follow=True)
    assert "政府街1号" in wrong.content.decode()
    assert "附件没有收" in wrong.content.decode()
    assert list(Arrival.objects.values_list("is_doubtful", flat=True)) == [False] * 6 + [True]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "pdf"])
def test_the_paper_form_asks_the_same_and_says_where_to_bring_it(
    client: Client, town: Organ, form: str
) -> None:
    from gongkai.reading import words

    text = words.read(client.get(f"/apply/{town.pk}/form.{form}").content)
    for said in ("姓名或者名称", "证件名称及号码", "提供形式", "政府街1号", "不需要说明用途"):
        assert said in text.replace("\n", ""), said


@pytest.mark.parametrize("code", ["start", "who", "what", "how"])
def test_a_page_costs_few_queries(client: Client, town: Organ, code: str) -> None:
    published(town, "四间房镇2022年小麦良种补贴实施方案")
    client.post(steps_of(town, "who"), WHO)
    client.post(steps_of(town, "what"), {"content": "别的事情", "shown": ""})
    with CaptureQueriesContext(connection) as spent:
        assert (
            client.get(f"/apply/{town.pk}/" if code == "start" else steps_of(town, code)).status_code == 200
        )
    assert len(spent) <= 12


def test_a_form_from_elsewhere_is_refused(town: Organ) -> None:
    strict = Client(enforce_csrf_checks=True)
    for address in (
        steps_of(town, "who"),
        f"{steps_of(town, 'who')}draft/",
        f"/apply/{town.pk}/similar/",
        "/track/",
    ):
        assert strict.post(address, WHO).status_code == 403, address


def test_ten_megabytes_of_words_are_refused_in_words_and_lose_nothing(client: Client, town: Organ) -> None:
    client.post(steps_of(town, "who"), WHO)
    answer = client.post(steps_of(town, "what"), {"content": "字" * 3_500_000})
    assert answer.status_code == 413
    assert "<h1>填的文字太长</h1>" in answer.content.decode()
    assert "前面几步填的都还在" in answer.content.decode()
    assert page(client, steps_of(town, "who")).xpath("//input[@name='email']/@value") == [WHO["email"]]


def test_a_form_without_files_says_too_that_its_words_are_too_long(client: Client, town: Organ) -> None:
    answer = client.post("/track/", {"number": "1", "code": "字" * 3_500_000})
    assert (answer.status_code, "<h1>填的文字太长</h1>" in answer.content.decode()) == (413, True)


def test_odd_and_hostile_words_stay_text(client: Client, town: Organ) -> None:
    odd = "<script>alert(1)</script>\u202e𠮷\x00\ud7ff预算"
    answer: Any = client.post(steps_of(town, "who"), {**WHO, "applicant_name": odd}, follow=True)
    assert "<script>alert" not in answer.content.decode()

"""Making a record on screen: files in, what was read looked at, and no personal number on any page."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
import time_machine
from django.conf import settings as conf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import staff
from gongkai.ledger.audit.models import Entry
from gongkai.ledger.disclosures import actions as disclosures
from gongkai.ledger.disclosures.intake import folder
from gongkai.ledger.disclosures.intake import queries as intake
from gongkai.ledger.disclosures.making import files
from gongkai.ledger.disclosures.models import Disclosure, Original, Record
from gongkai.ledger.disclosures.public import queries as public
from gongkai.ledger.disclosures.tests import made
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.reading.originals.tests.documents import (
    ID_NUMBER,
    MOBILE,
    TITLE,
    notice,
    saved,
    telling,
    workbook,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # every file is read in a process of its own


@pytest.fixture(autouse=True)
def october() -> Iterator[None]:
    with time_machine.travel("2022-10-19T10:00:00+08:00"):
        yield
    for path in (Path(conf.DATA) / files.FOLDER).rglob("*"):
        if path.is_file():
            path.unlink()


@pytest.fixture
def clerk(client: Client, real: Organ) -> Client:
    client.force_login(staff(real, "clerk"))
    return client


def at(organ: Organ, path: str = "") -> str:
    return f"/desk/organs/{organ.pk}/ledger/disclosures/making/{path}"


def dropped(clerk: Client, organ: Organ, *handed: tuple[str, bytes], together: str = "one") -> Any:
    sent = [SimpleUploadedFile(name, data) for name, data in handed]
    return clerk.post(at(organ, "new/"), {"dropped": sent, "together": together})


def sheet(name: str, rows: tuple[tuple[str, ...], ...]) -> bytes:
    book = openpyxl.Workbook()
    written = book.worksheets[0]
    written.title = name
    for row in rows:
        written.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def why(answer: Any) -> list[str]:
    return texts(parsed(answer.content), "//*[@class='error-summary']//li")


def sent_as_read(tree: Any) -> dict[str, str]:
    """The form as it stands on the page."""
    form = tree.xpath("//form[@class='form']")[0]
    return {name: value or "" for name, value in form.form_values()}


def test_a_dropped_file_is_read_looked_at_and_registered_in_two_forms(clerk: Client, real: Organ) -> None:
    answer = dropped(clerk, real, ("公示.docx", telling()), ("发放名册.xlsx", workbook()))
    record = Record.objects.get()
    assert answer["Location"] == at(real, f"{record.pk}/elements/")
    tree = page(clerk, answer["Location"])
    said = sent_as_read(tree)
    assert (said["title"], said["document_no"], said["formed_on"]) == (
        TITLE,
        "四政〔2022〕36号",
        "2022-10-08",
    )
    assert "取自落款" in texts(tree, "//p[@class='hint from']")
    assert "文中列了附件补助标准，还没有收到同名的文件。" in texts(tree, "//main//p")
    done = clerk.post(answer["Location"], said)
    row = Disclosure.objects.get()
    assert (done["Location"], row.title, row.index_no) == (
        at(real, f"{record.pk}/"),
        TITLE,
        "真实镇/2022-00001",
    )
    assert TITLE in texts(page(clerk, at(real)), "//ol//span[@lang]")[0]


def test_a_penalty_decision_is_proposed_the_limit_that_another_law_gives_it(
    clerk: Client, real: Organ
) -> None:
    decision = docx.Document()
    for line in ("行政处罚决定书", "四罚决字〔2022〕3号", "占用道路经营，罚款二百元。", "2022年10月8日"):
        decision.add_paragraph(line)
    answer = dropped(clerk, real, ("决定.docx", saved(decision)))
    tree = page(clerk, answer["Location"])
    said = sent_as_read(tree)
    assert said["limit"] == "penalty"
    assert "按“行政处罚决定书”建议" in " ".join(texts(tree, "//p[@class='hint from']"))
    clerk.post(answer["Location"], said)
    row = Disclosure.objects.get()
    assert row.limit == "penalty"
    clerk.post(at(real, f"{row.record.pk}/classify/"), {"attribute": "proactive"})
    shown = " ".join(texts(page(clerk, at(real, f"{row.record.pk}/")), "//dl[contains(@class, 'facts')]//dd"))
    assert "2022-10-17" in shown
    assert "行政处罚决定：作出决定之日起7个工作日" in shown


def test_a_standard_catalogue_is_taken_over_and_its_lines_can_be_chosen(clerk: Client, real: Organ) -> None:
    assert "还没有标准目录" in clerk.get(at(real, "catalogue/")).content.decode()
    rows = (
        ("公开事项", "二级事项", "公开内容（要素）", "公开对象"),
        ("最低生活保障", "资金发放", "名单、金额", "全社会"),
        ("临时救助", "审批结果", "名单", "全社会"),
    )
    sent = {"dropped": SimpleUploadedFile("目录.xlsx", sheet("社会救助", rows))}
    done = clerk.post(at(real, "catalogue/adopt/"), sent)
    assert done["Location"] == at(real, "catalogue/")
    elements = dropped(clerk, real, ("公示.docx", telling()))["Location"]
    clerk.post(elements, sent_as_read(page(clerk, elements)))
    record = Record.objects.get()
    tree = page(clerk, at(real, f"{record.pk}/classify/"))
    assert tree.xpath("//select[@name='catalogue_line']/optgroup/@label") == ["社会救助"]
    assert "标准目录里有“资金发放”，可改" in texts(tree, "//p[@class='hint from']")
    said = sent_as_read(tree)
    assert (said["catalogue_line"], said["audience"]) == ("最低生活保障·资金发放", "全社会")
    clerk.post(at(real, f"{record.pk}/classify/"), said | {"attribute": "proactive"})
    record.refresh_from_db()
    assert record.catalogue_line == "最低生活保障·资金发放"
    shown = texts(page(clerk, at(real, "catalogue/?state=empty")), "//tbody/tr/th")
    assert shown == ["最低生活保障·资金发放", "临时救助·审批结果"]  # it is not public yet


def test_a_file_without_a_catalogue_is_refused_beside_its_field(clerk: Client, real: Organ) -> None:
    for name, data, said in (
        ("名册.xlsx", workbook(), "没有“公开事项”“公开内容”这些栏"),
        ("空.xlsx", b"no workbook", "不是能读的文件"),
        ("大.xlsx", b"0" * 10_600_000, "超过10兆字节"),
    ):
        answer = clerk.post(at(real, "catalogue/adopt/"), {"dropped": SimpleUploadedFile(name, data)})
        assert answer.status_code == 422
        assert said in why(answer)[0]


def test_no_page_shows_a_number_that_the_screen_found(clerk: Client, real: Organ) -> None:
    dropped(clerk, real, ("公示.docx", telling()), ("发放名册.xlsx", workbook()))
    record = Record.objects.get()
    for path in ("", f"{record.pk}/", f"{record.pk}/elements/"):
        shown = clerk.get(at(real, path)).content.decode()
        for secret in (ID_NUMBER, MOBILE, "13900000000", "6217001234567890123", "350102199001011234"):
            assert secret not in shown, (path, secret)
    tree = page(clerk, at(real, f"{record.pk}/"))
    assert "公民身份号码2处" in texts(tree, "//article//a")
    assert texts(tree, "//details//dt").count("批注") == 2


def test_a_secret_file_is_refused_in_words_and_only_the_fact_is_logged(clerk: Client, real: Organ) -> None:
    answer = dropped(clerk, real, ("绝密★方案.docx", telling()))
    assert (answer.status_code, Record.objects.count()) == (422, 0)
    assert why(answer) == ["附件 — 有密级或者不公开的标志，没有收下，也没有留存 — 请联系保密员。"]
    assert Entry.objects.latest("number").action == "record.barred"


def test_a_document_with_macros_is_refused_for_them_with_the_way_out(clerk: Client, real: Organ) -> None:
    made = io.BytesIO(workbook())
    with zipfile.ZipFile(made, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"x")
    (told,) = why(dropped(clerk, real, ("台账.xlsm", made.getvalue())))
    assert told == "附件 — 里面有宏（程序），没有收下 — 请另存为不带宏的Word、Excel再选。"


def test_what_is_no_document_is_refused(clerk: Client, real: Organ) -> None:
    assert "不是能收的文件" in why(dropped(clerk, real, ("a.exe", b"MZ" + b"\0" * 100)))[0]


def test_a_file_that_came_before_is_said_to_have_come_and_where_it_is(clerk: Client, real: Organ) -> None:
    notice = telling()
    (at_once,) = why(dropped(clerk, real, ("公示.docx", notice), ("公示（副本）.docx", notice)))
    assert "“公示.docx”和“公示（副本）.docx”是同一个文件" in at_once
    dropped(clerk, real, ("公示.docx", notice))
    dropped(clerk, real, ("公示（副本）.docx", notice))
    one, two = Record.objects.order_by("pk")
    for row, other in ((one, two), (two, one)):
        (note,) = page(clerk, at(real, f"{row.pk}/elements/")).xpath("//p[@class='note warning'][.//a]")
        assert "同一个文件" in note.text_content()
        assert note.xpath(".//a/@href") == [at(real, f"{other.pk}/")]
    assert "同一个文件" in page(clerk, at(real, f"{two.pk}/")).text_content()
    clerk.post(at(real, f"{one.pk}/drop/"), {"reason": "放重了"})
    assert "同一个文件" not in page(clerk, at(real, f"{two.pk}/")).text_content()


def test_a_file_as_it_came_opens_with_a_reason_that_is_logged(clerk: Client, real: Organ) -> None:
    handed_in = workbook()
    dropped(clerk, real, ("发放名册.xlsx", handed_in))
    record = Record.objects.get()
    url = at(real, f"{record.pk}/files/{record.originals.get().pk}/")
    assert clerk.post(url, {"reason": ""}).status_code == 422
    answer = clerk.post(url, {"reason": "核对名册"})
    assert answer.content == handed_in
    last = Entry.objects.latest("number")
    assert (last.action, last.reason) == ("request.unmask.original", "核对名册")


def test_a_better_file_comes_instead_of_one(clerk: Client, real: Organ) -> None:
    dropped(clerk, real, ("公示.docx", telling()))
    record = Record.objects.get()
    url = at(real, f"{record.pk}/files/{record.originals.get().pk}/replace/")
    answer = clerk.post(url, {"dropped": SimpleUploadedFile("更正.docx", notice())})
    assert answer["Location"] == at(real, f"{record.pk}/")
    (better,) = record.originals.filter(is_current=True)
    assert (files.name_of(better), better.is_body) == ("更正.docx", True)


def test_a_wrong_file_is_put_away_and_its_words_are_gone(clerk: Client, real: Organ) -> None:
    dropped(clerk, real, ("公示.docx", telling()))
    record = Record.objects.get()
    assert clerk.post(at(real, f"{record.pk}/drop/"), {"reason": "拖错了"})["Location"] == at(real)
    record.refresh_from_db()
    assert (record.state, record.originals.get().read_sealed) == ("dropped", "")
    assert "没有正在办的" in texts(page(clerk, at(real)), "//h1")


def test_a_list_goes_from_its_file_to_everybody_by_two_people_and_back(
    clerk: Client, client: Client, real: Organ
) -> None:
    dropped(clerk, real, ("公示.docx", telling()), ("发放名册.xlsx", workbook()))
    record = Record.objects.get()
    here = at(real, f"{record.pk}/")
    clerk.post(f"{here}elements/", sent_as_read(page(clerk, f"{here}elements/")))
    tree = page(clerk, f"{here}classify/")
    assert "按“最低生活保障”建议，可改" in texts(tree, "//p[@class='hint from']")
    clerk.post(f"{here}classify/", sent_as_read(tree))
    assert "还有2类个人信息没有处理" in " ".join(why(clerk.post(f"{here}submit/", {"once": "a"})))
    tree = page(clerk, here)
    for action in tree.xpath("//form[contains(@action, '/found/')]/@action"):
        assert clerk.post(action, {"verdict": "mask"})["Location"] == f"{here}#findings"
    assert texts(page(clerk, here), "//article[contains(@class, 'error')]") == []
    assert clerk.post(f"{here}submit/", {"once": "b"})["Location"] == here
    assert clerk.post(f"{here}release/", {"once": "c"}).status_code == 403
    client.force_login(staff(real, "leader", username="zhao", name="赵建国"))
    assert client.post(f"{here}release/", {"once": "d"})["Location"] == here
    shown = client.get(f"{here}versions/1/").content.decode()
    assert "110***********002X" in shown
    assert ID_NUMBER not in shown
    files_ = page(client, f"{here}versions/1/").xpath("//main//a[contains(@href, '/files/')]/@href")
    assert len(files_) == 2
    assert client.get(files_[0]).content[:2] == b"PK"
    said = {"reason": "名单泄露个人信息", "hard": "on", "title": "", "once": "e"}
    assert client.post(f"{here}withdraw/", said)["Location"] == here
    assert "正文已删去。" in client.get(f"{here}versions/1/").content.decode()
    assert client.get(files_[0]).status_code == 404


def test_a_better_file_is_handed_in_instead(clerk: Client, real: Organ) -> None:
    dropped(clerk, real, ("公示.docx", telling()))
    (old,) = Original.objects.all()
    here = at(real, f"{old.record_id}/")
    better = SimpleUploadedFile("更好的.docx", notice())
    answer = clerk.post(f"{here}files/{old.pk}/replace/", {"dropped": better})
    assert (answer.status_code, answer.get("Location")) == (302, here)
    assert [one.is_current for one in Original.objects.order_by("pk")] == [False, True]


def test_what_stays_is_said_why_and_can_be_judged_anew(clerk: Client, real: Organ) -> None:
    dropped(clerk, real, ("发放名册.xlsx", workbook()))
    record = Record.objects.get()
    here = at(real, f"{record.pk}/")
    clerk.post(
        f"{here}elements/", sent_as_read(page(clerk, f"{here}elements/")) | {"formed_on": "2022-10-08"}
    )
    (action,) = page(clerk, here).xpath("//form[contains(@action, '/found/')]/@action")
    assert why(clerk.post(action, {"verdict": "keep", "reason": ""})) == [
        "原因 — 还没有填 — 请写明，办理的人要看。"
    ]
    clerk.post(action, {"verdict": "keep", "reason": "本人同意"})
    assert "保留：本人同意" in texts(page(clerk, here), "//p[@class='outcome']/span")
    (anew,) = page(clerk, here).xpath("//form[contains(@action, '/anew/')]/@action")
    clerk.post(anew, {"once": "x"})
    assert page(clerk, here).xpath("//form[contains(@action, '/found/')]/@action") == [action]


def test_a_document_that_the_text_names_is_offered_to_be_linked_and_another_can_be_named(
    clerk: Client, real: Organ
) -> None:
    said = {"organ": real, "formed_on": date(2020, 5, 1), "validity": "in_force"}
    rows = [
        Disclosure(index_no=f"2020-0000{n}", document_no=f"四政〔2020〕{n}号", title=f"某办法{n}", **said)
        for n in (1, 2)
    ]
    disclosures.register(organ=real, rows=rows, actor="测试")
    dropped(clerk, real, ("解读.docx", notice(extra="附则：四政〔2020〕1号文件同时废止。")))
    here = at(real, f"{Record.objects.get().pk}/")
    tree = page(clerk, f"{here}elements/")
    asked = sent_as_read(tree)
    assert asked[f"link_{rows[0].pk}"] == "repeals"
    assert "写明“附则：四政〔2020〕1号文件同时废止”" in texts(tree, "//p[@class='hint from']")
    wrong = asked | {"another": "四政〔2020〕9号", "another_kind": "amends"}
    assert why(clerk.post(f"{here}elements/", wrong)) == ["还关联哪一件 — 登记簿里没有这个号 — 请核对。"]
    assert why(clerk.post(f"{here}elements/", asked | {"another": "四政〔2020〕2号"})) == [
        "还关联哪一件 — 只填了一半 — 请把哪一件和怎样关联都填上。"
    ]
    clerk.post(f"{here}elements/", asked | {"another": "四政〔2020〕2号", "another_kind": "amends"})
    assert Record.objects.get().links == [
        {"kind": "repeals", "to": rows[0].pk},
        {"kind": "amends", "to": rows[1].pk},
    ]
    assert {"《某办法1》", "《某办法2》"} <= set(texts(page(clerk, here), "//dl//dd"))


def test_what_is_not_published_needs_a_ground_and_a_weighing(clerk: Client, real: Organ) -> None:
    dropped(clerk, real, ("公示.docx", telling()))
    record = Record.objects.get()
    here = at(real, f"{record.pk}/")
    clerk.post(f"{here}elements/", sent_as_read(page(clerk, f"{here}elements/")))
    answer = clerk.post(f"{here}classify/", {"attribute": "withheld"})
    assert why(answer) == [
        "不公开的事由 — 还没有选 — 请照条例第十四条至第十六条选一项。",
        "依据和权衡 — 还没有写 — 请写明为什么不主动公开。",
    ]
    clerk.post(f"{here}classify/", {"attribute": "withheld", "ground": "process", "weighing": "还在讨论"})
    assert Disclosure.objects.get().withheld_because == "第十六条第二款"
    assert "重新评估" in texts(page(clerk, here), "//a")


def test_what_is_withheld_comes_round_is_weighed_again_and_is_published_when_its_ground_is_gone(
    client: Client, real: Organ
) -> None:
    """Art 18: reminder, review with its reason, reminder again a year later, release."""
    clerk = staff(real, "clerk", name="李四")
    client.force_login(clerk)
    record = made.drafted(real)
    here = at(real, f"{record.pk}/")
    said = {"attribute": "withheld", "ground": "process", "weighing": "还在讨论"}
    client.post(f"{here}classify/", said)
    assert to_weigh_again(client, real) == []
    with time_machine.travel("2023-10-16 10:00+08:00"):
        client.force_login(clerk)
        (task,) = to_weigh_again(client, real)
        assert here in page(client, task).xpath("//a/@href")
        (link,) = page(client, here).xpath("//a[normalize-space()='重新评估']/@href")
        assert why(client.post(link, said | {"weighing": ""})) == [
            "依据和权衡 — 还没有写 — 请写明为什么不主动公开。"
        ]
        client.post(link, said | {"weighing": "讨论还没有结束"})
        assert to_weigh_again(client, real) == []
        assert "2024-10-16" in texts(page(client, here), "//dl//dd")
        assert any("讨论还没有结束" in one for one in texts(page(client, here), "//ol//span[@class='sub']"))
    with time_machine.travel("2024-10-14 10:00+08:00"):
        client.force_login(clerk)
        assert to_weigh_again(client, real) == [task]
        client.post(link, {"attribute": "proactive", "clause": "art21"})
        record = Record.objects.select_related("organ", "disclosure").get()
        assert record.disclosure
        assert (record.state, record.review_on, record.disclosure.withheld_because) == ("draft", None, "")
        record = made.released(made._submitted(record), on=date(2024, 10, 14))
        assert to_weigh_again(client, real) == []
        assert public.record(real, record.disclosure_id or 0, date(2024, 10, 14))
    done = [one["what"] for one in record.deeds]
    assert [what for what in done if what in {"classify", "reassess"}] == [
        "classify",
        "classify",
        *["reassess"] * 2,
    ]


def to_weigh_again(client: Client, organ: Organ) -> list[str]:
    """Where the day leads for this."""
    tasks = page(client, f"/desk/organs/{organ.pk}/").xpath("//ol[@class='tasks']//a[contains(@class, 'do')]")
    return [task.get("href") for task in tasks if task.text_content().strip().startswith("去评估")]


def test_what_a_correction_changed_is_told_of_elements_and_files_too(clerk: Client, real: Organ) -> None:
    record = made.published_again(
        made.published(real), expires_on=date(2024, 10, 8), extra="咨询请打8110001。"
    )
    told = page(clerk, at(real, f"{record.pk}/versions/2/"))
    assert texts(told, "//ul[@class='changes']//span[@class='how']") == ["有效期至", "发文机关", "增加的"]
    assert texts(told, "//ins") == ["2024-10-08", "四间房镇人民政府办公室", "咨询请打8110001。"]
    assert texts(told, "//del") == []
    assert "门户上不显示这些改动。" in texts(told, "//p[@class='quiet']")


@pytest.mark.parametrize(("answer", "shows"), [("yes", True), ("no", None), ("", False)])
def test_whoever_corrects_says_whether_what_stood_there_may_still_be_read(
    clerk: Client, real: Organ, answer: str, shows: bool | None
) -> None:
    record = made.published(real)
    sent = clerk.post(at(real, f"{record.pk}/change/"), {"reason": "金额有误", "shows": answer})
    record.refresh_from_db()
    if not answer:
        assert why(sent) == ["更正前写的，还能不能让人看 — 还没有选 — 请选一项。"]
        assert record.state == "published"
        return
    assert (record.state, record.deeds[-1].get("shows")) == ("draft", shows)


def test_whoever_worked_on_a_record_is_told_so_before_they_are_asked_to_release_it(
    client: Client, real: Organ
) -> None:
    person = staff(real, "clerk", "leader", name="李四")
    client.force_login(person)
    record = made.submitted(real, actor=str(person))
    answer = client.get(at(real, f"{record.pk}/release/"))
    assert answer.status_code == 403
    assert "自己办的不能自己放行" in answer.content.decode()


def test_the_list_says_where_files_may_be_put_and_what_was_not_taken(
    clerk: Client, real: Organ, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DROP, settings.IMAP_HOST, settings.IMAP_USER = tmp_path, "mail.hx.gov.cn", "gk@hx.gov.cn"
    monkeypatch.setattr(folder, "STEADY", -(10**9))
    plain = clerk.get(at(real)).content.decode()
    assert "gk@hx.gov.cn" not in plain
    assert str(tmp_path) not in plain
    organs.set_option(organ=real, code="drop_folder", value="on", actor="测试")
    organs.set_option(organ=real, code="mail_senders", value="zhang@hx.gov.cn", actor="测试")
    assert not folder.is_due()
    (intake.folder_of(real) / "程序.exe").write_bytes(b"MZ")
    folder.take_in()
    said = clerk.get(at(real)).content.decode()
    assert str(intake.folder_of(real)) in said
    assert "gk@hx.gov.cn" in said
    assert "自动来的、没有收下的" in said


def test_another_organ_is_asked_answers_with_a_paper_and_its_release_is_warned_meanwhile(
    clerk: Client, real: Organ
) -> None:
    record = made.submitted(real)
    right = {"other": "滑县民政局", "matter": "补助标准是否一致", "asked_on": "2022-10-18"}
    assert clerk.post(at(real, f"{record.pk}/coordinate/"), right).status_code == 302
    tree = page(clerk, at(real, f"{record.pk}/"))
    (answer,) = tree.xpath("//a[contains(., '登记答复')]/@href")
    assert "还没有答复" in texts(tree, "//section[contains(., '与其他机关的协商')]//span")
    leader = Client()
    leader.force_login(staff(real, "leader", username="lijun", name="李军"))
    assert "滑县民政局还没有答复" in leader.get(at(real, f"{record.pk}/release/")).content.decode()
    said: dict[str, Any] = {"answer": "changes", "answered_on": "2022-10-19", "said": ""}
    assert "还没有填" in clerk.post(answer, said).content.decode()
    said |= {"said": "标准改为每月630元", "dropped": SimpleUploadedFile("复函.docx", notice())}
    assert clerk.post(answer, said).status_code == 302
    tree = page(clerk, at(real, f"{record.pk}/"))
    assert "标准改为每月630元" in texts(tree, "//span[@class='sub']")
    assert "滑县民政局还没有答复" not in leader.get(at(real, f"{record.pk}/release/")).content.decode()
    assert clerk.get(f"{answer}proof/")["Content-Type"].startswith("text/html")
    paper = clerk.post(f"{answer}proof/", {"reason": "核对标准"})
    last = Entry.objects.latest("number")
    assert (last.action, last.reason) == ("request.unmask.proof", "核对标准")
    assert paper["Content-Disposition"].startswith("attachment")
    assert paper.content == notice()

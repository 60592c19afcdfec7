"""Reports on their way between two installations, on screen: the town's packages, the county's arrivals."""

import io
import re
from dataclasses import replace
from datetime import date, datetime

import docx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.interleaved import before_the_first
from gongkai.faces.tests.organs import YEAR, application, staff
from gongkai.jobs import reminders
from gongkai.law.annual_report.model import ReportData
from gongkai.law.annual_report.stages import State
from gongkai.ledger import agenda
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.outbox.models import Notice
from gongkai.ledger.reports import actions as reports
from gongkai.ledger.reports.models import Chase, Received, Sent
from gongkai.ledger.reports.submissions import actions, keys, packages, queries
from gongkai.ledger.reports.tests import test_submissions as made
from gongkai.ledger.reports.tests import test_tree as tree
from gongkai.ledger.requests import actions as requests
from gongkai.lib import calendars
from gongkai.lib.signing import fingerprint, public_text
from gongkai.lib.today import BEIJING, today
from gongkai.reading import read_bytes
from gongkai.reading.tests import printed

pytestmark = pytest.mark.django_db
TITLE = "//h1"
KEY = Ed25519PrivateKey.generate()
TOWN = "白道口镇人民政府"
REPORT = made.a_report(made.SOUND, organ=TOWN, year=YEAR, narrative=made.PROSE)
HTML = replace(printed.report("2021"), organ="滑县青山镇人民政府")  # of 2024


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def county() -> Organ:
    """A county with a town that works with an installation of its own."""
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=organs.create(name=TOWN, actor="测试"), superior=county, actor="测试")
    return county


@pytest.fixture
def desk(client: Client, county: Organ) -> Client:
    client.force_login(staff(county, "supervisor", username="county", name="县办"))
    return client


def below(county: Organ, year: int = YEAR) -> str:
    return f"/desk/organs/{county.pk}/below/{year}/"


def register(county: Organ) -> None:
    text, told = public_text(KEY).decode(), fingerprint(KEY.public_key())
    member = Organ.objects.get(name=TOWN)
    actions.register_key(organ=county, member=member, text=text, told=told, actor="县办")


@pytest.mark.slow
def test_a_key_is_registered_once_its_fingerprint_was_told_over(desk: Client, county: Organ) -> None:
    listed = f"/desk/organs/{county.pk}/below/keys/"
    assert texts(page(desk, listed), TITLE) == ["还没有登记下级机关的公钥"]
    form = page(desk, listed).xpath("//a[contains(., '登记公钥')]/@href")[0]
    text = public_text(KEY).decode()
    answer = desk.post(form, {"text": text, "told": "0" * 32})
    assert answer.status_code == 422
    assert "和这个公钥的对不上" in parsed(answer.content).text_content()
    told = fingerprint(KEY.public_key()).upper().replace(" ", "")  # as somebody types what they hear
    assert desk.post(form, {"text": text, "told": told}).status_code == 302
    assert fingerprint(KEY.public_key()) in page(desk, listed).text_content()


@pytest.mark.slow
def test_a_package_arrives_is_passed_and_its_receipt_goes_back(desk: Client, county: Organ) -> None:
    register(county)
    data = made.package(report=REPORT, key=KEY)
    refused = desk.post(f"{below(county)}receive/", {"file": upload("a.zip", data[:-100])})
    assert refused.status_code == 422
    assert "不是zip文件，或者已经损坏" in parsed(refused.content).text_content()
    answer = desk.post(f"{below(county)}receive/", {"file": upload("a.zip", data)})
    arrived = answer["Location"]
    assert texts(page(desk, below(county)), TITLE) == ["1个机关等着审核"]
    assert page(desk, below(county)).xpath("//td[@class='does']/a/@href") == [arrived]
    received = page(desk, below(county)).xpath("//td[contains(@class, 'of-received')]//a")[0]
    assert received.text_content() == str(REPORT.cells["requests/new/total"])
    assert received.get("href") == f"{arrived}?cell=requests/new/total"
    assert "报送包第1版" in page(desk, arrived).text_content()
    unexplained = desk.post(f"{arrived}pass/", {"reason": ""})
    assert (unexplained.status_code, "条建议没有改" in unexplained.content.decode()) == (422, True)
    assert desk.post(f"{arrived}pass/", {"reason": "照县里口径"}).status_code == 302
    receipt = desk.get(f"{arrived}receipt.zip").content
    told = packages.read_receipt(receipt, keys.own().public_key())
    assert (told.digest, told.said["state"]) == (packages.digest_of(data), "passed")
    assert (told.said["reason"], told.said["by"]) == ("照县里口径", "滑县人民政府")
    assert desk.get(f"{arrived}file/").content == data
    assert texts(page(desk, below(county)), "//dl[@class='tally']/div") == ["已通过1"]


@pytest.mark.slow
def test_two_who_judge_one_report_at_once_are_told_of_each_other(desk: Client, county: Organ) -> None:
    register(county)
    arrived = desk.post(
        f"{below(county)}receive/", {"file": upload("a.zip", made.package(report=REPORT, key=KEY))}
    )["Location"]
    actions.judge(row=Received.objects.get(), state=State.RETURNED, reason="总计不对", actor="李四")
    answer = desk.post(f"{arrived}pass/", {"reason": "可以"})
    assert answer.status_code == 422
    assert "李四已经办成“已退回”" in parsed(answer.content).text_content()
    assert "总计不对" in page(desk, arrived).text_content()


@pytest.mark.slow
def test_of_two_who_judge_a_report_of_the_system_the_second_learns_where_it_stands(
    desk: Client, county: Organ, town: Organ, monkeypatch: pytest.MonkeyPatch
) -> None:
    organs.place_under(organ=town, superior=county, actor="测试")
    for step, actor in (("check", "甲"), ("approve", "乙"), ("submit", "甲")):
        reports.take(organ=town, year=YEAR, step=step, actor=actor)
    (offered,) = page(desk, f"/desk/organs/{town.pk}/reports/{YEAR}/").xpath("//a[text()='审核通过']/@href")

    def between() -> None:
        reports.take(organ=town, year=YEAR, step="return", actor="李四", reason="总计不对")

    before_the_first(monkeypatch, reports, "take", between)
    answer = desk.post(offered)
    assert answer.status_code == 422
    assert "报告现在是“已退回”" in parsed(answer.content).text_content()
    assert [leaf.why for leaf in tree.tree.of(county, YEAR).leaves if leaf.organ == town] == [
        "已退回，还没有改好再送"
    ]


@pytest.mark.slow
def test_a_file_is_read_and_judged_beside_its_findings(desk: Client, county: Organ) -> None:
    member = organs.create(name="青山镇人民政府", actor="测试")
    organs.place_under(organ=member, superior=county, actor="测试")
    form = f"{below(county, HTML.year)}receive/"
    empty = desk.post(form, {"member": str(member.pk), "file": upload("年报.html", b"<p>no report</p>")})
    assert empty.status_code == 422
    sent = {"member": str(member.pk), "file": upload("年报.html", printed.html(HTML))}
    arrived = desk.post(form, sent)["Location"]
    tree = page(desk, arrived)
    assert re.search("还有[0-9]+处要改", texts(tree, TITLE)[0])
    assert tree.xpath("//article[contains(@class, 'error')]")
    assert tree.xpath("//a[contains(@href, '/pass/')]") == []
    assert desk.get(f"{arrived}receipt.zip").status_code == 404
    assert desk.post(f"{arrived}return/", {"reason": ""}).status_code == 422
    assert desk.post(f"{arrived}return/", {"reason": "表三总计不对"}).status_code == 302
    assert queries.report_of(Received.objects.get()).cells == HTML.cells


def test_what_came_of_an_organ_elsewhere_is_not_there(desk: Client, county: Organ) -> None:
    other = organs.create(name="别处县人民政府", actor="测试")
    member = organs.create(name="别处镇人民政府", actor="测试")
    organs.place_under(organ=member, superior=other, actor="测试")
    row = Received.objects.create(
        organ=member, year=YEAR, came_as="file", received_at=datetime(YEAR + 1, 1, 16, tzinfo=BEIJING), size=1
    )
    assert desk.get(f"{below(county)}received/{row.pk}/").status_code == 404
    assert desk.get(f"/desk/organs/{county.pk}/below/keys/{member.pk}/").status_code == 404


@pytest.fixture
def town() -> Organ:
    """A town with a report that was submitted."""
    town = organs.create(name="四间房镇人民政府", actor="测试")
    requests.receive(organ=town, entries=[application(number) for number in range(1, 4)], actor="测试")
    return town


@pytest.mark.slow
def test_a_town_makes_its_package_after_submitting_and_reads_the_receipt(client: Client, town: Organ) -> None:
    client.force_login(staff(town, "clerk"))
    listed = f"/desk/organs/{town.pk}/reports/{YEAR}/packages/"
    assert texts(page(client, listed), TITLE) == ["送审以后才能做报送包"]
    assert client.post(f"{listed}new/", {}).status_code == 422
    for step, actor in (("check", "甲"), ("approve", "乙"), ("submit", "甲")):
        reports.take(organ=town, year=YEAR, step=step, actor=actor)
    assert keys.own_fingerprint() in page(client, listed).text_content()
    sent = {"attached": upload("盖章.pdf", b"%PDF-1.4 seal")}
    assert client.post(f"{listed}new/", sent).status_code == 302
    (link,) = page(client, listed).xpath("//a[contains(., '下载第1版')]/@href")
    found = packages.opened(client.get(link).content, keys.own().public_key())
    assert found.attachments == ["attachments/1-盖章.pdf"]
    told = {"text": public_text(KEY).decode(), "told": fingerprint(KEY.public_key())}
    assert client.post(f"/desk/organs/{town.pk}/reports/keys/superior/", told).status_code == 302
    row = Received(organ=town, year=YEAR, revision=1, manifest_digest=found.digest, state="returned")
    row.reason = "总计不对"
    at = datetime(YEAR + 1, 1, 17, tzinfo=BEIJING)
    receipt = packages.receipt_for(row, by="滑县人民政府", findings=(), at=at, key=KEY)
    strange = client.post(f"{listed}receipt/", {"file": upload("r.zip", receipt[:-9])})
    assert strange.status_code == 422
    assert client.post(f"{listed}receipt/", {"file": upload("r.zip", receipt)}).status_code == 302
    assert "上级已退回" in page(client, listed).text_content()
    assert "滑县人民政府：总计不对" in page(client, listed).text_content()
    assert Sent.objects.get().receipt["schema"] == packages.RECEIPT
    assert client.get(f"/desk/organs/{town.pk}/reports/keys/own.pem").content == public_text(keys.own())


@pytest.fixture
def summed(county: Organ) -> Organ:
    """Two towns whose reports were accepted, and one that is late."""
    for times, name in enumerate(("甲镇人民政府", "乙镇人民政府"), 1):
        tree.came(tree.under(county, name), of_year(name, times), State.PASSED, "file")
    return county


def of_year(name: str, times: int) -> ReportData:
    return replace(tree.sound(name, times), year=YEAR)


@pytest.mark.slow
def test_every_cell_of_the_sum_leads_to_the_organs_behind_it(desk: Client, summed: Organ) -> None:
    page_ = f"{below(summed)}sum/"
    tree_ = page(desk, page_)
    assert texts(tree_, TITLE) == ["2份报告逐格相加，还缺1个机关"]
    assert texts(tree_, "//h2[contains(., '没有计入')]/../..//li") == [f"{TOWN}还没有报送"]
    opened = page(desk, f"{page_}?cell=requests/new/natural_person")
    one = made.SOUND["requests/new"][0]
    assert texts(opened, "//*[@id='panel']//h2/span") == ["一、本年新收政府信息公开申请数量", str(3 * one)]
    assert texts(opened, "//*[@id='panel']//li") == [f"乙镇人民政府{2 * one}", f"甲镇人民政府{one}"]
    for link in opened.xpath("//*[@id='panel']//li//a/@href"):
        assert desk.get(link).status_code == 200
    assert texts(page(desk, f"{page_}?cell=requests/refused_secret/other"), "//*[@id='panel']//p") != []
    assert desk.get(f"{page_}?cell=none").status_code == 404


@pytest.mark.slow
def test_the_sum_is_written_as_the_countys_own_report(desk: Client, summed: Organ) -> None:
    for form in ("docx", "json"):
        answer = desk.get(f"{below(summed)}sum/files/{form}")
        if form == "docx":
            last = docx.Document(io.BytesIO(answer.content)).paragraphs[-2].text
            assert last == f"汇总未计入的机关（1个）：{TOWN}"
        read = read_bytes(answer.content, name=f"sum.{form}")
        assert (read.organ, read.year) == ("滑县人民政府", YEAR)
        assert read.cells["requests/new/total"] == 3 * made.SOUND["requests/new"][-1]
    assert read.scope
    assert (read.scope.kind, read.scope.missing) == ("rollup", (TOWN,))
    assert desk.get(f"{below(summed, YEAR - 1)}sum/files/pdf").status_code == 404
    listed = desk.get(f"{below(summed)}sum/?export=csv").content.decode("utf-8-sig")
    assert Received.objects.get(organ__name="甲镇人民政府").digest in listed


@pytest.mark.slow
def test_an_organ_merged_on_the_way_is_judged_though_it_is_gone(desk: Client, county: Organ) -> None:
    merged = tree.under(county, "撤并镇人民政府")
    row = tree.came(merged, of_year(merged.name, 1), State.SUBMITTED, "file")
    tax = tree.under(county, "国家税务总局滑县税务局", in_sum=False)
    organs.abolish(organ=merged, on=date(YEAR, 7, 1), actor="测试", successor=Organ.objects.get(name=TOWN))
    shown = page(desk, below(county))
    assert f"{below(county)}received/{row.pk}/" in shown.xpath("//td[@class='does']/a/@href")
    assert tax.name not in shown.text_content()


@pytest.mark.slow
def test_one_click_asks_every_late_organ_once_a_day(desk: Client, summed: Organ, town: Organ) -> None:
    organs.place_under(organ=town, superior=summed, actor="测试")
    staff(town, "clerk")
    shown = page(desk, below(summed))
    assert texts(shown, "//form[contains(@action, '/chase/')]//button") == ["催办2个机关"]
    answer = desk.post(f"{below(summed)}chase/", follow=True)
    told = parsed(answer.content).text_content()
    assert "已催办2个机关。" in told
    assert f"其中{TOWN}在本系统里没有人员" in told
    assert page(desk, below(summed)).xpath("//form[contains(@action, '/chase/')]") == []
    desk.post(f"{below(summed)}chase/")
    assert Chase.objects.count() == 2
    on, calendar = today(), calendars.load(settings.DATA)
    assert [
        item.step for item in agenda.items(town, on=on, calendar=calendar) if item.ledger == "reports"
    ] == ["chase"]
    reminders.look(town, on, calendar)
    assert Notice.objects.filter(organ=town, step="chase").count() == 1
    for step, actor in (("check", "甲"), ("approve", "乙"), ("submit", "甲")):
        reports.take(organ=town, year=YEAR, step=step, actor=actor)
    steps = {item.step for item in agenda.items(town, on=on, calendar=calendar)}
    assert "chase" not in steps

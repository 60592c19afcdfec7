"""The report's way on screen: steps, prose, findings, amendment, and what the organ above sees and asks."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.interleaved import before_the_first
from gongkai.faces.tests.organs import YEAR, application, staff
from gongkai.ledger import proof
from gongkai.ledger.base import Scope
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.models import Person
from gongkai.ledger.reports import actions as reports
from gongkai.ledger.reports import progress, queries, remarks
from gongkai.ledger.reports.models import Edition, Material, ProseDraft, ReportYear
from gongkai.ledger.requests import actions as requests

URL = "https://www.example.gov.cn/nb.html"
TITLE = "//h1"


@pytest.fixture
def town(db: None) -> Organ:
    """A real town with three answered applications, whose report has nothing to mend."""
    made = organs.create(name="四间房镇人民政府", actor="测试")
    requests.receive(organ=made, entries=[application(number) for number in range(1, 4)], actor="测试")
    return made


@pytest.fixture
def clerk(town: Organ) -> Person:
    return staff(town, "clerk")


@pytest.fixture
def leader(town: Organ) -> Person:
    return staff(town, "leader", username="leader", name="张海涛")


def address(organ: Organ) -> str:
    return f"/desk/organs/{organ.pk}/reports/{YEAR}/"


def at(organ: Organ) -> str:
    return ReportYear.objects.get(organ=organ, year=YEAR).state


def send(client: Client, organ: Organ, step: str, said: dict[str, str] | None = None) -> HttpResponse:
    """Take a step as the page offers it to whoever has just read the report."""
    report = queries.compile_report(organ, YEAR, scope=Scope.of(organ))
    seen = progress.digest(report)
    answer: HttpResponse = client.post(f"{address(organ)}steps/{step}/?seen={seen}", said or {})  # type: ignore[assignment]
    return answer


def passed(organ: Organ, leader: Person) -> None:
    """The report as the county has passed it."""
    for step in ("check", "approve", "submit", "note-pass"):
        actor = str(leader) if step == "approve" else "测试"
        reports.take(organ=organ, year=YEAR, step=step, actor=actor, reason="县办来电")


def published(organ: Organ, leader: Person) -> None:
    """The report as it became public on 20 January."""
    for step, actor in (
        ("check", "测试"),
        ("approve", str(leader)),
        ("submit", "测试"),
        ("note-pass", "测试"),
    ):
        reports.take(organ=organ, year=YEAR, step=step, actor=actor, reason="县办来电")
    day = date(YEAR + 1, 1, 20)
    reports.take(organ=organ, year=YEAR, step="publish", actor=str(leader), day=day, url=URL)


@pytest.mark.slow
def test_the_one_next_step_is_a_button_for_whose_it_is_and_a_reason_for_the_others(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    client.force_login(clerk)
    tree = page(client, address(town))
    assert texts(tree, "//ol[@class='steps']/li[@aria-current]") == ["编制中"]
    assert texts(tree, "//div[@class='actions']//button") == ["核对完毕"]
    send(client, town, "check")
    tree = page(client, address(town))
    assert texts(tree, "//div[@class='actions']//button") == []
    whys = texts(tree, "//details[summary='别的步骤']//li")
    assert "审定 — 您参加了编制，自己编的不能自己审定 — 请由另一位领导办理。" in whys
    assert "退回修改 — 由有“签发”职责的人办理 — 您的角色没有这一项。" in whys
    assert "收回修改" in whys  # a button
    assert texts(tree, "//h2[text()='经过']/../..//li") == [f"核对完毕{clerk} {_when(town)}"]
    client.force_login(leader)
    assert texts(page(client, address(town)), "//div[@class='actions']//button") == ["审定"]
    send(client, town, "approve")
    assert at(town) == "approved"


@pytest.mark.slow
def test_a_report_is_published_by_who_approved_it_and_asked_of_nobody_else(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    head, here = staff(town, "office_head", username="head", name="李建国"), f"/desk/organs/{town.pk}/"
    step = f"//ol[@class='tasks']//a[@href='{address(town)}']/text()"

    def asked(person: Person) -> list[str]:
        client.force_login(person)
        return [text.strip() for text in page(client, here).xpath(step)]

    reports.take(organ=town, year=YEAR, step="check", actor=str(head))
    assert [asked(person) for person in (clerk, head, leader)] == [["看年报"], ["看年报"], ["去审定"]]
    for code, actor in (("approve", leader), ("submit", clerk), ("note-pass", clerk)):
        reports.take(organ=town, year=YEAR, step=code, actor=str(actor), reason="县办来电")
    assert [asked(person) for person in (clerk, head, leader)] == [["看年报"], ["看年报"], ["去公布"]]
    said = {"day": f"{YEAR + 1}-01-20", "url": URL}
    client.force_login(clerk)
    assert send(client, town, "publish", said).status_code == 403
    client.force_login(head)
    refused = send(client, town, "publish", said)
    assert refused.status_code == 422
    assert "公布 — 您参加了编制，自己编的不能自己公布" in refused.content.decode()
    client.force_login(leader)
    assert send(client, town, "publish", said).status_code == 302
    assert at(town) == "published"


def _when(organ: Organ) -> str:
    iso = ReportYear.objects.get(organ=organ, year=YEAR).steps[-1]["at"]
    return f"{iso[:10]} {int(iso[11:13])}:{iso[14:16]}"


def test_a_step_out_of_turn_is_refused_in_words_and_changes_nothing(
    client: Client, town: Organ, clerk: Person
) -> None:
    client.force_login(clerk)
    answer = send(client, town, "submit")
    assert answer.status_code == 422
    assert "送审 — 报告现在是“编制中” — 下一步是核对完毕。" in answer.content.decode()
    assert not ReportYear.objects.exists()


@pytest.mark.slow
def test_what_is_to_be_mended_stops_the_check_and_is_a_click_away(
    client: Client, town: Organ, clerk: Person
) -> None:
    reports.write_prose(organ=town, year=YEAR, texts={"problems": "电话13800138000。"}, actor="测试")
    client.force_login(clerk)
    answer = send(client, town, "check")
    assert answer.status_code == 422
    why = "核对完毕 — 报告还有1处要改 — 改好以后再办。"
    assert why in answer.content.decode()
    tree = page(client, address(town))
    assert texts(tree, "//div[@class='actions']//button") == []
    (line,) = tree.xpath(f"//details[summary='别的步骤']//li[contains(., '{why}')]")
    assert line.xpath("a/@href") == tree.xpath("//a[@class='badge error']/@href")
    assert at(town) == "draft"


@pytest.mark.slow
def test_publishing_keeps_what_was_typed_when_it_is_refused(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    for step, actor in (
        ("check", "测试"),
        ("approve", str(leader)),
        ("submit", "测试"),
        ("note-pass", "测试"),
    ):
        reports.take(organ=town, year=YEAR, step=step, actor=actor, reason="来电")
    client.force_login(leader)
    answer = send(client, town, "publish", {"day": f"{YEAR}-05-01", "url": URL})
    assert answer.status_code == 422
    assert parsed(answer.content).xpath("//input[@name='url']/@value") == [URL]
    assert f"公开日期 — 要在{YEAR}年终了之后" in answer.content.decode()
    send(client, town, "publish", {"day": f"{YEAR + 1}-01-20", "url": URL})
    assert at(town) == "published"


@pytest.mark.slow
def test_a_change_of_a_published_figure_is_told_shown_and_becomes_public_by_an_amendment(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    published(town, leader)
    client.force_login(clerk)
    heads = "申请编号\t收到日期\t收到方式\t申请人类型\t申请人\t申请内容"
    pasted = f"{heads}\n〔{YEAR}〕99号\t{YEAR}-12-20\t当面\t自然人\t张三\t合同"
    answer = client.post(
        f"/desk/organs/{town.pk}/ledger/requests/paste/", {"rows": pasted, "take": "1"}, follow=True
    )
    assert answer.status_code == 200
    assert f"{YEAR}年年报已经公布，台账和它不同了" in answer.content.decode()

    tree = page(client, f"{address(town)}?part=requests")
    assert texts(tree, TITLE)[0].startswith(f"{YEAR}年年报已公布，之后台账变了")
    assert texts(tree, "//*[@id='requests-new-total']//*[@class='value']") == ["3"]
    assert client.get(f"{address(town)}files/json").json()["version"] == 0
    assert client.get(f"{address(town)}amend/").status_code == 403

    client.force_login(leader)
    tree = page(client, f"{address(town)}amend/")
    assert "一、本年新收政府信息公开申请数量·总计34" in texts(tree, "//tbody/tr")
    carried = texts(tree, "//h2[contains(., '上年结转')]/../..//li")
    assert [line.partition("为1")[0] for line in carried] == ["自然人结转0，更正", "总计结转0，更正"]
    (seen,) = tree.xpath("//form/@action[starts-with(., '?seen=')]")
    said = {"reason": "漏登一件", "day": f"{YEAR + 1}-03-01"}
    assert client.post(f"{address(town)}amend/{seen}", said | {"reason": ""}).status_code == 422
    refused = client.post(f"{address(town)}amend/?seen={'0' * 64}", said)
    assert "您打开以后，台账或正文又变了" in parsed(refused.content).text_content()
    assert Edition.objects.count() == 1
    client.post(f"{address(town)}amend/{seen}", said)
    tree = page(client, f"{address(town)}?part=requests")
    assert texts(tree, TITLE) == [f"{YEAR}年年报已公布，更正过1次"]
    assert any("第1次更正" in text and "漏登一件" in text for text in texts(tree, "//ul[@class='rows']/li"))
    made = client.get(f"{address(town)}files/json").json()
    assert (made["version"], made["requests"]["new"][-1]) == (1, 4)
    assert "第1次更正" in client.get(f"{address(town)}files/html").content.decode()
    (entry,) = tree.xpath("//ul[@class='rows']/li[.//details]")
    assert "一、本年新收政府信息公开申请数量·总计 3 → 4" in texts(entry, ".//ul/li")
    first = page(client, *entry.xpath(".//a/@href"))
    assert texts(first, TITLE) == [f"{YEAR}年年报 · 最初公布的版本"]
    headings = texts(first, "//h2")
    assert [heading for heading in headings if heading[1] == "、"] == headings
    assert len(headings) == 6
    rows = texts(first, "//table[contains(@class, 'requests')]//tr")
    assert "一、本年新收政府信息公开申请数量 3000003" in rows
    assert not first.xpath("//table//a")  # the ledger behind its figures has moved on
    assert page(client, f"{address(town)}versions/1/").xpath("//table")
    assert client.get(f"{address(town)}versions/2/").status_code == 404
    assert Edition.objects.count() == 2


@pytest.mark.slow
def test_the_prose_is_saved_with_its_fields_and_what_contradicts_the_table_is_told_at_once(
    client: Client, town: Organ, clerk: Person
) -> None:
    client.force_login(clerk)
    tree = page(client, f"{address(town)}prose/")
    seen = tree.xpath("//input[@name='seen']/@value")[0]
    drafted = tree.xpath("//textarea[@name='problems']")[0].text.strip()
    assert "{新收件数}" in texts(tree, "//button[@data-insert]")
    typed = {
        "overview": "本年新收政府信息公开申请9件，办结{办结件数}件。",
        "problems": drafted,
        "other_matters": "",
        "seen": seen,
    }
    answer = client.post(f"{address(town)}prose/", typed, follow=True)
    tree = parsed(answer.content)
    assert any("9件" in text for text in texts(tree, "//article[contains(@class, 'finding')]"))
    assert any("办结3件" in text for text in texts(tree, "//*[@class='paper']/p"))
    kept = ReportYear.objects.get(organ=town, year=YEAR).texts
    assert kept == {"overview": typed["overview"]}  # a chapter as drafted stays the draft


@pytest.mark.slow
def test_a_field_that_does_not_exist_is_refused_and_the_text_kept(
    client: Client, town: Organ, clerk: Person
) -> None:
    client.force_login(clerk)
    seen = page(client, f"{address(town)}prose/").xpath("//input[@name='seen']/@value")[0]
    answer = client.post(f"{address(town)}prose/", {"overview": "收到{新收件}件。", "seen": seen})
    assert answer.status_code == 422
    assert "没有这个字段" in answer.content.decode()
    assert parsed(answer.content).xpath("//textarea[@name='overview']")[0].text.strip() == "收到{新收件}件。"


@pytest.mark.slow
def test_two_who_write_are_told_of_each_other_and_nothing_is_lost(
    client: Client, town: Organ, clerk: Person
) -> None:
    head = staff(town, "office_head", username="head", name="李建国")
    other = Client()
    client.force_login(clerk)
    other.force_login(head)
    seen = page(client, f"{address(town)}prose/").xpath("//input[@name='seen']/@value")[0]
    mine, theirs = ({"overview": words, "seen": seen} for words in ("甲写的。", "乙写的。"))
    client.post(f"{address(town)}prose/draft/", mine)
    assert "王敏（wangmin）" in other.post(f"{address(town)}prose/draft/", theirs).content.decode()
    assert "也在改，还没有保存" in other.get(f"{address(town)}prose/").content.decode()
    other.post(f"{address(town)}prose/", theirs)
    answer = client.post(f"{address(town)}prose/", mine)
    assert answer.status_code == 422
    tree = parsed(answer.content)
    assert "刚才被别人改过" in answer.content.decode()
    assert tree.xpath("//textarea[@name='overview']")[0].text.strip() == "甲写的。"
    assert "乙写的。" in texts(tree, "//*[@class='paper']/p")
    assert page(client, f"{address(town)}prose/").xpath("//textarea")[0].text.strip() == "甲写的。"
    assert list(ProseDraft.objects.values_list("actor", flat=True)) == ["王敏（wangmin）"]


@pytest.mark.slow
def test_two_who_save_the_prose_at_the_same_moment_are_told_of_each_other(
    client: Client, town: Organ, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Client()
    client.force_login(clerk)
    other.force_login(staff(town, "office_head", username="head", name="李建国"))
    seen = page(client, f"{address(town)}prose/").xpath("//input[@name='seen']/@value")[0]
    mine, theirs = ({"overview": words, "seen": seen} for words in ("甲写的。", "乙写的。"))

    def between() -> None:
        assert other.post(f"{address(town)}prose/", theirs).status_code == 302

    before_the_first(monkeypatch, reports, "write_prose", between)
    answer = client.post(f"{address(town)}prose/", mine)
    assert answer.status_code == 422
    tree = parsed(answer.content)
    assert "刚才被别人改过" in tree.text_content()
    assert tree.xpath("//textarea[@name='overview']")[0].text.strip() == "甲写的。"
    assert "乙写的。" in texts(tree, "//*[@class='paper']/p")
    assert ReportYear.objects.get(organ=town, year=YEAR).texts == {"overview": "乙写的。"}


def test_the_preview_shows_what_is_typed_with_its_figures(client: Client, town: Organ, clerk: Person) -> None:
    client.force_login(clerk)
    answer = client.post(f"{address(town)}prose/preview/", {"overview": "收到{新收件数}件<b>。"})
    assert texts(parsed(answer.content), "//p")[0] == "收到3件<b>。"


@pytest.mark.slow
def test_a_suggestion_stays_with_a_reason_and_stands_again_by_one_click(
    client: Client, sample: Organ
) -> None:
    client.force_login(staff(sample, "clerk"))
    path = "//article[contains(@class, 'warning')]"
    part = f"{address(sample)}?part=overview"
    before = texts(page(client, part), f"{path}[not(contains(@class, 'handled'))]")
    accept = page(client, part).xpath(f"{path}//a[contains(@href, '/accept/')]/@href")[0]
    assert client.post(accept, {"reason": ""}).status_code == 422
    answer = client.post(accept, {"reason": "按县里口径"}, follow=True)
    handled = texts(parsed(answer.content), "//article[contains(@class, 'handled')]")
    assert len(handled) == 1
    assert "已处理，不改：按县里口径" in handled[0]
    assert "王敏（wangmin）" in handled[0]
    tree = page(client, part)
    assert len(texts(tree, f"{path}[not(contains(@class, 'handled'))]")) == len(before) - 1
    client.post(tree.xpath("//article//form[contains(@action, '/judge/')]/@action")[0])
    assert texts(page(client, part), f"{path}[not(contains(@class, 'handled'))]") == before


def test_no_error_can_be_accepted(client: Client, sample: Organ) -> None:
    client.force_login(staff(sample, "clerk"))
    tree = page(client, f"{address(sample)}?part=overview")
    assert texts(tree, "//article[contains(@class, 'error')]") != []
    assert texts(tree, "//article[contains(@class, 'error')]//a[contains(@href, '/accept/')]") == []


@pytest.mark.slow
def test_whoever_supervises_from_above_sees_the_report_but_no_case_and_passes_or_returns_it(
    client: Client, town: Organ, leader: Person
) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    client.force_login(staff(county, "supervisor", username="county", name="县办"))
    for step, actor in (("check", "测试"), ("approve", str(leader)), ("submit", "测试")):
        reports.take(organ=town, year=YEAR, step=step, actor=actor)
    below = f"/desk/organs/{county.pk}/below/{YEAR}/"
    assert texts(page(client, below), TITLE) == ["1个机关等着审核"]
    assert texts(page(client, below), "//dl[@class='tally']/div") == ["已送审1"]
    assert texts(page(client, below), "//td[@class='does']/a") == [f"审核{town.name}"]
    figures = "//td[contains(@class, 'is-number')]"
    assert texts(page(client, below), f"//tbody{figures}") == ["0", "3", "3", "3", "0", "0", "0"]
    assert texts(page(client, below), f"//tfoot{figures}") == ["0", "3", "3", "3", "0", "0", "0"]
    tree = page(client, f"{address(town)}?cell=requests/total/total")
    assert texts(tree, "//*[@id='panel']//p[@class='quiet']") == ["您的角色看得到数字，看不到办件。"]
    assert client.get(f"{address(town)}cases/requests/total/total").status_code == 403
    assert client.get(f"/desk/organs/{town.pk}/").status_code == 403
    assert send(client, town, "return", {"reason": ""}).status_code == 422
    send(client, town, "return", {"reason": "附件没有盖章"})
    assert at(town) == "returned"
    assert client.post(f"{address(county)}steps/pass/").status_code == 403  # not their own
    stranger = organs.create(name="别处镇人民政府", actor="测试")
    assert client.get(address(stranger)).status_code == 404


@pytest.mark.slow
def test_nobody_passes_or_approves_a_version_that_they_have_not_seen(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    officer = staff(county, "supervisor", username="county", name="县办")

    def offered(verb: str) -> str:
        ways = f"//form[button[text()='{verb}']]/@action | //a[text()='{verb}']/@href"
        (way,) = page(client, address(town)).xpath(ways)
        return str(way)

    def changed_meanwhile(number: int, *steps: str) -> None:
        """The town takes its report back, enters another case and brings it to where it was."""
        requests.receive(organ=town, entries=[application(number)], actor="测试")
        for step in ("reopen", *steps):
            actor = str(leader) if step == "approve" else "测试"
            reports.take(organ=town, year=YEAR, step=step, actor=actor, reason="漏登一件")

    reports.take(organ=town, year=YEAR, step="check", actor="测试")
    for person, verb, number, steps in (
        (leader, "审定", 4, ("check",)),
        (officer, "审核通过", 5, ("check", "approve", "submit")),
    ):
        client.force_login(person)
        old = offered(verb)
        changed_meanwhile(number, *steps)
        state = at(town)
        refused = client.post(old, {"reason": "可以"})
        assert refused.status_code == 422
        assert f"{verb} — 您打开以后，报告改过了 — 请回到报告再看一遍，再办。" in refused.content.decode()
        assert client.post(old.partition("?")[0]).status_code == 422  # nor one that tells of none
        assert at(town) == state
        assert client.post(offered(verb), {"reason": "可以"}).status_code == 302
        reports.take(organ=town, year=YEAR, step="submit", actor="测试") if verb == "审定" else None
    assert at(town) == "passed"


@pytest.mark.slow
def test_what_nobody_gave_a_reason_for_is_passed_only_with_one(
    client: Client, town: Organ, leader: Person
) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    reports.keep_notice(
        organ=county, year=YEAR, actor="县办", due_on=date(YEAR + 1, 1, 18), items="建议提案办理\n公开日活动"
    )
    for step, actor in (("check", "测试"), ("approve", str(leader)), ("submit", "测试")):
        reports.take(organ=town, year=YEAR, step=step, actor=actor)
    (one, _other) = [
        found
        for found in queries.compile_report(town, YEAR, scope=Scope.of(town)).findings
        if found.rule == remarks.NOT_WRITTEN
    ]
    reports.accept(organ=town, year=YEAR, finding=one, reason="本镇没有提案", actor="测试")
    client.force_login(staff(county, "supervisor", username="county", name="县办"))
    (asking,) = page(client, address(town)).xpath("//a[text()='审核通过']/@href")
    assert "为什么可以" in page(client, asking).text_content()
    refused = client.post(asking, {"reason": " "})
    assert refused.status_code == 422
    assert re.search("说明 — 有[0-9]条建议没有改 — 请写明为什么可以。", refused.content.decode())
    assert at(town) == "submitted"
    client.post(asking, {"reason": "公开日改在明年"})
    assert at(town) == "passed"
    assert "公开日改在明年" in page(client, address(town)).text_content()


@pytest.mark.django_db
def test_an_organ_without_organs_below_learns_where_they_name_it(client: Client) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    client.force_login(staff(county, "supervisor", username="county", name="县办"))
    empty = texts(page(client, f"/desk/organs/{county.pk}/below/{YEAR}/"), "//*[@class='empty']")
    assert empty == ["本机关没有下级机关请下级机关在“机关设置”里把上级写成本机关，它的年报就列在这里。"]


@pytest.mark.slow
def test_the_organs_below_cost_the_same_however_many_they_are(client: Client, town: Organ) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    client.force_login(staff(county, "supervisor", username="county", name="县办"))

    def cost() -> int:
        below = f"/desk/organs/{county.pk}/below/{YEAR}/"
        client.get(below)  # what an organ's ledger comes to is reckoned once
        with CaptureQueriesContext(connection) as queries:
            assert client.get(below).status_code == 200
        return len(queries)

    organs.place_under(organ=town, superior=county, actor="测试")
    one = cost()
    for name in ("道口镇", "白道口镇", "留固镇"):
        more = organs.create(name=name, actor="测试")
        organs.place_under(organ=more, superior=county, actor="测试")
        requests.receive(organ=more, entries=[application(1)], actor="测试")
    assert cost() == one <= 12


def test_a_year_that_no_calendar_has_is_not_found(client: Client, town: Organ, clerk: Person) -> None:
    client.force_login(clerk)
    for year in ("0", "9999", "10000", "99999999999"):
        assert client.get(f"/desk/organs/{town.pk}/reports/{year}/").status_code == 404


def test_of_an_organ_below_without_a_ledger_no_figure_is_told(client: Client, town: Organ) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    empty = organs.create(name="道口镇人民政府", actor="测试")
    organs.place_under(organ=empty, superior=county, actor="测试")
    client.force_login(staff(county, "supervisor", username="county", name="县办"))
    tree = page(client, f"/desk/organs/{county.pk}/below/{YEAR}/")
    assert texts(tree, "//tbody//td[contains(@class, 'of-received')]") == [""]
    assert texts(tree, "//tfoot") == []


@pytest.mark.slow
def test_the_notice_from_above_stands_beside_the_report_and_sets_its_day(
    client: Client, town: Organ, clerk: Person
) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    client.force_login(staff(county, "supervisor", username="county", name="县办"))
    notice = f"/desk/organs/{county.pk}/below/{YEAR}/notice/"
    assert client.post(notice, {"due_on": "", "items": "收费"}).status_code == 422
    for day in (f"{YEAR - 1}-01-18", f"{YEAR}-12-31", f"{YEAR + 2}-01-01"):
        refused = client.post(notice, {"due_on": day, "items": "收费"})
        assert refused.status_code == 422
        why = f"报送期限 — {day}不在{YEAR + 1}年，报的是{YEAR}年全年的情况 — 请按通知核对年份。"
        assert why in texts(parsed(refused.content), "//*[@class='wrong-why']")[0]
        assert parsed(refused.content).xpath("//textarea[@name='items']")[0].text.strip() == "收费"
    asked = {
        "due_on": f"{YEAR + 1}-01-18",
        "items": "信息处理费\n社会评议",
        "attachments": "盖章扫描件",
        "longest": "3000",
    }
    client.post(notice, asked)
    client.force_login(clerk)
    tree = page(client, address(town))
    assert f"{YEAR + 1}-01-18前报滑县人民政府" in texts(tree, "//div[@class='words']/p")[0]
    assert texts(tree, "//dl[@class='facts']//li") == ["信息处理费", "社会评议", "盖章扫描件"]


@pytest.mark.slow
def test_the_papers_that_the_notice_asks_for_are_handed_in_missed_and_read_above(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    reports.keep_notice(
        organ=county, year=YEAR, actor="县办", due_on=date(YEAR + 1, 1, 18), attachments="盖章扫描件\n电子版"
    )

    def missed() -> list[str]:
        found = queries.compile_report(town, YEAR, scope=Scope.of(town)).findings
        return [one.message for one in found if one.rule == remarks.NOT_ATTACHED]

    assert "附件只有0个" in missed()[0]
    client.force_login(clerk)
    (form,) = page(client, address(town)).xpath("//a[text()='交材料']/@href")
    barred = SimpleUploadedFile("绝密★1年.pdf", b"%PDF-1.4 scan")
    assert client.post(form, {"attached": barred}).status_code == 422
    assert not Material.objects.exists()
    for name in ("盖章.pdf", "错的.pdf", "电子版.pdf"):
        assert client.post(form, {"attached": SimpleUploadedFile(name, b"%PDF-1.4 scan")}).status_code == 302
    (drop,) = page(client, address(town)).xpath("//li[contains(., '错的')]//form/@action")
    client.post(drop)
    assert missed() == []
    for step, actor in (("check", "测试"), ("approve", str(leader)), ("submit", "测试")):
        reports.take(organ=town, year=YEAR, step=step, actor=actor)
    late = client.post(form, {"attached": SimpleUploadedFile("再来.pdf", b"%PDF-1.4 scan")})
    assert "报告已经送审 — 要换先收回修改" in late.content.decode()
    client.force_login(staff(county, "supervisor", username="county", name="县办"))
    tree = page(client, address(town))
    (paper, _other) = tree.xpath("//a[contains(@href, '/materials/')]/@href")
    assert client.get(paper).getvalue() == b"%PDF-1.4 scan"
    assert not tree.xpath("//form[contains(@action, '/drop/')] | //a[text()='交材料']")
    assert next(proof.differences(), None) is None


@pytest.mark.slow
def test_the_day_s_page_tells_of_a_public_report_from_which_the_ledger_has_moved_on(
    client: Client, town: Organ, clerk: Person, leader: Person
) -> None:
    published(town, leader)
    client.force_login(clerk)
    here = f"/desk/organs/{town.pk}/"
    differing = f"//ol[@class='tasks']//a[@href='{address(town)}']"
    assert not page(client, here).xpath(differing)
    requests.receive(organ=town, entries=[application(99)], actor="测试")
    assert page(client, here).xpath(differing)[0].text_content().startswith("看差异")


@pytest.mark.slow
def test_beside_the_editor_stands_what_the_notice_asks_as_soon_as_it_asks_it(
    client: Client, town: Organ, clerk: Person
) -> None:
    county = organs.create(name="滑县人民政府", actor="测试")
    organs.place_under(organ=town, superior=county, actor="测试")
    client.force_login(clerk)
    editor = f"{address(town)}prose/"
    of_notice = "//article//*[@class='why'][contains(., '通知要求')]"
    assert texts(page(client, editor), of_notice) == []
    reports.keep_notice(
        organ=county, year=YEAR, actor="县办", due_on=date(YEAR + 1, 1, 18), items="建议提案办理", longest=100
    )
    tree = page(client, editor)
    assert texts(tree, "//h2")[0] == "滑县人民政府的通知"
    too_long, not_written = texts(tree, of_notice)
    assert "滑县人民政府的通知要求不超过100字" in too_long
    assert not_written == "正文 — 没有找到滑县人民政府的通知要求写的“建议提案办理”"


@pytest.mark.slow
@pytest.mark.parametrize("path", ["", "?cell=requests/total/total", "?part=overview", "prose/", "amend/"])
def test_a_page_of_the_report_asks_the_database_twelve_times_at_most(
    client: Client, town: Organ, leader: Person, path: str
) -> None:
    published(town, leader)
    client.force_login(staff(town, "clerk", "signer"))
    assert client.get(address(town) + path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(address(town) + path)
    assert len(queries) <= 12

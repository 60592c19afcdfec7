"""The county over the organs below: what each line tells, where it leads whom, and year against year."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from gongkai.faces.tests.html import page, texts
from gongkai.faces.tests.organs import staff
from gongkai.law.annual_report.stages import State
from gongkai.law.assessment import Target, shipped
from gongkai.ledger.assessment import actions
from gongkai.ledger.assessment.entries import Beginning, Given
from gongkai.ledger.organs import actions as organs
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.people.models import Person
from gongkai.ledger.reports import actions as reports
from gongkai.ledger.reports.models import Chase, ReportYear
from gongkai.ledger.reports.tests.test_tree import YEAR, came, sound, under
from gongkai.ledger.reports.tests.test_way import ask, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("static_folder")]
TOWN, OTHER = "四间房镇人民政府", "留固镇人民政府"
LOST = "remedies/reconsideration/corrected"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(f"{YEAR + 1}-01-20 10:00+08:00"):
        yield


@pytest.fixture
def county() -> Organ:
    """Two towns sent their reports of two years; the second is new, and the first was assessed."""
    county = organs.create(name="滑县人民政府", actor="测试")
    town, other = (under(county, name) for name in (TOWN, OTHER))
    for organ, year, times in ((town, YEAR, 3), (town, YEAR - 1, 2), (other, YEAR, 1)):
        report = replace(sound(organ.name, times), year=year)
        cells = {**report.cells, LOST: times}
        came(organ, replace(report, cells=cells), State.PASSED, "file")
    _assessed(county, town)
    return county


def _assessed(county: Organ, town: Organ) -> None:
    """By whatever a person knows: no ledger of it is here."""
    days = date(YEAR, 1, 1), date(YEAR, 12, 31), date(YEAR + 1, 1, 20)
    row = actions.begin(
        organ=county, indicators=None, beginning=Beginning("2022年考核", *days, [town]), actor="王"
    )
    card = row.cards.get()
    marks = {one.code: Given(one.most or Decimal(0)) for one in shipped().of(Target.ORGAN)}
    card = actions.score(card=card, marks={}, words="", seen=1, actor="李")
    card = actions.check(card=card, marks=marks, words="", seen=2, actor="王")
    actions.settle(card=card, conclusion="", seen=3, actor="张")


def desk(client: Client, county: Organ, *roles: str) -> str:
    username = "-".join(roles)
    client.force_login(
        Person.objects.filter(username=username).first() or staff(county, *roles, username=username)
    )
    return f"/desk/organs/{county.pk}/below/{YEAR}/"


def line(client: Client, url: str, name: str, code: str) -> tuple[str, list[str]]:
    """What stands in a column for an organ, and where it leads."""
    (cell,) = page(client, url).xpath(f"//tr[contains(., '{name}')]/td[contains(@class, 'of-{code}')]")
    return cell.text_content().strip(), cell.xpath(".//a/@href")


def test_a_line_tells_what_was_lost_and_how_the_organ_was_assessed(client: Client, county: Organ) -> None:
    url = desk(client, county, "supervisor")
    lost, (way,) = line(client, url, TOWN, "lost")
    assert lost == "3"
    assert way.endswith("?part=remedies")
    assert client.get(way).status_code == 200
    assert line(client, url, TOWN, "assessed") == ("优秀", [])  # the card is the county's own work
    assert line(client, url, OTHER, "assessed") == ("", [])
    _grade, (card,) = line(client, desk(client, county, "supervisor", "leader"), TOWN, "assessed")
    assert "2022年考核" in page(client, card).text_content()
    exported = client.get(f"{url}?export=csv").content.decode("utf-8-sig")
    assert "被纠正" in exported
    assert "优秀" in exported


def test_year_against_year_compares_only_what_both_reports_tell(client: Client, county: Organ) -> None:
    url = f"{desk(client, county, 'supervisor')}compared/?figure=lost"
    shown = page(client, url)
    figures = [
        [cell.text_content().strip() for cell in row.xpath("td[contains(@class, 'is-number')]")]
        for row in shown.xpath("//tbody/tr | //tfoot/tr")
    ]
    assert figures == [["3", "2", "1"], ["1", "", ""], ["3", "2", "1"]]
    assert "2个机关，1个两年都有数" in shown.text_content()
    assert (
        shown.xpath("//div[contains(@class, 'chart')]//*[name()='svg']") or "图还在画" in shown.text_content()
    )
    assert f"{TOWN},3,2,1" in client.get(f"{url}&export=csv").content.decode("utf-8-sig")
    assert client.get(f"{url}&figure=salary").status_code == 404


def test_an_organ_merged_during_the_year_is_listed_asked_for_and_opened_until_its_report_is_in(
    client: Client, county: Organ
) -> None:
    merged, empty = under(county, "丙镇人民政府"), under(county, "丁镇人民政府")
    ask(merged, "1", f"{YEAR}-03-01", f"{YEAR}-03-20")
    ask(merged, "0", f"{YEAR - 1}-03-01", f"{YEAR - 1}-03-20")
    for organ in (merged, empty):
        after = Organ.objects.get(name=TOWN)
        organs.abolish(organ=organ, on=date(YEAR, 7, 1), actor="测试", successor=after)
    url = desk(client, county, "supervisor")
    whys = page(client, f"{url}sum/").xpath("//tr[contains(., '丙镇')]")[0]
    assert "2022-07-01并入四间房镇人民政府，台账里有它的数，还没有报送" in whys.text_content()
    assert whys.xpath(".//a/@href") == [f"/desk/organs/{merged.pk}/reports/{YEAR}/"]
    assert client.get(whys.xpath(".//a/@href")[0]).status_code == 200
    client.post(f"{url}chase/")
    assert Chase.objects.get().organ == merged
    walk(merged, "check", "approve", "submit")
    tree = page(client, url)
    assert "1个机关等着审核" in tree.text_content()
    assert line(client, url, "丙镇", "state")[0] == "已送审"
    assert not tree.xpath("//tr[contains(., '丁镇')]")  # nobody waits for it
    exported = client.get(f"{url}compared/?figure=received&export=csv").content.decode("utf-8-sig")
    assert "丙镇人民政府,1,1,0" in exported


def test_whoever_handed_in_late_or_not_at_all_is_named_with_the_day(client: Client, county: Organ) -> None:
    reports.keep_notice(organ=county, year=YEAR, actor="县办", due_on=date(YEAR + 1, 1, 16))
    late, returned, again = (under(county, f"{name}镇人民政府") for name in ("迟报", "退回", "收回"))
    under(county, "不报镇人民政府")
    for organ, day, steps in (
        (late, 20, ("check", "approve", "submit", "pass")),
        (returned, 15, ("check", "approve", "submit", "return")),
        (again, 15, ("check", "approve", "submit", "reopen")),
    ):
        ask(organ, "1", f"{YEAR}-03-01", f"{YEAR}-03-20")
        with time_machine.travel(f"{YEAR + 1}-01-{day} 10:00+08:00"):
            walk(organ, *steps)
    for organ in (returned, again):
        walk(organ, "check", "approve", "submit", "pass")
    url = desk(client, county, "supervisor")
    told = {
        "迟报镇": "01-20迟报",
        "退回镇": "01-15",  # the county had it, and asked for more
        "收回镇": "01-20迟报",
        "不报镇": "过期未报",
        TOWN: "01-16",
    }
    for where in (url, f"{url}sum/"):
        assert {name: line(client, where, name, "handed_in")[0] for name in told} == told
        exported = client.get(f"{where}?export=csv").content.decode("utf-8-sig")
        assert f"{YEAR + 1}-01-20，迟报" in exported
    (note,) = [text for text in texts(page(client, f"{url}sum/"), "//article") if "过了报送期限" in text]
    assert f"迟报镇人民政府（{YEAR + 1}-01-16前，{YEAR + 1}-01-20报）" in note
    assert f"不报镇人民政府（{YEAR + 1}-01-16前，还没有报）" in note
    assert "退回镇" not in note


def test_a_ledger_that_moved_after_it_was_passed_shows_what_was_passed_and_says_so(
    client: Client, county: Organ
) -> None:
    town, waiting = under(county, "丙镇人民政府"), under(county, "丁镇人民政府")
    for organ in (town, waiting):
        ask(organ, "1", f"{YEAR}-03-01", f"{YEAR}-03-20")
        walk(organ, "check", "approve", "submit")
    walk(town, "pass")
    for organ in (town, waiting):
        ask(organ, "2", f"{YEAR}-04-01", f"{YEAR}-04-20")
    url = desk(client, county, "supervisor")
    assert line(client, url, "丙镇", "state")[0] == "已通过，之后变过"
    assert line(client, url, "丙镇", "received")[0] == "1"
    assert line(client, url, "丁镇", "state")[0] == "已送审，之后变过"
    assert line(client, url, "丁镇", "received")[0] == "2"  # nobody has passed another figure
    assert "通过以后台账或正文变过" in page(client, f"{url}sum/").text_content()
    ReportYear.objects.filter(organ=town).update(passed="")  # as it was passed before it was kept
    cache.clear()
    assert line(client, url, "丙镇", "received")[0] == ""
    walk(town, "reopen", "check", "approve", "submit", "pass")
    assert line(client, url, "丙镇", "state")[0] == "已通过"
    assert line(client, url, "丙镇", "received")[0] == "2"


def test_what_the_leader_approves_after_the_county_passed_it_is_handed_in(
    client: Client, county: Organ
) -> None:
    town = under(county, "丙镇人民政府")
    organs.set_option(organ=town, code="report_order", value="leader_last", actor="测试")
    ask(town, "1", f"{YEAR}-03-01", f"{YEAR}-03-20")
    walk(town, "check", "submit", "pass", "approve")
    tree = page(client, desk(client, county, "supervisor"))
    assert texts(tree, "//h1") == ["还差3个机关公布"]
    assert not tree.xpath("//button[contains(., '催办')]")


def test_the_day_tells_whoever_supervises_what_waits_to_be_judged_and_who_is_late(
    client: Client, county: Organ
) -> None:
    reports.keep_notice(organ=county, year=YEAR, actor="县办", due_on=date(YEAR + 1, 1, 16))
    waiting = under(county, "送包镇人民政府")
    came(waiting, sound(waiting.name), State.SUBMITTED, "package", 1)
    under(county, "不报镇人民政府")
    url = desk(client, county, "supervisor")
    told = {
        f"{url}?part=waiting": "1个下级机关的年报",
        f"{url}?part=to-do": "1个下级机关的年报",
    }
    for roles in (("supervisor",), ("supervisor", "clerk")):
        desk(client, county, *roles)
        tree = page(client, f"/desk/organs/{county.pk}/")
        assert "没有要" not in texts(tree, "//h1")[0]
        lines = tree.xpath("//ol[@class='tasks']/li")
        found = {
            row.xpath("a/@href")[0]: row.text_content()
            for row in lines
            if row.xpath("a[contains(@href, 'below')]")
        }
        assert found.keys() == told.keys()
        assert all(told[href] in words for href, words in found.items())
        assert all(client.get(href).status_code == 200 for href in found)
    desk(client, county, "clerk")
    assert not page(client, f"/desk/organs/{county.pk}/").xpath("//a[contains(@href, 'part=')]")


def test_the_government_s_report_leads_to_the_sum_and_is_not_begun_of_noughts(client: Client) -> None:
    made = organs.create(name="浚县人民政府", level="county", actor="测试")
    town = under(made, "屯子镇人民政府")
    head = staff(made, "supervisor", "office_head")
    own, total = f"/desk/organs/{made.pk}/reports/{YEAR}/", f"/desk/organs/{made.pk}/below/{YEAR}/sum/"
    client.force_login(head)
    assert page(client, own).xpath("//a[contains(@href, '/begin/')]")  # nothing has come yet
    came(town, sound(town.name), State.PASSED, "file")
    tree = page(client, own)
    assert tree.xpath(f"//main//a[@href='{total}']")
    assert not tree.xpath("//a[contains(@href, '/begin/')]")
    assert client.post(f"{own}begin/").status_code == 404
    with time_machine.travel(f"{YEAR + 1}-03-10 10:00+08:00"):
        client.force_login(head)
        assert page(client, f"/desk/organs/{made.pk}/").xpath(f"//a[@href='{total}']")
        assert page(client, f"/desk/organs/{made.pk}/year/{YEAR + 1}/").xpath(f"//a[@href='{total}']")

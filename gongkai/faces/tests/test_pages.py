"""What holds of every page: its words, its links, its cost."""

import re
from urllib.parse import urldefrag, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.faces.tests.html import page, parsed, texts
from gongkai.faces.tests.organs import HOSTILE, YEAR, application, hostile_organ
from gongkai.faces.workbench.reports.page import PARTS
from gongkai.law.annual_report.formats import y2021
from gongkai.ledger.organs.models import Organ
from gongkai.ledger.reports.writing import FILE_FORMS
from gongkai.ledger.requests import actions
from gongkai.sample.load import load_all

CELL = "requests/total/natural_person"
PAGES = [f"?part={part}" for part in PARTS] + [f"?cell={CELL}", f"cases/{CELL}"]
CHINESE = re.compile(r"[\u3400-\u9fff，。：；（）]")


def report(organ: Organ) -> str:
    return f"/desk/organs/{organ.pk}/reports/{YEAR}/"


def _is_one_of_its_kind(target: str) -> bool:
    """One cell stands for all of them, a list as it first shows for all its orders and pages."""
    if "cell=" in target:
        return CELL in target
    return not ("?" in target and ("/ledger/" in target or "month=" in target))


@pytest.mark.slow
def test_every_link_of_every_page_leads_somewhere_on_this_site(client: Client, sample: Organ) -> None:
    waiting = {"/"}
    anchors: dict[str, set[str]] = {}  # by page
    wanted: set[tuple[str, str]] = set()
    while waiting:
        url = waiting.pop()
        answer = client.get(url)
        assert answer.status_code == 200, url
        anchors[url] = set()
        if "/files/" in url or not answer["Content-Type"].startswith("text/html"):
            continue
        tree = parsed(answer.content)
        names = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(names) == len(set(names)), url
        anchors[url] = set(names)
        for _element, _attribute, link, _place in tree.iterlinks():
            assert not urlsplit(link).netloc, f"{url} leads away to {link}"
            target, fragment = urldefrag(link)
            if fragment:
                wanted.add((target or url, fragment))
            if target.startswith(("/desk/", "/?")) and _is_one_of_its_kind(target):
                waiting.add(target)
        waiting -= anchors.keys()
    kinds = {"/", reverse("workbench:today", args=(sample.pk,)), report(sample)}
    assert kinds | {f"{report(sample)}files/{form.code}" for form in FILE_FORMS} <= anchors.keys()
    assert {(url, name) for url, name in wanted if url in anchors and name not in anchors[url]} == set()


@pytest.mark.slow
def test_a_finding_of_a_cell_leads_to_the_cell_and_one_of_prose_to_itself(
    client: Client, sample: Organ
) -> None:
    tree = page(client, report(sample))
    assert tree.xpath("//*[@id='finding-1']//a/@href") == [f"{report(sample)}?cell={CELL}"]
    (elsewhere,) = tree.xpath("//*[@class='elsewhere']//a/@href")
    target, fragment = urldefrag(elsewhere)
    assert page(client, target).get_element_by_id(fragment).text_content().split()[:2] == ["3", "要改"]


def test_findings_of_this_chapter_are_in_full_and_notes_are_folded(client: Client, sample: Organ) -> None:
    tree = page(client, f"{report(sample)}?part=overview")
    places = tree.xpath("//*[contains(@class, 'findings')]/article//*[@class='head']/span[last()]/text()")
    assert places == ["一、总体情况"] * 5
    assert not tree.xpath("//article[contains(@class, 'info') and not(ancestor::details)]")


@pytest.mark.slow
def test_a_finding_stands_once_in_the_panel_or_below_the_form(client: Client, sample: Organ) -> None:
    tree = page(client, f"{report(sample)}?cell={CELL}")
    assert tree.xpath("//*[@id='panel']//article/@id") == ["finding-1"]
    assert tree.xpath("//*[contains(@class, 'findings')]/article/@id") == ["finding-2"]


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_whatever_is_typed_into_a_ledger_stays_text(client: Client, db: None, address: str) -> None:
    answer = client.get(f"{report(hostile_organ())}{address}")
    assert answer.status_code == 200
    assert HOSTILE not in answer.content.decode()
    assert HOSTILE in parsed(answer.content).text_content()


@pytest.mark.slow
@pytest.mark.parametrize("address", ["/", "/nothing", *PAGES])
def test_in_english_only_official_and_typed_words_are_chinese(
    client: Client, sample: Organ, address: str
) -> None:
    url = address if address.startswith("/") else f"{report(sample)}{address}"
    client.cookies["django_language"] = "en"
    tree = page(client, url)
    assert tree.get("lang") == "en"
    # commands are typed as they stand, with the names of one's own organ and files
    for kept in tree.xpath("//*[@lang='zh-CN'] | //code | //title"):
        kept.drop_tree()
    spoken = [text.strip() for text in tree.itertext() if CHINESE.search(text)]
    spoken += [label for label in tree.xpath("//@aria-label") if CHINESE.search(label)]
    official = {chapter.heading for chapter in y2021.FORM.chapters} | {y2021.FORM.source.instrument.number}
    official |= {slot.name for slot in y2021.FORM.slots.values()}
    assert [text for text in spoken if not any(words in text for words in official)] == []


@pytest.mark.slow
def test_a_page_says_in_its_title_what_it_is(client: Client, sample: Organ) -> None:
    titles = {
        page(client, url if url.startswith("/") else f"{report(sample)}{url}").findtext(".//title")
        for url in ("/", *PAGES)
    }
    assert len(titles) == len(PAGES)  # a cell's list is called like the cell


@pytest.mark.slow
@pytest.mark.parametrize("address", [*PAGES, f"?cell={CELL}&last-year=1"])
def test_a_page_costs_the_same_however_long_the_ledger_is(
    client: Client, sample: Organ, address: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{report(sample)}{address}").status_code == 200
        return len(queries)

    first, again = cost(), cost()
    more = [application(number) for number in range(100, 160)]
    actions.receive(organ=sample, entries=more, actor="测试")
    grown, known = cost(), cost()
    assert grown == first
    assert max(again, known) <= 12  # what the ledger comes to is known from the first time


@pytest.mark.slow
def test_a_page_shows_a_change_of_the_ledger_at_once(client: Client, sample: Organ) -> None:
    def received() -> list[str]:
        tree = page(client, f"{report(sample)}?cell=requests/new/total")
        return texts(tree, "//*[@id='requests-new-total']//*[@class='value']")

    assert received() == ["7"]
    actions.receive(organ=sample, entries=[application(100)], actor="测试")
    assert received() == ["8"]


@pytest.mark.slow
def test_the_first_page_costs_the_same_however_many_organs_there_are(client: Client, sample: Organ) -> None:
    with CaptureQueriesContext(connection) as of_one:
        client.get("/")
    load_all()
    with CaptureQueriesContext(connection) as of_all:
        client.get("/")
    years = 5  # asked year by year: 2022 to 2026, one of which was there before
    assert len(of_all) <= (len(of_one) + 2) * years

"""The portal as citizens walk through it: every page on every screen, a record found in two steps, and
nothing left of it once it is taken back."""

import pytest
from playwright.sync_api import Page, expect

from gongkai.reading.originals.tests.documents import ID_NUMBER, TITLE
from tests.e2e.conftest import Open
from tests.e2e.desk import LEADER, Desk, submit_record
from tests.e2e.looking import NARROW, WIDE, faults, seen
from tests.e2e.newcomer import Newcomer
from tests.e2e.site import follow

pytestmark = pytest.mark.browser
WORD = "最低生活保障"
#: The list is still to be seen on the day.
UNTIL = "2025-10-31"
#: In how many lines the words of each stand.
LINES = """cells => cells.map(cell => {
  const words = document.createRange();
  words.selectNodeContents(cell);
  return new Set([...words.getClientRects()].map(line => line.top)).size;
})"""
PLACES = {
    "home": "",
    "guide": "guide/",
    "rules": "rules/",
    "catalogue": "catalogue/",
    "what is in force": "in-force/",
    "records": "records/",
    "a word that is found": f"records/?q={WORD}",
    "a word that is not found": "records/?q=没有这样的",
    "facets": "records/?year=2025&order=best",
    "record": "records/{record}/",
    "what a correction changed": "records/{record}/changes/2/",
    "data": "data/",
    "reports": "reports/",
    "report": "reports/2024/",
}
EMPTY = ("", "guide/", "rules/", "catalogue/", "in-force/", "records/", "data/", "reports/")


@pytest.fixture(scope="module")
def portal(desk: Desk) -> str:
    """The address of the portal of an organ with years behind it."""
    return desk.base().replace("/desk/", "/")


@pytest.fixture(scope="module")
def record(desk: Desk) -> str:
    """The number, in the workbench, of a list that was released with its numbers masked, and corrected."""
    number = submit_record(desk.as_(), desk.base(), 公示截止=UNTIL)
    here = f"{desk.base()}ledger/disclosures/making/{number}/"
    release(desk, here)
    clerk = desk.as_()
    clerk.goto(f"{here}change/")
    clerk.get_by_label("原因").fill("登记号漏写")
    clerk.get_by_label("能：门户上人人可以对照，看改了什么").check()
    follow(clerk.get_by_role("button", name="更正"))
    clerk.goto(f"{here}elements/")
    clerk.get_by_label("登记号").fill("登2025-7")
    clerk.get_by_label("发文机关").fill("四间房镇人民政府办公室")
    follow(clerk.get_by_role("button", name="核对好了"))
    clerk.goto(f"{here}submit/")
    follow(clerk.get_by_role("button", name="送审"))
    release(desk, here)
    return number


def release(desk: Desk, here: str) -> None:
    leader = desk.as_(LEADER)
    leader.goto(f"{here}release/")
    follow(leader.get_by_role("button", name="放行"))


def found(page: Page, portal: str) -> Page:
    """A citizen looks for a word on the first page and opens what is found: two steps."""
    page.goto(portal)
    page.get_by_role("searchbox").fill(WORD)
    follow(page.get_by_role("button", name="搜索"))
    follow(page.locator("ul.records").get_by_role("link", name=TITLE))
    return page


def public_number(desk: Desk, portal: str) -> str:
    page = found(desk.chrome.new_page(), portal)
    number = page.url.strip("/").split("/")[-1]
    page.context.close()
    return number


@pytest.mark.parametrize("name", PLACES)
def test_a_page_of_the_portal_is_sound_on_every_screen(
    open_page: Open, desk: Desk, portal: str, record: str, name: str
) -> None:
    path = PLACES[name].format(record=public_number(desk, portal))
    assert seen(open_page(f"{portal}{path}", bypass_csp=True), f"portal {name}") == {}


def test_a_portal_in_which_nothing_stands_yet_is_sound(open_page: Open, own: Newcomer) -> None:
    page = open_page(own.desk, bypass_csp=True, storage_state=own.state)
    wrong = {}
    for path in EMPTY:
        page.goto(f"{own.desk.replace('/desk/', '/')}{path}")
        wrong[path] = faults(page, f"empty portal {path}", (WIDE, NARROW))
    assert {path: faults for path, faults in wrong.items() if faults} == {}


def test_who_reads_large_type_comes_by_keyboard_from_the_door_to_a_record(
    open_page: Open, portal: str, record: str
) -> None:
    page = open_page(portal, width=NARROW)
    follow(page.get_by_role("button", name="长辈版"))
    page.get_by_role("link", name="看最新公开").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-size", "elder")
    follow(page.get_by_role("link", name=TITLE))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_a_record_is_suggested_found_read_and_taken_away_without_what_was_masked(
    open_page: Open, portal: str, record: str
) -> None:
    page = open_page(portal)
    page.get_by_role("searchbox").press_sequentially(WORD)
    expect(page.locator("#suggested").get_by_role("link", name=TITLE)).to_be_visible()
    page = found(page, portal)
    expect(page.locator(".body table")).to_be_visible()
    assert ID_NUMBER not in page.content()
    with page.expect_download() as download:
        page.locator("ul.files a").first.click()
    assert download.value.path().read_bytes()[:2] == b"PK"
    follow(page.get_by_role("link", name="看第2版的改动"))
    assert page.locator("ins").all_inner_texts() == ["登2025-7", "四间房镇人民政府办公室"]


@pytest.mark.parametrize("size", ["", "elder"])
def test_on_a_phone_no_figure_of_a_table_is_parted_and_the_page_stays_as_wide(
    open_page: Open, portal: str, record: str, size: str
) -> None:
    page = found(open_page(portal, width=NARROW), portal)
    page.context.add_cookies([{"name": "gongkai_size", "value": size, "url": page.url}])
    page.reload()
    figures = page.locator(".body td.figure")
    assert figures.all_inner_texts() == ["640.00", "355.00"]
    assert figures.evaluate_all(LINES) == [1, 1]
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW


def test_what_is_taken_back_is_gone_from_its_page_the_search_and_the_files(
    open_page: Open, desk: Desk, portal: str, record: str
) -> None:
    page = found(open_page(portal, bypass_csp=True), portal)
    at, files = page.url, page.locator("ul.files a")
    links = [f"{desk.address}{files.nth(one).get_attribute('href')}" for one in range(files.count())]
    assert [page.request.get(link).status for link in links] == [200] * 2
    leader = open_page(
        f"{desk.base()}ledger/disclosures/making/{record}/withdraw/", storage_state=desk.state(role=LEADER)
    )
    leader.get_by_label("撤回的原因").fill("名单有误")
    follow(leader.get_by_role("button", name="撤回"))
    for address in (portal, f"{portal}records/", f"{portal}records/?q={WORD}"):
        page.goto(address)
        expect(page.locator("ul.records").get_by_text(TITLE)).to_have_count(0)
    assert [page.request.get(link).status for link in links] == [404] * 2
    page.goto(at)
    expect(page.get_by_role("heading", level=1)).to_have_text("这条信息已撤回")
    expect(page.get_by_text("名单有误")).to_be_visible()
    assert TITLE not in page.content()
    assert seen(page, "portal withdrawn") == {}

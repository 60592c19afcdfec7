"""年报汇总分析 in a browser: every page on every screen, from a number to its findings, without scripts."""

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gongkai.faces.portal.tests.many_reports import NAME, a_folder, a_result
from tests.e2e.conftest import Open
from tests.e2e.looking import on_every_screen
from tests.e2e.site import site

pytestmark = pytest.mark.browser
PATHS = {
    "all": "",
    "one region": "?region=淮安市",
    "no such reports": "?year=1999",
    "a list": "reports/?errors=1",
    "a long list": "reports/?figure=new&page=2",
    "an empty list": "reports/?rule=AR-9",
    "a report to mend": "reports/{worst}/",
}
#: The text of a picture that is too small to read, or that lies outside of it.
BAD_TEXT = """[...document.querySelectorAll('svg.picture text')].filter((text) => {
  const box = text.getBoundingClientRect(), picture = text.closest('svg').getBoundingClientRect();
  const size = 13 * picture.width / text.closest('svg').viewBox.baseVal.width;
  const isOut = box.left < picture.left - 1 || box.right > picture.right + 1;
  return picture.width && (size < 12 || isOut || box.bottom > picture.bottom + 1);
}).map((text) => text.textContent)"""
PICTURES = "svg.picture:visible"


@pytest.fixture(scope="session")
def many(data: Path, address: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a result of 240 reports, on a site that has another one too."""
    folder = a_folder(tmp_path_factory.mktemp("reports"))
    a_result(data, folder)
    a_result(data, a_folder(tmp_path_factory.mktemp("few"), 6), "另一批")
    return f"{address}/check/many/{NAME}/"


def drawn(opened: Page, count: int) -> None:
    """Wait until the pictures of a page are drawn, as somebody does who opens it again."""
    until = time.monotonic() + 60
    while opened.locator(PICTURES).count() < count and time.monotonic() < until:
        time.sleep(0.5)
        opened.reload()
    expect(opened.locator(PICTURES)).to_have_count(count)


@pytest.mark.parametrize("place", PATHS)
def test_axe_finds_nothing_and_nothing_is_cut_off(open_page: Open, many: str, place: str) -> None:
    worst = ""
    if "{worst}" in PATHS[place]:
        listed = open_page(f"{many}reports/?errors=1")
        worst = str(listed.locator("tbody a").first.get_attribute("href")).split("/reports/")[1].split("/")[0]
    opened = open_page(f"{many}{PATHS[place].format(worst=worst)}", bypass_csp=True)
    if place in {"all", "one region"}:
        drawn(opened, 5)
    for folded in opened.locator("summary").all():
        folded.click()
    assert on_every_screen(opened, BAD_TEXT) == {}


def test_the_list_of_results_and_the_empty_page_are_sound_on_every_screen(
    open_page: Open, many: str, address: str, started_before: Path
) -> None:
    with site(started_before) as empty:
        for url in (f"{address}/check/many/", f"{empty}/check/many/"):
            opened = open_page(url, bypass_csp=True)
            assert on_every_screen(opened) == {}
        expect(opened.locator("code")).to_have_text("python3 run.py gongkai check 全市年报 --page 全市")


def test_a_number_leads_to_its_reports_and_a_report_to_its_findings_without_scripts(
    open_page: Open, many: str
) -> None:
    opened = open_page(many.removesuffix(f"check/many/{NAME}/"), java_script_enabled=False)
    opened.get_by_role("link", name="许多份年报合起来看").click()
    opened.get_by_role("link", name=NAME).click()
    opened.get_by_label("地区", exact=True).select_option("淮安市")
    opened.get_by_role("button", name="筛选").click()
    expect(opened.get_by_role("heading", level=1)).to_contain_text("60份年报")
    row = opened.locator("#rules tbody tr", has_text="AR-3.3")
    count = row.locator("td").first.inner_text()
    row.get_by_role("link").first.click()
    expect(opened.get_by_role("heading", level=1)).to_have_text(f"{count}份年报")
    expect(opened.locator(".conditions")).to_contain_text("淮安市")
    opened.locator("tbody a").first.click()
    expect(opened.locator(".finding.error", has_text="AR-3.3").first).to_be_visible()
    opened.get_by_role("link", name="年报", exact=True).click()
    expect(opened.get_by_role("heading", level=1)).to_have_text(f"{count}份年报")


def test_a_picture_takes_the_colours_of_the_night(open_page: Open, many: str) -> None:
    def stroke(scheme: str) -> str:
        opened = open_page(many, color_scheme=scheme)
        drawn(opened, 5)
        line = opened.locator("#years .chart.wide path[stroke='var(--chart-1)']").first
        return str(line.evaluate("(path) => getComputedStyle(path).stroke"))

    assert (stroke("light"), stroke("dark")) == ("rgb(18, 74, 145)", "rgb(106, 163, 234)")


def test_a_picture_has_a_name_and_a_description(open_page: Open, many: str) -> None:
    opened = open_page(many)
    drawn(opened, 5)
    picture = opened.get_by_role("img", name="历年收到和办结的申请")
    expect(picture).to_have_accessible_description(
        "折线图：新收申请、办结、结转下年度；2019至2025，共7项。各项数字在旁边的表里。"
    )


def test_the_filter_is_used_by_keyboard_alone(open_page: Open, many: str) -> None:
    opened = open_page(many)
    opened.get_by_label("年度", exact=True).focus()
    opened.keyboard.type("2022")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Tab")
    opened.keyboard.press("Enter")
    opened.wait_for_url("**year=2022**")
    expect(opened.locator("#years tbody tr")).to_have_count(1)


def test_what_is_shown_leaves_as_data(open_page: Open, many: str) -> None:
    opened = open_page(f"{many}?level=town")
    with opened.expect_download() as download:
        opened.locator("#years").get_by_role("link", name="JSON").click()
    assert download.value.suggested_filename == f"{NAME}-years.json"
    data = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    shown = opened.locator("#years tbody tr").first.locator("td").all_inner_texts()
    assert [f"{value:,}" for value in list(data["rows"][0].values())[1:]] == shown

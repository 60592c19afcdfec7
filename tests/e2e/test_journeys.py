"""What people do on the pages, from the first page on."""

import json
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Open
from tests.e2e.site import site

pytestmark = pytest.mark.browser
CELL = "requests-total-natural_person"


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(400):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {name}")


def test_an_empty_folder_leads_to_the_sample_and_its_report_in_word(open_page: Open, tmp_path: Path) -> None:
    with site(tmp_path / "data") as address:
        page = open_page(address)
        page.get_by_role("button", name="看示例").click()
        page.get_by_role("link", name="看2022年年报").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("2022年年报")
        with page.expect_download() as download:
            page.get_by_role("link", name="下载Word").click()
    assert download.value.suggested_filename == "四间房镇人民政府2022年政府信息公开工作年度报告.docx"
    report = docx.Document(str(download.value.path()))
    assert "".join(report.paragraphs[0].text.split()) == "四间房镇人民政府2022年政府信息公开工作年度报告"
    proactive, requests, remedies = report.tables
    assert requests.cell(3, 9).text == "0"
    assert len(remedies.columns) == 15
    assert proactive.cell(0, 0).text == "第二十条第（一）项"


def test_a_figure_leads_to_its_first_cases_and_then_to_all_of_them(open_page: Open, county: str) -> None:
    page = open_page(county)
    figure = page.locator(f"#{CELL}").inner_text()
    page.locator(f"#{CELL}").click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", level=2)).to_contain_text(f"（七）总计 {figure}")
    expect(panel.locator("li")).not_to_have_count(0)
    panel.get_by_role("link", name=f"看全部{figure}条").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"（七）总计·自然人：{figure}")
    expect(page.locator("tbody tr")).to_have_count(int(figure))
    page.get_by_role("link", name="2025年").click()
    expect(page.locator("#panel")).to_be_visible()


def test_a_cell_is_opened_and_closed_by_keyboard_alone(open_page: Open, county: str) -> None:
    page = open_page(county)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    tab_to(page, CELL)
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    assert page.url == f"{county}?cell=requests/total/natural_person#{CELL}"
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_have_count(0)
    expect(page.locator(f"#{CELL}")).to_be_focused()
    assert "cell=" not in page.url


@pytest.mark.parametrize("width", [360, 1440])
def test_opening_a_cell_moves_neither_page_nor_form(open_page: Open, county: str, width: int) -> None:
    page = open_page(county, width=width)
    prefix = "n-" if width == 360 else ""
    row = "requests-refused_query"
    cell = page.locator(f"#{prefix}{row}-legal_service")
    cell.scroll_into_view_if_needed()
    where = "[scrollY, ...[...document.querySelectorAll('.region')].map((region) => region.scrollLeft)]"
    before = page.evaluate(where)
    assert before[0] > 0
    assert width > 360 or before[2] > 0, "the form was meant to be scrolled sideways"
    cell.click()
    expect(page.locator("#panel")).to_be_focused()
    assert page.evaluate(where) == before
    page.keyboard.press("Escape")
    expect(cell).to_be_focused()
    assert page.evaluate(where) == before


def test_back_closes_the_panel_again(open_page: Open, county: str) -> None:
    page = open_page(county)
    page.locator(f"#{CELL}").click()
    expect(page.locator("#panel")).to_be_visible()
    page.go_back()
    expect(page.locator("#panel")).to_have_count(0)
    kept = page.evaluate("Object.values({...localStorage, ...sessionStorage}).join()")
    assert "<" not in kept, "pages may hold personal data and must not stay in the browser"


def test_everything_works_without_javascript(open_page: Open, county: str) -> None:
    page = open_page(county, java_script_enabled=False)
    page.locator(f"#{CELL}").click()
    expect(page.locator("#panel")).to_be_visible()
    expect(page.locator(f"#{CELL}")).to_be_in_viewport()
    page.get_by_role("link", name="收起").click()
    expect(page.locator("#panel")).to_have_count(0)
    expect(page.locator(f"#{CELL}")).to_be_in_viewport()


def test_a_cell_that_cannot_be_swapped_in_opens_as_a_page(open_page: Open, county: str) -> None:
    page = open_page(county)

    def refuse(route: Route) -> None:
        boosted = route.request.headers.get("hx-request")
        route.fulfill(status=404) if boosted else route.continue_()

    page.route("**/*cell=*", refuse)
    page.locator(f"#{CELL}").click()
    expect(page.locator("#panel")).to_be_visible()
    expect(page.locator(f"#{CELL}")).to_be_in_viewport()


def test_an_error_leads_to_its_cell_and_a_suggestion_to_its_sentence(open_page: Open, to_mend: str) -> None:
    page = open_page(to_mend)
    page.get_by_role("link", name="要改3处").click()
    expect(page.locator("#panel")).to_contain_text("应为")
    assert page.locator("#panel .sum").inner_text().split() == ["应为", "6", "现为", "7"]
    page.get_by_role("link", name="一、总体情况").last.click()
    quoted = page.locator(".quoted.warning")
    expect(quoted).to_contain_text("本年收到政府信息公开申请9件。")
    quoted.click()
    number = page.locator(".quoted.warning .mark").inner_text().removeprefix("建议").strip()
    expect(page.locator(f"#finding-{number}")).to_be_in_viewport()


def test_last_years_figure_shows_at_the_cell_and_by_the_switch_in_all(open_page: Open, county: str) -> None:
    page = open_page(county)
    before = page.locator(f"#{CELL} .last-year")
    expect(before).to_be_hidden()
    page.locator(f"#{CELL}").hover()
    expect(before).to_have_text("上年42")
    page.get_by_role("link", name="每格都显示上年数").click()
    expect(page.locator(".region.wide .last-year:visible")).to_have_count(175)
    page.get_by_role("link", name="四、复议诉讼").click()
    expect(page.locator(".last-year:visible")).to_have_count(15)


def test_the_bottom_sheet_lies_over_everything_that_sticks(open_page: Open, county: str) -> None:
    page = open_page(f"{county}?cell=requests/total/natural_person", width=360, height=780)
    page.mouse.wheel(0, 900)
    box = page.locator("#panel").bounding_box()
    assert box is not None
    assert box["height"] <= 0.4 * 780 + 1
    covered = "([x, y]) => document.elementFromPoint(x, y).closest('#panel') !== null"
    for x, y in ((20, 5), (180, 60), (340, 100)):
        assert page.evaluate(covered, [x, box["y"] + y])


def test_paper_shows_the_form_alone(open_page: Open, county: str) -> None:
    page = open_page(f"{county}?cell=requests/total/natural_person", width=700)
    page.emulate_media(media="print")
    expect(page.locator(".region.wide table")).to_be_visible()
    for part in (".region.narrow", "#panel", ".tabs", ".actions"):
        expect(page.locator(part)).to_be_hidden()


def test_the_report_as_data_says_what_the_page_says(open_page: Open, county: str) -> None:
    page = open_page(county)
    page.locator("summary", has_text="别的格式").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()
    data = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert str(data["requests"]["total"][0]) == page.locator(f"#{CELL}").inner_text()

"""The components in a browser: every screen, both themes and languages, by keyboard, without scripts."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Open
from tests.e2e.looking import CUT_OFF, SIDEWAYS, complaints
from tests.e2e.site import site

pytestmark = pytest.mark.browser
ELDER = {"gongkai_size": "elder"}
ENGLISH = {"django_language": "en"}
#: Width, theme and choices. 720 is a screen of 1440 at 200 %.
SCREENS: dict[str, tuple[int, Any, dict[str, str]]] = {
    "desktop": (1440, "light", {}),
    "desktop, dark, English": (1440, "dark", ENGLISH),
    "desktop, large type": (1440, "light", ELDER),
    "tablet": (768, "light", ENGLISH),
    "tablet, dark": (768, "dark", {}),
    "zoomed, large type, English": (720, "dark", ELDER | ENGLISH),
    "phone": (360, "light", {}),
    "phone, dark": (360, "dark", {}),
    "phone, English": (360, "light", ENGLISH),
    "phone, large type": (360, "light", ELDER),
}
#: Where the pictures of the components go, if anybody wants to look at them.
PICTURES = os.environ.get("PICTURES", "")


@pytest.fixture(scope="module")
def kit(laid_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the page of all components, on a site in debug."""
    folder = shutil.copytree(laid_out, tmp_path_factory.mktemp("kit") / "data")
    with site(Path(folder), day="2022-10-19", debug=True) as address:
        yield f"{address}/ui/"


def choose(page: Page, cookies: dict[str, str]) -> Page:
    for name, value in cookies.items():
        page.context.add_cookies([{"name": name, "value": value, "url": page.url}])
    page.reload()
    return page


def stays(page: Page) -> None:
    """From here on a new page would be noticed."""
    page.evaluate("window.stayed = true")


def stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_and_nothing_is_cut_off(open_page: Open, kit: str, screen: str) -> None:
    width, theme, chosen = SCREENS[screen]
    page = choose(open_page(kit, width=width, color_scheme=theme, bypass_csp=True), chosen)
    for folded in page.locator("main details:not(.menu) > summary").all():
        folded.click()
    assert [complaints(page), page.evaluate(SIDEWAYS), page.evaluate(CUT_OFF)] == [[], 0, []]
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{screen}.png", full_page=True)


@pytest.mark.parametrize("address", ["question/", "progress/"])
def test_the_pages_beside_it_are_clean_too(open_page: Open, kit: str, address: str) -> None:
    for width in (1440, 360):
        page = open_page(f"{kit}{address}", width=width, bypass_csp=True)
        assert [complaints(page), page.evaluate(SIDEWAYS), page.evaluate(CUT_OFF)] == [[], 0, []]


def test_a_page_fetches_only_the_kit_and_what_stands_in_installed_wheels(open_page: Open, kit: str) -> None:
    page = open_page(kit)
    fetched = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    assert {url.split("/static/")[1].split("/")[0] for url in fetched} == {"bootstrap", "django_htmx", "ui"}


def test_the_reader_chooses_theme_size_and_language(open_page: Open, kit: str) -> None:
    page = open_page(kit, color_scheme="light")
    body = page.locator("body")
    expect(body).to_have_css("background-color", "rgb(244, 245, 247)")
    for option in ("深色", "长辈版", "English"):
        page.locator(".account summary").click()
        page.get_by_role("button", name=option).click()
    html = page.locator("html")
    expect(html).to_have_attribute("data-theme", "dark")
    expect(html).to_have_attribute("data-size", "elder")
    expect(html).to_have_attribute("lang", "en")
    expect(body).to_have_css("background-color", "rgb(15, 19, 24)")
    expect(body).to_have_css("font-size", "24px")
    expect(page.get_by_role("heading", level=1)).to_have_text("Specimens")
    page.locator(".account summary").click()
    page.get_by_role("button", name="System").click()
    expect(body).to_have_css("background-color", "rgb(244, 245, 247)")


def test_the_navigation_folds_into_the_top_bar(open_page: Open, kit: str) -> None:
    page = open_page(kit, width=1440)
    here = page.get_by_role("link", name="样张 8")
    expect(here).to_have_attribute("aria-current", "page")
    page.set_viewport_size({"width": 768, "height": 900})
    expect(here).to_have_count(0)
    page.locator("summary", has_text="菜单").click()
    expect(here).to_be_visible()
    page.keyboard.press("Escape")
    expect(here).to_have_count(0)
    assert focused(page) == "菜单"


def test_the_first_key_skips_to_the_page_and_the_slash_leads_to_the_search(open_page: Open, kit: str) -> None:
    page = open_page(f"{kit}question/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.get_by_role("searchbox")).to_have_value("a/b")


def test_a_table_is_sorted_and_narrowed_in_place_by_keyboard(open_page: Open, kit: str) -> None:
    page = open_page(kit)
    table = page.locator("#table-organs")
    first = table.locator("tbody th").first
    stays(page)
    table.get_by_role("link", name="新收申请").focus()
    for order in ("ascending", "descending"):
        page.wait_for_timeout(200)  # as a person does: what came last has settled by then
        page.keyboard.press("Enter")
        expect(table.locator(f"[aria-sort={order}]")).to_have_text("新收申请")
        expect(table.get_by_role("link", name="新收申请")).to_be_focused()
    expect(first).to_have_text("县民政局")
    table.get_by_role("link", name="待核 6").click()
    expect(table.locator("tbody tr")).to_have_count(6)
    table.get_by_role("searchbox").fill("乡")
    page.keyboard.press("Enter")
    expect(table.locator("tbody th")).to_have_text(["大寨坡乡"])
    assert "sort=-received" in page.url
    assert "state=to-check" in page.url
    assert stayed(page)
    page.go_back()
    expect(page.locator("#table-organs tbody tr")).to_have_count(6)


def test_a_table_works_without_scripts(open_page: Open, kit: str) -> None:
    page = open_page(kit, java_script_enabled=False)
    table = page.locator("#table-organs")
    table.get_by_role("link", name="下一页").click()
    expect(table.locator("[role=status]")).to_have_text("共24行，第11–20行")
    table.get_by_role("searchbox").fill("没有的镇")
    table.get_by_role("button", name="筛选").click()
    expect(table.locator(".empty")).to_contain_text("没有符合条件的")
    table.locator(".empty").get_by_role("link", name="清除筛选").click()
    table.get_by_text("列和导出").click()
    table.get_by_label("建议").check()
    table.get_by_role("button", name="就显示这些").click()
    expect(table.locator("thead")).to_contain_text("建议")
    table.get_by_text("列和导出").click()
    with page.expect_download() as download:
        table.get_by_role("link", name="为CSV").click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + 24
    assert "建议" in lines[0]


def test_a_form_pressed_twice_is_sent_once(open_page: Open, kit: str) -> None:
    page = open_page(kit)
    sent: list[str] = []

    def count(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
        route.continue_()

    page.route("**/ui/", count)
    form = page.locator("#form")
    form.get_by_label("收到日期").fill("2022-10-17")
    form.get_by_label("文号").fill("四政〔2022〕36号")
    form.get_by_label("主动公开").check()
    form.get_by_label("份数").fill("2")
    form.locator("form").evaluate("(form) => { form.requestSubmit(); form.requestSubmit(); }")
    toast = page.locator(".toasts")
    expect(toast).to_contain_text("四政〔2022〕36号已登记。")
    assert len(sent) == 1
    expect(toast.get_by_role("button", name="撤回登记")).to_be_visible()
    toast.get_by_role("button", name="收起").click()
    expect(toast.locator("p")).to_have_count(0)


def test_a_form_sent_again_is_answered_as_before_and_does_nothing_twice(open_page: Open, kit: str) -> None:
    page = open_page(kit)
    hidden = page.locator("#form [type=hidden]").all()
    sent: dict[str, Any] = {
        str(field.get_attribute("name")): field.get_attribute("value") for field in hidden
    }
    sent |= {"received_on": "2022-10-17", "number": "36号", "attribute": "proactive", "copies": "2"}
    answers = [page.context.request.post(kit, form=sent).text() for _ in range(2)]
    assert ["36号已登记。" in answer for answer in answers] == [True, False]
    assert ["没有重复办理" in answer for answer in answers] == [False, True]


def test_what_is_typed_saves_itself_and_the_page_says_when(open_page: Open, kit: str) -> None:
    page = open_page(kit)
    form = page.locator("#form")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        form.get_by_label("文号").fill("36号")
    assert "36" in (sent.value.post_data or "")
    assert "once=" not in (sent.value.post_data or "")
    expect(form.get_by_role("status")).to_contain_text("自动保存")


def test_a_refused_form_leads_from_its_summary_to_its_field(open_page: Open, kit: str) -> None:
    page = open_page(kit)
    form = page.locator("#form")
    form.get_by_label("说明").fill("留着的话")
    form.get_by_role("button", name="登记", exact=True).click()
    summary = form.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="公开属性").click()
    expect(form.locator("#id_attribute")).to_be_focused()
    summary.get_by_role("link", name="文号").click()
    expect(form.get_by_label("文号")).to_be_focused()
    expect(form.get_by_label("说明")).to_have_value("留着的话")


def test_a_question_is_asked_over_the_page_and_the_safe_choice_comes_first(open_page: Open, kit: str) -> None:
    page = open_page(kit)
    stays(page)
    link = page.locator("a[data-dialog]")
    link.click()
    dialog = page.get_by_role("dialog", name="送达后不能改正文。现在登记送达？")
    expect(dialog.get_by_role("link", name="先不登记")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(link).to_be_focused()
    link.click()
    dialog.get_by_role("link", name="先不登记").click()
    expect(dialog).to_have_count(0)
    assert stayed(page)
    link.click()
    dialog.get_by_role("button", name="登记送达").click()
    expect(page.locator(".toasts")).to_contain_text("送达已登记。")


def test_a_question_is_a_page_without_scripts(open_page: Open, kit: str) -> None:
    page = open_page(kit, java_script_enabled=False)
    page.locator("a[data-dialog]").click()
    page.get_by_role("button", name="登记送达").click()
    expect(page.locator(".toasts")).to_contain_text("送达已登记。")


@pytest.mark.parametrize("width", [360, 1440])
def test_a_place_in_the_law_is_told_in_full_within_the_window(open_page: Open, kit: str, width: int) -> None:
    page = open_page(kit, width=width, has_touch=width == 360)
    for reference in page.locator(".law:visible").all():
        reference.scroll_into_view_if_needed()
        reference.focus()
        text = reference.locator(".law-text")
        expect(text).to_be_visible()
        box = text.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert page.evaluate(SIDEWAYS) == 0
        page.keyboard.press("Escape")
        expect(text).to_be_hidden()


def test_every_day_of_a_limit_is_explained_where_it_stands(open_page: Open, kit: str) -> None:
    page = open_page(kit, java_script_enabled=False)
    reason = page.locator("details.reason").first
    expect(reason.locator(".runs")).to_be_hidden()
    reason.locator("summary").click()
    expect(reason.locator(".runs li")).to_have_count(9)
    expect(reason.locator(".runs li").nth(2)).to_contain_text("停5个工作日：征求第三方意见")


def test_long_work_tells_by_itself_when_it_is_done(open_page: Open, kit: str) -> None:
    page = open_page(f"{kit}progress/")
    stays(page)
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("link", name="看结果")).to_be_visible(timeout=15_000)
    assert stayed(page)


def test_on_paper_nothing_stands_that_is_only_for_the_screen(open_page: Open, kit: str) -> None:
    page = open_page(kit, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for part in (".side", ".top", ".actions", ".table .bar", ".pages"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator("#table-organs table")).to_be_visible()
    expect(page.locator(".card").first).to_have_css("background-color", "rgb(255, 255, 255)")

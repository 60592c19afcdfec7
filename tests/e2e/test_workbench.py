"""A newcomer's first ten minutes and a clerk's day; every page of the workbench on every screen."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Open
from tests.e2e.site import ROOT, environment, site
from tests.e2e.test_pages import CUT_OFF, SCREENS, SIDEWAYS, complaints

pytestmark = pytest.mark.browser
DAY = "2025-10-20"
PASSWORD = "芒种前后点瓜种豆2022"
#: Where pictures of every page go, when somebody wants to look at them.
PICTURES = os.environ.get("GONGKAI_PICTURES", "")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, chrome: Browser) -> Iterator[tuple[str, list[Any]]]:
    """The address of the sample department's desk on a set day, and the cookies of its clerk and keeper."""
    with site(tmp_path_factory.mktemp("desk"), "--demo", day=DAY) as address:
        page = chrome.new_page()
        page.goto(address)
        enter(page, "示例县自然资源局", "公开专员")
        yield page.url, page.context.cookies()
        page.context.close()


def enter(page: Page, organ: str, role: str) -> None:
    """Go in as a person of a sample organ."""
    people = page.locator("h3", has_text=organ).locator("xpath=following-sibling::div[1]")
    people.get_by_role("button", name=role).click()


class Counter:
    """Counts what a newcomer has to do."""

    def __init__(self, page: Page) -> None:
        self.page, self.fields, self.clicks = page, 0, 0

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).fill(value)
        self.fields += 1

    def click(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).or_(
            self.page.get_by_role("link", name=name, exact=True)
        ).first.click()
        self.clicks += 1


def setup_link(data: Path) -> tuple[subprocess.Popen[str], str]:
    """A server on an empty folder, and the one-time link that it prints."""
    command = [sys.executable, "-m", "gongkai", "serve", "--no-browser"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment(data), stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert server.stdout is not None
    server.stdout.readline()
    found = re.search(r"http://\S+/setup/\S+", server.stdout.readline())
    assert found
    return server, found[0]


def test_a_newcomer_has_an_organ_and_a_first_row_with_few_fields_and_clicks(
    open_page: Open, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server, link = setup_link(tmp_path / "data")
    try:
        page = open_page(link)
        by = Counter(page)
        by.fill("机关名称", "四间房镇人民政府")
        by.click("下一步")
        for label, value in (("您的姓名", "王敏"), ("登录名", "wangmin")):
            by.fill(label, value)
        for label in ("密码", "再输入一次密码"):
            by.fill(label, PASSWORD)
        by.click("建立")
        by.click("从空台账开始")
        expect(page.get_by_role("heading", level=1)).to_have_text("今天没有要办的")
        by.click("新登记")
        by.fill("申请编号", "〔2026〕1号")
        page.get_by_label("申请人类型").select_option("自然人")
        by.fields += 1
        by.fill("申请人", "张三")
        by.fill("申请内容", "道路养护资金")
        by.click("登记")
        expect(page.get_by_role("link", name="〔2026〕1号")).to_be_visible()
        expect(page.get_by_text("已登记。")).to_be_visible()
    finally:
        server.terminate()
        server.communicate(timeout=30)
    with capsys.disabled():
        print(f"\na first organ and a first row: {by.fields} fields, {by.clicks} clicks")
    assert by.fields <= 10
    assert by.clicks <= 6


def test_a_clerk_s_day_leads_from_what_is_due_to_the_case_and_to_the_report_in_word(
    open_page: Open, desk: tuple[str, list[Any]]
) -> None:
    address, cookies = desk
    page = open_page(address, storage_state={"cookies": cookies, "origins": []})
    expect(page.locator(".tasks li")).not_to_have_count(0)
    page.locator(".tasks li").first.get_by_role("link", name="去办理").click()
    expect(page.get_by_role("heading", name="答复期限怎么算")).to_be_visible()
    page.get_by_role("link", name="年度报告").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载Word").click()
    assert download.value.suggested_filename.endswith("年政府信息公开工作年度报告.docx")


def test_an_auditor_sees_the_ledger_and_may_change_nothing(
    open_page: Open, desk: tuple[str, list[Any]]
) -> None:
    page = open_page(desk[0].split("/desk/")[0])
    enter(page, "示例县自然资源局", "审计员")
    page.get_by_role("link", name="依申请公开").first.click()
    expect(page.locator("tbody tr")).not_to_have_count(0)
    assert page.get_by_role("link", name="新登记").count() == 0
    page.goto(f"{page.url}new/")
    expect(page.get_by_role("heading", level=1)).to_have_text("这一步要由别的角色来办")


PAGES = {
    "today": "",
    "applications": "ledger/requests/",
    "disclosures": "ledger/disclosures/",
    "acts": "ledger/acts/",
    "remedies": "ledger/remedies/",
    "supervision": "ledger/supervision/",
    "nothing found": "ledger/requests/?q=没有这样的",
    "a new row": "ledger/requests/new/",
    "pasting": "ledger/disclosures/paste/",
    "importing": "import/",
}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_the_desk_and_nothing_is_cut_off(
    open_page: Open, desk: tuple[str, list[Any]], name: str, language: str
) -> None:
    address, cookies = desk
    host: dict[str, str] = {"name": "django_language", "value": language, "domain": "127.0.0.1", "path": "/"}
    state = {"cookies": [*cookies, host], "origins": []}
    found = {}
    for screen, options in SCREENS.items():
        page = open_page(f"{address}{PAGES[name]}", bypass_csp=True, storage_state=state, **options)
        found[screen] = [complaints(page), page.evaluate(SIDEWAYS), page.evaluate(CUT_OFF)]
        if PICTURES:
            place = Path(PICTURES) / f"{name.replace(' ', '-')}-{language}-{screen.replace(' ', '-')}.png"
            page.screenshot(path=place, full_page=True)
    assert found == {screen: [[], 0, []] for screen in SCREENS}

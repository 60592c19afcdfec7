"""年报体检 in a browser: every state on every screen, without scripts, by keyboard, by dropping a file."""

import base64
import json
from pathlib import Path

import docx
import pytest
from playwright.sync_api import FilePayload, Page, expect

from gongkai.faces.portal.tests.checked_reports import bad, good, last_year, page
from tests.e2e.conftest import Open
from tests.e2e.looking import NARROW, WIDE, on_every_screen

pytestmark = pytest.mark.browser
GOOD, BAD, BEFORE = page(good()), page(bad(), heading="二、主动公开情况"), page(last_year())
#: Two figures in a cell, or a broken one: nobody can tell, and the cell is unread besides.
WORSE = BAD.replace(b">9<", b">9 1<", 1)
HTML = "text/html"


def payload(data: bytes, name: str = "年报.html") -> FilePayload:
    return {"name": name, "mimeType": HTML, "buffer": data}


def check(opened: Page, report: bytes, previous: bytes = b"") -> None:
    """Hand a report in and wait for the answer."""
    opened.get_by_label("年报文件", exact=True).set_input_files([payload(report)])
    if previous:
        opened.get_by_label("上年的年报文件（可不填）").set_input_files([payload(previous, "上年.html")])
    opened.get_by_role("button", name="开始检查").click()
    opened.wait_for_load_state()


def unfold(opened: Page) -> None:
    for folded in opened.locator("summary:visible").all():
        if folded.locator("..").get_attribute("open") is None:
            folded.click()


@pytest.mark.parametrize("state", ["question", "refused", "good", "bad"])
def test_axe_finds_nothing_and_nothing_is_cut_off(open_page: Open, address: str, state: str) -> None:
    handed_in = {"good": (GOOD, BEFORE), "bad": (WORSE, b"")}
    opened = open_page(f"{address}/check/", bypass_csp=True)
    if state == "refused":
        opened.get_by_label("或者粘贴网页源代码或全文").fill("通知")
        opened.get_by_role("button", name="开始检查").click()
        expect(opened.get_by_role("alert")).to_be_focused()
    elif state in handed_in:
        check(opened, *handed_in[state])
        for width in (WIDE, NARROW):
            opened.set_viewport_size({"width": width, "height": 900})
            expect(opened.locator("td.unread:visible")).to_have_count(int(state == "bad"))
            unfold(opened)
    assert on_every_screen(opened) == {}


def test_a_report_is_checked_and_its_findings_leave_without_scripts(open_page: Open, address: str) -> None:
    opened = open_page(f"{address}/", java_script_enabled=False)
    opened.get_by_role("link", name="检查一份已公布的年报").click()
    check(opened, BAD)
    expect(opened.get_by_role("heading", level=1)).to_have_text("有7处要改，其中6处数字不符")
    with opened.expect_download() as download:
        opened.get_by_role("button", name="下载体检单").click()
    assert download.value.suggested_filename.endswith("2025年政府信息公开工作年度报告体检单.docx")
    paper = docx.Document(str(download.value.path()))
    assert len(paper.tables[0].rows) == 1 + 7
    opened.get_by_label("2024年的年报文件").set_input_files([payload(BEFORE, "上年.html")])
    opened.get_by_role("button", name="一并核对").click()
    expect(opened.locator(".sources")).to_contain_text("上年.html")


def test_the_figures_leave_as_data(open_page: Open, address: str) -> None:
    opened = open_page(f"{address}/check/")
    check(opened, GOOD)
    with opened.expect_download() as download:
        opened.get_by_role("button", name="数据JSON").click()
    data = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert data["requests"]["new"] == [9, 3, 0, 0, 0, 0, 12]


@pytest.mark.parametrize(("width", "prefix"), [(360, "n-"), (1440, "")])
def test_a_finding_leads_to_its_cell_and_back_by_keyboard(
    open_page: Open, address: str, width: int, prefix: str
) -> None:
    opened = open_page(f"{address}/check/", width=width)
    check(opened, BAD)
    opened.locator("#finding-1").get_by_role("link").first.focus()
    opened.keyboard.press("Enter")
    cell = opened.locator(f"[id='{prefix}requests-granted-total']")
    expect(cell).to_be_in_viewport()
    cell.get_by_role("link").focus()
    opened.keyboard.press("Enter")
    expect(opened.locator("#finding-1")).to_be_in_viewport()
    opened.locator("#finding-1 .places a:visible").focus()
    opened.keyboard.press("Enter")
    box = opened.locator("td:has(> #source-requests-granted-total)")
    expect(box).to_be_in_viewport()
    box.get_by_role("link").focus()
    opened.keyboard.press("Enter")
    expect(opened.locator("#finding-1")).to_be_in_viewport()


def test_a_file_can_be_dropped_on_its_field(open_page: Open, address: str) -> None:
    opened = open_page(f"{address}/check/")
    dropped = opened.evaluate_handle(
        """(text) => {
          const dropped = new DataTransfer();
          const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
          dropped.items.add(new File([bytes], "拖来.html", { type: "text/html" }));
          return dropped;
        }""",
        base64.b64encode(GOOD).decode(),
    )
    field = opened.locator(".drop").first
    field.dispatch_event("dragover", {"dataTransfer": dropped})
    expect(field).to_have_class("drop over")
    field.dispatch_event("drop", {"dataTransfer": dropped})
    expect(field).to_have_class("drop")
    opened.get_by_role("button", name="开始检查").click()
    expect(opened.get_by_role("heading", level=1)).to_have_text("数字全部相符，没有要改的")
    expect(opened.locator(".sources")).to_contain_text("拖来.html")


def test_a_file_that_is_too_large_is_not_even_sent(open_page: Open, address: str) -> None:
    opened = open_page(f"{address}/check/")
    field = opened.get_by_label("年报文件", exact=True)
    opened.locator(".ask").evaluate("(form) => { form.dataset.largest = 100_000; }")
    field.set_input_files([payload(b" " * 100_001, "大.html")])
    assert field.evaluate("(input) => input.validationMessage").startswith("《大.html》 — 超过20兆字节")
    opened.get_by_role("button", name="开始检查").click()
    expect(opened.get_by_role("alert")).to_have_count(0)
    field.set_input_files([payload(GOOD)])
    opened.get_by_role("button", name="开始检查").click()
    expect(opened.get_by_role("button", name="下载体检单")).to_be_visible()


def test_last_years_figures_show_in_every_cell_by_one_switch(open_page: Open, address: str) -> None:
    opened = open_page(f"{address}/check/")
    check(opened, GOOD, BEFORE)
    shown = opened.locator(".wide .last-year:visible")
    expect(shown).to_have_count(0)
    opened.get_by_label("每格都显示上年数").check()
    expect(shown).to_have_count(200)

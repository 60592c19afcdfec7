"""What changes a record: pasted over, corrected, told on its page; looked at on every screen."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.desk import CLERK, TO_MEND, Desk
from tests.e2e.looking import faults
from tests.e2e.site import follow

pytestmark = pytest.mark.browser
#: A working day shortly before the one on which the site stands.
DAY = "2025-10-17"
HEAD = "申请编号\t收到日期\t申请人类型\t申请人\t申请内容"


def paste(page: Page, desk: str, content: str) -> None:
    page.goto(f"{desk}ledger/requests/paste/")
    row = f"更正-1\t{DAY}\t自然人\t张三丰\t{content}"
    page.get_by_label("从Excel复制的行").fill(f"{HEAD}\n{row}")
    follow(page.get_by_role("button", name="先试一试"))


def test_a_row_is_pasted_over_and_corrected_and_its_page_tells_it(open_page: Open, desk: Desk) -> None:
    base = desk.base(TO_MEND, CLERK)
    page = open_page(base, bypass_csp=True, storage_state=desk.state(TO_MEND, CLERK))
    paste(page, base, "张三丰家的危房补助")
    follow(page.get_by_role("button", name="登记这些行"))
    paste(page, base, "张三丰家2022年的危房补助")
    assert faults(page, "pasted over") == []
    page.get_by_label("更正的原因").fill("录入时看错")
    follow(page.get_by_role("button", name="登记，改动这1行"))
    follow(page.get_by_role("link", name="更正-1", exact=True))
    follow(page.get_by_role("link", name="更正", exact=True))
    expect(page.get_by_label("申请人", exact=True)).to_have_value("张某某")
    page.get_by_label("申请人", exact=True).fill("李四光")
    page.get_by_label("更正的原因").fill("张三丰是代办人")
    assert faults(page, "correcting who asked") == []
    follow(page.get_by_role("button", name="更正"))
    told = page.locator("section", has=page.get_by_role("heading", name="更正的历史"))
    expect(told).to_contain_text("张某某是代办人")
    expect(told).to_contain_text("张某某家的危房补助")
    expect(page.locator("main")).not_to_contain_text("张三丰")
    assert faults(page, "corrected") == []

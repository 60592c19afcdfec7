"""A citizen on a phone without scripts, and the clerk who confirms: from the first look to the clock."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.desk import enter
from tests.e2e.looking import on_every_screen
from tests.e2e.site import follow

pytestmark = pytest.mark.browser
TOWN = "四间房镇人民政府"
PHONE: dict[str, Any] = {"width": 360, "height": 780, "bypass_csp": True}


def is_well(page: Page) -> None:
    """Nothing that axe finds, nothing cut off, on every screen."""
    assert on_every_screen(page) == {}, page.url
    page.set_viewport_size({"width": 360, "height": 780})


def begin(page: Page) -> None:
    follow(page.get_by_role("link", name=TOWN))
    follow(page.get_by_role("link", name="我要申请"))


def say_who(page: Page) -> None:
    page.get_by_label("姓名或者名称").fill("欧阳晓明")
    page.get_by_label("证件号码").fill("11010519491231002X")
    page.get_by_label("电子邮箱").fill("ouyang@example.cn")
    page.get_by_role("button", name="下一步").click()


#: Which control has the focus and lies below the bar that stays at the foot of the window.
UNDER_THE_BAR = """() => {
  const one = document.activeElement, bar = document.querySelector('.apply .bar');
  if (bar.contains(one) || !one.closest('.apply')) return '';
  return one.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1 ? one.name : '';
}"""


def test_by_keyboard_on_a_phone_nothing_that_is_reached_lies_below_the_bar(
    open_page: Open, address: str
) -> None:
    page = open_page(f"{address}/apply/", **PHONE)
    begin(page)
    page.set_viewport_size({"width": 360, "height": 760})
    hidden = []
    for _tab in range(40):
        page.keyboard.press("Tab")
        hidden.append(page.evaluate(UNDER_THE_BAR))
    assert set(hidden) == {""}


def test_without_scripts_an_application_is_filed_confirmed_and_followed(
    open_page: Open, address: str
) -> None:
    page = open_page(f"{address}/apply/", java_script_enabled=False, **PHONE)
    begin(page)
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("有3处要改")
    say_who(page)
    page.get_by_label("信息名称、文号或内容描述").fill("耕地地力保护补贴发给了哪些户")
    page.get_by_role("button", name="下一步").or_(page.get_by_role("button", name="都不是，继续申请")).click()
    expect(page.get_by_role("heading", name="可能已经公开，不用申请")).to_be_visible()
    page.get_by_role("button", name="都不是，继续申请").click()
    page.get_by_label("电子文件").check()
    page.get_by_label("电子邮件").check()
    follow(page.get_by_role("button", name="提交申请"))
    number, code = page.locator(".receipt dd").all_inner_texts()
    page.get_by_role("main").get_by_role("link", name="查进度").click()
    page.get_by_label("收件编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查进度").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已到达，等工作人员与您确认收到")
    desk = open_page(address, bypass_csp=True)
    enter(desk, TOWN, "公开专员")
    follow(desk.get_by_role("link", name="收件").first)
    is_well(desk)
    desk.set_viewport_size({"width": 1440, "height": 900})
    follow(desk.get_by_role("link", name=number))
    is_well(desk)
    desk.get_by_role("link", name="确认收到").click()
    day = desk.evaluate("new Date(Date.now() + 8 * 36e5).toISOString().slice(0, 10)")
    desk.get_by_label("与申请人确认的日期").fill(day)
    is_well(desk)
    desk.get_by_role("button", name="确认收到").click()
    expect(desk.get_by_text("还剩20个工作日").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="还剩20个工作日")).to_be_visible()


def test_answers_appear_while_one_types_and_every_page_is_well(open_page: Open, address: str) -> None:
    page = open_page(f"{address}/apply/", **PHONE)
    is_well(page)
    follow(page.get_by_role("link", name=TOWN))
    is_well(page)
    follow(page.get_by_role("link", name="我要申请"))
    page.get_by_label("姓名或者名称").press_sequentially("欧阳晓明")
    expect(page.locator(".draft")).to_contain_text("自动保存")
    page.reload()  # as after a lost connection
    expect(page.get_by_label("姓名或者名称")).to_have_value("欧阳晓明")
    is_well(page)
    say_who(page)
    page.get_by_label("信息名称、文号或内容描述").press_sequentially("耕地地力保护补贴")
    expect(page.get_by_role("heading", name="可能已经公开，不用申请")).to_be_visible()
    is_well(page)
    follow(page.get_by_role("button", name="都不是，继续申请"))
    is_well(page)
    page.get_by_label("电子文件").check()
    page.get_by_label("电子邮件").check()
    page.get_by_role("button", name="提交申请").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("申请已经到达，请记下查询码")
    is_well(page)
    page.goto(f"{address}/track/")
    is_well(page)

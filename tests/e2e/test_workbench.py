"""What people do at the workbench: newcomers, a clerk's day, the report's way, people and the log."""

import re
import shutil
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from gongkai.channels.tests.servers import web_server
from tests.e2e.conftest import Open
from tests.e2e.desk import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    COUNTY,
    LAND,
    LEADER,
    LEGAL_REVIEWER,
    SIGNER,
    SUPERVISOR,
    TO_MEND,
    Desk,
)
from tests.e2e.looking import faults
from tests.e2e.newcomer import PASSWORD, Newcomer, empty_site, set_up
from tests.e2e.site import follow

pytestmark = pytest.mark.browser
#: As fast as somebody types who is not fast, in keys a second.
PACE = 5


@pytest.fixture
def at(open_page: Open, desk: Desk) -> Any:
    """Open a page of an organ's desk as somebody: ``at("ledger/requests/", role=CLERK)``."""

    def opened(path: str = "", *, role: str = CLERK, organ: str = LAND, **options: Any) -> Page:
        url, state = f"{desk.base(organ, role)}{path}", desk.state(organ, role)
        return open_page(url, storage_state=state, bypass_csp=True, **options)

    return opened


def heading(page: Page) -> Any:
    return expect(page.get_by_role("heading", level=1))


def test_a_newcomer_has_an_organ_with_few_fields_and_clicks(
    own: Newcomer, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(f"\na first organ: {own.fields} fields, {own.clicks} clicks")
    assert own.faults == {}
    assert own.fields <= 5
    assert own.clicks <= 3


def test_a_row_is_registered_by_keyboard_alone_in_twenty_seconds(open_page: Open, own: Newcomer) -> None:
    page = open_page(f"{own.desk}ledger/requests/new/", storage_state=own.state)
    keys = 0

    def typed(text: str, *pressed: str) -> None:
        nonlocal keys
        page.keyboard.type(text)
        for key in pressed:
            page.keyboard.press(key)
        keys += len(text) + len(pressed)

    def tab_to(field: Locator) -> None:
        while not field.evaluate("(it) => it === document.activeElement"):
            typed("", "Tab")

    typed("〔2026〕1号")
    tab_to(page.get_by_label("申请人类型"))
    typed("", "ArrowDown")
    for label, text in (("申请人", "张三"), ("申请内容", "道路养护资金")):
        tab_to(page.get_by_label(label, exact=True))
        typed(text)
    tab_to(page.get_by_role("button", name="登记", exact=True))
    typed("", "Enter")
    expect(page.get_by_text("已登记。")).to_be_visible()
    expect(page.get_by_role("link", name="〔2026〕1号")).to_be_visible()
    assert keys / PACE < 20


def test_a_clerk_s_day_leads_from_what_is_due_to_the_case_and_its_correction(at: Any) -> None:
    page = at()
    expect(page.locator(".tasks li")).not_to_have_count(0)
    page.locator(".tasks").get_by_role("link", name="去办理").first.click()
    expect(page.get_by_role("heading", name="答复期限怎么算")).to_be_visible()
    assert faults(page, "running case") == []
    page.get_by_role("link", name="依申请公开").first.click()
    page.get_by_label("找", exact=True).fill("2024-0007")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="2024-0007").click()
    page.get_by_role("link", name="更正").click()
    page.get_by_label("申请内容").fill("2023年集体土地征收方案")
    page.get_by_label("更正的原因").fill("录入时看错")
    page.get_by_role("button", name="更正").click()
    expect(page.locator(".facts.ruled")).to_contain_text("2023年集体土地征收方案")


def test_the_report_leaves_as_word_and_in_other_formats(at: Any) -> None:
    page = at()
    page.get_by_role("link", name="年度报告", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="下载Word").click()
    assert download.value.suggested_filename.endswith("年政府信息公开工作年度报告.docx")
    assert len(docx.Document(str(download.value.path())).tables) == 3
    page.set_viewport_size({"width": 360, "height": 780})
    page.locator("summary", has_text="别的格式").click()
    last = page.get_by_role("link", name="JSON")
    box = last.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def test_an_auditor_sees_the_ledger_and_may_change_nothing(at: Any) -> None:
    page = at(role=AUDITOR)
    page.get_by_role("link", name="依申请公开").first.click()
    expect(page.locator("tbody tr")).not_to_have_count(0)
    assert page.get_by_role("link", name="新登记").count() == 0
    page.goto(f"{page.url}new/")
    heading(page).to_have_text("这一步要由别的角色来办")


def test_a_report_is_published_and_amended_after_the_ledger_moved(at: Any) -> None:
    """核对 by the clerk, 审定 by a leader, 送审, 审核 by the county, 公布 by the leader; a late row; 更正."""
    report = "reports/2023/"
    page = at(report)
    page.get_by_role("button", name="核对完毕").click()
    leader = at(report, role=LEADER)
    leader.get_by_role("button", name="审定").click()
    page.reload()
    page.get_by_role("button", name="送审").click()
    county = at("below/2023/", role=SUPERVISOR, organ=COUNTY)
    heading(county).to_have_text("1个机关等着审核")
    county.get_by_role("link", name=re.compile(rf"审核\s*{LAND}")).click()
    county.get_by_role("button", name="审核通过").click()
    page.reload()
    assert page.get_by_role("link", name="公布").count() == 0  # who drafts never releases
    leader.goto(page.url)
    leader.get_by_role("link", name="公布").click()
    dialog = leader.get_by_role("dialog")
    dialog.get_by_label("公开日期").fill("2025-10-20")
    dialog.get_by_label("网址").fill("https://www.example.com/2023.html")
    dialog.get_by_role("button", name="公布").click()
    heading(leader).to_have_text("2023年年报已公布")

    page.goto(page.url.replace(report, "ledger/requests/new/"))
    for label, text in {
        "申请编号": "〔2023〕补1号",
        "收到日期": "2023-12-29",
        "申请人": "张三",
        "申请内容": "合同",
    }.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("申请人类型", exact=True).select_option("自然人")
    page.get_by_role("button", name="登记", exact=True).click()
    signer = at(report, role=SIGNER)
    heading(signer).to_contain_text("2023年年报已公布，之后台账变了")
    signer.get_by_role("link", name="更正", exact=True).click()
    heading(signer).to_contain_text("格数字变了")
    assert faults(signer, "amendment") == []
    signer.get_by_label("更正原因").fill("漏登一件12月收到的申请")
    signer.get_by_role("button", name="公布第1次更正").click()
    heading(signer).to_have_text("2023年年报已公布，更正过1次")
    expect(signer.locator(".way")).to_contain_text("漏登一件12月收到的申请")
    signer.get_by_text(re.compile("改了.*格数字")).click()
    assert faults(signer, "what an amendment changed") == []
    signer.get_by_role("link", name="看更正以前的版本").click()
    heading(signer).to_have_text("2023年年报 · 最初公布的版本")
    assert faults(signer, "version") == []


def test_prose_is_written_beside_its_preview_with_figures_that_follow_the_ledger(at: Any) -> None:
    page = at("reports/2025/prose/", organ=TO_MEND)
    chapter = page.get_by_label("五、存在的主要问题及改进情况（可不填）")
    chapter.fill("共收到申请")
    page.locator("summary", has_text="插入随台账变的数字").click()
    page.get_by_role("button", name="{新收件数}").click()
    expect(chapter).to_have_value("共收到申请{新收件数}")
    expect(page.locator(".paper")).to_contain_text(re.compile(r"共收到申请[1-9]"))
    expect(page.get_by_role("status").first).to_contain_text("自动保存")
    page.get_by_role("button", name="保存正文").click()
    expect(page.locator(".toasts")).to_contain_text("正文已保存。")


def test_settings_are_changed_and_a_wrong_code_is_told_and_kept(at: Any) -> None:
    page = at("settings/", role=ADMINISTRATOR, organ=TO_MEND)
    page.get_by_role("link", name=re.compile(r"改\s*机关信息")).click()
    code = page.get_by_label("统一社会信用代码（可不填）")
    code.fill("11410526MB0000000X")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(code).to_have_value("11410526MB0000000X")
    assert faults(page, "refused profile") == []
    code.fill("")
    page.get_by_label("联系电话（可不填）").fill("0000-1234567")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".facts").first).to_contain_text("0000-1234567")
    page.get_by_role("link", name=re.compile(r"添加\s*部门或村")).click()
    page.get_by_label("行政村").check()
    page.get_by_label("名称").fill("王庄村\n李庄村")
    page.get_by_role("button", name="添加").click()
    expect(page.get_by_role("heading", name="部门和村2个")).to_be_visible()


def test_a_robot_is_set_up_and_tried_and_the_page_says_what_to_mend(open_page: Open, own: Newcomer) -> None:
    page = open_page(f"{own.desk}settings/", bypass_csp=True, storage_state=own.state)
    page.get_by_role("link", name=re.compile(r"设置和测试")).click()
    page.get_by_role("link", name=re.compile(r"设置\s*企业微信群机器人")).click()
    with web_server(answer={"errcode": 93000}) as robot:
        page.get_by_label("机器人的Webhook地址").fill(f"{robot.base}/cgi-bin/webhook/send?key=a-key")
        page.get_by_role("button", name="保存").click()
        heading(page).to_have_text("提醒的渠道启用了1个")
        follow(page.get_by_role("link", name=re.compile(r"发送一条测试消息\s*企业微信群机器人")))
        assert faults(page, "way tried") == []
        page.get_by_role("button", name="发送").click()
        expect(page.get_by_role("alert")).to_contain_text("没有这个机器人（93000）")
        assert faults(page, "way refused") == []
        robot.answer = {"errcode": 0}
        follow(page.get_by_role("button", name="发送"))
        expect(page.locator("main")).to_contain_text("测试通过")
        assert faults(page, "way set up") == []
    assert len(robot.posts) == 2


def test_a_full_name_is_shown_once_for_a_reason_and_the_log_has_it(at: Any, desk: Desk) -> None:
    page = at(f"ledger/requests/{desk.numbers()['requests']}/")
    page.get_by_role("link", name="显示全名").click()
    page.get_by_label("为什么要看").fill("寄送答复书")
    page.get_by_role("button", name="显示").click()
    expect(page.locator(".facts")).to_contain_text("申请人")
    assert "某某" not in page.locator(".facts").inner_text()
    assert faults(page, "full name shown") == []
    log = at("log/", role=AUDITOR)
    log.get_by_label("类别").select_option("查看个人信息")
    log.wait_for_url("**kind=**")
    log.reload()  # the address is the filter
    expect(log.locator("tbody tr").first).to_contain_text("寄送答复书")
    log.locator("summary", has_text="列和导出").click()
    with log.expect_download() as download:
        log.get_by_role("link", name=re.compile("CSV")).click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + log.locator("tbody tr").count()
    assert "寄送答复书" in lines[1]


def test_the_log_is_proved_from_its_page(at: Any) -> None:
    page = at("log/", role=AUDITOR)
    page.get_by_role("button", name="现在核对").click()
    page.get_by_role("link", name="看结果").click(timeout=60_000)
    expect(page.get_by_text("日志完整，台账和日志一致")).to_be_visible()


def test_a_calendar_address_is_given_once_and_closed_again(at: Any) -> None:
    page = at("calendar/")
    page.get_by_role("button", name="开通").click()
    address = page.locator("code").inner_text()
    assert faults(page, "calendar address") == []
    calendar = page.context.request.get(address)
    assert calendar.status == 200
    assert calendar.text().startswith("BEGIN:VCALENDAR")
    page.get_by_role("link", name="记下了").click()
    assert address not in page.content()
    page.get_by_role("button", name="停用").click()
    heading(page).to_have_text("日历订阅还没有开通")
    assert page.context.request.get(address).status == 404


def test_a_search_by_keyboard_leads_to_the_case(at: Any) -> None:
    page = at()
    page.keyboard.press("/")
    page.keyboard.type("宅基地")
    page.keyboard.press("Enter")
    heading(page).to_contain_text("“宅基地”：")
    found = page.locator("ul.rows a").first
    name = found.inner_text()
    found.click()
    expect(page.locator(".crumbs")).to_contain_text(name)


def test_rows_pasted_from_a_spreadsheet_are_tried_first_and_refused_in_words(at: Any) -> None:
    page = at("ledger/disclosures/paste/", organ=TO_MEND)
    head, good = "索引号\t标题\t形成日期", "QS-1\t低保名册\t2025.9.9"
    page.get_by_label("从Excel复制的行").fill(f"{head}\n{good}\nQS-2\t预算\t昨天\n")
    page.get_by_role("button", name="先试一试").click()
    heading(page).to_have_text("有1处要改，什么也没有登记")
    assert faults(page, "refused rows") == []
    page.get_by_label("从Excel复制的行").fill(f"{head}\n{good}\n")
    page.get_by_role("button", name="先试一试").click()
    heading(page).to_have_text("试过了，可以登记1行")
    page.get_by_role("button", name="登记这些行").click()
    expect(page.get_by_role("link", name="低保名册")).to_be_visible()


def test_a_long_workbook_is_taken_in_beside_the_page_that_tells_how_far_it_is(at: Any) -> None:
    page = at("import/")
    rows = "".join(f"行政处罚,2024-{1 + n % 12:02}-{1 + n % 28:02},1\n" for n in range(800))
    file = FilePayload(name="行政行为.csv", mimeType="text/csv", buffer=f"类别,日期,数量\n{rows}".encode())
    page.get_by_label("台账文件").set_input_files([file])
    page.get_by_role("button", name="先试一试").click()
    heading(page).to_have_text("试导入台账")
    assert faults(page, "import under way") == []
    page.get_by_role("link", name="看结果").click(timeout=60_000)
    expect(page.get_by_role("cell", name="800").first).to_be_visible()


def test_a_notice_from_above_stands_beside_the_report_below(at: Any) -> None:
    page = at("below/2025/", role=SUPERVISOR, organ=COUNTY)
    page.get_by_role("link", name="写年报通知").click()
    page.get_by_label("通知文号（可不填）").fill("例政办〔2025〕9号")
    page.get_by_label("报送期限").fill("2026-01-18")
    page.get_by_label("要写的内容（可不填）").fill("政务公开标准化\n公开平台建设")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("通知的报送期限：2026-01-18。")).to_be_visible()
    below = at("reports/2025/")
    expect(below.get_by_role("heading", name=f"{COUNTY}的通知")).to_be_visible()
    expect(below.locator(".way")).to_contain_text("政务公开标准化")


def test_a_person_comes_in_by_a_link_with_a_role_for_some_days_and_a_deputy_is_named(
    open_page: Open, at: Any
) -> None:
    page = at("people/", role=ADMINISTRATOR)
    page.get_by_role("link", name="添加人员").click()
    page.get_by_label("姓名").fill("钱小二")
    page.get_by_label("登录名").fill("qianxiaoer")
    page.get_by_label("角色").select_option(CLERK)
    page.get_by_label("自（可不填）").fill("2025-10-01")
    page.get_by_label("至（可不填）").fill("2025-12-31")
    page.get_by_role("button", name="添加").click()
    link = page.locator("code").inner_text()
    assert faults(page, "invited") == []
    page.get_by_role("link", name="记下了").click()
    row = page.locator("tbody tr", has_text="钱小二")
    expect(row).to_contain_text("自2025-10-01 至2025-12-31")

    new = open_page(link, bypass_csp=True)
    assert faults(new, "accept") == []
    new.get_by_label("密码", exact=True).fill(PASSWORD)
    new.get_by_label("再输入一次密码").fill(PASSWORD)
    follow(new.get_by_role("button", name="设好密码"))
    assert faults(new, "log in") == []
    new.get_by_label("登录名").fill("qianxiaoer")
    new.get_by_label("密码", exact=True).fill(PASSWORD)
    new.get_by_role("button", name="登录", exact=True).click()
    expect(new.get_by_role("navigation", name="工作台")).to_contain_text("导入台账")

    page.get_by_role("link", name="登记代理").click()
    for label, name in (("谁不在", "王敏"), ("由谁代理", "钱小二")):
        chosen = page.locator("option", has_text=name).first.inner_text()
        page.get_by_label(label).select_option(label=chosen)
    page.get_by_label("自", exact=True).fill("2025-10-20")
    page.get_by_label("至", exact=True).fill("2025-10-27")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("代王敏")).to_be_visible()
    page.get_by_role("button", name="结束代理").click()
    expect(page.get_by_text("代王敏")).to_have_count(0)


def test_several_applications_go_one_step_together_and_back(at: Any) -> None:
    page = at("ledger/requests/?received-from=2025-09-15&received-to=2025-10-20")
    page.get_by_role("link", name="选中本页全部").click()
    expect(page.get_by_role("link", name="全不选")).to_be_visible()
    page.get_by_role("checkbox").last.uncheck()
    follow(page.get_by_role("button", name="选中的一起办"))
    chosen = int("".join(re.findall(r"\d", page.get_by_role("heading", level=1).inner_text())))
    assert chosen > 1
    page.get_by_role("link", name=re.compile("只登记 ?要求说明理由")).click()
    page.get_by_label("申请的数量、频次").fill("一个月30件")
    page.get_by_role("button", name=re.compile(r"登记\d+件")).click()
    heading(page).to_contain_text("要求说明理由：办了")
    assert faults(page, "outcome together") == []
    page.get_by_role("link", name="一起撤回").click()
    page.get_by_label("为什么撤回这条登记").fill("选错了")
    page.get_by_role("button", name="撤回", exact=True).click()
    heading(page).to_contain_text("要求说明理由：撤回")
    expect(page.get_by_text("没有撤回")).to_have_count(0)
    assert page.locator("tbody tr").count() <= chosen


def test_what_is_printed_says_whose_it_is_and_has_the_head_of_its_table_on_every_page(at: Any) -> None:
    pages = printed(at("ledger/requests/"))
    assert len(pages) > 1
    assert all("申请编号" in text and "收到日期" in text for text in pages)
    assert [f"{number} / {len(pages)}" in text for number, text in enumerate(pages, 1)] == [True] * len(pages)
    assert all(words in pages[0] for words in (LAND, "依申请公开", "2025年10月20日"))
    assert not any(words in "".join(pages) for words in ("选中本页全部", "列和导出", "新登记"))
    (table_three,) = printed(at("reports/2024/"))  # whole on one page
    assert all(words in table_three for words in (LAND, "2024年年报", "一、本年新收", "四、结转下"))


def printed(page: Page) -> list[str]:
    """The words on each page of paper, spaces left out where the print has its own."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    return [re.sub(r"\s+(?=[^/\d])", "", one.get_textpage().get_text_range()) for one in document]


def test_somebody_of_another_organ_is_asked_and_may_decline(at: Any) -> None:
    asked = at(role=LEGAL_REVIEWER)  # logged in before they are asked
    asking = at("people/ask/", role=ADMINISTRATOR, organ=COUNTY)
    asking.get_by_label("登录名").fill("land.legal_reviewer")
    asking.get_by_label("角色").select_option(label="审计员")
    follow(asking.get_by_role("button", name="请他担任"))
    row = asking.get_by_role("row", name="land.legal_reviewer")
    expect(row).to_contain_text("等本人同意")
    expect(row).not_to_contain_text("陈静")
    assert faults(asking, "people with somebody asked") == []
    asked.goto(asked.url.split("/organs/")[0] + "/")
    heading(asked).to_have_text("请您担任1个角色")
    assert faults(asked, "asked") == []
    follow(asked.get_by_role("button", name="回绝"))
    expect(asked.get_by_text("已回绝示例县人民政府。")).to_be_visible()
    asking.reload()
    expect(row).to_have_count(0)


def test_who_tried_the_samples_sets_up_their_own_organ_beside_them_and_removes_them(
    chrome: Browser, with_samples: Path, tmp_path: Path
) -> None:
    tried = Path(shutil.copytree(with_samples, tmp_path / "data"))
    page = chrome.new_page(bypass_csp=True)
    with empty_site(tried) as link:
        set_up(page, link, "另一镇人民政府")
        page.goto(page.url + "settings/samples/")
        heading(page).to_have_text("删除14个示例机关？")
        assert faults(page, "samples removed") == []
        follow(page.get_by_role("button", name="删除示例"))
        expect(page.get_by_text("14个示例机关已删除。")).to_be_visible()
        assert faults(page, "settings without samples") == []
        page.goto(link.split("/desk/")[0])
        expect(page.get_by_text("示例县人民政府")).to_have_count(0)
    page.context.close()

"""The pictures of the documentation: ``python -m tests.e2e.pictures`` draws them anew from the samples.

The day is set, so that the pictures change only when the pages do. What the samples have not (something late,
something refused) is entered first, as a clerk would.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import FilePayload, Page, ViewportSize

from tests.e2e.desk import (
    ADMINISTRATOR,
    AUDITOR,
    CLERK,
    COUNTY,
    LAND,
    LEADER,
    SUPERVISOR,
    TOWN,
    Desk,
    draft_letter,
    redact,
    take_in,
)
from tests.e2e.site import ROOT, browser, chromium, follow, site

FOLDER = ROOT / "docs" / "pictures"
#: A Monday in January: last year's report is at hand, and holidays lie behind.
DAY = "2026-01-12"
YEAR = 2025
COLOURS = 64
CELL = "requests/total/natural_person"
#: One that is late and one that is due on the day.
LATE = """申请编号\t收到日期\t收到方式\t申请人类型\t申请人\t申请内容
2025-0065\t2025-12-05\t互联网\t自然人\t钱示例\t例证社区道路硬化工程合同和验收报告
2025-0066\t2025-12-12\t邮寄签收\t自然人\t孙示例\t2025年采矿权出让评估报告
"""
REFUSED = """索引号,标题,形成日期,公开日期
例自然资/2026-00001,2026年1月主要统计数据,2026-01-08,2026-01-09
例自然资/2026-00002,农村宅基地审批结果公示,昨天,2026-01-09
"""
#: Scrolls until the opened cell stands in view, with the row below it.
ABOVE_THE_SHEET = """(name) => {
  const cell = document.getElementById(name).getBoundingClientRect();
  const sheet = document.getElementById("panel").getBoundingClientRect();
  scrollBy(0, cell.bottom + 72 - sheet.top);
}"""
#: The port is by lot.
HOSTS_EVENED = """() => document.querySelectorAll("code").forEach((code) => {
  code.textContent = code.textContent.replace(/http:..127.0.0.1:[0-9]+/, "http://机关的网址");
})"""
#: Every time of the day, and every number by lot of an arrival, becomes the same.
EVENED = r"""() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    node.data = node.data.replace(/\b\d?\d:\d\d\b/, "09:30").replace(/(\d{8})-[0-9A-Z]{4}/, "$1-7K4M");
  }
}"""


def rows_tried(page: Page) -> None:
    page.get_by_label("从Excel复制的行").fill(LATE.replace("-0065", "-0067").replace("-0066", "-0068"))
    page.get_by_role("button", name="先试一试").click()


def workbook_refused(page: Page) -> None:
    file = FilePayload(name="主动公开.csv", mimeType="text/csv", buffer=REFUSED.encode())
    page.get_by_label("台账文件").set_input_files([file])
    page.get_by_role("button", name="先试一试").click()
    page.get_by_role("heading", name="要改").first.wait_for()


def address_given(page: Page) -> None:
    page.get_by_role("button", name="开通").click()
    page.locator("code").evaluate("(it) => { it.textContent = 'http://机关的网址/desk/calendar/…….ics'; }")


def in_portal(page: Page) -> None:
    """The same place in the organ's portal."""
    page.goto(page.url.replace("/desk/", "/"))


def addresses_evened(page: Page) -> None:
    in_portal(page)
    page.evaluate(HOSTS_EVENED)


def evened(page: Page) -> None:
    """The day is set; the hour and what is drawn by lot are not."""
    page.evaluate(EVENED)


def cell_above_the_sheet(page: Page) -> None:
    page.evaluate(ABOVE_THE_SHEET, f"n-{CELL.replace('/', '-')}")


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of a desk as somebody sees it; ``role`` is empty for a visitor, ``before`` is done first."""

    name: str
    path: str
    role: str = CLERK
    organ: str = LAND
    before: Callable[[Page], None] = lambda page: None
    size: tuple[int, int] = (1280, 800)
    whole: bool = False


PICTURES = (
    Picture("report", f"reports/{YEAR}/?cell={CELL}", "", COUNTY, size=(1440, 900), whole=True),
    Picture("report-360", f"reports/{YEAR}/?cell={CELL}", "", COUNTY, cell_above_the_sheet, (360, 780)),
    Picture("today", "", size=(1280, 1100)),
    Picture("today-360", "", size=(360, 780)),
    Picture("search", "search/?q=宅基地"),
    Picture("calendar-feed", "calendar/", before=address_given, size=(1280, 480)),
    Picture("inbox", "inbox/", before=evened, size=(1280, 560)),
    Picture("arrival", "inbox/{arrival}/", before=evened, whole=True),
    Picture("requests", "ledger/requests/"),
    Picture("request-new", "ledger/requests/new/", whole=True),
    Picture("request-paste", "ledger/requests/paste/", before=rows_tried, whole=True),
    Picture("request", "ledger/requests/{request}/", whole=True),
    Picture("request-step", "ledger/requests/{request}/steps/extend/", whole=True),
    Picture("letter", "ledger/requests/{request}/letters/{letter}/"),
    Picture("redaction", "ledger/requests/{request}/redactions/{redaction}/", before=evened),
    Picture("request-name", "ledger/requests/{request}/who/", size=(1280, 600)),
    Picture("disclosures", "ledger/disclosures/"),
    Picture("disclosure-new", "ledger/disclosures/new/", whole=True),
    Picture("outlets", "settings/outlets/", ADMINISTRATOR, TOWN, size=(1280, 640)),
    Picture("deliveries", "ledger/disclosures/making/{water}/#outlets", CLERK, TOWN, evened, (1280, 480)),
    Picture("delivery", "ledger/disclosures/deliveries/{board}/", CLERK, TOWN, evened, whole=True),
    Picture("acts", "ledger/acts/"),
    Picture("remedies", "ledger/remedies/"),
    Picture("supervision", "ledger/supervision/"),
    Picture("tasks", "supervision/tasks/", organ=TOWN, size=(1280, 640)),
    Picture("notice", "supervision/matters/{notice}/", organ=TOWN, before=evened),
    Picture("assessment", "supervision/cards/{card}/", organ=TOWN, before=evened),
    Picture("archive", "archive/", size=(1280, 640)),
    Picture("report-way", f"reports/{YEAR}/?part=overview", before=evened),
    Picture("report-prose", f"reports/{YEAR - 1}/prose/"),
    Picture("wall", f"year/{YEAR}/", whole=True),
    Picture("below", f"below/{YEAR}/", SUPERVISOR, COUNTY),
    Picture("below-notice", f"below/{YEAR}/notice/", SUPERVISOR, COUNTY, whole=True),
    Picture("import", "import/", before=workbook_refused, whole=True),
    Picture("handover", "handover/", organ=TOWN, size=(1280, 900)),
    Picture("people", "people/", ADMINISTRATOR),
    Picture("person-new", "people/new/", ADMINISTRATOR, whole=True),
    Picture("settings", "settings/", ADMINISTRATOR),
    Picture("portal", "", before=in_portal, size=(1280, 1240)),
    Picture("site", "ledger/disclosures/site/", CLERK, TOWN, size=(1280, 560)),
    Picture("portal-data", "data/", before=addresses_evened, whole=True),
    Picture("log", "log/", AUDITOR, before=evened),
)


def prepare(desk: Desk) -> dict[str, str]:
    """Enter what the samples have not; gives the numbers that stand in addresses."""
    page = _opened(desk, CLERK, LAND, "ledger/requests/paste/")
    page.get_by_label("从Excel复制的行").fill(LATE)
    page.get_by_role("button", name="先试一试").click()
    page.get_by_role("button", name="登记这些行").click()
    request = str(page.get_by_role("link", name="2025-0066").get_attribute("href")).strip("/").split("/")[-1]
    take_in(page, desk.base(), "当面", "例证社区2025年宅基地审批结果")
    arrival = take_in(page, desk.base(), "平常信函", "2025年采矿权出让评估报告")
    letter = draft_letter(page, f"{desk.base()}ledger/requests/{request}/")
    redaction = redact(page, f"{desk.base()}ledger/requests/{request}/")
    page.context.close()
    for role, word in ((CLERK, "核对完毕"), (LEADER, "审定"), (CLERK, "送审")):
        page = _opened(desk, role, LAND, f"reports/{YEAR}/")
        page.get_by_role("button", name=word).click()
        page.locator(".toasts p").wait_for()
        page.context.close()
    page = _opened(desk, CLERK, TOWN, "supervision/notice/")
    notice = str(page.get_by_role("link", name="核对全年").get_attribute("href")).strip("/").split("/")[-1]
    page.context.close()
    page = _opened(desk, CLERK, TOWN, "supervision/assessments/")
    follow(page.locator("tbody a").first)
    card = str(page.locator("a[href*='/cards/']").first.get_attribute("href")).strip("/").split("/")[-1]
    page.context.close()
    page = _opened(desk, SUPERVISOR, COUNTY, f"below/{YEAR}/notice/")
    page.get_by_label("通知文号（可不填）").fill("例政办函〔2026〕2号")
    page.get_by_label("报送期限").fill("2026-01-20")
    page.get_by_label("要写的内容（可不填）").fill("基层政务公开标准化规范化\n政府网站和政务新媒体管理")
    page.get_by_role("button", name="保存").click()
    page.context.close()
    on_desk = {
        "request": request,
        "arrival": arrival,
        "letter": letter,
        "redaction": redaction,
        "notice": notice,
        "card": card,
    }
    return on_desk | _delivered(desk)


def _delivered(desk: Desk) -> dict[str, str]:
    """Of the town: the notice that hangs on some of its boards, and the delivery there."""
    page = _opened(desk, CLERK, TOWN, "")
    todo = page.locator("li", has_text="村公示栏：关于").last
    follow(todo.get_by_role("link", name="去登记"))
    numbers = {"board": page.url.strip("/").split("/")[-1]}
    follow(page.locator("a[href$='#outlets']").first)
    numbers["water"] = page.url.split("/")[-2]
    page.context.close()
    return numbers


def draw(desk: Desk, picture: Picture, numbers: dict[str, str]) -> None:
    page = _opened(desk, picture.role, picture.organ, picture.path.format(**numbers), picture.size)
    picture.before(page)
    shot = Image.open(BytesIO(page.screenshot(full_page=picture.whole)))
    page.context.close()
    few = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(FOLDER / f"{picture.name}.png", optimize=True)


def _opened(desk: Desk, role: str, organ: str, path: str, size: tuple[int, int] = (1280, 800)) -> Page:
    page = desk.chrome.new_page(
        viewport=ViewportSize(width=size[0], height=size[1]),
        storage_state=desk.state(organ, role) if role else None,
        color_scheme="light",
        locale="zh-CN",
    )
    page.goto(f"{desk.base(organ, role or CLERK)}{path}")
    return page


def main() -> int:
    executable = chromium()
    if executable is None:
        print("no Chromium: install it, or run python -m playwright install chromium", file=sys.stderr)
        return 2
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="gongkai-pictures-") as data,
        site(Path(data), "--demo", day=DAY) as address,
        browser(executable) as opened,
    ):
        desk = Desk(opened, address)
        numbers = prepare(desk)
        for picture in PICTURES:
            draw(desk, picture, numbers)
    print(*(path.relative_to(ROOT) for path in sorted(FOLDER.glob("*.png"))), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

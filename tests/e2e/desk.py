"""The workbench of the sample organs: who goes in, which organ's desk it is, where its records are."""

import json
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import Browser, FilePayload, Page

from gongkai.papers import write
from gongkai.papers.model import Document, Paragraph
from gongkai.reading.originals.tests.documents import catalogue, telling, workbook
from tests.e2e.site import follow

COUNTY, LAND, TO_MEND = "示例县人民政府", "示例县自然资源局", "差错镇人民政府"
TOWN = "四间房镇人民政府"  # with villages
#: Not that of the record by which the portal is tried.
OTHER_TITLE = "2022年9月临时救助发放公示"
LEDGERS = ("requests", "disclosures", "acts", "remedies", "supervision")
CLERK, HEAD, LEADER, SIGNER = "公开专员", "工作机构负责人", "分管领导", "签发人"
SECRECY_REVIEWER, LEGAL_REVIEWER = "保密审查员", "法制审核员"
SUPERVISOR, AUDITOR, ADMINISTRATOR = "上级监督员", "审计员", "系统管理员"


def enter(page: Page, organ: str, role: str) -> None:
    """Go in from the first page as a person of a sample organ."""
    people = page.locator("h3", has_text=organ).locator("xpath=following-sibling::div[1]")
    follow(people.get_by_role("button", name=role))


SCAN = FilePayload(name="申请表.png", mimeType="image/png", buffer=b"\x89PNG\r\n\x1a\n" + b"\0" * 100)


def take_in(page: Page, desk: str, channel: str, content: str) -> str:
    """Write down what came on paper, scan attached; the number in its address."""
    page.goto(f"{desk}inbox/new/")
    page.get_by_label(channel).check()
    page.get_by_label("姓名或者名称").fill("钱示例")
    page.get_by_label("证件号码").fill("11010519491231002X")
    page.get_by_label("电话").fill("13800138000")
    page.get_by_label("申请内容").fill(content)
    page.get_by_label("扫描件或者照片").set_input_files([SCAN])
    follow(page.get_by_role("button", name="登记"))
    return page.url.split("/")[-3]


def close(page: Page, arrival: str) -> None:
    """Say that an arrival is no application."""
    page.goto(f"{arrival}close/")
    page.get_by_label("不是政府信息公开申请").check()
    page.get_by_label("原因").fill("属于咨询，已当面答复")
    follow(page.get_by_role("button", name="记下"))


def demand(page: Page, desk: str) -> str:
    """Write down a demand to rectify and propose how it ends; the number in its address."""
    page.goto(f"{desk}inbox/new/")
    page.get_by_label("更正本人信息").check()
    page.get_by_label("当面").check()
    page.get_by_label("姓名或者名称").fill("钱示例")
    page.get_by_label("申请内容").fill("土地台账里本人的面积记错了")
    follow(page.get_by_role("button", name="登记"))
    number = page.url.split("/")[-2]
    page.goto(f"{desk}inbox/{number}/confirm/")
    page.get_by_label("不予更正").check()
    page.get_by_label("更正的内容或者理由").fill("丈量表与台账一致")
    follow(page.get_by_role("button", name="提出"))
    return number


def draft_letter(page: Page, case: str) -> str:
    """Draft an answer in part, with a telephone in its reasons that is found; the number in its address."""
    page.goto(f"{case}letters/new/answer/?kind=partial")
    page.get_by_label("公开的部分", exact=True).fill("评估报告正文")
    page.get_by_label("不予公开的部分", exact=True).fill("附件三《分项报价表》")
    page.get_by_label("不予公开的事由").select_option("third_party")
    page.get_by_label("理由", exact=True).fill("涉及第三方的商业秘密，联系电话13800138000")
    follow(page.get_by_role("button", name="保存草稿"))
    return page.url.split("/")[-2]


def consult(page: Page, desk: str) -> dict[str, str]:
    """Ask a third party about the application before the newest; what stands in the address of that event."""
    page.goto(f"{desk}ledger/requests/?received-to=2025-10-20")
    case = str(page.locator("tbody th a").nth(1).get_attribute("href")).strip("/").split("/")[-1]
    page.goto(f"{desk}ledger/requests/{case}/steps/consult_third_party/")
    page.get_by_label("征求意见的政府信息").fill("招标文件里的分项报价")
    follow(page.get_by_role("button", name="登记"))
    sent = str(page.locator("a[href$='/deliver/']").first.get_attribute("href")).split("/")[-3]
    return {"consulted": case, "sent": sent}


def redact(page: Page, case: str) -> str:
    """Put in a list of names and make its redacted document, one box drawn by hand; its number."""
    lines = ("领取人张三，身份证号11010519491231002X，手机13800138000。", "领取人李四，金额三百元。")
    roster = write(Document("低保发放名册", tuple(map(Paragraph, lines))), "pdf")
    page.goto(f"{case}redactions/new/")
    page.get_by_label("材料名称").fill("低保发放名册")
    file = FilePayload(name="名册.pdf", mimeType="application/pdf", buffer=roster)
    page.locator("input[type=file]").set_input_files([file])
    follow(page.get_by_role("button", name="放入"))
    number = page.url.split("/")[-2]
    follow(page.get_by_role("button", name="全部采纳"))
    draw(page)
    follow(page.get_by_role("button", name="生成并检验"))
    return number


def draw(page: Page) -> None:
    """Draw a box with the mouse in the upper part of the page, and hide what is below it."""
    sheet = page.locator(".page-sheet")
    sheet.scroll_into_view_if_needed()
    place = sheet.bounding_box()
    assert place
    page.mouse.move(place["x"] + place["width"] * 0.3, place["y"] + 40)
    page.mouse.down()
    page.mouse.move(place["x"] + place["width"] * 0.6, place["y"] + 90, steps=3)
    page.mouse.up()
    page.locator("#box-ground").select_option("third_party/trade_secret")
    page.get_by_role("button", name="遮盖这一块").click()
    page.get_by_text("遮盖3处").first.wait_for()


def take_over_catalogue(page: Page, desk: str) -> None:
    """Have the lines of a standard catalogue to file records under."""
    page.goto(f"{desk}ledger/disclosures/making/catalogue/adopt/")
    file = FilePayload(name="标准目录.docx", mimeType="application/zip", buffer=catalogue())
    page.get_by_label("标准目录的文件").set_input_files([file])
    follow(page.get_by_role("button", name="收入", exact=True))


def make_record(page: Page, desk: str, **elements: str) -> str:
    """Drop a list with identity numbers, and confirm what was read, but for the ``elements`` by label; the
    number in its address."""
    page.goto(f"{desk}ledger/disclosures/making/")
    files = (("低保发放公示.docx", telling()), ("发放名册.xlsx", workbook()))
    dropped = [FilePayload(name=name, mimeType="application/zip", buffer=data) for name, data in files]
    page.get_by_label("文件", exact=True).set_input_files(dropped)
    follow(page.get_by_role("button", name="收入并读取"))
    for label, value in elements.items():
        page.locator("main").get_by_label(label).fill(value)
    follow(page.get_by_role("button", name="核对好了"))
    return page.url.split("/")[-2]


def submit_record(page: Page, desk: str, **elements: str) -> str:
    """Such a record, classified, masked and submitted."""
    number = make_record(page, desk, **elements)
    here = f"{desk}ledger/disclosures/making/{number}/"
    page.goto(f"{here}classify/")
    follow(page.get_by_role("button", name="就这样定"))
    while page.get_by_role("button", name="整列遮盖").count():
        follow(page.get_by_role("button", name="整列遮盖").first)
        page.goto(here)
    page.goto(f"{here}submit/")
    follow(page.get_by_role("button", name="送审"))
    return number


def open_board(page: Page, desk: str) -> str:
    """Open a notice board with two places; the number of the outlet."""
    page.goto(f"{desk}settings/outlets/new/board/")
    page.get_by_label("名称").fill("村公示栏")
    page.get_by_label("张贴的地点").fill("东徐村公示栏、西徐村公示栏")
    follow(page.get_by_role("button", name="保存"))
    return str(page.locator("main .rows a.button").last.get_attribute("href")).strip("/").split("/")[-1]


def make_token(page: Page, desk: str) -> str:
    """Make a token that waits for somebody to agree; its number."""
    page.goto(f"{desk}settings/tokens/new/")
    page.get_by_label("用途").fill("县政务大数据平台")
    page.get_by_label("看期限").check()
    page.get_by_label("有效期至").fill("2026-06-30")  # within a year of the day that it is there
    follow(page.get_by_role("button", name="发令牌"))
    follow(page.get_by_role("link", name="记下了"))
    return str(page.locator("main a[href*='/tokens/'].row").first.get_attribute("href")).split("/")[-3]


def put_up(page: Page, desk: str, record: str, outlet: str) -> str:
    """Have a record put up there, and note one of the places; the number of the delivery."""
    page.goto(f"{desk}ledger/disclosures/making/{record}/outlets/{outlet}/")
    follow(page.get_by_role("button", name="列入待办"))
    number = page.url.strip("/").split("/")[-1]
    follow(page.get_by_role("link", name="登记", exact=True))
    page.get_by_label("西徐村公示栏").uncheck()
    page.get_by_label("照片").set_input_files([SCAN])
    follow(page.get_by_role("button", name="登记", exact=True))
    return number


def push(page: Page, desk: str) -> dict[str, str]:
    """A notice to be passed on, and a meeting of which a task is open, one reported, one ended; numbers in
    addresses."""
    here = f"{desk}supervision/"
    page.goto(f"{here}notice/new/")
    for label, words in {"通知标题": "核对条数", "发文机关": "县办", "哪天以前办好": "2026-12-30"}.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("要求", exact=True).fill("请核对全年条数。")
    numbers = {"notice": _entered(page, "登记")}
    page.goto(f"{here}meeting/new/")
    numbers["meeting"] = _entered(page, "登记")
    page.goto(f"{here}matters/{numbers['meeting']}/write-up/")
    page.get_by_label("纪要", exact=True).fill("会议通报了情况。")
    _entered(page, "写纪要")
    for what in ("task", "reported", "ended"):
        page.goto(f"{here}matters/{numbers['meeting']}/give/")
        page.get_by_label("任务", exact=True).fill(f"补齐公开栏：{what}")
        page.get_by_label("李建国").check()
        page.get_by_label("期限").fill("2026-12-30")
        _entered(page, "交办")
        link = page.get_by_role("link", name=f"补齐公开栏：{what}")
        numbers[what] = str(link.get_attribute("href")).strip("/").split("/")[-1]
    page.goto(f"{here}tasks/{numbers['reported']}/report/")
    page.get_by_label("办理情况").fill("已经补齐")
    _entered(page, "报办好")
    page.goto(f"{here}tasks/{numbers['ended']}/drop/")
    page.get_by_label("原因").fill("和上一项重复")
    _entered(page, "不用办了")
    return numbers


def open_survey(page: Page, desk: str) -> str:
    """Open a survey and type in some sheets; the number in its address."""
    page.goto(f"{desk}supervision/surveys/new/")
    page.get_by_label("截止日期").fill("2026-03-31")
    number = _entered(page, "开始")
    page.goto(f"{desk}supervision/surveys/{number}/enter/")
    page.get_by_label("纸质问卷").check()
    page.get_by_label("份数").fill("3")
    page.locator("[name='q4-5']").fill("2")
    return _entered(page, "录入答卷")


def _entered(page: Page, verb: str) -> str:
    """Send a form; the number of what it leads to."""
    follow(page.locator("main").get_by_role("button", name=verb, exact=True))
    return page.url.strip("/").split("/")[-1]


def archive_some(page: Page, desk: str) -> dict[str, str]:
    """Archive the first three that can be, and propose the answer of one for all; numbers in addresses."""
    page.goto(f"{desk}archive/")
    boxes = page.locator("input[name=pick]")
    for place in range(boxes.count()):
        boxes.nth(place).set_checked(place < 3)
    follow(page.get_by_role("button", name="把勾选的归档"))
    follow(page.locator("table.work tbody a").first)
    box = page.url.strip("/").split("/")[-1]
    archived = str(page.locator("a[href$='/out/']").first.get_attribute("href")).split("/")[-3]
    follow(page.locator("table.work tbody a[href*='/requests/']").first)
    answered = page.url.strip("/").split("/")[-1]
    page.get_by_role("link", name="拟公开的文字").click()
    page.get_by_role("textbox", name="标题").fill("2023年采矿权出让评估报告")
    page.get_by_label("答复要点").fill("评估报告已经在县政府网站“重点领域”栏目公开。")
    page.get_by_role("button", name="提交核发").click()
    page.get_by_text("待核发").wait_for()
    return {"box": box, "archived": archived, "answered": answered}


def contest(page: Page, desk: str) -> str:
    """Register a review that came in some days ago and was accepted; the number in its address."""
    page.goto(f"{desk}ledger/remedies/new/")
    page.get_by_label("案号").fill("例复〔2025〕901号")
    page.get_by_label("类型").select_option("行政复议")
    page.get_by_label("收到日期").fill("2025-10-14")
    follow(page.get_by_role("button", name="登记", exact=True))
    number = page.url.strip("/").split("/")[-1]
    page.goto(f"{desk}ledger/remedies/{number}/steps/accept/")
    page.get_by_label("适用的程序").select_option("ordinary")
    follow(page.get_by_role("button", name="登记受理和适用程序"))
    page.goto(f"{desk}ledger/remedies/{number}/papers/evidence/")
    page.get_by_label("证据").fill("答复书｜作出答复的内容和日期｜1")
    follow(page.get_by_role("button", name="保存草稿"))
    return number


class Desk:
    """A site with the sample organs; each person goes in once, however many pages they open."""

    def __init__(self, chrome: Browser, address: str) -> None:
        self.chrome, self.address = chrome, address
        self._entered: dict[tuple[str, str], tuple[str, list[Any]]] = {}
        self._numbers: dict[str, str] = {}
        self._window: Page | None = None

    def base(self, organ: str = LAND, role: str = CLERK) -> str:
        """The address of the organ's desk for whoever has the role there."""
        return f"{self.address}{self._enter(organ, role)[0]}"

    def state(self, organ: str = LAND, role: str = CLERK, **choices: str) -> Any:
        """What the browser of that person keeps, with their choice of language or size."""
        host = {"domain": "127.0.0.1", "path": "/"}
        chosen = [{"name": name, "value": value, **host} for name, value in choices.items()]
        return {"cookies": [*self._enter(organ, role)[1], *chosen], "origins": []}

    def as_(self, role: str = CLERK, organ: str = LAND) -> Page:
        """The one window in which all is prepared, now of that person."""
        state = self.state(organ, role)
        page = self._emptied()
        page.context.add_cookies(state["cookies"])
        return page

    def numbers(self) -> dict[str, str]:
        """What stands in addresses: the newest record of each ledger, an arrival with its file, a letter with
        a finding, a redaction, records to be published on their way, a person, a suggestion on a report."""
        if not self._numbers:
            self.prepare()
        return self._numbers

    def keep(self, file: Path) -> None:
        """Write down who went in and what stands in addresses, for a desk on a copy of this site."""
        entered = [[*who, *found] for who, found in self._entered.items()]
        file.write_text(json.dumps([entered, self._numbers]), encoding="utf-8")

    def remember(self, file: Path) -> Self:
        entered, self._numbers = json.loads(file.read_text(encoding="utf-8"))
        self._entered = {(organ, role): (path, cookies) for organ, role, path, cookies in entered}
        return self

    def prepare(self) -> Self:
        """Do all that those pages need."""
        numbers = self._numbers
        page = self.as_()
        for code in LEDGERS:
            numbers[code] = self._last(page, f"ledger/{code}/", "tbody a", -1)
        case = f"ledger/requests/{numbers['requests']}/"
        numbers["event"] = self._last(page, case, "a[href$='/void/']", -2)
        content = "2025年采矿权出让评估报告"
        numbers["arrival"] = take_in(page, self.base(), "邮寄签收", content)
        arrival = f"inbox/{numbers['arrival']}/"
        numbers["file"] = self._last(page, arrival, "a[href*='/files/']", -1)
        take_in(page, self.base(), "传真", content)  # once more: the one may be joined to the other
        numbers["closed"] = take_in(page, self.base(), "当面", "房产证怎样办理")
        close(page, f"{self.base()}inbox/{numbers['closed']}/")
        numbers["demanded"] = demand(page, self.base())
        numbers["letter"] = draft_letter(page, f"{self.base()}{case}")
        numbers["redaction"] = redact(page, f"{self.base()}{case}")
        page.get_by_role("button", name="作为部分公开告知书的附件").click()
        page.get_by_role("button", name="不再作附件").wait_for()
        numbers |= consult(page, self.base())
        numbers["contested"] = contest(page, self.base())
        numbers |= archive_some(page, self.base())
        numbers |= push(page, self.base())
        making = "ledger/disclosures/making/{}/"
        take_over_catalogue(page, self.base())
        numbers["making"] = make_record(page, self.base())
        here = making.format(numbers["making"])
        page.goto(f"{self.base()}{here}coordinate/")
        page.get_by_label("问哪个机关").fill("滑县民政局")
        page.get_by_label("确认什么").fill("补助标准是否一致")
        follow(page.get_by_role("button", name="与其他机关确认"))
        numbers["asked"] = self._last(page, here, "a[href*='/asked/']", -1)
        numbers["found"] = self._last(page, here, "a[href*='/found/']", -1)
        numbers["original"] = self._last(page, here, "a[href*='/files/']:not([href$='/files/'])", -1)
        numbers["submitted"] = submit_record(page, self.base(), 标题=OTHER_TITLE)
        numbers["published"] = submit_record(page, self.base(), 标题=OTHER_TITLE)
        page = self.as_(LEADER)
        page.goto(f"{self.base()}{making.format(numbers['published'])}release/")
        follow(page.get_by_role("button", name="放行"))
        page = self.as_(ADMINISTRATOR)
        numbers["outlet"] = open_board(page, self.base())
        numbers["token"] = make_token(page, self.base(role=ADMINISTRATOR))
        numbers["delivery"] = put_up(self.as_(), self.base(), numbers["published"], numbers["outlet"])
        delivery = f"ledger/disclosures/deliveries/{numbers['delivery']}/"
        numbers["photo"] = self._last(self.as_(), delivery, "a[href*='/photos/']", -1)
        letter = f"{case}letters/{numbers['letter']}/"
        numbers["remark"] = self._last(self.as_(HEAD), letter, "a[href$='/accept/']", -2)
        page = self.as_(ADMINISTRATOR)
        numbers |= self._assess()
        numbers["survey"] = open_survey(self.as_(organ=TOWN), self.base(TOWN))
        page = self.as_(ADMINISTRATOR)
        numbers["person"] = self._last(page, "people/", "a[href$='/role/']", -2)
        numbers["role"] = self._last(page, "people/", "a[href*='/roles/']", -2)
        page = self.as_(ADMINISTRATOR, COUNTY)
        numbers["below"] = self._last(page, "people/", "a[href*='/first/']", -1, COUNTY, ADMINISTRATOR)
        page = self.as_(organ=TO_MEND)
        report = "reports/2025/?part=overview"
        numbers["finding"] = self._last(page, report, "a[href$='/accept/']", -2, TO_MEND)
        self._emptied()
        return self

    def _assess(self) -> dict[str, str]:
        """Assess the villages of the town: a card in every state, and a criticism to be issued."""
        here = f"{self.base(TOWN)}supervision/"
        page = self.as_(organ=TOWN)
        page.goto(f"{here}assessments/new/")
        found = {"assessment": _entered(page, "开始")}
        links = page.locator("a[href*='/cards/']")
        keys = [str(links.nth(place).get_attribute("href")).strip("/").split("/")[-1] for place in range(3)]
        found |= dict(zip(("appealable", "settled", "scored"), keys, strict=True))
        for key in keys:
            page.goto(f"{here}cards/{key}/score/")
            _entered(page, "自评")
        page = self.as_(LEADER, TOWN)
        for key in keys[:2]:
            page.goto(f"{here}cards/{key}/check/")
            page.locator("[name='mark-3.3'][value='done']").check()
            _entered(page, "核评")
        page = self.as_(SIGNER, TOWN)
        page.goto(f"{here}cards/{found['settled']}/settle/")
        _entered(page, "核定")
        page = self.as_(organ=TOWN)
        page.goto(f"{here}cards/{found['settled']}/consequences/criticism/")
        _entered(page, "送签")
        card = f"supervision/cards/{found['settled']}/"
        found["drafted"] = self._last(page, card, "a[href*='/consequences/'][href$='/drop/']", -2, TOWN)
        return found

    def _last(self, page: Page, path: str, link: str, part: int, organ: str = LAND, role: str = CLERK) -> str:
        page.goto(f"{self.base(organ, role)}{path}")
        return str(page.locator(link).first.get_attribute("href")).strip("/").split("/")[part]

    def _enter(self, organ: str, role: str) -> tuple[str, list[Any]]:
        if (organ, role) not in self._entered:
            page = self._emptied()
            page.goto(self.address)
            enter(page, organ, role)
            path = page.url.removeprefix(self.address)
            self._entered[organ, role] = (path, page.context.cookies())
            self._emptied()
        return self._entered[organ, role]

    def _emptied(self) -> Page:
        """That window without anybody."""
        if self._window is None:
            self._window = self.chrome.new_page()
        self._window.context.clear_cookies()
        self._window.goto("about:blank")
        return self._window

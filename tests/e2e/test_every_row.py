"""Every result row of table three, each by one application: filed by a citizen, received, taken through its
steps, ended by a letter that is drafted, reviewed by two and signed by a fourth, served, archived; then the
figures."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from gongkai.law.annual_report.formats import y2021
from gongkai.law.annual_report.formats.parts import APPLICANT_KEYS, TOTAL
from gongkai.ledger.requests.steps import ANSWERS
from gongkai.sample import present
from tests.e2e.desk import ADMINISTRATOR, CLERK, HEAD, LEGAL_REVIEWER, SECRECY_REVIEWER, SIGNER, enter
from tests.e2e.looking import faults
from tests.e2e.site import follow, site

pytestmark = pytest.mark.browser
TOWN, YEAR = "四间房镇人民政府", 2026
#: On the first day all is filed and most answered; by the second whoever was to complete or to pay is late.
DAY, LATER = "2026-03-02", "2026-05-11"
DIGITS = "零一二三四五六七八九"
COLUMNS = (*APPLICANT_KEYS, TOTAL)
#: Before its answer: the letters (with what leads to them) and the steps that only are recorded.
BEFORE: Mapping[str, tuple[str, ...]] = {
    "refused_third_party": ("letters/new/consult_third_party/", "steps/receive_opinion/"),
    "unavailable_unclear": ("letters/new/request_correction/", "steps/receive_correction/"),
    "rejected_excessive": ("letters/new/request_reason/", "steps/receive_reason/"),
    "other_no_correction": ("letters/new/request_correction/",),
    "other_no_payment": ("letters/new/notify_fee/",),
}
#: What ends it otherwise than by an answer of the kind that counts in its row.
ENDS = {
    "other_no_correction": "abandon_correction",
    "other_no_payment": "abandon_fee",
    "other_other": "withdraw",
}
#: Letters that the head of the office signs; the others are the leader's.
OF_THE_HEAD = ("notify_fee/", "abandon_correction/", "abandon_fee/")
LAST = ("other_no_correction", "other_no_payment")


@dataclass
class Office:
    """The town at work on one day: each person in a window of their own, without scripts and pictures."""

    chrome: Browser
    address: str
    desk: str = ""
    pages: dict[str, Page] = field(default_factory=dict)

    def window(self) -> Page:
        context = self.chrome.new_context(java_script_enabled=False)
        page = context.new_page()
        network = context.new_cdp_session(page)  # the browser itself refuses them: a route asks us each time
        network.send("Network.enable")
        network.send("Network.setBlockedURLs", {"urls": ["*/static/*"]})
        return page

    def as_(self, role: str) -> Page:
        if role not in self.pages:
            page = self.pages[role] = self.window()
            page.goto(self.address)
            enter(page, TOWN, role)
            self.desk = page.url
        return self.pages[role]


@contextmanager
def office(chrome: Browser, folder: Path, day: str) -> Iterator[Office]:
    with site(folder, "--demo", day=day) as address:
        yield Office(chrome, address)


def send(page: Page) -> None:
    follow(page.locator("main form.form button.primary"))


def fill_in(page: Page) -> None:
    """Write something into every field that is empty; of several choose the first. Nothing is posted."""
    for one in page.locator("main form.form [name^='says-']:not([name='says-posted_on'])").all():
        kind, value = one.evaluate("(it) => [it.type, it.value]")
        if not value:
            write(one, kind)


def write(one: Locator, kind: str) -> None:
    if kind == "select-one":
        one.select_option(index=1)
    else:
        one.fill({"date": "2026-03-20", "number": "100"}.get(kind, "见本机关网站的办事公开栏目"))


def file(town: Office, citizen: Page, kind: str, content: str) -> str:
    """Apply on line; the number of the receipt. After some in an hour a plain sum is asked."""
    citizen.goto(f"{town.address}/apply/{town.desk.strip('/').split('/')[-1]}/steps/who/")
    citizen.locator(f"[name=applicant_kind][value={kind}]").check()
    citizen.get_by_label("姓名或者名称").fill("欧阳晓明")
    citizen.get_by_label("证件号码").fill("11010519491231002X")
    citizen.get_by_label("电子邮箱").fill("ouyang@example.cn")
    send(citizen)
    citizen.get_by_label("信息名称、文号或内容描述").fill(content)
    while "/steps/what/" in citizen.url:  # once more where something like it stands there already
        send(citizen)
    citizen.get_by_label("电子文件").check()
    citizen.get_by_label("电子邮件").check()
    send(citizen)
    if "/steps/how/" in citizen.url:
        first, second = re.findall("(.)加(.)等于几", citizen.locator("main").inner_text())[0]
        citizen.get_by_label("等于几").fill(str(DIGITS.index(first) + DIGITS.index(second)))
        send(citizen)
    return citizen.locator(".receipt dd").first.inner_text()


def receive(town: Office, number: str) -> str:
    """Confirm the receipt of an arrival; the address of its case."""
    clerk = town.as_(CLERK)
    clerk.goto(f"{town.desk}inbox/")
    follow(clerk.get_by_role("link", name=number))
    follow(clerk.get_by_role("link", name="确认收到"))
    clerk.get_by_label("与申请人确认的日期").fill(DAY)
    send(clerk)
    assert "/ledger/requests/" in clerk.url
    return clerk.url


def deed(page: Page, letter: str, name: str) -> None:
    page.goto(f"{letter}{name}/")
    follow(page.locator("#question button.primary"))
    assert page.url == letter, page.locator("main").inner_text()


def by_letter(town: Office, case: str, path: str) -> None:
    """Draft, review, sign: four people."""
    clerk = town.as_(CLERK)
    clerk.goto(f"{case}{path}")
    fill_in(clerk)
    send(clerk)
    letter = clerk.url
    assert "/new/" not in letter, clerk.locator("main").inner_text()
    deed(clerk, letter, "submit")
    deed(town.as_(LEGAL_REVIEWER), letter, "review-law")
    deed(town.as_(SECRECY_REVIEWER), letter, "review-secrecy")
    deed(town.as_(HEAD if path.endswith(OF_THE_HEAD) else SIGNER), letter, "sign")


def record(town: Office, case: str, path: str) -> None:
    """Enter a step that has no letter."""
    clerk = town.as_(CLERK)
    clerk.goto(f"{case}{path}")
    fill_in(clerk)
    send(clerk)
    assert clerk.url == case, clerk.locator("main").inner_text()


def end(town: Office, case: str, row: str) -> None:
    """The letter that ends it, found from its page, and how that was served."""
    clerk = town.as_(CLERK)
    clerk.goto(case)
    step = ENDS.get(row, "answer")
    follow(clerk.locator(f"main a[href$='/letters/new/{step}/']"))
    if step == "answer":
        kind = next(kind.code for kind in ANSWERS if kind.row == row)
        follow(clerk.locator(f"main a[href='?kind={kind}']"))
    by_letter(town, case, clerk.url.removeprefix(case))
    clerk.goto(case)
    if step == "answer":  # what was closed without an answer goes to the file as it is
        follow(clerk.locator("main a[href$='/steps/serve/']").first)
        record(town, case, "steps/serve/")
        assert clerk.locator("main a[href$='/steps/archive/']").count() == 1


def archive(town: Office, case: str) -> None:
    """Into the box, and nothing is left to be done."""
    record(town, case, "steps/archive/")
    assert town.as_(CLERK).locator("main a[href*='/steps/']:not([href*='/steps/reopen_'])").count() == 0


def reviews_asked(town: Office) -> None:
    """From now on a letter passes both reviews before it is signed."""
    page = town.as_(ADMINISTRATOR)
    page.goto(f"{town.desk}settings/options/")
    page.locator("[name=letter_reviews][value=both]").check()
    send(page)


def expected(kinds: Mapping[str, str]) -> dict[str, list[int]]:
    """Table three by hand: an application in each row, of the applicants that ``kinds`` says; one is open."""
    table = {row: [0] * len(COLUMNS) for row in ("new", "carried_in", *kinds, "total", "carried_out")}
    for row, kind in kinds.items():
        for counted in {"new", row, "carried_out" if row == "open" else "total"}:
            for column in (kind, TOTAL):
                table[counted][COLUMNS.index(column)] += 1
    for one in present.APPLICATIONS:  # what lies open on the sample's desk anyway
        kind = "business" if one.applicant.endswith("公司") else "natural_person"
        for counted in ("new", "carried_out"):
            for column in (kind, TOTAL):
                table[counted][COLUMNS.index(column)] += 1
    del table["open"]
    return table


def test_each_result_row_is_walked_from_the_form_to_the_archive_and_the_report_is_exactly_right(
    chrome: Browser, started_before: Path
) -> None:
    rows = (*y2021.FORM.result_keys, "open")
    kinds = dict(zip(rows, cycle(APPLICANT_KEYS), strict=False))
    assert len(y2021.FORM.result_keys) == 21
    with office(chrome, started_before, DAY) as town:
        reviews_asked(town)
        citizen, cases = town.window(), {}
        for row, kind in kinds.items():
            cases[row] = receive(
                town, file(town, citizen, kind, f"{YEAR}年第{rows.index(row)}号工程的验收记录")
            )
            for path in BEFORE.get(row, ()):
                (by_letter if path.startswith("letters") else record)(town, cases[row], path)
            if row not in (*LAST, "open"):
                end(town, cases[row], row)
    with office(chrome, started_before, LATER) as town:
        clerk = town.as_(CLERK)
        cases = {row: f"{town.address}/desk/{case.partition('/desk/')[2]}" for row, case in cases.items()}
        for row in LAST:
            end(town, cases[row], row)
        for row in y2021.FORM.result_keys:
            archive(town, cases[row])
        report = f"{town.desk}reports/{YEAR}/"
        assert table_of(clerk, report) == expected(kinds)
        data = clerk.request.get(f"{report}files/json").json()
        assert {row: data["requests"][row] for row in expected(kinds)} == expected(kinds)
        looked = chrome.new_context(bypass_csp=True, storage_state=clerk.context.storage_state()).new_page()
        looked.goto(f"{town.desk}numbers/")
        numbers = looked.locator("tbody th").all_inner_texts()
        assert len(set(numbers)) == len(numbers) == 20 + 5  # a withdrawal has none; five letters on the way
        assert faults(looked, "numbers of letters given") == []
        looked.context.close()


def table_of(page: Page, report: str) -> dict[str, list[int]]:
    """Table three as the page of the report shows it."""
    page.goto(report)
    shown = dict(
        page.locator(".region.wide td a").evaluate_all(
            "(cells) => cells.map((cell) => [cell.id, cell.querySelector('.value').textContent])"
        )
    )
    rows = ("new", "carried_in", *y2021.FORM.result_keys, "total", "carried_out")
    return {row: [int(shown[f"requests-{row}-{column}"]) for column in COLUMNS] for row in rows}

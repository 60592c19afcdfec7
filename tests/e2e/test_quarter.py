"""A quarter in a town: what the county asks, what the villages do about it, what comes of that."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.looking import faults
from tests.e2e.newcomer import PASSWORD
from tests.e2e.site import ROOT, environment, follow, site

pytestmark = pytest.mark.browser
ON_THE_BOARD = "https://www.example.gov.cn/dongxu/2026/1.html"
As = Callable[[str], AbstractContextManager[Page]]
OnDay = Callable[[str], AbstractContextManager[tuple[As, str]]]


@pytest.fixture
def town(laid_out: Path, tmp_path: Path) -> tuple[Path, str]:
    """A data folder with a town, and the path of its desk."""
    data = Path(shutil.copytree(laid_out, tmp_path / "data"))
    known = environment(data) | {"DJANGO_SETTINGS_MODULE": "gongkai.settings", "GONGKAI_TODAY": "2026-12-10"}
    command = [sys.executable, "-m", "tests.e2e.quarter", PASSWORD]
    made = subprocess.run(command, cwd=ROOT, env=known, capture_output=True, encoding="utf-8", check=True)
    return data, f"desk/organs/{int(made.stdout)}"


@pytest.fixture
def on_day(open_page: Open, town: tuple[Path, str]) -> OnDay:
    """The town's desk on a day: who sits at it, and its address. Whoever has logged in before stays so."""
    data, path = town
    known: dict[str, object] = {}

    @contextmanager
    def opened(day: str) -> Iterator[tuple[As, str]]:
        with site(data, day=day) as address:

            @contextmanager
            def sitting(who: str) -> Iterator[Page]:
                page = open_page("about:blank", bypass_csp=True)
                page.context.clear_cookies()
                if who in known:
                    page.context.add_cookies(known[who])  # type: ignore[arg-type]
                else:
                    page.goto(f"{address}/account/login/")
                    page.get_by_label("登录名").fill(who)
                    page.get_by_label("密码", exact=True).fill(PASSWORD)
                    follow(page.get_by_role("button", name="登录", exact=True))
                    known[who] = page.context.cookies()
                yield page

            yield sitting, f"{address}/{path}"

    return opened


def send(page: Page, verb: str, **said: str) -> None:
    """The form of the page, filled in by the names of its fields, and sent."""
    for name, words in said.items():
        page.locator(f"main [name={name}]").fill(words)
    follow(page.get_by_role("button", name=verb, exact=True))


def do(page: Page, url: str, verb: str, **said: str) -> None:
    """What can be done next on a page, done."""
    page.goto(url)
    follow(page.get_by_role("link", name=verb, exact=True).first)
    send(page, verb, **said)


def card_of(page: Page, assessed: str, village: str) -> str:
    page.goto(assessed)
    follow(page.get_by_role("link", name=village))
    return page.url


def test_a_quarter_from_a_notice_over_assessment_and_meeting_to_the_report(on_day: OnDay) -> None:
    with on_day("2026-12-18") as (sitting, desk):
        with sitting("clerk") as page:
            page.goto(f"{desk}/supervision/notice/new/")
            asked = {
                "title": "公开栏张贴补贴名单",
                "by": "县政务公开办",
                "due": "2026-12-18",
                "text": "贴出后报网址",
            }
            send(page, "登记", **asked)
            do(page, page.url, "传达")
            expect(page.locator("main")).to_contain_text("办结0项，共2项")
            assert faults(page, "notice") == []
            page.goto(f"{desk}/supervision/assessments/new/")
            send(page, "开始", last="2026-12-18", due="2026-12-18")
            assessed = page.url.removeprefix(desk)
        with sitting("dongxu") as page:
            page.goto(f"{desk}/supervision/tasks/")
            follow(page.get_by_role("link", name="公开栏张贴补贴名单"))
            do(page, page.url, "报办好", address=ON_THE_BOARD)
            expect(page.get_by_role("link", name=ON_THE_BOARD)).to_be_visible()
            assert faults(page, "posted on the board") == []
            page.goto(f"{desk}/supervision/assessments/")
            expect(page.locator("main")).not_to_contain_text("西徐村")
            follow(page.get_by_role("link", name="东徐村"))
            expect(page.locator("main")).to_contain_text("1件，都合要求")
            do(page, page.url, "自评")

    with on_day("2026-12-25") as (sitting, desk):
        with sitting("clerk") as page:
            east, west = (card_of(page, desk + assessed, village) for village in ("东徐村", "西徐村"))
            expect(page.locator("main")).to_contain_text("期限2026-12-18，还没有办好")
            assert faults(page, "card") == []
            expect(page.locator("main")).to_contain_text("知道的指标占分值的20%，不到50%")
            for card, mark in ((east, "done"), (west, "not")):
                page.goto(card)
                follow(page.get_by_role("link", name="核评", exact=True).first)
                page.locator(f"[name='mark-3.3'][value={mark}]").check()
                for code in ("2.1", "1.2"):  # of which no ledger here tells
                    page.locator(f"[name='mark-{code}']").select_option(mark)
                send(page, "核评", why="照村里的公示栏")
        with sitting("leader") as page:
            do(page, east, "核定", conclusion="当天贴出")
            do(page, west, "核定", conclusion="通知没有答复")
            expect(page.locator("main")).to_contain_text("西徐村：不合格")
            expect(page.locator("main")).to_contain_text("台账里没有要看的 · 没有做到")
        with sitting("clerk") as page:
            page.goto(f"{desk}/supervision/meeting/new/")
            expect(page.locator("[name=text]")).to_have_value(re.compile("第四季度.*西徐村", re.S))
            send(page, "登记")
            do(page, page.url, "写纪要", minutes="一、通报考核结果。二、西徐村限期整改。")
            do(page, page.url, "登记签到名单", names="张三 东徐村\n李四 西徐村")
            assert faults(page, "meeting") == []
            do(page, page.url, "办结")
            page.goto(west)
            follow(page.get_by_role("link", name="通报批评", exact=True))
            send(page, "送签")
        with sitting("leader") as page:
            do(page, west, "签发")
            expect(page.locator("main")).to_contain_text("通报批评 已签发")
            assert faults(page, "criticised") == []
        with sitting("clerk") as page:
            page.goto(f"{desk}/supervision/rectification/new/")
            page.get_by_label("推进会").check()
            page.locator("[name=owner]").select_option(label="西徐村")
            problem = {"title": "西徐村公开栏没有张贴补贴名单", "measure": "补贴上墙", "due": "2026-12-28"}
            send(page, "登记", **problem)
            mended = page.url
            follow(page.get_by_role("link", name="补贴上墙"))
            task = page.url
            do(page, task, "报办好", words="12月25日补贴了名单")
            expect(page.locator("main")).to_contain_text("自己报的不能自己复核")
        with sitting("leader") as page:
            do(page, task, "复核通过", words="到村里看过")
        with sitting("clerk") as page:
            do(page, mended, "办结")
            expect(page.locator("main")).to_contain_text("已办结")
            page.goto(f"{desk}/reports/2026/?part=overview")
            for words in ("推进会1次", "通报批评1次", "优秀1个，不合格1个"):
                expect(page.locator("main")).to_contain_text(words)
            print(page.locator("main").inner_text())
            page.goto(f"{desk}/reports/2026/?part=problems")
            expect(page.locator("main")).to_contain_text(
                "整改政府信息公开问题1项：一是西徐村公开栏没有张贴补贴名单"
            )

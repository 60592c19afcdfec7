"""A portal that lies as files, opened from a server that runs no Python of ours: it finds what the portal
finds, in the same order, and looks the same."""

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from gongkai.ledger.words import grams
from tests.e2e.looking import faults
from tests.e2e.site import ROOT, environment

pytestmark = pytest.mark.browser
ORGAN = "四间房镇人民政府"
QUERIES = (
    *(
        "补贴",
        "农",
        "低保 公示",
        "通知",
        "“农村 低保”",
        '"发放"',
        "2025",
        "〔2025〕",
        "四政[2025]3号",
        "ＷＰＳ",
        "没有这个",
    ),
    *("镇人民政府关于", "的", "、", "预算 2024", "方案 镇", "公示表"),
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture(scope="module")
def files(data: Path, address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The portal as the server shows it, and as files below another address."""
    folder = tmp_path_factory.mktemp("plain")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    base = f"http://127.0.0.1:{server.server_port}/zw/"
    command = [sys.executable, "-m", "gongkai", "publish", "--static", str(folder / "zw"), "--base", base]
    command += ["--organ", ORGAN]
    subprocess.run(command, cwd=ROOT, env=environment(data), check=True, capture_output=True)
    (place,) = (path.name for path in (folder / "zw/organs").iterdir())
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"{address}/organs/{place}/", f"{base}organs/{place}/"
    server.shutdown()


@pytest.fixture
def page(chrome: Browser) -> Iterator[Page]:
    context = chrome.new_context(bypass_csp=False)
    yield context.new_page()
    context.close()


def shown(page: Page, address: str) -> dict[str, object]:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return {
        "head": page.locator("h1").inner_text(),
        "titles": page.locator("main ul.records li .main > a").all_inner_texts(),
        "marks": page.locator("main ul.records .main > a mark").all_inner_texts(),  # passages: the server's
        "chosen": [text.removesuffix(" ×").strip() for text in page.locator("ul.chosen a").all_inner_texts()],
        "pages": page.locator("nav.turn a").count(),
    }


@pytest.mark.parametrize("order", ["", "&order=best"])
def test_it_finds_what_the_portal_finds(files: tuple[str, str], page: Page, order: str) -> None:
    live, plain = files
    for query in QUERIES:
        asked = f"records/?q={quote(query)}{order}"
        known = shown(page, live + asked)
        if not str(known["head"]).endswith("找到0条"):  # what is nearest is left to the server
            assert shown(page, plain + asked) == known, query
        else:
            assert shown(page, plain + asked)["head"] == known["head"]


def test_it_sorts_out_by_facets_and_turns_pages(files: tuple[str, str], page: Page) -> None:
    live, plain = files
    page.goto(f"{live}catalogue/")
    (first, *_rest) = page.locator("td a").evaluate_all("all => all.map(one => new URL(one.href).search)")
    for asked in (first, "?year=2022", "?kind=notice&q=%E7%9A%84", "?page=2", "?year=2022&page=2"):
        assert shown(page, f"{plain}records/{asked}") == shown(page, f"{live}records/{asked}"), asked


def test_characters_are_evened_as_the_server_evens_them(files: tuple[str, str], page: Page) -> None:
    """All that may stand in a Chinese text; a few scripts are folded by browsers in their own way."""
    page.goto(files[1])
    spans = [
        (0x20, 0x250),
        (0x370, 0x3D0),
        (0x400, 0x530),
        (0x2000, 0x3400),
        (0x4E00, 0x9FFF),
        (0xF900, 0xFB00),
    ]
    text = "".join(chr(at) for first, last in [*spans, (0xFE30, 0xFFF0)] for at in range(first, last))
    script = "async text => (await import('../../static/portal/plain-index.js')).even(text)"
    page.goto(files[1])
    evened = page.evaluate(f"{script.replace('../../', files[1].split('organs/')[0])}", text)
    assert evened == grams.even(text)


def test_suggestions_others_and_looks_work_without_a_server(files: tuple[str, str], page: Page) -> None:
    _live, plain = files
    page.goto(plain)
    page.locator("#q").press_sequentially("农")
    page.locator("#suggested mark").first.wait_for()
    page.locator("#suggested a").first.click()
    page.locator("article.record").wait_for()
    assert page.url.startswith(f"{plain}records/")
    page.get_by_role("button", name="长辈版").click()
    page.wait_for_url(f"{plain}elder/")
    assert page.locator("html").get_attribute("data-size") == "elder"
    page.get_by_role("button", name="回普通版").click()
    assert page.locator("html").get_attribute("data-size") is None


@pytest.mark.parametrize(
    "place", ["", "elder/", "records/", "records/?q=%E5%85%AC%E7%A4%BA", "guide/", "data/", "reports/"]
)
def test_its_pages_have_no_faults(files: tuple[str, str], page: Page, place: str) -> None:
    page.goto(files[1] + place)
    page.wait_for_load_state("networkidle")
    assert faults(page) == []

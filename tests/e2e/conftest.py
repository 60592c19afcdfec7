"""One site and one browser for all pages; whatever a page asks for outside of this machine fails the test."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from gongkai.faces.tests.organs import YEAR
from tests.e2e.desk import Desk
from tests.e2e.newcomer import Newcomer, empty_site, set_up
from tests.e2e.site import ROOT, browser, chromium, environment, site
from tests.e2e.windows import Windows
from tests.shared import made_once, shared_folder

MISSING = (
    "no Chromium: install the package chromium-headless-shell (Debian) or chromium, "
    "or run python -m playwright install chromium"
)
TO_MEND = """
import django
django.setup()
from gongkai.faces.tests.organs import organ_to_mend
from gongkai.sample.people import enter
organ = organ_to_mend()
enter(organ, prefix="mend")
print(organ.pk)
"""
HERE = Path(__file__).resolve().parent
#: A day on which the year is not over and a few applications wait.
DAY = "2025-10-20"
Open = Callable[..., Page]


#: Files of which each test stands by itself, so that several workers may share them.
APART = {"test_desk_pages", "test_pages", "test_ui"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every other file stays with one worker, for its tests share a site and build on each other; those come
    first, so that the tests that stand by themselves fill what time is left at the end."""
    items.sort(key=lambda item: item.path.is_relative_to(HERE) and item.path.stem in APART)
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.stem not in APART:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    executable = chromium()
    if executable is None:
        # where every change is tested the browser is part of the ground
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MISSING)
    with browser(executable) as opened:
        yield opened


@pytest.fixture(scope="session")
def with_samples(laid_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a site with the sample organs of the day. To be copied, not used."""

    def fill(folder: Path) -> None:
        with site(Path(shutil.copytree(laid_out, folder, dirs_exist_ok=True)), "--demo"):
            pass

    return made_once(shared_folder(tmp_path_factory) / "with-samples", fill)


@pytest.fixture(scope="session")
def data(with_samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(with_samples, tmp_path_factory.mktemp("site") / "data"))


@pytest.fixture(scope="session")
def address(data: Path) -> Iterator[str]:
    """A site with the sample organs."""
    with site(data, "--demo") as found:
        yield found


@pytest.fixture(scope="session")
def to_mend(data: Path, address: str) -> str:
    """The address of a report with errors and suggestions."""
    return f"{address}/desk/organs/{_organ_to_mend(data)}/reports/{YEAR}/"


@pytest.fixture(scope="session")
def desk(laid_out: Path, tmp_path_factory: pytest.TempPathFactory, chrome: Browser) -> Iterator[Desk]:
    """The workbench of the sample organs on a set day, and of one more whose report must be mended; what the
    pages of a case need has been done there."""

    def prepare(folder: Path) -> None:
        data = Path(shutil.copytree(laid_out, folder / "data"))
        with site(data, "--demo", day=DAY) as address:
            _organ_to_mend(data)
            Desk(chrome, address).prepare().keep(folder / "desk.json")

    prepared = made_once(shared_folder(tmp_path_factory) / "desk", prepare)
    folder = shutil.copytree(prepared / "data", tmp_path_factory.mktemp("desk") / "data")
    with site(Path(folder), "--demo", day=DAY) as address:
        yield Desk(chrome, address).remember(prepared / "desk.json")


@pytest.fixture(scope="session")
def own(laid_out: Path, tmp_path_factory: pytest.TempPathFactory, chrome: Browser) -> Iterator[Newcomer]:
    """A new organ, set up by its first person; empty until a test enters something."""
    folder = shutil.copytree(laid_out, tmp_path_factory.mktemp("own") / "data")
    with empty_site(Path(folder)) as link:
        page = chrome.new_page(bypass_csp=True)
        yield set_up(page, link)
        page.context.close()


def _organ_to_mend(data: Path) -> int:
    command = [sys.executable, "-c", TO_MEND]
    known = environment(data) | {"DJANGO_SETTINGS_MODULE": "gongkai.settings"}
    made = subprocess.run(command, cwd=ROOT, env=known, capture_output=True, encoding="utf-8", check=True)
    return int(made.stdout)


@pytest.fixture(scope="session")
def county(address: str, chrome: Browser) -> str:
    """The address of the sample county's report, with two years before it."""
    page = chrome.new_page()
    page.goto(address)
    link = page.locator("li", has_text="示例县人民政府").first.get_by_role("link", name=f"{YEAR}年")
    found = f"{address}{link.get_attribute('href')}"
    page.close()
    return found


@pytest.fixture(scope="session")
def windows(chrome: Browser) -> Windows:
    return Windows(chrome)


@pytest.fixture
def open_page(windows: Windows) -> Iterator[Open]:
    """Open an address in a window of its own: ``open_page(url, width=360, color_scheme="dark")``.

    At the end no page may have asked for anything beyond the loopback or have complained.
    """
    yield windows.open
    assert windows.put_back() == []

"""A January in a county of thirty organs: what comes is taken in, judged, asked for and summed on screen."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.looking import faults
from tests.e2e.newcomer import PASSWORD
from tests.e2e.site import ROOT, environment, follow, site

pytestmark = pytest.mark.browser
DAY = "2023-01-16"


@pytest.fixture(scope="module")
def january(laid_out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The county's site on 16 January, and the folder with what towns send."""
    folder = tmp_path_factory.mktemp("county")
    data = Path(shutil.copytree(laid_out, folder / "data"))
    known = environment(data) | {"DJANGO_SETTINGS_MODULE": "gongkai.settings", "GONGKAI_TODAY": DAY}
    command = [sys.executable, "-m", "tests.e2e.january", str(folder), PASSWORD]
    subprocess.run(command, cwd=ROOT, env=known, check=True)
    with site(data, day=DAY) as address:
        yield folder, address


def take_in(page: Page, file: Path, organ: str = "") -> None:
    follow(page.get_by_role("link", name="收年报", exact=True))
    page.locator("input[type=file]").set_input_files(file)
    if organ:
        page.locator("select[name=member]").select_option(label=organ)
    follow(page.get_by_role("button", name="收下", exact=True))


def judge(page: Page, verb: str, word: str) -> None:
    page.get_by_role("link", name=verb, exact=True).click()
    page.locator("textarea").fill(word)
    follow(page.get_by_role("button", name=verb, exact=True))


def test_a_january_from_the_first_package_to_the_sum(open_page: Open, january: tuple[Path, str]) -> None:
    folder, address = january
    page = open_page(f"{address}/account/login/", bypass_csp=True)
    page.get_by_label("登录名").fill("county")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    follow(page.get_by_role("button", name="登录", exact=True))
    follow(page.get_by_role("link", name="下级年报").first)
    below = page.url
    expect(page.get_by_role("heading", level=1)).to_have_text("1个机关等着审核")
    assert faults(page, "county") == []

    take_in(page, folder / "package.zip")
    expect(page.locator("main")).to_contain_text("还没有登记它的公钥")
    page.goto(below)
    follow(page.get_by_role("link", name="下级机关的公钥"))
    follow(page.locator("li", has_text="报送0镇人民政府").get_by_role("link"))
    page.get_by_label("公钥", exact=True).fill((folder / "key.pem").read_text())
    page.get_by_label("指纹", exact=True).fill((folder / "fingerprint").read_text())
    follow(page.get_by_role("button", name="登记", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("登记了1个机关的公钥")
    page.goto(below)
    take_in(page, folder / "package.zip")
    expect(page.locator("main")).to_contain_text("签名和校验码都对")
    assert faults(page, "received package") == []
    judge(page, "通过", "照县里口径")
    with page.expect_download() as receipt:
        page.get_by_role("link", name="下载回执").click()
    assert receipt.value.suggested_filename == "报送0镇人民政府2022年年报回执（第1版）.zip"

    page.goto(below)
    take_in(page, folder / "file.html", "文件0镇人民政府")
    judge(page, "通过", "照县里口径")
    page.goto(below)
    take_in(page, folder / "wrong.html", "错报0镇人民政府")
    expect(page.get_by_role("heading", level=1)).to_have_text("错报0镇人民政府：还有2处要改")
    expect(page.get_by_role("link", name="通过", exact=True)).to_have_count(0)
    assert faults(page, "received wrong") == []
    judge(page, "退回", "表三总计不对")

    page.goto(below)
    follow(page.locator("tr", has_text="第1镇人民政府").get_by_role("link").last)
    judge(page, "审核通过", "照县里口径")
    page.goto(below)
    expect(page.get_by_role("heading", level=1)).to_contain_text("还差5个机关")
    follow(page.get_by_role("button", name="催办5个机关"))
    expect(page.locator("body")).to_contain_text("已催办5个机关。")

    follow(page.get_by_role("link", name="看汇总"))
    expect(page.get_by_role("heading", level=1)).to_have_text("25份报告逐格相加，还缺5个机关")
    # eight natural persons a share: five files, two packages, the merged one; and what the seventeen had
    total = 8 * (1 + 2 + 3 + 4 + 5 + 10 + 11 + 3) + sum(number % 3 + 1 for number in range(1, 18))
    cell = page.locator("#requests-new-natural_person")
    expect(cell).to_have_text(str(total))
    assert faults(page, "sum") == []
    cell.click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", level=2)).to_contain_text(str(total))
    expect(panel.get_by_role("listitem")).to_have_count(25)
    assert sum(map(int, panel.locator("li strong").all_inner_texts())) == total
    assert faults(page, "sum's cell") == []
    follow(panel.get_by_role("link", name="报送1镇人民政府"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("报送1镇人民政府")
    expect(page.locator("main")).to_contain_text("88")
